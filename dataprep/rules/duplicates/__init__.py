"""Rules about duplicates; one file each."""
