"""The sentences about change: like with like, and why. As in `narrative`; compared is over the same regencies."""

from collections.abc import Sequence
from dataclasses import dataclass

from schemas.movement import COMPOSITION
from schemas.period import Period
from schemas.wording import number_text
from tasks.report.sentences import Index, listed, sentences


@dataclass(frozen=True)
class Moved:
    """How an index moved since a quarter, over the `members` counted then and now (their number): `then` and `now` are
    the means over them, `causes` the points of each cause (`schemas.movement.Change`), `joined` and `left` the names of
    those that are counted only now and only then."""

    since: Period
    members: int
    then: Index | None
    now: Index | None
    causes: dict[str, float]
    joined: Sequence[str] = ()
    left: Sequence[str] = ()


CAUSES = {
    "recipients": "jumlah yang terlayani",
    "quality": "pemenuhan mutu",
    "target": "sasaran",
    "nihil": "pernyataan nihil",
    "method": "cara menghitung",
}
"""Cause of a change -> what people call it, in the order of their weight in daily work."""

_SHOWN = 0.005
"""Points below this are printed as 0,00 and are no cause worth naming."""


def points_text(points: float) -> str:
    """`+1,20`, `-0,35`."""
    return f"{'+' if points > 0 else '-'}{number_text(abs(points), 2)}"


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
    own = sum(points for cause, points in moved.causes.items() if cause not in (COMPOSITION, "target"))
    lower_targets = moved.causes.get("target", 0.0)
    if rising and own < _SHOWN <= lower_targets:
        return (
            f"Pada {where}, indeks bertambah dari {moved.then.number} pada {moved.since.label} menjadi "
            f"{moved.now.number} hanya karena sasaran berubah ({points_text(lower_targets)}); "
            "pelayanannya sendiri tidak membaik."
        )
    verb = "naik" if rising else "turun"
    span = f"indeks {verb} dari {moved.then.number} pada {moved.since.label} menjadi {moved.now.number}"
    return f"Pada {where}, {span}{_because(moved)}."


def _because(moved: Moved) -> str:
    weighty = {cause: moved.causes.get(cause, 0.0) for cause in CAUSES if abs(moved.causes.get(cause, 0.0)) >= _SHOWN}
    named = sorted(weighty, key=lambda cause: -abs(weighty[cause]))
    told = [f"{CAUSES[cause]} ({points_text(weighty[cause])})" for cause in named]
    return f", karena {listed(told)}" if told else ""


def composition(moved: Moved) -> str:
    """Who is counted that was not then, who no longer, and what that alone does to the mean."""
    changed = [
        f"{listed(names, 4)} {verb}"
        for names, verb in ((moved.joined, "kini ikut dihitung"), (moved.left, "tidak lagi dihitung"))
        if names
    ]
    if not changed or not moved.members:
        return ""
    points = moved.causes.get(COMPOSITION, 0.0)
    shifts = (
        f" menggeser rata-rata provinsi {points_text(points)} poin"
        if abs(points) >= _SHOWN
        else (" tidak mengubah rata-rata provinsi")
    )
    return f"Pergantian daerah ({'; '.join(changed)}){shifts}."


def pace(moved: Moved) -> str:
    """Within a year: figures add up from 1 January, so a higher index is no improvement but how far the year is."""
    if not moved.members or moved.then is None or moved.now is None:
        return ""
    where = "daerah yang sama" if moved.members == 1 else f"{number_text(moved.members)} daerah yang sama"
    return (
        f"Sepanjang tahun berjalan, indeks kumulatif {where} bergerak dari {moved.then.number} pada "
        f"{moved.since.label} menjadi {moved.now.number}."
    )


def development(period: Period, now: Index | None, moved: Sequence[Moved], other_quarters: bool) -> str:
    """How the province's index moved: against the same quarter of last year, and within the year as pace only.

    `other_quarters` says whether any other quarter is known at all.
    """
    if now is None:
        return ""
    if not moved:
        return (
            "Triwulan yang sama tahun lalu dan triwulan sebelumnya pada tahun ini tidak tercatat, sehingga "
            f"{period.label} belum mempunyai pembanding."
            if other_quarters
            else f"Dalam dua tahun terakhir tidak tercatat laporan lain, sehingga {period.label} belum mempunyai "
            "pembanding."
        )
    told = [pace(one) if one.since.year == period.year else sentences(change(one), composition(one)) for one in moved]
    return sentences(*told)
