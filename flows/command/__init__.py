"""The `spm` command and what it shows."""
