"""How much a test does: enough to meet every path, or with `TESTS=full`, as `make fuzz` and `make door` set it, all."""

import os

FULL = os.environ.get("TESTS") == "full"


def full_or(shown: int, full: int) -> int:
    """`shown` in `make test`, `full` where the whole of it is asked for."""
    return full if FULL else shown
