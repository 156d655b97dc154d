"""Rules about schema; one file each."""
