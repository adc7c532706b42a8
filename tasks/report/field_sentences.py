"""The sentences about one bidang: achievement, target, budget, personnel, problems, activities. As in `narrative`."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from schemas.consolidated import OWN_UNKNOWN
from schemas.wording import number_text
from tasks.report.change_sentences import Moved, change
from tasks.report.sentences import (
    REGENCIES,
    Index,
    Standing,
    all_of,
    capital,
    listed,
    of_nobody,
    rupiah_text,
    sentences,
)

_NAMED = 3
"""So many names a sentence carries; more of them belong into a table."""


@dataclass(frozen=True)
class Money:
    """Rupiah; `absorbed` is the printed percentage, None where nothing was allocated."""

    allocation: float
    realised: float
    absorbed: float | None


@dataclass(frozen=True)
class Nihil:
    """A service and how many regencies declared that there is nobody to serve."""

    name: str
    count: int


_NIHIL_COUNTS = {
    "exclude": "tidak ikut dalam rata-rata",
    "full": "dihitung dengan indeks 100",
    "zero": "dihitung dengan indeks 0",
}
"""The province's setting `nihil` (rules.md part 1, step 4) in words."""


def achievement(name: str, now: Index | None, counted: int, moved: Moved | None) -> str:
    """The mean of the bidang over the regencies counted, and how it moved since the same quarter of last year."""
    if not counted:
        return f"Belum ada laporan yang diterima untuk bidang {name}, sehingga pencapaiannya belum dapat dihitung."
    if now is None:
        return f"Semua pelayanan dasar bidang {name} dinyatakan nihil, sehingga bidang ini tidak mempunyai indeks."
    mean = f"Rata-rata indeks bidang {name} pada {REGENCIES} yang dihitung" if counted > 1 else f"Indeks bidang {name}"
    return sentences(f"{mean} adalah {now}.", change(moved) if moved else "")


def services(name: str, standings: Sequence[Standing]) -> str:
    """Which services hold the index down. `standings` is the mean index of each service that takes part."""
    if len(standings) < 2:
        return ""
    full = [one for one in standings if one.index.printed == 100]
    if len(full) == len(standings):
        return f"Semua pelayanan dasar bidang {name} telah mencapai indeks 100 di semua daerah yang dihitung."
    rising = sorted((one for one in standings if one.index.printed < 100), key=lambda one: one.index.printed)
    lowest = [f"{one.name} ({one.index.number}{_of_some(one.regencies)})" for one in rising[:_NAMED]]
    first = f"Pelayanan yang paling rendah capaiannya adalah {lowest[0]}"
    first += f", diikuti {listed(lowest[1:])}." if lowest[1:] else "."
    complete = listed([one.name for one in full], _NAMED)
    return sentences(first, f"Indeks 100 di semua daerah yang dihitung dicapai pada {complete}." if full else "")


def _of_some(regencies: int | None) -> str:
    return "" if regencies is None else f" di {number_text(regencies)} daerah"


def own_services(province: str, index: Index | None, status: str, services: int, nameless: int) -> str:
    """The province's own government as one that delivers services; `status` is that of its own report."""
    if not services and status == OWN_UNKNOWN:
        return f"Laporan Pemerintah Provinsi {province} sendiri belum dikenali: {of_nobody(nameless)}."
    if not services:
        return f"Laporan Pemerintah Provinsi {province} sendiri {_OWN_STATUS.get(status, status)}."
    first = (
        f"Indeks SPM Pemerintah Provinsi {province} sendiri sebesar {index}."
        if index
        else f"Semua pelayanan dasar Pemerintah Provinsi {province} dinyatakan nihil."
    )
    return sentences(first, f"Angka ini tidak ikut dalam rata-rata {REGENCIES}.")


_OWN_STATUS = {"belum lapor": "belum disampaikan", "ditolak": "ditolak dan menunggu perbaikan"}


def nihil(declared: Sequence[Nihil], services: int, setting: str) -> str:
    """Who declared that there is nobody to serve, and how that counts; `services` are those of the bidang, `setting`
    is the province's."""
    if not declared:
        return ""
    alike: dict[int, list[str]] = {}
    for one in declared:
        alike.setdefault(one.count, []).append(one.name)
    told = [f"{_each(names, services)} oleh {number_text(count)} daerah" for count, names in alike.items()]
    return f"Dinyatakan nihil, sehingga {_NIHIL_COUNTS[setting]}: {'; '.join(told)}."


def _each(names: Sequence[str], services: int) -> str:
    """A, or of several that were declared by as many: A dan B, masing-masing."""
    if len(names) == 1:
        return names[0]
    return f"{all_of(services, 'pelayanan') if len(names) == services else listed(names)}, masing-masing"


def target(name: str, services: int, with_target: int, counted: int) -> str:
    """For how many of the services of the bidang somebody has to be served."""
    if not counted:
        return f"Yang harus dilayani pada bidang {name} belum diketahui karena belum ada laporan yang diterima."
    if not with_target:
        return f"Semua daerah yang dihitung menyatakan bidang {name} nihil: tidak ada yang harus dilayani."
    if with_target == services:
        return f"Menurut laporan daerah yang dihitung, yang harus dilayani pada bidang {name} sebagai berikut."
    return (
        f"Dari {number_text(services)} jenis pelayanan bidang {name}, {number_text(with_target)} mempunyai sasaran "
        "pada laporan daerah yang dihitung, sebagai berikut."
    )


def budget(money: Money | None, counted: int, of: str = "Anggaran") -> str:
    """Rupiah allocated and spent, None where nothing was reported; `of` begins the sentence for nobody's report."""
    if not counted:
        return f"{of} belum diketahui karena belum ada laporan yang diterima."
    if money is None:
        return "Belum ada anggaran yang dilaporkan."
    if not money.allocation and not money.realised:
        return "Alokasi dan realisasi anggaran yang dilaporkan nihil."
    if money.absorbed is None:
        return f"Realisasi {rupiah_text(money.realised)} dilaporkan tanpa alokasi anggaran."
    if not money.realised:
        return f"Alokasi anggaran {rupiah_text(money.allocation)} belum ada yang direalisasikan."
    return (
        f"Dari alokasi anggaran {rupiah_text(money.allocation)} telah direalisasikan "
        f"{rupiah_text(money.realised)} atau {number_text(money.absorbed, 2)} persen."
    )


def personnel(name: str, required: int, short: int, counted: int, *, asked: bool = False) -> str:
    """How many quality items about staff are required, and how many of them are short in some regency; `asked` where
    the form has such items."""
    items = f"butir mutu tentang personel bidang {name}"
    if not counted:
        return f"Kebutuhan personel bidang {name} belum diketahui karena belum ada laporan yang diterima."
    if not required and asked:
        return f"Menurut laporan daerah, tidak ada personel yang dibutuhkan pada bidang {name}."
    if not required:
        return f"Laporan daerah tidak memuat {items}."
    if not short:
        return f"Semua {items} yang dibutuhkan terpenuhi di semua daerah yang dihitung."
    if required == 1:
        return f"Satu {items} dibutuhkan dan masih kurang di sedikitnya satu daerah."
    if short == required:
        return f"{capital(all_of(required, items, 'seluruh'))} masih kurang di sedikitnya satu daerah."
    return f"Dari {number_text(required)} {items}, {number_text(short)} masih kurang di sedikitnya satu daerah."


def gaps(states: Mapping[str, int]) -> str:
    """What the regencies need for their next category; `states` (of `schemas.frames.Gaps`) and how many are in each."""
    told = [f"{number_text(count)} {_GAPS[state]}" for state, count in states.items() if count and state in _GAPS]
    if not told:
        return ""
    return f"Untuk mencapai kategori berikutnya, {listed(told)}."


_GAPS = {
    "terjangkau": "daerah cukup menambah jumlah yang dilayani",
    "perlu mutu": "daerah juga perlu memenuhi butir mutu",
    "tidak terjangkau": "daerah tidak dapat mencapainya karena layanan nihil dihitung 0",
    "tertinggi": "daerah sudah berada pada kategori tertinggi",
}


def problems(name: str, reported: int, regencies: int, shown: int, distinct: int, counted: int) -> str:
    """How many problems were reported; `shown` of the `distinct` ones stand in the table."""
    if not counted:
        return f"Permasalahan bidang {name} belum diketahui karena belum ada laporan yang diterima."
    if not reported:
        return f"Daerah yang dihitung tidak melaporkan permasalahan bidang {name}."
    first = f"Tercatat {number_text(reported)} permasalahan bidang {name} dari {number_text(regencies)} daerah."
    return sentences(first, _selected(shown, distinct, f"permasalahan bidang {name}", "Permasalahan"))


def actions(activities: int, regencies: int, money: float | None, counted: int, of: str = "") -> str:
    """The action plan of the regencies, `of` a bidang or all; `money` in rupiah, None where no budget was given."""
    if not counted:
        return "Rencana aksi belum diketahui karena belum ada laporan yang diterima."
    if not activities:
        return f"Daerah yang dihitung belum melaporkan kegiatan {of}dalam rencana aksi."
    budgeted = f" dengan anggaran {rupiah_text(money)}" if money is not None else ", tanpa keterangan anggaran"
    return f"Rencana aksi {of}memuat {number_text(activities)} kegiatan dari {number_text(regencies)} daerah{budgeted}."


def shown_actions(name: str, shown: int, distinct: int) -> str:
    return _selected(shown, distinct, f"kegiatan bidang {name}", "Rencana Aksi")


def shown_personnel(name: str, shown: int, needed: int) -> str:
    if shown >= needed:
        return ""
    return (
        f"Tabel berikut memuat {number_text(shown)} butir personel bidang {name} yang paling kurang; selengkapnya ada "
        "pada lembar Butir Mutu buku kerja laporan."
    )


def _selected(shown: int, distinct: int, what: str, sheet: str) -> str:
    if shown >= distinct:
        return ""
    return (
        f"Tabel berikut memuat {number_text(shown)} dari {number_text(distinct)} {what} yang berbeda, yang paling "
        f"banyak dilaporkan lebih dahulu; selengkapnya ada pada lembar {sheet} buku kerja laporan."
    )


def stages(done: Sequence[tuple[str, int]], regencies: int) -> str:
    """In how many regencies the last stage is done, per bidang: `done` is bidang and count."""
    if not regencies:
        return "Tahapan penerapan belum diketahui karena belum ada laporan yang diterima."
    counts = [count for _, count in done]
    if min(counts) == regencies:
        return "Tahap pelaksanaan dinyatakan “Sudah” pada semua bidang oleh semua daerah yang dihitung."
    if max(counts) == 0:
        return "Belum ada daerah yang menyatakan tahap pelaksanaan “Sudah” pada bidang mana pun."
    complete = [name for name, count in done if count == regencies]
    none = [name for name, count in done if not count]
    if complete or none:
        return sentences(
            f"Tahap pelaksanaan dinyatakan “Sudah” oleh semua daerah yang dihitung pada bidang {listed(complete)}."
            if complete
            else "",
            f"Belum ada daerah yang menyatakan tahap pelaksanaan “Sudah” pada bidang {listed(none)}." if none else "",
        )
    many = f"{min(counts)} sampai {max(counts)}" if min(counts) < max(counts) else number_text(max(counts))
    return f"Tahap pelaksanaan dinyatakan “Sudah” oleh {many} dari {number_text(regencies)} daerah pada tiap bidang."
