"""Which service, quality item or field a row is about: by its code, else by its name; rows that are about none."""

import re
from dataclasses import replace
from itertools import groupby

from config import catalogue
from schemas.address import letters
from schemas.layout import SheetLayout
from schemas.wording import plain
from schemas.workbook import Cell, RawSheet, cell_at, column_of
from tasks.understand.cells import read_number
from tasks.understand.entry_lines import EntryLines
from tasks.understand.headings import Headings
from tasks.understand.headings_again import HEADINGS, Moved, come_again, is_numbering, order_findings
from tasks.understand.row_doubts import KINDS, RowDoubts
from tasks.understand.row_shapes import field_named
from tasks.understand.row_totals import Totals
from tasks.understand.service_titles import NUMBERED, ItemServices, looks_like_code, looks_like_items_code, titled_above
from tasks.understand.vocabulary import bones, code_with_name, field_outside, shortens, tidy, vocabulary

_LONGEST_NAME = 5
"""Over so many rows people write a name at most."""
_OWN_NUMBER = re.compile(
    r"(?:No\.?|Nomor)?\s*\d{1,3}(?:[.-]\d{1,3})*[a-z]?[.)]?|[A-Za-z][.)]?(?:\d{1,3}[.)]?)?", re.IGNORECASE
)
"""A number that somebody gave a row instead of its code: `1.2`, `12a`, `No. 3`, `a)`. The name says what that is."""


class RowKeys(RowDoubts):
    """Finds the code of each row of a sheet; passes over titles, totals, notes and blank rows."""

    def __init__(self, sheet: RawSheet, layout: SheetLayout, headings: Headings, version: str) -> None:
        super().__init__()
        self.sheet, self.layout, self.headings, self.version = sheet, layout, headings, version
        self.words = vocabulary(version, layout.rows)
        self.services = vocabulary(version, "any")
        self.key_at = headings.columns.get(layout.key_column.key, 0)
        self.name_at = headings.columns.get(layout.name_key, 0)
        self.service_at = headings.columns.get("service_code", 0) if layout.rows == "items" else 0
        self.totals, self.previous = Totals(sheet, layout, headings), ""
        self.lines = EntryLines(layout, headings, self.services, self.totals)
        title = titled_above(sheet, headings.first_row, self.services) if layout.rows == "items" else ""
        self.items = ItemServices(self.words, self.services, self.service_at, title)
        self.named_last = (0, "")
        self.outside: set[str] = set()
        self.again: dict[int, list[Moved]] = {}
        self._say_how_rows_are_known()

    def coded(self) -> list[tuple[int, str]]:
        """Number and code of every row with data under the headings. A row with data and an unknown key is R01."""
        known, at, end = self.words.codes, self.key_at - 1, self._last_told()
        rows, numbers = self.sheet.rows[self.headings.last_row : end], range(self.headings.last_row + 1, end + 1)
        codes = [known.get(cells[at]) if 0 <= at < len(cells) else None for cells in rows]
        if None not in codes:
            return self._confirmed(self._without_details(list(zip(numbers, codes, strict=True))))
        found: list[tuple[int, str]] = []
        for are_known, group in groupby(zip(numbers, rows, codes, strict=True), lambda one: one[2] is not None):
            if are_known:
                self._take([(number, code) for number, _, code in group if number not in self.passed], found)
                continue
            for number, cells, _ in group:
                self._find_code(number, cells, found)
        self.findings += order_findings(self.sheet, self.layout, self.headings, self.again)
        found = self._without_details(found)
        self._judge_the_others(found)
        self._tell_the_same_part()
        return self._confirmed(found)

    def _confirmed(self, found: list[tuple[int, str]]) -> list[tuple[int, str]]:
        """The rows whose name is not another's; of those beside whose item stands another service than its own L06."""
        found = self._without_contradictions(found)
        said = column_of(self.sheet.rows, self.service_at, [number for number, _ in found]) if self.service_at else []
        others = [
            (number, code, stated)
            for (number, code), cell in zip(found, said, strict=False)
            if type(cell) is str and (stated := self.services.codes.get(cell, "")) and not code.startswith(stated)
        ]
        if others:
            _, code, stated = others[0]
            cells = [f"{letters(self.service_at)}{other}" for other, *_ in others]
            words = {"cell": cells[0], "value": stated, "code": code, "count": len(others)}
            told = catalogue.rules()["L06"].finding("service", sheet=self.sheet.name, **words)
            self.findings.append(replace(told, cells=" ".join(cells)))
        return found

    def _last_told(self) -> int:
        """The last row that says more than its own number: forms have many numbered rows to write problems into."""
        rows, at = self.sheet.rows, self.headings.columns.get("row_no", 0)
        upwards = range(len(rows), 0, -1)
        return next((row for row in upwards if len(rows[row - 1]) > at or any(rows[row - 1][: at - 1])), 0)

    def _find_code(self, number: int, cells: list[Cell], found: list[tuple[int, str]]) -> None:
        """Of a row without a code as the form writes it."""
        if number in self.passed:
            return  # a part of a row above
        code = self._resolve(number, cells, cell_at(cells, self.key_at))
        if code:
            self._take([(number, code)], found)
        elif self.passed.get(number) not in (*HEADINGS, "part"):  # what stands below belongs to what stands above
            self.previous = self.lines.titled.get(number, code)

    def _take(self, coded: list[tuple[int, str]], found: list[tuple[int, str]]) -> None:
        """Rows right below each other: only below the last one its figures may go on."""
        if not coded:
            return
        found += coded
        self.totals.rows += [number for number, _ in coded]
        self.used.update(code for _, code in coded)
        self.named_last = number, self.previous = coded[-1]
        self._look_below(number, self.previous)

    def _say_how_rows_are_known(self) -> None:
        if self.key_at:
            return
        heading, rules = self.layout.key_column.heading, catalogue.rules()
        if not self.name_at:
            cell = f"{letters(max(self.headings.texts) + 1)}{self.headings.last_row}"
            self.findings.append(rules["L02"].finding("rows", sheet=self.sheet.name, cell=cell, heading=heading))
            return
        cell = self.headings.cell(self.name_at)
        used = self.headings.texts[self.name_at]
        words = {"heading": heading, "used": used}
        self.findings.append(rules["L04"].finding("by_name", sheet=self.sheet.name, cell=cell, **words))

    def _resolve(self, number: int, cells: list[Cell], key: Cell) -> str:
        if come_again(self.sheet, number, self.layout, self.headings, self.again):
            self.passed[number] = "headings"
            return ""
        if self.layout.rows == "items" and (unknown := self.items.take(cells, self._is_item(cells))):
            self._unknown(number, unknown, self.service_at, "service", self.services)
        key_text = str(key).strip() if key not in ("", None) else ""
        name = cell_at(cells, self.name_at)
        name = name.strip() if type(name) is str else ""
        if not key_text and not name:
            return self._same_as_above(number, cells) or self._unnamed_row(number, cells)
        if not key_text and self._goes_on_naming(number, cells):
            self.passed[number] = "part"
            return ""
        code = self._said(number, cells, key_text, name)
        if not code:
            self._pass(number, cells, key_text, name)
        return code

    def _is_item(self, cells: list[Cell]) -> bool:
        """Whether a quality row bears the name of an item of some service, and no code that says of which."""
        key, name = cell_at(cells, self.key_at), cell_at(cells, self.name_at)
        return key in ("", None) and type(name) is str and plain(name) in self.words.item_names

    def _is_items_code(self, key: str) -> bool:
        """Whether a code, known or not, is one of an item, whose name may begin as a total does: `Jumlah guru`."""
        return self.layout.rows == "items" and looks_like_items_code(key)

    def _same_as_above(self, number: int, cells: list[Cell]) -> str:
        """A problem or action without a code right under one that has it belongs to the same service; one of which
        nothing says so is C05."""
        text = cell_at(cells, self.totals.first_input)
        if self.layout.rows != "any" or type(text) is not str or not text.strip():
            return ""
        kind = self.lines.kind(number, cells, text.strip())
        if kind == "total":
            self.passed[number] = "total"
        elif kind == "aside":
            self._leave_aside(number, text.strip())
        if kind:
            return ""
        if self.previous:
            self._interpreted("blank", number, self.key_at or self.totals.first_input, "", self.previous)
        elif self.key_at and self.lines.is_nobodys(number, cells, self.passed.get(number - 1, "")):
            self.passed[number] = "unnamed"
            self._tell("C05", "code", number, self.key_at, heading=self.layout.key_column.heading)
        return self.previous

    def _said(self, number: int, cells: list[Cell], key_text: str, name: str) -> str:
        """The code that the cell for it, or else that for the name, stands for."""
        code = self._by_code(number, key_text, name, self.key_at) or self._by_name(number, key_text, self.key_at)
        if not code and (not key_text or _OWN_NUMBER.fullmatch(key_text)):
            code = self._by_name(number, name, self.name_at) or self._by_code(number, name, name, self.name_at)
            code = code or self._by_name(number, self._name_over_rows(number, cells), self.name_at)
        return code

    def _pass(self, number: int, cells: list[Cell], key_text: str, name: str) -> None:
        """Notes what a row is that says something and stands for nothing of the form's."""
        if self.items.unknown and self._is_item(cells):
            self.passed[number] = "unknown"  # with its service, which has been reported
        elif not (self._is_outside(key_text) or self._is_items_code(key_text)) and self.totals.is_total(number, cells):
            self.passed[number] = "total"
        elif is_numbering(self.sheet, number, self.headings, self.passed):
            self.passed[number] = "numbering"
        elif self._has_figures(cells) or looks_like_code(key_text):
            self._of_service[number] = self.items.service
            self._strange[number] = (key_text or name), (self.key_at if key_text else self.name_at)

    def _by_code(self, number: int, text: str, name: str, at: int) -> str:
        """A code as it stands or with other dashes; one that is nearly one only with the exact name beside it."""
        code, near = self.words.codes.get(tidy(text), ""), ""
        if text and not code:
            alone, behind = code_with_name(text)
            near = self.words.codes.get(tidy(alone or text), "") or self.words.near.get(bones(alone or text), "")
            near = near or self.words.codes.get(tidy(f"{self.items.service}.{text}"), "")
            near = near if near in self._named(behind or name, near) else self._shortened(text, name)
            code = "" if near or self.layout.name_key else self.words.without_level.get(tidy(text), "")
        if (code or near) and code != text:
            self._interpreted("code" if code else "near", number, at, text, code or near)
        return code or near

    def _shortened(self, text: str, name: str) -> str:
        """The only code of an exact name that is written without some of its parts: `DIK-01.12`; '' for none."""
        service, of_items = self.items.service, self.layout.rows == "items"
        named = self.words.items_named(name, service) if of_items else self.words.named(name)
        codes = [code for code in named if shortens(text, code) or bones(text) == bones(code)]
        exact = [code for code in codes if self.words.labels[code] == name]  # two items' names differ in capitals alone
        return (exact or codes)[0] if 1 in (len(exact), len(codes)) else ""

    def _named(self, name: str, code: str) -> list[str]:
        """The codes that a name may mean beside a code: of the same service where it is an item's."""
        return self.words.named(name, code.partition(".")[0] if self.layout.rows == "items" else "")

    def _by_name(self, number: int, text: str, at: int) -> str:
        if not text:
            return ""
        codes = self._codes_of_name(text) or self._codes_of_name(NUMBERED.sub("", text, count=1)) or [""]
        exact = [one for one in codes if len(codes) > 1 and self.words.labels.get(one) == text]
        free = (one for one in exact or codes if one not in self.used or self.layout.rows == "any")
        code = next(free, codes[-1])
        if code and self.key_at:
            self._interpreted("name", number, at, text, code)
        return code

    def _codes_of_name(self, text: str) -> list[str]:
        if self.layout.rows == "fields" and not self.key_at and (field := field_named(text)) in self.words.labels:
            return [field]  # beside codes `Bidang Pendidikan` may stand over a row
        return self.words.named(text, self.items.service if self.layout.rows == "items" else "")

    def _name_alone(self, number: int) -> str:
        """The name in a row that says nothing else and has no figures; '' for none."""
        cells = self.sheet.rows[number - 1] if number <= len(self.sheet.rows) else []
        name = cell_at(cells, self.name_at)
        return name if type(name) is str and sum(cell not in ("", None) for cell in cells) == 1 else ""

    def _goes_on_naming(self, number: int, cells: list[Cell]) -> bool:
        """Whether a row is the rest of the name above, which was too long for one."""
        head, code = self.named_last
        if not (code and self._name_alone(number)) or number - head > _LONGEST_NAME:
            return False
        joined = " ".join(str(cell_at(self.sheet.rows[row - 1], self.name_at) or "") for row in range(head, number + 1))
        begun = f"{plain(NUMBERED.sub('', joined, count=1))} "
        return any(f"{name} ".startswith(begun) for name in self.words.names_of(code))

    def _name_over_rows(self, number: int, cells: list[Cell]) -> str:
        """The name that a row with figures has together with those right below it; '' for none."""
        name = cell_at(cells, self.name_at)
        if not (self._has_figures(cells) and type(name) is str):
            return ""
        for below in range(number + 1, number + _LONGEST_NAME):
            more = self._name_alone(below)
            name = f"{name} {more}"
            if not more or self._codes_of_name(NUMBERED.sub("", name, count=1)):
                return name if more else ""
        return ""

    def _is_of_form(self, cells: list[Cell]) -> bool:
        """Whether a row may be one of the form's: by its code, or one that is nearly that, or by its name."""
        said = [cell.strip() for at in (self.key_at, self.name_at) if type(cell := cell_at(cells, at)) is str]
        by_code = any(tidy(text) in self.words.codes or looks_like_code(text) for text in said)
        return by_code or any(self._codes_of_name(NUMBERED.sub("", text, count=1)) for text in said)

    def _has_figures(self, cells: list[Cell]) -> bool:
        if self.layout.rows == "any":
            return bool(str(cell_at(cells, self.totals.first_input) or "").strip())
        places = [self.headings.columns.get(one.key, 0) for one in self.layout.columns if one.role == "input"]
        inputs = [cell_at(cells, at) for at in places]
        if self.layout.rows == "fields":
            return sum(bool(str(cell or "").strip()) for cell in inputs) >= 2
        return any(
            type(cell) in (int, float) or (type(cell) is str and read_number(cell, whole=True).how == "text")
            for cell in inputs
        )

    def _is_outside(self, code: str) -> bool:
        """Whether a code is another office's, whose quality item may begin as a total does: `Jumlah guru`."""
        return bool(field_outside(code, self.version, KINDS[self.layout.rows]))

    def _is_of_another_office(self, number: int, text: str, at: int, kind: str) -> bool:
        """Told at the first row of the bidang: a whole report under an office's version has hundreds."""
        field = field_outside(text, self.version, kind)
        if field and field not in self.outside:
            self.outside.add(field)
            layout, names = catalogue.layouts()[self.version], catalogue.fields().set_index("field_code")["field_name"]
            words = {"form": self.version, "whole": catalogue.layout_for(layout.level).version, "field": names[field]}
            self._tell("R01", "office", number, at, value=text, **words)
        return bool(field)

    def _interpreted(self, variant: str, number: int, at: int, text: str, code: str) -> None:
        self._tell("C02", variant, number, at, value=text, reading=code)
