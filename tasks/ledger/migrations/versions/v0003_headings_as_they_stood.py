"""The headings as they stood in the file, so that a sender sees which of its columns was read for which."""

from tasks.ledger.migrations import add_column

revision, down_revision = "0003", "0002"


def upgrade() -> None:
    add_column("places", "headings", "TEXT")
