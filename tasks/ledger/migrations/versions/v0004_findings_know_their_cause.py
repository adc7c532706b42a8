"""From which other finding one follows, and all the cells of one that stands for several."""

from tasks.ledger.migrations import add_column

revision, down_revision = "0004", "0003"


def upgrade() -> None:
    add_column("findings", "cause", "TEXT")
    add_column("findings", "cells", "TEXT")
