"""The tables as a page for any browser."""
