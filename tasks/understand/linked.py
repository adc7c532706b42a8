"""Figures that a formula fetches from another sheet: from the row of another service or item (L05, L06), or from where
figures of another time stand (L06)."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import NamedTuple

from config import catalogue
from schemas.address import column_number, position_of
from schemas.finding import Finding
from schemas.layout import Column, SheetLayout
from schemas.submission import Normalised, Place
from schemas.workbook import Cell, RawSheet, cell_at
from tasks.understand.named_periods import named_in
from tasks.understand.resolver import MANY
from tasks.understand.rows import figure_columns, service_of
from tasks.understand.units import NEARLY_ALL
from tasks.understand.vocabulary import Vocabulary, tidy, vocabulary

_ABOVE = 12
"""So many rows above the first figure the headings of its column are looked for."""
_SHOWN = 3


class _Link(NamedTuple):
    """A row and its code, and the cell of another sheet that its figure comes from."""

    row: int
    code: str
    source: str
    from_row: int
    from_column: int


def linked_findings(read: Normalised, sheets: Sequence[RawSheet]) -> Iterator[Finding]:
    """Once for the figures of a column that come from the same sheet."""
    by_name = {sheet.name.casefold(): sheet for sheet in sheets}
    for key, place in read.places.items():
        sheet = sheets[read.sheet_numbers[key]]
        layout = catalogue.layouts()[read.layout].by_key[key]
        if sheet.sources and layout.rows != "any":
            words = vocabulary(read.identity.form_version, layout.rows)
            for column, name, links in _by_sheet(sheet, layout, place, read.figures[key]):
                yield from _of_other_rows(place, column, links, by_name.get(name.casefold()), words)
                yield from _of_another_time(place, column, links, by_name.get(name.casefold()), name, read, layout)


def _by_sheet(
    sheet: RawSheet, layout: SheetLayout, place: Place, rows: Sequence[tuple]
) -> Iterator[tuple[Column, str, list[_Link]]]:
    """Each column of figures with each other sheet that some of it comes from."""
    code_at = figure_columns(layout.key).index(layout.key_column.key)
    for column in layout.filled_in:
        at = column_number(place.letters.get(column.key, "").encode())
        found: dict[str, list[_Link]] = {}
        for row in rows:
            source = sheet.sources.get((row[0], at), "")
            if "!" in source:
                name, _, cell = source.rpartition("!")
                link = _Link(row[0], row[code_at], source, *position_of(cell))
                found.setdefault(name.strip("'").replace("''", "'"), []).append(link)
        yield from ((column, name, links) for name, links in found.items())


def _of_other_rows(
    place: Place, column: Column, links: list[_Link], other: RawSheet | None, words: Vocabulary
) -> Iterator[Finding]:
    """By what stands in the row that a figure comes from; else by the rows of the other figures."""
    named = {link: _code_in(_cells(other, link.from_row), link.code, words) for link in links} if other else {}
    wrong = [link for link in links if named.get(link, link.code) not in ("", link.code)]
    if len(wrong) >= MANY and 2 * len(wrong) > len(links):
        shown = [f"{link.code}: {link.source} ({named[link]})" for link in wrong[:_SHOWN]]
        words_of = {"heading": column.heading, "count": len(wrong), "rows": len(links), "places": "; ".join(shown)}
        cell = place.cell(column.key, place.header_row)
        yield catalogue.rules()["L05"].finding("linked", sheet=place.title, cell=cell, **words_of)
        return
    if not any(named.values()):
        wrong = _out_of_line(links)
    for link in wrong:
        said = f", yaitu baris {named[link]}" if named.get(link) else ""
        yield _told("linked_row", place, column, [link], code=link.code, said=said)


def _cells(sheet: RawSheet, row: int) -> Sequence[Cell]:
    return sheet.rows[row - 1] if row <= len(sheet.rows) else ()


def _code_in(cells: Sequence[Cell], own: str, words: Vocabulary) -> str:
    """The code of which a row says that it is, its own where it has that name; '' where it says none."""
    texts = [cell for cell in cells if type(cell) is str and cell]
    codes = [words.codes[tidy(text)] for text in texts if tidy(text) in words.codes]
    service = service_of(own) if "." in own else ""
    named = [code for text in texts for code in words.named(text, service)]
    return own if own in codes or own in named else next(iter(codes or named), "")


def _out_of_line(links: list[_Link]) -> list[_Link]:
    """The few that come from the row above or below the one that all others would have them come from."""
    steps = Counter(link.from_row - link.row for link in links)
    step, count = steps.most_common(1)[0]
    others = [link for link in links if link.from_row - link.row != step]
    beside = all(abs(link.from_row - link.row - step) == 1 for link in others)
    return others if beside and count >= MANY and count >= NEARLY_ALL * len(links) else []


def _of_another_time(
    place: Place,
    column: Column,
    links: list[_Link],
    other: RawSheet | None,
    name: str,
    read: Normalised,
    layout: SheetLayout,
) -> Iterator[Finding]:
    """What is done, which is another in each quarter, from a sheet or below a heading of another one."""
    if column.key not in layout.done or read.identity.period is None:
        return
    titles = {name: links} if named_in(name).rank(read.identity.period) < 0 else {}
    by_column: dict[int, list[_Link]] = {}
    for link in links if other and not titles else ():
        by_column.setdefault(link.from_column, []).append(link)
    for at, some in by_column.items():
        first = min(link.from_row for link in some)
        texts = (cell_at(_cells(other, row), at) for row in range(first - 1, max(first - 1 - _ABOVE, 0), -1))
        heading = next((text for text in texts if type(text) is str and text.strip()), "")
        if named_in(heading).rank(read.identity.period) < 0:
            titles[heading] = some
    for title, some in titles.items():
        yield _told("linked_time", place, column, some, said=title.strip(), stated=read.identity.period.label)


def _told(variant: str, place: Place, column: Column, links: list[_Link], **words: object) -> Finding:
    cells = [place.cell(column.key, link.row) for link in links]
    words |= {"heading": column.heading, "source": links[0].source}
    rule = catalogue.rules()["L06"]
    told = rule.finding(variant, sheet=place.title, cell=cells[0], value=f"={links[0].source}", **words)
    return replace(told, cells=" ".join(cells)) if len(cells) > 1 else told
