"""How the tables of a sheet come onto paper, as the writer of the workbook reckons it."""

import pandas as pd
import pytest

from tasks.report.tables.table import Column, ReportTable
from tasks.report.workbook.paper import Paper, on_paper
from tasks.report.workbook.placement import placed
from tasks.report.workbook.theme import ROW_POINTS


def laid(*rows: int, width: int = 100, **of_all: object) -> Paper:
    """A sheet of tables with so many rows."""
    columns = (Column("name", "Daerah", width=width),)
    tables = [
        ReportTable("Satu", "Judul", columns, pd.DataFrame({"name": ["Utara"] * number}), **of_all) for number in rows
    ]
    [places] = placed(tables).values()
    return on_paper(places, [width], [ROW_POINTS] * places[-1].next)


def test_what_fits_a_page_is_printed_in_its_own_size_lying():
    assert (laid(10).landscape, laid(10).percent, laid(10).pages) == (True, 100, 1)


def test_thirty_eight_regencies_stand_on_one_page_in_smaller_print_or_upright():
    wide, narrow = laid(38, width=150), laid(60, width=90)
    assert (wide.landscape, wide.percent < 100, wide.pages) == (True, True, 1)
    assert (narrow.landscape, narrow.pages) == (False, 1)


@pytest.mark.parametrize("rows", [50, 500])
def test_print_is_never_too_small_to_read(rows):
    assert laid(rows).percent >= 79


def test_a_table_that_a_page_can_hold_is_not_torn():
    paper = laid(25, 30, 8, width=140)
    assert (paper.pages, len(paper.breaks)) == (2, 1)
    [begins] = paper.breaks
    assert begins == 30  # the heading of the second table


def test_after_a_torn_table_the_next_one_begins_a_page():
    paper = laid(200, 3, width=140)
    assert len(paper.breaks) == 1


def test_of_a_long_table_only_its_first_pages_may_be_printed():
    paper, whole = laid(500, most_pages=2), laid(500)
    assert (paper.pages, whole.pages > 5) == (2, True)
    assert paper.end < whole.end == 504
    assert paper.end * ROW_POINTS <= 2 * paper.room


def test_what_is_not_read_is_not_printed():
    assert laid(10, use="look_up").end == 0
