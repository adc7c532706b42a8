"""Orchestration: what runs, in what order, on which schedule; and the `spm` command."""
