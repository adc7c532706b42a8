"""Publishing: complete or not at all, and the former report stands whatever happens."""

import dataclasses
import errno
import json
import os
from functools import cache
from hashlib import sha256
from pathlib import Path

import openpyxl
import pytest
from xlsxwriter.exceptions import FileCreateError

from config import catalogue
from schemas.consolidated import Answer, Answers, Consolidated
from schemas.finding import Finding, Severity
from tasks.answer.of_quarter import receipts_beside
from tasks.publish import publish as module
from tasks.publish.publish import PublishError, publish
from tasks.report import renderings
from tasks.report.data.write import CONTRACTS
from tasks.report.tables.details import problems, stages
from tasks.report.tables.lookups import facts_of
from tasks.report.tables.table import ReportTable
from tests.conftest import espm_without_rows
from tests.report_builders import consolidated, receipts_of

pytestmark = pytest.mark.whole

QUARTER = cache(lambda: consolidated("34", missing=("34.71",), rejected=("34.02",)))
LATER = cache(lambda: dataclasses.replace(QUARTER(), as_of=QUARTER().deadline))
FILES = {
    *("laporan-spm-34-2024-TW4.xlsx", "manifest.json"),
    *(f"data/{name}.csv" for name in ("submissions", "findings", "service_achievement", "field_achievement")),
    *(f"data/{name}.csv" for name in ("regency_achievement", "province_achievement", "own_service_achievement")),
    *(f"data/{name}.csv" for name in ("gaps", "gap_services", "trend", "unserved", "priorities", "change")),
    *(f"data/{name}.csv" for name in ("fill_rate", "followed_up", "changed_targets")),
    *(f"data/parquet/{name}.parquet" for name in CONTRACTS),
    "data/datapackage.json",
    "data/metadata-bps.xlsx",
    *(f"data/e-spm/{one.name}.csv" for one in catalogue.espm()),
    "data/e-spm/e-spm-34-2024-TW4.xlsx",
    *(f"tanda-terima/34.0{number}.{ending}" for number in (1, 2, 3, 4) for ending in ("html", "json")),
}


@pytest.fixture(scope="module")
def receipts(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    return receipts_beside(Answers(receipts_of(QUARTER())), tmp_path_factory.mktemp("home"))


def few_tables(quarter: Consolidated) -> list[ReportTable]:
    """A few sheets are enough here: what the sheets say is tested elsewhere."""
    facts = facts_of(quarter)
    return [problems(facts), stages(facts)]


@pytest.fixture(autouse=True)
def _small_report(monkeypatch):
    monkeypatch.setattr(module, "report_tables", few_tables)
    monkeypatch.setattr(module, "espm_tables", espm_without_rows)
    monkeypatch.setattr(renderings, "workbook_tables", lambda tables, _: tables)
    monkeypatch.setattr(module, "RENDERINGS", module.RENDERINGS[:1])  # the page and the document need every table


def files(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def neighbours(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.parent.iterdir())


def rejected(folder: Path) -> Answer:
    path = folder / "kiriman.xlsx"
    openpyxl.Workbook().save(path)
    finding = Finding("C05", Severity.ERROR, "Isi angkanya.", "Sheet", "B2")
    return Answer("34.02", path.name, path, "xlsx", "Kabupaten Bantul", "ditolak", [finding])


def failing(error: Exception):
    def fail(*_: object, **__: object) -> None:
        raise error

    return fail


def test_a_report_lies_complete_in_the_folder_of_its_quarter(tmp_path, receipts):
    folder = publish(tmp_path / "outbox", QUARTER(), [rejected(tmp_path)], beside=receipts)
    assert folder == tmp_path / "outbox" / "34" / "2024-TW4"
    assert set(files(folder)) == FILES | {"umpan-balik/34.02.xlsx"}
    assert neighbours(folder) == ["2024-TW4"]


def test_the_manifest_names_every_input_and_every_output_with_its_hash(tmp_path, receipts):
    folder = publish(tmp_path, QUARTER(), [], beside=receipts)
    manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    assert {output["file"] for output in manifest["outputs"]} == FILES - {"manifest.json"}
    for output in manifest["outputs"]:
        content = (folder / output["file"]).read_bytes()
        assert (output["size"], output["sha256"]) == (len(content), sha256(content).hexdigest())
    counted = [one["regency_code"] for one in manifest["inputs"] if one["counts"]]
    assert counted == sorted(QUARTER().regency["regency_code"])
    assert (manifest["period"], manifest["method"]["quality"]) == ("2024-TW4", "mean")
    assert "rules.toml" in manifest["versions"]


def test_the_same_quarter_gives_the_same_bytes_of_everything(tmp_path):
    answers = [rejected(tmp_path)]
    one, other = (publish(tmp_path / name, QUARTER(), answers) for name in ("satu", "dua"))
    assert files(one) == files(other)


def test_where_nothing_changed_the_published_folder_is_left_untouched(tmp_path):
    folder = publish(tmp_path, QUARTER(), [])
    before = folder.stat().st_ino, (folder / "manifest.json").stat().st_mtime_ns
    publish(tmp_path, QUARTER(), [])
    assert (folder.stat().st_ino, (folder / "manifest.json").stat().st_mtime_ns) == before


def test_a_published_file_that_somebody_changed_is_put_right(tmp_path):
    folder = publish(tmp_path, QUARTER(), [])
    before = files(folder)
    (folder / "data" / "findings.csv").write_text("salah")
    publish(tmp_path, QUARTER(), [])
    assert files(folder) == before


@pytest.mark.parametrize("exchange", [True, False])
def test_a_new_report_takes_the_place_of_the_former(tmp_path, monkeypatch, exchange):
    if not exchange:
        monkeypatch.setattr(module, "_exchanged", lambda *_: False)
    folder = publish(tmp_path, QUARTER(), [])
    publish(tmp_path, LATER(), [])
    manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    assert manifest["as_of"] == LATER().as_of.isoformat()
    assert neighbours(folder) == ["2024-TW4"]


@pytest.mark.parametrize(
    ("step", "code", "reason"),
    [
        ("report_tables", errno.ENOSPC, "ruang penyimpanan habis"),
        ("write_data_files", errno.EROFS, "penyimpanannya hanya dapat dibaca"),
        ("manifest_text", errno.EACCES, "tidak ada izin memakainya"),
        ("_flush", errno.EIO, "gagal membaca atau menulis"),
    ],
)
def test_a_failure_of_the_disk_leaves_the_former_report_and_says_why(tmp_path, monkeypatch, step, code, reason):
    folder = publish(tmp_path, QUARTER(), [])
    before = files(folder)
    monkeypatch.setattr(module, step, failing(OSError(code, os.strerror(code))))
    with pytest.raises(PublishError, match=f"{reason}. Laporan sebelumnya tetap berlaku.$"):
        publish(tmp_path, LATER(), [])
    assert files(folder) == before
    assert neighbours(folder) == ["2024-TW4"]


def test_without_a_former_report_the_error_says_that_there_is_none(tmp_path):
    (tmp_path / "34").write_text("bukan folder")
    with pytest.raises(PublishError, match=r"Belum ada laporan yang terbit\.$"):
        publish(tmp_path, QUARTER(), [])


def test_a_disk_that_is_full_when_the_workbook_is_closed_is_told_as_such(tmp_path, monkeypatch):
    error = FileCreateError(OSError(errno.ENOSPC, "No space left on device"))
    monkeypatch.setattr(renderings, "write_workbook", failing(error))
    with pytest.raises(PublishError, match="ruang penyimpanan habis"):
        publish(tmp_path, QUARTER(), [])


def test_a_report_that_reads_back_differently_is_not_published(tmp_path, monkeypatch):
    folder = publish(tmp_path, QUARTER(), [])
    before = files(folder)
    write = module.write_data_files

    def cut_short(frames: dict, target: Path) -> None:
        write(frames, target)
        lines = (target / "findings.csv").read_text(encoding="utf-8").splitlines(keepends=True)
        (target / "findings.csv").write_text("".join(lines[:-1]), encoding="utf-8")

    monkeypatch.setattr(module, "write_data_files", cut_short)
    with pytest.raises(PublishError, match="'findings"):
        publish(tmp_path, LATER(), [])
    assert files(folder) == before
    assert neighbours(folder) == ["2024-TW4"]


def test_a_report_that_lacks_a_sheet_is_not_published(tmp_path, monkeypatch):
    write = renderings.write_workbook

    def one_sheet_less(tables: list[ReportTable], path: Path, **words: object) -> None:
        write([table for table in tables if table.sheet != "Permasalahan"], path, **words)

    monkeypatch.setattr(renderings, "write_workbook", one_sheet_less)
    with pytest.raises(PublishError, match=r"'laporan-spm-34-2024-TW4\.xlsx' tidak lengkap"):
        publish(tmp_path, QUARTER(), [])
    assert not (tmp_path / "34" / "2024-TW4").exists()


def test_every_file_that_came_has_its_receipt_also_the_rejected(tmp_path, receipts):
    folder = publish(tmp_path, QUARTER(), [], beside=receipts) / "tanda-terima"
    read = {path.stem: json.loads(path.read_text(encoding="utf-8")) for path in folder.glob("*.json")}
    assert {name: one["status"] for name, one in read.items()}["34.02"] == "ditolak"
    assert set(read) == set(receipts_of(QUARTER())) == {path.stem for path in folder.glob("*.html")}


def test_a_receipt_that_reads_back_differently_stops_the_report(tmp_path, monkeypatch, receipts):
    write, name = module.write_beside, "tanda-terima/34.01.html"

    def one_letter_wrong(target: Path, texts: dict[str, bytes]) -> None:
        write(target, texts | {name: texts[name].replace(b"Kulon", b"Kulom")})

    monkeypatch.setattr(module, "write_beside", one_letter_wrong)
    with pytest.raises(PublishError, match=r"'tanda-terima/34\.01\.html'"):
        publish(tmp_path, QUARTER(), [], beside=receipts)
    assert not (tmp_path / "34" / "2024-TW4").exists()


def test_when_the_second_rename_fails_the_former_report_comes_back(tmp_path, monkeypatch):
    folder = publish(tmp_path, QUARTER(), [])
    before = files(folder)
    rename = Path.rename

    def fails_once_ready(self: Path, target: Path) -> Path:
        if self.name.endswith(".siap"):
            raise OSError(errno.ENOSPC, "penuh")
        return rename(self, target)

    monkeypatch.setattr(module, "_exchanged", lambda *_: False)
    monkeypatch.setattr(Path, "rename", fails_once_ready)
    with pytest.raises(PublishError):
        publish(tmp_path, LATER(), [])
    assert files(folder) == before
    assert neighbours(folder) == ["2024-TW4"]


class Crash(BaseException):
    """The power fails."""


def crash_at_rename(monkeypatch, number: int) -> None:
    """Nothing runs any more from the given rename on, not even the tidying up."""
    rename, done = Path.rename, []

    def crash(self: Path, target: Path) -> Path:
        done.append(self)
        if len(done) >= number:
            raise Crash
        return rename(self, target)

    monkeypatch.setattr(module, "_exchanged", lambda *_: False)
    monkeypatch.setattr(Path, "rename", crash)
    monkeypatch.setattr(module.shutil, "rmtree", lambda *_, **__: None)


def no_space(*_: object) -> None:
    raise OSError(errno.ENOSPC, "penuh")


@pytest.mark.parametrize("number", [1, 2, 3])
def test_after_a_crash_at_any_rename_one_complete_report_is_there_again(tmp_path, monkeypatch, number):
    folder = publish(tmp_path, QUARTER(), [])
    former = files(folder)
    with monkeypatch.context() as until_the_crash:
        crash_at_rename(until_the_crash, number)
        with pytest.raises(Crash):
            publish(tmp_path, LATER(), [])
    with monkeypatch.context() as full:
        full.setattr(module, "_write", no_space)
        with pytest.raises(PublishError):  # whatever becomes of the next one
            publish(tmp_path, LATER(), [])
    later = files(publish(tmp_path / "lain", LATER(), []))
    assert files(folder) == (later if number == 3 else former)
    assert neighbours(folder) == ["2024-TW4"]


def test_the_next_publication_tidies_up_after_a_crash_by_itself(tmp_path, monkeypatch):
    folder = publish(tmp_path, QUARTER(), [])
    with monkeypatch.context() as until_the_crash:
        crash_at_rename(until_the_crash, 3)
        with pytest.raises(Crash):
            publish(tmp_path, LATER(), [])
    assert not folder.exists()
    publish(tmp_path, LATER(), [])
    assert neighbours(folder) == ["2024-TW4"]


def test_ready_files_go_with_the_report_and_into_its_manifest(tmp_path):
    folder = publish(tmp_path, QUARTER(), [], beside={"pengingat/62.07-pesan.txt": b"Halo"})
    assert (folder / "pengingat" / "62.07-pesan.txt").read_bytes() == b"Halo"
    assert '"pengingat/62.07-pesan.txt"' in (folder / "manifest.json").read_text()
    publish(tmp_path, QUARTER(), [])
    assert not (folder / "pengingat").exists()
