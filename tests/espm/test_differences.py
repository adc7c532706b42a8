"""Figures of e-SPM against the report's: what differs is named with both places, and nothing else is."""

import csv
import json
from datetime import timedelta
from pathlib import Path

import openpyxl
import pytest

from config import catalogue
from config.settings import settings
from flows.command.cli import main
from schemas.correction import Correction
from schemas.espm import Comparison
from schemas.period import Period
from tasks.compute.gather import gather
from tasks.espm.differences import compare
from tasks.espm.export import espm_tables
from tasks.espm.read_export import NotComparable, read_espm
from tasks.espm.write import write_espm
from tasks.ledger.ledger import Ledger
from tasks.ledger.quarter import Quarter
from tests.builders import AS_OF, Book, checked

pytestmark = pytest.mark.whole

QUARTER = Quarter("62", Period(2024, 4), AS_OF + timedelta(days=1))
METHOD = settings().of_province("62")
NAMES = catalogue.table("services").set_index("service_code")["service_name"]
HEAD = ["Kode Wilayah", "Kode Layanan", "Jumlah Total yang Harus Dilayani", "Jumlah Total yang Terlayani"]


@pytest.fixture
def ledger(home: Path) -> Ledger:
    """Two regencies; 62.01 has a larger target in one service, and a column more than the form."""
    book = Book()
    book["Penerima", "F9"] = 1040
    for cells in book.sheets["Penerima"]:
        cells.insert(3, "")
    other = Book(regency_code="62.02", regency_name="Kabupaten Kotawaringin Timur")
    found = Ledger(f"sqlite:///{home / 'spm.db'}")
    found.record("62", [checked(book, sha256="a", file_name="kobar.xlsx")])
    found.record("62", [checked(other, sha256="b", file_name="kotim.xlsx")])
    return found


def written(folder: Path, rows: list[list], name: str = "e-spm.csv", delimiter: str = ",", encoding="utf-8") -> Path:
    path = folder / name
    with path.open("w", encoding=encoding, newline="") as lines:
        csv.writer(lines, delimiter=delimiter).writerows(rows)
    return path


def compared(ledger: Ledger, path: Path, regency: str = "", corrections: tuple = ()) -> Comparison:
    return compare(read_espm(path, "62", settings().limits, regency), ledger, QUARTER, METHOD, corrections)


def all_rows(code: str = "62.01", **served: object) -> list[list]:
    """Every service as the ledger has it, but those named (`KES_01=5`)."""
    services = catalogue.services(catalogue.layout_for("kabkota").version)["service_code"]
    target = {"K-KES-01": 1040} if code == "62.01" else {}
    return [[code, one, target.get(one, 1000), served.get(one[2:].replace("-", "_"), 1000)] for one in services]


def test_a_figure_that_differs_is_named_with_both_places(ledger, tmp_path):
    found = compared(ledger, written(tmp_path, [HEAD, *all_rows(KES_01=990)]))
    assert found.compared == 58
    (one,) = found.differences
    assert (one.kind, one.regency_code, one.code, one.column) == ("berbeda", "62.01", "K-KES-01", "served")
    assert (one.theirs, one.ours) == (990, 1000)
    assert one.name == "Pelayanan Kesehatan Ibu Hamil"
    assert (one.their_cell, one.our_file, one.our_cell) == ("e-spm!D5", "kobar.xlsx", "Penerima!H9")


def test_what_agrees_is_not_mentioned(ledger, tmp_path):
    found = compared(ledger, written(tmp_path, [HEAD, *all_rows()]))
    assert (found.compared, found.differences, found.unknown) == (58, (), ())


@pytest.mark.parametrize(
    ("delimiter", "encoding"), [(",", "utf-8"), (";", "utf-8-sig"), ("\t", "cp1252"), ("|", "utf-8")]
)
def test_csv_files_are_read_as_excel_and_web_pages_write_them(ledger, tmp_path, delimiter, encoding):
    rows = [["Capaian SPM – e-SPM"], [], HEAD, *all_rows(KES_01="1.001")]
    found = compared(ledger, written(tmp_path, rows, delimiter=delimiter, encoding=encoding))
    assert [(one.theirs, one.their_cell) for one in found.differences] == [(1001, "e-spm!D7")]


def test_names_do_for_codes_and_a_blank_regency_is_that_above(ledger, tmp_path):
    head = ["Kabupaten/Kota", "Indikator Kinerja", "Sasaran", "Realisasi"]
    rows = [["", NAMES[code], target, served] for _, code, target, served in all_rows(KES_02=7)]
    rows[0][0] = "Kab. Kotawaringin Barat"
    found = compared(ledger, written(tmp_path, [head, *rows]))
    assert [(one.regency_code, one.code, one.theirs) for one in found.differences] == [("62.01", "K-KES-02", 7)]


def test_a_file_that_names_its_regency_above_the_table_or_not_at_all(ledger, tmp_path):
    rows = [row[1:] for row in all_rows("62.02", SOS_01=1)]
    labelled = written(tmp_path, [["Kabupaten/Kota", "Kotawaringin Timur"], [], HEAD[1:], *rows])
    silent = written(tmp_path, [HEAD[1:], *rows], "tanpa-daerah.csv")
    assert [one.code for one in compared(ledger, labelled).differences] == ["K-SOS-01"]
    assert [one.code for one in compared(ledger, silent, "62.02").differences] == ["K-SOS-01"]
    with pytest.raises(NotComparable, match="tidak ada angka yang dapat dibandingkan"):
        compared(ledger, silent)


def test_rows_and_regencies_that_only_one_side_has(ledger, tmp_path):
    rows = [*all_rows()[1:], *all_rows("62.02"), ["62.05", "K-KES-01", 1, 1]]
    found = compared(ledger, written(tmp_path, [HEAD, *rows]))
    said = [(one.kind, one.regency_code, one.code) for one in found.differences]
    assert said == [("hanya di laporan", "62.01", "K-DIK-01"), ("hanya di e-SPM", "62.05", "")]
    one_regency = compared(ledger, written(tmp_path, [HEAD, *all_rows()]))
    assert one_regency.differences == ()  # an export of one regency says nothing about the others
    other = [*all_rows(), ["62.03", "K-KES-01", 1, 1]]
    said = [(one.kind, one.regency_code) for one in compared(ledger, written(tmp_path, [HEAD, *other])).differences]
    assert said == [("hanya di e-SPM", "62.03"), ("hanya di laporan", "62.02")]


def test_a_blank_is_not_zero(ledger, tmp_path):
    (one,) = compared(ledger, written(tmp_path, [HEAD, *all_rows(KES_01="")])).differences
    assert (one.theirs, one.ours) == (None, 1000)


def test_a_row_about_nothing_known_is_said_and_not_compared(ledger, tmp_path):
    rows = [*all_rows(), ["62.01", "K-KES-77", 5, 5]]
    found = compared(ledger, written(tmp_path, [HEAD, *rows]))
    assert found.differences == ()
    (sentence,) = found.unknown
    assert sentence.startswith("e-spm!B31: ")
    assert "K-KES-77" in sentence


def test_services_and_quality_items_may_stand_in_one_table(ledger, tmp_path):
    items = catalogue.quality_items(catalogue.layout_for("kabkota").version)["item_code"]
    head = [HEAD[0], "Kode Indikator", *HEAD[2:]]
    rows = [*all_rows(), *(["62.01", code, 10, 10 if code != items[3] else 9] for code in items)]
    found = compared(ledger, written(tmp_path, [head, *rows]))
    assert [(one.sheet, one.code, one.column, one.theirs) for one in found.differences] == [
        ("quality", items[3], "available", 9)
    ]
    assert (found.compared, found.unknown) == (58 + 2 * len(items), ())


def test_a_figure_that_the_province_corrected_is_compared_as_corrected(ledger, tmp_path):
    made = Correction(
        regency_code="62.01",
        period=Period(2024, 4),
        sheet="recipients",
        code="K-KES-01",
        column="served",
        expected=1000.0,
        value=1010.0,
        reason="salah ketik",
        source="surat",
        by="Bappeda",
        file="a.toml",
        number=1,
        sha256="0",
    )
    (one,) = compared(ledger, written(tmp_path, [HEAD, *all_rows()]), corrections=(made,)).differences
    assert (one.ours, one.corrected) == (1010, True)


def test_what_we_give_for_typing_comes_back_without_a_difference(ledger, tmp_path, home):
    report = gather(ledger, QUARTER, METHOD)
    write_espm(report, espm_tables(report), tmp_path)
    counts = {}
    for path in sorted(tmp_path.glob("*.[cx][sl]*")):
        if path.stem not in ("permasalahan", "tahapan", "rencana-aksi"):
            found = compared(ledger, path)
            assert (found.differences, found.unknown) == ((), ())
            counts[path.stem] = found.compared
    assert counts["e-spm-62-2024-TW4"] == sum(counts.values()) - counts["e-spm-62-2024-TW4"]


def test_the_command_tells_and_its_exit_code_says_whether_anything_differs(ledger, tmp_path, capsys):
    asked = ["--province", "62", "--period", "2024-TW4", "--as-of", "2025-01-23"]
    same, other = (
        written(tmp_path, [HEAD, *all_rows()], "sama.csv"),
        written(tmp_path, [HEAD, *all_rows(KES_01=990)], "lain.csv"),
    )
    assert main(["reconcile", str(same), *asked]) == 0
    assert "58 angka dibandingkan dengan laporan 2024-TW4 keadaan 23/01/2025 23:59: tidak ada perbedaan." in (
        capsys.readouterr().out
    )
    assert main(["reconcile", str(other), *asked]) == 1
    out = capsys.readouterr().out
    assert "1 perbedaan." in out
    assert "kobar.xlsx Penerima!H9" in out
    assert main(["reconcile", str(other), *asked, "--json"]) == 1
    content = json.loads(capsys.readouterr().out)
    assert (content["compared"], content["differences"][0]["theirs"]) == (58, 990)


@pytest.mark.parametrize(
    ("name", "content"), [("rusak.xlsx", b"PK\x03\x04"), ("kosong.csv", b""), ("biner.csv", b"\0\1")]
)
def test_a_file_that_cannot_be_compared_is_one_sentence(ledger, tmp_path, capsys, name, content):
    (tmp_path / name).write_bytes(content)
    assert main(["reconcile", str(tmp_path / name), "--province", "62", "--period", "2024-TW4"]) == 2
    told = capsys.readouterr().err
    assert told.startswith("spm: ")
    assert told.count("\n") == 1


def test_before_any_report_was_accepted_there_is_nothing_to_compare_with(home, tmp_path, capsys):
    path = written(tmp_path, [HEAD, *all_rows()])
    assert main(["reconcile", str(path), "--province", "62", "--period", "2024-TW4"]) == 2
    assert capsys.readouterr().err == "spm: Belum ada laporan 2024-TW4 yang diterima untuk dibandingkan.\n"


def test_a_workbook_with_a_sheet_a_kind_of_figure(ledger, tmp_path):
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "Anggaran 2024"
    sheet.append(["Kode Wilayah", "Kode Layanan", "Jenis Pelayanan Dasar", "Alokasi (Rp)", "Realisasi (Rp)"])
    for _, code, *_ in all_rows():
        sheet.append(["62.01", code, NAMES[code], 500_000_000, 400_000_001 if code == "K-PU-01" else 400_000_000])
    book.save(tmp_path / "anggaran.xlsx")
    (one,) = compared(ledger, tmp_path / "anggaran.xlsx").differences
    assert (one.sheet, one.code, one.column, one.their_cell) == ("budget", "K-PU-01", "realised", "Anggaran 2024!E17")
