"""The package of a workbook, changed in places without touching anything else. Knows nothing of SPM."""
