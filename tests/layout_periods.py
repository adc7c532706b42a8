"""What was done up to one quarter beside what was done in the next, and totals under words that nobody foresees."""

from random import Random

from schemas.period import ROMAN
from schemas.wording import MONTHS
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
    all_sub_columns,
    column_beside,
    half,
    less,
    more,
    sub_columns,
    uncomputed,
    whole,
)

LETTERS = {"Penerima": "G", "Anggaran": "E"}
"""The column of what was done, where that adds up."""


def columns_for(sheet: str, letter: str, parts: dict[str, Figures]) -> Change:
    """Columns with headings of their own in place of one."""
    at = ord(letter) - ord("A")

    def change(book: Book) -> None:
        for number, cells in enumerate(book.sheets[sheet][TOP - 1 :]):
            value = cells[at]
            cells[at : at + 1] = [figure(value) if number else name for name, figure in parts.items()]

    return change


def _names(before: str, now: str, chance: Random) -> tuple[str, str, bool]:
    """Two headings and whether they stand below one."""
    below = chance.random() < 0.5
    return (before, now, below) if below else (f"Realisasi {before}", f"Realisasi {now}", below)


def up_to_the_last_and_this_quarter(chance: Random, quarter: int) -> Layout:
    """Up to the last quarter by its name, and in this one, more than before it or less: nobody knows whether this one's
    figures are cumulative, and none of what was before it is the whole."""
    if quarter == 1:
        return singles_and_a_foreign_total(chance, quarter)
    sheet, least = chance.choice(list(PLACES)), chance.choice((3, 7))
    month = MONTHS[3 * quarter - 4]
    before, now, below = _names(
        chance.choice((f"s.d. TW {ROMAN[quarter - 2]}", f"s/d Triwulan {ROMAN[quarter - 2]}", f"s.d. {month}")),
        chance.choice((f"TW {ROMAN[quarter - 1]}", f"Triwulan {quarter}", "-".join(_first_and_last(quarter)))),
        chance,
    )
    parts: dict[str, Figures] = {
        before: lambda value: value - value * least // 10,
        now: lambda value: value * least // 10,
    }
    letter = PLACES[sheet][1]
    change = all_sub_columns(sheet, {letter: parts}) if below else columns_for(sheet, letter, parts)
    return Layout("up to the last and this quarter", sheet, Must.BE_IN_DOUBT, all_of(uncomputed(sheet), change))


def _first_and_last(quarter: int) -> tuple[str, str]:
    return MONTHS[3 * quarter - 3], MONTHS[3 * quarter - 1]


def up_to_the_last_quarter_and_its_months(chance: Random, quarter: int) -> Layout:
    """Up to the last quarter's last month, and the months of this one."""
    if quarter == 1:
        return singles_and_a_foreign_total(chance, quarter)
    first = 3 * quarter - 3
    parts: dict[str, Figures] = {f"s.d. {MONTHS[first - 1]}": lambda value: value - 3 * (value // 10)}
    parts |= dict.fromkeys(MONTHS[first : first + 3], lambda value: value // 10)
    change = all_sub_columns("Penerima", {"G": parts}, computed=False, merged=chance.random() < 0.5)
    return Layout("up to a month and months", "Penerima", Must.BE_IN_DOUBT, change)


def _singles(quarter: int, chance: Random) -> dict[str, Figures]:
    """What was done in each quarter, ever less or ever more."""
    shares = list(range(1, quarter + 1))
    of_all = sum(shares)
    done: list[Figures] = [lambda value, share=share: value * share // of_all for share in shares[:-1]]
    done.append(lambda value: value - sum(value * share // of_all for share in shares[:-1]))
    return {f"TW {ROMAN[n]}": one for n, one in enumerate(done if chance.random() < 0.5 else done[::-1])}


TOTALS = (
    "Akumulasi",
    "Setahun",
    "Januari - {month}",
    "s.d. TW {quarter}",
    "Rekap",
    "Realisasi Akhir",
    "Hasil Akhir",
    "Total Layanan",
)


def singles_and_a_foreign_total(chance: Random, quarter: int) -> Layout:
    """What was done in each quarter, and in another column all of it: the sums say what that is, not its heading."""
    quarters, sheet = _singles(max(quarter, 2), chance), chance.choice(list(LETTERS))
    names = dict(zip(quarters if quarter > 1 else ("Negeri", "Swasta"), quarters.values(), strict=True))
    below = quarter == 1 or chance.random() < 0.5
    headed: dict[str, Figures] = {name if below else f"Realisasi {name}": figure for name, figure in names.items()}
    headed[chance.choice(TOTALS).format(month=MONTHS[3 * quarter - 1], quarter=ROMAN[quarter - 1])] = whole
    lay_out = all_sub_columns(sheet, {LETTERS[sheet]: headed}) if below else columns_for(sheet, LETTERS[sheet], headed)
    return Layout("singles and a foreign total", sheet, Must.BE_READ, all_of(uncomputed(sheet), lay_out))


def singles_and_a_foreign_remainder(chance: Random, quarter: int) -> Layout:
    """What was done in each quarter, and what is left of what was due under a word that the form does not have."""
    if quarter == 1:
        return singles_and_a_foreign_total(chance, quarter)
    sheet = chance.choice(list(LETTERS))
    parts: dict[str, Figures] = {f"Realisasi {name}": figure for name, figure in _singles(quarter, chance).items()}
    word = chance.choice(("Sisa", "Saldo", "Kekurangan", "Tunggakan"))

    def change(book: Book) -> None:
        uncomputed(sheet)(book)
        at = ord(LETTERS[sheet]) - ord("A")
        for number, cells in enumerate(book.sheets[sheet][TOP - 1 :]):
            cells[at + 1] = word if not number else cells[at - 1] - cells[at]
        columns_for(sheet, LETTERS[sheet], parts)(book)

    return Layout("singles and a foreign remainder", sheet, Must.BE_IN_DOUBT, change)


def corrected_beside(chance: Random, quarter: int) -> Layout:
    """Right of a column what corrects it, in every row or in some: nobody knows whether that is read or added."""
    sheet, rows = chance.choice(list(PLACES)), chance.choice((3, 1000))
    word = chance.choice(("Revisi", "Koreksi", "Perbaikan", "Penambahan", "Tambahan", "Tambahan RSUD"))
    figure: Figures = (lambda value: value // 10) if "ambah" in word else less

    def change(book: Book) -> None:
        uncomputed(sheet)(book)
        column_beside(sheet, PLACES[sheet][1], figure, word)(book)
        for cells in book.sheets[sheet][TOP + rows :]:
            cells[ord(PLACES[sheet][1]) - ord("A") + 1] = ""

    return Layout("corrected beside", sheet, Must.BE_IN_DOUBT, change)


def corrected_further_right(chance: Random, quarter: int) -> Layout:
    """The same behind the form's columns or between others, where its figures alone say what it corrects; or what
    some office has, nearly all of it the same."""
    sheet, rows, says = chance.choice(list(PLACES)), chance.choice((3, 1000)), chance.random() < 0.7
    words = ("Seharusnya", "Koreksi Inspektorat", "Hasil Reviu", "Hasil Audit BPK", "Angka Seharusnya", "Revisi")
    word = chance.choice(words if says else ("Data Dinas", "Menurut Bappeda", "Isian Awal"))
    every, further, of_done = chance.choice((1, 4) if says else (4,)), chance.choice((2, 3, 20)), chance.random() < 0.7
    figure, stated = chance.choice((less, more)), () if chance.random() < 0.5 else (uncomputed(sheet),)

    def change(book: Book) -> None:
        at = ord(PLACES[sheet][of_done]) - ord("A")
        heads, *table = book.sheets[sheet][TOP - 1 :]
        width, number, place = len(heads), 0, min(at + (not of_done) + further, len(heads))
        heads.insert(place, word)
        for cells in table:
            cells += [""] * (width - len(cells))
            number += figure(cells[at]) != cells[at]  # less than nothing is no other figure
            differs = figure(cells[at]) if number % every == 0 else cells[at]
            cells.insert(place, differs if not says or number <= rows * every else "")

    must = Must.BE_IN_DOUBT if says else Must.BE_READ
    return Layout("corrected further right", sheet, must, all_of(*stated, change), () if says else ("L06",))


def total_of_two_years(chance: Random, quarter: int) -> Layout:
    """This year's, last year's and both together, which is none of this report. Where that has the form's own heading
    and nothing else tells, nobody knows which is meant."""
    sheet, computed, own = chance.choice(list(PLACES)), chance.random() < 0.5, chance.random() < 0.4
    word, letter = chance.choice(("", "Tahun ", "TA ")), PLACES[sheet][1]
    both: Figures = lambda value: value + less(value)  # noqa: E731
    if own:
        head = {"Penerima": "Terlayani", "Mutu": "Tersedia", "Anggaran": "Realisasi"}[sheet]
        title = {"Penerima": "Jumlah Terlayani", "Mutu": "Jumlah Tersedia", "Anggaran": "Realisasi (Rp)"}[sheet]
        change = columns_for(sheet, letter, {f"{head} {word}2023": less, f"{head} {word}2024": whole, title: both})
    else:
        parts = {f"{word}2023": less, f"{word}2024": whole, chance.choice(("Jumlah", "Total", "s.d. 2024")): both}
        change = sub_columns(sheet, letter, parts, merged=chance.random() < 0.5)
    must = Must.BE_IN_DOUBT if own and not computed else Must.BE_READ
    return Layout("total of two years", sheet, must, change if computed else all_of(change, uncomputed(sheet)))


def checked_off(chance: Random, quarter: int) -> Layout:
    """Right of a column somebody has noted that its figures are checked: no figures of another column."""
    sheet, rows = chance.choice(list(PLACES)), chance.choice((3, 1000))
    word, said = chance.choice(("Verifikasi", "Validasi", "Koreksi")), chance.choice(("ok", "sesuai", "v"))

    def change(book: Book) -> None:
        uncomputed(sheet)(book)
        column_beside(sheet, PLACES[sheet][1], less, word)(book)
        at = ord(PLACES[sheet][1]) - ord("A") + 1
        for number, cells in enumerate(book.sheets[sheet][TOP:]):
            cells[at] = said if number < rows else ""

    return Layout("checked off", sheet, Must.BE_READ, change)


def running_months(chance: Random, quarter: int) -> Layout:
    """A column for each month of the year in place of one, with what was done up to each, from some month on: nobody
    knows whether months that rise add up."""
    sheet, months = "Penerima", 3 * quarter
    begins = chance.randint(0, months - 3)

    def figure(number: int) -> Figures:
        steps = months - begins
        return lambda value: "" if number >= months else max(0, value // 8 * (number + 1 - begins) // steps)

    parts: dict[str, Figures] = {month[:3]: figure(number) for number, month in enumerate(MONTHS)}
    return Layout("running months", sheet, Must.BE_IN_DOUBT, all_of(uncomputed(sheet), columns_for(sheet, "G", parts)))


def quarters_around_a_sum(chance: Random, quarter: int) -> Layout:
    """What was done in each quarter and, between them, up to one of them: what came after that, with it, is all that is
    due."""
    if quarter < 3:
        return singles_and_a_foreign_total(chance, quarter)
    shares: dict[str, Figures] = {"TW I": lambda value: value // 10, "TW II": lambda value: value // 5}
    shares["s.d. TW II"] = lambda value: value // 10 + value // 5
    if quarter == 4:
        shares["TW III"] = lambda value: value // 4
    done = [figure for name, figure in shares.items() if name in ("s.d. TW II", "TW III")]
    shares[f"TW {ROMAN[quarter - 1]}"] = lambda value: value - sum(figure(value) for figure in done)
    parts = {f"Realisasi {name}": figure for name, figure in shares.items()}

    def change(book: Book) -> None:
        for cells in book.sheets["Penerima"][TOP:]:
            cells[6] = cells[5]
        columns_for("Penerima", "G", parts)(book)

    return Layout("quarters around a sum", "Penerima", Must.BE_IN_DOUBT, all_of(uncomputed("Penerima"), change))


def each_quarter_and_up_to_it(chance: Random, quarter: int) -> Layout:
    """What was done in a quarter and up to it, for each of the quarters so far; the last sum is meant."""
    word, before = chance.choice(("Kumulatif", "Akumulasi", "Akumulatif")), 0
    parts: dict[str, Figures] = {}
    for number in range(quarter):
        share = 100 if number + 1 == quarter else (30, 55, 80)[number]
        parts[f"Realisasi TW {ROMAN[number]}"] = lambda v, a=before, b=share: v * b // 100 - v * a // 100
        parts[f"{word} s.d. TW {ROMAN[number]}"] = lambda v, b=share: v * b // 100
        before = share
    if chance.random() < 0.4:
        parts = {"Terlayani": half, f"Terlayani {word}": whole}
    change = columns_for("Penerima", "G", parts)
    return Layout("each quarter and up to it", "Penerima", Must.BE_READ, all_of(uncomputed("Penerima"), change))


PERIODS: tuple[Draw, ...] = (
    each_quarter_and_up_to_it,
    up_to_the_last_and_this_quarter,
    up_to_the_last_quarter_and_its_months,
    singles_and_a_foreign_total,
    singles_and_a_foreign_remainder,
    corrected_beside,
    corrected_further_right,
    total_of_two_years,
    checked_off,
    running_months,
    quarters_around_a_sum,
)
