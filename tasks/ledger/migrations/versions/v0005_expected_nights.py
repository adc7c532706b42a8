"""Since when the nights of a province are expected, so that a first one that fails is told."""

from tasks.ledger.migrations import add_table

revision, down_revision = "0005", "0004"


def upgrade() -> None:
    add_table("expected", "province_code TEXT NOT NULL, since TEXT NOT NULL, way TEXT NOT NULL")
