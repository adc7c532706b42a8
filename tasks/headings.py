"""Finds the form's sheets and headings in a workbook, wherever they stand and however they are worded."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from functools import lru_cache, partial

from config import catalogue
from schemas.address import letters
from schemas.finding import Finding
from schemas.layout import Layout, SheetLayout
from schemas.submission import Place
from schemas.wording import plain
from schemas.workbook import Cell, RawSheet

SEARCHED_ROWS = 40
_SEARCHED_COLUMNS = 200
_DEPTHS = (1, 2, 3)


@dataclass(frozen=True)
class Headings:
    """Where a sheet's headings stand. `columns` maps a column key to its number from 1, `texts` that to the heading.

    `rows` maps a column's number to the row in which its heading stands: merged downwards, that is the first one.

    `sums` maps the key of a column that the sheet does not have to the numbers of the columns that add up to it.
    """

    first_row: int
    last_row: int
    columns: dict[str, int] = field(default_factory=dict)
    texts: dict[int, str] = field(default_factory=dict)
    sums: dict[str, list[int]] = field(default_factory=dict)
    rows: dict[int, int] = field(default_factory=dict)

    def place(self, title: str, layout: SheetLayout) -> Place:
        """Where the columns are; a sum is where the last of its parts is, a code that is missing where the name is."""
        found = {key: letters(column) for key, column in self.columns.items()}
        found |= {key: letters(parts[-1]) for key, parts in self.sums.items()}
        key, known_by = (
            layout.key_column.key,
            self.columns.get(layout.key_column.key, self.columns.get(layout.name_key)),
        )
        if known_by:
            found[key] = letters(known_by)
        return Place(title, self.rows.get(known_by, self.last_row), found)

    def cell(self, column: int) -> str:
        """The address of a column's heading."""
        return f"{letters(column)}{self.rows.get(column, self.last_row)}"

    def readable(self, key: str) -> bool:
        return key in self.columns or key in self.sums

    def with_sums(self, layout: SheetLayout, quarter: int) -> "Headings":
        """With the parts, up to the quarter's last, of each column that is missing: months or quarters."""
        sums = {}
        for column in layout.columns:
            counted = column.parts[: len(column.parts) * quarter // 4]
            if column.key not in self.columns and counted and all(key in self.columns for key in counted):
                sums[column.key] = [self.columns[key] for key in counted]
        return replace(self, sums=sums) if sums else self


def find_sheets(
    sheets: list[RawSheet], layout: Layout, shared: RawSheet | None = None
) -> tuple[dict[str, RawSheet], list[Finding]]:
    """Sheet key -> the file's sheet, and findings for what is missing (L01), reworded (L04) or left over (L03).

    `shared` is the sheet of all tables that stand under section titles.
    """
    sections = [one.key for one in layout.sheets if one.section]
    found = dict.fromkeys(sections, shared) if shared else {}
    free = [sheet for sheet in sheets if sheet is not shared]
    wanted = [("identity", layout.identity.name, layout.identity.wordings)]
    wanted += [(sheet.key, sheet.name, sheet.wordings) for sheet in layout.sheets]
    for same in (_same_name, _same_wording, _contains_name):
        for key, name, wordings in wanted:
            if key not in found and key not in sections:
                _take(found, key, free, partial(same, name=name, wordings=wordings))
    for sheet in layout.sheets:
        if sheet.key not in found and sheet.key not in sections:
            _take(found, sheet.key, free, partial(_speaks_of, layout=sheet))
    return found, _sheet_findings(found, free, wanted)


def _take(found: dict[str, RawSheet], key: str, free: list[RawSheet], fits: Callable[[RawSheet], bool]) -> None:
    sheet = next((one for one in free if fits(one)), None)
    if sheet:
        found[key] = sheet
        free[:] = [one for one in free if one is not sheet]


def _sheet_findings(found: dict[str, RawSheet], free: list[RawSheet], wanted: list[tuple]) -> list[Finding]:
    rules, findings = catalogue.rules(), []
    for key, name, _ in wanted:
        if key not in found:
            findings.append(rules["L01"].finding(sheet=name, name=name))
        elif plain(found[key].name) != plain(name):
            title = found[key].name
            findings.append(rules["L04"].finding("sheet", sheet=title, value=title, name=name))
    return findings + [
        rules["L03"].finding("sheet", sheet=one.name) for one in free if any(any(row) for row in one.rows)
    ]


def _same_name(sheet: RawSheet, name: str, wordings: frozenset[str]) -> bool:
    return plain(sheet.name) == plain(name)


def _same_wording(sheet: RawSheet, name: str, wordings: frozenset[str]) -> bool:
    return plain(sheet.name) in wordings


def _contains_name(sheet: RawSheet, name: str, wordings: frozenset[str]) -> bool:
    return f" {plain(name)} " in f" {plain(sheet.name)} "


def _speaks_of(sheet: RawSheet, layout: SheetLayout) -> bool:
    """Whether a sheet of an unknown name has the headings of every input column."""
    headings = find_headings(sheet, layout)
    return bool(headings) and all(one.key in headings.columns for one in layout.columns if one.role == "input")


def find_headings(sheet: RawSheet, layout: SheetLayout, usual_row: int = 5) -> Headings | None:
    """The rows (one to three, among the first 40) that fit the form's headings best; None where none do."""
    if len(sheet.rows) >= usual_row:
        usual = _as_the_form_has_them(tuple(sheet.rows[usual_row - 1][:_SEARCHED_COLUMNS]), layout, usual_row)
        if usual:
            return usual
    best, best_score = None, 0
    first = next((number for number, cells in enumerate(sheet.rows, 1) if cells), 1)
    for row in range(first, min(first + SEARCHED_ROWS - 1, len(sheet.rows)) + 1):
        if sum(type(cell) is str and bool(cell) for cell in sheet.rows[row - 1]) < 2:
            continue
        for depth in _DEPTHS:
            headings = headings_at(sheet, layout, row, depth)
            score = sum(2 if layout.by_key[key].role in ("input", "key") else 1 for key in headings.columns)
            if score > best_score:
                best, best_score = headings, score
    enough = best and len(best.columns) >= 3 and any(layout.by_key[key].role == "input" for key in best.columns)
    return best if enough else None


@lru_cache(maxsize=256)
def _as_the_form_has_them(cells: tuple[Cell, ...], layout: SheetLayout, row: int) -> Headings | None:
    """The headings in a row that has all of them. Cached, because most files have them as they stand in the form."""
    headings = headings_at(RawSheet("", [*[[]] * (row - 1), list(cells)]), layout, row, 1)
    return headings if len(headings.columns) == len(layout.columns) else None


def headings_at(sheet: RawSheet, layout: SheetLayout, row: int, depth: int) -> Headings:
    """The headings that stand in `depth` rows from `row` on; no columns where none fit."""
    candidates, rows = _candidates(sheet, row, depth)
    columns: dict[str, int] = {}
    for exact in (True, False):
        for column in layout.columns:
            if column.key in columns:
                continue
            wordings = {plain(column.heading)} if exact else column.wordings
            taken = columns.values()
            number = next((no for no, texts in candidates.items() if no not in taken and wordings & texts.keys()), None)
            if number:
                columns[column.key] = number
    texts = {number: next(iter(forms.values())) for number, forms in candidates.items()}
    return Headings(row, row + depth - 1, columns, texts, rows=rows)


def _candidates(sheet: RawSheet, row: int, depth: int) -> tuple[dict[int, dict[str, str]], dict[int, int]]:
    """Column number -> the wordings its heading may have: reduced form -> as it stands, all lines joined first.

    And column number -> the row of its last line.
    """
    lines = [_heading_line(sheet, row + offset, spread=offset < depth - 1) for offset in range(depth)]
    found: dict[int, dict[str, str]] = {}
    for number in sorted({number for line in lines for number in line}):
        parts = [line[number] for line in lines if number in line]
        forms = {plain(text): " ".join(text.split()) for text in (" ".join(dict.fromkeys(parts)), *reversed(parts))}
        forms.pop("", None)
        if forms:
            found[number] = forms
    return found, {number: row + offset for offset, line in enumerate(lines) for number in line}


def _heading_line(sheet: RawSheet, row: int, *, spread: bool) -> dict[int, str]:
    """The texts of a row by column; `spread` repeats one that is merged to the right over the columns it covers."""
    if row > len(sheet.rows):
        return {}
    line = {
        number: cell
        for number, cell in enumerate(sheet.rows[row - 1][:_SEARCHED_COLUMNS], 1)
        if type(cell) is str and cell.strip()
    }
    if spread:
        for first_row, first, last_row, last in sheet.merged:
            if first_row <= row <= last_row and first in line:
                line |= dict.fromkeys(range(first, min(last, _SEARCHED_COLUMNS) + 1), line[first])
    return line


def heading_findings(headings: Headings, layout: SheetLayout, title: str, usual_row: int) -> list[Finding]:
    """What is to be said about the headings: moved or reworded (L04), missing (L02), not of the form (L03)."""
    rules, found = catalogue.rules(), []
    if headings.first_row != usual_row:
        cell = f"{letters(min(headings.columns.values()))}{headings.first_row}"
        found.append(rules["L04"].finding("place", sheet=title, cell=cell, row=headings.first_row, usual=usual_row))
    moved = [
        (column.heading, letters(headings.columns[column.key]), layout.letter(column.key))
        for column in layout.columns
        if column.role != "part"
        and column.key in headings.columns
        and letters(headings.columns[column.key]) != layout.letter(column.key)
    ]
    if moved:
        where = "; ".join(f"{heading} di {now} (biasanya {usual})" for heading, now, usual in moved)
        first = next(at for at in headings.columns.values() if letters(at) == moved[0][1])
        found.append(rules["L04"].finding("moved", sheet=title, cell=headings.cell(first), moved=where))
    for column in layout.columns:
        number = headings.columns.get(column.key)
        if column.key in headings.sums:
            parts = headings.sums[column.key]
            words = {"heading": column.heading, "first": headings.texts[parts[0]], "last": headings.texts[parts[-1]]}
            found.append(rules["L04"].finding("summed", sheet=title, cell=headings.cell(parts[-1]), **words))
        elif number is None:
            if column.role == "input":
                found.append(rules["L02"].finding(sheet=title, cell=_beside(headings), heading=column.heading))
        elif plain(headings.texts[number]) != plain(column.heading):
            text, cell = headings.texts[number], headings.cell(number)
            found.append(rules["L04"].finding("wording", sheet=title, cell=cell, value=text, heading=column.heading))
    for number in headings.texts.keys() - set(headings.columns.values()):
        words = {"sheet": title, "cell": headings.cell(number), "value": headings.texts[number]}
        found.append(rules["L03"].finding("column", **words))
    return found


def _beside(headings: Headings) -> str:
    """Where a missing column could be added: the first free heading cell on the right."""
    return f"{letters(max(headings.texts) + 1)}{headings.last_row}"
