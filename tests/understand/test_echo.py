"""The echo: what was understood is told in every answer, and figures that all changed alike catch the eye."""

import json
from pathlib import Path

import openpyxl
import pandas as pd
import pytest

from config import catalogue
from config.settings import settings
from schemas.echo import Echo, echo_of
from tasks.answer.answers import answer
from tasks.answer.of_quarter import answers_of
from tasks.answer.receipt import sealed
from tasks.answer.receipt_page import receipt_html
from tasks.compute import echo_recorded
from tasks.compute.echo_recorded import echoes
from tasks.compute.gather import gather
from tasks.home.trouble import Troubles
from tasks.ledger.quarter import Quarter
from tasks.notify.letters import chat_of, mail_of
from tasks.notify.reminders import acceptances
from tasks.report.echo_text import CHECK, echo_sections, warnings
from tasks.understand.echo import echo_of_read
from tests.builders import AS_OF, Book, checked
from tests.receipt_sites import FIGURE_LETTERS, PERIOD, Site, times

pytestmark = pytest.mark.whole

HEALTH = catalogue.layouts()["SPM-KES-2025.1"]
LATER = AS_OF.replace(year=2026)


@pytest.fixture
def site(tmp_path: Path) -> Site:
    return Site(tmp_path)


def echo(site: Site) -> Echo:
    """Of the submission that was taken in last."""
    files = site.ledger.files("62", PERIOD, LATER).sort_values("id").tail(1)
    return echoes(site.ledger, files, LATER)[int(files["id"].iloc[0])]


def test_what_was_read_is_named_with_sheet_heading_letter_and_total() -> None:
    book = Book()
    book["Penerima", "F5"], book["Penerima", "F9"] = "Sasaran", 4000
    echo = echo_of_read(checked(book).normalised)
    recipients = next(one for one in echo.sheets if one.key == "recipients")
    target = next(one for one in recipients.columns if one.key == "target")
    assert (recipients.sheet, recipients.rows) == ("Penerima", 29)
    assert (target.heading, target.letter, target.total) == ("Sasaran", "F", 32_000)
    assert 'F "Sasaran" = 32.000; G "Jumlah Terlayani" = 29.000' in dict(echo_sections(echo))["Yang terbaca"][0]


@pytest.mark.parametrize("refused", [-5, "-5", "(5)", 1e17, "banyak", 4.637])
def test_what_is_refused_adds_nothing_to_a_total(refused: object) -> None:
    book = Book()
    book["Penerima", "F9"] = refused
    (target,) = [one for one in echo_of_read(checked(book).normalised).sheets[0].columns if one.key == "target"]
    assert target.total == 28_000


def test_the_headings_of_the_file_are_kept_with_what_was_read(site: Site) -> None:
    book = Book()
    book["Penerima", "F5"] = "Sasaran"
    site.take_in(book)
    told = dict(echo_sections(echo(site)))["Yang terbaca"]
    assert told == dict(echo_sections(echo_of_read(checked(book).normalised)))["Yang terbaca"]
    assert 'F "Sasaran" = 29.000' in told[0]


def test_the_totals_are_those_of_the_receipt(site: Site) -> None:
    book = times(1.5, of=float)
    book["Penerima", "G9"] = "banyak"
    site.take_in(book)
    (receipt,) = site.receipts().values()
    assert receipt.echo.totals == receipt.totals
    assert echo_of_read(checked(book).normalised).totals == receipt.totals


def test_five_services_are_shown_as_examples_also_where_a_figure_is_missing() -> None:
    book = Book()
    book["Penerima", "G6"] = "banyak"
    examples = echo_of_read(checked(book).normalised).examples
    assert [one.code for one in examples] == ["K-DIK-01", "K-KES-05", "K-KES-12", "K-TRA-03", "K-SOS-05"]
    assert (examples[0].target, examples[0].served, examples[0].realised) == (1000, None, 400_000_000)
    line = dict(echo_sections(echo_of_read(checked(book).normalised)))["Contoh"][0]
    assert line.startswith("K-DIK-01 Pendidikan Anak Usia Dini: harus dilayani 1.000, terlayani tidak terbaca")


def test_a_file_that_says_nothing_has_no_echo() -> None:
    book = Book()
    book.sheets = {"Lembar1": [["apa saja"]]}
    assert echo_sections(echo_of_read(checked(book).normalised)) == []


def test_all_figures_halved_catch_the_eye_in_the_second_of_two_files_of_one_second(site: Site) -> None:
    site.take_in(times(1), "14 62.01 TW4 2024.xlsx")
    site.take_in(times(0.5), "14 62.01 TW4 2024 FINAL.xlsx")
    (told,) = warnings(echo(site))
    assert told.startswith(
        "Dibanding kiriman ke-1, hampir semua angka menjadi setengahnya: "
        "Harus dilayani (Penerima) 29.000 menjadi 14.500 (-50%); Terlayani (Penerima) 29.000 menjadi 14.500 (-50%); "
    )
    assert told.endswith(
        "11.600.000.000 menjadi 5.800.000.000 (-50%). Pastikan memang demikian; bila benar, jelaskan pada Keterangan "
        "setiap baris yang berubah."
    )
    assert echo_sections(echo(site))[0][0] == CHECK


def test_figures_that_are_there_no_more_are_counted_and_catch_the_eye(site: Site) -> None:
    """Left out of the comparison a column that was emptied looked like one in which nothing had changed."""
    book = Book()
    book["Penerima", "G6"], book["Penerima", "G7"] = "", "banyak"
    site.take_in(Book(), "a.xlsx")
    site.take_in(book, "b.xlsx", days=1)
    gone = "2 angka yang dulu ada kini kosong atau tidak terbaca (Terlayani K-DIK-01, Terlayani K-DIK-02)"
    assert warnings(echo(site)) == [f"Dibanding kiriman ke-1, {gone}. Pastikan memang demikian."]
    (told,) = dict(echo_sections(echo(site)))["Perbedaan"]
    total = "Terlayani (Penerima) 29.000 menjadi 27.000 (-6,9%)"
    assert told == f"Dibanding kiriman ke-1: {gone}; 718 angka lainnya sama. {total}."


def test_figures_that_a_rejected_file_lacked_are_named_beside_those_that_are_the_same(site: Site) -> None:
    """All were said to be the same where two cells were mended."""
    faulty = Book()
    faulty["Penerima", "G7"], faulty["Anggaran", "D6"] = "banyak", ""
    site.take_in(faulty, "a.xlsx")
    site.take_in(Book(), "b.xlsx", days=1)
    (told,) = dict(echo_sections(echo(site)))["Perbedaan"]
    assert told.startswith(
        "Dibanding kiriman ke-1 (ditolak): 2 angka yang dulu kosong atau tidak terbaca kini ada "
        "(Terlayani K-DIK-02, Alokasi (Rp) K-DIK-01); 718 angka lainnya sama. "
    )


def test_an_echo_of_before_entries_were_named_is_still_read(site: Site) -> None:
    site.take_in(Book(), "a.xlsx")
    site.take_in(times(0.5), "b.xlsx", days=1)
    data = json.loads(json.dumps(echo(site).data))
    for name in ("gone_at", "added_at"):
        del data["differences"][0][name]
    assert echo_of(data) == echo(site)


def test_what_was_emptied_as_a_whole_is_not_told_as_compared(site: Site) -> None:
    book = Book()
    for sheet, letters in FIGURE_LETTERS.items():
        for row in range(6, len(book.sheets[sheet]) + 1):
            for letter in letters:
                book[sheet, f"{letter}{row}"] = ""
    site.take_in(Book(), "a.xlsx")
    site.take_in(book, "b.xlsx", days=1)
    (told,) = dict(echo_sections(echo(site)))["Perbedaan"]
    assert told.startswith("Dibanding kiriman ke-1: 7")
    assert (
        " angka yang dulu ada kini kosong atau tidak terbaca. Harus dilayani (Penerima) 29.000 menjadi tidak " in told
    )


def test_of_what_could_not_be_read_nothing_is_compared(site: Site) -> None:
    """Its sender read "yang kami pahami" above 720 figures that are said to be gone."""
    foreign = Book()
    foreign.sheets = {"Lembar1": [["Kode Wilayah", "62.01"], ["apa saja"]]}
    site.take_in(Book(), "a.xlsx")
    site.take_in(foreign, "62.01 b.xlsx", days=1)
    assert echo_sections(echo(site)) == []


def test_one_column_in_thousands_is_named(site: Site) -> None:
    site.take_in(times(1), "a.xlsx")
    site.take_in(times(0.001, "Anggaran"), "b.xlsx", days=1)
    (told,) = warnings(echo(site))
    assert told.startswith(
        "Dibanding kiriman ke-1, hampir semua angka Anggaran menjadi seperseribunya: "
        "Alokasi (Rp) (Anggaran) 14.500.000.000 menjadi 14.500.000 (-99,9%); "
    )
    assert "Penerima" not in told


def test_one_sheet_alone_is_named_however_many_of_all_figures_are_its_own(site: Site) -> None:
    """Of 720 figures 604 stand in Mutu: nearly all were said to be halved where two sheets were untouched."""
    site.take_in(times(1), "a.xlsx")
    site.take_in(times(0.5, "Mutu"), "b.xlsx", days=1)
    (told,) = warnings(echo(site))
    assert told.startswith("Dibanding kiriman ke-1, hampir semua angka Mutu menjadi setengahnya: Dibutuhkan (Mutu) ")
    assert echo(site).differences[0].ratio is None


def test_two_sheets_and_a_column_are_told_with_their_multiples(site: Site) -> None:
    site.take_in(times(1), "a.xlsx")
    wrong = times(10, "Penerima Mutu")
    for row in range(6, 35):
        wrong["Anggaran", f"E{row}"] = 40_000_000
    site.take_in(wrong, "b.xlsx", days=1)
    (told,) = warnings(echo(site))
    assert (
        "hampir semua angka Penerima dan angka Mutu menjadi 10 kali dan hampir semua Realisasi (Rp) (Anggaran)" in told
    )
    assert "(Anggaran) menjadi 0,1 kali: " in told


@pytest.mark.parametrize(
    ("factor", "told"),
    [(1.01, ""), (1.5, ""), (0.5, "setengahnya"), (2, "2 kali"), (1000, "1.000 kali")],
)
def test_that_a_year_goes_on_is_no_alarm_and_a_fall_or_a_leap_is(site: Site, factor: float, told: str) -> None:
    site.take_in(Book(quarter=3), "tw3.xlsx", days=-80)
    site.take_in(times(factor, "Penerima"), "tw4.xlsx")
    said = [one.partition(":")[0] for one in warnings(echo(site))]
    wanted = f"Dibanding Triwulan III Tahun 2024, hampir semua angka Penerima menjadi {told}"
    assert said == ([wanted] if told else [])


def test_a_revision_that_is_nearly_the_same_is_no_multiple_of_it(site: Site) -> None:
    site.take_in(times(1), "a.xlsx")
    site.take_in(times(1.01, "Penerima Anggaran", of=round), "b.xlsx", days=1)
    assert warnings(echo(site)) == []
    assert "kali" not in dict(echo_sections(echo(site)))["Perbedaan"][0]


def test_halves_that_had_to_be_rounded_are_halves(site: Site) -> None:
    before, after = Book(), Book()
    for row in range(6, 35):
        before["Penerima", f"F{row}"] = before["Penerima", f"G{row}"] = 1001 + 2 * row
        after["Penerima", f"F{row}"] = after["Penerima", f"G{row}"] = (1001 + 2 * row + 1) // 2
    site.take_in(before, "a.xlsx")
    site.take_in(after, "b.xlsx", days=1)
    assert "hampir semua angka Penerima menjadi setengahnya: " in warnings(echo(site))[0]


@pytest.mark.parametrize("first_halved", [True, False])
def test_halves_that_were_cut_off_are_told_whichever_comes_first(site: Site, first_halved: bool) -> None:
    whole, half = Book(), Book()
    for row in range(6, 35):
        whole["Penerima", f"G{row}"] = served = 31 * row - 40
        half["Penerima", f"G{row}"] = served // 2
    site.take_in(half if first_halved else whole, "a.xlsx")
    site.take_in(whole if first_halved else half, "b.xlsx")
    told = "2 kali" if first_halved else "setengahnya"
    assert f"hampir semua Terlayani (Penerima) menjadi {told}: " in warnings(echo(site))[0]


def test_figures_that_changed_each_its_own_way_are_no_multiple(site: Site) -> None:
    before, after = Book(), Book()
    for row in range(6, 35):
        before["Penerima", f"F{row}"] = before["Penerima", f"G{row}"] = 3 + row % 4
        after["Penerima", f"F{row}"] = after["Penerima", f"G{row}"] = 2 + row % 5
    site.take_in(before, "a.xlsx")
    site.take_in(after, "b.xlsx", days=1)
    assert [change.ratio for change in echo(site).differences[0].changes] == [None, None]


def test_a_mended_cell_is_a_difference_and_nothing_to_worry_about(site: Site) -> None:
    site.take_in(Book(), "a.xlsx")
    mended = Book()
    mended["Penerima", "G9"] = 990
    site.take_in(mended, "b.xlsx", days=1)
    found = dict(echo_sections(echo(site)))
    assert CHECK not in found
    assert found["Perbedaan"] == [
        "Dibanding kiriman ke-1: 1 dari 720 angka berbeda. Terlayani (Penerima) 29.000 menjadi 28.990 (-0,034%)."
    ]


def test_the_replaced_revision_is_the_one_that_counted(site: Site) -> None:
    faulty = times(0.5)
    faulty["Penerima", "G9"] = "banyak"
    site.take_in(Book(), "a.xlsx")
    site.take_in(faulty, "b.xlsx", days=1)
    assert echo(site).differences[0].ratio == 0.5, "a rejected file is compared as well"
    site.take_in(Book(), "c.xlsx", days=2)
    (difference,) = echo(site).differences
    assert (difference.against, difference.differing) == ("kiriman ke-1", 0)


def test_what_never_counted_is_called_so_and_stands_in_only_for_the_bidang_of_which_nothing_counts(site: Site) -> None:
    rejected = times(2)
    rejected["Anggaran", "E6"] = "banyak"
    site.take_in(Book(HEALTH), "dinkes.xlsx")
    site.take_in(rejected, "b.xlsx", days=1)
    site.take_in(Book(), "c.xlsx", days=2)
    (difference,) = echo(site).differences
    assert difference.against == "kiriman ke-1 dan 2 (ditolak)"
    recipients = next(change for change in difference.changes if change.column == "target")
    assert (recipients.before, recipients.after) == (12 * 1000 + 17 * 2000, 29_000)
    assert difference.added == 1, "the realisation that could not be read"


def test_a_sheet_that_was_not_there_before_has_no_earlier_sum(site: Site) -> None:
    """0 menjadi 14.500.000.000 was said of what nobody had sent."""
    without = Book()
    del without.sheets["Anggaran"]
    site.take_in(without, "a.xlsx")
    site.take_in(Book(), "b.xlsx", days=1)
    (told,) = dict(echo_sections(echo(site)))["Perbedaan"]
    assert told.startswith("Dibanding kiriman ke-1 (ditolak): 58 angka yang dulu kosong atau tidak terbaca kini ada; ")
    assert "Alokasi (Rp) (Anggaran) tidak terbaca menjadi 14.500.000.000;" in told
    assert warnings(echo(site)) == []


def test_the_receipt_shows_what_a_total_was_beside_it(site: Site) -> None:
    site.take_in(Book(), "a.xlsx")
    site.take_in(times(0.5, "Penerima"), "b.xlsx", days=1)
    page = site.page(site.receipts()["62.01"])
    cell = page.partition('data-field="totals.recipients.target">')[2].partition("</td>")[0]
    assert cell == 'Harus dilayani: 14.500<span class="earlier much">kiriman ke-1: 29.000 (-50%)</span>'
    assert 'data-field="totals.budget.allocation">Alokasi (Rp): 14.500.000.000</td>' in page


def test_of_a_first_report_nothing_is_said_to_have_been_before(site: Site) -> None:
    site.take_in(Book(), "a.xlsx")
    page = site.page(site.receipts()["62.01"])
    assert 'class="earlier' not in page
    assert "kiriman ke-" not in page


def test_a_whole_report_is_compared_with_what_counted_of_each_bidang(site: Site) -> None:
    """An office had sent its own after the first whole report: what differs elsewhere is seen, and nothing twice."""
    for quarter, days in ((3, -80), (4, 0)):
        site.take_in(Book(quarter=quarter), f"tw{quarter}.xlsx", days=days)
        site.take_in(Book(HEALTH, quarter=quarter), f"dinkes-tw{quarter}.xlsx", days=days + 1)
    mended = Book()
    mended["Penerima", "G6"] = 990
    site.take_in(mended, "tw4-lagi.xlsx", days=2)
    revision, earlier = echo(site).differences
    assert (revision.against, revision.compared, revision.differing) == ("kiriman ke-1 dan 2", 720, 1)
    assert (earlier.compared, earlier.differing) == (720, 1)


def test_the_quarter_before_is_compared_too_and_a_first_report_with_nothing(site: Site) -> None:
    site.take_in(Book(quarter=3), "tw3.xlsx", days=-80)
    grown = times(1.3, "Penerima", of=lambda value: value + 7)
    site.take_in(grown, "tw4.xlsx")
    (difference,) = echo(site).differences
    assert (difference.kind, difference.against) == ("quarter", "Triwulan III Tahun 2024")
    assert difference.changes[0].after == 29 * 1307
    other = Book(regency_code="62.02", regency_name="Kabupaten Kotawaringin Timur")
    site.take_in(other, "lain.xlsx", days=1)
    assert echo(site).differences == ()


def test_a_later_submission_changes_no_echo(site: Site) -> None:
    site.take_in(Book(), "a.xlsx")
    before = echo(site)
    site.take_in(times(0.5), "b.xlsx", days=1)
    first = site.ledger.files("62", PERIOD, LATER).head(1)
    assert echoes(site.ledger, first, LATER)[1] == before


def test_a_fault_over_what_one_file_is_compared_with_costs_only_that_file(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    for days, name in enumerate(("a.xlsx", "b.xlsx", "c.xlsx")):
        site.take_in(times(1 + days), name, days=days)
    compared, troubles = echo_recorded.compared_with, Troubles()

    def broken(mine: pd.DataFrame, row: tuple) -> list:
        return 1 / 0 if row.file_name == "b.xlsx" else compared(mine, row)

    monkeypatch.setattr(echo_recorded, "compared_with", broken)
    found = echoes(site.ledger, site.ledger.files("62", PERIOD, LATER), LATER, troubles)
    assert sorted(found) == [1, 3]
    assert [one.sentence for one in troubles.found] == [
        "b.xlsx: gagal menyebut apa yang terbaca, kekeliruan program (ZeroDivisionError)"
    ]


def test_an_echo_survives_its_json(site: Site) -> None:
    site.take_in(Book(), "a.xlsx")
    site.take_in(times(0.5), "b.xlsx", days=1)
    found = echo(site)
    assert echo_of(json.loads(json.dumps(found.data))) == found


def test_receipt_copy_mail_and_chat_say_the_same(site: Site, tmp_path: Path) -> None:
    site.take_in(Book(), "a.xlsx")
    wrong = times(0.5)
    wrong["Penerima", "H9"] = 7
    site.take_in(wrong, "b.xlsx", days=1)
    sections = echo_sections(echo(site))
    lines = [line for _, found in sections for line in found]
    quarter = Quarter("62", PERIOD, LATER)
    consolidated = gather(site.ledger, quarter, settings().of_province("62"))
    receipts = answers_of(site.ledger, quarter, tmp_path / "archive").receipts
    receipt = receipts["62.01"]
    page = receipt_html(sealed(receipt, bytes(32)))
    assert [line for line in lines if line.replace('"', "&#34;") not in page] == []
    (told,) = acceptances(consolidated, receipts, settings().of_province("62").letter)
    mail, chat = mail_of(told, tmp_path)[1], chat_of(told, tmp_path)
    assert [line for line in lines if line not in mail] == []
    assert f"PERIKSA: {lines[0]}" in chat
    for name in site.ledger.files("62", PERIOD, quarter.as_of)["archived"]:
        (tmp_path / "archive" / name).parent.mkdir(parents=True, exist_ok=True)
        openpyxl.Workbook().save(tmp_path / "archive" / name)
    answer(site.ledger, quarter, tmp_path / "archive", tmp_path / "outbox", settings().limits)
    copy = next((tmp_path / "outbox").rglob("62.01-kiriman-2.xlsx"))
    cells = [str(cell) for row in openpyxl.load_workbook(copy)["Temuan"].iter_rows(values_only=True) for cell in row]
    assert [line for line in lines if line not in cells] == []
    assert cells[cells.index(f"Temuan pada laporan SPM {receipt.regency_name}") :].index(lines[0]) < 60, "at the top"
