"""The figures of e-SPM against those of the report, figure by figure, with where each stands."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import chain

import pandas as pd

from config import catalogue
from config.settings import ProvinceSettings
from schemas.correction import CODE_COLUMNS, Correction, Figure
from schemas.espm import Comparison, Difference, EspmFile, EspmRow
from schemas.submission import Place
from tasks.compute.corrections import corrections_of
from tasks.compute.counting import counting, counting_figures, sent_files, submissions_of
from tasks.espm.read_export import NotComparable
from tasks.ledger.ledger import Ledger
from tasks.ledger.quarter import Quarter
from tasks.understand.identity import region_name

_SAME = 0.005
"""Rupiah and people are whole; what differs by less is a matter of writing."""


@dataclass(frozen=True)
class _Ours:
    """The report's figures of one row, with the file and the place they come from."""

    values: dict[str, Figure | None]
    row: int
    place: Place
    file_name: str
    corrected: frozenset[str]


def compare(
    given: EspmFile,
    ledger: Ledger,
    quarter: Quarter,
    settings: ProvinceSettings,
    corrections: Sequence[Correction] = (),
) -> Comparison:
    """Every figure of `given` against the quarter's counting submissions, in the order of the file's rows.

    What the file does not hold is only missed in what it does hold: rows of a sheet and regency it has rows of, and
    regencies where it has more than one. Raises NotComparable, CorrectionError, LedgerError.
    """
    counted = counting(sent_files(ledger, quarter))
    made = corrections_of(corrections, quarter.province_code, quarter.period)
    ours = _ours(ledger, counted, counting_figures(ledger, counted, made, settings), made)
    if not ours:
        raise NotComparable(f"Belum ada laporan {quarter.period} yang diterima untuk dibandingkan.")
    sheets = {row.sheet for row in given.rows}
    of_regencies = {regency for regency, sheet, _ in ours if sheet in sheets}
    pairs = [(row, ours.get((row.regency_code, row.sheet, row.code))) for row in given.rows]
    compared = sum(len(row.values) for row, mine in pairs if mine)
    different = chain.from_iterable(_different(row, mine, of_regencies) for row, mine in pairs)
    differences = *different, *_missing_rows(given, ours), *_missing_regencies(given, of_regencies)
    return Comparison(compared, differences, given.unknown)


def _ours(
    ledger: Ledger, counted: pd.DataFrame, figures: dict[str, pd.DataFrame], made: Sequence[Correction]
) -> dict[tuple[str, str, str], _Ours]:
    """(regency, sheet, code) -> figures; of two rows with the same code the first, which is the one computed with."""
    files = {int(one.id): one for one in submissions_of(counted).itertuples()}
    names = {(one.regency_code, one.revision): one.file_name for one in files.values()}
    places = {
        (file.regency_code, file.revision, one.sheet): Place(one.title, one.header_row, one.letters)
        for one in ledger.places(list(files)).itertuples()
        for file in [files[one.submission]]
    }
    changed = defaultdict(set)
    for one in made:
        changed[one.regency_code, one.sheet, one.code].add(one.column)
    found = {}
    for sheet, code_column in CODE_COLUMNS.items():
        for row in figures[sheet].to_dict("records"):
            key = (row["regency_code"], sheet, row[code_column])
            values = {name: None if pd.isna(value) else value for name, value in row.items()}
            file = row["regency_code"], row["revision"]
            file_name, place = names[file], places[*file, sheet]
            found[key] = _Ours(values, row["row"], place, file_name, frozenset(changed[key]))
    return found


def _different(row: EspmRow, mine: _Ours | None, of_regencies: set[str]) -> Iterator[Difference]:
    if not mine and row.regency_code in of_regencies:
        yield _said("hanya di e-SPM", row.regency_code, row.sheet, row.code, their_cell=next(iter(row.cells.values())))
    for column, theirs in row.values.items() if mine else ():
        value = mine.values[column]
        if not _same(theirs, value):
            yield _said(
                "berbeda",
                row.regency_code,
                row.sheet,
                row.code,
                column=column,
                heading=catalogue.layout_for("kabkota").by_key[row.sheet].by_key[column].heading,
                theirs=theirs,
                ours=value,
                their_cell=row.cells[column],
                our_file=mine.file_name,
                our_cell=f"{mine.place.title}!{mine.place.cell(column, mine.row)}",
                corrected=column in mine.corrected,
            )


def _same(theirs: Figure | None, ours: Figure | None) -> bool:
    if theirs is None or ours is None:
        return theirs is ours
    return abs(float(theirs) - float(ours)) < _SAME


def _missing_rows(given: EspmFile, ours: dict[tuple[str, str, str], _Ours]) -> Iterator[Difference]:
    held = {(row.regency_code, row.sheet, row.code) for row in given.rows}
    parts = {(regency, sheet) for regency, sheet, _ in held}
    for (regency, sheet, code), mine in ours.items():
        if (regency, sheet) in parts and (regency, sheet, code) not in held:
            where = {"our_file": mine.file_name, "our_cell": f"{mine.place.title}!baris {mine.row}"}
            yield _said("hanya di laporan", regency, sheet, code, **where)


def _missing_regencies(given: EspmFile, of_regencies: set[str]) -> Iterator[Difference]:
    held = {row.regency_code for row in given.rows}
    for code in sorted(held - of_regencies):
        yield _said("hanya di e-SPM", code)
    for code in sorted(of_regencies - held) if len(held) > 1 else ():
        yield _said("hanya di laporan", code)


def _said(kind: str, regency_code: str, sheet: str = "", code: str = "", **told: object) -> Difference:
    return Difference(kind, regency_code, region_name(regency_code), sheet, code, _label(sheet, code), **told)


def _label(sheet: str, code: str) -> str:
    """What the code of a row stands for."""
    return _names("quality_items", "item")[code] if sheet == "quality" else _names("services", "service").get(code, "")


@cache
def _names(table: str, kind: str) -> dict[str, str]:
    rows = catalogue.table(table)
    return dict(zip(rows[f"{kind}_code"], rows[f"{kind}_name"], strict=True))
