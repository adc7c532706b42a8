"""What became of every filled cell of a workbook: used, a label, recomputed, or left out and why."""

from collections import Counter
from dataclasses import dataclass
from enum import StrEnum


class Fate(StrEnum):
    """The four things that can become of a filled cell, as people read them."""

    USED = "dipakai"
    LABEL = "judul atau label"
    RECOMPUTED = "dihitung ulang"
    LEFT_OUT = "tidak dipakai"


class Reason(StrEnum):
    """Why a cell was left out."""

    UNKNOWN_SHEET = "lembar di luar formulir"
    HEADLESS = "lembar tanpa judul kolom yang dikenal"
    UNKNOWN_COLUMN = "kolom di luar formulir"
    OUTSIDE = "di luar tabel"
    OTHER_TABLE = "tabel lain pada lembar yang sama"
    NO_CODE = "baris tanpa kode atau nama yang dikenal"
    UNKNOWN_ROW = "layanan, butir mutu atau bidang pada baris ini tidak dikenal"
    DUPLICATE = "baris kedua dari layanan, butir mutu atau bidang yang sama"
    REFUSED = "nilainya tidak dapat dibaca"
    COVERED = "di bawah sel gabungan"
    PERSONAL = "data pribadi"


@dataclass(frozen=True, slots=True)
class CellFate:
    """One filled cell. Its value is not repeated here, for it may be personal.

    `table` is the key of the form's sheet (`identity`, `recipients` ...), `column` the column's key, `code` what the
    row is about; empty where the cell has none. `rule` is the finding that says why a value was refused.
    """

    sheet: str
    cell: str
    fate: Fate
    table: str = ""
    column: str = ""
    code: str = ""
    reason: Reason | None = None
    rule: str = ""


@dataclass(frozen=True, slots=True)
class Reconciliation:
    """Every filled cell of a workbook, sheet by sheet, row by row."""

    cells: tuple[CellFate, ...] = ()

    @property
    def counts(self) -> dict[Fate, int]:
        """How many cells of each fate; they add up to the filled cells."""
        found = Counter(one.fate for one in self.cells)
        return {fate: found[fate] for fate in Fate}

    @property
    def left_out(self) -> list[CellFate]:
        return [one for one in self.cells if one.fate is Fate.LEFT_OUT]
