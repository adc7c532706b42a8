"""The sentences about people not served and what serving them costs. As in `narrative`."""

from collections.abc import Sequence
from dataclasses import dataclass

from schemas.wording import number_text
from tasks.report.sentences import listed, million_rupiah, sentences


@dataclass(frozen=True)
class Cost:
    """What serving everybody costs: `millions` of rupiah, None where it is not known, for `known` of the `short`
    services (or regencies) in which somebody is left."""

    millions: int | None
    known: int
    short: int


def unserved(amounts: Sequence[tuple[str, float]], counted: int) -> str:
    """Whom the counted regencies did not reach: unit and number, never added over units."""
    if not counted:
        return "Berapa warga yang belum terlayani tidak diketahui karena belum ada laporan yang diterima."
    left = [f"{number_text(number)} {unit}" for unit, number in amounts if number]
    where = f"{number_text(counted)} daerah yang dihitung" if counted > 1 else "satu-satunya daerah yang dihitung"
    if not left:
        return f"Semua sasaran pelayanan dasar di {where} sudah terlayani."
    return (
        f"Di {where}, yang belum terlayani {listed(left)}; orang yang menunggu beberapa pelayanan dihitung pada tiap "
        "pelayanan."
    )


def cost(found: Cost, of: str = "pelayanan daerah") -> str:
    """What serving all of them would cost by the regencies' own cost; `of` says what is counted in `found`."""
    if not found.short:
        return ""
    if found.millions is None:
        return "Biaya melayani mereka tidak diketahui."
    if found.known < found.short:
        part = f"{number_text(found.known)} dari {number_text(found.short)} {of}"
        return f"Biaya melayani semuanya baru diketahui sebagian: {million_rupiah(found.millions)} untuk {part}."
    return f"Melayani semuanya memerlukan sekitar {million_rupiah(found.millions)} menurut biaya daerah sendiri."


def told(amounts: Sequence[tuple[str, float]], counted: int, needed: Cost) -> str:
    return sentences(unserved(amounts, counted), cost(needed))
