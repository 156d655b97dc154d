"""Writing: atomic files, the names of outputs, rejects and the manifest."""
