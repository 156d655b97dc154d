"""Rules about target; one file each."""
