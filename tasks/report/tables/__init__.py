"""The report as values: what each sheet holds."""
