"""What calamine does not tell about an .ods: extent, faults, merged ranges and what its cells show behind numbers, from
the tags of content.xml.

Searched with regular expressions over its bytes: no entity is ever expanded, no tree is built. Error cells are those
LibreOffice marks, and formulas of other programs that show an error text over an empty or zero value.
"""

import html
import re

from tasks.read.comments import MOST_BYTES, MOST_COMMENTS, plain_text, text_of, without_author
from tasks.read.package import Package
from tasks.read.printed import printed_in_ods
from tasks.read.sheet_facts import THOUSANDTHS, SheetFacts
from tasks.read.struck_ods import StruckInOds
from tasks.read.styles import is_scale_behind, shown_instead, word_beside

_ATTRIBUTES = rb"((?:\s+[\w:.-]+\s*=\s*(?:\"[^\"]*\"|'[^']*'))*)\s*(/?)>"
_TAG = re.compile(rb"<table:(table|table-row|table-column|covered-table-cell|table-cell)" + _ATTRIBUTES)
_ATTRIBUTE = re.compile(rb"([\w:.-]+)\s*=\s*(?:\"([^\"]*)\"|'([^']*)')")
_TEXT = re.compile(rb"<text:p[^>]*>([^<]*)</text:p>")
_ERROR_TEXT = re.compile(rb"#[A-Z/0]{2,8}[!?]?$|Err:\d{3}$")
_NOTE = re.compile(rb"<office:annotation[\s>]")
_CREATOR = re.compile(rb"<dc:creator>([^<]*)<")
_NO_TEXT = b"<text:p/></table:table-cell>"
_MARKS = b"., "
_DECIMALS = (".000", ",000")
_USUAL_STYLE = b"table:default-cell-style-name"
_REPEATED_FAULTS = 1000
_LONGEST_ERROR = 20
_LONGEST_CELL = 40_000


def ods_facts(package: Package) -> list[SheetFacts]:
    """Facts of every table in the order of the document."""
    content = package.read("content.xml")
    styles = package.read("styles.xml") if "styles.xml" in package else b""
    printed, struck, notes = printed_in_ods(content, styles), StruckInOds(content, styles), _Annotations(content)
    tables: list[_Table] = []
    for tag in _TAG.finditer(content):
        if tag[1] == b"table":
            tables.append(_Table(_attributes(tag[2]), struck))
        elif tables and tag[1] == b"table-row":
            tables[-1].start_row(_attributes(tag[2]))
        elif tables and tag[1] == b"table-column":
            tables[-1].add_columns(_attributes(tag[2]))
        elif tables:
            notes.give_before(tag.start(), tables)
            tables[-1].add_cell(_attributes(tag[2]), tag, content)
    notes.give_before(len(content), tables)
    return [table.facts(notes, printed.get(table.style, [])) for table in tables]


class _Annotations:
    """The notes of a document: each stands inside the cell whose tag is the last one before it."""

    def __init__(self, content: bytes):
        self._content, self._left, self._bytes = content, MOST_COMMENTS, MOST_BYTES
        self._look_from(0)

    def _look_from(self, start: int) -> None:
        found = _NOTE.search(self._content, start)
        self._next = found.start() if found else len(self._content)

    def give_before(self, end: int, tables: list["_Table"]) -> None:
        """Gives the notes up to there to the last cell of the last table."""
        while self._next < end and self._left >= 0 <= self._bytes:
            last = self._content.find(b"</office:annotation>", self._next)
            last = last if last >= 0 else len(self._content)
            xml = self._content[self._next : last]
            author, text = _CREATOR.search(xml), xml[max(xml.find(b"<text:p"), 0) :].replace(b"</text:p>", b"\n")
            self._left, self._bytes = self._left - 1, self._bytes - len(xml)
            name = plain_text(author[1]) if author else ""
            if (said := without_author(text_of(text), name)) and tables:
                tables[-1].comments.append((tables[-1].row, tables[-1].last_cell, name, said))
            self._look_from(last)

    def of(self, comments: list) -> list | None:
        return comments if self._left >= 0 <= self._bytes else None


def _attributes(text: bytes) -> dict[bytes, bytes]:
    return {key: double or single for key, double, single in _ATTRIBUTE.findall(text)} if text else {}


def _number(attributes: dict[bytes, bytes], name: bytes) -> int:
    text = attributes.get(b"table:number-" + name, b"1")
    return int(text) if text.isdigit() and len(text) < 8 else 1


class _Table:
    def __init__(self, attributes: dict[bytes, bytes], struck: StruckInOds):
        self.name = html.unescape(attributes.get(b"table:name", b"").decode("utf-8", "replace"))
        self.style = attributes.get(b"table:style-name", b"")
        self.next_row = self.row = self.column = 1
        self.rows = 1
        self.last_row = self.last_column = 0
        self.faults, self.merged, self.scales, self.comments, self.percents = {}, [], {}, [], {}
        self.last_cell = 0
        self._strikes, self.struck, self._columns, self._of_row = struck, {}, [], b""

    def facts(self, notes: _Annotations, printed: list[str]) -> SheetFacts:
        named = {"scales": self.scales, "comments": notes.of(self.comments), "printed": printed, "struck": self.struck}
        return SheetFacts(self.name, self.last_row, self.last_column, self.faults, self.merged, self.percents, **named)

    def start_row(self, attributes: dict[bytes, bytes]) -> None:
        self.row, self.column = self.next_row, 1
        self.rows = _number(attributes, b"rows-repeated")
        self.next_row += self.rows
        self._of_row = attributes.get(_USUAL_STYLE, b"")

    def add_columns(self, attributes: dict[bytes, bytes]) -> None:
        first = self._columns[-1][1] if self._columns else 0
        last = first + _number(attributes, b"columns-repeated")
        self._columns.append((first, last, attributes.get(_USUAL_STYLE, b"")))

    def add_cell(self, attributes: dict[bytes, bytes], tag: re.Match, content: bytes) -> None:
        column, columns = self.column, _number(attributes, b"columns-repeated")
        self.column += columns
        self.last_cell = column
        high, wide = _number(attributes, b"rows-spanned"), _number(attributes, b"columns-spanned")
        if high > 1 or wide > 1:
            self.merged.append((self.row, column, self.row + high - 1, column + wide - 1))
        has_formula = b"table:formula" in attributes
        if b"office:value-type" in attributes:
            self.last_row = max(self.last_row, self.row + self.rows - 1)
            self.last_column = max(self.last_column, column + columns - 1)
            if self._strikes and not tag[3]:
                self._note_struck(attributes, column, columns, tag, content)
            if has_formula or attributes.get(b"calcext:value-type") == b"error":
                self._note_error(attributes, columns, tag, content)
            if attributes[b"office:value-type"] == b"percentage":
                self._note_percent(columns, tag, content)
            elif (value := attributes.get(b"office:value", b"")) and not tag[3]:
                self._note_scale(value, columns, tag, content)
        elif has_formula:
            self._note(self.faults, columns, None)

    def _note_error(self, attributes: dict[bytes, bytes], columns: int, tag: re.Match, content: bytes) -> None:
        end = content.find(b"</table:table-cell>", tag.end())
        shown = None if tag[3] else _TEXT.search(content, tag.end(), max(end, tag.end()))
        text = shown[1].strip() if shown else b""
        hollow = not attributes.get(b"office:string-value") and attributes.get(b"office:value", b"0") == b"0"
        if attributes.get(b"calcext:value-type") == b"error" or (hollow and _ERROR_TEXT.match(text)):
            text = html.unescape(text[:_LONGEST_ERROR].decode("utf-8", "replace")) or "#VALUE!"
            self._note(self.faults, columns, text)

    def _note_struck(
        self, attributes: dict[bytes, bytes], column: int, columns: int, tag: re.Match, content: bytes
    ) -> None:
        usual = self._of_row or next((style for first, last, style in self._columns if first < column <= last), b"")
        end = content.find(b"</table:table-cell>", tag.end(), tag.end() + _LONGEST_CELL)
        cell = content[tag.end() : max(end, tag.end())]
        left = self._strikes.left_of(attributes.get(b"table:style-name", usual), cell)
        if left is not None:
            self._note(self.struck, columns, left)

    def _note_percent(self, columns: int, tag: re.Match, content: bytes) -> None:
        """Notes how many decimals a cell shows of its percentage."""
        shown = _TEXT.match(content, tag.end())
        decimals = re.search(rb"[.,](\d+)\s*%", shown[1]) if shown else None
        self._note(self.percents, columns, len(decimals[1]) if decimals else 0)

    def _note_scale(self, value: bytes, columns: int, tag: re.Match, content: bytes) -> None:
        """Notes what a cell shows behind its number, which begins as it is stored, or in place of it."""
        shown = _TEXT.match(content, tag.end())
        hidden = not shown and content.startswith(_NO_TEXT, tag.end())
        if hidden or (shown and shown[1].translate(None, _MARKS) != value):
            stored, text = value.decode(), html.unescape(shown[1].decode("utf-8", "replace")) if shown else ""
            behind = text[len(stored) :] if text.startswith(stored) else ""
            behind = behind if stored.isdigit() else behind.lstrip("0")
            scale = THOUSANDTHS if behind in _DECIMALS else behind if is_scale_behind(behind) else ""
            if scale := scale or shown_instead(stored, text) or word_beside(behind):
                self._note(self.scales, columns, scale)

    def _note(self, known: dict, columns: int, what: str | int | None) -> None:
        first = self.column - columns
        for row in range(self.row, self.row + min(self.rows, _REPEATED_FAULTS)):
            for column in range(first, first + min(columns, _REPEATED_FAULTS)):
                known[row, column] = what
