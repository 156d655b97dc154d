"""Rules about dataset; one file each."""
