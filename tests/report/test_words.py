"""The words people read, in everything they read: none that has been replaced by a better one comes back."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from zipfile import ZipFile

import pytest
from docx import Document
from python_calamine import CalamineWorkbook

from config import catalogue
from flows import forms
from flows.command.check import Looked
from flows.command.screen import show_findings, show_summary
from schemas.finding import Severity
from schemas.period import Period
from tasks.answer.receipt_check import value_text
from tasks.forms.form import form_identity, write_form
from tasks.inspect.review import review_page
from tasks.notify.finding_rows import finding_rows, open_findings
from tasks.notify.letters import reminder_files
from tasks.notify.reminders import reminders
from tasks.notify.run_summary import markdown, summarise
from tasks.report.renderings import RENDERINGS
from tasks.report.tables.contents import report_tables
from tasks.report.workbook.theme import BANDS
from tasks.understand.echo import echo_of_read
from tests.builders import Book, checked
from tests.notify.test_reminders import DAYS, LETTER, answer
from tests.pages import Page
from tests.report.test_history import report as report_of
from tests.report_builders import consolidated, tables

pytestmark = [pytest.mark.whole, pytest.mark.usefixtures("blank_pictures")]

OLD = {
    r"kelebihan angka": "kelebihan digit",
    r"menahan indeks|[Pp]enahan indeks": "paling rendah capaiannya",
    r"^Di$": "Daerah terendah",
    r"[Bb]iarpun|indeks baru \d": "Meskipun semua terlayani, indeks hanya mencapai",
    r"ditengok": "perlu ditinjau",
    r"perlu (butir )?mutu": "perlu pemenuhan mutu",
    r"Hari sampai baik": "Hari sampai diterima",
    r"di bawah itu": "di bawah 60",
    r"Rp [\d{]": "Rp1.000",
    r"[Aa]ngka ditafsirkan": "Isian ditafsirkan",
    r"[Rr]ata-rata pelapor": "Rata-rata daerah yang melapor",
    r"^Gabungan$": "Indeks gabungan provinsi",
    r"^(error|warning|info|Informasi)$|\d+ info\b|dan informasi": "Kesalahan, Peringatan, Catatan",
    r"\b(True|False)\b": "Ya, Tidak",
    r"YYYY|TTTT|\^\\d": "Tulis tanggal seperti 2026-11-20",
    r"Sidik laporan yang diputuskan": "Kode pengenal laporan yang akan diputuskan",
}
"""What was said, as a pattern in a line of text -> what is said instead."""

EXAMPLES = (
    *(
        "kelebihan angkanya",
        "Yang menahan indeks",
        "Di",
        "Biarpun semua terlayani",
        "perlu ditengok",
        "perlu butir mutu",
    ),
    *("Hari sampai baik", "Belum Tuntas (di bawah itu)", "alokasi Rp 500", "Angka ditafsirkan", "Rata-rata pelapor"),
    *("Gabungan", "warning", "tertulis True", r"pola ^\d{4}$", "Sidik laporan yang diputuskan"),
)


def old_words(texts: Iterator[str]) -> set[str]:
    lines = {line.strip() for text in texts for line in text.splitlines()}
    return {f"{line[:80]} -> {new}" for line in lines for old, new in OLD.items() if re.search(old, line)}


@pytest.mark.parametrize(("example", "new"), list(zip(EXAMPLES, OLD.values(), strict=True)))
def test_an_old_word_is_found(example: str, new: str):
    assert any(found.endswith(f"-> {new}") for found in old_words([f"kalimat\n{example}"]))


@pytest.mark.parametrize("new", OLD.values())
def test_a_new_word_is_no_old_one(new: str):
    assert old_words([new]) == set()


@pytest.fixture(scope="module")
def report(tmp_path_factory) -> Path:
    folder, quarter = tmp_path_factory.mktemp("laporan"), consolidated()
    for one in RENDERINGS:
        one.write(quarter, tables(), folder / f"laporan{one.ending}")
    return folder


def of_workbook(path: Path) -> Iterator[str]:
    book = CalamineWorkbook.from_path(str(path))
    for name in book.sheet_names:
        yield name
        yield from (cell for row in book.get_sheet_by_name(name).to_python() for cell in row if isinstance(cell, str))


def of_page(path: Path) -> Iterator[str]:
    page = Page(path.read_text(encoding="utf-8"))
    yield page.text
    yield from (value for _, found in page.elements for name, value in found.items() if name in ("aria-label", "title"))
    yield from (cell for rows in page.tables.values() for row in rows for cell in row)


def of_document(path: Path) -> Iterator[str]:
    document = Document(str(path))
    yield from (one.text for one in document.paragraphs)
    yield from (cell.text for table in document.tables for row in table.rows for cell in row.cells)
    yield from (shape.get("descr", "") for shape in document.element.iter("{*}docPr"))


@pytest.mark.parametrize(
    ("ending", "read"), [("xlsx", of_workbook), ("html", of_page), ("docx", of_document)], ids=["xlsx", "html", "docx"]
)
def test_the_report_speaks_the_words(report: Path, ending: str, read: Callable[[Path], Iterator[str]]):
    (path,) = report.glob(f"*.{ending}")
    texts = list(read(path))
    assert sum(map(len, texts)) > 10_000
    assert old_words(texts) == set()


OF_ANOTHER_MEDIUM = {
    "html": r"(lihat|pada|di) lembar\b|[Bb]uku kerja ini|pengaturan di bawah|bawah tabel",
    "docx": r"[Hh]alaman ini|[Bb]uku kerja ini|lihat lembar",
    "xlsx": r"[Hh]alaman ini|\b[Kk]lik\b|[Pp]ilih satu daerah",
}
READ = {"xlsx": of_workbook, "html": of_page, "docx": of_document}


@pytest.mark.parametrize("ending", READ)
def test_no_text_of_another_medium_is_used(report: Path, ending: str):
    (path,) = report.glob(f"*.{ending}")
    told = [text for text in READ[ending](path) if re.search(OF_ANOTHER_MEDIUM[ending], text)]
    assert [text[:120] for text in told] == []


@pytest.mark.parametrize(("province", "key"), [("34", "2024-TW2"), ("76", "2024-TW3")], ids=["running", "rejected"])
def test_an_unfinished_year_and_a_rejected_quarter_are_no_verdict(tmp_path: Path, province: str, key: str):
    quarter = report_of(province, Period.parse(key))
    shown = report_tables(quarter)
    for one in RENDERINGS:
        path = tmp_path / f"laporan{one.ending}"
        one.write(quarter, shown, path)
        told = " ".join(READ[path.suffix[1:]](path))
        assert "Belum Tuntas" not in told
        assert BANDS[-1].removeprefix("#") not in _colours(path)
        assert not re.search(r"(belum ada|tanpa) laporan(?! yang diterima)", told), "a rejected report is one too"
        assert "Masih berjalan" in told or quarter.regency.empty
        assert not (quarter.regency.empty and re.search(r"[Tt]idak ada permasalahan|\b0,00 ([A-F]\b|\()", told))


def _colours(path: Path) -> str:
    """The text of a file that its colours stand in; a document has them in its pictures only."""
    if path.suffix == ".xlsx":
        return ZipFile(path).read("xl/styles.xml").decode()
    return path.read_text(encoding="utf-8") if path.suffix == ".html" else ""


def test_letters_mails_and_chats_speak_the_words(tmp_path: Path):
    made = reminder_files(reminders(consolidated(), [answer()], DAYS, LETTER), tmp_path)
    assert made
    for name, content in made.items():
        path = tmp_path / Path(name).name
        path.write_bytes(content)
        assert old_words(of_document(path) if path.suffix == ".docx" else [path.read_text("utf-8")]) == set()


def test_the_form_and_the_run_forms_speak_the_words(tmp_path: Path):
    layout = catalogue.layout_of("62.01")
    write_form(tmp_path / "formulir.xlsx", layout, form_identity("62.01", Period(2024, 4), layout))
    assert old_words(of_workbook(tmp_path / "formulir.xlsx")) == set()
    for form in (forms.Request, forms.ReprocessRequest, forms.FileRequest, forms.QuarterRequest):
        told = [f"{one.title}\n{one.description or ''}" for one in form.model_fields.values()]
        assert told
        assert old_words(told) == set()


def test_rules_and_explanations_of_columns_speak_the_words():
    rules = [text for rule in catalogue.rules().values() for text in (rule.title, *rule.messages.values())]
    assert old_words(rules) == set()


def test_the_screen_speaks_the_words(capsys: pytest.CaptureFixture):
    book = Book()
    book["Penerima", "G6"], book["Penerima", "F7"] = "9.999", None
    one, told = checked(book), summarise(consolidated())
    show_findings(Looked([one], [echo_of_read(one.normalised)]), verbose=True)
    show_summary(told)
    rows = [*finding_rows(one), *open_findings(consolidated().findings)]
    texts = [capsys.readouterr().out, markdown(told, str), review_page(told, [], [], "a" * 64)]
    assert {row["Tingkat"] for row in rows} >= {"Kesalahan", "Peringatan"}
    assert old_words([*texts, *(str(value) for row in rows for value in row.values())]) == set()
    assert [value_text(True), value_text(False)] == ["Ya", "Tidak"]
    assert {one.severity for one in one.findings} >= {Severity.ERROR, Severity.INFO}
