"""The cells of figures: numbers as they are stored or typed, sums of months, stated remainders and percentages."""

import re
from datetime import date, datetime

from config import catalogue
from schemas.address import cell_name
from schemas.finding import Finding, Severity
from schemas.layout import Column, SheetLayout
from schemas.submission import Place
from schemas.wording import number_text
from schemas.workbook import NO_VALUE, PERSONAL, Cell, RawSheet, cell_at
from tasks.read.sheet_facts import BESIDE, CURRENCY, DIVIDED, INSTEAD, THOUSANDTHS
from tasks.understand.cells import NAN, TOO_LARGE, Reading, is_blank, is_error_text, read_number
from tasks.understand.headings import Headings
from tasks.understand.kinds_of_doubt import changes_some
from tasks.understand.pasted_beside import figures_beside
from tasks.understand.ticked import read_ticks

_THOUSAND, _ALL = 1000, 100
_DIGITS = re.compile(r"\d(?:[\d.,]*\d)?")
_THREE_BEHIND = re.compile(r"[.,]\d{3}\D*$")
"""Three digits behind a mark: with fewer, who typed them meant no thousands."""


class FigureCells:
    """Reads the figures of one sheet, a cell at a time; collects findings on the way."""

    def __init__(self, sheet: RawSheet, layout: SheetLayout, headings: Headings, nihil: set[str]) -> None:
        self.sheet, self.layout, self.headings, self.nihil = sheet, layout, headings, nihil
        self.place: Place = headings.place(sheet.name, layout)
        self.faulty = {column for _, column in sheet.faults} if sheet.faults else set()
        units = {place: one for place, one in sheet.scales.items() if one.startswith(BESIDE)}
        self.units_shown = {place: one.removeprefix(BESIDE).strip() for place, one in units.items()}
        self.scales = {place: one for place, one in sheet.scales.items() if place not in units}
        self.formatted = {column for _, column in (*sheet.percents, *self.scales)}
        self.findings: list[Finding] = []
        self.parts = {
            column.key: [(layout.by_key[key], headings.columns[key]) for key in column.parts if key in headings.columns]
            for column in layout.columns
            if column.parts
        }

    def _tell(self, rule: str, variant: str, column: Column, number: int, value: object = "", **words: object) -> None:
        cell = self.place.cell(column.key, number)
        words = {"heading": column.heading, **words}
        rule = catalogue.rules()[rule]
        self.findings.append(rule.finding(variant, sheet=self.sheet.name, cell=cell, value=value, **words))

    def number(self, cell: Cell, column: Column, number: int, at: int, is_nihil: bool) -> float:
        kind = type(cell)
        if kind is float or kind is int:
            return self._stored(without_dust(float(cell)), cell, column, number, at)
        if cell in ("", None):
            return self._blank(column, number, at, is_nihil)
        if kind is str:
            return self._number_text(cell, column, number, at, is_nihil)
        is_date = isinstance(cell, date | datetime)
        shown = f"{cell:%d/%m/%Y}" if is_date else ("TRUE" if cell is True else "FALSE" if cell is False else str(cell))
        self._tell("C01", "date" if is_date else "default", column, number, shown)
        return NAN

    def _ticked(self, column: Column, number: int) -> str:
        """The choice that is ticked in its own column."""
        columns = self.headings.ticked[column.key]
        if self.sheet.faults and any((number, at) in self.sheet.faults for at in columns):
            faulty = next(at for at in columns if (number, at) in self.sheet.faults)
            self._blank(column, number, faulty, is_nihil=False)
            return ""
        choice, told = read_ticks(self.sheet, column, number, columns, self.headings.texts)
        self.findings += told
        return choice

    def _summed(self, cell: Cell, column: Column, number: int, at: int, is_nihil: bool) -> float:
        """The sum of the months up to the quarter's last, for a sheet without their total; blank where all are."""
        counted = self.headings.sums[column.key]
        parts = [(part, at) for part, at in self.parts[column.key] if at in counted]
        total, filled = self._sum_of(parts, number, is_nihil)
        if 2 * filled > len(parts) > filled:
            self._tell_blank_part(column, parts, number)
        return total if filled else self._blank(column, number, counted[-1], is_nihil)

    def _tell_blank_part(self, column: Column, parts: list[tuple[Column, int]], number: int) -> None:
        """L06: where most months are filled, a blank one is rather forgotten than nothing. What is faulty is told."""
        cells = self.sheet.rows[number - 1]
        blank = (one for one, at in parts if cell_at(cells, at) in ("", None) and (number, at) not in self.sheet.faults)
        if first := next(blank, None):
            self._tell("L06", "blank_part", first, number, total=column.heading)

    def _total(self, cell: Cell, column: Column, number: int, at: int, is_nihil: bool) -> float:
        """A stated total, which is the figure; what its months hold is checked besides."""
        self._sum_of(self.parts[column.key], number, is_nihil)
        return self.number(cell, column, number, at, is_nihil)

    def _sum_of(self, parts: list[tuple[Column, int]], number: int, is_nihil: bool) -> tuple[float, int]:
        """The sum of a row's parts and how many of them are filled; NaN where one cannot be read."""
        cells, told = self.sheet.rows[number - 1], len(self.findings)
        read = [self.number(cell_at(cells, at), part, number, at, is_nihil) for part, at in parts]
        unreadable = any(finding.severity is Severity.ERROR for finding in self.findings[told:])
        filled = [value for value in read if value == value]
        return (NAN if unreadable else sum(filled)), len(filled)

    def _blank(self, column: Column, number: int, at: int, is_nihil: bool) -> float:
        fault = self.sheet.faults.get((number, at)) if self.sheet.faults else None
        if fault == NO_VALUE:
            self._tell("C06", "default", column, number)
        elif fault and fault != PERSONAL:
            self._tell("C07", "default", column, number, fault)
        elif not fault and is_nihil and at:
            return 0.0
        elif not fault and column.required and at:
            self._tell_blank(column, number, at)
        return NAN

    def _tell_blank(self, column: Column, number: int, at: int) -> None:
        """C05. Where a column tells only what was changed, what to do is said of the column if that is in doubt."""
        first, choice = self._merged_into(number, at), self.headings.choices.get(column.key)
        others = choice.others if choice else ()
        before = [one.said for one in others if number in one.figures and changes_some(choice.chosen, one)]
        if before and choice.in_doubt:
            return
        words = {"said": choice.chosen.said, "other": before[0]} if before else {"first": first}
        variant = "merged" if first else "changed" if before else "due" if self._is_due(column) else "default"
        beside = variant in ("due", "default") and figures_beside(
            self.sheet, self.layout, self.headings, column, number
        )
        if beside:
            variant, words = "shifted", {"where": beside}
        self._tell("C05", variant, column, number, **words)

    def _is_due(self, column: Column) -> bool:
        """Whether a 0 there has to be a statement of nihil."""
        return column.key == "target" and self.layout.key == "recipients"

    def _merged_into(self, number: int, at: int) -> str:
        """The cell that shows what a cell within a merged range holds; '' where it is not merged."""
        within = (one for one in self.sheet.merged if one[0] <= number <= one[2] and one[1] <= at <= one[3])
        return next((cell_name(top, left) for top, left, *_ in within if (top, left) != (number, at)), "")

    def _number_text(self, cell: str, column: Column, number: int, at: int, is_nihil: bool) -> float:
        if is_blank(cell):
            return self._blank(column, number, at, is_nihil)
        if is_error_text(cell):
            self._tell("C07", "default", column, number, cell.strip())
            return NAN
        found = read_number(cell, whole=column.is_figure)
        if found.how == "missing":
            if is_nihil:
                return 0.0
            if column.required:
                self._tell("C05", "word_due" if self._is_due(column) else "word", column, number, cell)
            return NAN
        return self._typed(found, cell, column, number)

    def _typed(self, found: Reading, cell: str, column: Column, number: int) -> float:
        """The number that a text says, unless it is none, a percentage or may be two numbers."""
        meant = number_text(found.value)
        if found.how == "none":
            self._tell("C01", self._why_no_number(cell, column), column, number, cell.strip())
        elif found.how == "percent" and column.is_figure:
            self._tell("C10", "plan" if self.layout.rows == "any" else "default", column, number, cell.strip())
        elif found.how == "thousands":
            self._tell("C04", "marks", column, number, cell.strip(), other=number_text(found.other), meant=meant)
        elif found.value < 0 and column.is_figure:
            self._tell("C03", "typed", column, number, cell.strip(), stated=meant)
        elif (value := self._whole(self._bounded(found.value, cell, column, number), column, number, cell)) == value:
            states = found.how == "nihil" and column.key == "target"
            variant = "nihil" if states else "text" if found.how == "text" else "word"
            self._tell("C02", variant, column, number, cell, reading=number_text(value))
            return value
        return NAN

    def _why_no_number(self, cell: str, column: Column) -> str:
        """What there is to write in place of a text that is no number: who leaves out a word beside the digits of
        `20 lusin` or `1,5 ribu` writes another figure, and of `600 + 634` there is one to write."""
        digits = len(_DIGITS.findall(cell))
        if digits > 1:
            return "several"
        if not (digits and any(map(str.isalpha, cell))):
            return "default"
        return "rupiah" if column.type == "rupiah" else "plan" if self.layout.rows == "any" else "words"

    def _stored(self, value: float, cell: Cell, column: Column, number: int, at: int) -> float:
        """A stored number. One that is shown as a percentage is no count, whatever it is; nothing of all is 0."""
        decimals = self.sheet.percents.get((number, at)) if at in self.formatted else None
        if decimals is not None and value:
            self._tell("C10", "format", column, number, percent_text(value, decimals))
            return NAN
        scale = self.scales.get((number, at), "") if at in self.formatted else ""
        if scale and value and not self._is_as_stored(value, column, number, scale):
            return NAN
        if value < 0:
            shown = f"({number_text(abs(value))})"  # in the formats of accounts
            self._tell("C03", "default", column, number, value, stated=number_text(value), shown=shown)
            return NAN
        return self._whole(self._bounded(value, cell, column, number), column, number, cell)

    def _is_as_stored(self, value: float, column: Column, number: int, scale: str) -> bool:
        """Whether a number is read though its format shows it as another one; what it shows is told."""
        stated = number_text(value)
        if scale == THOUSANDTHS:
            if not (value % 1 == 0 and 1 <= value < _THOUSAND):
                return True
            self._tell("C04", "decimals", column, number, value, stated=stated, meant=number_text(_THOUSAND * value))
            return False
        if scale.startswith(DIVIDED):
            times, _, decimals = scale.removeprefix(DIVIDED).partition(".")
            seen = f"'{number_text(value / _THOUSAND ** int(times), int(decimals or 0))}'"
            self._tell("L06", "unseen", column, number, stated, seen=seen, stated=stated)
            return True
        if scale.startswith(INSTEAD):
            return not self._is_unseen(value, column, number, scale.removeprefix(INSTEAD))
        if scale.startswith(CURRENCY):
            sign = scale.removeprefix(CURRENCY)
            self._tell("L06", "currency", column, number, f"{sign} {stated}", stated=stated)
            return True
        self._tell_scaled(value, column, number, scale)
        return False

    def _tell_scaled(self, value: float, column: Column, number: int, scale: str) -> None:
        """A number that its format shows as another one: 23 as `23 ribu` or `23.000`, 9 as `9%`."""
        rule = "C10" if "%" in scale or "persen" in scale.casefold() else "C11"
        self._tell(
            rule,
            "format" if rule == "C10" else "shown",
            column,
            number,
            f"{number_text(value)}{scale}",
            scale=scale.strip(),
            stated=number_text(value),
        )

    def _is_unseen(self, value: float, column: Column, number: int, shown: str) -> bool:
        """Whether another figure is shown in place of the stored one (C11); a word or nothing only hides it (L06)."""
        if any(map(str.isdigit, shown)):
            if read_number(shown, whole=True).value == value:
                return False
            self._tell("C11", "instead", column, number, shown, stated=number_text(value))
            return True
        seen = f"'{shown}'" if shown else "kosong"
        self._tell("L06", "unseen", column, number, shown, seen=seen, stated=number_text(value))
        return False

    def _whole(self, value: float, column: Column, number: int, cell: Cell) -> float:
        """A count; a fraction of people is none (C04)."""
        if column.type != "count" or not value > 0 or value % 1 == 0:
            return value
        meant = _meant_thousands(value) if type(cell) is not str or _THREE_BEHIND.search(cell) else 0
        share = ", atau angka ini persentase" if value <= _ALL and round(value, 2) == value else ""
        suggestion = f" Mungkin maksudnya {number_text(meant)}{share}." if meant else ""
        variant = "share" if value < 1 else "default"
        self._tell("C04", variant, column, number, cell, stated=number_text(value), suggestion=suggestion)
        return NAN

    def _bounded(self, value: float, cell: Cell, column: Column, number: int) -> float:
        """A figure; one with more digits than Excel keeps is none (C01)."""
        if abs(value) < TOO_LARGE:
            return value
        self._tell("C01", "large", column, number, cell if type(cell) is str else number_text(value, 0))
        return NAN

    def _derived(self, cell: Cell, column: Column, number: int, at: int, is_nihil: bool) -> float:
        """A stated remainder or percentage; it is only compared, so what cannot be read is no fault."""
        if type(cell) is float or type(cell) is int:
            shown_as_percent = at in self.formatted and (number, at) in self.sheet.percents and column.type == "percent"
            return 100 * float(cell) if shown_as_percent else float(cell)
        if type(cell) is not str or not cell.strip():
            return NAN
        found = read_number(cell, whole=column.type == "count")
        if found.how not in ("text", "percent"):
            return NAN
        self._tell("C02", "text", column, number, cell, reading=number_text(found.value))
        return found.value


def without_dust(value: float) -> float:
    """A whole number that arithmetic in Excel has left a hair beside it is that whole number."""
    nearest = round(value) if abs(value) < 1e15 else value
    return float(nearest) if 0 < abs(value - nearest) < 1e-6 else value


def percent_text(value: float, decimals: int) -> str:
    """A stored number as a cell with a percent format shows it: 0.7692 is `76,92%`."""
    return f"{number_text(100 * value, decimals)}%"


def _meant_thousands(value: float) -> float:
    """4637 for 4.637, in which a mark between thousands was taken for a decimal one; 0 where it could be none."""
    meant = round(_THOUSAND * value)
    return meant if 1 <= value < _THOUSAND and abs(_THOUSAND * value - meant) < 1e-6 else 0
