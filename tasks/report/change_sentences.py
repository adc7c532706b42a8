"""The sentences about change: like with like, and why. As in `narrative`; compared is over the same regencies."""

from collections.abc import Sequence
from dataclasses import dataclass

from schemas.movement import COMPOSITION, LEAST
from schemas.period import ROMAN, Period
from schemas.wording import half_up, number_text
from tasks.report.sentences import Index, listed, sentences


@dataclass(frozen=True)
class Moved:
    """How an index moved since a quarter, over the `members` counted then and now (their number): `then` and `now` are
    the means over them, `causes` the points of each cause (`schemas.movement.Change`), `joined` and `left` the names of
    those that are counted only now and only then; `by_target` as in `schemas.movement.Comparison`, `forced` the
    names of those of which one cause got all points."""

    since: Period
    members: int
    then: Index | None
    now: Index | None
    causes: dict[str, float]
    joined: Sequence[str] = ()
    left: Sequence[str] = ()
    by_target: bool = False
    forced: Sequence[str] = ()


CAUSES = {
    "recipients": "jumlah yang terlayani",
    "quality": "pemenuhan mutu",
    "target": "sasaran",
    "nihil": "pernyataan nihil",
    "method": "cara menghitung",
}
"""Cause of a change of the same members -> what people call it, in the order of their weight in daily work."""
NAMES = {COMPOSITION: "pergantian daerah yang melapor", **CAUSES}


_MINUS = "\u2212"
"""A hyphen would stay behind at the end of a line, without its number."""


def points_text(points: float) -> str:
    """`+1,20`, `−0,35`, `0,00`."""
    shown = number_text(abs(points), 2)
    return shown if shown == "0,00" else f"{'+' if points > 0 else _MINUS}{shown}"


def change(moved: Moved) -> str:
    """What moved the index of the same regencies. A rise by lower targets alone is not called one (rules.md part 3)."""
    if not moved.members:
        return (
            f"Tidak ada daerah yang dihitung baik pada {moved.since.label} maupun triwulan ini, sehingga keduanya "
            "tidak dapat dibandingkan."
        )
    if moved.then is None or moved.now is None:
        return ""
    where = "daerah yang sama" if moved.members == 1 else f"{number_text(moved.members)} daerah yang sama"
    if moved.then.printed == moved.now.printed:
        return f"Pada {where}, indeks tidak berubah sejak {moved.since.label} ({moved.now.number})."
    rising = moved.now.printed > moved.then.printed
    if moved.by_target and rising:
        return (
            f"Pada {where}, indeks bertambah dari {moved.then.number} pada {moved.since.label} menjadi "
            f"{moved.now.number}, tetapi hanya karena {_named('target', 1)} ({points_text(moved.causes['target'])}); "
            f"{_others(moved)}."
        )
    verb = "naik" if rising else "turun"
    span = f"indeks {verb} dari {moved.then.number} pada {moved.since.label} menjadi {moved.now.number}"
    return sentences(f"Pada {where}, {span}{_because(moved, rising)}.", _rounding(moved), _in_one(moved.forced))


def _others(moved: Moved) -> str:
    """What all other causes of a rise by lower targets do together; that nothing got better only where nothing did."""
    others = {cause: moved.causes.get(cause, 0.0) for cause in CAUSES if cause != "target"}
    if max(others.values()) < LEAST:
        return "pelayanannya sendiri tidak membaik"
    weighty = [f"{CAUSES[cause]} {points_text(points)}" for cause, points in others.items() if abs(points) >= LEAST]
    return f"sebab lainnya bersama-sama {points_text(sum(others.values()))}: {listed(weighty)}"


def _in_one(names: Sequence[str]) -> str:
    if not names:
        return ""
    return (
        f"Perubahan {listed(names, 4)} tidak dapat dipisah menurut penyebabnya dan dihitung seluruhnya pada satu "
        "penyebab."
    )


def _rounding(moved: Moved) -> str:
    """Why the points that are told do not add up to what a reader finds who subtracts; '' where they do."""
    told = sum(half_up(moved.causes[cause], 2) for cause in _weighty(moved))
    if not told or abs(told - (moved.now.printed - moved.then.printed)) < LEAST:
        return ""
    return "Jumlah poinnya berbeda sedikit dari selisih indeks karena pembulatan."


def _weighty(moved: Moved) -> list[str]:
    """The causes with points that can be printed, those with the most first."""
    found = [cause for cause in CAUSES if abs(moved.causes.get(cause, 0.0)) >= LEAST]
    return sorted(found, key=lambda cause: -abs(moved.causes[cause]))


def _because(moved: Moved, rising: bool) -> str:
    """What goes the index's way is why; what goes against it is told apart: nothing rises by what lowers it."""
    told: dict[bool, list[str]] = {True: [], False: []}
    for cause in _weighty(moved):
        points = moved.causes[cause]
        told[(points > 0) == rising].append(f"{_named(cause, points)} ({points_text(points)})")
    because = f", karena {listed(told[True])}" if told[True] else ""
    against = f"; sebaliknya, {listed(told[False])} {'menurunkan' if rising else 'menaikkan'}nya" if told[False] else ""
    return because + against


def _named(cause: str, points: float) -> str:
    """A target that lifts the index is a lower one: nobody was served better by it."""
    return f"sasaran yang lebih {'rendah' if points > 0 else 'tinggi'}" if cause == "target" else CAUSES[cause]


def composition(moved: Moved) -> str:
    """Who is counted that was not then, who no longer, and what that alone does to the mean."""
    changed = [
        f"{listed(names, 4)} {verb}"
        for names, verb in ((moved.joined, "kini ikut dihitung"), (moved.left, "kali ini belum dihitung"))
        if names
    ]
    if not changed or not moved.members:
        return ""
    points = moved.causes.get(COMPOSITION, 0.0)
    shifts = (
        f" menggeser rata-rata provinsi {points_text(points)} poin"
        if abs(points) >= LEAST
        else " tidak mengubah rata-rata provinsi"
    )
    return f"Pergantian daerah ({'; '.join(changed)}){shifts}."


def pace(moved: Moved, period: Period) -> str:
    """Within a year: figures add up from 1 January, so a higher index is no improvement but how far the year is."""
    if not moved.members or moved.then is None or moved.now is None:
        return ""
    where = "daerah yang sama" if moved.members == 1 else f"{number_text(moved.members)} daerah yang sama"
    between = [f"Triwulan {ROMAN[quarter - 1]}" for quarter in range(moved.since.quarter + 1, period.quarter)]
    skipped = f" ({listed(between)} dilewati: tanpa laporan yang diterima)" if between else ""
    if moved.then.printed == moved.now.printed:
        went = f"tetap {moved.now.number} sejak {moved.since.label}"
    else:
        went = f"bergerak dari {moved.then.number} pada {moved.since.label} menjadi {moved.now.number}"
    return f"Sepanjang tahun berjalan, indeks kumulatif {where} {went}{skipped}."


def development(period: Period, now: Index | None, moved: Sequence[Moved], first: bool) -> str:
    """How the province's index moved: against the same quarter of last year, and within the year as pace only.

    `first` says whether no report of an earlier quarter was ever recorded.
    """
    if now is None:
        return ""
    if first:
        return (
            "Laporan pertama: belum ada laporan triwulan sebelumnya yang tercatat, sehingga "
            f"{period.label} belum mempunyai pembanding."
        )
    if not moved:
        earlier = " dan triwulan sebelumnya pada tahun ini" if period.quarter > 1 else ""
        return (
            f"Triwulan yang sama tahun lalu{earlier} tidak mempunyai laporan yang diterima, sehingga {period.label} "
            "belum mempunyai pembanding."
        )
    last_year = [sentences(change(one), composition(one)) for one in moved if one.since.year < period.year]
    without = f"{period.back(4).label} tidak mempunyai laporan yang diterima, sehingga tidak ada pembanding tahun lalu."
    return sentences(*(last_year or [without]), within_year(period, moved))


def within_year(period: Period, moved: Sequence[Moved]) -> str:
    """The part of it that is pace only; '' where nothing of the year is compared."""
    return sentences(
        *(text for one in moved if one.since.year == period.year for text in (pace(one, period), composition(one)))
    )
