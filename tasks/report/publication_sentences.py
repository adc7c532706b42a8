"""The sentence about what changed since a report was last published. As in `sentences`."""

from collections.abc import Mapping, Sequence

from schemas.wording import KEPT, number_text
from tasks.report.sentences import REGENCIES, Index, listed, sentences

FIRST = "Ini laporan pertama yang terbit untuk triwulan ini."

TOLD = {
    "joined": "baru dihitung: {}",
    "replaced": "angkanya diganti kiriman baru: {}",
    "left": "tidak lagi dihitung: {}",
    "rejected": "kirimannya ditolak: {}",
    "kept": f"{KEPT}: {{}}",
}
_NAMED = 3


def news(
    since: str,
    who: Mapping[str, Sequence[str]],
    counted: int,
    then: Index | None,
    now: Index | None,
    rules: Sequence[str] = (),
) -> str:
    """Against the report of `since`, in which `counted` regencies were; `who` is named by what happened to them, `then`
    and `now` are the province's index, both by what holds today; `rules` are what of that held otherwise then."""
    told = [text.format(listed(who[name], _NAMED)) for name, text in TOLD.items() if who[name]]
    first = (
        f"Dibandingkan laporan keadaan {since}: {'; '.join(told)}."
        if told
        else f"Tidak ada kiriman yang mengubah angka sejak laporan keadaan {since}."
    )
    anew = f"Yang berubah sejak itu: {listed(rules)}; indeks saat itu dihitung ulang."
    return sentences(first, anew if rules else "", _index(counted, then, now))


def _index(counted: int, then: Index | None, now: Index | None) -> str:
    if now is None:
        return ""
    if then is None:
        return f"Saat itu belum ada indeks; sekarang {now.number}."
    if then.printed == now.printed:
        return f"Indeks provinsi tetap {now.number}."
    of = f"saat itu rata-rata {number_text(counted)} {REGENCIES}"
    return f"Indeks provinsi berubah dari {then.number} ({of}) menjadi {now.number}."
