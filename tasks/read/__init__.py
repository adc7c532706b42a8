"""A workbook becomes raw grids, in a child process with limits; one module a format."""
