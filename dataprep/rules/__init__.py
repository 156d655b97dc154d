"""The rules: one file each, grouped by family; nothing is registered by hand."""
