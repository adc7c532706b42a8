"""What became of every filled cell of a workbook: used, a label, recomputed, or left out and why."""

from collections import Counter
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

from schemas.wording import number_text


class Fate(StrEnum):
    """What can become of a filled cell, as people read it. UNACCOUNTED is a defect of ours and never the sender's."""

    USED = "dipakai"
    LABEL = "judul atau label"
    RECOMPUTED = "dihitung ulang"
    LEFT_OUT = "tidak dipakai"
    UNACCOUNTED = "terlewat oleh program"


class Reason(StrEnum):
    """Why a cell was left out."""

    UNKNOWN_SHEET = "lembar di luar formulir"
    FOR_COMPARING = "lembar pembanding dari formulir kami"
    HEADLESS = "lembar tanpa judul kolom yang dikenal"
    UNKNOWN_COLUMN = "kolom di luar formulir"
    OUTSIDE = "di luar tabel"
    OTHER_TABLE = "tabel lain pada lembar yang sama"
    NO_CODE = "baris tanpa kode atau nama yang dikenal"
    UNKNOWN_ROW = "layanan, butir mutu atau bidang pada baris ini tidak dikenal"
    ASIDE = "baris bidang, jumlah atau ringkasan, bukan layanan atau butir mutu"
    DUPLICATE = "baris kedua dari layanan, butir mutu atau bidang yang sama"
    REFUSED = "nilainya tidak dapat dibaca"
    NO_FIGURE = "berarti belum ada angkanya"
    COVERED = "di bawah sel gabungan"
    PERSONAL = "data pribadi"


class CellGroup(NamedTuple):
    """Cells of a workbook that share a fate: how many, and of those that no figure comes from also where and why.

    `cells` are addresses and ranges with blanks between them (`L5:L34 N9`), of every cell and of no other.
    """

    fate: Fate
    count: int
    sheet: str = ""
    cells: str = ""
    reason: Reason | None = None
    rule: str = ""

    @property
    def why(self) -> str:
        """The reason as people read it."""
        return f"{self.reason} ({self.rule})" if self.rule else str(self.reason or self.fate)


@dataclass(frozen=True, slots=True)
class Account:
    """What is kept of a reconciliation: counts that add up to the filled cells, and the cells left out."""

    groups: tuple[CellGroup, ...] = ()

    @property
    def counts(self) -> dict[Fate, int]:
        """How many cells of each fate."""
        found: Counter[Fate] = Counter()
        for one in self.groups:
            found[one.fate] += one.count
        return {fate: found[fate] for fate in Fate}

    @property
    def filled(self) -> int:
        return sum(one.count for one in self.groups)

    @property
    def left_out(self) -> list[CellGroup]:
        """By sheet and reason, in the order of the workbook; with them what the program lost."""
        return [one for one in self.groups if one.fate in (Fate.LEFT_OUT, Fate.UNACCOUNTED)]

    @property
    def numbers(self) -> dict[str, int]:
        """`filled`, then the counts by the names that programs use: `used`, `label`, ..."""
        return {"filled": self.filled, **{fate.name.lower(): count for fate, count in self.counts.items()}}

    @property
    def sentence(self) -> str:
        return cells_sentence(self.numbers)


def cells_sentence(numbers: dict[str, int]) -> str:
    """`3.949 sel terisi: 1.005 dipakai, 1.988 judul atau label, 656 dihitung ulang, 300 tidak dipakai.`

    `numbers` as in an Account; what the program lost is named only where it lost something.
    """
    counts = {fate: numbers[fate.name.lower()] for fate in Fate}
    told = [f"{number_text(n)} {fate}" for fate, n in counts.items() if n or fate is not Fate.UNACCOUNTED]
    return f"{number_text(numbers['filled'])} sel terisi: {', '.join(told)}."
