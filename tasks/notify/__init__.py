"""Whom to tell what, in which words, by which channel."""
