"""Last quarter's problems and actions are told alike in workbook, page and document, and none is ever called solved."""

from dataclasses import replace
from functools import cache

import pytest
from docx import Document

from config import catalogue
from schemas.followed_up import COUNTS, KINDS
from tasks.report.document.write import write_document
from tasks.report.page.write import page_html
from tasks.report.tables.contents import report_tables
from tasks.report.tables.followed_up import DETAIL, OFFICES, SHEET, STATE_NAMES, by_regency
from tasks.report.tables.lookups import facts_of
from tests.pages import Page
from tests.report_builders import PERIOD, consolidated, tables

pytestmark = [pytest.mark.whole, pytest.mark.usefixtures("blank_pictures")]

ALL = tuple(catalogue.regencies("62")["code"])
QUARTER = cache(consolidated)
TABLES = cache(lambda: [one for one in tables() if one.sheet in (SHEET, OFFICES, DETAIL)])
Counts = dict[str, list[int]]


def of_workbook() -> tuple[Counts, Counts]:
    regencies, offices, *_ = TABLES()
    return tuple(
        {row[name]: [row[key] for key in COUNTS] for row in table.frame.to_dict("records")}
        for table, name in ((regencies, "regency_name"), (offices, "name"))
    )


def counted(rows: list[list[str]]) -> Counts:
    return {name.replace("Kab. ", "Kabupaten "): [int(cell) for cell in cells] for name, *cells in rows}


def test_there_is_one_of_each_kind_to_tell():
    regencies, offices = of_workbook()
    assert [sum(counts) > 0 for counts in zip(*regencies.values(), strict=True)] == [True] * len(COUNTS)
    assert list(offices) == ["Dinas Kesehatan"]
    assert offices["Dinas Kesehatan"] == [sum(counts) for counts in zip(*regencies.values(), strict=True)]


def test_each_one_is_told_with_its_words_then_and_now():
    *_, details = TABLES()
    rows = details.frame[details.frame["kind"] == "problems"]
    assert set(rows["state_name"]) == set(STATE_NAMES.values())
    changed = rows[rows["state_name"] == "berubah"].iloc[0]
    assert (changed["then"], changed["now"]) == ("Anggaran belum cukup", "Data belum padan")


def test_page_and_document_tell_the_same(tmp_path):
    page = Page(page_html(QUARTER(), tables()))
    shown = tuple(counted(page.tables[name][1:]) for name in ("t-follow-up", "t-follow-up-offices"))
    assert shown == of_workbook()
    write_document(QUARTER(), path := tmp_path / "a.docx", tmp_path)
    told = [[[cell.text for cell in row.cells] for row in table.rows] for table in Document(str(path)).tables]
    written = [table for table in told if table[0][1] == "Masalah disebut lagi"]
    assert tuple(counted(table[1:]) for table in reversed(written)) == of_workbook()
    texts = " ".join(paragraph.text for paragraph in Document(str(path)).paragraphs)
    for text in (page.text, texts):
        assert "Tidak disebut lagi tidak berarti selesai" in " ".join(text.split())


def test_who_is_not_counted_now_is_told_apart_from_who_named_nothing():
    """A rejected report, a missing one, and one that named nothing all had no row."""
    regencies, *_ = TABLES()
    told = " ".join(regencies.notes)
    for name in ("Kabupaten Barito Utara (ditolak)", "Kabupaten Seruyan (belum lapor)"):
        assert name in told.partition("tindak lanjutnya tidak diketahui: ")[2]
    assert "tidak menyebut apa pun" not in told
    c = QUARTER()
    followed = replace(c.followed_up, by_regency=c.followed_up.by_regency.iloc[1:])
    told = " ".join(by_regency(facts_of(replace(c, followed_up=followed))).notes)
    assert "Daerah lain yang dihitung pada kedua triwulan tidak menyebut apa pun pada Triwulan III Tahun 2024." in told


def nobody_named(figures):
    for key, column in KINDS.items():
        figures[key][column] = ""


@cache
def figures_of(codes: tuple[str, ...]):
    """Of these regencies, in a quarter before in which nobody named anything."""
    others = tuple(code for code in catalogue.regencies("62")["code"] if code not in codes)
    c = consolidated(missing=others, rejected=(), change=nobody_named)
    return {key: getattr(c, key) for key in ("recipients", "quality", *KINDS)}


@pytest.mark.parametrize(
    ("now", "before", "why"),
    [
        ({}, None, "Triwulan III Tahun 2024 tidak mempunyai laporan yang diterima"),
        ({"missing": ALL, "rejected": ()}, ("62.01",), "belum ada laporan yang diterima"),
        ({}, ("62.07",), "tidak ada daerah yang dihitung baik pada Triwulan III Tahun 2024 maupun"),
        ({}, ("62.01", "62.07"), "pada Triwulan III Tahun 2024 tidak ada permasalahan atau rencana aksi yang disebut "),
    ],
)
def test_that_nothing_was_named_is_said_only_of_those_who_could_be_asked(now, before, why):
    earlier = {PERIOD.previous(): figures_of(before)} if before else {}
    regencies = by_regency(facts_of(consolidated(**now, earlier=earlier)))
    assert len(regencies.frame) == 0
    assert regencies.without.startswith(why)


def test_the_page_says_why_nothing_is_told():
    quarter = consolidated(earlier={})
    shown = report_tables(quarter)
    told = next(one.without for one in shown if one.sheet == SHEET)
    assert told.startswith("Triwulan III Tahun 2024 tidak mempunyai laporan yang diterima")
    assert f"{told[1:]}." in " ".join(Page(page_html(quarter, shown)).text.split())
