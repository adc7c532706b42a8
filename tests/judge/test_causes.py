"""One slip is one error: what follows from it, or stands under what was refused, is told under it."""

from collections.abc import Callable

import pytest

from config.settings import settings
from schemas.finding import Finding, Severity, families
from tasks.intake.take_in import Context, check
from tests.builders import AS_OF, Book, after, checked, found, taken
from tests.layout_changes import all_of, column_again, more, sheet_again, uncomputed
from tests.rule_examples import rename

NIK = "6201051504850002"
Change = Callable[[Book], None]


def changed(*changes: Change) -> Book:
    book = Book()
    for change in changes:
        change(book)
    return book


def puts(**cells: object) -> Change:
    """`Penerima_F6=1` sets a cell."""

    def change(book: Book) -> None:
        for place, value in cells.items():
            sheet, _, cell = place.rpartition("_")
            book[sheet, cell] = value

    return change


def told(findings: list[Finding]) -> dict[str, list[str]]:
    """Each error or warning of its own, and what follows from it."""
    return {
        cause.name: [one.name for one in following]
        for cause, following in families(findings)
        if cause.severity is not Severity.INFO
    }


def without_code_and_name(book: Book) -> None:
    book.sheets["Penerima"][8][1:4] = [""] * 3


def in_thousands(book: Book) -> None:
    book.sheets["Penerima"][4][5:7] = ["Jumlah yang Harus Dilayani (ribu)", "Jumlah Terlayani (ribu)"]
    for row in book.sheets["Penerima"][5:9]:
        row[5:9] = [4.637, 4.637, "", ""]


CASES = {
    "cells under a heading that is nearly right": (
        puts(Penerima_G5="Jml Trlyani", Penerima_G8="banyak", Penerima_G9=-4),
        {"L02 Penerima!G5": ["C01 Penerima!G8", "C03 Penerima!G9"]},
    ),
    "what rests on such a column": (
        puts(Anggaran_E5="Realisasi Anggarannya", Anggaran_E8=0),
        {"L02 Anggaran!E5": ["R13 Penerima!G8", "R09 Anggaran!F8"]},
    ),
    "cells in the row of an unknown code": (
        puts(Tahapan_B6="DKI", Tahapan_D6="Mungkin"),
        {"R01 Tahapan!B6": ["C08 Tahapan!D6"]},
    ),
    "cells in a row that stands twice": (
        lambda book: book.sheets["Penerima"].append([*book.sheets["Penerima"][8][:6], "abc", "", "", "", ""]),
        {"R02 Penerima!B35": ["C01 Penerima!G35"]},
    ),
    "the row that is missing is the one without a name": (
        all_of(without_code_and_name, puts(Penerima_H9="", Penerima_I9="", Penerima_G9=5000)),
        {"R17 Penerima!F9": ["R14 Penerima!G9"]},
    ),
    "the row that is missing is the one with an unknown code": (
        puts(Penerima_B9="XYZ", Penerima_D9="Lainnya", Penerima_F9="abc"),
        {"R01 Penerima!B9": ["C01 Penerima!F9"]},
    ),
    "one of the rows that are missing is the one with an unknown code": (
        all_of(puts(Penerima_B9="XYZ", Penerima_D9="Lainnya"), lambda book: book.drop_row("Penerima", 12)),
        {"R01 Penerima!B9": [], "R03 Penerima!B5": []},
    ),
    "fractions under a heading in thousands, and the second such heading": (
        in_thousands,
        {"C11 Penerima!F5": ["C04 Penerima!F6", "C04 Penerima!G6", "C11 Penerima!G5"]},
    ),
    "what is 0 in thousands": (
        all_of(
            puts(Penerima_A4="Satuan: ribuan", Penerima_F6=0, Penerima_G6=0, Penerima_I6=""),
            puts(Penerima_G9=0, Penerima_H9=1000, Penerima_I9=0),
        ),
        {"C11 Penerima!A4": ["R05 Penerima!F6", "R10 Penerima!G9", "R13 Penerima!G6", "R13 Penerima!G9"]},
    ),
    "nihil where it cannot be read": (
        puts(Penerima_F6=0, Penerima_G6=0, Penerima_I6="", Penerima_J6="mungkin", Anggaran_E6=0, Anggaran_F6=0),
        {"C08 Penerima!J6": ["R05 Penerima!F6"]},
    ),
    "a slip of a digit and the typed remainder and percentage": (
        puts(Penerima_F6=500, Penerima_G6=10000, Penerima_H6=40, Penerima_I6=92),
        {"R14 Penerima!G6": ["R09 Penerima!H6", "R09 Penerima!I6"]},
    ),
    "a remainder and a percentage of the same figure": (
        puts(Penerima_G6=900, Permasalahan_B6="K-DIK-01", Permasalahan_C6="guru", Permasalahan_D6="tambah"),
        {"R09 Penerima!H6": ["R09 Penerima!I6"]},
    ),
    "names of sheets of last quarter": (
        all_of(rename("Penerima", "Penerima TW III"), rename("Anggaran", "Anggaran TW III")),
        {"I06 Penerima TW III": ["I06 Anggaran TW III"]},
    ),
    "one scale on several sheets, as a note and in their headings": (
        puts(Penerima_A4="(dalam ribuan)", Anggaran_A4="(dalam ribuan)", **{"Rencana Aksi_A4": "(dalam ribuan)"}),
        {"C11 Penerima!A4": ["C11 Anggaran!A4", "C11 Rencana Aksi!A4"]},
    ),
    "a title that was copied with its sheet": (
        puts(Penerima_A2="Kabupaten Kapuas, Triwulan III 2024", Mutu_A2="Kabupaten Kapuas, Triwulan III 2024"),
        {"I06 Penerima!A2": ["I06 Penerima!A2", "I06 Mutu!A2", "I06 Mutu!A2"]},
    ),
    "cells of a sheet without headings": (
        lambda book: (book.sheets["Penerima"].__setitem__(4, []), puts(Penerima_G8="banyak", Penerima_G9=-4)(book)),
        {"L01 Penerima": ["C01 Penerima!G8", "C03 Penerima!G9"]},
    ),
    "rows of a sheet that begins with them": (
        lambda book: (book.sheets["Penerima"].pop(8), book.sheets["Penerima"].__delitem__(slice(5))),
        {"L01 Penerima": ["R03 Penerima"]},
    ),
    "cells of a sheet of another name that lacks a heading": (
        lambda book: (
            puts(Penerima_G5="Jml Trlyani", Penerima_G8="banyak")(book),
            book.sheets.__setitem__("Lembar3", book.sheets.pop("Penerima")),
        ),
        {"L02 Lembar3!G5": ["C01 Lembar3!G8"]},
    ),
    "two causes in one row": (
        puts(Penerima_B9="K-SOS-01", Penerima_E9="ribu orang"),
        {"R16 Penerima!B9": ["C11 Penerima!E9"]},
    ),
    "figures in a row whose code is another's": (
        puts(Penerima_B9="K-SOS-01", Penerima_F9=-4, Penerima_G9=5000, Penerima_H9="", Penerima_I9=""),
        {"R16 Penerima!B9": ["C03 Penerima!F9"]},
    ),
    "an amount in such a row, and what is served in the row of the code": (
        puts(Anggaran_B9="K-SOS-01", Anggaran_E9=0, Anggaran_F9=0, Anggaran_B30="K-KES-01", Anggaran_C30=""),
        {"R16 Anggaran!B9": ["R13 Penerima!G30"]},
    ),
    "the whole and its part in each other's place": (
        lambda book: [
            book.__setitem__(("Penerima", f"{column}{row}"), {"F": 990}.get(column, ""))
            for row in range(6, 35)
            for column in "FHI"
        ],
        {"L05 Penerima!G5": ["R04 Penerima!G6"]},
    ),
    "nobody served in a row whose name is another's": (
        puts(Penerima_D9="Pendidikan Kesetaraan", Penerima_F9=0, Penerima_G9=0, Penerima_H9="", Penerima_I9=""),
        {"R16 Penerima!B9": ["R05 Penerima!F9", "R13 Penerima!G9"]},
    ),
    "no budget in a row whose name is another's": (
        puts(Anggaran_C9="Pendidikan Kesetaraan", Anggaran_E9=0, Anggaran_F9=0),
        {"R16 Anggaran!B9": ["R13 Penerima!G9"]},
    ),
    "no budget in a row whose code has one of its own": (
        puts(Anggaran_B9="K-SOS-01", Anggaran_E9=0, Anggaran_F9=0),
        {"R16 Anggaran!B9": ["R13 Penerima!G9"]},
    ),
    "more to serve than there are people, where the code and the name are of two regencies": (
        puts(Identitas_C6="Kabupaten Sleman", Penerima_F6=900_000, Penerima_G6=900_000),
        {"I02 Identitas!C6": ["H05 Penerima!F6"]},
    ),
    "more to serve than there are people, where only the name says whose report it is": (
        puts(Identitas_C5="", Penerima_F6=900_000, Penerima_G6=900_000),
        {"I01 Identitas!C5": ["H05 Penerima!F6"]},
    ),
    "a column of another quarter, where the report does not say its own": (
        puts(Identitas_C8="", Penerima_G5="Jumlah Terlayani TW II"),
        {"I03 Identitas!C8": ["L02 Penerima!G5"]},
    ),
    "figures in many rows whose codes are another's": (
        lambda book: (
            [book.__setitem__(("Penerima", f"D{row}"), book["Penerima", f"D{row + 1}"]) for row in range(6, 26)]
            and puts(Penerima_F9=900_000, Penerima_G9=900_000)(book)
        ),
        {
            "R16 Penerima!B6": [*(f"R16 Penerima!B{row}" for row in range(7, 26)), "H05 Penerima!F9"],
        },
    ),
    "personal data never": (
        puts(Penerima_G5="Jml Trlyani", Penerima_G9=f"NIK {NIK}"),
        {"C09 Penerima!G9": [], "L02 Penerima!G5": []},
    ),
    "a row that lacks nothing to do with the other": (
        lambda book: (book.drop_row("Penerima", 6), book.__setitem__(("Penerima", "G9"), "banyak")),
        {"R03 Penerima!B5": [], "C01 Penerima!G9": []},
    ),
    "what stands in a column that may be another one": (
        all_of(uncomputed("Penerima"), column_again("Penerima", "G", more)),
        {"L05 Penerima!G5": ["R04 Penerima!G6"]},
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_what_follows_is_told_under_its_cause(name):
    change, expected = CASES[name]
    findings = found(changed(change))
    assert {cause: sorted(following) for cause, following in told(findings).items()} == {
        cause: sorted(following) for cause, following in expected.items()
    }


def test_everything_on_a_sheet_that_may_be_another_one_follows_from_that():
    book = changed(sheet_again("Penerima", "Penerima baru", more, own="Penerima revisi"))
    for name in ("Penerima baru", "Penerima revisi"):
        book[name, "J6"] = "mungkin"
    (cause,) = told(found(book))
    assert cause.startswith("L05 Penerima")


def test_what_a_unit_that_changed_makes_of_the_figures_follows_from_it():
    def in_families(book: Book) -> None:
        book["Penerima", "E6"], book["Penerima", "F6"] = "KK", 250

    findings = found(Book(), after(in_families))
    assert told(findings)["H06 Penerima!E6"] == ["H02 Penerima!F6"]


def test_what_rejects_never_hides_under_what_does_not(monkeypatch):
    monkeypatch.setenv("SPM_PROVINCE", '{"62": {"severity": {"L02": "warning"}}}')
    settings.cache_clear()
    book = changed(puts(Penerima_G5="Jml Trlyani", Penerima_G8="banyak"))
    one = checked(book)
    settings.cache_clear()
    assert one.status == "ditolak"
    assert one.count(Severity.ERROR) == 1
    assert set(told(one.findings)) == {"L02 Penerima!G5", "C01 Penerima!G8"}


@pytest.mark.slow
def test_a_rejected_file_has_an_error_of_its_own_and_no_cause_is_unknown():
    books = [changed(change) for change, _ in CASES.values()]
    for one in check([taken(book) for book in books], Context(AS_OF, "62"), settings().of_province("62")):
        own = {finding.name for finding in one.findings if not finding.cause}
        assert {finding.cause for finding in one.findings} - {""} <= own
        assert (one.status == "ditolak") == (one.count(Severity.ERROR) > 0)


def test_what_a_sentence_says_of_another_row_as_well_is_not_hidden_under_the_first():
    book = Book()
    for row in (29, 31, 32):
        book["Penerima", f"F{row}"] = book["Penerima", f"G{row}"] = 0
        book["Penerima", f"H{row}"] = book["Penerima", f"I{row}"] = ""
    book["Penerima", "J29"] = "Tidak ada bencana"
    told = [one for one in found(book) if one.rule == "R05"]
    assert [(one.cells, one.cause) for one in told] == [("F29 F31:F32", "")]
    book["Penerima", "J31"] = book["Penerima", "J32"] = "Tidak ada bencana"
    assert {one.cause for one in found(book) if one.rule == "R05"} == {"C08 Penerima!J29"}
