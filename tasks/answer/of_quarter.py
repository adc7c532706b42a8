"""What goes back to the senders of a quarter: a receipt for every submission whose findings still say something, and a
marked copy for each that waits for a good one."""

from pathlib import Path

import pandas as pd

from schemas.consolidated import Answer, Answers
from schemas.echo import Echo
from schemas.finding import Finding
from schemas.frames import STATUSES
from schemas.receipt import Receipt
from schemas.submission import answer_name, numbered_answer_name
from tasks.answer.copies import recorded_answer
from tasks.answer.receipt import receipt_files, unsigned
from tasks.compute.counting import counting, open_files, sent_files
from tasks.compute.echo_recorded import echoes
from tasks.compute.unmended import unmended
from tasks.home.receipt_keys import KEY_FILE, receipt_key
from tasks.home.trouble import STRICT, Troubles
from tasks.ledger.ledger import Ledger
from tasks.ledger.quarter import Quarter

FOLDER = "tanda-terima"
_REJECTED = STATUSES[2]


def answers_of(ledger: Ledger, quarter: Quarter, archive: Path, troubles: Troubles = STRICT) -> Answers:
    files = sent_files(ledger, quarter)
    unanswered = open_files(unmended(ledger, files), counting(files))
    names, ids = answer_names(unanswered), [int(id_) for id_ in unanswered["id"]]
    found, understood = ledger.findings(ids), echoes(ledger, unanswered, quarter.as_of, troubles)
    explained = unanswered[unanswered["id"].isin(understood.keys())]
    receipts = _receipts(ledger, explained, names, found, understood, troubles)
    return Answers(receipts, _copies(ledger, explained, names, found, understood, archive, troubles))


def receipts_beside(answers: Answers, home: Path, troubles: Troubles = STRICT) -> dict[str, bytes]:
    """Place in the report's folder -> content, two files of every receipt, signed with the key of the site. The bytes
    are the same on every system."""
    key, written = receipt_key(home / KEY_FILE), {}
    for name, receipt in answers.receipts.items():
        with troubles.over(receipt.file_name, "membuat tanda terima"):
            files = receipt_files(receipt, key)
            written |= {f"{FOLDER}/{name}{ending}": content for ending, content in files.items()}
    return written


def answer_names(files: pd.DataFrame) -> dict[int, str]:
    """Submission id -> what its receipt and annotated copy are called: `62.01` for the last one of a regency,
    `62.01-kiriman-1` for an earlier one. So it is with content that is nobody's and came again."""
    sent = list(files.itertuples(index=False))
    last = {answer_name(file.regency_code, file.sha256): file.id for file in sent}
    return {
        file.id: name
        if last[name := answer_name(file.regency_code, file.sha256)] == file.id
        else numbered_answer_name(file.regency_code, file.sha256, file.revision)
        for file in sent
    }


def _receipts(
    ledger: Ledger,
    files: pd.DataFrame,
    names: dict[int, str],
    found: dict[int, list[Finding]],
    understood: dict[int, Echo],
    troubles: Troubles,
) -> dict[str, Receipt]:
    """By name."""
    ids = [int(id_) for id_ in files["id"]]
    totals, cells = ledger.totals(ids), ledger.cells(ids)
    receipts = {}
    for file in files.itertuples(index=False):
        told = found[file.id], totals[file.id], cells[file.id], understood[file.id]
        with troubles.over(file.file_name, "membuat tanda terima"):
            receipts[names[file.id]] = unsigned(file, *told)
    return dict(sorted(receipts.items()))


def _copies(
    ledger: Ledger,
    files: pd.DataFrame,
    names: dict[int, str],
    found: dict[int, list[Finding]],
    understood: dict[int, Echo],
    archive: Path,
    troubles: Troubles,
) -> list[Answer]:
    """The named ones first."""
    rejected = files[files["status"] == _REJECTED].sort_values(
        "regency_code", key=lambda code: code == "", kind="stable"
    )
    cells = ledger.cells([int(id_) for id_ in rejected["id"]])
    copies = []
    for file in rejected.itertuples(index=False):
        told = found[file.id], cells[file.id], archive, names[file.id], understood[file.id]
        with troubles.over(file.file_name, "menandai"):
            copies.append(recorded_answer(file, *told))
    return copies
