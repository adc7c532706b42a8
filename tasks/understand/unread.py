"""Figures that nobody reads: they stand beside rows of the form without a heading that claims them (L06)."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from itertools import combinations, dropwhile, pairwise

from config import catalogue
from schemas.address import letters
from schemas.finding import Finding
from schemas.layout import SheetLayout
from schemas.period import Period
from schemas.wording import number_text, plain
from schemas.workbook import RawSheet, cell_at
from tasks.understand.cells import unit_of
from tasks.understand.columns import figures_of
from tasks.understand.corrected_beside import corrected_beside
from tasks.understand.heading_findings import choice_finding
from tasks.understand.headings import Headings
from tasks.understand.parts_beside import parts_beside
from tasks.understand.resolver import MANY, Candidate, Choice
from tasks.understand.stated import is_derived

_FACTORS = (1000.0, 1_000_000.0, 100.0, 12.0, 10.0, 2.0)
_Figures = Mapping[int, float]


def unread_findings(
    sheet: RawSheet, layout: SheetLayout, headings: Headings, coded: list[int], period: Period | None
) -> list[Finding]:
    """L06 for figures without a heading, L05 where what the sheet states follows from a column that was not read, what
    was read from one that was not, or where what was added up seems to be added up already."""
    contradicted = [*_contradicted(sheet, layout, headings, coded), *_percentages(sheet, layout, headings, coded)]
    told = {one.cell for one in contradicted}
    beside = [*parts_beside(sheet, layout, headings, coded), *corrected_beside(sheet, layout, headings, coded, period)]
    return [
        *_unheaded(sheet, layout, headings, coded),
        *contradicted,
        *_cumulative_parts(sheet, layout, headings, coded),
        *(one for one in beside if one.cell not in told),
    ]


def _unheaded(sheet: RawSheet, layout: SheetLayout, headings: Headings, coded: list[int]) -> list[Finding]:
    """L06 for each column with figures in the rows of the form, told with how they follow from what was read."""
    width = max(map(len, sheet.rows), default=0) if coded else 0
    free = set(range(1, width + 1)) - headings.texts.keys() - set(headings.columns.values())
    if not free or layout.rows == "any":
        return []
    found = {at: _without_labelled(sheet, at, free, _numbers(sheet, at, coded)) for at in sorted(free)}
    unread = {at: figures for at, figures in found.items() if figures and not _counts(figures)}
    if not unread:
        return []
    inputs = [one.key for one in layout.filled_in]
    read = {at: _numbers(sheet, at, coded) for key in inputs if (at := headings.columns.get(key))}
    return [_finding(sheet, at, figures, _relation(at, unread, read)) for at, figures in unread.items()]


def _without_labelled(sheet: RawSheet, at: int, free: set[int], figures: dict[int, float]) -> dict[int, float]:
    """The figures of a column beside the table, unless all are few and each has a label of its own on its left that
    stands beside the table as well: `Jumlah Penduduk | 437.920`."""
    left = {row: cell_at(sheet.rows[row - 1], at - 1) for row in figures} if at - 1 in free else {}
    labels = {cell for cell in left.values() if type(cell) is str and plain(cell) and not unit_of(cell)}
    return {} if figures and len(labels) == len(figures) < MANY else figures


def _contradicted(sheet: RawSheet, layout: SheetLayout, headings: Headings, coded: list[int]) -> list[Finding]:
    """L05 where what the sheet states follows, in many rows, from a column that was not read and not from the one that
    was. A formula that refers to either is no evidence, but one that refers to both is of both together."""
    width = max(map(len, sheet.rows), default=0) if coded else 0
    free = set(range(1, width + 1)) - headings.claimed
    found: dict[str, Finding] = {}
    for place in (2, 1) if free else ():  # what was done before what was to be done: the other may only follow from it
        for column in layout.columns if not found else ():
            if column.derived and column.key in headings.columns and headings.columns.keys() >= set(column.derived[1:]):
                columns, key = (
                    [headings.columns[one] for one in (column.key, *column.derived[1:])],
                    column.derived[place],
                )
                other = _better(sheet, column.derived[0], columns, place, free, coded)
                if other[0] and key not in headings.choices and key not in found:
                    name = layout.by_key[key].heading
                    found[key] = _doubt(sheet, headings, name, columns[place], other, coded)
    return list(found.values())


def _percentages(sheet: RawSheet, layout: SheetLayout, headings: Headings, coded: list[int]) -> Iterator[Finding]:
    """L05 where what was read is in many rows the percentage of a column that was not: `Realisasi` over both."""
    width = max(map(len, sheet.rows), default=0) if coded else 0
    free = sorted(set(range(1, width + 1)) - headings.claimed)
    derived = {one.derived[1:] for one in layout.columns if one.derived and one.type == "percent"}
    for whole, part in sorted(derived) if free else ():
        if part in headings.choices or not {whole, part} <= headings.columns.keys():
            continue
        due, done = (_numbers(sheet, headings.columns[key], coded) for key in (whole, part))
        for at in free:
            other = {row: value for row, value in _numbers(sheet, at, coded).items() if value != done.get(row)}
            rows = [row for row in other if row in due and row in done]
            fits = [row for row in rows if done[row] <= 100 and is_derived("percent", done[row], due[row], other[row])]
            if len(fits) >= MANY and 2 * len(fits) > len(rows):
                here, there = _held(sheet, headings, (headings.columns[part], at), coded)
                choice = Choice(replace(here, own=True), (there,), rival=there)  # nobody is told to add them up
                yield choice_finding(choice, layout.by_key[part].heading, sheet.name, here.at)
                break


def _cumulative_parts(sheet: RawSheet, layout: SheetLayout, headings: Headings, coded: list[int]) -> Iterator[Finding]:
    """L05 where months were added up although they rise in every row from the first that holds anything, as running
    totals do."""
    for key, parts in headings.sums.items():
        held = {at: _numbers(sheet, at, coded) for at in parts}
        months = {row: [held[at][row] for at in parts if row in held[at]] for row in coded}
        begun = {row: list(dropwhile(lambda value: not value, values)) for row, values in months.items()}
        steps = {row: [after - before for before, after in pairwise(values)] for row, values in begun.items()}
        rising = [row for row, one in steps.items() if one and sum(step > 0 for step in one) > len(one) / 2]
        falls = any(step < 0 for one in steps.values() for step in one)
        if len(rising) >= MANY and not falls:
            sums = {row: sum(values) for row, values in months.items()}
            last = {row: values[-1] for row, values in months.items() if values}
            here = Candidate(0, headings.cell(parts[0]), f"penjumlahan {len(parts)} kolom", sums)
            there = Candidate(0, headings.cell(parts[-1]), headings.texts[parts[-1]], last)
            name = layout.by_key[key].heading
            yield choice_finding(Choice(here, (there,), rival=there), name, sheet.name, there.at)


def _better(
    sheet: RawSheet, kind: str, columns: list[int], place: int, free: set[int], coded: list[int]
) -> tuple[int, bool]:
    """The column of which the stated figures are in many rows, where they are not of the one that was read, and whether
    they are of both together; 0 where there is none. `columns` are those of what is stated, the whole and the part, of
    which another is looked for in `place`."""
    held = [_numbers(sheet, at, coded) for at in columns]
    rows = [row for row in held[0] if row in held[1] and row in held[2]]

    def fits(row: int, instead: float) -> bool:
        return is_derived(kind, *(instead if at == place else held[at][row] for at in range(3)))

    fails = [row for row in rows if not fits(row, held[place][row])]
    if len(fails) < MANY or 2 * len(fails) <= len(rows):
        return 0, False
    said = sheet.formulas.get(columns[0], frozenset())
    for at in sorted(free):
        other = _numbers(sheet, at, coded)
        for added in (False, True):
            if at in said and not (added and columns[place] in said):
                continue
            meant = [row for row in fails if row in other and fits(row, other[row] + added * held[place][row])]
            if len(meant) >= MANY and 2 * len(meant) > len(fails):
                return at, added  # each that fits is reason enough for doubt
    return 0, False


def _doubt(
    sheet: RawSheet, headings: Headings, name: str, read: int, other: tuple[int, bool], coded: list[int]
) -> Finding:
    here, there = _held(sheet, headings, (read, other[0]), coded)
    if other[1]:
        sums = {
            row: value + here.figures[row] for row, value in there.figures.items() if _are_numbers(row, here, there)
        }
        there = replace(there, at=f"{here.at} dan {there.at}", said="jumlah keduanya", figures=sums)
    return choice_finding(Choice(here, (there,), rival=there), name, sheet.name, here.at)


def _held(sheet: RawSheet, headings: Headings, columns: Iterable[int], coded: list[int]) -> list[Candidate[int]]:
    return [
        Candidate(at, headings.cell(at), headings.texts.get(at, "tanpa judul"), figures_of(sheet, at, coded))
        for at in columns
    ]


def _are_numbers(row: int, *candidates: Candidate) -> bool:
    return all(isinstance(one.figures.get(row), float) for one in candidates)


def _numbers(sheet: RawSheet, column: int, rows: list[int]) -> _Figures:
    return {row: value for row, value in figures_of(sheet, column, rows).items() if isinstance(value, float)}


def _counts(figures: _Figures) -> bool:
    """Whether a column only numbers the rows."""
    return len(figures) >= MANY and list(figures.values()) == list(range(1, len(figures) + 1))


def _finding(sheet: RawSheet, column: int, figures: _Figures, relation: str) -> Finding:
    shown = "; ".join(number_text(value) for value in list(figures.values())[:3])
    words = {"sheet": sheet.name, "cell": f"{letters(column)}{min(figures)}", "value": shown, "column": letters(column)}
    rule = catalogue.rules()["L06"]
    if relation:
        return rule.finding("related", **words, count=len(figures), relation=relation)
    return rule.finding(**words, count=len(figures))


def _relation(column: int, unread: Mapping[int, _Figures], read: Mapping[int, _Figures]) -> str:
    """How a column follows from what was read, in most of at least five rows; '' where it does not."""
    mine = unread[column]
    return next(_relations(mine, {at: one for at, one in unread.items() if at != column}, read), "")


def _relations(mine: _Figures, others: Mapping[int, _Figures], read: Mapping[int, _Figures]) -> Iterator[str]:
    """Each is true; the plainest comes first."""
    for at, figures in read.items():
        if _mostly(mine, lambda row, value, them=figures: value == them.get(row)):
            yield f"sama dengan kolom {letters(at)}"
        for factor in _FACTORS:
            if _mostly(mine, lambda row, value, them=figures, by=factor: value == by * them.get(row, 0)):
                yield f"{number_text(factor)} kali kolom {letters(at)}"
            if _mostly(mine, lambda row, value, them=figures, by=factor: value * by == them.get(row)):
                yield f"kolom {letters(at)} dibagi {number_text(factor)}"
    for a, b in combinations(read, 2):
        if _mostly(mine, lambda row, value, a=a, b=b: value == read[a].get(row, 0) + read[b].get(row, 0)):
            yield f"jumlah kolom {letters(a)} dan {letters(b)}"
        if _mostly(mine, lambda row, value, a=a, b=b: value == abs(read[a].get(row, 0) - read[b].get(row, 0))):
            yield f"selisih kolom {letters(a)} dan {letters(b)}"
    for at, figures in read.items():
        for other, theirs in others.items():
            if _mostly(mine, lambda row, value, a=figures, b=theirs: value + b.get(row, 0) == a.get(row)):
                yield f"bagian dari kolom {letters(at)}, bersama kolom {letters(other)}"
            if _mostly(mine, lambda row, value, a=figures, b=theirs: value == b.get(row, 0) + a.get(row, 0)):
                yield f"jumlah kolom {letters(at)} dan {letters(other)}"


def _mostly(figures: _Figures, holds) -> bool:
    counted = [(row, value) for row, value in figures.items() if value]
    true = sum(bool(holds(row, value)) for row, value in counted)
    return true >= MANY and 2 * true > len(counted)
