"""Rules about tools; one file each."""
