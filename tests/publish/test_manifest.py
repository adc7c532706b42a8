"""`spm verify` of reports: every file as published, nothing missing, nothing slipped in."""

import json
from collections.abc import Callable
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path

import pytest

from config.settings import settings
from flows.command.cli import main
from schemas.ledger import publications
from tasks.ledger.ledger import Ledger
from tasks.publish.manifest import NoReport, verify_reports


@pytest.fixture
def report(tmp_path, monkeypatch) -> Path:
    """A report of two files with its manifest, as the ledger has noted it down."""
    monkeypatch.setenv("SPM_HOME", str(tmp_path / "home"))
    settings.cache_clear()
    folder = tmp_path / "outbox" / "62" / "2024-TW4"
    (folder / "data").mkdir(parents=True)
    (folder / "laporan.xlsx").write_bytes(b"laporan")
    (folder / "data" / "findings.csv").write_bytes(b"regency_code\n")
    outputs = [
        {"file": path.relative_to(folder).as_posix(), "sha256": sha256(path.read_bytes()).hexdigest()}
        for path in (folder / "laporan.xlsx", folder / "data" / "findings.csv")
    ]
    content = {"province_code": "62", "period": "2024-TW4", "outputs": outputs}
    (folder / "manifest.json").write_text(json.dumps(content))
    return folder


def noted(report: Path) -> None:
    (settings().home).mkdir(exist_ok=True)
    Ledger(settings().ledger_url).append(
        publications,
        province_code="62",
        period="2024-TW4",
        as_of=datetime(2025, 1, 25, tzinfo=UTC),
        published_at=datetime(2025, 1, 25, tzinfo=UTC),
        final=False,
        data="",
        circumstances="",
        manifest=sha256((report / "manifest.json").read_bytes()).hexdigest(),
    )


def test_a_report_as_it_was_published_is_sound(report, capsys):
    noted(report)
    for place in (report, report.parent, report.parent.parent):
        assert main(["verify", str(place)]) == 0
        assert capsys.readouterr().out == f"{report}: 2 berkas, semuanya seperti saat terbit.\n"


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda folder: (folder / "laporan.xlsx").write_bytes(b"lapor4n"), "laporan.xlsx: berubah sejak terbit."),
        (lambda folder: (folder / "data" / "findings.csv").unlink(), "data/findings.csv: hilang."),
        (lambda folder: (folder / "data" / "baru.csv").touch(), "data/baru.csv: tidak ada dalam manifest."),
    ],
)
def test_what_is_not_as_published_is_named_and_fails(report: Path, capsys, change: Callable[[Path], object], said: str):
    change(report)
    assert main(["verify", str(report)]) == 1
    told = capsys.readouterr()
    assert told.err == f"spm: {report}/{said}\n"
    assert told.out == ""


def test_a_manifest_that_was_changed_along_with_its_file_is_found_by_the_ledger(report, capsys):
    noted(report)
    (report / "laporan.xlsx").write_bytes(b"lapor4n")
    text = (report / "manifest.json").read_text()
    changed = text.replace(sha256(b"laporan").hexdigest(), sha256(b"lapor4n").hexdigest())
    (report / "manifest.json").write_text(changed)
    assert verify_reports(report)[0].sound
    assert main(["verify", str(report)]) == 1
    assert "manifest.json bukan yang tercatat di buku besar" in capsys.readouterr().err


def test_nothing_is_made_where_there_is_no_ledger(report):
    assert main(["verify", str(report)]) == 0
    assert not settings().home.exists()


def test_one_bad_report_among_good_ones_fails(report, capsys):
    other = report.with_name("2024-TW3")
    other.mkdir()
    (other / "manifest.json").write_text('{"outputs": [{"file": "a.csv", "sha256": "00"}]}')
    assert main(["verify", str(report.parent)]) == 1
    told = capsys.readouterr()
    assert told.out.startswith(str(report))
    assert told.err == f"spm: {other}/a.csv: hilang.\n"


def test_a_report_that_is_being_written_is_none(report):
    report.rename(report.with_name(".2024-TW4.tulis"))
    with pytest.raises(NoReport, match="tidak ada laporan"):
        verify_reports(report.parent)


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"outputs": 3}', '{"outputs": [{"file": "a"}]}', "\ufffd"])
def test_a_damaged_manifest_is_one_sentence(report, capsys, text):
    (report / "manifest.json").write_text(text)
    assert main(["verify", str(report)]) == 2
    told = capsys.readouterr().err
    assert told.startswith("spm: ")
    assert told.endswith("manifest.json' rusak: daftar berkasnya tidak terbaca.\n")
