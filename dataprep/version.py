"""The version, where everything below the public package can have it."""

__version__ = "0.1.0"
