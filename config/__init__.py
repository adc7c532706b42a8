"""What may change without a programmer: settings, reference tables, form layouts, rules."""
