"""Lines between the problems and actions of services that are none themselves: titles, totals; and whose is one without
a code."""

from collections.abc import Callable

from schemas.layout import SheetLayout
from schemas.reference import FIELDS
from schemas.wording import plain
from schemas.workbook import Cell, RawSheet, cell_at
from tasks.understand.headings import Headings
from tasks.understand.row_shapes import field_named
from tasks.understand.row_totals import Totals, bare_total, begins_total
from tasks.understand.service_titles import service_named
from tasks.understand.vocabulary import Vocabulary


class EntryLines:
    """Of a sheet with any number of rows per service. Only a row that says no more than a title or a total does is one:
    `Jumlah guru kurang` beside its solution is a problem."""

    sheet: RawSheet
    layout: SheetLayout
    headings: Headings
    services: Vocabulary
    totals: Totals
    key_at: int
    first_input: int
    previous: str
    passed: dict[int, str]
    _tell: Callable[..., None]
    _interpreted: Callable[..., None]
    _leave_aside: Callable[[int, str], None]

    def __init__(self) -> None:
        super().__init__()
        self.titled: dict[int, str] = {}
        self._of_nobody: set[int] = set()

    def _same_as_above(self, number: int, cells: list[Cell]) -> str:
        """A problem or action without a code right under one that has it belongs to the same service."""
        text = cell_at(cells, self.first_input)
        if self.layout.rows != "any" or type(text) is not str or not text.strip():
            return ""
        if self._is_line(number, cells, text.strip()):
            return ""
        if self.previous:
            self._interpreted("blank", number, self.key_at or self.first_input, "", self.previous)
        else:
            self._tell_nobodys_entry(number, cells)
        return self.previous

    def _is_line(self, number: int, cells: list[Cell], text: str) -> bool:
        """Whether a row is the title of a bidang or a service, or a total; notes what it is."""
        alone, figures = self._is_alone(cells), self.totals.is_any(number)
        bare = begins_total(text) and bare_total(text, self.layout)
        if (figures and (bare or (alone and begins_total(text)))) or (alone and bare):
            self.totals.compare(number)
            self.passed[number] = "total"
        elif not alone:
            return False
        elif _names_field(text) or (figures and self.totals.is_sum_above(number)):
            if figures:
                self._leave_aside(number, text)
            self.titled[number] = ""
        elif not figures and (service := service_named(text, self.services)):
            self.titled[number] = service
        else:
            return False
        return True

    def _is_alone(self, cells: list[Cell]) -> bool:
        """Whether a row says nothing besides its first text and figures; a title may name the office."""
        columns = self.headings.columns
        others = (one for one in self.layout.columns if one.role == "input" and one.key != "opd" and not one.is_figure)
        places = (columns.get(one.key, 0) for one in others)
        return all(cell_at(cells, at) in ("", None) for at in places if at != self.first_input)

    def _tell_nobodys_entry(self, number: int, cells: list[Cell]) -> None:
        """C05 for an entry right under the headings, a title or a total: nothing says of which service it is. What
        stands below the table has neither a number of its own nor figures."""
        above = number - 1
        begins = above == self.headings.last_row or above in self.titled or above in self._of_nobody
        counted = type(cell_at(cells, self.headings.columns.get("row_no", 0))) in (int, float)
        told = counted or self.totals.is_any(number) or (begins and not self._is_alone(cells))
        if self.key_at and told and (begins or self.passed.get(above) == "total"):
            self._of_nobody.add(number)
            self.passed[number] = "unnamed"
            self._tell("C05", "code", number, self.key_at, heading=self.layout.key_column.heading)


def _names_field(text: str) -> bool:
    """`URUSAN KESEHATAN`, `BIDANG KES`."""
    before, _, last = plain(text).rpartition(" ")
    return bool(field_named(text)) or (last.upper() in FIELDS and " " not in before)
