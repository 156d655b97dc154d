"""Rules about prompt completion; one file each."""
