"""IMG: the images in rows."""
