"""The ministry's columns: written, read, compared."""
