"""Files of one quarter share what is found out about the form's own headings, labels and words: what one of them says
is the same, whatever was read before it."""

from schemas.period import Period
from schemas.submission import Normalised
from tasks.understand.heading_findings import heading_findings
from tasks.understand.headings import as_the_form_has_them, find_headings
from tasks.understand.workbook import normalise
from tests.builders import Book
from tests.layouts import KABKOTA, drawn_with, some, truth

SEEDS = [f"together-{number}" for number in range(16)]


def said(book: Book) -> tuple:
    """All that is told of a file, and the figures that are read."""
    read: Normalised = normalise(book.raw())
    return read.identity, read.findings, read.figures, read.supposed, read.places, read.traces


def laid_out(seed: str) -> Book:
    return drawn_with(some(seed), seed)[1]


def test_what_a_file_says_does_not_depend_on_those_read_before_it():
    alone = []
    for seed in SEEDS:
        as_the_form_has_them.cache_clear()
        alone.append(said(laid_out(seed)))
    as_the_form_has_them.cache_clear()
    assert [said(laid_out(seed)) for seed in SEEDS] == alone
    assert [said(laid_out(seed)) for seed in reversed(SEEDS)] == alone[::-1]


def test_what_follows_from_the_headings_of_the_form_is_told_of_each_sheet_and_period_by_itself():
    layout = KABKOTA.by_key["recipients"]
    sheet = truth("headings", 4).raw().sheets[1]
    found = find_headings(sheet, layout)
    assert found is find_headings(truth("others", 2).raw().sheets[1], layout)
    assert [found.place(name, layout).title for name in ("Penerima", "Penerima 2024")] == ["Penerima", "Penerima 2024"]
    moved = [heading_findings(found, layout, name, 7, Period(2024, 4)) for name in ("Penerima", "Lain")]
    assert [[told.sheet for told in each] for each in moved] == [["Penerima"], ["Lain"]]
    assert heading_findings(found, layout, "Penerima", 5) == []
