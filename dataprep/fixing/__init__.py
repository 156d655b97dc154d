"""Repairing files: what the rules would change, carried out, shown, and counted."""
