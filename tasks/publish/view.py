"""A report as of a past moment, beside the report that was published then: what makes them differ, in words."""

from dataclasses import asdict
from datetime import datetime

import sqlalchemy as sa

from schemas.ledger import publications
from tasks.ledger.ledger import Ledger
from tasks.ledger.quarter import Quarter
from tasks.ledger.rows import utc_text
from tasks.publish.fingerprint import Basis

PARTS = {
    "program": "program",
    "settings": "pengaturan",
    "reference": "data acuan, aturan atau formulir",
    "corrections": "koreksi provinsi atau indeks dari luar",
}


def differences(ledger: Ledger, quarter: Quarter, basis: Basis) -> tuple[str, ...]:
    """What `basis` has otherwise than the report published at the quarter's moment; () where they are the same to the
    byte."""
    published = ledger.rows(publications, **quarter.key, final=False, as_of=utc_text(quarter.as_of))
    if not published:
        return ("tidak ada laporan yang terbit pada saat itu",)
    then = published[-1]
    if then.data != basis.data:
        return tuple(changed_parts(then, basis)) or ("kiriman yang tercatat",)
    if then.circumstances != basis.circumstances:
        return ("pengaturan surat dan pengingat, atau kiriman untuk triwulan lain",)
    return ()


def rules_since(ledger: Ledger, quarter: Quarter, since: datetime, basis: Basis) -> tuple[str, ...]:
    """What else than the submissions `basis` has otherwise than the report published at `since`."""
    return tuple(changed_parts(ledger.rows(publications, **quarter.key, as_of=utc_text(since))[-1], basis))


def changed_parts(then: sa.Row, basis: Basis) -> list[str]:
    """What else than the submissions `basis` has otherwise than a publication."""
    if then.program is None:
        return ["program, pengaturan, data acuan atau koreksi; bagian yang mana tidak tercatat saat itu"]
    now = asdict(basis)
    return [words for name, words in PARTS.items() if getattr(then, name) != now[name]]
