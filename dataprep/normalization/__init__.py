"""The normalization steps, one file each, and the pipeline that composes them."""
