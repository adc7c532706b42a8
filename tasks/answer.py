"""The answer to every sender, at once: a receipt, and the own workbook with every finding marked in its cell.

Answers lie in `outbox/<province>/jawaban/<period>/`, one set per submission, beside the reports and never part of one:
a report is published as a whole, an answer as soon as its file was taken in. Which are still to be written is decided
from what lies there, so that an interrupted run is completed by the next.
"""

import os
import shutil
from pathlib import Path

from config.settings import ReadLimits
from schemas.consolidated import Answer
from schemas.finding import Severity
from schemas.ledger import DUPLICATE
from schemas.submission import numbered_answer_name
from tasks.annotate import recorded_answer, write_copies
from tasks.echo import echoes
from tasks.ledger import Ledger
from tasks.quarter import Quarter
from tasks.receipt import issue
from tasks.receipt_keys import KEY_FILE, receipt_key
from tasks.report.receipt_page import receipt_html, receipt_json

FOLDER = "jawaban"


def answer(ledger: Ledger, quarter: Quarter, archive: Path, outbox: Path, limits: ReadLimits) -> list[Path]:
    """Writes the answers of a quarter that are not there yet and gives their receipts. A copy that was sent again
    under the same or another name is answered by the first one's receipt."""
    folder = outbox / quarter.province_code / FOLDER / quarter.period.key
    files = ledger.files(quarter.province_code, quarter.period, quarter.as_of)
    files = files[files["status"] != DUPLICATE]
    names = {
        file.id: numbered_answer_name(file.regency_code, file.sha256, file.revision) for file in files.itertuples()
    }
    open_ids = [id_ for id_, name in names.items() if not (folder / f"{name}.json").exists()]
    waiting = files[files["id"].isin(open_ids)]
    ids = [int(id_) for id_ in waiting["id"]]
    found, totals, cells = ledger.findings(ids), ledger.totals(ids), ledger.cells(ids)
    key, understood = receipt_key(archive.with_name(KEY_FILE)), echoes(ledger, waiting)
    written = []
    for file in waiting.itertuples(index=False):
        receipt = issue(file, found[file.id], totals[file.id], cells[file.id], key, understood[file.id])
        texts = {"html": receipt_html(receipt), "json": receipt_json(receipt)}
        annotated = recorded_answer(file, found[file.id], cells[file.id], archive, names[file.id], understood[file.id])
        written.append(_write(folder, annotated, texts, limits))
    return written


def _write(folder: Path, annotated: Answer, texts: dict[str, str], limits: ReadLimits) -> Path:
    """Aside first; the receipt's JSON is moved last, so that an answer that has one is complete."""
    aside = folder / f".{annotated.name}.tulis"
    shutil.rmtree(aside, ignore_errors=True)
    aside.mkdir(parents=True)
    try:
        if any(finding.severity is not Severity.INFO for finding in annotated.findings):
            write_copies(aside, [annotated], limits)
        for ending, text in texts.items():
            (aside / f"{annotated.name}.{ending}").write_bytes(text.encode())
        for path in sorted(aside.iterdir(), key=lambda path: path.suffix == ".json"):
            os.replace(path, folder / path.name)
    finally:
        shutil.rmtree(aside, ignore_errors=True)
    return folder / f"{annotated.name}.json"
