"""Which service, quality item or field a row is about: by its code, else by its name; rows that are about none."""

from functools import cache

from config import catalogue
from schemas.address import letters
from schemas.finding import Finding
from schemas.layout import SheetLayout
from schemas.reference import FIELDS
from schemas.wording import number_text, plain
from schemas.workbook import Cell, RawSheet, cell_at
from tasks.cells import TOO_LARGE, read_number
from tasks.figure_cells import without_dust
from tasks.headings import Headings
from tasks.vocabulary import Vocabulary, field_outside, nearest, tidy, vocabulary

_KINDS = {"services": "service", "items": "item", "fields": "field", "any": "service"}
_SAME_HEADINGS = 3
_NO_SLIP = 1000
"""A fraction from here on is rupiah with sen."""


@cache
def _total_words() -> tuple[str, ...]:
    aliases = catalogue.table("header_aliases")
    return tuple(plain(alias) for alias in aliases.loc[aliases["canonical"] == "total", "alias"])


def _begins_total(text: str) -> bool:
    return plain(text).startswith(_total_words())


class RowKeys:
    """Finds the code of each row of a sheet; passes over titles, totals, notes and blank rows."""

    def __init__(self, sheet: RawSheet, layout: SheetLayout, headings: Headings, version: str) -> None:
        self.sheet, self.layout, self.headings, self.version = sheet, layout, headings, version
        self.words = vocabulary(version, layout.rows)
        self.services = vocabulary(version, "any")
        self.findings: list[Finding] = []
        self.key_at = headings.columns.get(layout.key_column.key, 0)
        self.name_at = headings.columns.get(layout.name_key, 0)
        self.service_at = headings.columns.get("service_code", 0) if layout.rows == "items" else 0
        self.numbers_at = {
            column.key: headings.columns[column.key]
            for column in layout.columns
            if column.role == "input" and column.is_figure and column.key in headings.columns
        }
        self.first_input = min(
            (
                headings.columns[one.key]
                for one in layout.columns
                if one.role == "input" and one.key in headings.columns
            ),
            default=0,
        )
        self.service = self.unknown_service = self.previous = ""
        self.data_rows: list[int] = []
        self.used: set[str] = set()
        self.outside: set[str] = set()
        self.since_total = 0
        self.summed: dict[int, float] = {}
        self.passed: dict[int, str] = {}
        self._say_how_rows_are_known()

    def coded(self) -> list[tuple[int, str]]:
        """Number and code of every row with data under the headings. A row with data and an unknown key is R01."""
        known, at, rows = self.words.codes, self.key_at - 1, self.sheet.rows[self.headings.last_row :]
        numbers = range(self.headings.last_row + 1, len(self.sheet.rows) + 1)
        codes = [known.get(cells[at]) if 0 <= at < len(cells) else None for cells in rows]
        if None not in codes:
            return list(zip(numbers, codes, strict=True))
        top = codes.index(None)
        found = list(zip(numbers[:top], codes[:top], strict=True))
        self.data_rows, self.used = [*numbers[:top]], set(codes[:top])
        self.previous = codes[top - 1] if top else ""
        for number, cells, code in zip(numbers[top:], rows[top:], codes[top:], strict=True):
            if code is None:
                code = self._resolve(number, cells, cell_at(cells, self.key_at))
            if code:
                self.data_rows.append(number)
                self.used.add(code)
                found.append((number, code))
            elif self.passed.get(number) == "headings":
                continue  # what stands below belongs to what stands above
            self.previous = code
        return found

    def _say_how_rows_are_known(self) -> None:
        if self.key_at:
            return
        heading, rules = self.layout.key_column.heading, catalogue.rules()
        if not self.name_at:
            cell = f"{letters(max(self.headings.texts) + 1)}{self.headings.last_row}"
            self.findings.append(rules["L02"].finding(sheet=self.sheet.name, cell=cell, heading=heading))
            return
        cell = self.headings.cell(self.name_at)
        used = self.headings.texts[self.name_at]
        words = {"heading": heading, "used": used}
        self.findings.append(rules["L04"].finding("by_name", sheet=self.sheet.name, cell=cell, **words))

    def _resolve(self, number: int, cells: list[Cell], key: Cell) -> str:
        if self.service_at:
            self._note_service(number, cells)
        key_text = str(key).strip() if key not in ("", None) else ""
        name = cell_at(cells, self.name_at)
        name = name.strip() if type(name) is str else ""
        if not key_text and not name:
            return self._same_as_above(number, cells)
        code = self._by_code(number, key_text) or self._by_name(number, key_text, self.key_at)
        if not code and not key_text:
            code = self._by_name(number, name, self.name_at)
        if code:
            return code
        if self.unknown_service and self._is_item(cells):
            self.passed[number] = "unknown"  # with its service, which has been reported
        elif not self._is_outside(key_text) and self._is_total(number, cells):
            self.passed[number] = "total"
        elif self._is_numbering(number, cells):
            self.passed[number] = "numbering"
        elif self._is_headings(cells):
            self.passed[number] = "headings"
        elif self._has_figures(cells) or _looks_like_code(key_text):
            self.passed[number] = "unknown"
            at, kind = (self.key_at if key_text else self.name_at), _KINDS[self.layout.rows]
            self._unknown(number, key_text or name, at, kind, self.words)
        return ""

    def _by_code(self, number: int, text: str) -> str:
        code = self.words.codes.get(tidy(text), "")
        if code and code != text:
            self._interpreted("code", number, self.key_at, text, code)
        return code

    def _by_name(self, number: int, text: str, at: int) -> str:
        if not text:
            return ""
        wording = plain(text)
        codes = self.words.names.get(f"{self.service} {wording}" if self.layout.rows == "items" else wording, [""])
        code = next((one for one in codes if one not in self.used or self.layout.rows == "any"), codes[-1])
        if code and self.key_at:
            self._interpreted("name", number, at, text, code)
        return code

    def _note_service(self, number: int, cells: list[Cell]) -> None:
        """The service named in the service column of a quality row, which may be written once for several rows."""
        cell = cell_at(cells, self.service_at)
        text = cell.strip() if type(cell) is str else ""
        if not text or text == self.unknown_service:
            return
        service = self.services.codes.get(text.upper()) or self.services.names.get(plain(text), [""])[0]
        if service:
            self.service, self.unknown_service = service, ""
        elif self._is_item(cells):
            self.service, self.unknown_service = "", text
            self._unknown(number, text, self.service_at, "service", self.services)

    def _is_item(self, cells: list[Cell]) -> bool:
        """Whether a quality row bears the name of an item of some service, and no code that says of which."""
        key, name = cell_at(cells, self.key_at), cell_at(cells, self.name_at)
        return key in ("", None) and type(name) is str and plain(name) in self.words.item_names

    def _same_as_above(self, number: int, cells: list[Cell]) -> str:
        """A problem or action without a code right under one that has it belongs to the same service."""
        if self.layout.rows != "any" or not self.previous:
            return ""
        text = cell_at(cells, self.first_input)
        if type(text) is not str or not text.strip():
            return ""
        self._interpreted("blank", number, self.key_at or self.first_input, "", self.previous)
        return self.previous

    def _has_figures(self, cells: list[Cell]) -> bool:
        if self.layout.rows == "any":
            return bool(str(cell_at(cells, self.first_input) or "").strip())
        places = [self.headings.columns.get(one.key, 0) for one in self.layout.columns if one.role == "input"]
        inputs = [cell_at(cells, at) for at in places]
        if self.layout.rows == "fields":
            return sum(bool(str(cell or "").strip()) for cell in inputs) >= 2
        return any(
            type(cell) in (int, float) or (type(cell) is str and read_number(cell, whole=True).how == "text")
            for cell in inputs
        )

    def _is_numbering(self, number: int, cells: list[Cell]) -> bool:
        """The row of column numbers that many forms have under their headings: 1, 2, 3 or (1), (2), (3)."""
        if number > self.headings.last_row + 2:
            return False
        under = [cell_at(cells, at) for at in sorted(self.headings.texts)]
        shown = [str(int(c)) if type(c) is float else str(c).strip("() ") for c in under if c not in ("", None)]
        return len(shown) >= 3 and all(text.isdigit() or "=" in text for text in shown) and shown[0] == "1"

    def _is_headings(self, cells: list[Cell]) -> bool:
        """The headings again, as at the top of every printed page."""
        texts = {
            key: plain(cell) for key, at in self.headings.columns.items() if type(cell := cell_at(cells, at)) is str
        }
        return sum(text in self.layout.by_key[key].wordings for key, text in texts.items()) >= _SAME_HEADINGS

    def _is_total(self, number: int, cells: list[Cell]) -> bool:
        """Whether a row is a total; a total that differs from the sum of its rows is R09."""
        texts = [plain(cell) for cell in cells[: max(self.first_input - 1, 1)] if type(cell) is str]
        if any(text.startswith("rata rata") for text in texts):
            return True
        if not any(map(_begins_total, texts)):
            return False
        for key, at in self.numbers_at.items():
            cell = cell_at(cells, at)
            stated, since = _figure(cell), self._sum_since_total(at)
            all_rows = self.summed[at] = self.summed.get(at, 0) + since
            if cell in ("", None) or stated != stated:
                continue
            if all(abs(stated - s) >= 0.5 for s in (all_rows, since)):
                words = {
                    "heading": self.layout.by_key[key].heading,
                    "stated": number_text(stated),
                    "computed": number_text(all_rows),
                }
                cell, rule = f"{letters(at)}{number}", catalogue.rules()["R09"]
                self.findings.append(rule.finding("total", sheet=self.sheet.name, cell=cell, value=stated, **words))
        self.since_total = len(self.data_rows)
        return True

    def _sum_since_total(self, at: int) -> float:
        """The sum of a column over the data rows since the last total; NaN where one of them cannot be read."""
        numbers, sheet = self.data_rows[self.since_total :], self.sheet
        if any((number, at) in sheet.faults or (number, at) in sheet.percents for number in numbers):
            return float("nan")
        return sum(_figure(cell_at(sheet.rows[number - 1], at)) for number in numbers)

    def _unknown(self, number: int, text: str, at: int, kind: str, words: Vocabulary) -> None:
        if field := field_outside(text, self.version, kind):
            self._of_another_office(number, text, at, field)
            return
        suggestion = nearest(text, words)
        cell, rule = f"{letters(at)}{number}", catalogue.rules()["R01"]
        self.findings.append(rule.finding(kind, sheet=self.sheet.name, cell=cell, value=text, suggestion=suggestion))

    def _is_outside(self, code: str) -> bool:
        """Whether a code is another office's, whose quality item may begin as a total does: `Jumlah guru`."""
        return bool(field_outside(code, self.version, _KINDS[self.layout.rows]))

    def _of_another_office(self, number: int, text: str, at: int, field: str) -> None:
        """Told at the first row of the bidang: a whole report under an office's version has hundreds."""
        if field in self.outside:
            return
        self.outside.add(field)
        layout, names = catalogue.layouts()[self.version], catalogue.fields().set_index("field_code")["field_name"]
        words = {"form": self.version, "whole": catalogue.layout_for(layout.level).version, "field": names[field]}
        cell, rule = f"{letters(at)}{number}", catalogue.rules()["R01"]
        self.findings.append(rule.finding("office", sheet=self.sheet.name, cell=cell, value=text, **words))

    def _interpreted(self, variant: str, number: int, at: int, text: str, code: str) -> None:
        cell, rule = f"{letters(at)}{number}", catalogue.rules()["C02"]
        self.findings.append(rule.finding(variant, sheet=self.sheet.name, cell=cell, value=text, reading=code))


def _figure(cell: Cell) -> float:
    """A cell as a number for sums: blank is 0, what cannot be read is NaN and makes the sum unknown; so does a small
    fraction, which is no count (C04)."""
    if type(cell) in (int, float):
        value = without_dust(float(cell))
        return value if abs(value) < TOO_LARGE and (value % 1 == 0 or value >= _NO_SLIP) else float("nan")
    if type(cell) is str and cell.strip():
        found = read_number(cell, whole=True)
        return found.value if found.how in ("text", "zero", "nihil") else float("nan")
    return 0.0


def _looks_like_code(text: str) -> bool:
    return text[:2].upper() in ("K-", "P-") or text.upper() in FIELDS
