"""The answer to every sender, at once: a receipt, the own workbook with every finding marked in its cell, and the form
where something else was sent.

Answers lie in `outbox/<province>/jawaban/<period>/`, one set per submission, beside the reports and never part of one:
a report is published as a whole, an answer as soon as its file was taken in. Which are still to be written is decided
from what lies there, so that an interrupted run is completed by the next.
"""

import os
import shutil
from io import BytesIO
from pathlib import Path

from config import catalogue
from config.settings import ReadLimits
from schemas.consolidated import Answer
from schemas.finding import Finding, Severity
from schemas.period import Period
from schemas.submission import numbered_answer_name
from tasks.answer.copies import recorded_answer, write_copies
from tasks.answer.receipt import receipt_files, unsigned
from tasks.compute.counting import sent_files
from tasks.compute.echo_recorded import echoes
from tasks.forms.form import form_identity, write_form
from tasks.home.receipt_keys import KEY_FILE, receipt_key
from tasks.home.trouble import STRICT, Troubles
from tasks.ledger.ledger import Ledger
from tasks.ledger.quarter import Quarter
from tasks.understand.cells import region_code
from tasks.understand.identity import region_name

FOLDER = "jawaban"


def answer(
    ledger: Ledger, quarter: Quarter, archive: Path, outbox: Path, limits: ReadLimits, troubles: Troubles = STRICT
) -> list[Path]:
    """Writes the answers of a quarter that are not there yet and gives their receipts. A copy that was sent again
    under the same or another name is answered by the first one's receipt."""
    folder = outbox / quarter.province_code / FOLDER / quarter.period.key
    files = sent_files(ledger, quarter)
    names = {
        file.id: numbered_answer_name(file.regency_code, file.sha256, file.revision) for file in files.itertuples()
    }
    open_ids = [id_ for id_, name in names.items() if not (folder / f"{name}.json").exists()]
    waiting = files[files["id"].isin(open_ids)]
    ids = [int(id_) for id_ in waiting["id"]]
    found, totals, cells = ledger.findings(ids), ledger.totals(ids), ledger.cells(ids)
    key, understood = receipt_key(archive.with_name(KEY_FILE)), echoes(ledger, waiting, quarter.as_of, troubles)
    written = []
    for file in waiting[waiting["id"].isin(understood.keys())].itertuples(index=False):
        told, account, echo = found[file.id], cells[file.id], understood[file.id]
        with troubles.over(file.file_name, "menjawab"):
            contents = receipt_files(unsigned(file, told, totals[file.id], account, echo), key)
            if any(catalogue.rules()[finding.rule].form for finding in told):
                contents["-formulir.xlsx"] = _form(_stated_code(told) or file.regency_code, quarter.period)
            annotated = recorded_answer(file, told, account, archive, names[file.id], echo)
            written.append(_write(folder, annotated, contents, limits))
    return written


def _stated_code(told: list[Finding]) -> str:
    """The code that a form of the other level bears; '' where there is none."""
    codes = (region_code(one.value) for one in told if catalogue.rules()[one.rule].form)
    return next((code for code in codes if region_name(code)), "")


def _form(code: str, period: Period) -> bytes:
    """The form to fill in; for who did not say whose report it is, the one of a regency with nothing filled in."""
    made = BytesIO()
    if code:
        write_form(made, catalogue.layout_of(code), form_identity(code, period))
    else:
        nobody = {"regency_name": "", "year": period.year, "quarter": period.quarter}
        write_form(made, catalogue.layout_for("kabkota"), nobody)
    return made.getvalue()


def _write(folder: Path, annotated: Answer, contents: dict[str, bytes], limits: ReadLimits) -> Path:
    """Aside first; the receipt's JSON is moved last, so that an answer that has one is complete."""
    aside = folder / f".{annotated.name}.tulis"
    shutil.rmtree(aside, ignore_errors=True)
    aside.mkdir(parents=True)
    try:
        if any(finding.severity is not Severity.INFO for finding in annotated.findings):
            write_copies(aside, [annotated], limits)
        for ending, content in contents.items():
            (aside / f"{annotated.name}{ending}").write_bytes(content)
        for path in sorted(aside.iterdir(), key=lambda path: path.suffix == ".json"):
            os.replace(path, folder / path.name)
    finally:
        shutil.rmtree(aside, ignore_errors=True)
    return folder / f"{annotated.name}.json"
