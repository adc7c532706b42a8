"""The Word document, read back: every number is in the data, nothing is empty, whatever was typed stays text."""

import copy
import io
import re
import zipfile
from collections import Counter
from dataclasses import replace
from functools import cache
from itertools import pairwise
from pathlib import Path
from tempfile import TemporaryDirectory

import pandas as pd
import pytest
from docx import Document
from docx.oxml.ns import qn
from docx.shared import Cm
from docx.table import Table
from docx.text.paragraph import Paragraph
from lxml import etree

from config import catalogue
from config.settings import settings
from schemas.approval import Approval
from schemas.consolidated import Consolidated
from schemas.period import Period
from schemas.wording import number_text, squeeze
from tasks.report.document.figures import millions
from tasks.report.document.word import DELIVERED
from tasks.report.document.write import TEMPLATE, write_document
from tasks.report.sentences import listed
from tasks.report.tables.contents import report_tables
from tasks.report.tables.lookups import date_text, short_name
from tasks.report.tables.table import ReportTable
from tests import document_template
from tests.on_paper import letters_width, torn_words
from tests.report_builders import consolidated

pytestmark = [pytest.mark.whole, pytest.mark.usefixtures("blank_pictures")]

ALL_62, ALL_35 = (tuple(catalogue.regencies(code)["code"]) for code in ("62", "35"))
NAMES = [
    *catalogue.table("services")["service_name"],
    *catalogue.table("services")["recipient"],
    *catalogue.table("quality_items")["item_name"],
    *catalogue.table("services")["legal_basis"].str.split("; ").explode(),
]
NUMBER = re.compile(r"\d+(?:\.\d{3})*(?:,\d+)?")
_LONG = "Mempertanggungjawabkan ketidakseimbangan berkewarganegaraan"


def _large(figures: dict[str, pd.DataFrame]) -> None:
    """As much as the largest province has; 12 has the names with the longest words."""
    figures["recipients"][["target", "served"]] *= 20
    figures["budget"][["allocation", "realised"]] *= 400
    figures["quality"][["required", "available"]] *= 100
    figures["actions"]["budget"] *= 1000


QUARTERS = {
    "most reported": lambda: consolidated(),
    "everybody": lambda: consolidated(missing=(), rejected=()),
    "nobody": lambda: consolidated(missing=ALL_62, rejected=(), own=False),
    "one": lambda: consolidated(missing=ALL_62[1:], rejected=()),
    "six": lambda: consolidated("31", missing=(), rejected=()),
}
MORE = {
    "all rejected": lambda: consolidated(missing=(), rejected=ALL_62, own=False),
    "38": lambda: consolidated("35", missing=ALL_35[::3], rejected=ALL_35[1::3], nameless=2),
    "38 within the year": lambda: consolidated("35", missing=ALL_35[::5], period=Period(2024, 2)),
    "long words and large figures": lambda: consolidated("12", missing=(), rejected=(), change=_large, problem=_LONG),
}
"""For what only a look at the words can show."""


@cache
def quarter(name: str) -> Consolidated:
    return (QUARTERS | MORE)[name]()


@cache
def tables(name: str) -> list[ReportTable]:
    return report_tables(quarter(name))


@cache
def package(name: str) -> bytes:
    return written(quarter(name))


_HOME = TemporaryDirectory()
"""A site without anything of its own, for as long as the tests run."""


def written(c: Consolidated, home: Path | None = None) -> bytes:
    buffer = _Buffer()
    write_document(c, buffer, home or Path(_HOME.name))
    return buffer.content


class _Buffer:
    content = b""

    def write_bytes(self, content: bytes) -> None:
        self.content = content


@cache
def opened(name: str):
    """Nobody changes it."""
    return Document(io.BytesIO(package(name)))


def texts(document) -> list[str]:
    """What a reader sees, but the numbers of captions: these are counted, not reported."""
    captions = ("Caption", "Keterangan Gambar")
    lines = [
        re.sub(r"^(Tabel|Gambar) \d+\. ", "", one.text) if one.style.name in captions else one.text
        for one in document.paragraphs
    ]
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return [*lines, *cells]


def test_every_number_is_in_the_data():
    for name in QUARTERS:
        known = known_numbers(name)
        assert [(name, line) for line in texts(opened(name)) if strangers(line, quarter(name), known)] == []


def test_a_number_of_somewhere_else_would_be_seen():
    c = quarter("most reported")
    known = known_numbers("most reported")
    assert strangers("Indeks sebesar 12,34 (Belum Tuntas).", c, known) == {"12,34"}
    assert strangers("Rp987,65 miliar pada Triwulan III Tahun 2024", c, known) == {"987,65"}


def strangers(line: str, c: Consolidated, known: set[str]) -> set[str]:
    """Numbers of a line that are neither figures, nor part of a name, a date or a phrase of the template."""
    if not any(map(str.isdigit, line)):
        return set()
    return set(NUMBER.findall(phrases(date_text(c.as_of), date_text(c.deadline)).sub(" ", line))) - known


@cache
def phrases(*dates: str) -> re.Pattern:
    """Names, dates and phrases of the template, the longest first."""
    quarters = [f"Triwulan {roman} Tahun {year}" for roman in ("I", "II", "III", "IV") for year in (2023, 2024)]
    fixed = {*NAMES, *quarters, *(one.upper() for one in quarters), *dates, *template_phrases()}
    return re.compile("|".join(map(re.escape, sorted(fixed, key=len, reverse=True))))


@cache
def template_phrases() -> tuple[str, ...]:
    """What the template itself says with a number in it: laws, `sebagai 0`."""
    document = Document(DELIVERED / TEMPLATE)
    said = [piece for one in document.paragraphs for piece in re.split(r"\{[{%].*?[%}]\}", one.text)]
    return (*(piece for piece in said if NUMBER.search(piece)), "dihitung 0", "Indeks 100", "indeks 100")


@cache
def known_numbers(name: str) -> set[str]:
    """Every figure of the report's tables, the sums and the counts that the document tells, as they are printed."""
    c, given = quarter(name), tables(name)
    shown = [frame for table in given for frame in (table.frame, table.totals) if frame is not None]
    amounts = [value for frame in shown for value in _numbers(frame)]
    amounts += _numbers(c.gap_units[["people", "cheapest_people"]])
    services = catalogue.services(catalogue.layout_for("kabkota").version).set_index("service_code")["field_code"]
    for frame in (c.service, c.budget, c.quality, c.actions):
        for keys in ("service_code", frame["service_code"].map(services)):
            amounts += _numbers(
                frame.groupby(keys)[
                    [k for k in ("target", "served", "allocation", "realised", "budget") if k in frame]
                ].sum()
            )
    amounts += [value for value in (c.span.at_zero, c.span.at_last, c.span.at_full) if value] if c.span else []
    sums = c.quality.assign(available=c.quality[["available", "required"]].min(axis=1)).groupby("item_code")
    amounts += _numbers(sums[["required", "available"]].sum())
    amounts += [c.budget["allocation"].sum(), c.actions["budget"].sum(), *c.gap_units["people"]]
    shares = c.budget.groupby("service_code")[["allocation", "realised"]].sum()
    amounts += list((shares["realised"] / shares["allocation"] * 100).dropna())
    amounts += list(c.service.groupby("service_code")["service_index"].mean().dropna())
    for one in c.comparisons:
        amounts += [one.then, one.now, *map(abs, one.points.values())] if one.members else []
    amounts += [-value for value in amounts if value < 0]  # the sign is told apart from the number
    printed = {number_text(value) for value in amounts if float(value).is_integer()}
    printed |= {number_text(value, 2) for value in amounts if value <= 100} | {
        number_text(int(value * 100) / 100, 2) for value in amounts if value <= 100
    }
    printed |= {number_text(millions(value)) for value in amounts if value >= 1e5}
    printed |= {number_text(value / size, 2) for value in amounts if value >= 9e8 for size in (1e9, 1e12)}
    return printed | {number_text(count) for count in _counts(c)}


def _numbers(frame: pd.DataFrame) -> list[float]:
    return [
        value for value in frame.to_numpy(dtype=object).ravel() if isinstance(value, int | float) and value == value
    ]


def _counts(c: Consolidated) -> set[int]:
    """How many there are of something: regencies, services, kinds of staff, problems, activities."""
    services = catalogue.services(catalogue.layout_for("kabkota").version)
    per_field = {len(codes) for _, codes in services.groupby("field_code")["service_code"]}
    items = catalogue.quality_items(catalogue.layout_for("kabkota").version)
    staff = items[items["kind"] == "sdm"]["service_code"].map(services.set_index("service_code")["field_code"])
    rows = {len(frame) for frame in (c.problems, c.actions)} | set(staff.value_counts())
    return set(range(len(c.regions) + 1)) | per_field | rows | {12, len(services)}


@pytest.mark.parametrize("name", QUARTERS)
def test_no_cell_is_empty_no_table_without_rows_and_nothing_reads_like_a_program(name):
    document = opened(name)
    for table in document.tables:
        assert len(table.rows) > 1
        assert all(cell.text.strip() for row in table.rows for cell in row.cells), table.rows[0].cells[0].text
    assert all(one.text.strip() or one._p.xpath(".//w:drawing | .//w:fldChar") for one in document.paragraphs)
    joined = "\n".join(texts(document))
    assert not re.search(r"\bnan\b|\bNone\b|NaT|<NA>|\{\{|\{%|\(s\)|  \S", joined, re.IGNORECASE)
    assert not re.search(r"[.,;:] ?[.,;]|\( ?\)|dari 0 |Rp0 juta", joined)


@pytest.mark.parametrize("name", QUARTERS)
def test_the_outline_is_that_of_the_annual_report(name):
    headings = [one.text for one in opened(name).paragraphs if one.style.name == "Heading 1"]
    assert headings == ["PENDAHULUAN", "PENERAPAN DAN PENCAPAIAN SPM", "PROGRAM DAN KEGIATAN", "PENUTUP"]
    third = [one.text for one in opened(name).paragraphs if one.style.name == "Heading 3"]
    of_bidang = [
        *("Jenis Pelayanan Dasar", "Target Pencapaian", "Realisasi", "Alokasi Anggaran"),
        *("Dukungan Personel", "Permasalahan dan Solusi"),
    ]
    assert third == [*6 * of_bidang, *(section for section, _ in document_template.PROVINCES_OWN)]


@pytest.mark.parametrize("name", [*QUARTERS, "all rejected"])
def test_under_every_heading_something_is_said(name):
    document = opened(name)
    looks = [(_level(one), one.text) for one in document.iter_inner_content() if isinstance(one, Paragraph)]
    assert not [text for (level, text), (below, _) in pairwise(looks) if level and 0 < below <= level]


def _level(paragraph: Paragraph) -> int:
    """Of a heading; 0 of anything else."""
    name, _, level = paragraph.style.name.partition(" ")
    return int(level) if name == "Heading" else 0


def test_the_figures_are_those_of_the_data_file():
    c, said = quarter("most reported"), "\n".join(texts(opened("most reported")))
    head = c.province.set_index(["measure", "field_code"]).loc[("mean_reported", "ALL")]
    assert f"sebesar {head['printed_value'].replace('.', ',')} ({head['category']})" in said
    for one in c.regency.itertuples():
        assert one.printed_index.replace(".", ",") in said


def rows_of(document, caption: str) -> list[list[str]]:
    """The rows below the heading of the table that stands after this caption."""
    body = list(document.element.body)
    at = next(
        n for n, one in enumerate(body) if one.tag == qn("w:p") and Paragraph(one, document).text.endswith(caption)
    )
    table = Table(body[at + 1], document)
    return [[cell.text for cell in row.cells] for row in table.rows[1:]]


def sheet(title: str) -> pd.DataFrame:
    return next(one.frame for one in tables("most reported") if one.title.startswith(title))


def test_rankings_and_bidang_are_those_of_the_workbook():
    document, ranking, fields = opened("most reported"), sheet("Peringkat"), sheet("Indeks per bidang")
    counted = ranking[~ranking["rank"].isin(("belum lapor", "ditolak"))]
    expected = [
        [str(one.rank), one.regency_name, number_text(one.index_, 2), one.category]
        for one in counted.rename(columns={"index": "index_"}).itertuples()
    ]
    assert rows_of(document, "Peringkat indeks SPM kabupaten/kota")[: len(counted)] == expected
    measures = ["value_mean_reported", "category_mean_reported", "value_mean_all", "value_pooled"]
    expected = [
        [name, number_text(reported, 2), category, number_text(everyone, 2), number_text(pooled, 2)]
        for name, reported, category, everyone, pooled in fields[["field", *measures]].itertuples(index=False)
    ]
    assert rows_of(document, "Indeks SPM provinsi menurut bidang")[:6] == expected


def test_budgets_are_those_of_the_workbook():
    document, budgets = opened("most reported"), sheet("Anggaran per bidang").set_index("field")
    for name, row in budgets.iterrows():
        amounts = [number_text(millions(row[key])) for key in ("allocation", "realised")]
        last = rows_of(document, f"Anggaran bidang {name} (juta rupiah)")[-1]
        assert last == ["Jumlah", *amounts, number_text(row["absorbed"], 2)]


def test_the_services_that_hold_the_index_down_have_the_workbook_s_means():
    document, weakest = opened("most reported"), sheet("Pelayanan yang paling rendah capaiannya")
    captions = [f"Realisasi pelayanan dasar, bidang {name}" for name in weakest["field"]]
    shown = {row[0]: row for caption in captions for row in rows_of(document, caption)}
    for one in weakest.itertuples():
        _, _, mean, category, lowest = shown[one.service_name]
        assert (mean, category) == (number_text(one.mean, 2), one.category)
        assert lowest == f"{number_text(one.lowest, 2)} ({short_name(one.where)})"


def test_the_gaps_are_those_of_the_data_file():
    c, document = quarter("most reported"), opened("most reported")
    shown = {row[0]: row for row in rows_of(document, "untuk mencapai kategori berikutnya")}
    whole = c.gaps[c.gaps["field_code"] == "ALL"]
    assert len(shown) == len(whole)
    for one in whole[whole["state"] == "terjangkau"].itertuples():
        _, _, following, people, _ = shown[c.regions.set_index("code")["name"][one.regency_code]]
        mine = c.gap_units.query("regency_code == @one.regency_code and field_code == 'ALL' and people > 0")
        units = listed([f"{number_text(row.people)} {row.unit}" for row in mine.itertuples()])
        assert (following, people) == (one.next_category, units)
    assert any(" orang dan " in row[3] for row in shown.values())


@pytest.mark.parametrize("name", QUARTERS)
def test_what_the_province_writes_itself_is_asked_in_the_last_chapter_alone(name):
    chapter, asked = "", []
    for one in opened(name).paragraphs:
        chapter = one.text if one.style.name in ("Heading 1", "Judul Tanpa Nomor") else chapter
        asked += [(chapter, run) for run in one.runs if run.text.startswith("[diisi oleh provinsi: ")]
    assert [chapter for chapter, _ in asked] == ["PENUTUP"] * len(document_template.PROVINCES_OWN)
    assert all(run.font.highlight_color for _, run in asked)


REPEATED = ("Jumlah poinnya berbeda sedikit dari selisih indeks karena pembulatan.",)
"""What belongs to one comparison and may be said of another."""


def twice(lines: list[str]) -> set[str]:
    """The sentences of more than five words, and not headings, that stand in two places."""
    told = Counter(sentence for line in lines for sentence in re.split(r"(?<=[.;:]) ", squeeze(line)))
    again = {sentence for sentence, times in told.items() if times > 1 and sentence not in REPEATED}
    return {sentence for sentence in again if len(sentence.split()) > (5 if sentence.endswith(".") else 8)}


@pytest.mark.parametrize("name", [*QUARTERS, "all rejected", "38", "38 within the year"])
def test_no_sentence_stands_twice(name):
    """Nor on the page for the governor and after it; cells hold what regencies wrote."""
    assert twice([one.text for one in opened(name).paragraphs]) == set()


def test_a_sentence_that_stands_twice_would_be_seen():
    assert twice(
        [
            "Satu. Indeks yang paling rendah ada pada bidang sosial di sini.",
            "Indeks yang paling rendah ada pada bidang sosial di sini. Dua.",
        ]
    ) == {"Indeks yang paling rendah ada pada bidang sosial di sini."}


def test_trillions_of_rupiah_are_told_as_people_say_them():
    def large(figures: dict[str, pd.DataFrame]) -> None:
        budget = figures["budget"]
        budget["allocation"] = budget["realised"] = 0.0
        budget.loc[budget.index[[0, -1]], "allocation"] = 17_000_000_000_000.0, 734_200_000_000.0
        budget.loc[budget.index[0], "realised"] = 16_996_000_000_000.0

    made = Document(io.BytesIO(written(consolidated(change=large))))
    told = "Dari alokasi anggaran Rp17,73 triliun telah direalisasikan Rp17,00 triliun atau 95,84 persen."
    assert [one.text for one in made.paragraphs].count(told) == 1


def _nihil(figures: dict[str, pd.DataFrame]) -> None:
    figures["recipients"]["nihil"] = True
    figures["recipients"][["target", "served"]] = 0.0
    figures["quality"][["required", "available"]] = 0.0


def test_where_everything_is_nihil_nobody_waits_and_nothing_is_still_to_come():
    made = Document(io.BytesIO(written(consolidated(missing=(), rejected=(), change=_nihil))))
    told = "\n".join(texts(made))
    assert "Tidak ada sasaran: semua pelayanan dasar di semua 14 daerah yang dihitung dinyatakan nihil." in told
    assert "tidak ada personel yang dibutuhkan pada bidang Kesehatan" in told
    assert not re.search(r"belum terlayani menurut|belum ada angka|\b0 orang", told, re.IGNORECASE)


def test_while_the_year_goes_on_its_tables_speak_of_who_is_still_to_be_served():
    document = opened("38 within the year")
    captions = " ".join(one.text for one in document.paragraphs if one.style.name == "Caption")
    headings = {cell.text for table in document.tables for cell in table.rows[0].cells}
    for what in ("pelayanan", "kabupaten/kota"):
        assert f"Masih harus dilayani menurut {what}" in captions
    assert "Masih harus dilayani" in headings
    assert "Belum terlayani" not in captions
    assert "Belum terlayani" not in headings


def test_captions_are_counted_and_the_contents_list_the_headings():
    document = opened("most reported")
    captions = [one.text for one in document.paragraphs if one.style.name == "Caption"]
    assert [text.split(".")[0] for text in captions] == [f"Tabel {n}" for n in range(1, len(captions) + 1)]
    contents = [one.text for one in document.paragraphs if one.style.name == "Daftar Isi"]
    assert contents[:3] == ["IKHTISAR\t", "BAB I PENDAHULUAN\t", "A. Latar Belakang\t"]
    assert all(line.endswith("\t") for line in contents), "lines with a page each, and no instruction"


def test_the_pages_of_the_contents_are_counted_when_the_document_is_opened():
    document = opened("most reported")
    asked = document.settings.element.xpath("w:updateFields/@w:val")
    assert asked == ["true"]
    order = [etree.QName(one).localname for one in document.settings.element]
    assert order.index("updateFields") < order.index("compat")
    pages = re.findall(r"PAGEREF (\w+) ", "".join(document.element.body.xpath(".//w:instrText/text()")))
    assert pages == document.element.body.xpath(".//w:bookmarkStart/@w:name")
    assert len(pages) > 20
    assert not document.element.body.xpath('.//w:instrText[contains(text(), "TOC ")]')


def test_a_template_whose_contents_word_has_filled_in_is_used_all_the_same(tmp_path: Path):
    """Word writes the template's own headings, placeholders and all, into the table of contents it updates."""
    template = Document(DELIVERED / TEMPLATE)
    place = next(one for one in template.paragraphs if one.style.name == "Daftar Isi")
    shown = next(run for run in place.runs if run.text)
    shown.text = "Bidang {{ bidang.nama }}"
    last = copy.deepcopy(place._p)
    for run in list(last.iter(qn("w:r")))[:-1]:
        last.remove(run)
    place._p.remove(list(place._p.iter(qn("w:r")))[-1])
    place._p.addnext(last)
    (tmp_path / "templates").mkdir()
    template.save(tmp_path / "templates" / TEMPLATE)
    made = Document(io.BytesIO(written(quarter("one"), tmp_path)))
    assert [one.text for one in made.paragraphs] == [one.text for one in opened("one").paragraphs]


def test_charts_are_told_in_words():
    shown = opened("most reported").element.body.xpath(".//wp:docPr")
    assert len(shown) == 12
    told = [one.get("descr") for one in shown]
    assert all(told)
    named = [text for text in told if "Kota Palangkaraya" in text]
    assert [text.partition(":")[0] for text in named] == ["Peta indeks SPM kabupaten/kota", "Indeks SPM kabupaten/kota"]


def test_whatever_a_sender_typed_stays_text_on_one_line():
    hostile = "<w:p>&amp;</w:p> {{ provinsi }} {% if %}\x07\x0b\x00 ]]> \ufffe baris\nkedua\tkolom " + "panjang " * 200
    made = Document(io.BytesIO(written(consolidated(problem=hostile))))
    cells = [cell.text for table in made.tables for row in table.rows for cell in row.cells]
    found = [text for text in cells if text.startswith("<w:p>")]
    assert len(found) == 1
    assert found[0].startswith("<w:p>&amp;</w:p> {{ provinsi }} {% if %}")
    assert "baris kedua kolom panjang" in found[0]
    assert len(found[0]) <= 301
    assert squeeze(found[0]) == found[0]


def test_the_same_quarter_gives_the_same_bytes(tmp_path: Path):
    assert written(quarter("most reported"), tmp_path) == package("most reported")


def test_a_site_s_own_template_is_used_and_a_broken_one_is_not(tmp_path: Path, caplog):
    own = tmp_path / "templates" / TEMPLATE
    own.parent.mkdir()
    document = Document()
    document.add_paragraph("Laporan {{ provinsi }}: {{ ikhtisar[0] }}")
    document.save(own)
    made = Document(io.BytesIO(written(quarter("one"), tmp_path)))
    assert made.paragraphs[0].text.startswith("Laporan Kalimantan Tengah: Indeks SPM Provinsi")
    document.add_paragraph("{{ tidak_ada }}")
    document.save(own)
    assert written(quarter("one"), tmp_path) == package("one")
    assert "Templat bawaan dipakai." in caplog.text


def test_the_delivered_template_is_what_its_script_makes():
    assert document_template.template() == (DELIVERED / TEMPLATE).read_bytes()


def test_pages_are_a4_with_repeated_table_headings_and_page_numbers():
    document = opened("most reported")
    section = document.sections[0]
    assert (round(section.page_width.mm), round(section.page_height.mm)) == (210, 297)
    assert all(table.rows[0]._tr.xpath("./w:trPr/w:tblHeader") for table in document.tables)
    parts = zipfile.ZipFile(io.BytesIO(package("most reported")))
    footers = "".join(parts.read(name).decode() for name in parts.namelist() if "footer" in name)
    assert " PAGE " in footers
    assert " NUMPAGES " in footers


@pytest.mark.parametrize("name", [*QUARTERS, "38", "38 within the year", "long words and large figures"])
def test_no_cell_of_a_table_has_a_word_or_figure_wider_than_its_column(name):
    assert torn_words(opened(name)) == []


def test_in_the_annex_the_name_of_a_regency_stands_on_one_line():
    annex = opened("everybody").tables[-1]
    for row in annex.rows[1:]:
        assert letters_width(row.cells[0].text, 8.5) / 28.35 < row.cells[0].width.cm - 0.38
    assert sum(cell.width.cm for cell in annex.rows[0].cells) == pytest.approx(16, abs=0.05)


def test_a_word_wider_than_its_column_would_be_seen():
    document = Document()
    table = document.add_table(rows=1, cols=2)
    table.rows[0].cells[0].text, table.rows[0].cells[1].text = "Padangsidimpuan 1.234.567", "Kota"
    for cell in table.rows[0].cells:
        cell.width = Cm(2.5)
    assert torn_words(document) == [("Padangsidimpuan", 2.12)]


def test_the_sentence_that_announces_a_table_stands_on_its_page():
    announced = [one for one in opened("most reported").paragraphs if one.text.endswith("sebagai berikut.")]
    assert len(announced) == len(catalogue.fields())
    assert all(one.paragraph_format.keep_with_next for one in announced)


def test_only_the_figures_of_an_approved_report_are_final():
    approval = Approval("Siti Rahmah", "Sekretaris Daerah", "Sudah diperiksa.", "", quarter("one").as_of, "0" * 64, 1)
    approved = Document(io.BytesIO(written(replace(quarter("one"), approval=approval))))
    for document, mark, told in (
        (opened("one"), "RANCANGAN", "SEMENTARA: laporan ini belum disetujui"),
        (approved, "ANGKA FINAL", "FINAL: disetujui oleh Siti Rahmah, Sekretaris Daerah, pada"),
    ):
        cover = [paragraph.text for paragraph in document.paragraphs[:6]]
        assert cover[0] == mark
        assert any(text.startswith(told) for text in cover)
        assert document.sections[0].header.paragraphs[0].text.endswith(f"\t{mark}")


ORDERED = {
    "pPr": "pStyle keepNext keepLines pageBreakBefore widowControl numPr pBdr shd tabs spacing ind contextualSpacing "
    "jc outlineLvl rPr sectPr",
    "rPr": "rStyle rFonts b bCs i iCs caps smallCaps strike color spacing kern sz szCs highlight u vertAlign lang",
    "tblPr": "tblStyle tblW jc tblInd tblBorders tblLayout tblCellMar tblLook",
    "tcPr": "tcW gridSpan tcBorders shd vAlign",
}
"""Element -> what may stand in it in this order (ISO/IEC 29500, what we use of it)."""


@pytest.mark.parametrize("name", ["most reported", "nobody"])
def test_every_property_stands_where_word_wants_it(name):
    """Word calls a file damaged whose elements come in another order than the standard has."""
    parts = zipfile.ZipFile(io.BytesIO(package(name)))
    for part in (one for one in parts.namelist() if re.match(r"word/(document|styles|header\d|footer\d)\.xml", one)):
        for element in etree.fromstring(parts.read(part)).iter(*(qn(f"w:{tag}") for tag in ORDERED)):
            order = ORDERED[etree.QName(element).localname].split()
            places = [order.index(etree.QName(child).localname) for child in element]
            assert places == sorted(places), (part, etree.tostring(element))


def test_settings_are_not_read():
    settings.cache_clear()
    written(quarter("one"))
    assert settings.cache_info().currsize == 0


def _nihil_of_one(figures: dict[str, pd.DataFrame]) -> None:
    recipients, mine = figures["recipients"], figures["recipients"]["regency_code"] == "62.01"
    recipients.loc[mine, "nihil"] = True
    recipients.loc[mine, ["target", "served"]] = 0.0


def test_the_provinces_own_figures_have_their_units_and_who_declared_all_nihil_needs_nothing():
    document = Document(io.BytesIO(written(consolidated(change=_nihil_of_one, missing=(), rejected=()))))
    own, needed = (
        [[cell.text for cell in row.cells] for row in table.rows]
        for head in ("Terlayani", "Kategori berikutnya")
        for table in document.tables
        if table.rows[0].cells[2].text == head
    )
    assert [row[1:3] for row in own[1:] if not all(re.fullmatch(r"[\d.]+ \D+", amount) for amount in row[1:3])] == []
    assert len(needed) == 14
    assert "Kabupaten Kotawaringin Barat" not in {name for name, *_ in needed}
