"""`spm import`: what came before the program, by the operator's word; what contradicts itself is refused as a whole."""

import csv
import json
import os
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import openpyxl
import pytest

from config.settings import settings
from flows.command.cli import main
from schemas.ledger import arrivals, submissions
from schemas.period import Period
from tasks.compute.counting import counting, submissions_of
from tasks.compute.gather import gather
from tasks.forms.samples import write_clean
from tasks.inspect.board import board_of
from tasks.ledger.ledger import Ledger
from tasks.ledger.quarter import Quarter
from tasks.report.tables.intake import intake
from tasks.report.tables.lookups import facts_of

pytestmark = pytest.mark.whole

QUARTERS = [Period(2023, 4), *(Period(2024, quarter) for quarter in (1, 2, 3, 4))]
REASON = "buku agenda tahun 2024"


@pytest.fixture
def old(tmp_path: Path) -> Path:
    (tmp_path / "lama").mkdir()
    return tmp_path / "lama"


@pytest.fixture
def spm(home: Path, capsys: pytest.CaptureFixture[str]) -> Callable[..., tuple[int, str]]:
    def run(*arguments: object) -> tuple[int, str]:
        code = main(["import", *map(str, arguments)])
        told = capsys.readouterr()
        return code, told.out + told.err

    return run


def form(folder: Path, name: str, period: Period = QUARTERS[-1], served: int | None = None) -> Path:
    write_clean("62.01", period, folder / name)
    if served is not None:
        book = openpyxl.load_workbook(folder / name)
        book["Penerima"]["G9"] = served
        book.save(folder / name)
    return folder / name


def ledger() -> Ledger:
    return Ledger(settings().ledger_url)


def listed(table: Path, times: dict[str, str]) -> Path:
    with table.open("w", newline="", encoding="utf-8") as lines:
        csv.writer(lines).writerows([("file", "time"), *times.items()])
    return table


def test_five_quarters_at_once_are_all_taken_in(spm: Callable, old: Path, tmp_path: Path) -> None:
    times = {}
    for period in QUARTERS:
        form(old, f"62.01 {period}.xlsx", period)
        times[f"62.01 {period}.xlsx"] = f"{period.starts + timedelta(days=106)}T10:00"
    code, told = spm(old, "--received-from", listed(tmp_path / "waktu.csv", times), "--reason", REASON)
    assert (code, told.count("diterima")) == (0, 5)
    rows = ledger().rows(submissions)
    assert [row.period for row in rows] == [period.key for period in QUARTERS]
    assert [row.received_at[:13] for row in rows] == [
        *("2024-01-15T03", "2024-04-16T03", "2024-07-16T03", "2024-10-15T03", "2025-01-15T03")
    ]
    assert {row.status for row in rows} <= {"diterima", "diterima dengan catatan"}
    assert {(row.way, row.reason) for row in ledger().rows(arrivals)} == {("impor", REASON)}
    assert len(list((settings().outbox / "62" / "jawaban").rglob("*.json"))) == 5


def test_an_import_counts_at_its_stated_time_from_when_it_was_recorded(spm: Callable, old: Path) -> None:
    form(old, "a.xlsx")
    assert spm(old, "--received", "2025-01-10T08:00", "--reason", REASON)[0] == 0
    period, now = Period(2024, 4), datetime.now(UTC)
    (row,) = ledger().files("62", period, now).itertuples()
    assert row.received_at == datetime(2025, 1, 10, 1, tzinfo=UTC)
    assert (row.way, row.reason) == ("impor", REASON)
    assert ledger().files("62", period, now - timedelta(minutes=10)).empty, "nobody knew it then"


def test_the_same_again_is_passed_over(spm: Callable, old: Path) -> None:
    form(old, "a.xlsx")
    assert spm(old, "--received", "2025-01-10", "--reason", REASON)[0] == 0
    code, told = spm(old, "--received", "2025-01-11", "--reason", REASON)
    assert (code, "Tidak ada yang baru" in told) == (0, True)
    assert len(ledger().rows(submissions)) == 1


def test_of_two_revisions_the_later_stated_one_counts(spm: Callable, old: Path, tmp_path: Path) -> None:
    form(old, "z.xlsx")
    form(old, "a.xlsx", served=900)
    times = {"z.xlsx": "2025-01-12T08:00", "a.xlsx": "2025-01-11T08:00"}
    assert spm(old, "--received-from", listed(tmp_path / "waktu.csv", times), "--reason", REASON)[0] == 0
    files = ledger().files("62", Period(2024, 4), datetime.now(UTC))
    assert list(submissions_of(counting(files))["file_name"]) == ["z.xlsx"]


def kept() -> list[Path]:
    return [path for path in settings().home.rglob("*") if path.is_file() and "archive" in path.parts]


def refused(told: tuple[int, str], sentence: str) -> None:
    assert told[0] == 2
    assert sentence in " ".join(told[1].split())
    assert not (settings().home / "spm.db").exists() or ledger().rows(submissions) == []
    assert kept() == []


def test_two_contents_of_one_regency_quarter_and_time_are_refused(spm: Callable, old: Path) -> None:
    form(old, "a.xlsx")
    form(old, "b.xlsx", served=900)
    told = spm(old, "--received", "2025-01-10", "--reason", REASON)
    refused(told, "berbeda isi, tetapi keduanya dari 62.01 untuk Triwulan IV Tahun 2024 dengan waktu terima yang sama")


def test_also_against_what_the_ledger_holds(spm: Callable, old: Path) -> None:
    form(old, "a.xlsx")
    assert spm(old, "--received", "2025-01-10", "--reason", REASON)[0] == 0
    form(old, "a.xlsx", served=900)
    code, told = spm(old, "--received", "2025-01-10", "--reason", REASON)
    assert (code, "waktu terima yang sama" in told) == (2, True)
    assert len(ledger().rows(submissions)) == 1


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["--reason", REASON], "Nyatakan waktu terima dengan --received"),
        (["--received", "2025-01-10", "--reason", "arsip"], "--reason: tulis sedikitnya dua kata, dari mana"),
        (["--received", "besok", "--reason", REASON], "'besok' bukan tanggal"),
        (["--received", "2999-01-10", "--reason", REASON], "Waktu terima '2999-01-10' belum terjadi"),
        (["--received", "2024-08-01", "--reason", REASON], "yang baru dimulai 01/10/2024, tetapi dinyatakan diterima"),
    ],
)
def test_what_cannot_be_meant_is_refused(spm: Callable, old: Path, arguments: list[str], sentence: str) -> None:
    form(old, "62.01.xlsx")
    refused(spm(old, *arguments), sentence)


@pytest.mark.parametrize(
    ("times", "sentence"),
    [
        ({}, "memerlukan baris judul 'file,time'"),
        ({"b.xlsx": "2025-01-10"}, "tidak menyebut waktu terima 'a.xlsx'"),
        ({"a.xlsx": "2025-01-10", "b.xlsx": "2025-01-10"}, "'b.xlsx' disebut dalam"),
        ({"a.xlsx": ""}, "'' bukan tanggal"),
    ],
)
def test_a_list_that_does_not_fit_the_folder_is_refused(
    spm: Callable, old: Path, tmp_path: Path, times: dict[str, str], sentence: str
) -> None:
    form(old, "a.xlsx")
    refused(spm(old, "--received-from", listed(tmp_path / "waktu.csv", times), "--reason", REASON), sentence)


def test_a_file_that_is_nobodys_is_named_and_nothing_is_taken_in(spm: Callable, old: Path) -> None:
    form(old, "a.xlsx")
    (old / "pindaian.pdf").write_bytes(b"%PDF-1.7 bukan buku kerja")
    refused(spm(old, "--received", "2025-01-10", "--reason", REASON), "Daerah pengirim 'pindaian.pdf' tidak terbaca")


def test_the_date_of_a_file_is_kept_as_the_senders_and_decides_nothing(spm: Callable, old: Path) -> None:
    os.utime(form(old, "a.xlsx"), (1_700_000_000, 1_700_000_000))
    spm(old, "--received", "2025-01-10", "--reason", REASON)
    (row,) = ledger().rows(arrivals)
    assert row.stated_at == "2023-11-14T22:13:20+00:00"


def test_receipt_status_and_report_say_that_the_time_is_the_operators_word(spm: Callable, old: Path) -> None:
    os.utime(form(old, "a.xlsx"), (1_700_000_000, 1_700_000_000))
    spm(old, "--received", "2025-01-10T08:00", "--reason", REASON)
    site = settings()
    answers = site.outbox / "62" / "jawaban" / "2024-TW4"
    receipt = json.loads((answers / "62.01-kiriman-1.json").read_text(encoding="utf-8"))
    assert (receipt["received_at"], receipt["way"], receipt["reason"]) == ("2025-01-10T08:00:00+07:00", "impor", REASON)
    page = (answers / "62.01-kiriman-1.html").read_text(encoding="utf-8")
    assert f"pernyataan operator: {REASON}" in page
    assert "15 November 2023 pukul 05.13 WIB (tidak menentukan)" in page
    quarter = Quarter("62", QUARTERS[-1], datetime.now(UTC))
    board = board_of(ledger(), quarter, datetime.now(UTC))
    assert board.lines["Waktu terima menurut operator"] == f"62.01 ({REASON})"
    assert board.rows[0]["Tanggal berkas menurut pengirim"] == "15/11/2023 05.13"
    consolidated = gather(ledger(), quarter, site.of_province("62"))
    table = intake(facts_of(consolidated))
    row = table.frame.set_index("code").loc["62.01"]
    assert row["way"] == "pernyataan operator (1)"
    assert f"Dasar waktu terima: (1) pernyataan operator: {REASON}." in table.notes
    assert row["stated"] == datetime(2023, 11, 15, 5, 13, 20)


@pytest.mark.parametrize("encoding", ["utf-8-sig", "cp1252", "utf-16"])
@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_a_list_is_read_as_editors_and_excel_write_it(
    spm: Callable[..., tuple[int, str]], old: Path, tmp_path: Path, encoding: str, separator: str
) -> None:
    form(old, "62.01 Pangkalan Bun é.xlsx")
    lines = [["file", "time"], ["62.01 Pangkalan Bun é.xlsx", "2025-01-15T08:00"]]
    (tmp_path / "daftar.csv").write_text("\n".join(map(separator.join, lines)), encoding=encoding)
    code, said = spm(old, "--received-from", tmp_path / "daftar.csv", "--reason", REASON)
    assert (code, "1 kiriman tercatat" in said) == (0, True)


@pytest.mark.parametrize("content", [b"\xff\xfe\x00", b"PK\x03\x04\x81\x8d", b"file,time\n" + b"x" * 200_000, b""])
def test_a_list_that_is_none_is_a_sentence(
    spm: Callable[..., tuple[int, str]], old: Path, tmp_path: Path, content: bytes
) -> None:
    form(old, "62.01.xlsx")
    (tmp_path / "daftar.csv").write_bytes(content)
    code, said = spm(old, "--received-from", tmp_path / "daftar.csv", "--reason", REASON)
    assert (code, "memerlukan baris judul 'file,time'" in said) == (2, True)
