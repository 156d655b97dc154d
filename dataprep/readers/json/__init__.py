"""The parts of the JSON readers: scanning, values, errors for people, and where records are."""
