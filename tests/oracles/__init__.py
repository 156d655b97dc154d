"""Checkers of the platforms themselves, run in an environment of their own, and where we differ."""
