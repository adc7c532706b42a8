"""No number is lost: every filled cell of a workbook has one fate, and what is left out is listed with its reason."""

import random
from datetime import datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from config.settings import settings as site
from schemas.address import letters
from schemas.finding import Severity
from schemas.period import Period
from schemas.reconciliation import Fate, Reason
from schemas.workbook import NO_VALUE, RawSheet, RawWorkbook, Refusal
from tasks.forms.samples import write_samples
from tasks.read.workbooks import read_workbooks
from tasks.understand import workbook as reader
from tasks.understand.cell_account import account, ranges
from tasks.understand.rows import figure_columns
from tasks.understand.workbook import normalise
from tests.builders import Book, checked, position
from tests.cell_fates import CellFate, reconcile
from tests.effort import full_or
from tests.rule_examples import years_below

pytestmark = pytest.mark.whole

NIK = "6201014501900001"


def cells_of(book: Book | RawWorkbook) -> dict[tuple[str, str], CellFate]:
    raw = book.raw() if isinstance(book, Book) else book
    return {(one.sheet, one.cell): one for one in reconcile(raw, normalise(raw))}


def left_out(book: Book) -> dict[str, tuple[Reason, str]]:
    """`Penerima!F6` -> why it was left out and by which rule."""
    fates = cells_of(book).values()
    return {f"{one.sheet}!{one.cell}": (one.reason, one.rule) for one in fates if one.fate is Fate.LEFT_OUT}


def filled(raw: RawWorkbook) -> list[tuple[str, str]]:
    """Every cell that holds something, counted on its own."""
    found = set()
    for sheet in raw.sheets:
        found |= {(sheet.name, f"{letters(column)}{row}") for row, column in sheet.faults}
        for row, cells in enumerate(sheet.rows, 1):
            for column, cell in enumerate(cells, 1):
                if str("" if cell is None else cell).strip():
                    found.add((sheet.name, f"{letters(column)}{row}"))
    return sorted(found)


def addresses(text: str) -> list[str]:
    """`L5:L6 N9` -> L5, L6, N9."""
    corners = [[position(cell) for cell in one.split(":")] for one in text.split()]
    return [
        f"{letters(column)}{row}"
        for first, *last in corners
        for row in range(first[0], (last or [first])[0][0] + 1)
        for column in range(first[1], (last or [first])[0][1] + 1)
    ]


def assert_nothing_is_lost(raw: RawWorkbook) -> None:
    read = normalise(raw)
    found, cells = list(reconcile(raw, read)), account(raw, read)
    assert sorted((one.sheet, one.cell) for one in found) == filled(raw)
    assert sum(cells.counts.values()) == cells.filled == len(found)
    assert cells.counts[Fate.UNACCOUNTED] == 0, cells.left_out
    assert all((one.reason is not None) == (one.fate is Fate.LEFT_OUT) for one in found)
    listed = [(group.sheet, cell) for group in cells.left_out for cell in addresses(group.cells)]
    assert sorted(listed) == sorted((one.sheet, one.cell) for one in found if one.fate is Fate.LEFT_OUT)
    grids = {sheet.name: sheet.rows for sheet in raw.sheets}
    figures = {
        (raw.sheets[trace.sheet].name, line[0], trace.columns[name]): line[figure_columns(key).index(name)]
        for key, trace in read.traces.items()
        for line in read.figures[key]
        for name in ("target", "served")
        if name in trace.columns
    }
    for one in found:
        row, column = position(one.cell)
        cells = grids[one.sheet][row - 1] if row <= len(grids[one.sheet]) else []
        value = cells[column - 1] if column <= len(cells) else None
        if one.fate is Fate.USED and type(value) in (int, float) and (one.sheet, row, column) in figures:
            assert figures[one.sheet, row, column] == pytest.approx(value, abs=1e-6)


def test_a_clean_form_leaves_nothing_out():
    book = Book()
    assert left_out(book) == {}
    fates = cells_of(book)
    assert fates["Penerima", "F9"] == CellFate("Penerima", "F9", Fate.USED, None, "")
    assert fates["Penerima", "H9"].fate is Fate.RECOMPUTED
    assert {fates["Penerima", cell].fate for cell in ("A1", "A3", "F5", "A9", "B9", "D9")} == {Fate.LABEL}
    assert fates["Identitas", "C7"].fate is Fate.USED
    assert fates["Identitas", "B7"].fate is Fate.LABEL


def test_what_lies_outside_is_listed_with_its_address():
    book = Book()
    book["Penerima", "A2"] = 17.0
    book["Penerima", "L5"], book["Penerima", "L9"] = "Verifikasi", 5.0
    book["Penerima", "N9"] = "lihat surat"
    book["Penerima", "F36"] = 29_000.0
    book["Penerima", "D38"] = "Kepala Bagian"
    book.sheets["Lampiran"] = [["foto", 3.0]]
    assert left_out(book) == {
        "Penerima!A2": (Reason.OUTSIDE, ""),
        "Penerima!L5": (Reason.UNKNOWN_COLUMN, ""),
        "Penerima!L9": (Reason.UNKNOWN_COLUMN, ""),
        "Penerima!N9": (Reason.OUTSIDE, ""),
        "Penerima!F36": (Reason.OUTSIDE, ""),
        "Penerima!D38": (Reason.OUTSIDE, ""),
        "Lampiran!A1": (Reason.UNKNOWN_SHEET, ""),
        "Lampiran!B1": (Reason.UNKNOWN_SHEET, ""),
    }


def test_a_row_that_was_not_read_is_left_out_whole():
    book = Book()
    book["Penerima", "B9"] = "K-KES-99"
    book.insert_row("Penerima", 12, ["", "", "", "", "", 40.0, 39.0])
    reasons = left_out(book)
    assert {reasons[f"Penerima!{letter}9"][0] for letter in "ABCDEFGHI"} == {Reason.UNKNOWN_ROW}
    assert reasons["Penerima!F12"] == reasons["Penerima!G12"] == (Reason.NO_CODE, "")


def test_the_second_row_of_a_service_is_left_out():
    book = Book()
    book.sheets["Anggaran"].append(list(book.sheets["Anggaran"][5]))
    assert {reason for reason, _ in left_out(book).values()} == {Reason.DUPLICATE}
    assert "Anggaran!D35" in left_out(book)


def test_a_refused_value_names_its_rule():
    book = Book()
    book["Penerima", "F9"], book["Penerima", "J9"], book["Identitas", "C8"] = "seribu", "mungkin", "lima"
    book["Mutu", "G9"], book["Penerima", "K9"] = "", "#REF!"
    book.faults["Mutu", "G9"], book.faults["Mutu", "I9"] = NO_VALUE, NO_VALUE
    assert left_out(book) == {
        "Identitas!C8": (Reason.REFUSED, "I03"),
        "Penerima!F9": (Reason.REFUSED, "C01"),
        "Penerima!J9": (Reason.REFUSED, "C08"),
        "Penerima!K9": (Reason.REFUSED, ""),
        "Mutu!G9": (Reason.REFUSED, "C06"),
    }


@pytest.mark.parametrize("word", ["belum ada", "N/A", "'"])
def test_a_word_for_no_figure_is_left_out_where_none_is_needed(word):
    book = Book()
    book["Rencana Aksi", "B6"], book["Rencana Aksi", "G6"] = "K-DIK-01", word
    assert left_out(book) == {"Rencana Aksi!G6": (Reason.NO_FIGURE, "")}


@pytest.mark.parametrize("error", ["Err:502", "#WERT!", NO_VALUE])
def test_an_error_in_a_note_is_left_out_and_need_not_be_mended(error):
    book = Book()
    book.faults["Penerima", "K9"] = error
    assert left_out(book) == {"Penerima!K9": (Reason.REFUSED, "")}


def test_a_personal_number_is_left_out_and_not_repeated():
    book = Book()
    book["Penerima", "K9"] = f"NIK {NIK}"
    assert left_out(book) == {"Penerima!K9": (Reason.PERSONAL, "")}
    assert NIK not in repr(cells_of(book))


def test_totals_and_column_numbers_have_their_fates():
    book = Book()
    book.sheets["Anggaran"].append(["", "", "JUMLAH", 29 * 500_000_000.0, 29 * 400_000_000.0])
    book.insert_row("Penerima", 6, [float(number) for number in range(1, 12)])
    fates = cells_of(book)
    assert left_out(book) == {}
    assert [fates["Anggaran", f"{letter}35"].fate for letter in "CDE"] == [Fate.LABEL, *[Fate.RECOMPUTED] * 2]
    assert fates["Penerima", "F6"].fate is Fate.LABEL


def test_a_value_under_a_merged_cell_is_not_read_and_listed():
    raw = Book().raw()
    sheets = [
        RawSheet(one.name, one.rows, merged=[(9, 6, 9, 7)] if one.name == "Penerima" else []) for one in raw.sheets
    ]
    merged = RawWorkbook("xlsx", sheets)
    assert cells_of(merged)["Penerima", "G9"].reason is Reason.COVERED
    served = next(row[4] for row in normalise(merged).figures["recipients"] if row[0] == 9)
    assert served != served


def test_the_table_of_another_year_is_left_out():
    book = Book()
    years_below(2023, 2024)(book)
    fates = cells_of(book)
    assert fates["Anggaran", "D6"].reason is Reason.OTHER_TABLE
    assert fates["Anggaran", "D38"].fate is Fate.USED


@pytest.mark.parametrize(
    ("cells", "shown"),
    [
        ("", ""),
        ("B2", "B2"),
        ("A1 B1 C1", "A1:C1"),
        ("L5 L6 L7 N9", "L5:L7 N9"),
        ("A1 B1 A2 B2 A3", "A1:B2 A3"),
        ("A1 A3", "A1 A3"),
        ("Z9 AA9 A10", "Z9:AA9 A10"),
    ],
)
def test_cells_that_adjoin_are_told_as_ranges(cells, shown):
    assert " ".join(ranges(cells.split())) == shown


@given(st.sets(st.tuples(st.integers(1, 6), st.integers(1, 6))))
def test_ranges_hold_each_cell_once_and_no_other(places):
    cells = [f"{letters(column)}{row}" for row, column in places]
    assert sorted(addresses(" ".join(ranges(cells)))) == sorted(cells)


def test_the_sentence_says_what_became_of_the_cells():
    book = Book()
    book["Penerima", "L9"] = 5.0
    cells = checked(book).cells
    assert cells.sentence.endswith(" dihitung ulang, 1 tidak dipakai.")
    assert cells.sentence.startswith(f"{cells.filled:,} sel terisi: ".replace(",", "."))


def test_a_refused_file_has_no_cells():
    raw = RawWorkbook("", refusal=Refusal("F01", "empty"))
    assert account(raw, normalise(raw)).filled == 0


def test_a_number_that_reading_forgot_is_our_defect_and_said_aloud(monkeypatch, caplog):
    def forgetful(*given):
        read = read_rows(*given)
        return read._replace(
            rows=[tuple(float("nan") if value == 1000 else value for value in row) for row in read.rows]
        )

    read_rows = reader.read_rows
    monkeypatch.setattr(reader, "read_rows", forgetful)
    lost = checked(Book()).cells.left_out
    assert [(one.fate, one.sheet, one.cells, one.count) for one in lost] == [
        (Fate.UNACCOUNTED, "Penerima", "F6:G34", 58)
    ]
    assert "Penerima!F6:G34 terlewat oleh program; ini kekeliruan kami" in caplog.text


def test_nothing_is_lost_of_a_provinces_inbox(tmp_path):
    samples = write_samples("65", Period(2024, 4), tmp_path)
    for raw in read_workbooks([tmp_path / one.file_name for one in samples], site().limits):
        assert_nothing_is_lost(raw)


WILD = [
    3.0,
    -7.5,
    2024.0,
    "12 org",
    "-",
    "  ",
    "nihil",
    "JUMLAH",
    "TOTAL",
    "Kode Layanan",
    "K-KES-02",
    "K-KES-77",
    True,
]
WILD += [datetime(2024, 3, 1), "#REF!", "Sudah", "ya", "Imunisasi", NIK, "Tahun 2023", "IV", "", None, "1,234", "A."]


def scrambled(seed: int) -> RawWorkbook:
    """A book into which somebody has typed anything anywhere, with rows, merged ranges and faults added."""
    book, chance = Book(), random.Random(seed)
    for name, rows in book.sheets.items():
        for _ in range(chance.randint(0, 25)):
            book[name, f"{letters(chance.randint(1, 14))}{chance.randint(1, len(rows) + 4)}"] = chance.choice(WILD)
        for _ in range(chance.randint(0, 3)):
            again = list(chance.choice(rows))
            book.insert_row(name, chance.randint(1, len(rows)), chance.choice([[], again]))
    if chance.random() < 0.3:
        book.drop_column(chance.choice(list(book.sheets)), chance.choice("BCFG"))
    sheets = []
    for sheet in book.raw().sheets:
        spots = [(chance.randint(1, 45), chance.randint(1, 13)) for _ in range(6)]
        faults = {spot: chance.choice(["#N/A", NO_VALUE]) for spot in spots[:4] if chance.random() < 0.5}
        rows = [list(cells) for cells in sheet.rows]
        for row, column in faults:
            if row <= len(rows) and column <= len(rows[row - 1]):
                rows[row - 1][column - 1] = ""
        merged = [(row, column, row + 1, column + 1) for row, column in spots[4:]]
        sheets.append(RawSheet(chance.choice([sheet.name, sheet.name, f"{sheet.name} X"]), rows, faults, merged))
    return RawWorkbook("xlsx", sheets)


@settings(max_examples=full_or(8, 25), deadline=None)
@given(seed=st.integers(0, 10**9))
def test_nothing_is_lost_whatever_was_typed(seed):
    assert_nothing_is_lost(scrambled(seed))


@pytest.mark.parametrize("cell", ["M9", "N9", "Z9"])
def test_a_zero_right_of_the_table_is_left_out_and_counted(cell):
    book = Book()
    book["Penerima", cell] = 0
    raw = book.raw()
    counted = account(raw, normalise(raw))
    assert [group.cells for group in counted.left_out] == [cell]
    assert counted.filled == len(filled(raw))


def test_of_two_tables_under_each_other_nothing_is_lost_and_each_cell_is_told_once():
    book = Book()
    book.sheets["Penerima"] += [[], ["ANGGARAN"], *book.sheets.pop("Anggaran")[4:]]
    book["Penerima", "E40"] = "abc"
    assert_nothing_is_lost(book.raw())
    assert [(one.rule, one.cell) for one in checked(book).findings if one.severity is Severity.ERROR] == [
        ("C01", "E40")
    ]


def test_of_two_tables_beside_each_other_nothing_is_lost_and_each_cell_is_told_once():
    book = Book()
    for cells, budget in zip(book.sheets["Penerima"][4:], book.sheets.pop("Anggaran")[4:], strict=True):
        cells += [None] * (11 - len(cells)) + budget[3:8]
    book["Penerima", "M10"] = "abc"
    assert_nothing_is_lost(book.raw())
    assert [(one.rule, one.cell) for one in checked(book).findings if one.severity is Severity.ERROR] == [
        ("C01", "M10")
    ]
