"""Every table that a ledger had before its versions were counted, and the site that it belongs to.

Five programs landed before, each with some more of these tables than the one before it: what is missing is made.
"""

from tasks.ledger.migrations import add_table

revision, down_revision = "0001", None

_SUBMISSION = "submission INTEGER NOT NULL, "
_OF_A_SUBMISSION = {
    "findings": """rule TEXT NOT NULL, severity TEXT NOT NULL, sheet TEXT NOT NULL, cell TEXT NOT NULL,
        value TEXT NOT NULL, message TEXT NOT NULL, explanation TEXT NOT NULL""",
    "places": "sheet TEXT NOT NULL, title TEXT NOT NULL, header_row INTEGER NOT NULL, letters TEXT NOT NULL",
    "cell_groups": """fate TEXT NOT NULL, count INTEGER NOT NULL, sheet TEXT NOT NULL, cells TEXT NOT NULL,
        reason TEXT NOT NULL, rule TEXT NOT NULL""",
    "recipients": """row INTEGER NOT NULL, service_code TEXT NOT NULL, unit TEXT NOT NULL, target FLOAT, served FLOAT,
        stated_unserved FLOAT, stated_pct FLOAT, nihil BOOLEAN NOT NULL, note TEXT NOT NULL""",
    "quality": """row INTEGER NOT NULL, service_code TEXT NOT NULL, item_code TEXT NOT NULL, unit TEXT NOT NULL,
        required FLOAT, available FLOAT, stated_unavailable FLOAT, stated_pct FLOAT, note TEXT NOT NULL""",
    "budget": """row INTEGER NOT NULL, service_code TEXT NOT NULL, allocation FLOAT, realised FLOAT, stated_pct FLOAT,
        fund_source TEXT NOT NULL, opd TEXT NOT NULL, note TEXT NOT NULL""",
    "problems": """row INTEGER NOT NULL, service_code TEXT NOT NULL, problem TEXT NOT NULL, solution TEXT NOT NULL,
        opd TEXT NOT NULL""",
    "stages": """row INTEGER NOT NULL, field_code TEXT NOT NULL, data_collection TEXT NOT NULL,
        needs_calculation TEXT NOT NULL, planning TEXT NOT NULL, implementation TEXT NOT NULL, note TEXT NOT NULL""",
    "actions": """row INTEGER NOT NULL, service_code TEXT NOT NULL, activity TEXT NOT NULL, year FLOAT, target FLOAT,
        unit TEXT NOT NULL, budget FLOAT, opd TEXT NOT NULL, quarter TEXT NOT NULL""",
}
_OTHERS = {
    "messages": """province_code TEXT NOT NULL, recipient TEXT NOT NULL, state TEXT NOT NULL, channel TEXT NOT NULL,
        address TEXT NOT NULL, attempt INTEGER NOT NULL, step TEXT NOT NULL, reason TEXT NOT NULL,
        noted_at TEXT NOT NULL,
        UNIQUE (province_code, recipient, state, channel, address, attempt, step)""",
    "runs": """province_code TEXT NOT NULL, period TEXT NOT NULL, as_of TEXT NOT NULL, started_at TEXT NOT NULL,
        finished_at TEXT NOT NULL, outcome TEXT NOT NULL""",
    "publications": """province_code TEXT NOT NULL, period TEXT NOT NULL, as_of TEXT NOT NULL,
        published_at TEXT NOT NULL, final BOOLEAN NOT NULL, data TEXT NOT NULL, circumstances TEXT NOT NULL,
        manifest TEXT NOT NULL""",
    "approvals": """province_code TEXT NOT NULL, period TEXT NOT NULL, run TEXT NOT NULL, event TEXT NOT NULL,
        at TEXT NOT NULL, as_of TEXT NOT NULL, data TEXT NOT NULL, manifest TEXT NOT NULL, name TEXT NOT NULL,
        office TEXT NOT NULL, reason TEXT NOT NULL, warnings TEXT NOT NULL""",
    "site": "site_id TEXT NOT NULL, noted_at TEXT NOT NULL",
}


def upgrade() -> None:
    add_table(
        "submissions",
        """province_code TEXT NOT NULL, regency_code TEXT NOT NULL, period TEXT NOT NULL, revision INTEGER NOT NULL,
        file_name TEXT NOT NULL, sha256 TEXT NOT NULL, size BIGINT NOT NULL, archived TEXT NOT NULL, kind TEXT NOT NULL,
        form_version TEXT NOT NULL, received_at TEXT NOT NULL, status TEXT NOT NULL, errors INTEGER NOT NULL,
        warnings INTEGER NOT NULL,
        UNIQUE (province_code, file_name, sha256), UNIQUE (province_code, regency_code, period, revision)""",
    )
    for name, columns in _OF_A_SUBMISSION.items():
        whole = f"{_SUBMISSION}{columns}, FOREIGN KEY(submission) REFERENCES submissions (id)"
        add_table(name, whole, index="submission")
    for name, columns in _OTHERS.items():
        add_table(name, columns)
