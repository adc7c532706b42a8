"""The sentences of the province's report: values in, Bahasa Indonesia out.

Every number a sentence names is given to it, none is made here, so that the text says what the tables say. Two indices
are compared as they are printed (rules.md part 1, step 9): what a reader sees as equal is called unchanged. What there
is nothing to say about gives ''.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from schemas.category import RUNNING
from schemas.period import Period
from schemas.wording import half_up, number_text

REGENCIES = "kabupaten/kota"


@dataclass(frozen=True)
class Index:
    """An index as it is printed: `printed` has two decimals (82.43), `category` is the one its exact value reaches."""

    printed: float
    category: str

    @property
    def number(self) -> str:
        return number_text(self.printed, 2)

    def __str__(self) -> str:
        """While the year goes on, its lowest category says nothing."""
        return self.number if self.category == RUNNING else f"{self.number} ({self.category})"


@dataclass(frozen=True)
class Standing:
    """Where one regency or service stands; a service by its mean over `regencies`, None where these are all that are
    counted."""

    name: str
    index: Index
    regencies: int | None = None


@dataclass(frozen=True)
class Movements:
    """How many regencies rose, fell and stayed since `period`, of those counted then and now; `by_target` rose by lower
    targets alone."""

    period: Period
    risen: int
    fallen: int
    unchanged: int
    by_target: int = 0


def listed(names: Sequence[str], most: int | None = None) -> str:
    """`A`, `A dan B`, `A, B, dan C`; with `most`, the first of them and how many others there are (two at least: one
    name is as short as the words for it)."""
    shown = list(names)
    if most is not None and len(shown) > most + 1:
        shown = [*shown[:most], f"{number_text(len(shown) - most)} lainnya"]
    if len(shown) < 3:
        return " dan ".join(shown)
    return f"{', '.join(shown[:-1])}, dan {shown[-1]}"


def all_of(count: int, what: str, every: str = "semua") -> str:
    """`semua 14 daerah`, of two `kedua daerah`; `every` is the word for more than two."""
    return f"kedua {what}" if count == 2 else f"{every} {number_text(count)} {what}"


def sentences(*parts: str) -> str:
    """One paragraph of the sentences that say something."""
    return " ".join(part for part in parts if part)


def capital(text: str) -> str:
    """The first letter as a sentence begins; the rest stays."""
    return text[:1].upper() + text[1:]


def rupiah_text(rupiah: float) -> str:
    """As people say it: `Rp4,48 triliun`, `Rp12,88 miliar`, `Rp950 juta`; the exact amount, rounded once."""
    for size, decimals, name in ((1e12, 2, " triliun"), (1e9, 2, " miliar"), (1e6, 0, " juta")):
        if half_up(rupiah / size, decimals) >= 1:
            return f"Rp{number_text(rupiah / size, decimals)}{name}"
    return f"Rp{number_text(rupiah, 0)}"


def headline(
    subject: str, index: Index | None, counted: Sequence[str], everyone: int, nihil: Sequence[str] = ()
) -> str:
    """Where `subject` ("Indeks SPM Provinsi X") stands; `counted` are the regencies it is the mean of, `nihil` those
    whose report was accepted, but has no index."""
    if not (counted or nihil):
        return (
            f"{subject} belum dapat dihitung karena dari {number_text(everyone)} {REGENCIES} belum ada yang laporannya "
            "diterima."
        )
    if index is None:
        return f"{subject} tidak mempunyai nilai karena semua pelayanan dinyatakan nihil."
    beside = nihil_text(nihil)
    if len(counted) == 1:
        only = (
            "satu-satunya daerah di provinsi ini" if everyone == 1 else "satu-satunya daerah yang laporannya diterima"
        )
        only = "satu-satunya daerah yang mempunyai indeks" if nihil else only
        return sentences(f"{subject} sebesar {index}, yaitu indeks {counted[0]}, {only}.", beside)
    some = f"{number_text(len(counted))} dari {number_text(everyone)} {REGENCIES}"
    of = all_of(everyone, REGENCIES, "seluruh") if len(counted) == everyone else some
    return sentences(f"{subject} sebesar {index}, rata-rata {of} yang laporannya diterima.", beside)


def nihil_text(names: Sequence[str]) -> str:
    """Of those that declared every service nihil; '' where nobody did."""
    if not names:
        return ""
    theirs = "pelayanannya" if len(names) == 1 else "pelayanan mereka"
    return f"Laporan {listed(names, 4)} diterima, tetapi semua {theirs} dinyatakan nihil, sehingga tanpa indeks."


def part_of_year(period: Period) -> str:
    """A warning that the year is not over; '' for its last quarter."""
    if period.quarter == 4:
        return ""
    return (
        "Angka ini baru mencakup pelayanan sejak awal tahun sampai akhir triwulan, sehingga belum menggambarkan "
        "pencapaian satu tahun."
    )


def movements(moved: Movements | None) -> str:
    """How the regencies moved that are counted in both quarters."""
    if moved is None:
        return ""
    told = {"naik": moved.risen, "turun": moved.fallen, "tidak berubah": moved.unchanged}
    told["bertambah hanya karena sasaran yang lebih rendah"] = moved.by_target
    if not (everyone := sum(told.values())):
        return ""
    happened = {verb: count for verb, count in told.items() if count}
    if everyone == 1:
        return f"Indeks satu-satunya daerah yang dapat dibandingkan dengan {moved.period.label} {next(iter(happened))}."
    if len(happened) == 1:
        return (
            f"Indeks {all_of(everyone, 'daerah')} yang dapat dibandingkan dengan {moved.period.label} "
            f"{next(iter(happened))}."
        )
    counts = listed([f"{number_text(count)} {verb}" for verb, count in happened.items()])
    return f"Dari {number_text(everyone)} daerah yang dapat dibandingkan dengan {moved.period.label}, indeks {counts}."


def extremes(standings: Sequence[Standing], what: str = "Indeks") -> str:
    """Who is highest and lowest; those that are printed alike are named together."""
    if len(standings) < 2:
        return ""
    printed = [one.index.printed for one in standings]
    highest, lowest = ([one for one in standings if one.index.printed == end] for end in (max(printed), min(printed)))
    if highest == lowest:
        return f"{what} semua daerah yang dihitung sama, yaitu {standings[0].index}."
    best, worst = (listed([one.name for one in end], 3) for end in (highest, lowest))
    return f"{what} tertinggi dicapai {best}, yaitu {highest[0].index}; yang terendah {worst}, yaitu {lowest[0].index}."


def categories(counts: Sequence[tuple[str, int]]) -> str:
    """How many regencies reach each category; `counts` goes from the best to the lowest."""
    reached = [(name, count) for name, count in counts if count]
    everyone = sum(count for _, count in reached)
    if everyone < 2:
        return ""
    if len(reached) == 1:
        name = reached[0][0]
        return "" if name == RUNNING else f"Semua daerah yang dihitung berada pada kategori {name}."
    told = [f"{number_text(count)} daerah {_NOT_YET if name == RUNNING else name}" for name, count in reached]
    return f"Menurut kategori, {listed(told)}."


_NOT_YET = "masih berjalan di bawah semua itu"


def completeness(
    everyone: int,
    accepted: int,
    in_time: int,
    rejected: Sequence[str],
    missing: Sequence[str],
    nameless: int,
    *,
    state: str,
    due: str,
) -> list[str]:
    """Who has reported by `state`; `due` is the deadline, both as dates in words; otherwise as in `waiting`."""
    if not accepted:
        first = f"Sampai {state}, dari {number_text(everyone)} {REGENCIES} belum ada yang laporannya diterima."
    elif accepted == everyone:
        who = all_of(everyone, REGENCIES, "seluruh") if everyone > 1 else "satu-satunya daerah"
        first = f"Sampai {state}, {who} telah menyampaikan laporan yang diterima."
    else:
        first = (
            f"Sampai {state}, {number_text(accepted)} dari {number_text(everyone)} {REGENCIES} telah menyampaikan "
            "laporan yang diterima."
        )
    return [sentences(first, _timeliness(accepted, in_time, due)), waiting(everyone, rejected, missing, nameless)]


def waiting(everyone: int, rejected: Sequence[str], missing: Sequence[str], nameless: int) -> str:
    """Whose report is still to come. One of the `nameless` files may be of somebody without a report: whether they sent
    any is not known then."""
    whose = f"semua {REGENCIES}" if len(rejected) == everyone > 1 else listed(rejected)
    refused = f"Laporan {whose} ditolak dan menunggu perbaikan." if rejected else ""
    if not missing:
        return refused
    who = f"semua {REGENCIES}" if len(missing) == everyone > 1 else listed(missing)
    if nameless:
        return sentences(refused, f"Laporan {who} belum dikenali: {of_nobody(nameless)}.")
    return sentences(refused, f"{capital(who)} belum menyampaikan laporan.")


def of_nobody(nameless: int) -> str:
    """Why nobody knows who of those without a report sent one."""
    number = "satu" if nameless == 1 else number_text(nameless)
    return f"{number} berkas yang masuk tidak diketahui pengirimnya"


def _timeliness(accepted: int, in_time: int, due: str) -> str:
    if not accepted:
        return f"Batas waktu penyampaian adalah {due}."
    if in_time == accepted:
        return f"Semuanya diterima sebelum batas waktu, {due}." if accepted > 1 else f"Batas waktu, {due}, dipenuhi."
    if not in_time:
        return f"Tidak ada yang memenuhi batas waktu, {due}."
    return f"Sebanyak {number_text(in_time)} di antaranya memenuhi batas waktu, {due}."
