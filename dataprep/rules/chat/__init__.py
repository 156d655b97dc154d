"""Rules about chat; one file each."""
