"""Rules about tokens; one file each."""
