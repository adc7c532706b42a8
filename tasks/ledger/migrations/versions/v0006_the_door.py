"""Who may send through the door, what was sent by whom, and when its answer was fetched."""

from tasks.ledger.migrations import add_table

revision, down_revision = "0006", "0005"


def upgrade() -> None:
    add_table(
        "links",
        """secret TEXT NOT NULL, regency_code TEXT NOT NULL, field TEXT NOT NULL, until TEXT NOT NULL,
        made_at TEXT NOT NULL, UNIQUE (secret)""",
    )
    add_table("revocations", f"link INTEGER NOT NULL, revoked_at TEXT NOT NULL, {_TO_LINK}")
    add_table(
        "sends",
        f"""submission INTEGER NOT NULL, link INTEGER NOT NULL, errand TEXT NOT NULL, sent_at TEXT NOT NULL,
        UNIQUE (errand), {_TO_SUBMISSION}, {_TO_LINK}""",
        index="submission",
    )
    add_table(
        "fetches",
        f"""submission INTEGER NOT NULL, link INTEGER NOT NULL, what TEXT NOT NULL, fetched_at TEXT NOT NULL,
        {_TO_SUBMISSION}, {_TO_LINK}""",
        index="submission",
    )


_TO_LINK = "FOREIGN KEY(link) REFERENCES links (id)"
_TO_SUBMISSION = "FOREIGN KEY(submission) REFERENCES submissions (id)"
