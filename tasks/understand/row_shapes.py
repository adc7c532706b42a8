"""Rows that are no service, item or bidang although they have figures: known by their words, and by their sums."""

import re
from dataclasses import dataclass

from schemas.reference import FIELDS, NAMED_KINDS
from schemas.wording import IN_BRACKETS, plain
from schemas.workbook import Cell, RawSheet, cell_at
from tasks.understand.cells import TOO_LARGE, read_number, unit_of
from tasks.understand.figure_cells import without_dust
from tasks.understand.vocabulary import parts_of_rows, row_words

_NO_SLIP = 1000
"""A fraction from here on is rupiah with sen."""
_BEFORE_A_FIELD = re.compile(
    r"^(?:urusan|bidang|sektor|spm|wajib|pelayanan|dasar|pemerintahan|dinas|standar|minimal|sub|subtotal|total|jumlah"
    r"|[a-f]|i{1,3}|iv|vi?|[1-6]) "
)
ACCOUNT = "rekening"
"""How the kinds of codes of accounts begin, one a level: those of one level are beside each other."""
_ACCOUNT_CODE = re.compile(r"(?:\d{1,4}|[Xx]{1,4})(?:\.(?:\d{1,4}|[Xx]{1,4})){2,}")
ENUMERATED = re.compile(r"^\(?(?:\d{1,2}|[A-Za-z])[.)](?:\s+(?=\S)|$)")
"""A letter or number of its own before a part: `a. Laki-laki`."""
_LEAST_ROWS = 2
"""A sum of one row is that row again."""


def figure(cell: Cell) -> float:
    """A cell as a number for sums: blank is 0, what cannot be read is NaN and makes the sum unknown; so does a small
    fraction, which is no count (C04)."""
    if type(cell) in (int, float):
        value = without_dust(float(cell))
        return value if abs(value) < TOO_LARGE and (value % 1 == 0 or value >= _NO_SLIP) else float("nan")
    if type(cell) is str and cell.strip():
        found = read_number(cell, whole=True)
        is_known = found.how in ("text", "zero", "nihil") and abs(found.value) < TOO_LARGE
        return found.value if is_known else float("nan")
    return 0.0


def names_field(text: str) -> bool:
    """Whether a text is the name of a bidang, as it stands over its services: `URUSAN PENDIDIKAN`, `II. Kesehatan`."""
    return bool(field_named(text))


def field_named(text: str) -> str:
    """The bidang whose name a text is, behind the words that stand before one; '' for none."""
    words, before = plain(text), ""
    while words != before:
        if words in row_words(*FIELDS):
            return row_words(*FIELDS)[words]
        words, before = _BEFORE_A_FIELD.sub("", words), words
    return ""


def stands_aside(text: str, *, inside: bool = False) -> bool:
    """Whether a text begins as a line under a table does: `Persentase Kab/Kota`, `Target Nasional`. `inside` a bidang
    `Keterangan: DAK` or `Provinsi` may be a part of the service above as well. A percentage is never one."""
    kinds = ("aside",) if inside else ("aside", "outside")
    return "%" in text or _begins(text, *kinds)


def begins_what_is_beyond(text: str) -> bool:
    """Whether a line is the title of rows that are none of the form's: `B. NON SPM`."""
    return _begins(ENUMERATED.sub("", text.strip()), "beyond")


def is_detail(text: str) -> bool:
    """Whether a text begins as that of a row whose figures are in those above: `di antaranya DAK`."""
    return _begins(text, "rincian")


def is_account(cell: Cell) -> bool:
    """Whether a cell is the code of an account, as budgets have it: `1.02.02.2.01`."""
    return type(cell) is str and bool(_ACCOUNT_CODE.fullmatch(cell.strip()))


def _begins(text: str, *kinds: str) -> bool:
    return f"{plain(text)} ".startswith(tuple(f"{word} " for word in row_words(*kinds)))


def part_words(cells: list[Cell], but: tuple[int, ...]) -> dict[str, str]:
    """What a row says it is a part of, by kind: `orang (L)` is {"jenis kelamin": "l"}. `but` are columns left aside."""
    known, found = row_words(), {}
    for at, cell in enumerate(cells, 1):
        if type(cell) is str and at not in but:
            bare = " ".join(word for word in plain(cell).split() if unit_of(word) != "orang")
            for form in map(plain, (ENUMERATED.sub("", cell), *IN_BRACKETS.findall(cell), bare)):
                if form in parts_of_rows():
                    found.setdefault(known[form], form)
            if is_account(cell):
                found.setdefault(f"{ACCOUNT} {cell.count('.')}", cell.strip())
            for kind in NAMED_KINDS:
                if _begins(ENUMERATED.sub("", cell), kind):
                    found.setdefault(kind, plain(cell))
    return found


@dataclass(frozen=True)
class Shapes:
    """The figures of a sheet by row. `data` are the rows of services or items, with those that are added to them."""

    sheet: RawSheet
    columns: tuple[int, ...]
    data: frozenset[int]

    def is_sum(self, number: int) -> bool:
        """Whether the figures of a row are the sums of rows right above or right below, or of all."""
        stated = {at: figure(cell_at(self.sheet.rows[number - 1], at)) for at in self.columns}
        stated = {at: value for at, value in stated.items() if value}
        if not stated:
            return False
        everything = len(self.data) >= _LEAST_ROWS and self._add_up(stated, sorted(self.data))[-1]
        return everything or any(any(self._add_up(stated, self._next(number, step))) for step in (-1, 1))

    def _add_up(self, stated: dict[int, float], rows: list[int]) -> list[bool]:
        """Whether the first two, three, four ... of these rows add up to what is stated."""
        sums, found = dict.fromkeys(stated, 0.0), [False]
        for count, row in enumerate(rows, 1):
            sums = {at: value + figure(cell_at(self.sheet.rows[row - 1], at)) for at, value in sums.items()}
            found.append(count >= _LEAST_ROWS and all(abs(stated[at] - value) < 0.5 for at, value in sums.items()))
        return found

    def _next(self, number: int, step: int) -> list[int]:
        found, row = [], number + step
        while row in self.data:
            found.append(row)
            row += step
        return found
