"""A site's memory in one file, and back."""
