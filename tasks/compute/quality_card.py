"""The quality card of every regency of a quarter, from the ledger. Submissions of known content count for nothing."""

from collections import Counter, defaultdict
from collections.abc import Iterable

import pandas as pd

from config import catalogue
from schemas.finding import Finding, Severity
from schemas.frames import COUNTING, frame_of
from schemas.period import Period
from schemas.quality_card import MENDING, QualityCard, QualityCards, RuleErrors
from schemas.reference import FIELDS
from tasks.compute.counting import covered_fields
from tasks.ledger.ledger import Ledger
from tasks.ledger.quarter import Quarter

QUARTERS = 4
"""How many quarters the errors by rule look back over, the card's own included."""

_MISSING, _STRAIGHT, _MENDED, _OPEN = MENDING
_REJECTED = "ditolak"
_DAY = 86_400

Mistake = tuple[str, str, str, str]
"""Rule, sheet, service (or item, or field), column: what makes two errors the same mistake."""


def quality_cards(ledger: Ledger, quarter: Quarter, sent: pd.DataFrame) -> QualityCards:
    """How well each regency of the province reports. `sent` are the ledger's files of the last quarters, as known at
    `quarter.as_of`, without those of known content."""
    periods = tuple(quarter.period.back(number) for number in reversed(range(QUARTERS)))
    mine = sent["period"].isin([one.key for one in periods]) & sent["regency_code"].isin(quarter.regions["code"])
    files = sent[mine].sort_values("period", kind="stable", ignore_index=True)
    errors = _errors(ledger, files)
    return QualityCards(
        tuple(period.key for period in periods),
        _cards(files, errors, _mistakes(ledger, files, errors, periods[-2:]), quarter),
        _errors_by_rule(files, errors),
    )


def _errors(ledger: Ledger, files: pd.DataFrame) -> dict[int, list[Finding]]:
    """Submission id -> its errors, for the submissions that have any; what follows from one is none of its own."""
    faulty = [int(id_) for id_ in files.loc[files["errors"] > 0, "id"]]
    found = ledger.findings(faulty)
    return {id_: [one for one in found[id_] if one.severity is Severity.ERROR and not one.cause] for id_ in faulty}


def _errors_by_rule(files: pd.DataFrame, errors: dict[int, list[Finding]]) -> pd.DataFrame:
    counts = Counter(
        (file.regency_code, file.period, finding.rule)
        for file in files.itertuples()
        for finding in errors.get(file.id, [])
    )
    rows = [(*key, count) for key, count in sorted(counts.items())]
    return frame_of(RuleErrors, rows)


def _cards(
    files: pd.DataFrame, errors: dict[int, list[Finding]], mistakes: dict[int, set[Mistake]], quarter: Quarter
) -> pd.DataFrame:
    rows = []
    by_regency: dict[tuple[str, str], list[tuple]] = defaultdict(list)
    for one in files.itertuples(index=False):
        by_regency[one.regency_code, one.period].append(one)
    for code in quarter.regions["code"]:
        sent = by_regency[code, quarter.period.key]
        former = by_regency[code, quarter.period.previous().key]
        count = sum(len(errors.get(one.id, [])) for one in sent)
        repeated = _repeated([one.id for one in sent], [one.id for one in former], mistakes)
        rows.append((code, len(sent), count, len(repeated), *_mending(sent)))
    return frame_of(QualityCard, rows)


def _repeated(sent: Iterable[int], former: Iterable[int], mistakes: dict[int, set[Mistake]]) -> set[Mistake]:
    """The mistakes of a quarter's submissions that the one before, or the quarter before, had as well."""
    known = set().union(*(mistakes.get(id_, set()) for id_ in former))
    repeated, before = set(), set()
    for id_ in sent:
        made = mistakes.get(id_, set())
        repeated |= made & (known | before)
        before = made
    return repeated


def _mending(sent: list[tuple]) -> tuple[str, float]:
    """State, and days from the first rejected to the first accepted. A file rejected after a good one mends nothing,
    also where both came in one second; a regency is accepted once every bidang is."""
    rejected = next((at for at, one in enumerate(sent) if one.status == _REJECTED), None)
    accepted = _first_accepted(sent)
    if rejected is None and accepted is None:
        return _MISSING, float("nan")
    if rejected is None or (accepted is not None and accepted < rejected):
        return _STRAIGHT, float("nan")
    if accepted is None:
        return _OPEN, float("nan")
    return _MENDED, (sent[accepted].received_at - sent[rejected].received_at).total_seconds() / _DAY


def _first_accepted(sent: list[tuple]) -> int | None:
    """Its place among those that were sent."""
    missing = set(FIELDS)
    for at, one in enumerate(sent):
        if one.status in COUNTING:
            missing -= set(covered_fields(one.form_version))
            if not missing:
                return at
    return None


def _mistakes(
    ledger: Ledger, files: pd.DataFrame, errors: dict[int, list[Finding]], periods: tuple[Period, ...]
) -> dict[int, set[Mistake]]:
    """Submission id -> its mistakes, by what the cell means: rows and columns move from one file to the next."""
    ids = [int(id_) for id_ in files.loc[files["period"].isin([one.key for one in periods]), "id"] if id_ in errors]
    places = ledger.places(ids).groupby(["submission", "title"])
    sheets = {key: list(found.itertuples()) for key, found in places}
    subjects = _subjects(ledger, ids)
    return {
        id_: {_mistake(finding, sheets.get((id_, finding.sheet), []), subjects.get(id_, {})) for finding in errors[id_]}
        for id_ in ids
    }


def _mistake(finding: Finding, places: list, subjects: dict[tuple[str, int], str]) -> Mistake:
    """`places` are the tables on the finding's sheet: more than one where they share it."""
    letters = finding.cell.rstrip("0123456789")
    row = int(finding.cell[len(letters) :] or 0)
    place = next((one for one in places if (one.sheet, row) in subjects), places[0] if places else None)
    if place is None:
        return finding.rule, finding.sheet, "", finding.cell
    column = next((key for key, letter in place.letters.items() if letter == letters), letters)
    return finding.rule, place.sheet, subjects.get((place.sheet, row), str(row or "")), column


def _subjects(ledger: Ledger, ids: list[int]) -> dict[int, dict[tuple[str, int], str]]:
    """Submission id -> (sheet key, Excel row) -> the service, item or field that the row is about."""
    found: dict[int, dict[tuple[str, int], str]] = {id_: {} for id_ in ids}
    for sheet in catalogue.layout_for("kabkota").sheets if ids else ():
        frame = ledger.figures(sheet.key, ids)
        for id_, row, code in zip(frame["submission"], frame["row"], frame[sheet.key_column.key], strict=True):
            found[id_][sheet.key, row] = code
    return found
