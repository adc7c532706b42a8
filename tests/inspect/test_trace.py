"""From a reported number back to its cells: wherever the sender put them."""

import json
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest

from config.settings import settings
from flows.command.cli import main
from flows.command.trace_screen import trace_as_json
from schemas.consolidated import Consolidated
from schemas.correction import Correction, CorrectionError
from schemas.period import Period
from schemas.submission import Checked
from tasks.compute.gather import gather
from tasks.inspect.trace import Trace, TracedFigure, TraceError, published_achievement, trace
from tasks.intake.take_in import Context
from tasks.ledger.ledger import Ledger
from tasks.ledger.quarter import Quarter
from tasks.publish.manifest import MANIFEST, manifest_text
from tasks.report.data.write import data_frames, write_data_files
from tests.builders import AS_OF, PROVINSI, Book, checked

pytestmark = pytest.mark.whole

PERIOD = Period(2024, 4)
SETTINGS = settings().of_province("62")
QUARTER = Quarter("62", PERIOD, (AS_OF + timedelta(days=20)).astimezone(Quarter("62", PERIOD, AS_OF).zone))


def moved() -> Book:
    """A book in which the people served stand elsewhere: a column more on the left, two rows more on top."""
    book = Book()
    for cells in book.sheets["Penerima"]:
        cells.insert(3, "")
    book.insert_row("Penerima", 1, ["Pemerintah Kabupaten"])
    book.insert_row("Penerima", 1, [])
    book["Penerima", "H11"] = 990
    return book


def sent(book: Book, sha: str = "a", days: float = 0.0) -> Checked:
    context = Context(AS_OF + timedelta(days=30), "62", PERIOD)
    return checked(book, context, sha256=sha, file_name=f"{sha}.xlsx", received=AS_OF + timedelta(days=days))


@pytest.fixture(scope="module")
def ledger(tmp_path_factory: pytest.TempPathFactory) -> Ledger:
    """A ledger that holds the moved book."""
    return ledger_of(tmp_path_factory.mktemp("ledger"), moved())


@pytest.fixture(scope="module")
def report(ledger: Ledger, tmp_path_factory: pytest.TempPathFactory) -> Consolidated:
    return gather(ledger, QUARTER, SETTINGS)


def ledger_of(folder: Path, *books: Book) -> Ledger:
    ledger = Ledger(f"sqlite:///{folder / 'spm.db'}")
    ledger.record(
        "62", [sent(book, name, number) for number, (book, name) in enumerate(zip(books, "abc", strict=False))]
    )
    return ledger


def traced(ledger: Ledger, *corrections: Correction, regency: str = "62.01", service: str = "K-KES-01") -> Trace:
    return trace(ledger, QUARTER, regency, service, SETTINGS, corrections)


def correction(**changed: object) -> Correction:
    told = {"reason": "Salah ketik", "source": "Surat 12 Februari 2025", "by": "Biro Pemerintahan"}
    where = {"regency_code": "62.01", "period": PERIOD, "sheet": "recipients", "code": "K-KES-01", "column": "served"}
    file = {"file": "a.toml", "number": 1, "sha256": "f" * 64}
    return Correction(**(where | told | file | {"expected": 990, "value": 900} | changed))


def figure(found: Trace, column: str) -> TracedFigure:
    return next(one for one in found.figures if one.column == column)


def publish(report: Consolidated, outbox: Path) -> Path:
    """The parts of a published report that a trace reads."""
    folder = outbox / "62" / PERIOD.key
    write_data_files(data_frames(report), folder / "data")
    (folder / MANIFEST).write_text(manifest_text(report, folder), encoding="utf-8")
    return folder


def test_a_figure_is_found_in_the_cell_where_it_really_stood(ledger: Ledger) -> None:
    found = traced(ledger)
    served = figure(found, "served")
    assert (served.title, served.cell, served.value) == ("Penerima", "H11", 990)


@pytest.mark.parametrize("service", ["K-DIK-01", "K-KES-01", "K-SOS-05"])
def test_every_traced_cell_holds_the_traced_value(tmp_path: Path, service: str) -> None:
    book = moved()
    book["Mutu", "H20"], book["Anggaran", "E9"] = 7, 123_456_789
    figures = [one for one in traced(ledger_of(tmp_path, book), service=service).figures if one.column != "nihil"]
    assert {one.sheet for one in figures} == {"recipients", "quality", "budget"}
    assert [book[one.title, one.cell] for one in figures] == [one.value for one in figures]


def test_the_achievement_is_that_of_the_report(ledger: Ledger, report: Consolidated) -> None:
    reported = report.service.set_index("service_code").loc["K-KES-01"]
    achieved = traced(ledger).achieved
    assert achieved.recipient_pct == reported["recipient_pct"] == pytest.approx(99)
    assert achieved.service_index == reported["service_index"] == pytest.approx(99.2)


def test_the_file_that_counts_is_named_though_a_later_one_was_rejected(tmp_path: Path) -> None:
    faulty = Book()
    faulty["Penerima", "G9"] = -1
    found = traced(ledger_of(tmp_path, moved(), faulty))
    assert (found.file_name, found.revision, found.sha256) == ("a.xlsx", 1, "a")
    assert found.archived.endswith("a.xlsx")
    assert found.received_at.isoformat() == "2025-01-22T07:00:00+07:00"


def test_what_was_found_in_a_cell_is_told_with_it(tmp_path: Path) -> None:
    book = moved()
    book["Penerima", "H11"] = 1100
    found = traced(ledger_of(tmp_path, book))
    assert [one.rule for one in figure(found, "served").findings] == ["R04"]
    assert figure(found, "target").findings == ()


def test_a_corrected_figure_is_marked_and_computed_with(ledger: Ledger) -> None:
    found = traced(ledger, correction(), correction(regency_code="62.02"))
    served = figure(found, "served")
    assert (served.value, served.correction.expected, served.cell) == (900, 990, "H11")
    assert found.achieved.recipient_pct == pytest.approx(90)
    assert [one.column for one in found.figures if one.correction] == ["served"]


def test_a_correction_that_no_longer_stands_is_not_traced_over(ledger: Ledger) -> None:
    with pytest.raises(CorrectionError):
        traced(ledger, correction(expected=991))


def test_a_regency_without_an_accepted_report_has_nothing_to_trace(ledger: Ledger) -> None:
    with pytest.raises(TraceError, match=r"62.02 tidak mempunyai laporan 2024-TW4 yang diterima"):
        traced(ledger, regency="62.02")


def test_the_provinces_own_form_is_traced_too(tmp_path: Path) -> None:
    found = traced(ledger_of(tmp_path, Book(PROVINSI)), regency="62", service="P-DIK-01")
    assert (found.regency_name, figure(found, "served").cell) == ("Provinsi Kalimantan Tengah", "G6")


def test_a_trace_says_whether_the_published_report_agrees(ledger: Ledger, report: Consolidated, tmp_path: Path) -> None:
    folder = publish(report, tmp_path / "outbox")
    published = published_achievement(folder, "62.01", "K-KES-01")
    assert published.as_of == QUARTER.as_of
    assert trace(ledger, QUARTER, "62.01", "K-KES-01", SETTINGS, (), published).agrees
    assert not trace(ledger, QUARTER, "62.01", "K-KES-01", SETTINGS, (correction(),), published).agrees
    assert published_achievement(folder, "62.02", "K-KES-01") is None
    assert published_achievement(tmp_path, "62.01", "K-KES-01") is None


def test_the_json_holds_every_figure_with_its_cell(ledger: Ledger) -> None:
    data = json.loads(trace_as_json(traced(ledger, correction())))
    assert (data["file_name"], data["published"], data["agrees"]) == ("a.xlsx", None, False)
    (served,) = [one for one in data["figures"] if one["column"] == "served"]
    assert (served["title"], served["cell"], served["value"]) == ("Penerima", "H11", 900)
    assert (served["correction"]["period"], served["correction"]["expected"]) == ("2024-TW4", 990)


@pytest.fixture
def spm(home: Path, capsys: pytest.CaptureFixture[str]) -> Callable[..., tuple[int, str, str]]:
    """Runs `spm trace` in a home whose ledger holds one submission: exit code, standard output, standard error."""
    home.mkdir()
    ledger_of(home, moved())

    def run(*arguments: str) -> tuple[int, str, str]:
        asked = ["trace", "--province", "62", "--period", "2024-TW4", *arguments]
        return main(asked), *capsys.readouterr()

    return run


def test_the_command_shows_file_sheet_and_cell(spm: Callable) -> None:
    code, out, err = spm("--regency", "62.01", "--service", "k-kes-01")
    assert (code, err) == (0, "")
    assert "Penerima 99,00, Mutu 100,00, Indeks layanan 99,20" in out
    assert "a.xlsx (kiriman ke-1, diterima" in out
    assert any({"H11", "990"} <= set(line.split()) for line in out.splitlines())


def test_the_command_follows_the_published_report_though_something_newer_came(
    spm: Callable, report: Consolidated, home: Path
) -> None:
    publish(report, home / "outbox")
    Ledger(f"sqlite:///{home / 'spm.db'}").record("62", [sent(Book(), "b", days=25)])
    code, out, _ = spm("--regency", "62.01", "--service", "K-KES-01")
    assert (code, "99,20 (sama dengan laporan terbit keadaan 11/02/2025" in out) == (0, True)
    _, out, _ = spm("--regency", "62.01", "--service", "K-KES-01", "--as-of", "2025-02-20", "--json")
    assert (json.loads(out)["file_name"], json.loads(out)["agrees"]) == ("b.xlsx", False)


WRONG = {
    "another province": (["--regency=61.01", "--service=K-KES-01"], "61.01 bukan bagian dari provinsi 62"),
    "unknown service": (["--regency=62.01", "--service=K-KES-99"], "Layanan 'K-KES-99' tidak ada pada formulir"),
    "no report": (["--regency=62.02", "--service=K-KES-01"], "62.02 tidak mempunyai laporan 2024-TW4"),
}


@pytest.mark.parametrize(("arguments", "sentence"), WRONG.values(), ids=WRONG)
def test_wrong_use_is_one_sentence(spm: Callable, arguments: list[str], sentence: str) -> None:
    code, _, err = spm(*arguments)
    assert (code, len(err.splitlines())) == (2, 1)
    assert sentence in err


def test_a_correction_that_cannot_be_read_is_one_sentence(spm: Callable, home: Path) -> None:
    (home / "corrections").mkdir()
    (home / "corrections" / "a.toml").write_text("[[correction]]\nnilai = 1\n")
    code, _, err = spm("--regency", "62.01", "--service", "K-KES-01")
    assert (code, len(err.splitlines())) == (2, 1)
    assert "Koreksi ke-1 dalam 'a.toml'" in err
