"""The sentences about people not served and what serving them costs. As in `narrative`."""

from collections.abc import Sequence
from dataclasses import dataclass

from schemas.movement import LEAST_REGENCIES
from schemas.wording import number_text
from tasks.report.sentences import all_of, listed, rupiah_text, sentences

_FIRST = 3


@dataclass(frozen=True)
class Cost:
    """What serving everybody costs: `rupiah`, None where it is not known, for `known` of the `short`
    services (or regencies) in which somebody is left."""

    rupiah: float | None
    known: int
    short: int


def unserved(amounts: Sequence[tuple[str, float]], counted: int, running: bool = False, all_nihil: bool = False) -> str:
    """Whom the counted regencies did not reach: unit and number, never added over units, with how a sum over services
    is to be read; `all_nihil` is said where nobody is to be served. While the year is `running`, they are those who are
    still to be served in it."""
    if not counted:
        return "Berapa warga yang belum terlayani tidak diketahui karena belum ada laporan yang diterima."
    left = [f"{number_text(number)} {unit}" for unit, number in amounts if number]
    where = f"{number_text(counted)} daerah yang dihitung" if counted > 1 else "satu-satunya daerah yang dihitung"
    everywhere = f"{all_of(counted, 'daerah')} yang dihitung" if counted > 1 else where
    if all_nihil:
        return f"Tidak ada sasaran: semua pelayanan dasar di {everywhere} dinyatakan nihil."
    if not left:
        return f"Semua sasaran pelayanan dasar di {everywhere} sudah terlayani."
    who = "yang masih harus dilayani sampai akhir tahun" if running else "yang belum terlayani"
    return f"Di {where}, {who} {listed(left)}; yang menunggu beberapa pelayanan dihitung pada tiap pelayanan."


def cost(found: Cost, of: str = "pelayanan daerah") -> str:
    """What serving all of them would cost by the regencies' own cost; `of` says what is counted in `found`."""
    if not found.short:
        return ""
    if found.rupiah is None:
        return "Biaya melayani mereka tidak diketahui."
    if found.known < found.short:
        part = f"{number_text(found.known)} dari {number_text(found.short)} {of}"
        return f"Biaya melayani semuanya baru diketahui sebagian: {rupiah_text(found.rupiah)} untuk {part}."
    return f"Melayani semuanya memerlukan sekitar {rupiah_text(found.rupiah)} menurut biaya daerah sendiri."


def told(
    amounts: Sequence[tuple[str, float]], counted: int, needed: Cost, running: bool, all_nihil: bool
) -> tuple[str, ...]:
    """Who they are, the headline, and what serving them costs, where there is anything to say."""
    return tuple(filter(None, (unserved(amounts, counted, running, all_nihil), cost(needed))))


@dataclass(frozen=True)
class Decision:
    """A service to decide on, for one of `schemas.movement.DECISIONS`: `amount` are left in `short` of the `regencies`
    that deliver it, most of them in `where`; `lift` and `against_own` as in `Priorities`."""

    reason: str
    service: str
    amount: str
    short: int
    regencies: int
    where: Sequence[str]
    lift: float
    against_own: float
    cost: Cost


_REASONS = {
    "people": "paling banyak yang belum terlayani",
    "lift": "paling menaikkan indeks provinsi",
    "own_level": "paling jauh di bawah indeks daerahnya sendiri",
}


def decision(one: Decision) -> str:
    """What to do, why, where, what it costs and what it brings."""
    of = (
        all_of(one.short, "daerah")
        if one.short == one.regencies
        else f"{number_text(one.short)} dari {number_text(one.regencies)} daerah"
    )
    mainly = f", terutama {listed(one.where)}" if one.short > len(one.where) else f": {listed(one.where)}"
    reason = _REASONS[one.reason]
    if one.reason == "own_level":
        reason += f" ({number_text(abs(one.against_own), 2)} poin)"
    lift = f"{number_text(one.lift, 2)} poin" if one.lift >= 0.005 else "kurang dari 0,01 poin"
    return sentences(
        f"{one.service}, {reason}: layani {one.amount} lagi di {of} yang menjalankannya{mainly}.",
        f"{_price(one.cost)}; indeks provinsi naik {lift}.",
    )


def _price(found: Cost) -> str:
    if found.rupiah is None:
        return "Biayanya tidak diketahui"
    if found.known < found.short:
        part = f"{number_text(found.known)} dari {number_text(found.short)} daerah"
        return f"Biayanya {rupiah_text(found.rupiah)} untuk {part}, selebihnya tidak diketahui"
    return f"Biayanya sekitar {rupiah_text(found.rupiah)}"


def no_ranking(counted: int) -> str:
    """Why no service is ranked: nobody or too few are counted, or where enough are, nobody is left to be served."""
    if not counted:
        return "belum ada laporan yang diterima"
    if counted < LEAST_REGENCIES:
        who = f"baru {number_text(counted)} daerah yang dihitung"
        return f"{who}, sedangkan urutan baru berarti bila pelayanan dijalankan sedikitnya {LEAST_REGENCIES} daerah"
    return f"tidak ada pelayanan yang dijalankan sedikitnya {LEAST_REGENCIES} daerah dan belum melayani semua"


def first_steps(lifts: Sequence[tuple[str, float]]) -> str:
    """The services that lift the province's index most if all are served: name and points, the first first."""
    told = [f"{name} ({number_text(lift, 2)} poin)" for name, lift in lifts[:_FIRST]]
    if not told:
        return ""
    return f"Indeks provinsi paling banyak naik bila semua sasaran terlayani pada {listed(told)}."
