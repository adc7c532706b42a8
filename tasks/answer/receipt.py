"""Receipts: issued from the ledger and signed with the site's own key; `tasks.answer.receipt_proof` verifies them."""

from dataclasses import replace
from datetime import datetime

import pandas as pd

from config import catalogue
from config.provinces import provinces
from schemas.echo import Echo
from schemas.finding import Finding, Severity, count_of
from schemas.period import Period
from schemas.receipt import NAMELESS, Receipt, statement
from schemas.reconciliation import Account
from schemas.reference import FIELDS
from tasks.answer.receipt_page import page_statement, receipt_html, receipt_json, with_signature
from tasks.compute.counting import covered_fields
from tasks.home.program import program
from tasks.home.receipt_keys import name_of, public_key, signed
from tasks.ledger.rows import local_text
from tasks.understand.identity import region_name

NOTHING = Echo()
_AS_RECORDED = ("province_code", "regency_code", "period", "file_name", "sha256", "status", "way", "reason")
PROGRAM = "program"
"""Stands for the program itself among the rules and tables of a receipt."""
_DECIDE_NOTHING = ("sample_", "published_figures", "sources", "boundaries")
"""Tables that only demo, tests and people read."""


def unsigned(
    submission: tuple | pd.Series, findings: list[Finding], totals: dict, cells: Account, echo: Echo = NOTHING
) -> Receipt:
    """What the receipt of a row of `Ledger.files`, with what else the ledger has of it, says by the rules of today."""
    province, period = submission.province_code, Period.parse(submission.period)
    deadline = catalogue.deadline(period, province)
    received: datetime = submission.received_at.to_pydatetime().astimezone(deadline.tzinfo)
    fields = covered_fields(submission.form_version)
    return Receipt(
        number=number_of(submission),
        province_name=provinces()[province].name,
        regency_name=region_name(submission.regency_code),
        revision=int(submission.revision),
        **{name: getattr(submission, name) for name in _AS_RECORDED},
        received_at=received.isoformat(timespec="seconds"),
        deadline=deadline.isoformat(timespec="seconds"),
        on_time=received <= deadline,
        **{f"{severity}s": count_of(findings, severity) for severity in Severity},
        totals=totals,
        cells=cells.numbers,
        fields="" if fields == FIELDS else ", ".join(fields),
        stated_at=local_text(submission.stated_at, deadline.tzinfo),
        echo=echo,
        basis=basis_of_today(),
    )


def number_of(submission: tuple | pd.Series) -> str:
    of = submission.province_code, submission.period, submission.regency_code or NAMELESS, submission.revision
    return "-".join(map(str, of))


def basis_of_today() -> dict[str, str]:
    """Name -> digest of everything that decides what is found in a submission and by when it had to come."""
    tables = {name: digest for name, digest in catalogue.versions().items() if not name.startswith(_DECIDE_NOTHING)}
    return tables | {PROGRAM: program()[:16]}


def sealed(receipt: Receipt, key: bytes) -> Receipt:
    """The receipt with the signature of its statement, which the QR code repeats."""
    named = replace(receipt, key=name_of(public_key(key)), signature="")
    return replace(named, signature=signed(statement(named.content).encode(), key))


def receipt_files(receipt: Receipt, key: bytes) -> dict[str, bytes]:
    """The receipt, signed, as its page and its JSON, by their endings. The page is signed as well."""
    stated = sealed(receipt, key)
    page = receipt_html(stated)
    page = with_signature(page, signed(page_statement(page), key))
    return {".html": page.encode(), ".json": receipt_json(stated).encode()}
