"""From the inbox to a recorded submission."""
