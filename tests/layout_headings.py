"""Headings in words that the form does not have: of when, of what part, of the whole, corrected, of something else."""

from random import Random

from schemas.period import ROMAN
from tests.builders import Book
from tests.layout_changes import (
    PLACES,
    TOP,
    Change,
    Draw,
    Figures,
    Layout,
    Must,
    all_of,
    column_beside,
    half,
    headed,
    hidden,
    less,
    more,
    percentage,
    rest,
    sheet_again,
    sub_columns,
    uncomputed,
    whole,
    with_figures,
)
from tests.layout_periods import columns_for
from tests.layout_rows import SHEETS

CLEAR = {
    ("Penerima", "F"): (
        "Sasaran 2024",
        "Target Tahun 2024",
        "Harus Dilayani (orang)",
        "Jumlah Sasaran (Jiwa)",
        "Jumlah yang Harus Dilayani (orang/KK/unit)",
        "Target / Sasaran Tahun 2024",
    ),
    ("Penerima", "G"): (
        "Jumlah Terlayani TW {q}",
        "Realisasi s.d. TW {q}",
        "Terlayani (orang)",
        "Realisasi Triwulan {q} Tahun 2024",
        "Jumlah Terlayani Kumulatif",
        "Jumlah Terlayani / Realisasi",
    ),
    ("Mutu", "G"): ("Kebutuhan Mutu 2024", "Jumlah Yang Dibutuhkan", "Kebutuhan (sesuai satuan)"),
    ("Mutu", "H"): ("Tersedia s.d. TW {q}", "Jumlah Tersedia TW {q}", "Total Tersedia", "Stok TW {q}", "Stok Akhir"),
    ("Anggaran", "D"): (
        "Pagu (Rp)",
        "Pagu Anggaran (Rp)",
        "Anggaran 2024 (Rp)",
        "APBD Perubahan",
        "Alokasi Perubahan (Rp)",
        "DPPA TA 2024 (Rp)",
        "DPA (Rp)",
    ),
    ("Anggaran", "E"): ("Realisasi Keuangan (Rp)", "Realisasi Anggaran s.d. TW {q} (Rp)", "Total Realisasi (Rp)"),
}
"""Headings that say nothing that would not be so in the form, by sheet and column."""


def reworded(chance: Random, quarter: int) -> Layout:
    (sheet, letter), headings = chance.choice(list(CLEAR.items()))
    heading = chance.choice(headings).format(q=ROMAN[quarter - 1])
    change = headed(sheet, letter, heading)
    return Layout(
        "reworded", sheet, Must.BE_READ, all_of(uncomputed(sheet), change) if chance.random() < 0.5 else change
    )


def of_something_else(chance: Random, quarter: int) -> Layout:
    """The only column that could be meant is of another period, or a part: below the heading or in the same line."""
    other = ROMAN[quarter % 4]
    day = ("31 Maret", "30 Juni", "30 September", "31 Desember")[quarter % 4]
    word = chance.choice(
        (
            f"s.d. {day} 2024",
            f"per {day}",
            f"TW {other}",
            f"s.d. Triwulan {other}",
            "Tahun 2023",
            "s.d. TW lalu",
            "L",
            "Perempuan",
            "Swasta",
        )
    )
    if chance.random() < 0.5:
        change = headed("Penerima", "G", f"Jumlah Terlayani {word}")
    else:
        change = sub_columns("Penerima", "G", {word: less}, computed=False, merged=chance.random() < 0.5)
    return Layout("of something else", "Penerima", Must.BE_MISSED, change)


def _beside(chance: Random, sheet: str, letter: str, heading: str, *, computed: bool) -> Change:
    """The right figures under another heading beside the form's own, which holds others."""
    change = all_of(
        column_beside(sheet, letter, whole, heading), with_figures(sheet, letter, chance.choice((less, lambda _: 0)))
    )
    return change if computed else all_of(uncomputed(sheet), change)


def as_good_beside(chance: Random, quarter: int) -> Layout:
    """A total beside what is one as well, or a corrected column: only the sheet's own arithmetic can tell."""
    computed = chance.random() < 0.5
    heading = chance.choice(
        (
            "Total Terlayani",
            "Total",
            "Jumlah",
            "Jumlah Terlayani (Revisi)",
            "Jumlah Terlayani Final",
            "Jumlah Terlayani Hasil Verifikasi",
        )
    )
    must = Must.BE_READ if computed else Must.BE_IN_DOUBT
    return Layout("as good beside", "Penerima", must, _beside(chance, "Penerima", "G", heading, computed=computed))


def of_this_period_beside(chance: Random, quarter: int) -> Layout:
    """The text decides by the period, and by the changed budget; that the form's own holds something else is told."""
    computed = chance.random() < 0.5
    letter, heading = chance.choice(
        (
            ("E", f"Realisasi s.d. TW {ROMAN[quarter - 1]} (Rp)"),
            ("D", "APBD Perubahan"),
            ("D", "Pagu Perubahan (Rp)"),
        )
    )
    change = all_of(column_beside("Anggaran", letter, whole, heading), with_figures("Anggaran", letter, more_money))
    change = change if computed else all_of(uncomputed("Anggaran"), change)
    return Layout("of this period beside", "Anggaran", Must.BE_READ, change, () if computed else ("L06",))


def more_money(value: float) -> float:
    return value + 10**6


def less_in_the_quarter(chance: Random, quarter: int) -> Layout:
    """What the quarter is said to have is less than what stands beside without a period."""
    change = column_beside("Penerima", "G", less, f"Jumlah Terlayani TW {ROMAN[quarter - 1]}")
    return Layout("less in the quarter", "Penerima", Must.BE_IN_DOUBT, all_of(uncomputed("Penerima"), change))


def part_beside(chance: Random, quarter: int) -> Layout:
    """A column of its own heading is none of the form's."""
    heading = chance.choice(
        ("Jumlah Terlayani Perempuan", "Jumlah Terlayani Luar Wilayah", "Jumlah Terlayani L", "Terlayani di Puskesmas")
    )
    change = column_beside("Penerima", "G", less, heading)
    change = all_of(uncomputed("Penerima"), change) if chance.random() < 0.5 else change
    return Layout("part beside", "Penerima", Must.BE_READ, change, ("L03",))


def added_to_what_was_read(chance: Random, quarter: int) -> Layout:
    """The stated remainder counts a foreign column as well."""
    heading = chance.choice(("Tambahan", "Terlayani oleh Swasta", "Rujukan"))
    change = all_of(
        column_beside("Penerima", "G", lambda value: value - less(value), heading), with_figures("Penerima", "G", less)
    )
    return Layout("added to what was read", "Penerima", Must.BE_IN_DOUBT, change)


def rising_quarters(chance: Random, quarter: int) -> Layout:
    """Each quarter's own figures, which rise: only what is stated, or that all that is due is done, gives them away."""
    if quarter == 1:
        return grouped(chance, quarter)
    parts = {f"TW {ROMAN[n]}": (lambda value, n=n: value * (n + 1) // 10) for n in range(quarter - 1)}
    before = list(parts.values())
    parts[f"TW {ROMAN[quarter - 1]}"] = lambda value: value - sum(figure(value) for figure in before)
    change = sub_columns("Penerima", "G", parts, computed=chance.random() < 0.5)

    def done(book: Book) -> None:
        for cells in book.sheets["Penerima"][TOP:]:
            cells[6:9] = [cells[5], 0, 100]

    return Layout("rising quarters", "Penerima", Must.BE_IN_DOUBT, all_of(done, change))


def percentages(chance: Random, quarter: int) -> Layout:
    """Shares of a hundred in the place of people, written as whole numbers."""
    of_hundred = chance.random() < 0.5

    def change(book: Book) -> None:
        uncomputed("Penerima")(book)
        for cells in book.sheets["Penerima"][TOP:]:
            cells[6] = int(percentage(cells[6], cells[5]))
            cells[5] = 100 if of_hundred else cells[5]
        if not of_hundred:
            book["Penerima", f"G{TOP}"] = "Capaian"

    return Layout("percentages", "Penerima", Must.BE_SHARES, change)


def percentage_read(chance: Random, quarter: int) -> Layout:
    """One heading over the percentage and, beside it, the people: under nothing, or what they are counted in."""
    sheet, heading = chance.choice((("Penerima", "Realisasi"), ("Mutu", "Jumlah Tersedia")))
    letter, beside = PLACES[sheet][1], chance.choice(("", "Orang", "Jiwa", "Banyaknya"))
    at = ord(letter) - ord("A")

    def change(book: Book) -> None:
        all_of(uncomputed(sheet), column_beside(sheet, letter, whole, beside or " "), headed(sheet, letter, heading))(
            book
        )
        for cells in book.sheets[sheet][TOP:]:
            cells[at] = round(percentage(cells[at], cells[at - 1]))

    return Layout("percentage read", sheet, Must.BE_IN_DOUBT, change)


def grouped(chance: Random, quarter: int) -> Layout:
    """The first word of two headings written once over both."""

    def change(book: Book) -> None:
        rows = book.sheets["Penerima"]
        rows.insert(TOP, ["" for _ in rows[TOP - 1]])
        rows[TOP - 1][5:7], rows[TOP][5:7] = ["Jumlah", ""], ["Harus Dilayani", "Terlayani"]
        others = [(TOP, at, TOP + 1, at) for at in range(1, len(rows[TOP]) + 1) if at not in (6, 7)]
        book.merged["Penerima"] = [(TOP, 6, TOP, 7), *others]

    return Layout("grouped", "Penerima", Must.BE_READ, change)


def bare_parts_and_their_total(chance: Random, quarter: int) -> Layout:
    """Parts and their total in the place of a column, and the form's own heading nowhere."""
    sheet, (one, other) = chance.choice((("Anggaran", ("APBD", "DAK")), ("Mutu", ("ASN", "Non ASN"))))
    parts = {one: half, other: rest, chance.choice(("Total", "Jumlah")): whole}
    change = all_of(uncomputed(sheet), columns_for(sheet, chance.choice(PLACES[sheet]), parts))
    return Layout("bare parts and their total", sheet, Must.BE_READ, change)


def money_beside_the_works(chance: Random, quarter: int) -> Layout:
    """What was spent and how far the works are, without a word for what is done."""
    parts: dict[str, Figures] = {"Keuangan": whole, "Fisik": lambda _: 80}
    shuffled = dict(chance.sample(list(parts.items()), 2))
    change = all_of(uncomputed("Anggaran"), columns_for("Anggaran", "E", shuffled))
    return Layout("money beside the works", "Anggaran", Must.BE_READ, change)


def codes_under_another_heading(chance: Random, quarter: int) -> Layout:
    """The codes and names under words that nobody knows: what stands there is known all the same."""
    sheet, (code, name) = chance.choice(SHEETS), chance.choice((("Nomor Urut SPM", "Hal"), ("ID", "Service")))
    place = {"Penerima": "D", "Anggaran": "C"}[sheet]
    change = all_of(headed(sheet, "B", code), headed(sheet, place, name))
    return Layout("codes under another heading", sheet, Must.BE_READ, change, ("L04",))


def own_name_hidden(chance: Random, quarter: int) -> Layout:
    """The form's own heading or sheet is hidden, another one that holds something else is seen."""
    sheet = chance.choice(list(PLACES))
    change = all_of(uncomputed(sheet), sheet_again(sheet, f"{sheet} (2)", chance.choice((less, more))))
    return Layout("own name hidden", sheet, Must.BE_IN_DOUBT, all_of(change, hidden(sheet)))


def corrected_beside(chance: Random, quarter: int) -> Layout:
    """What is stated fits the form's own column; the one beside it says that it came after it."""
    sheet, letter, heading = chance.choice(
        (
            ("Penerima", "G", "Jumlah Terlayani Final"),
            ("Penerima", "G", "Terlayani Hasil Verifikasi"),
            ("Penerima", "G", "Yang Benar"),
            ("Anggaran", "D", "Perubahan"),
            ("Anggaran", "D", "Pagu Revisi"),
            ("Anggaran", "D", "Setelah Efisiensi"),
        )
    )
    return Layout(
        "corrected beside what is stated", sheet, Must.BE_IN_DOUBT, column_beside(sheet, letter, more, heading)
    )


HEADINGS: tuple[Draw, ...] = (
    percentage_read,
    reworded,
    of_something_else,
    as_good_beside,
    of_this_period_beside,
    less_in_the_quarter,
    part_beside,
    added_to_what_was_read,
    rising_quarters,
    percentages,
    grouped,
    bare_parts_and_their_total,
    money_beside_the_works,
    codes_under_another_heading,
    own_name_hidden,
    corrected_beside,
)
