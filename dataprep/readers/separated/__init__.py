"""The parts of the CSV reader: separator and quotes, physical lines, and where rows end."""
