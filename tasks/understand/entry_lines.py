"""Lines between the problems and actions of services that are none themselves: titles, totals; and whose is one without
a code."""

from schemas.layout import SheetLayout
from schemas.reference import FIELDS
from schemas.wording import plain
from schemas.workbook import Cell, cell_at
from tasks.understand.headings import Headings
from tasks.understand.row_shapes import field_named
from tasks.understand.row_totals import Totals, bare_total, begins_total
from tasks.understand.service_titles import service_named
from tasks.understand.vocabulary import Vocabulary


class EntryLines:
    """Of a sheet with any number of rows per service. Only a row that says no more than a title or a total does is one:
    `Jumlah guru kurang` beside its solution is a problem. `titled` are the titles, and the services that they name."""

    def __init__(self, layout: SheetLayout, headings: Headings, services: Vocabulary, totals: Totals) -> None:
        self.layout, self.headings, self.services, self.totals = layout, headings, services, totals
        self.titled: dict[int, str] = {}
        self._of_nobody: set[int] = set()

    def kind(self, number: int, cells: list[Cell], text: str) -> str:
        """What a row is that begins with a text and is no entry: `total`, `title` of a bidang or service, or `aside`,
        a title with figures; '' for an entry."""
        alone, figures = self._is_alone(cells), self.totals.is_any(number)
        bare = begins_total(text) and bare_total(text, self.layout)
        if (figures and (bare or (alone and begins_total(text)))) or (alone and bare):
            self.totals.compare(number)
            return "total"
        if not alone:
            return ""
        if _names_field(text) or (figures and self.totals.is_sum_above(number)):
            self.titled[number] = ""
            return "aside" if figures else "title"
        if not figures and (service := service_named(text, self.services)):
            self.titled[number] = service
            return "title"
        return ""

    def _is_alone(self, cells: list[Cell]) -> bool:
        """Whether a row says nothing besides its first text and figures; a title may name the office."""
        columns = self.headings.columns
        others = (one for one in self.layout.columns if one.role == "input" and one.key != "opd" and not one.is_figure)
        places = (columns.get(one.key, 0) for one in others)
        return all(cell_at(cells, at) in ("", None) for at in places if at != self.totals.first_input)

    def is_nobodys(self, number: int, cells: list[Cell], above: str) -> bool:
        """Whether nothing says of which service an entry is, right under the headings, a title or a total: `above` is
        what was passed there. What stands below the table has neither a number of its own nor figures."""
        begins = number - 1 in (self.headings.last_row, *self.titled, *self._of_nobody)
        counted = type(cell_at(cells, self.headings.columns.get("row_no", 0))) in (int, float)
        told = counted or self.totals.is_any(number) or (begins and not self._is_alone(cells))
        if not (told and (begins or above == "total")):
            return False
        self._of_nobody.add(number)
        return True


def _names_field(text: str) -> bool:
    """`URUSAN KESEHATAN`, `BIDANG KES`."""
    before, _, last = plain(text).rpartition(" ")
    return bool(field_named(text)) or (last.upper() in FIELDS and " " not in before)
