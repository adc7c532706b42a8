"""The tables of the ledger. No row is ever changed or removed: triggers refuse it."""

import sqlalchemy as sa

from schemas.frames import FIGURES

METADATA = sa.MetaData()
VERSION = "0006"
"""Of the tables below: the last of `tasks/ledger/migrations/versions`, where it says how to make the next."""
DUPLICATE = "sama dengan kiriman terdahulu"
"""Status of a submission whose content was taken in before; it changes nothing."""

LOOKED, IMPORTED, SENT = "kotak masuk", "impor", "pintu"
"""How a submission came: seen by a look at the inbox; by `spm import`, where the time of receipt is the operator's
word; or sent through the door, which has a clock of its own."""

_TEXT, _NUMBER = sa.Text, sa.Float


def _table(name: str, *parts: sa.Column | sa.UniqueConstraint) -> sa.Table:
    """Its rows are numbered in the order in which they came."""
    return sa.Table(name, METADATA, sa.Column("id", sa.Integer, primary_key=True), *parts)


def _texts(*names: str) -> list[sa.Column]:
    return [sa.Column(name, _TEXT, nullable=False) for name in names]


submissions = _table(
    "submissions",
    sa.Column("province_code", _TEXT, nullable=False),
    sa.Column("regency_code", _TEXT, nullable=False),  # '' where the file does not say whose it is
    sa.Column("period", _TEXT, nullable=False),  # 2024-TW4
    sa.Column("revision", sa.Integer, nullable=False),  # from 1, per regency and quarter, in order of receipt
    *_texts("file_name", "sha256"),
    sa.Column("size", sa.BigInteger, nullable=False),
    sa.Column("archived", _TEXT, nullable=False),  # path inside the archive
    *_texts("kind", "form_version", "received_at", "status"),
    sa.Column("errors", sa.Integer, nullable=False),
    sa.Column("warnings", sa.Integer, nullable=False),
    sa.UniqueConstraint("province_code", "file_name", "sha256"),
    sa.UniqueConstraint("province_code", "regency_code", "period", "revision"),
)

arrivals = _table(  # since when each content lies under its name; written by looks, `spm import` and the door
    "arrivals",
    sa.Column("inbox", _TEXT, nullable=False),  # the folder that was looked into; '' for what was imported, `pintu`
    *_texts("name", "sha256"),
    sa.Column("turn", sa.Integer, nullable=False),  # 2 where it came back after other content of that name
    sa.Column("received_at", _TEXT, nullable=False),
    sa.Column("seen_at", _TEXT, nullable=False),  # when the program first saw it
    sa.Column("stated_at", _TEXT, nullable=False),  # the date of the file itself, which its sender sets; '' for none
    sa.Column("way", _TEXT, nullable=False),  # how it came: kotak masuk, impor, pintu
    # the operator's, where the time of receipt is his word; the sender's, where what came by the door replaces other
    sa.Column("reason", _TEXT, nullable=False),
    sa.UniqueConstraint("inbox", "name", "sha256", "turn"),
)

looks = _table(
    "looks",
    *_texts("inbox", "began_at"),
    sa.Column("unread", _TEXT, nullable=False),  # JSON: folders and files that could not be looked at
)

recordings = _table(  # what is known of how a submission came into the ledger; older ones have no row
    "recordings",
    sa.Column("submission", sa.ForeignKey("submissions.id"), nullable=False, index=True),
    sa.Column("arrival", sa.ForeignKey("arrivals.id")),
    sa.Column("recorded_at", _TEXT, nullable=False),  # the moment that its run stood for
)

findings = _table(
    "findings",
    sa.Column("submission", sa.ForeignKey("submissions.id"), nullable=False, index=True),
    *_texts("rule", "severity", "sheet", "cell", "value", "message", "explanation"),
    sa.Column("cause", _TEXT),  # the name of the finding it follows from, '' for none; NULL before this was kept
    sa.Column("cells", _TEXT),  # addresses and ranges where it stands for several cells
)

places = _table(
    "places",
    sa.Column("submission", sa.ForeignKey("submissions.id"), nullable=False, index=True),
    sa.Column("sheet", _TEXT, nullable=False),  # key of the layout
    sa.Column("title", _TEXT, nullable=False),  # name in the file
    sa.Column("header_row", sa.Integer, nullable=False),
    sa.Column("letters", _TEXT, nullable=False),  # JSON: column key -> Excel letter
    sa.Column("headings", _TEXT),  # JSON: column key -> its heading in the file; NULL before these were kept
)

cell_groups = _table(  # the reconciliation: what became of the filled cells
    "cell_groups",
    sa.Column("submission", sa.ForeignKey("submissions.id"), nullable=False, index=True),
    sa.Column("fate", _TEXT, nullable=False),  # USED, LABEL, RECOMPUTED, LEFT_OUT, UNACCOUNTED
    sa.Column("count", sa.Integer, nullable=False),
    sa.Column("sheet", _TEXT, nullable=False),  # this and what follows '' unless left out
    sa.Column("cells", _TEXT, nullable=False),  # addresses and ranges, L5:L34 N9
    sa.Column("reason", _TEXT, nullable=False),  # UNKNOWN_COLUMN, OUTSIDE, ...
    sa.Column("rule", _TEXT, nullable=False),
)

messages = _table(
    "messages",
    sa.Column("province_code", _TEXT, nullable=False),
    sa.Column("recipient", _TEXT, nullable=False),  # a regency code, or `operator`
    sa.Column("state", _TEXT, nullable=False),  # what was told: 2024-TW4/ditolak/2
    sa.Column("channel", _TEXT, nullable=False),
    sa.Column("address", _TEXT, nullable=False),  # digest only: nothing can be removed from here
    sa.Column("attempt", sa.Integer, nullable=False),  # from 1
    sa.Column("step", _TEXT, nullable=False),  # mulai, then terkirim or gagal; dicabut: a wrong note by hand
    *_texts("reason", "noted_at"),
    sa.UniqueConstraint("province_code", "recipient", "state", "channel", "address", "attempt", "step"),
)

expected = _table(  # since when the nights of a province are expected: the first row of each way
    "expected",
    *_texts("province_code", "since"),
    sa.Column("way", _TEXT, nullable=False),  # jadwal, or spm run: one row whenever one begins
)

runs = _table(
    "runs",
    *_texts("province_code", "period", "as_of", "started_at", "finished_at", "outcome"),
)

publications = _table(
    "publications",
    *_texts("province_code", "period", "as_of", "published_at"),
    sa.Column("final", sa.Boolean, nullable=False),  # approved; else SEMENTARA
    sa.Column("data", _TEXT, nullable=False),  # digest of what the figures rest on
    sa.Column("circumstances", _TEXT, nullable=False),  # digest of what else the report tells
    sa.Column("manifest", _TEXT, nullable=False),  # SHA-256 of the report's manifest.json
    # the parts of `data` one by one, by which a report of the same moment made later says what differs; None of older
    *(sa.Column(name, _TEXT) for name in ("program", "settings", "reference", "corrections")),
)

views = _table(  # reports of a past moment, which lie beside the current one and never become it
    "views",
    *_texts("province_code", "period", "as_of", "made_at", "manifest"),
)

approvals = _table(
    "approvals",
    *_texts("province_code", "period"),
    sa.Column("run", _TEXT, nullable=False),  # the run that asked
    sa.Column("event", _TEXT, nullable=False),  # diminta, then one of disetujui, ditolak, batal, kedaluwarsa, dicabut
    sa.Column("at", _TEXT, nullable=False),
    sa.Column("as_of", _TEXT, nullable=False),  # moment of the report that was reviewed
    sa.Column("data", _TEXT, nullable=False),  # what its figures rest on, as in publications
    sa.Column("manifest", _TEXT, nullable=False),  # SHA-256 of its manifest.json
    *_texts("name", "office", "reason", "warnings"),
)

site = _table(  # 1: a ledger belongs to one site
    "site",
    sa.Column("site_id", _TEXT, nullable=False),  # as in SPM_HOME/site.id
    sa.Column("noted_at", _TEXT, nullable=False),
)

links = _table(  # who may send through the door
    "links",
    sa.Column("secret", _TEXT, nullable=False, unique=True),  # SHA-256 of 32 random bytes, which nobody keeps
    sa.Column("regency_code", _TEXT, nullable=False),
    sa.Column("field", _TEXT, nullable=False),  # the bidang of an office's link; '' for all of the regency's workbooks
    sa.Column("until", _TEXT, nullable=False),  # '' for ever
    sa.Column("made_at", _TEXT, nullable=False),
)

revocations = _table(
    "revocations",
    sa.Column("link", sa.ForeignKey("links.id"), nullable=False),
    sa.Column("revoked_at", _TEXT, nullable=False),
)

sends = _table(  # what was asked for through the door, and the submission that it led to
    "sends",
    sa.Column("submission", sa.ForeignKey("submissions.id"), nullable=False, index=True),
    sa.Column("link", sa.ForeignKey("links.id"), nullable=False),
    sa.Column("errand", _TEXT, nullable=False, unique=True),  # of the check that was sent: sending again is this one
    sa.Column("sent_at", _TEXT, nullable=False),
)

fetches = _table(  # when an answer was first fetched at the door
    "fetches",
    sa.Column("submission", sa.ForeignKey("submissions.id"), nullable=False, index=True),
    sa.Column("link", sa.ForeignKey("links.id"), nullable=False),
    sa.Column("what", _TEXT, nullable=False),  # tanda terima, salinan bertanda
    sa.Column("fetched_at", _TEXT, nullable=False),
)


def _figure_table(key: str) -> sa.Table:
    """The columns of a figure frame, with its types."""
    kinds = {"int64": sa.Integer, "float64": _NUMBER, "bool": sa.Boolean}
    schema = FIGURES[key].to_schema()
    own = [
        sa.Column(name, kinds.get(str(column.dtype), _TEXT), nullable=column.nullable)
        for name, column in schema.columns.items()
        if name != "submission"
    ]
    link = sa.Column("submission", sa.ForeignKey("submissions.id"), nullable=False, index=True)
    return _table(key, link, *own)


_FIGURE_TABLES = {key: _figure_table(key) for key in FIGURES}


def table_of(key: str) -> sa.Table:
    """The table of a sheet's figures."""
    return _FIGURE_TABLES[key]


_SQLITE_GUARD = """CREATE TRIGGER IF NOT EXISTS {table}_no_{what} BEFORE {what} ON {table}
BEGIN SELECT RAISE(ABORT, 'buku besar hanya dapat ditambah'); END"""

_POSTGRES_FUNCTION = """CREATE OR REPLACE FUNCTION append_only() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION 'buku besar hanya dapat ditambah'; END $$"""
_POSTGRES_GUARD = """CREATE OR REPLACE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON {table}
FOR EACH STATEMENT EXECUTE FUNCTION append_only()"""


def _guard(table: sa.Table) -> None:
    for what in ("update", "delete"):
        ddl = sa.DDL(_SQLITE_GUARD.format(table=table.name, what=what))
        sa.event.listen(table, "after_create", ddl.execute_if(dialect="sqlite"))
    for text in (_POSTGRES_FUNCTION, _POSTGRES_GUARD.format(table=table.name)):
        sa.event.listen(table, "after_create", sa.DDL(text).execute_if(dialect="postgresql"))


for _table in METADATA.tables.values():
    _guard(_table)
