"""The report as a Word document, and as PDF."""
