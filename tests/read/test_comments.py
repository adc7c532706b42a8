"""Comments on cells: the notes of .xlsx, threads of Excel 365, annotations of .ods; and what keeps them bounded."""

import time
from pathlib import Path

import openpyxl
import pytest
import xlsxwriter
from openpyxl.comments import Comment as Note

from config.settings import settings
from schemas.workbook import Comment, RawSheet
from tasks.read import package
from tasks.read.xlsx import xlsx_facts
from tests.foreign_formats import write_ods, zipped
from tests.package_builders import parts_of, with_parts, with_prefix
from tests.reading import read

RELATIONS = "xl/worksheets/_rels/sheet1.xml.rels"
THREADS = "xl/threadedComments/threadedComment1.xml"
INSTEAD = (
    "[Threaded comment]\n\nYour version of Excel allows you to read this threaded comment; however, any edits to it"
    " will get removed if the file is opened in a newer version of Excel. Learn more:"
    " https://go.microsoft.com/fwlink/?linkid=870924\n\nComment:\n    {}"
)


def sheet_of(path: Path) -> RawSheet:
    book = read(path)
    assert book.refusal is None, book.refusal
    return book.sheets[0]


def with_notes(path: Path, notes: dict[str, str], author: str = "Siti Aminah") -> Path:
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet("Penerima")
        sheet.write_row(0, 0, ["a", 1000, 2])
        for cell, text in notes.items():
            sheet.write_comment(cell, text, {"author": author})
    return path


def with_threads(path: Path, threads: str) -> Path:
    """The comments part of a workbook beside the threads that Excel 365 keeps in a part of their own."""
    relation = (
        '<Relationship Id="rId9" Type="http://schemas.microsoft.com/office/2017/10/relationships/threadedComment"'
        ' Target="../threadedComments/threadedComment1.xml"/></Relationships>'
    )
    head = '<ThreadedComments xmlns="http://schemas.microsoft.com/office/spreadsheetml/2018/threadedcomments">'
    parts = parts_of(path)
    relations = parts[RELATIONS].replace(b"</Relationships>", relation.encode())
    parts |= {RELATIONS: relations, THREADS: f"{head}{threads}</ThreadedComments>".encode()}
    return zipped(path, parts)


def test_a_note_is_read_with_its_cell_and_without_the_name_of_who_wrote_it(tmp_path):
    path = with_notes(tmp_path / "a.xlsx", {"B1": "Siti Aminah:\nseharusnya 1.250 & <lagi>", "C1": "cek", "D9": "jauh"})
    told = [(1, 2, "seharusnya 1.250 & <lagi>"), (1, 3, "cek"), (9, 4, "jauh")]
    assert [(*one[:2], one.text) for one in sheet_of(path).comments] == told
    assert {one.author for one in sheet_of(path).comments} == {"Siti Aminah"}
    assert [(*one[:2], one.text) for one in sheet_of(with_prefix(path)).comments] == told


def test_the_notes_of_other_programs_are_read(tmp_path):
    book = openpyxl.Workbook()
    book.active["B2"] = 12
    book.active["B2"].comment = Note("seharusnya 13", "Siti")
    book.save(tmp_path / "a.xlsx")
    assert sheet_of(tmp_path / "a.xlsx").comments == [Comment(2, 2, "Siti", "seharusnya 13")]
    google = with_notes(tmp_path / "b.xlsx", {"B1": "seharusnya 13\n\t-Siti Aminah"}, author="")
    assert [one.text for one in sheet_of(google).comments] == ["seharusnya 13"]
    libreoffice = with_notes(tmp_path / "c.xlsx", {"B1": "Siti Aminah:\nseharusnya 13"}, author=" ")
    assert [one.text for one in sheet_of(libreoffice).comments] == ["seharusnya 13"]


def test_each_entry_of_a_thread_is_one_and_the_note_beside_it_is_none(tmp_path):
    path = with_notes(tmp_path / "a.xlsx", {"B1": INSTEAD.format("seharusnya 1.250")}, author="tc={8F1B}")
    assert [one.text for one in sheet_of(path).comments] == ["seharusnya 1.250"]
    entries = (
        '<threadedComment ref="B1" dT="2024-12-01T08:00:00.00" personId="{1}" id="{8F1B}"><text>bukan 1.000</text>'
        '</threadedComment><threadedComment ref="B1" personId="{2}" id="{9}" parentId="{8F1B}"><text>1.250 &amp; pas'
        "</text></threadedComment>"
    )
    told = sheet_of(with_threads(path, entries)).comments
    assert told == [Comment(1, 2, "", "bukan 1.000"), Comment(1, 2, "", "1.250 & pas")]


def test_annotations_of_an_ods_are_read(tmp_path):
    note = (
        "<office:annotation{}><dc:creator>Siti</dc:creator><dc:date>2024-12-01T00:00:00</dc:date>"
        "<text:p>{}</text:p><text:p>lagi &amp; <text:span>lagi</text:span></text:p></office:annotation>"
    )
    cell = '<table:table-cell office:value-type="float" office:value="{}">{}<text:p>{}</text:p></table:table-cell>'
    empty = '<table:table-cell table:number-columns-repeated="2"/>'
    rows = f"<table:table-row>{cell.format(5, note.format('', 'seharusnya 13'), 5)}{empty}</table:table-row>"
    styled = note.format(' draw:style-name="gr1"', "dua")
    rows += f"<table:table-row>{empty}{cell.format(7, styled, 7)}</table:table-row>"
    read = sheet_of(write_ods(tmp_path / "a.ods", {"Penerima": rows}))
    assert read.comments == [
        Comment(1, 1, "Siti", "seharusnya 13\nlagi & lagi"),
        Comment(2, 3, "Siti", "dua\nlagi & lagi"),
    ]
    assert read.rows[0] == [5.0]


def test_what_text_boxes_say_is_read_with_the_cell_below_them(tmp_path):
    path = tmp_path / "a.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet("Penerima")
        sheet.write_row(0, 0, ["a", 1000, 2])
        sheet.insert_textbox("C4", "seharusnya 1.250\norang & lain")
        sheet.insert_textbox("E9", "dua", {"object_position": 1})
        chart = book.add_chart({"type": "column"})
        chart.add_series({"values": ["Penerima", 0, 1, 0, 2]})
        sheet.insert_chart("F20", chart)
    told = [Comment(4, 3, "", "seharusnya 1.250\norang & lain", on_cell=False), Comment(9, 5, "", "dua", on_cell=False)]
    assert sheet_of(path).comments == told


@pytest.mark.parametrize(
    "content",
    [
        '<comment ref="B1" authorId="0"><text><t>1</t></text></comment>' * 60_000,
        f'<comment ref="B1" authorId="0"><text><t>{"x" * 4_000_000}</t></text></comment>',
    ],
)
def test_too_many_comments_cost_nothing_and_are_said_to_be_unread(tmp_path, content):
    path = with_notes(tmp_path / "a.xlsx", {"B1": "seharusnya 13"})
    full = f"<comments><authors><author>a</author></authors><commentList>{content}</commentList></comments>".encode()
    with_parts(path, lambda name, old: full if name == "xl/comments1.xml" else old)
    read = sheet_of(path)
    assert (read.comments, read.rows) == (None, [["a", 1000.0, 2.0]])


@pytest.mark.slow
@pytest.mark.parametrize(
    "piece",
    [
        "<comment ",
        '<comment ref="B1" ',
        '<comment ref="B1">',
        "<t>",
        "<author>",
        "<text><t x",
        '<comment ref="B1" a=b ',
    ],
)
def test_what_never_closes_takes_no_time(tmp_path, piece):
    path = with_notes(tmp_path / "a.xlsx", {"B1": "seharusnya 13"})
    full = f"<comments><authors/><commentList>{piece * (3_900_000 // len(piece))}".encode()
    with_parts(path, lambda name, old: full if name == "xl/comments1.xml" else old)
    begun = time.monotonic()
    assert sheet_of(path).rows == [["a", 1000.0, 2.0]]
    assert time.monotonic() - begun < 20


def test_comments_in_another_encoding_are_refused_like_any_part(tmp_path):
    path = with_notes(tmp_path / "a.xlsx", {"B1": "seharusnya 13"})
    with_parts(path, lambda name, old: old.decode().encode("utf-16") if name == "xl/comments1.xml" else old)
    assert read(path).refusal.rule == "F03"


def test_entities_in_comments_are_not_expanded(tmp_path):
    path = with_notes(tmp_path / "a.xlsx", {"B1": "seharusnya 13"})
    bomb = b'<!DOCTYPE x [<!ENTITY a "ha">]><comments><commentList><comment ref="B1"><text><t>&a;</t></text></comment>'
    with_parts(path, lambda name, old: bomb if name == "xl/comments1.xml" else old)
    assert [one.text for one in sheet_of(path).comments] == ["&a;"]


def test_a_workbook_without_comments_has_no_part_read_for_them(tmp_path, monkeypatch):
    path, read = with_notes(tmp_path / "a.xlsx", {}), []
    inflate = package.Package.read
    monkeypatch.setattr(package.Package, "read", lambda self, name: read.append(name) or inflate(self, name))
    with path.open("rb") as file:
        (facts,) = xlsx_facts(package.Package(file, settings().limits.model_dump()), settings().limits.model_dump())
    assert facts.comments == []
    assert [name for name in read if "sheet1" in name] == ["xl/worksheets/sheet1.xml"]
