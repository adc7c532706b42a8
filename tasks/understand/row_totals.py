"""Rows of totals: passed over, and compared with the rows above them (R09)."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from config import catalogue
from schemas.address import letters
from schemas.finding import Finding
from schemas.layout import SheetLayout
from schemas.wording import number_text, plain
from schemas.workbook import Cell, RawSheet, cell_at
from tasks.read.sheet_facts import BESIDE
from tasks.understand.full_words import in_full
from tasks.understand.headings import Headings
from tasks.understand.row_shapes import field_named, figure, stands_aside


@cache
def _total_words() -> tuple[str, ...]:
    aliases = catalogue.table("header_aliases")
    return tuple(plain(alias) for alias in aliases.loc[aliases["canonical"] == "total", "alias"])


def begins_total(text: str) -> bool:
    """Whether a text says that it is a total of the table: `Jumlah Penduduk` is none."""
    first, _, rest = plain(text).partition(" ")
    said = f"{in_full(first)} {rest}".strip()  # `Jml`
    return said.startswith(_total_words()) and not (stands_aside(text) or stands_aside(said))


def bare_total(text: str, layout: SheetLayout) -> bool:
    """Whether a text that begins as a total says no more than of what: `Sub Total Dinas Sosial`, `Jumlah
    permasalahan: 22`. `Jumlah guru kurang` says what is wrong."""
    known = {word for column in layout.columns for said in column.wordings for word in said.split()}
    known |= set(plain(layout.name).split()) | {word for said in _total_words() for word in said.split()}
    words = [word for word in map(in_full, plain(text).split()) if not (word.isdigit() or word in known)]
    return not words or bool(field_named(" ".join(words)))


@dataclass(frozen=True)
class Differing:
    """A total in row `number` and column `at` that is neither the sum of the rows since the last total nor that of all
    above it; it may be that of rows below it, or of those that it names."""

    number: int
    at: int
    stated: float
    sums: tuple[float, float]


class Totals:
    """Keeps the rows whose figures a total would add up; `differing` has the totals that differ from them."""

    def __init__(self, sheet: RawSheet, layout: SheetLayout, headings: Headings) -> None:
        self.sheet = sheet
        self.columns = {
            headings.columns[one.key]: one.heading
            for one in layout.columns
            if one.role == "input" and one.is_figure and one.key in headings.columns
        }
        inputs = [
            headings.columns[one.key] for one in layout.columns if one.role == "input" and one.key in headings.columns
        ]
        self.first_input = min(inputs, default=0)
        self.differing: list[Differing] = []
        self.rows: list[int] = []
        self.since = 0
        self.summed: dict[int, float] = {}

    def says(self, cells: list[Cell]) -> bool:
        """Whether one of the texts before the figures says that this is a total."""
        return any(begins_total(cell) for cell in cells[: max(self.first_input - 1, 1)] if type(cell) is str)

    def is_total(self, number: int, cells: list[Cell]) -> bool:
        """Whether a row is a total or a mean; a total that differs from the sum of its rows is R09."""
        texts = [plain(cell) for cell in cells[: max(self.first_input - 1, 1)] if type(cell) is str]
        if any(text.startswith("rata rata") for text in texts):
            return True
        if not any(map(begins_total, texts)):
            return False
        self.compare(number)
        return True

    def compare(self, number: int) -> None:
        """Notes where a total differs from the sum of its rows."""
        cells = self.sheet.rows[number - 1]
        for at in self.columns:
            cell = cell_at(cells, at)
            stated, since = figure(cell), self._since_total(at)
            all_rows = self.summed[at] = self.summed.get(at, 0) + since
            if cell in ("", None) or stated != stated:
                continue
            if all(abs(stated - s) >= 0.5 for s in (all_rows, since)):
                self.differing.append(Differing(number, at, stated, (since, all_rows)))
        self.since = len(self.rows)

    def is_sum_above(self, number: int) -> bool:
        """Whether the figures of a row are the sums of several rows above: of those since the last total, or of all."""
        cells = self.sheet.rows[number - 1]
        stated = {at: value for at in self.columns if (value := figure(cell_at(cells, at)))}
        several = [rows for rows in (self.rows[self.since :], self.rows) if len(rows) > 1]
        return any(all(abs(value - self._sum(rows, at)) < 0.5 for at, value in stated.items()) for rows in several)

    def is_of_more(self, number: int, parts: list[int]) -> bool:
        """Whether a row is the total of all rows since the last one, or of all, where it is that of parts as well."""
        cells = self.sheet.rows[number - 1]
        for at in self.columns:
            since = self._since_total(at) + self.sum_of(parts, at)
            if all(abs(figure(cell_at(cells, at)) - value) >= 0.5 for value in (since, self.summed.get(at, 0) + since)):
                return False
        return True

    def adds_up(self, number: int, parts: list[int]) -> bool:
        """Whether the figures of a row are the sums of others."""
        cells = self.sheet.rows[number - 1]
        return all(abs(figure(cell_at(cells, at)) - self.sum_of(parts, at)) < 0.5 for at in self.columns)

    def is_any(self, number: int) -> bool:
        """Whether a row has a figure above 0."""
        return any(figure(cell_at(self.sheet.rows[number - 1], at)) for at in self.columns)

    def sum_of(self, rows: Sequence[int], at: int) -> float:
        return sum(figure(cell_at(self.sheet.rows[row - 1], at)) for row in rows)

    def told_differing(self, one: Differing, named: Collection[int], of_office: Collection[int]) -> Iterator[Finding]:
        """R09 for a total; nothing where it is that of the rows that it names, or of the office. One that names none is
        compared with the nearest of its sums."""
        sums = [self._sum(named, one.at)] if named else [*one.sums]
        sums += [self._sum(of_office, one.at)] if of_office else []
        own = min(sums, key=lambda value: abs(one.stated - value))
        if not abs(one.stated - own) >= 0.5:
            return
        words = {"heading": self.columns[one.at], "stated": number_text(one.stated), "computed": number_text(own)}
        where = {"sheet": self.sheet.name, "cell": f"{letters(one.at)}{one.number}", "value": one.stated}
        yield catalogue.rules()["R09"].finding("total", **where, **words)

    def _since_total(self, at: int) -> float:
        """The sum of a column over the data rows since the last total; NaN where one of them cannot be read."""
        return self._sum(self.rows[self.since :], at)

    def _sum(self, numbers: Collection[int], at: int) -> float:
        sheet = self.sheet
        scaled = {place for place, scale in sheet.scales.items() if not scale.startswith(BESIDE)}
        unread = sheet.faults.keys() | sheet.percents.keys() | scaled
        if any((number, at) in unread for number in numbers):
            return float("nan")
        return sum(figure(cell_at(sheet.rows[number - 1], at)) for number in numbers)
