"""The server, its gate and pages, and `spm serve`."""
