"""The `spm` command: what it says, what it writes, and its exit codes."""

import errno
import io
import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest

from config import catalogue
from config.settings import settings
from flows.command.cli import main
from schemas.period import Period
from tasks.forms.figures import content_of
from tasks.forms.form import form_identity, write_form
from tasks.home.site import ledger_of
from tasks.intake.take_in import Context
from tests.builders import AS_OF, Book, checked

PERIOD = Period(2024, 4)
Spm = Callable[..., tuple[int, str, str]]


@pytest.fixture
def spm(home: Path, capsys: pytest.CaptureFixture[str]) -> Spm:
    """Runs one command in an empty home: exit code, standard output, standard error."""

    def run(*arguments: object) -> tuple[int, str, str]:
        code = main([str(one) for one in arguments])
        return code, *capsys.readouterr()

    return run


def form(spm: Spm, folder: Path, regency: str = "62.01") -> Path:
    path = folder / f"{regency}.xlsx"
    assert spm("template", "--regency", regency, "--period", "2024-TW4", "-o", path)[0] == 0
    return path


WRONG_USE = {
    "unknown command": (["laporan"], "Perintah 'laporan' tidak dikenal"),
    "unknown option": (["run", "--province", "62", "--tahun", "2024"], "Pilihan '--tahun' tidak dikenal"),
    "nothing given": (["run"], "--province belum diisi"),
    "too much given": (["status", "--province=62", "--period=2024-TW4", "x"], "'x' tidak diperlukan di sini"),
    "no number": (
        ["sample", "--province=62", "--period=2024-TW4", "-o=x", "--seed=a"],
        "--seed 'a' tidak dapat dipakai",
    ),
    "unknown province": (["status", "--province", "99", "--period", "2024-TW4"], "Provinsi '99' tidak dikenal"),
    "period before SPM": (["run", "--province", "62", "--period", "1999-TW1"], "ada sejak 2018-TW1"),
    "unknown period": (["status", "--province", "62", "--period", "2024-5"], "'2024-5' bukan periode"),
    "unknown form": (
        ["template", "--regency=62.01", "--period=2024-TW4", "--form=SPM-KEX", "-o=x"],
        "Formulir 'SPM-KEX' tidak ada untuk 62.01; yang ada: SPM-KES-2025.1, SPM-KK-2025.1.",
    ),
    "unknown regency": (["template", "--regency=62.99", "--period=2024-TW4", "-o=x"], "Kabupaten/kota '62.99' tidak"),
    "no date": (["status", "--province=62", "--period=2024-TW4", "--as-of=besok"], "'besok' bukan tanggal"),
    "no file": (["check", "tidak-ada.xlsx"], "Berkas 'tidak-ada.xlsx' tidak ada"),
    "a folder without a report": (["verify", "schemas"], "Di 'schemas' tidak ada laporan: tidak ada manifest.json."),
}


@pytest.mark.parametrize(("arguments", "sentence"), WRONG_USE.values(), ids=WRONG_USE)
def test_wrong_use_is_answered_with_one_sentence(spm: Spm, arguments: list[str], sentence: str) -> None:
    code, out, err = spm(*arguments)
    assert (code, out) == (2, "")
    assert err.startswith("spm: ")
    assert sentence in err
    assert len(err.splitlines()) == 1


def test_a_broken_setting_is_named(spm: Spm, home: Path) -> None:
    home.mkdir()
    (home / "settings.toml").write_text("settle_seconds = 'sebentar'")
    code, _, err = spm("status", "--province", "62", "--period", "2024-TW4")
    assert code == 2
    assert "Pengaturan 'settle_seconds' tidak dapat bernilai 'sebentar'" in err


def test_a_folder_that_cannot_be_written_is_named(spm: Spm, tmp_path: Path) -> None:
    (tmp_path / "berkas").write_text("")
    code, _, err = spm("template", "--regency=62.01", "--period=2024-TW4", "-o", tmp_path / "berkas" / "formulir.xlsx")
    assert code == 2
    assert f"Tidak dapat memakai '{tmp_path / 'berkas'}'" in err


def test_our_own_mistake_is_admitted_and_logged(spm: Spm, home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("flows.command.arguments.province_of", lambda code: 1 / 0)
    code, _, err = spm("status", "--province", "62", "--period", "2024-TW4")
    assert code == 3
    assert "Traceback" not in err
    assert "ZeroDivisionError: division by zero" in (home / "spm.log").read_text()


def test_help_and_version_are_there(spm: Spm) -> None:
    code, out, _ = spm("--help")
    assert code == 0
    assert {"demo", "run", "check", "template", "sample", "status"} <= set(out.split())
    assert spm("--version")[1].startswith("spm ")


def test_an_empty_form_is_rejected_with_the_cells_to_fill_in(spm: Spm, tmp_path: Path) -> None:
    path = form(spm, tmp_path)
    code, out, _ = spm("check", path)
    assert code == 1
    assert f"{path} 62.01 2024-TW4 ditolak" in out
    assert "C05 Penerima!F6: Formulir ini belum diisi sama sekali" in out
    assert "1 kesalahan, 0 peringatan" in out


def test_the_json_answer_is_a_list_with_a_finding_per_entry(spm: Spm, tmp_path: Path) -> None:
    path = form(spm, tmp_path)
    code, out, _ = spm("check", path, "--json")
    (answer,) = json.loads(out)
    assert code == 1
    named = ["file", "status", "regency_code", "period", "findings", "cells", "totals", "read_from", "differences"]
    assert list(answer) == named
    assert answer["differences"] is None, "nobody knows here what was sent before"
    assert (answer["file"], answer["regency_code"], answer["period"]) == (str(path), "62.01", "2024-TW4")
    assert answer["totals"]["recipients"] == {"rows": 29, "target": 0, "served": 0}
    target = {"sheet": "Penerima", "heading": "Jumlah yang Harus Dilayani", "column": "F", "means": "recipients.target"}
    assert target in answer["read_from"]
    first = answer["findings"][0]
    assert list(first) == ["rule", "severity", "sheet", "cell", "value", "message", "name", "cause", "cells"]
    assert (first["rule"], first["severity"], first["cause"]) == ("C05", "error", "")
    assert first["cells"][-1] == "G34"
    assert {one["cause"] for one in answer["findings"][1:]} == {first["name"]} == {"C05 Penerima!F6"}


@pytest.mark.slow
def test_a_site_says_how_a_checked_file_differs_from_what_was_sent_before(spm: Spm, home: Path, tmp_path: Path) -> None:
    path = form(spm, tmp_path)
    book = openpyxl.load_workbook(path)
    for row in range(6, 35):
        book["Penerima"][f"F{row}"], book["Penerima"][f"G{row}"] = 500, 400
    book.save(path)
    assert "Periksa:" not in spm("check", path)[1]
    assert not home.exists() or not [*home.iterdir()], "what is only checked begins no site"
    ledger_of(settings()).record("62", [checked(Book(), Context(AS_OF, "62", PERIOD))], AS_OF)
    out = spm("check", path)[1]
    assert "  Periksa:\n    Dibanding kiriman ke-1, 662 angka yang dulu ada kini kosong" in out
    assert "Harus dilayani (Penerima) 29.000 menjadi 14.500 (-50%)" in out
    (answer,) = json.loads(spm("check", path, "--json")[1])[0]["differences"]
    target = next(one for one in answer["changes"] if one["column"] == "target")
    assert (answer["against"], target["before"], target["after"], target["much"]) == (
        "kiriman ke-1",
        29000,
        14500,
        True,
    )


@pytest.mark.slow
def test_a_folder_is_checked_with_what_lies_below_it(spm: Spm, tmp_path: Path) -> None:
    below = tmp_path / "kiriman" / "dinas" / "arsip"
    below.mkdir(parents=True)
    good = below / "62.01.xlsx"
    write_form(good, catalogue.layout_of("62.01"), form_identity("62.01", PERIOD), content_of("62.01", PERIOD, seed=1))
    bad = form(spm, tmp_path / "kiriman", "62.02")
    for name in ("~$62.02.xlsx", "Thumbs.db", ".tersembunyi.xlsx", "baru.crdownload"):
        (tmp_path / "kiriman" / name).write_bytes(b"x")
    code, out, err = spm("check", tmp_path / "kiriman", bad, "--json")
    answers = {answer["file"]: answer["status"] for answer in json.loads(out)}
    assert (code, answers) == (1, {str(bad): "ditolak", str(good): "diterima"})
    assert [line.split()[0] for line in err.splitlines()[:2]] == [
        str(tmp_path / "kiriman" / name) for name in (".tersembunyi.xlsx", "baru.crdownload")
    ]
    code, out, _ = spm("check", bad, good)
    assert (code, "2 berkas: 1 diterima, 1 ditolak" in out) == (1, True)
    assert spm("check", below)[0] == 0


def test_a_folder_without_submissions_is_wrong_use(spm: Spm, tmp_path: Path) -> None:
    (tmp_path / "kosong").mkdir()
    code, _, err = spm("check", tmp_path / "kosong")
    assert (code, err) == (2, f"spm: Folder '{tmp_path / 'kosong'}' tidak berisi kiriman.\n")


def test_what_a_folder_holds_instead_of_submissions_is_said(spm: Spm, tmp_path: Path) -> None:
    (tmp_path / ".git").mkdir()
    (tmp_path / ".git" / "HEAD").write_text("x")
    os.mkfifo(tmp_path / "pipa.xlsx")
    (tmp_path / "putus.xlsx").symlink_to(tmp_path / "tidak ada")
    code, _, err = spm("check", tmp_path)
    assert code == 2
    assert "tidak berisi kiriman: " in err
    for name, why in (
        (".git", "namanya diawali titik"),
        ("pipa.xlsx", "bukan berkas biasa"),
        ("putus.xlsx", "tautan yang putus"),
    ):
        assert f"{tmp_path / name} dilewati: {why}" in err


def test_a_folder_that_cannot_be_opened_is_never_called_empty(
    spm: Spm, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    closed = tmp_path / "kiriman" / "tertutup"
    closed.mkdir(parents=True)
    close(monkeypatch, closed)
    said = f"{closed}: gagal membuka folder, tidak ada izin memakainya"
    code, _, err = spm("check", tmp_path / "kiriman")
    assert (code, err) == (
        2,
        f"spm: Folder '{tmp_path / 'kiriman'}' tidak berisi kiriman yang dapat dibaca: {said}.\n",
    )
    path = closed.parent / "62.01.xlsx"
    write_form(path, catalogue.layout_of("62.01"), form_identity("62.01", PERIOD), content_of("62.01", PERIOD, seed=1))
    code, out, err = spm("check", closed.parent)
    assert (code, f"spm: {said}.\n" in err, "62.01 2024-TW4 diterima" in out) == (2, True, True)
    assert "diulang" not in err
    code, _, err = spm("import", closed.parent, "--received", "2025-01-15", "--reason", "buku agenda")
    assert (code, err) == (2, f"spm: {said}. Tidak ada yang dicatat.\n")


def close(monkeypatch: pytest.MonkeyPatch, folder: Path) -> None:
    """As for a service without the right to open it; tests may run as root, whom no mode keeps out."""
    scan = os.scandir

    def refused(path: str) -> object:
        if str(path) == str(folder):
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), str(path))
        return scan(path)

    monkeypatch.setattr(os, "scandir", refused)


def test_a_receipt_may_be_typed(spm: Spm, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"bukan tanda terima")))
    code, _, err = spm("verify", "-")
    assert (code, err.startswith("spm: Teks dari masukan bukan tanda terima;")) == (2, True)
    code, _, err = spm("verify", "--publik-key")
    assert (code, err) == (2, "spm: Pilihan '--publik-key' tidak dikenal. Lihat spm --help.\n")


@pytest.mark.slow
def test_every_filled_cell_is_accounted_for(spm: Spm, tmp_path: Path) -> None:
    path = form(spm, tmp_path)
    book = openpyxl.load_workbook(path)
    book["Penerima"]["N9"], book["Penerima"]["N10"] = "lihat surat", 5
    book.save(path)
    (answer,) = json.loads(spm("check", path, "--json")[1])
    cells = answer["cells"]
    counts = [cells[fate] for fate in ("used", "label", "recomputed", "left_out", "unaccounted")]
    assert sum(counts) == cells["filled"] > 2_000
    assert cells["cells_left_out"] == [
        {"sheet": "Penerima", "cells": ["N9:N10"], "count": 2, "reason": "di luar tabel", "rule": ""}
    ]
    _, out, _ = spm("check", path)
    assert " sel terisi: " in out
    assert "N9:N10" not in out
    assert "tidak dipakai: Penerima!N9:N10, di luar tabel" in spm("check", path, "-v")[1]


def test_a_good_workbook_is_accepted(spm: Spm, tmp_path: Path) -> None:
    path = tmp_path / "62.01.xlsx"
    write_form(path, catalogue.layout_of("62.01"), form_identity("62.01", PERIOD), content_of("62.01", PERIOD, seed=1))
    code, out, _ = spm("check", path)
    assert (code, "diterima" in out) == (0, True)


def test_a_file_is_never_overwritten_unasked(spm: Spm, tmp_path: Path) -> None:
    path = form(spm, tmp_path)
    before = path.read_bytes()
    code, _, err = spm("template", "--regency", "62.02", "--period", "2024-TW4", "-o", path)
    assert (code, path.read_bytes()) == (2, before)
    assert "sudah ada" in err


@pytest.mark.slow
def test_samples_are_the_same_for_the_same_seed_only(spm: Spm, tmp_path: Path) -> None:
    def made(name: str, seed: int) -> dict[str, bytes]:
        folder = tmp_path / name
        assert spm("sample", "--province=34", "--period=2024-TW4", "-o", folder, "--seed", seed)[0] == 0
        return {path.name: path.read_bytes() for path in folder.iterdir()}

    assert made("a", 1) == made("b", 1) != made("c", 2)


def test_before_anything_came_everybody_is_missing(spm: Spm) -> None:
    code, out, _ = spm("status", "--province", "34", "--period", "2024-TW4", "--as-of", "2025-01-15")
    assert code == 0
    assert "Batas waktu    20 Januari 2025 pukul 23.59 WIB (5 hari lagi)" in out
    assert "Belum lapor    5 dari 5" in out


def receipt_in(home: Path) -> Path:
    """The receipt of a workbook that was taken in, in a folder where its sender keeps it."""
    from tasks.answer.receipt import receipt_files, unsigned
    from tasks.home.receipt_keys import KEY_FILE, receipt_key
    from tasks.ledger.ledger import Ledger
    from tests.builders import Book, checked

    ledger, path = Ledger(f"sqlite:///{home / 'spm.db'}"), home.parent / "62.01.json"
    ledger.record("62", [checked(Book())])
    row = ledger.submission("62", "62.01", "2024-TW4", 1)
    id_ = int(row["id"])
    receipt = unsigned(row, ledger.findings([id_])[id_], ledger.totals([id_])[id_], ledger.cells([id_])[id_])
    path.write_bytes(receipt_files(receipt, receipt_key(home / KEY_FILE))[".json"])
    return path


def test_a_receipt_is_verified_against_the_ledger(spm: Spm, home: Path) -> None:
    path = receipt_in(home)
    code, out, err = spm("verify", path)
    assert (code, err) == (0, "")
    assert out.startswith("Asli: tanda terima 62-2024-TW4-62.01-1, Kabupaten Kotawaringin Barat")
    assert "Buku besar: sesuai." in out


def test_a_number_is_looked_up_as_on_the_page(spm: Spm, home: Path) -> None:
    """It was taken for a file that is not there."""
    receipt_in(home)
    code, out, err = spm("verify", "62-2024-TW4-62.01-1")
    assert (code, out, "nomor 62-2024-TW4-62.01-1 tercatat, Kabupaten Kotawaringin Barat" in err) == (1, "", True)
    assert "tidak ada kiriman dengan nomor 62-2024-tw4".lower() in spm("verify", "62-2024-tw4-62.01-9")[2].lower()
    code, _, err = spm("verify", "62-2024-TW4-62.01-1", "--with-key", home / "receipt.key")
    assert (code, "hanya dapat dicari di buku besar" in err) == (2, True)


def test_a_receipt_that_was_changed_or_is_unknown_fails(spm: Spm, home: Path) -> None:
    path = receipt_in(home)
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace('"served": 29000', '"served": 29001'), encoding="utf-8")
    code, out, err = spm("verify", path)
    assert (code, out) == (1, "")
    assert "Terlayani, lembar Penerima tertulis 29001, seharusnya 29000" in err
    path.write_text(text.replace("62.01-1", "62.02-1"), encoding="utf-8")
    code, _, err = spm("verify", path)
    assert code == 1
    assert "Tidak asli" in err
    assert "Buku besar: tidak ada kiriman dengan nomor itu." in err


def test_what_is_no_receipt_is_wrong_use(spm: Spm, home: Path, tmp_path: Path) -> None:
    (tmp_path / "catatan.txt").write_text("bukan apa-apa")
    code, _, err = spm("verify", tmp_path / "catatan.txt")
    assert code == 2
    assert "bukan tanda terima" in err
    assert spm("verify", tmp_path / "tidak-ada.json")[0] == 2


def test_a_key_that_is_lost_is_asked_for_by_name(spm: Spm, home: Path) -> None:
    path = receipt_in(home)
    (home / "receipt.key").unlink()
    (home / "receipt-public.pem").unlink()
    code, _, err = spm("verify", path)
    assert code == 2
    assert f"Tidak dapat memakai '{home / 'receipt.key'}': kunci tanda terima tidak ada" in err


def test_a_receipt_is_verified_without_a_home_by_the_public_key(
    spm: Spm, home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path, key = receipt_in(home), tmp_path / "kunci.txt"
    key.write_text(spm("verify", "--public-key")[1])
    monkeypatch.setenv("SPM_HOME", str(tmp_path / "tidak-ada"))
    settings.cache_clear()
    code, out, _ = spm("verify", path, "--with-key", key)
    assert (code, out.count("Asli: "), "Buku besar: tidak diperiksa." in out) == (0, 1, True)
    assert not (tmp_path / "tidak-ada").exists()
    assert spm("verify", path)[0] == 2
    assert not (tmp_path / "tidak-ada").exists()
    path.write_text(path.read_text().replace("29000", "29001"))
    assert spm("verify", path, "--with-key", key)[0] == 1
    assert spm("verify")[0] == 2


@pytest.mark.slow
def test_a_check_waits_for_neither_prefect_nor_the_ledger() -> None:
    """Each costs what a clerk waits for: SQLAlchemy came in with a name of a file, and cost a quarter of a second."""
    code = "import sys, flows.command.check, tasks.answer.copies; print({'prefect', 'sqlalchemy'} & set(sys.modules))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)  # noqa: S603 our own code
    assert done.stdout == "set()\n"
