"""The rules about what must not leave the house: keys and tokens, and data about persons."""
