"""What understanding costs, counted, not timed: a workbook may hold hundreds of sheets that are none of the form's."""

from unittest.mock import patch

import pytest

from schemas.workbook import RawSheet, RawWorkbook
from tasks.understand import headings, sheet_fit
from tests.builders import KABKOTA, Book, taken

LIST = [["No", "Nama Kegiatan", "Satuan", "Volume", "Anggaran", "Keterangan"], [1.0, "Sumur", "paket", 2.0, 5e7, ""]]
PROSE = [[f"kata {row}", "dan kata lain"] for row in range(40)]


def with_foreign(rows: list[list]) -> RawWorkbook:
    book = Book().raw()
    return RawWorkbook(book.kind, [*book.sheets, RawSheet("Catatan", rows)])


@pytest.mark.parametrize("rows", [LIST, PROSE], ids=["list", "prose"])
def test_a_foreign_sheet_is_searched_once_for_each_table(rows):
    with patch.object(sheet_fit, "find_headings", wraps=sheet_fit.find_headings) as search:
        taken(with_foreign(rows))
    searched = [call.args[1].key for call in search.call_args_list if call.args[0].name == "Catatan"]
    assert sorted(searched) == sorted(sheet.key for sheet in KABKOTA.sheets)


def test_no_row_of_prose_is_looked_at_twice():
    with patch.object(headings, "headed_columns", wraps=headings.headed_columns) as look:
        taken(with_foreign(PROSE))
    looked_at = [call.args[1:] for call in look.call_args_list if call.args[0].name == "Catatan"]
    assert looked_at
    assert len(looked_at) == len(set(looked_at))


def test_no_heading_of_prose_is_taken_apart():
    with patch.object(headings, "columns_by_key", wraps=headings.columns_by_key) as taken_apart:
        taken(with_foreign(PROSE))
    assert not taken_apart.called
