"""What a dataset is like, in numbers: one map over its rows, one tally that merges."""
