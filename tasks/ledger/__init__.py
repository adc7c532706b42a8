"""The memory: what was sent and found and decided, for ever."""
