"""Rules about json; one file each."""
