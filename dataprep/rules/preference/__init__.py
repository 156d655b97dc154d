"""PRF: the rows of comparisons."""
