"""The cells of one sheet that are to be changed; those that are blank and have none get one."""

import re
from bisect import bisect_left
from collections.abc import Callable
from itertools import groupby

from schemas.address import cell_name, column_number
from tasks.ooxml.xml import Element, Part, Unpatchable, whole

_REFERENCE = re.compile(r"([A-Za-z]{1,3})[0-9]{1,7}")
Position = tuple[int, int]
"""Row and column, from 1."""


class SheetCells:
    """The sheet's XML with its cells at `wanted`. A cell without an address follows the one before, as in a reader."""

    def __init__(self, xml: bytes, wanted: set[Position], column_style: Callable[[int], int]):
        self._wanted, self._column_style = wanted, column_style
        self._rows_wanted, self._waiting = {row for row, _ in wanted}, sorted({row for row, _ in wanted}, reverse=True)
        self._row, self._column, self._kept = 0, 0, []
        self.part = Part(xml, self._keep)
        kept = dict(zip(self._kept, self.part.elements[1:], strict=True))
        self._rows = {row: element for (row, column), element in kept.items() if row and not column}
        self._cells = {position: element for position, element in kept.items() if all(position)}
        self._in_order = sorted(self._cells)
        if (0, 0) not in kept:
            raise Unpatchable("a sheet without sheetData")
        self._data, self._styles, self._contents = kept[0, 0], {}, {}

    def style(self, position: Position) -> int:
        """The number of the style of a cell; of one that is not there, the one it would have."""
        cell, row = self._cells.get(position), self._rows.get(position[0])
        if cell is not None:
            return whole(cell.attributes.get("s"))
        if row is not None and row.attributes.get("customFormat") in ("1", "true"):
            return whole(row.attributes.get("s"))
        return self._column_style(position[1])

    def restyle(self, position: Position, style: int) -> None:
        self._styles[position] = style

    def xml_of(self, position: Position) -> bytes:
        """The cell as it stands in the sheet; b'' where there is none."""
        cell = self._cells.get(position)
        return self.part.bytes_of(cell) if cell is not None and position in self._wanted else b""

    def refill(self, position: Position, kind: str, content: bytes) -> None:
        """Gives a cell other content, of the kind `t` says."""
        self._contents[position] = (kind, content)

    def result(self) -> bytes:
        for position, style in sorted(self._styles.items()):
            cell = self._cells.get(position)
            if cell is None or position not in self._wanted:
                continue
            if position in self._contents:
                kind, content = self._contents[position]
                attributes = cell.attributes | {"s": style, "t": kind}
                self.part.replace(cell, self.part.tag("c", attributes, content))
            else:
                self.part.set(cell, s=style)
        missing = sorted(position for position in self._styles if position not in self._cells)
        for row, of_row in groupby(missing, key=lambda position: position[0]):
            if row in self._rows:
                self._fill_row(self._rows[row], list(of_row))
            else:
                self._add_row(row, list(of_row))
        return self.part.result()

    def _keep(self, name: str, attributes: dict[str, str], depth: int) -> bool:
        if name == "c" and depth == 3:
            reference = _REFERENCE.fullmatch(attributes.get("r", ""))
            self._column = column_number(reference[1].upper().encode()) if reference else self._column + 1
            return self._row in self._rows_wanted and self._note((self._row, self._column))
        if name == "row" and depth == 2:
            self._row, self._column = whole(attributes.get("r"), self._row + 1), 0
            is_next = bool(self._waiting) and self._waiting[-1] <= self._row
            while self._waiting and self._waiting[-1] <= self._row:
                self._waiting.pop()
            return (is_next or self._row in self._rows_wanted) and self._note((self._row, 0))
        return name == "sheetData" and depth == 1 and self._note((0, 0))

    def _note(self, position: Position) -> bool:
        self._kept.append(position)
        return True

    def _fill_row(self, row: Element, missing: list[Position]) -> None:
        """`spans` goes: it says which columns the row reaches, and may leave it unsaid."""
        self.part.set(row, spans=None)
        for position in missing:
            at = bisect_left(self._in_order, position)
            there = self._in_order[at] if at < len(self._in_order) else (0, 0)
            following = self._cells[there] if there[0] == position[0] else None
            if following is None:
                self.part.append(row, self._blank(position))
            else:
                self.part.insert(following.start, self._blank(position))

    def _add_row(self, number: int, missing: list[Position]) -> None:
        row = self.part.tag("row", {"r": number}, b"".join(self._blank(position) for position in missing))
        following = next((self._rows[one] for one in sorted(self._rows) if one > number), None)
        if following is None:
            self.part.append(self._data, row)
        else:
            self.part.insert(following.start, row)

    def _blank(self, position: Position) -> bytes:
        return self.part.tag("c", {"r": cell_name(*position), "s": self._styles[position]})
