"""Results as text for people and machines, one file per form."""
