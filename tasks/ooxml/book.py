"""The workbook part: which sheets there are, and one more in front of them."""

from dataclasses import dataclass

from tasks.ooxml.parts import CONTENT_TYPE, RELATION, SPREADSHEET, Parts
from tasks.ooxml.xml import Element, Part, Unpatchable, escaped, quoted, whole

_BEFORE_NAMES = ("sheets", "functionGroups", "externalReferences")
"""What stands before `definedNames` in a workbook (ECMA-376 part 1, 18.2.27)."""

_TITLES = "_xlnm.Print_Titles"
_MACRO_SHEETS = ("xlmacrosheet", "xlintlmacrosheet")


RowsOfSheets = dict[str, tuple[int, int]]
"""Name of a sheet -> the first and the last row of it that are printed on each of its pages."""


@dataclass(frozen=True)
class BookSheet:
    """`part` is '' where the package does not hold it; `kind` is `worksheet`, `chartsheet`, ..."""

    name: str
    kind: str
    part: str
    element: Element


class Book:
    """Raises Unpatchable for strict OOXML, which has other namespaces throughout, and for sheets of macros."""

    def __init__(self, parts: Parts):
        self._parts, self._repeated = parts, {}
        self._part = Part(parts[parts.main], lambda name, attributes, depth: depth <= 2)
        if self._part.namespace != SPREADSHEET:
            raise Unpatchable(f"a workbook of the kind {self._part.namespace}")
        relations = parts.relations(parts.main)
        self.sheets = [self._sheet(one, relations) for one in self._part.named("sheet") if one.depth == 2]
        if not any(one.name == "sheets" and one.depth == 1 for one in self._part.elements):
            raise Unpatchable("a workbook without sheets")
        if any(one.kind in _MACRO_SHEETS for one in self.sheets):
            raise Unpatchable("a sheet of macros")

    def repeat(self, rows: RowsOfSheets) -> None:
        """Has `rows` printed on each page, where the sender has not said which; to be called before `put_first`."""
        said = {one.attributes.get("localSheetId") for one in self._names() if one.attributes.get("name") == _TITLES}
        for number, sheet in enumerate(self.sheets):
            if sheet.name in rows and str(number) not in said:
                self._repeated[number] = (sheet.name, *rows[sheet.name])

    def put_first(self, name: str, content: bytes, last_row: int, header_row: int, former: list[BookSheet]) -> None:
        """Puts a sheet in front and opens the workbook with it; the sheets `former` go.

        What counts sheets by their place (names that hold for one sheet, the sheet shown first) is counted anew.
        """
        part = self._part
        for one in former:
            part.replace(one.element, b"")
            if one.part:
                self._parts.drop(one.part, self._parts.main)
        target = self._parts.unused("xl/worksheets/sheet{}.xml")
        relation = self._parts.add(target, content, f"{CONTENT_TYPE}worksheet+xml", self._parts.main, "worksheet")
        used = [whole(one.element.attributes.get("sheetId")) for one in self.sheets]
        attributes = {"name": name, "sheetId": max(used, default=0) + 1, "xmlns:r": RELATION, "r:id": relation}
        listed = next(one for one in part.named("sheets") if one.depth == 1)
        sheet = part.tag("sheet", attributes)
        if listed.inner == listed.end:
            part.append(listed, sheet)
        else:
            part.insert(listed.inner, sheet)
        self._name_areas(name, last_row, header_row, [at for at, one in enumerate(self.sheets) if one in former])
        for view in part.named("workbookView"):
            part.set(view, activeTab=None, firstSheet=None)
        self._parts[self._parts.main] = part.result()

    def _sheet(self, element: Element, relations: dict[str, tuple[str, str]]) -> BookSheet:
        reference = next((value for key, value in element.attributes.items() if key.endswith(":id")), "")
        kind, target = relations.get(reference, ("", ""))
        return BookSheet(element.attributes.get("name", ""), kind, target if target in self._parts else "", element)

    def _names(self) -> list[Element]:
        return self._part.named("definedName")

    def _count_names_anew(self, gone: list[int]) -> None:
        for one in self._names():
            number = whole(one.attributes.get("localSheetId"), -1)
            if number in gone:
                self._part.replace(one, b"")
            elif number >= 0:
                self._part.set(one, localSheetId=_counted_anew(number, gone))

    def _titles(self, number: int, name: str, first: int, last: int) -> bytes:
        attributes = {"name": _TITLES, "localSheetId": number}
        return self._part.tag("definedName", attributes, escaped(f"{quoted(name)}!${first}:${last}"))

    def _name_areas(self, name: str, last_row: int, header_row: int, gone: list[int]) -> None:
        """The rows repeated on each printed page and the area that can be filtered; the names there are first count the
        sheets anew."""
        self._count_names_anew(gone)
        part = self._part
        filtered = {"name": "_xlnm._FilterDatabase", "localSheetId": 0, "hidden": 1}
        content = part.tag("definedName", filtered, escaped(f"{quoted(name)}!$A${header_row}:$I${last_row}"))
        content += self._titles(0, name, header_row, header_row)
        for number, rows in self._repeated.items():
            content += self._titles(_counted_anew(number, gone), *rows)
        names = next((one for one in part.named("definedNames") if one.depth == 1), None)
        if names is not None:
            part.append(names, content)
        else:
            before = [one for one in part.elements if one.depth == 1 and one.name in _BEFORE_NAMES]
            part.insert(before[-1].end, part.tag("definedNames", {}, content))


def _counted_anew(number: int, gone: list[int]) -> int:
    return number + 1 - sum(before < number for before in gone)
