"""The same counted in two ways side by side: of all or by the standard, of a budget or what may be spent of it."""

from random import Random

from tests.builders import Book
from tests.layout_changes import (
    PLACES,
    TOP,
    Draw,
    Figures,
    Layout,
    Must,
    all_of,
    all_sub_columns,
    half,
    less,
    rest,
    sub_columns,
    uncomputed,
    whole,
)
from tests.layout_periods import columns_for

SERVED = (
    ("Terlayani", "Terlayani Sesuai Standar"),
    ("Jumlah Terlayani", "Jumlah Terlayani Sesuai Standar"),
    ("Jumlah Terlayani", "Sesuai SPM"),
    ("Realisasi", "Realisasi Sesuai SPM"),
    ("Jumlah Yang Terlayani", "Yang Mendapat Pelayanan Sesuai Standar"),
    ("Jumlah Dilayani", "Dilayani Memenuhi Standar"),
)
ALLOCATED = (
    ("Pagu", "Pagu Efektif"),
    ("Alokasi (Rp)", "Alokasi Setelah Blokir (Rp)"),
    ("Pagu Perubahan", "Pagu Efektif"),
    ("Pagu Anggaran (Rp)", "Efektif"),
    ("Pagu", "Pagu SPM"),
)
SPENT = (
    ("Realisasi", "Realisasi SP2D"),
    ("Realisasi (Rp)", "SPJ"),
    ("Realisasi SPJ", "Realisasi SP2D"),
    ("Realisasi Keuangan (Rp)", "Realisasi SPJ (Rp)"),
)
DUE = (("Target", "Target SPM"), ("Sasaran", "Sasaran DTKS"), ("Sasaran BPS", "Sasaran Riil"))
THERE = (("Tersedia", "Tersedia Layak"), ("Jumlah Tersedia", "Kondisi Baik"), ("Ketersediaan", "Layak Pakai"))
WAYS = (
    ("Mutu", "H", THERE),
    ("Penerima", "F", DUE),
    ("Penerima", "G", SERVED),
    ("Anggaran", "D", ALLOCATED),
    ("Anggaran", "E", SPENT),
)


def greater(value: float) -> float:
    return value * 11 // 10


def counted_in_two_ways(chance: Random, quarter: int) -> Layout:
    """Either may be meant: only what the sheet states decides."""
    (sheet, letter, names), computed = chance.choice(WAYS), chance.random() < 0.4
    figures: list[Figures] = [less if letter in "GEH" else greater, whole]
    parts = dict(zip(chance.choice(names), chance.sample(figures, 2), strict=True))
    change = columns_for(sheet, letter, dict(chance.sample(list(parts.items()), 2)))
    change = change if computed else all_of(uncomputed(sheet), change)
    return Layout("counted in two ways", sheet, Must.BE_READ if computed else Must.BE_IN_DOUBT, change)


def ways_below_a_heading(chance: Random, quarter: int) -> Layout:
    """The same below one heading."""
    one, other = chance.choice((("Jumlah", "Sesuai Standar"), ("Total", "Sesuai SPM"), ("Semua", "Memenuhi Standar")))
    parts: dict[str, Figures] = dict(zip((one, other), chance.sample([less, whole], 2), strict=True))
    parts, computed = dict(chance.sample(list(parts.items()), 2)), chance.random() < 0.4
    change = sub_columns("Penerima", "G", parts, computed=computed, merged=chance.random() < 0.5)
    return Layout("ways below a heading", "Penerima", Must.BE_READ if computed else Must.BE_IN_DOUBT, change)


def by_the_standard_or_not(chance: Random, quarter: int) -> Layout:
    """Who was served by the standard and who was not: parts, of which the first alone may be meant as well."""
    names = chance.choice(
        (
            ("Terlayani Sesuai Standar", "Terlayani Belum Sesuai Standar"),
            ("Terlayani Sesuai SPM", "Terlayani Tidak Sesuai SPM"),
        )
    )
    parts: dict[str, Figures] = dict(zip(names, (less, lambda value: value - less(value)), strict=True))
    change = columns_for("Penerima", "G", dict(chance.sample(list(parts.items()), 2)))
    return Layout("by the standard or not", "Penerima", Must.BE_IN_DOUBT, all_of(uncomputed("Penerima"), change))


def by_the_standard_alone(chance: Random, quarter: int) -> Layout:
    """Nothing else is stated: it is what the form asks for."""
    sheet, letter, heading = chance.choice(
        (
            ("Penerima", "G", "Terlayani Sesuai Standar"),
            ("Penerima", "G", "Jumlah Terlayani Sesuai SPM"),
            ("Anggaran", "E", "Realisasi SP2D"),
            ("Anggaran", "D", "Pagu Efektif (Rp)"),
        )
    )
    change = columns_for(sheet, letter, {heading: whole})
    return Layout("by the standard alone", sheet, Must.BE_READ, change)


def changed_with_the_change_between(chance: Random, quarter: int) -> Layout:
    """A budget before and after a change, with the change between them; the last of it is meant."""
    before, change, after = chance.choice(
        (
            ("Pagu Murni", "Pergeseran", "Pagu Perubahan"),
            ("Pagu", "Bertambah/(Berkurang)", "Pagu Setelah Perubahan"),
            ("Pagu", "Efisiensi", "Pagu Setelah Efisiensi"),
            ("Pagu Awal", "Rasionalisasi", "Pagu Setelah Rasionalisasi"),
            ("Anggaran Murni (Rp)", "Pergeseran +/-", "Anggaran Perubahan (Rp)"),
        )
    )
    parts: dict[str, Figures] = {before: greater, change: lambda value: greater(value) - value, after: whole}
    lay_out = columns_for("Anggaran", "D", parts)
    lay_out = lay_out if chance.random() < 0.4 else all_of(uncomputed("Anggaran"), lay_out)
    return Layout("changed with the change between", "Anggaran", Must.BE_READ, lay_out)


def targets_changed(chance: Random, quarter: int) -> Layout:
    """A target and the changed one: the changed one is meant."""
    before, after = chance.choice(
        (("Target", "Target Perubahan"), ("Sasaran Awal", "Sasaran Perubahan"), ("Target Murni", "Target Perubahan"))
    )
    change = columns_for("Penerima", "F", {before: lambda value: value + 3, after: whole})
    return Layout("targets changed", "Penerima", Must.BE_READ, all_of(uncomputed("Penerima"), change))


def old_and_new(chance: Random, quarter: int) -> Layout:
    """An old budget and a new one, of which the new one is meant; old patients and new ones, who are parts."""
    if chance.random() < 0.5:
        parts: dict[str, Figures] = {"Alokasi Lama (Rp)": greater, "Alokasi Baru (Rp)": whole}
        change = all_of(uncomputed("Anggaran"), columns_for("Anggaran", "D", parts))
        return Layout("old and new", "Anggaran", Must.BE_READ, change)
    change = columns_for("Penerima", "G", {"Terlayani Lama": half, "Terlayani Baru": rest})
    return Layout("old and new", "Penerima", Must.BE_IN_DOUBT, all_of(uncomputed("Penerima"), change))


def before_and_at_the_end(chance: Random, quarter: int) -> Layout:
    """Where it began and where it came to; where it began alone is nothing that was done."""
    began, alone = chance.choice(("Capaian Awal", "Realisasi Awal")), chance.random() < 0.3
    if alone:
        change = columns_for("Penerima", "G", {began: less})
        return Layout("before and at the end", "Penerima", Must.BE_MISSED, change)
    change = columns_for("Penerima", "G", {began: less, began.replace("Awal", "Akhir"): whole})
    return Layout("before and at the end", "Penerima", Must.BE_READ, all_of(uncomputed("Penerima"), change))


def total_beyond_others(chance: Random, quarter: int) -> Layout:
    """A total of the form's column and of foreign ones after it."""
    one, other = chance.choice((("Dilayani", "Dirujuk"), ("Terlayani", "Meninggal"), ("Realisasi", "Pindah")))
    parts: dict[str, Figures] = {one: half, other: rest, chance.choice(("Total", "Jumlah")): whole}
    change = columns_for("Penerima", "G", parts)
    return Layout("total beyond others", "Penerima", Must.BE_READ, all_of(uncomputed("Penerima"), change))


def parts_beside_the_forms_own(chance: Random, quarter: int) -> Layout:
    """Parts under headings of their own beside the form's, or one as good, that holds what they are together."""
    sheet, letter, named, names, total = chance.choice(
        (
            ("Penerima", "G", "Terlayani {}", ("Lama", "Baru"), ("Jumlah Terlayani", "Terlayani", "Total")),
            ("Penerima", "G", "Realisasi {}", ("Rawat Jalan", "Rawat Inap"), ("Jumlah Terlayani", "Jumlah")),
            ("Mutu", "H", "Tersedia {}", ("ASN", "Non ASN"), ("Jumlah Tersedia", "Jumlah", "Total")),
            ("Anggaran", "E", "Realisasi {}", ("APBD", "DAK"), ("Realisasi (Rp)", "Total Realisasi", "Total")),
            ("Anggaran", "D", "Pagu {}", ("APBD", "DAK"), ("Alokasi (Rp)", "Total Pagu", "Total")),
        )
    )
    parts: dict[str, Figures] = {named.format(names[0]): half, named.format(names[1]): rest}
    total, computed = chance.choice(total), chance.random() < 0.5
    first = total not in ("Jumlah", "Total") and chance.random() < 0.3
    parts = {total: whole} | parts if first else parts | {total: whole}
    change = columns_for(sheet, letter, parts)
    change = change if computed else all_of(uncomputed(sheet), change)
    return Layout("parts beside the form's own", sheet, Must.BE_READ, change)


def changes_numbered(chance: Random, quarter: int) -> Layout:
    """The number of a change is no quarter: which of the changes was the last is told by what is stated, or not."""
    form, below = chance.choice(("Pagu Pergeseran {}", "Pergeseran {}")), chance.random() < 0.5
    parts: dict[str, Figures] = {"Pagu": lambda value: greater(greater(value))}
    parts |= {form.format("I"): greater, form.format("II"): whole}
    computed = chance.random() < 0.5
    lay_out = sub_columns("Anggaran", "D", parts, merged=chance.random() < 0.5)
    lay_out = lay_out if below else columns_for("Anggaran", "D", parts)
    change = lay_out if computed else all_of(uncomputed("Anggaran"), lay_out)
    return Layout("changes numbered", "Anggaran", Must.BE_READ if computed else Must.BE_IN_DOUBT, change)


def parts_numbered(chance: Random, quarter: int) -> Layout:
    """The number of a part is no quarter either, although what is done rises from one to the next."""
    word, share = chance.choice(("Tahap", "Termin", "Gelombang", "Wilayah", "Tipe", "Kelas")), chance.choice((2, 5, 8))
    one, other = chance.choice((("I", "II"), ("II", "III"), ("III", "IV"), ("1", "2")))
    parts: dict[str, Figures] = {f"{word} {one}": lambda value: value * share // 10}
    parts[f"{word} {other}"] = lambda value: value - value * share // 10
    change = sub_columns("Penerima", "G", parts, computed=False, merged=chance.random() < 0.5)
    return Layout("parts numbered", "Penerima", Must.BE_IN_DOUBT, change)


def people_and_money(chance: Random, quarter: int) -> Layout:
    """What is due and what is done, each counted and in rupiah: `K` and `Rp` below both."""
    sheet = chance.choice(("Penerima", "Anggaran"))
    count: Figures = (lambda value: value // 10**6) if sheet == "Anggaran" else whole
    money: Figures = whole if sheet == "Anggaran" else lambda value: value * 10**6
    parts = dict(chance.sample([(chance.choice(("K", "Kinerja")), count), ("Rp", money)], 2))
    change = all_sub_columns(sheet, dict.fromkeys(PLACES[sheet], parts), computed=False, merged=chance.random() < 0.5)
    return Layout("people and money", sheet, Must.BE_READ, change)


def done_and_not_yet(chance: Random, quarter: int) -> Layout:
    """What is done and what is not, in a word each: under headings of their own, or below one in three rows."""
    sheet, letter, names = chance.choice(
        (
            ("Penerima", "G", (("Sudah", "Belum"), ("Terlayani", "Belum"), ("Dilayani", "Belum Dilayani"))),
            ("Mutu", "H", (("Ada", "Belum Ada"), ("Tersedia", "Belum"))),
        )
    )
    (done, left), below = chance.choice(names), sheet == "Penerima" and chance.random() < 0.5
    change = (
        sub_columns(sheet, letter, {"Jumlah": whole, "Belum": rest})
        if below
        else columns_for(sheet, letter, {done: whole})
    )
    at = ord(letter) - ord("A") + 1 + below

    def with_the_rest(book: Book) -> None:
        change(book)
        for number, cells in enumerate(book.sheets[sheet][TOP - 1 :]):
            if below and number > 1:
                cells[at - 1] = cells[at - 3] - cells[at - 2]
            elif not below and not number:
                cells[at] = left

    return Layout("done and not yet", sheet, Must.BE_READ, with_the_rest)


def paid_in_a_way_beside(chance: Random, quarter: int) -> Layout:
    """What was paid in one way beside what was realised: as its part, or more than it, then of the rest at most."""
    way, is_part = chance.choice(("LS", "GU", "TU", "UP/GU", "SP2D LS")), chance.random() < 0.4
    own = chance.choice(("Realisasi", "Realisasi (Rp)"))
    parts: dict[str, Figures] = {own: whole if is_part else lambda value: value - less(value), f"Realisasi {way}": less}
    change = columns_for("Anggaran", "E", parts)
    stated = chance.random() < 0.4
    change = change if stated else all_of(uncomputed("Anggaran"), change)
    needs = ("L06",) if is_part and not stated else ()  # nothing says that the part is in it
    return Layout("paid in a way beside", "Anggaran", Must.BE_READ if is_part else Must.BE_IN_DOUBT, change, needs)


def total_of_one_part(chance: Random, quarter: int) -> Layout:
    """A total that holds no more than one of its parts, below one heading or each under its own."""
    sheet, letter, (one, other), total = chance.choice(
        (
            ("Penerima", "G", ("L", "P"), "Jumlah Terlayani"),
            ("Mutu", "H", ("ASN", "Non ASN"), "Jumlah Tersedia"),
            ("Anggaran", "E", ("APBD", "DAK"), "Realisasi (Rp)"),
            ("Anggaran", "D", ("DAU", "DAK Fisik"), "Alokasi (Rp)"),
        )
    )
    parts: dict[str, Figures] = {one: half, other: rest}
    first, computed = chance.random() < 0.3, chance.random() < 0.3
    if chance.random() < 0.7:
        all_of_it: dict[str, Figures] = {chance.choice(("Jumlah", "Total")): half}
        parts = all_of_it | parts if first else parts | all_of_it
        change = sub_columns(sheet, letter, parts, computed=computed, merged=chance.random() < 0.5)
    else:
        change = columns_for(sheet, letter, {total: half} | {f"{total} {name}": part for name, part in parts.items()})
        change = change if computed else all_of(uncomputed(sheet), change)
    return Layout("total of one part", sheet, Must.BE_IN_DOUBT, change)


WAYS_TO_COUNT: tuple[Draw, ...] = (
    total_of_one_part,
    paid_in_a_way_beside,
    done_and_not_yet,
    counted_in_two_ways,
    ways_below_a_heading,
    by_the_standard_or_not,
    by_the_standard_alone,
    changed_with_the_change_between,
    targets_changed,
    old_and_new,
    before_and_at_the_end,
    total_beyond_others,
    parts_beside_the_forms_own,
    changes_numbered,
    parts_numbered,
    people_and_money,
)
