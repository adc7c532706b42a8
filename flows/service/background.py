"""What the service does again and again beside its runs."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

_PATIENCE = 10
"""Seconds that the end waits for work that is just being done."""


@contextmanager
def in_background(name: str, work: Callable[[threading.Event], None]) -> Iterator[None]:
    """Does `work` in a thread until the block ends, of which the event tells it."""
    ended = threading.Event()
    thread = threading.Thread(target=work, args=(ended,), name=name, daemon=True)
    thread.start()
    try:
        yield
    finally:
        ended.set()
        thread.join(_PATIENCE)
