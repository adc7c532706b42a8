"""The faults that people make, each put into a sound draft at a place that is known: what must be found, and where.

A fault takes a service, a field or a whole sheet for itself, so that several in one workbook do not mix.
"""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from random import Random

from config import catalogue
from schemas.wording import number_text
from tasks.forms.draft import Draft, DraftSheet, with_values
from tasks.forms.faults import NOT_A_PERSON
from tasks.forms.form import Row
from tasks.forms.mess import (
    Mess,
    headings_in_other_words,
    headings_in_two_rows,
    identity_typed_differently,
    nihil_in_words,
    sector_titles_and_totals,
    without_codes,
)
from tests.accuracy_habits import MARK, headings_again

SOUND = "_sound"
"""A row with a fault holds under SOUND what it was before, None where it should not be there."""

Fits = Callable[[Row], bool]


@dataclass(frozen=True)
class Expected:
    """A finding that must come: in the row of that mark; without one at the column's heading, or nowhere in a sheet.

    `column` is a column's key, on the sheet `identity` a field's; `beside` is the first free column on the right.
    """

    rule: str
    sheet: str = ""
    column: str = ""
    mark: int = 0


@dataclass
class Plot:
    """A draft, what has been put into it and what must come of that. `file_name` is what it will be sent as."""

    sound: Draft
    chance: Random
    draft: Draft = None
    expected: list[Expected] = field(default_factory=list)
    taken: set[str] = field(default_factory=set)
    file_name: str = "laporan.xlsx"
    uncalculated: list[Expected] = field(default_factory=list)
    marks: int = 0

    def __post_init__(self) -> None:
        self.draft = self.sound

    def rows(self, sheet: str) -> tuple[Row, ...]:
        return next((one.rows for one in self.sound.sheets if one.layout.key == sheet), ())

    def service(self, fits: Fits = lambda row: True) -> str:
        """A service in full swing that no other fault concerns, and whose shortfall is explained."""
        solved = {row["service_code"] for row in self.rows("problems")}
        rows = [row for row in self.rows("recipients") if row["served"] > 9 and row["target"] > 9]
        codes = [row["service_code"] for row in rows if row["service_code"] in solved and fits(row)]
        code = self.chance.choice([code for code in codes if code not in self.taken])
        self.taken.add(code)
        return code

    def item(self, code: str) -> Row:
        rows = [row for row in self.rows("quality") if row["service_code"] == code]
        return self.chance.choice([row for row in rows if row["available"]] or rows)

    def value(self, sheet: str, fits: Fits, column: str) -> float:
        return next(row[column] for row in self.rows(sheet) if fits(row))

    def change(self, sheet: str, fits: Fits, derived: bool = True, **values: object) -> int:
        """Puts values into the row that fits, and what is derived from them; gives the row's mark."""
        self.marks += 1

        def put(one: DraftSheet) -> DraftSheet:
            at = next(at for at, row in enumerate(one.rows) if fits(row))
            marked = {SOUND: one.rows[at], MARK: self.marks} | values
            if derived:
                return with_values(one, at, **marked)
            return replace(one, rows=(*one.rows[:at], one.rows[at] | marked, *one.rows[at + 1 :]))

        self.draft = self.draft.with_sheets(put, sheet)
        return self.marks

    def add(self, sheet: str, row: Row) -> int:
        """Puts a row under the others that should not be there."""
        self.marks += 1
        new = row | {SOUND: None, MARK: self.marks}
        self.draft = self.draft.with_sheets(lambda one: replace(one, rows=(*one.rows, new)), sheet)
        return self.marks

    def drop(self, sheet: str, fits: Fits) -> None:
        self.draft = self.draft.with_sheets(
            lambda one: replace(one, rows=tuple(row for row in one.rows if not fits(row))), sheet
        )

    def expect(self, rule: str, sheet: str = "", column: str = "", mark: int = 0) -> None:
        self.expected.append(Expected(rule, sheet, column, mark))


def of(code: str) -> Fits:
    """The row of a service, an item or a field."""
    return lambda row: code in (row.get("item_code"), row.get("field_code"), row.get("service_code"))


@dataclass(frozen=True)
class Fault:
    """`sheets` are those it needs whole; one that `closes` them leaves them to no other. It cannot bear `avoids`."""

    rule: str
    plant: Callable[[Plot], None]
    sheets: tuple[str, ...]
    closes: bool = False
    avoids: tuple[Mess, ...] = ()

    @property
    def is_of_one_cell(self) -> bool:
        """Whether it is told of one cell of figures, whatever stands over it."""
        return self.rule in ("C01", "C03", "C04", "C05", "C07", "C10")


FIGURES = (("recipients", "target"), ("recipients", "served"), ("quality", "required"), ("quality", "available"))
FIGURES += (("budget", "allocation"), ("budget", "realised"))


def _cell(rule: str, value: Callable[[float], object], *figures: tuple[str, str]) -> list[Fault]:
    """A fault in one cell of figures, in each of these columns."""

    def in_column(sheet: str, column: str) -> Fault:
        def plant(plot: Plot) -> None:
            code = plot.service()
            fits = of(plot.item(code)["item_code"] if sheet == "quality" else code)
            mark = plot.change(sheet, fits, **{column: value(plot.value(sheet, fits, column))})
            plot.expect(rule, sheet, column, mark)

        return Fault(rule, plant, (sheet,))

    return [in_column(*figure) for figure in figures or FIGURES]


def _row(rule: str, sheet: str, change: Callable[[Plot, str, Fits], dict], column: str, *also: str) -> Fault:
    """A fault in the row of a service, found at `column`; `also` are warnings about the people served of it."""

    def plant(plot: Plot) -> None:
        code = plot.service()
        fits = of(plot.item(code)["item_code"] if sheet == "quality" else code)
        mark = plot.change(sheet, fits, **change(plot, code, fits))
        plot.expect(rule, sheet, column, mark)
        for warning in also:
            plot.expect(warning, "recipients", "served", mark)

    return Fault(rule, plant, tuple({sheet, "recipients", "budget", "problems"}))


def _times(sheet: str, column: str, whole: str, factor: float) -> Callable[[Plot, str, Fits], dict]:
    return lambda plot, code, fits: {column: int(plot.value(sheet, fits, whole) * factor) + 1}


def _beyond_population(plot: Plot, code: str, fits: Fits) -> dict:
    """A digit or two too many: one more than there can be of them."""
    regency = next(value for key, _, value in plot.sound.identity if key == "regency_code")
    shares = catalogue.table("target_kinds").set_index("service_code")["most_of_population"]
    return {"target": round(catalogue.populations()[regency] * shares[code]) + 1}


def _misstated(sheet: str, column: str) -> Fault:
    """A stated remainder or percentage that is off by 11."""

    def plant(plot: Plot) -> None:
        code = plot.service()
        fits = of(plot.item(code)["item_code"] if sheet == "quality" else code)
        mark = plot.change(sheet, fits, derived=False, **{column: plot.value(sheet, fits, column) + 11})
        plot.expect("R09", sheet, column, mark)

    return Fault("R09", plant, (sheet,))


def _unfunded(plot: Plot) -> None:
    code = plot.service()
    plot.change("budget", of(code), realised=0)
    plot.expect("R13", "recipients", "served", plot.change("recipients", of(code)))


def _unsolved(plot: Plot) -> None:
    code = plot.service(lambda row: row["served"] < row["target"])
    plot.drop("problems", of(code))
    plot.expect("R10", "recipients", "served", plot.change("recipients", of(code)))


def _no_requirement(plot: Plot) -> None:
    code = plot.service()
    items = [row["item_code"] for row in plot.rows("quality") if row["service_code"] == code]
    marks = [plot.change("quality", of(item), required=0, available=0) for item in items]
    plot.expect("R12", "quality", "required", marks[0])


def _field(plot: Plot) -> str:
    """A field whose stages no other fault concerns."""
    code = plot.chance.choice([row["field_code"] for row in plot.rows("stages") if row["field_code"] not in plot.taken])
    plot.taken.add(code)
    return code


def _stage(rule: str, column: str, **values: object) -> Fault:
    def plant(plot: Plot) -> None:
        plot.expect(rule, "stages", column, plot.change("stages", of(_field(plot)), **values))

    return Fault(rule, plant, ("stages",))


def _unknown_field(plot: Plot) -> None:
    mark = plot.change("stages", of(_field(plot)), field_code="DIKNAS", field_name="DIKNAS")
    plot.expect("R01", "stages", "field_code", mark)


def _unknown_item(plot: Plot) -> None:
    item = plot.item(plot.service())["item_code"]
    plot.expect("R01", "quality", "item_code", plot.change("quality", of(item), item_code=f"{item[:-2]}99"))


def _action(rule: str, column: str, value: object) -> Fault:
    """A fault in one line of the plan of action."""

    def plant(plot: Plot) -> None:
        codes = [row["service_code"] for row in plot.rows("actions")]
        code = plot.chance.choice([code for code in codes if f"{code} action" not in plot.taken])
        plot.taken.add(f"{code} action")
        plot.expect(rule, "actions", column, plot.change("actions", of(code), **{column: value}))

    return Fault(rule, plant, ("actions",))


def _row_twice(sheet: str) -> Fault:
    def plant(plot: Plot) -> None:
        code = _field(plot) if sheet == "stages" else plot.service()
        fits = of(plot.item(code)["item_code"] if sheet == "quality" else code)
        row = next(row for row in plot.rows(sheet) if fits(row))
        column = next(one.layout.key_column.key for one in plot.sound.sheets if one.layout.key == sheet)
        plot.expect("R02", sheet, column, plot.add(sheet, row))

    return Fault("R02", plant, (sheet,))


def _row_gone(sheet: str) -> Fault:
    def plant(plot: Plot) -> None:
        code = _field(plot) if sheet == "stages" else plot.service()
        plot.drop(sheet, of(plot.item(code)["item_code"] if sheet == "quality" else code))
        column = next(one.layout.key_column.key for one in plot.sound.sheets if one.layout.key == sheet)
        plot.expect("R03", sheet, column)

    return Fault("R03", plant, (sheet,))


def _wrong_total(plot: Plot) -> None:
    sums = {key: sum(row[key] for row in plot.rows("budget")) for key in ("allocation", "realised")}
    mark = plot.add("budget", {"service_code": None, "service_name": "JUMLAH"} | sums | {"realised": 12})
    plot.expect("R09", "budget", "realised", mark)


def _without_sheet(sheet: str) -> Fault:
    def plant(plot: Plot) -> None:
        plot.draft = replace(plot.draft, sheets=tuple(one for one in plot.draft.sheets if one.layout.key != sheet))
        plot.expect("L01", sheet)

    return Fault("L01", plant, (sheet,), closes=True)


def _without_column(sheet: str, column: str) -> Fault:
    def plant(plot: Plot) -> None:
        def drop(one: DraftSheet) -> DraftSheet:
            return replace(one, columns=tuple(key for key in one.columns if key != column))

        plot.draft = plot.draft.with_sheets(drop, sheet)
        plot.expect("L02", sheet, "beside")

    # one column alone under a common heading needs no second row of headings
    return Fault("L02", plant, (sheet,), closes=True, avoids=(headings_in_two_rows,))


def _other_column(plot: Plot) -> None:
    def add(one: DraftSheet) -> DraftSheet:
        headings = one.headings | {"added": "Nomor Surat"}
        return replace(one, columns=(*one.columns, "added"), headings=headings)

    plot.draft = plot.draft.with_sheets(add, "budget")
    plot.expect("L03", "budget", "added")


def _scaled(sheet: str, column: str, heading: str) -> Fault:
    """A heading that says its figures are in thousands, millions or percent."""

    def plant(plot: Plot) -> None:
        plot.draft = plot.draft.with_sheets(lambda one: replace(one, headings=one.headings | {column: heading}), sheet)
        plot.expect("C11", sheet, column)

    return Fault(
        "C11", plant, (sheet,), closes=True, avoids=(headings_in_two_rows, headings_in_other_words, headings_again)
    )


def _other_name(plot: Plot, code: str, fits: Fits) -> dict:
    return {"service_name": "Pendidikan Dasar" if code != "K-DIK-02" else "Pendidikan Kesetaraan"}


def _other_name_and_nothing(sheet: str, **nothing: object) -> Fault:
    """The name of another service beside figures that the service's others contradict."""

    def plant(plot: Plot) -> None:
        code = plot.service()
        mark = plot.change(sheet, of(code), **_other_name(plot, code, of(code)), **nothing)
        plot.expect("R16", sheet, "service_code", mark)
        beside = mark if sheet == "recipients" else plot.change("recipients", of(code))
        plot.expect("R13", "recipients", "served", beside)

    return Fault("R16", plant, ("recipients", "budget", "problems"), avoids=(without_codes,))


def _figures_of_nobody(plot: Plot) -> None:
    """A row with figures and nothing else, among the services."""
    code = plot.service()
    mark = plot.add("recipients", {"target": 15, "served": 12})

    def move(one: DraftSheet) -> DraftSheet:
        *rows, last = one.rows
        at = next(at for at, row in enumerate(rows) if of(code)(row)) + 1
        return replace(one, rows=(*rows[:at], last, *rows[at:]))

    plot.draft = plot.draft.with_sheets(move, "recipients")
    plot.expect("R17", "recipients", "target", mark)


def _in_millions(plot: Plot) -> None:
    for row in plot.rows("budget"):
        amounts = {"allocation": 20_000, "realised": 10_000 if row["realised"] else 0}
        plot.change("budget", of(row["service_code"]), **amounts)
    plot.expect("R15", "budget", "allocation")


def _identity(rule: str, column: str, **values: object) -> Fault:
    def plant(plot: Plot) -> None:
        plot.draft = plot.draft.with_identity(**values)
        plot.expect(rule, "identity", column)

    return Fault(rule, plant, ("identity",), closes=True, avoids=(identity_typed_differently,))


def _called(rule: str, column: str, file_name: str) -> Fault:
    def plant(plot: Plot) -> None:
        plot.file_name = file_name
        plot.expect(rule, "identity", column)

    return Fault(rule, plant, ("identity",), closes=True)


def _uncalculated(plot: Plot) -> None:
    """A formula that no program has calculated, which the workbook gets once it is written."""
    plot.expect("C06", "recipients", "served", plot.change("recipients", of(plot.service())))
    plot.uncalculated.append(plot.expected[-1])


def _with_unit(value: float) -> str:
    return f"{number_text(value)} unit"


def _words(value: float) -> str:
    return "masih direkap dinas"


FAULTS: list[Fault] = [
    *_cell("C01", _words),
    *_cell("C01", lambda value: 1e17, ("recipients", "target"), ("budget", "allocation")),
    _action("C01", "year", "tahun depan"),
    *(replace(one, avoids=(sector_titles_and_totals,)) for one in _cell("C02", _with_unit)),
    *_cell("C03", lambda value: -5),
    *_cell("C04", lambda value: max(value, 1) - 0.5, ("recipients", "served"), ("quality", "available")),
    *_cell("C05", lambda value: None),
    *_cell("C05", lambda value: "belum ada", ("recipients", "target"), ("quality", "required")),
    _stage("C05", "planning", planning=None),
    Fault("C06", _uncalculated, ("recipients",)),
    *_cell("C07", lambda value: "#REF!"),
    *_cell("C07", lambda value: "#DIV/0!", ("budget", "realised")),
    _stage("C08", "implementation", implementation="Selesai"),
    _row("C08", "recipients", lambda plot, code, fits: {"nihil": "mungkin"}, "nihil"),
    _action("C08", "quarter", "V"),
    _row("C09", "recipients", lambda plot, code, fits: {"note": f"NIK {NOT_A_PERSON}"}, "note"),
    _row("C09", "quality", lambda plot, code, fits: {"note": f"NIK {NOT_A_PERSON}"}, "note"),
    _action("R01", "service_code", "K-KES-88"),
    Fault("R01", _unknown_field, ("stages",)),
    Fault("R01", _unknown_item, ("quality",)),
    *map(_row_twice, ("recipients", "quality", "budget", "stages")),
    *map(_row_gone, ("recipients", "quality", "budget", "stages")),
    *_cell("C10", lambda value: "85%", *FIGURES[:4]),
    _scaled("budget", "realised", "Realisasi (Juta Rp)"),
    _scaled("recipients", "served", "Jumlah Terlayani (%)"),
    _row("R04", "recipients", _times("recipients", "served", "target", 1.04), "served"),
    _row("R05", "recipients", lambda *_: {"target": 0, "served": 0, "nihil": None}, "target", "R13"),
    replace(_row("R06", "recipients", lambda *_: {"nihil": "Ya"}, "nihil"), avoids=(nihil_in_words,)),
    _row("R07", "quality", _times("quality", "available", "required", 1.2), "available"),
    _row("R08", "budget", _times("budget", "realised", "allocation", 1.1), "realised"),
    *(_misstated(sheet, "stated_pct") for sheet in ("recipients", "quality", "budget")),
    *(_misstated(*place) for place in (("recipients", "stated_unserved"), ("quality", "stated_unavailable"))),
    Fault("R09", _wrong_total, ("budget",), closes=True, avoids=(sector_titles_and_totals, without_codes)),
    Fault("R10", _unsolved, ("recipients", "problems")),
    _stage("R11", "needs_calculation", data_collection="Proses", needs_calculation="Sudah", planning="Belum"),
    Fault("R12", _no_requirement, ("recipients", "quality")),
    Fault("R13", _unfunded, ("recipients", "budget")),
    _row("R13", "recipients", lambda *_: {"served": 0}, "served"),
    _row("R14", "recipients", _times("recipients", "served", "target", 3), "served"),
    replace(_row("R16", "recipients", _other_name, "service_code"), avoids=(without_codes,)),
    Fault("R17", _figures_of_nobody, ("recipients",), closes=True, avoids=(sector_titles_and_totals, without_codes)),
    Fault("R15", _in_millions, ("budget",), closes=True, avoids=(headings_in_two_rows,)),
    replace(_row("H05", "recipients", _beyond_population, "target"), sheets=("recipients", "problems")),
    *map(_without_sheet, ("recipients", "quality", "budget", "problems", "stages", "actions")),
    *(_without_column(*figure) for figure in FIGURES),
    Fault("L03", _other_column, ("budget",)),
    _identity("I01", "regency_code", regency_code=None),
    _identity("I01", "regency_code", regency_code="62.99"),
    _identity("I02", "regency_name", regency_name="Kabupaten Sleman"),
    _identity("I02", "regency_name", regency_name=None),
    _identity("I03", "year", year=1924),
    _identity("I03", "quarter", quarter=None),
    _identity("I03", "quarter", quarter=5),
    _called("I04", "year", "Laporan SPM TW II 2024.xlsx"),
    _called("I04", "regency_code", "Laporan Kota Yogyakarta.xlsx"),
    _identity("I05", "form_version", form_version=None),
    _identity("I05", "form_version", form_version="SPM-KK-2031"),
]


def _reworded(sheet: str, column: str, heading: str) -> Fault:
    """A heading that nobody knows, near enough to the form's own to be named."""

    def plant(plot: Plot) -> None:
        plot.draft = plot.draft.with_sheets(lambda one: replace(one, headings=one.headings | {column: heading}), sheet)
        plot.expect("L02", sheet, column)

    avoids = (headings_in_two_rows, headings_in_other_words, headings_again)
    return Fault("L02", plant, (sheet,), closes=True, avoids=avoids)


BESIDE_OTHERS = [
    *(fault for fault in FAULTS if fault.rule in ("C11", "R17")),
    _other_name_and_nothing("recipients", served=0),
    _other_name_and_nothing("budget", realised=0),
    _reworded("recipients", "served", "Jumlah Terlayani TW II"),
    _reworded("recipients", "target", "Jumlah yang Harus Dilayani Menurut RPJMD"),
    _reworded("quality", "available", "Jumlah Tersedia Tahun 2022"),
    _reworded("budget", "allocation", "Alokasi (Rp) Menurut SIPD"),
    _reworded("budget", "realised", "Realisasi (Rp) TW I"),
]
"""Faults over a whole sheet under which each cell is checked all the same."""
