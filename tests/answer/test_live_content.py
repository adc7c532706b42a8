"""A marked copy does nothing by itself, whatever the sender's workbook carries, and it says what was taken out."""

from pathlib import Path

import openpyxl
import pytest
from python_calamine import CalamineWorkbook

from config.settings import settings
from schemas.consolidated import Answer
from schemas.workbook import RawSheet
from tasks.answer.copies import write_copies
from tasks.answer.marked_copy import write_feedback
from tasks.ooxml.formulas import is_live
from tests.answer.test_marked_copy import answer, at
from tests.live_content import ACTING, BOOK, COMPUTING, LIVE, MICROSOFT, RELATIONS, SHEET, Live, formula
from tests.package_builders import RICH, parts_of, rich_workbook, saved_by_libreoffice

pytestmark = pytest.mark.whole


def copied(folder: Path, live: Live) -> tuple[dict[str, bytes], openpyxl.Workbook]:
    """The parts of the marked copy, and the copy opened."""
    write_feedback(answer(live.workbook(folder / "kiriman.xlsx"), at("C3")), folder / "salinan.xlsx")
    return parts_of(folder / "salinan.xlsx"), openpyxl.load_workbook(folder / "salinan.xlsx")


def everything(parts: dict[str, bytes]) -> bytes:
    """But for our own sheet, which names what was taken out."""
    return b"".join(name.encode() + content for name, content in sorted(parts.items()) if b"Temuan pada" not in content)


@pytest.mark.parametrize("live", LIVE.values(), ids=LIVE)
def test_nothing_of_what_acts_by_itself_is_in_the_copy_and_it_says_so(tmp_path: Path, live: Live) -> None:
    before = everything(parts_of(live.workbook(tmp_path / "asli.xlsx")))
    parts, book = copied(tmp_path, live)
    assert all(mark.encode() in before for mark in live.marks), "the example carries what it says"
    assert [mark for mark in live.marks if mark.encode() in everything(parts)] == []
    assert live.told in book["Temuan"]["A5"].value
    assert book[RICH]["C3"].comment.text.endswith("Kesalahan C01: Bukan angka.")
    assert book[RICH]["A2"].value == "K-KES-01"
    assert b'TargetMode="External"' not in everything(parts)


@pytest.mark.parametrize("text", ACTING)
def test_a_formula_that_does_more_than_compute_is_live(text: str) -> None:
    assert is_live(text)


@pytest.mark.parametrize("text", COMPUTING)
def test_a_formula_that_computes_stays(text: str) -> None:
    assert not is_live(text)


def test_of_a_live_formula_the_value_stays_also_in_the_cells_that_share_it(tmp_path: Path) -> None:
    shared = '<f t="shared" ref="B7:B8" si="3">[1]Data!A1</f><v>7</v></c><c r="D7"><f t="shared" si="3"/><v>8</v>'
    live = Live("rumus pada", ("[1]",), texts=((SHEET, "<f>SUM(B2:B6)</f><v>1500</v>", shared),))
    _, book = copied(tmp_path, live)
    assert (book[RICH]["B7"].value, book[RICH]["D7"].value) == (7, 8)
    assert f"{RICH}!B7, {RICH}!D7, yang tinggal nilainya" in book["Temuan"]["A5"].value


def test_a_list_of_formulas_goes_with_a_formula_for_a_program_would_call_it_damage(tmp_path: Path) -> None:
    chain = (BOOK, f"{RELATIONS}/calcChain", "calcChain.xml")
    parts = {"xl/calcChain.xml": '<calcChain xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"/>'}
    live = formula("[1]Data!A1")
    with_chain = Live(live.told, live.marks, (chain,), parts, live.texts)
    assert "xl/calcChain.xml" not in copied(tmp_path, with_chain)[0]


def test_a_link_that_a_person_sees_and_clicks_stays(tmp_path: Path) -> None:
    links = f'<hyperlinks><hyperlink xmlns:r="{RELATIONS}" ref="A2" r:id="rId90"/></hyperlinks><pageMargins'
    live = Live(
        "", (), ((SHEET, f"{RELATIONS}/hyperlink", "https://spm.example/"),), {}, ((SHEET, "<pageMargins", links),)
    )
    _, book = copied(tmp_path, live)
    assert book[RICH]["A2"].hyperlink.target == "https://spm.example/"
    assert book["Temuan"]["A5"].value is None


@pytest.mark.parametrize("kind", ["powerPivotData", "rdRichValueWebImage", "belumDikenal"])
def test_of_a_workbook_with_parts_that_cannot_be_cut_out_the_values_are_copied(
    home: Path, tmp_path: Path, kind: str
) -> None:
    """A data model, pictures from the internet in cells, and whatever will be invented."""
    relation = (BOOK, f"{MICROSOFT}/2017/06/relationships/{kind}", "model/item.data")
    path = Live("", (), (relation,), {"xl/model/item.data": "isi"}).workbook(tmp_path / "kiriman.xlsx")
    sent = answer(path, at("C3"))
    write_copies(tmp_path / "salinan", [sent], settings().limits)
    book = openpyxl.load_workbook(tmp_path / "salinan" / f"{sent.name}.xlsx")
    assert book.sheetnames == ["Temuan", "Sampul", RICH]
    assert book[RICH]["C3"].comment.text == "Kesalahan C01: Bukan angka."
    assert "nilai selnya saja" in book["Temuan"]["A5"].value
    assert "xl/model/item.data" not in parts_of(tmp_path / "salinan" / f"{sent.name}.xlsx")


def test_a_workbook_without_any_of_it_is_told_nothing_and_keeps_its_parts(tmp_path: Path) -> None:
    path = rich_workbook(tmp_path / "kaya.xlsx")
    write_feedback(answer(path, at("C3")), tmp_path / "salinan.xlsx")
    assert set(parts_of(path)) <= set(parts_of(tmp_path / "salinan.xlsx"))
    assert openpyxl.load_workbook(tmp_path / "salinan.xlsx")["Temuan"]["A5"].value is None


@pytest.mark.office
def test_libreoffice_opens_every_copy_with_its_sheets(tmp_path: Path) -> None:
    copies, theirs = [], tmp_path / "dibuka"
    for number, live in enumerate(LIVE.values()):
        path = live.workbook(tmp_path / f"kiriman-{number}.xlsx")
        copies.append(tmp_path / f"salinan-{number}.xlsx")
        write_feedback(answer(path, at("C3")), copies[-1])
    theirs.mkdir()
    for opened in saved_by_libreoffice(theirs, *copies):
        assert CalamineWorkbook.from_path(str(opened)).sheet_names == ["Temuan", "Sampul", RICH]
        assert openpyxl.load_workbook(opened)[RICH]["B2"].value == 100


def test_texts_that_look_like_formulas_stay_texts_in_a_copy_of_values(tmp_path: Path) -> None:
    sheet = RawSheet("Data", [["=1+1", "@SUM(A1)", "=cmd|'/C calc'!A0", "http://jahat.example", "{=1}"]])
    write_feedback(Answer("62.01", "a.xls", tmp_path, "xls", "", "ditolak", []), tmp_path / "salinan.xlsx", [sheet])
    page = openpyxl.load_workbook(tmp_path / "salinan.xlsx")["Data"]
    assert [cell.value for cell in page[1]] == sheet.rows[0]
    assert {cell.data_type for cell in page[1]} == {"s"}
    assert not [cell for cell in page[1] if cell.hyperlink]
