"""The files that a sender fetches: receipt, marked copy, form. They are made when they are asked for; nothing of them
is kept here."""

from http import HTTPStatus
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory

import pandas as pd
from markupsafe import Markup

from config import catalogue
from schemas.consolidated import Answer
from schemas.echo import Echo
from schemas.layout import Layout
from schemas.period import Period
from schemas.receipt import NUMBER
from schemas.submission import numbered_answer_name
from tasks.answer.copies import recorded_answer, write_copies
from tasks.answer.receipt import receipt_files, unsigned
from tasks.answer.receipt_question import answered
from tasks.compute.counting import CODES, counting_figures
from tasks.compute.echo_recorded import echoes
from tasks.door.desk import Check, Desk
from tasks.door.links import Link
from tasks.door.own import Own, known_now, own
from tasks.forms.earlier import Earlier, figure_columns
from tasks.forms.form import form_identity, write_form
from tasks.home.receipt_keys import KEY_FILE, receipt_key
from tasks.understand.identity import region_name


def answer_name(row: pd.Series) -> str:
    return numbered_answer_name(row["regency_code"], row["sha256"], int(row["revision"]))


def echo_of_sent(desk: Desk, row: pd.Series) -> Echo:
    """What was understood of a submission, as its receipt says."""
    return echoes(desk.ledger, row.to_frame().T.infer_objects(), known_now(desk.clock()))[int(row["id"])]


def receipt_page(desk: Desk, row: pd.Series) -> bytes:
    """Signed, as every receipt of this submission is."""
    id_, ledger = int(row["id"]), desk.ledger
    echo = echo_of_sent(desk, row)
    told = ledger.findings([id_])[id_], ledger.totals([id_])[id_], ledger.cells([id_])[id_], echo
    return receipt_files(unsigned(row, *told), receipt_key(desk.site.home / KEY_FILE))[".html"]


def receipt_question(desk: Desk, link: Link, given: str) -> tuple[Markup, HTTPStatus]:
    """Whether a receipt is genuine. The ledger is asked of what this link may see, and nobody learns here what others
    have sent since."""

    def may_see(number: str) -> bool:
        of = NUMBER.fullmatch(number)
        if not of or of[3] != link.regency_code:
            return False
        if not link.field:
            return True
        shown = own(desk.ledger, link, desk.clock()).shown
        return bool(((shown["period"] == of[2]) & (shown["revision"] == int(of[4]))).any())

    return answered(given, desk.site.home, desk.ledger, may_see)


def marked_copy(desk: Desk, row: pd.Series) -> bytes:
    id_, ledger = int(row["id"]), desk.ledger
    found, cells = ledger.findings([id_])[id_], ledger.cells([id_])[id_]
    echo = echo_of_sent(desk, row)
    return _copy(desk, recorded_answer(row, found, cells, desk.site.archive, answer_name(row), echo))


def marked_copy_of_check(desk: Desk, check: Check) -> bytes:
    """Before anything is sent: what is to be mended, in its cells."""
    one = check.one
    about = {"file_name": one.arrival.file_name, "original": check.path, "kind": one.normalised.kind}
    whose = {"regency_name": region_name(one.regency_code), "status": one.status}
    return _copy(desk, Answer("salinan", **about, **whose, findings=one.findings, cells=one.cells, echo=check.echo))


def _copy(desk: Desk, answer: Answer) -> bytes:
    with TemporaryDirectory(prefix="spm-salinan-") as folder:
        write_copies(Path(folder), [answer], desk.site.limits)
        return (Path(folder) / f"{answer.name}.xlsx").read_bytes()


def own_form(desk: Desk, mine: Own) -> tuple[str, bytes]:
    """Its file name, and the form of this link for the quarter that is due, with what was reported last beside it."""
    link, made = mine.link, BytesIO()
    layout = form_of(link)
    identity = form_identity(link.regency_code, mine.due, layout)
    write_form(made, layout, identity, earlier=_earlier(desk, mine, layout))
    return f"{layout.version} {link.regency_code} {mine.due}.xlsx", made.getvalue()


def form_of(link: Link) -> Layout:
    """The newest form of the link's workbooks."""
    if not link.field:
        return catalogue.layout_of(link.regency_code)
    return next(one for one in catalogue.forms("kabkota") if one.fields == (link.field,))


def _earlier(desk: Desk, mine: Own, layout: Layout) -> Earlier | None:
    """The accepted figures of the nearest earlier quarter of the bidang of a form."""
    counted = mine.last_before_due(layout.fields)
    if counted.empty:
        return None
    settings = desk.site.of_province(mine.link.province_code)
    read = counting_figures(desk.ledger, counted, (), settings)
    figures = {}
    for sheet in layout.sheets:
        names = [column.key for column in figure_columns(sheet)]
        if sheet.key in CODES and names:
            frame = read[sheet.key]
            rows = zip(frame[CODES[sheet.key]], frame[names].to_dict("records"), strict=True)
            known = {code: {name: value for name, value in row.items() if pd.notna(value)} for code, row in rows}
            figures[sheet.key] = {code: row for code, row in known.items() if row}
    return Earlier(Period.parse(counted["period"].iloc[0]), figures)
