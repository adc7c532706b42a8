"""Workbooks for tests, in memory: a clean one of a regency, in which a test breaks one thing."""

from collections.abc import Callable, Iterable
from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path

from config import catalogue
from config.settings import settings
from schemas.address import letters
from schemas.finding import Finding
from schemas.layout import Layout, SheetLayout
from schemas.period import Period
from schemas.submission import Arrival, Checked, Taken
from schemas.workbook import Comment, RawSheet, RawWorkbook
from tasks.intake.take_in import Context, check, take
from tasks.judge.against_earlier import EarlierReport
from tasks.judge.against_fixed import FixedTargets
from tasks.judge.validate import figure_frames
from tasks.understand.personal_data import blanked

AS_OF = datetime(2025, 1, 22, tzinfo=UTC)
KABKOTA = catalogue.layout_for("kabkota")
PROVINSI = catalogue.layout_for("provinsi")

_CLEAN = {
    "recipients": {"target": 1000, "served": 1000, "stated_unserved": 0, "stated_pct": 100},
    "quality": {"required": 10, "available": 10, "stated_unavailable": 0, "stated_pct": 100},
    "budget": {
        "allocation": 500_000_000,
        "realised": 400_000_000,
        "stated_pct": 80,
        "fund_source": "DAK Fisik",
        "opd": "Dinas",
    },
    "stages": dict.fromkeys(("data_collection", "needs_calculation", "planning"), "Sudah")
    | {"implementation": "Proses"},
}


class Book:
    """Sheets by their name; `book["Penerima", "F6"] = "abc"` sets a cell, `book.faults["Penerima", "F6"] = "#REF!"`;
    `book.percents["Penerima", "F6"] = 2` shows a number as a percentage with two decimals, `scales` with ` ribu`;
    `book.struck["Penerima", "F6"]` is what is left of a cell that is struck through, '' where that is nothing;
    `book.comments["Penerima", "F6"]` is what somebody noted there, `book.boxes` what a text box over it says,
    `book.sources["Penerima", "F6"]` the one cell that a formula there takes from,
    `book.uncounted` the sheets with too many of these, `book.printed` what its pages say at their edges.
    """

    def __init__(self, layout: Layout = KABKOTA, **identity: object) -> None:
        code, name = (
            ("62.01", "Kabupaten Kotawaringin Barat") if layout.level == "kabkota" else ("62", "Kalimantan Tengah")
        )
        values = {
            "regency_code": code,
            "regency_name": name,
            "year": 2024,
            "quarter": 4,
            "form_version": layout.version,
        } | identity
        values.setdefault("filled_on", _soon_after(values["year"], values["quarter"]))
        self.layout, self.faults, self.percents, self.scales, self.hidden, self.kind = layout, {}, {}, {}, set(), "xlsx"
        self.hidden_rows: dict[str, frozenset[int]] = {}
        self.hidden_columns: dict[str, frozenset[int]] = {}
        self.comments: dict[tuple[str, str], str] = {}
        self.struck: dict[tuple[str, str], str] = {}
        self.boxes: dict[tuple[str, str], str] = {}
        self.uncounted: set[str] = set()
        self.printed: dict[str, list[str]] = {}
        self.formulas: dict[str, dict[int, frozenset[int]]] = {}
        self.sources: dict[tuple[str, str], str] = {}
        self.merged: dict[str, list[tuple[int, int, int, int]]] = {}
        labels = [["", field.label, values.get(field.key, "")] for field in layout.identity.fields]
        self.sheets: dict[str, list[list]] = {layout.identity.name: [["", layout.identity.title], [], [], [], *labels]}
        for sheet in layout.sheets:
            top = [[sheet.title], ["Kabupaten"], [sheet.instruction], []]
            self.sheets[sheet.name] = [*top, [column.heading for column in sheet.columns], *clean_rows(layout, sheet)]

    def __getitem__(self, place: tuple[str, str]) -> object:
        row, column = position(place[1])
        return self.sheets[place[0]][row - 1][column - 1]

    def __setitem__(self, place: tuple[str, str], value: object) -> None:
        row, column = position(place[1])
        rows = self.sheets[place[0]]
        rows += [[] for _ in range(row - len(rows))]
        cells = rows[row - 1]
        cells += [""] * (column - len(cells))
        cells[column - 1] = value

    def drop_row(self, sheet: str, row: int) -> None:
        del self.sheets[sheet][row - 1]

    def insert_row(self, sheet: str, row: int, cells: list) -> None:
        self.sheets[sheet].insert(row - 1, cells)

    def drop_column(self, sheet: str, letter: str) -> None:
        column = position(f"{letter}1")[1]
        for cells in self.sheets[sheet]:
            del cells[column - 1 : column]

    def raw(self) -> RawWorkbook:
        sheets = [
            RawSheet(
                name,
                rows,
                {position(cell): fault for (sheet, cell), fault in self.faults.items() if sheet == name},
                percents={position(cell): n for (sheet, cell), n in self.percents.items() if sheet == name},
                scales={position(cell): scale for (sheet, cell), scale in self.scales.items() if sheet == name},
                merged=self.merged.get(name, []),
                visible=name not in self.hidden,
                hidden_rows=self.hidden_rows.get(name, frozenset()),
                hidden_columns=self.hidden_columns.get(name, frozenset()),
                formulas=self.formulas.get(name, {}),
                printed=self.printed.get(name, []),
                sources={position(cell): of for (sheet, cell), of in self.sources.items() if sheet == name},
                struck={position(cell): left for (sheet, cell), left in self.struck.items() if sheet == name},
                comments=None if name in self.uncounted else self._comments_of(name),
            )
            for name, rows in self.sheets.items()
        ]
        return RawWorkbook(self.kind, sheets)

    def _comments_of(self, name: str) -> list[Comment]:
        noted = [
            Comment(*position(at), "Pengirim", text) for (sheet, at), text in self.comments.items() if sheet == name
        ]
        boxes = ((position(at), text) for (sheet, at), text in self.boxes.items() if sheet == name)
        return [*noted, *(Comment(*place, "", text, on_cell=False) for place, text in boxes)]


def _soon_after(year: object, quarter: object) -> datetime:
    """A day in the month after a quarter; of the fourth of 2024 where it is none."""
    known = type(year) is int and quarter in (1, 2, 3, 4) and 1000 <= year < 9999
    year, quarter = (year, int(quarter)) if known else (2024, 4)
    return datetime(year + quarter // 4, 3 * quarter % 12 + 1, 15)


def position(cell: str) -> tuple[int, int]:
    """`B3` -> (3, 2)."""
    text = cell.rstrip("0123456789")
    return int(cell[len(text) :]), next(number for number in range(1, 200) if letters(number) == text)


def clean_rows(layout: Layout, sheet: SheetLayout) -> list[list]:
    """The rows of a sheet as a careful person fills them in: everybody served, everything there."""
    return [list(row) for row in _clean_rows(layout.version, sheet)]


@cache
def _clean_rows(version: str, sheet: SheetLayout) -> list[list]:
    names = {
        "services": catalogue.services(version),
        "items": catalogue.quality_items(version),
        "fields": catalogue.fields(version),
        "any": catalogue.fields().head(0),
    }[sheet.rows]
    clean = _CLEAN.get(sheet.key, {})
    rows = ({**one, **clean} for one in names.to_dict("records"))
    return [
        [number if column.role == "row_no" else row.get(column.key, "") for column in sheet.columns]
        for number, row in enumerate(rows, 1)
    ]


def arrival(file_name: str = "62.01 2024-TW4.xlsx", sha256: str = "0" * 64, received: datetime = AS_OF) -> Arrival:
    return Arrival(Path(file_name), blanked(file_name), sha256, 1000, received)


def taken(book: Book | RawWorkbook, **of_arrival: object) -> Taken:
    raw = book.raw() if isinstance(book, Book) else book
    one = arrival(**of_arrival)
    return take(one, Path(f"archive/{one.sha256}.xlsx"), raw)


def checked(book: Book | RawWorkbook, context: Context | None = None, **of_arrival: object) -> Checked:
    return check([taken(book, **of_arrival)], context or Context(AS_OF, "62"), settings().of_province("62"))[0]


def found(book: Book | RawWorkbook, context: Context | None = None, **of_arrival: object) -> list[Finding]:
    return checked(book, context, **of_arrival).findings


def after(*changes: Callable[[Book], None], quarter: int = 3) -> Context:
    """The context of a file of 62.01 for 2024-TW4, received at AS_OF, that comes after this report."""
    return Context(AS_OF, "62", Period(2024, 4), reports={_AT_AS_OF: _report(changes, quarter)})


def fixed(*changes: Callable[[Book], None]) -> Context:
    """The same of one after the day on which the targets of this first quarter were fixed."""
    targets = FixedTargets(date(2024, 4, 30), _report(changes, 1))
    return Context(AS_OF, "62", Period(2024, 4), fixed={_AT_AS_OF: targets})


def replacing(received: date = date(2025, 1, 10)) -> Context:
    """The same of one that would replace a report of its quarter."""
    return Context(AS_OF, "62", Period(2024, 4), replaced={_AT_AS_OF: received})


_AT_AS_OF = ("62.01", KABKOTA.version, Period(2024, 4), AS_OF)


def _report(changes: Iterable[Callable[[Book], None]], quarter: int) -> EarlierReport:
    book = Book(quarter=quarter)
    for change in changes:
        change(book)
    return EarlierReport(Period(2024, quarter), figure_frames([taken(book).normalised]))


def places(findings: list[Finding]) -> list[tuple[str, str]]:
    """(rule, sheet!cell) of each finding, as tests compare them."""
    return [(one.rule, f"{one.sheet}!{one.cell}") for one in findings]
