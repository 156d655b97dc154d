"""Validation: files in, a verdict with its places out."""
