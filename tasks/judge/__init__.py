"""Rows become findings: the rules, and what only another report of the regency or its neighbours can show."""
