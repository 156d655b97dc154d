"""The parts of the workbook readers: sheets, merged cells, and the text of a cell."""
