"""A total that is read beside its parts: the rows in which it is not what they are together."""

from collections.abc import Iterator, Set
from dataclasses import dataclass
from itertools import count, takewhile

from config import catalogue
from schemas.address import cell_name
from schemas.finding import Finding
from schemas.layout import Column, SheetLayout
from schemas.wording import number_text
from schemas.workbook import RawSheet, cell_at
from tasks.understand.columns import figures_of
from tasks.understand.headings import Headings
from tasks.understand.resolver import MANY, WHOLE, Choice
from tasks.understand.sums_below import differing_rows, is_sum_of_some, parts_of, parts_supposed


@dataclass(frozen=True)
class _Row:
    """A row's total and its parts; `texts` are the columns of those that are written as text."""

    number: int
    stated: float
    parts: dict[int, float]
    texts: list[int]

    @property
    def summed(self) -> float:
        return sum(self.parts.values())

    @property
    def fits(self) -> bool:
        return _are_equal(self.stated, self.summed)

    @property
    def leaves_out(self) -> bool:
        return not self.fits and _are_equal(self.stated, self.summed - sum(self.parts[at] for at in self.texts))


def total_findings(
    sheet: RawSheet, layout: SheetLayout, headings: Headings, coded: list[int], unread: Set[str]
) -> Iterator[Finding]:
    """R09 where a total is not what its parts are together: the form's own, such as say that they are its parts, or as
    it is in most rows. C01 where it leaves out what is written as text: no sum of Excel's counts a text, and nothing
    but the total itself shows it. `unread` are the cells that cannot be read: their rows say nothing."""
    for column in layout.filled_in if coded else ():
        at = headings.columns.get(column.key, 0)
        own = [headings.columns[key] for key in column.parts if key in headings.columns]
        own = own or _known_parts(headings.choices.get(column.key))
        for parts in ([own] if own else _parts_of(column, at, headings)) if at else ():
            rows = list(_rows(sheet, at, parts, coded, unread)) if own or len(parts) > 1 else []
            known = sum(row.leaves_out or (row.fits and row.stated > 0) for row in rows)
            others = [row for row in rows if not (row.fits or row.leaves_out)]
            if own or (known >= MANY and known > len(others)):
                for row in rows:
                    yield from _uncounted(sheet, column, at, row) if row.leaves_out else ()
                yield from (_other(sheet, column, at, row, headings) for row in others)
                break


def _known_parts(choice: Choice[int] | None) -> list[int]:
    """The columns that say that they are the parts of a total, or stand as such beside it, where in most rows neither
    they nor some of them are."""
    if choice is None or choice.in_doubt:
        return []
    others = sorted(choice.others, key=lambda one: one.what)
    parts = parts_of(choice.chosen, others)
    fewest = 1 if parts else MANY
    parts = parts or parts_supposed(choice.chosen, others)
    told = len(differing_rows(choice.chosen, parts)) >= fewest and not is_sum_of_some(choice.chosen, others)
    return sorted(one.what for one in parts) if told else []


def _parts_of(column: Column, at: int, headings: Headings) -> Iterator[list[int]]:
    """The columns that may be its parts: those under the same heading, or without a place in the form, next to it."""
    choice = headings.choices.get(column.key)
    if choice and not choice.in_doubt:
        yield sorted(one.what for one in choice.others if one.total < WHOLE)
    free = headings.texts.keys() - headings.claimed
    yield sorted(takewhile(free.__contains__, count(at - 1, -1)))
    yield list(takewhile(free.__contains__, count(at + 1)))


def _rows(sheet: RawSheet, at: int, parts: list[int], coded: list[int], unread: Set[str]) -> Iterator[_Row]:
    held = {part: figures_of(sheet, part, coded) for part in parts}
    for number, stated in figures_of(sheet, at, coded).items():
        values = {part: value for part, one in held.items() if isinstance(value := one.get(number), float)}
        known = unread.isdisjoint(cell_name(number, one) for one in (at, *parts))
        if values and known and isinstance(stated, float):
            texts = [part for part in values if isinstance(cell_at(sheet.rows[number - 1], part), str)]
            yield _Row(number, stated, values, texts)


def _are_equal(one: float, other: float) -> bool:
    return abs(one - other) < 0.5


def _uncounted(sheet: RawSheet, column: Column, at: int, row: _Row) -> Iterator[Finding]:
    words = {"heading": column.heading, "stated": number_text(row.stated), "computed": number_text(row.summed)}
    words |= {"sheet": sheet.name, "total": cell_name(row.number, at)}
    for part in row.texts:
        where = {"cell": cell_name(row.number, part), "value": cell_at(sheet.rows[row.number - 1], part)}
        yield catalogue.rules()["C01"].finding("uncounted", **words, **where)


def _other(sheet: RawSheet, column: Column, at: int, row: _Row, headings: Headings) -> Finding:
    words = {"heading": column.heading, "stated": number_text(row.stated), "computed": number_text(row.summed)}
    words |= {"first": headings.texts[min(row.parts)], "last": headings.texts[max(row.parts)]}
    where = {"sheet": sheet.name, "cell": cell_name(row.number, at), "value": row.stated}
    return catalogue.rules()["R09"].finding("parts", **where, **words)
