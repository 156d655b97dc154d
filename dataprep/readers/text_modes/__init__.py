"""The ways to cut a plain text into records, one file per way."""
