"""Rows that are nearly the same: sketched in the map, brought together and confirmed at its end."""
