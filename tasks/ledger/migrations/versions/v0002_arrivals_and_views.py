"""When what was received and recorded, what a report rested on part by part, and reports of a past moment."""

from tasks.ledger.migrations import add_column, add_table

revision, down_revision = "0002", "0001"


def upgrade() -> None:
    add_table(
        "arrivals",
        """inbox TEXT NOT NULL, name TEXT NOT NULL, sha256 TEXT NOT NULL, turn INTEGER NOT NULL,
        received_at TEXT NOT NULL, seen_at TEXT NOT NULL, stated_at TEXT NOT NULL, way TEXT NOT NULL,
        reason TEXT NOT NULL, UNIQUE (inbox, name, sha256, turn)""",
    )
    add_table("looks", "inbox TEXT NOT NULL, began_at TEXT NOT NULL, unread TEXT NOT NULL")
    add_table(
        "recordings",
        """submission INTEGER NOT NULL, arrival INTEGER, recorded_at TEXT NOT NULL,
        FOREIGN KEY(submission) REFERENCES submissions (id), FOREIGN KEY(arrival) REFERENCES arrivals (id)""",
        index="submission",
    )
    add_table(
        "views",
        """province_code TEXT NOT NULL, period TEXT NOT NULL, as_of TEXT NOT NULL, made_at TEXT NOT NULL,
        manifest TEXT NOT NULL""",
    )
    for name in ("program", "settings", "reference", "corrections"):
        add_column("publications", name, "TEXT")
