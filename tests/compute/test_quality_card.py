"""The quality card: how full a workbook is, which mistakes come again, how long a good file takes."""

from datetime import timedelta

import pytest

from schemas.period import Period
from tasks.compute.counting import latest
from tasks.compute.fill_rate import entries, sheet_fill
from tasks.compute.quality_card import quality_cards
from tasks.intake.take_in import Context
from tasks.ledger.ledger import Ledger
from tasks.ledger.quarter import Quarter
from tests.builders import AS_OF, Book, checked

pytestmark = pytest.mark.whole

PERIOD = Period(2024, 4)
SERVICES, FIELDS = 29, 6


@pytest.fixture
def ledger(tmp_path):
    return Ledger(f"sqlite:///{tmp_path / 'spm.db'}")


def sent(ledger: Ledger, book: Book, days: float = 0) -> None:
    """Recorded as received so many days after 22 January 2025."""
    name = f"hari-{days}.xlsx"
    context = Context(AS_OF + timedelta(days=30), "62", PERIOD)
    received = AS_OF + timedelta(days=days)
    ledger.record("62", [checked(book, context, sha256=name, file_name=name, received=received)])


def broken(*cells: tuple[str, str], value: object = "", **identity: object) -> Book:
    book = Book(**identity)
    for cell in cells:
        book[cell] = value
    return book


def cards(ledger: Ledger, days: float = 20):
    zone = Quarter("62", PERIOD, AS_OF).zone
    quarter = Quarter("62", PERIOD, (AS_OF + timedelta(days=days)).astimezone(zone))
    return quality_cards(ledger, quarter, ledger.files("62", PERIOD, quarter.as_of, PERIOD.back(3)))


def card(ledger: Ledger, **asked: float) -> dict:
    return cards(ledger, **asked).cards.set_index("regency_code").loc["62.01"].to_dict()


def fill(ledger: Ledger) -> dict[str, tuple[int, int]]:
    rows = sheet_fill(entries(ledger.figures, latest(ledger.files("62", PERIOD, AS_OF + timedelta(days=20)))))
    return {one.sheet: (one.filled_cells, one.required_cells) for one in rows.itertuples()}


def test_every_regency_has_a_card_also_before_anything_came(ledger):
    empty = cards(ledger)
    assert len(empty.cards) == 14
    assert set(empty.cards["mending"]) == {"belum lapor"}
    assert empty.errors.empty
    assert empty.periods == ("2024-TW1", "2024-TW2", "2024-TW3", "2024-TW4")


def test_a_clean_workbook_is_full_and_was_good_at_once(ledger):
    sent(ledger, Book())
    full = fill(ledger)
    assert full["recipients"] == full["budget"] == (2 * SERVICES, 2 * SERVICES)
    assert full["stages"] == (4 * FIELDS, 4 * FIELDS)
    assert full["quality"][0] == full["quality"][1] > 500
    assert set(full) == {"recipients", "quality", "budget", "stages"}
    told = card(ledger)
    assert (told["submissions"], told["errors"], told["mending"]) == (1, 0, "langsung diterima")


@pytest.mark.parametrize("value", ["", "banyak", "#REF!", "belum ada"])
def test_a_required_cell_that_is_blank_or_unreadable_is_not_filled(ledger, value):
    sent(ledger, broken(("Penerima", "F9"), ("Penerima", "G12"), value=value))
    assert fill(ledger)["recipients"] == (2 * SERVICES - 2, 2 * SERVICES)
    assert fill(ledger)["budget"] == (2 * SERVICES, 2 * SERVICES)


def test_a_formula_without_a_value_and_a_choice_that_is_none_are_not_filled(ledger):
    book = broken(("Tahapan", "D6"), value="Entah")
    book["Anggaran", "D7"] = ""
    book.faults["Anggaran", "D7"] = "formula without value"
    sent(ledger, book)
    assert fill(ledger)["stages"] == (4 * FIELDS - 1, 4 * FIELDS)
    assert fill(ledger)["budget"] == (2 * SERVICES - 1, 2 * SERVICES)


def test_a_missing_row_lacks_all_its_cells_and_a_double_one_adds_none(ledger):
    book = Book()
    book.sheets["Penerima"][6] = list(book.sheets["Penerima"][5])
    sent(ledger, book)
    assert fill(ledger)["recipients"] == (2 * SERVICES - 2, 2 * SERVICES)


def test_cells_that_need_no_filling_do_not_count(ledger):
    sent(ledger, broken(("Penerima", "K9"), ("Penerima", "H9"), ("Anggaran", "G9")))
    assert all(filled == required for filled, required in fill(ledger).values())


def test_how_full_it_is_comes_from_the_latest_submission(ledger):
    sent(ledger, broken(("Penerima", "F9")))
    sent(ledger, Book(), days=1)
    assert fill(ledger)["recipients"] == (2 * SERVICES, 2 * SERVICES)


def test_the_time_to_a_good_file_runs_from_the_first_rejection_to_the_first_acceptance(ledger):
    for days, book in ((0, broken(("Penerima", "F9"))), (1, broken(("Penerima", "F9"))), (2.5, Book())):
        sent(ledger, book, days)
    told = card(ledger)
    assert (told["mending"], told["days_to_good"], told["submissions"]) == ("sudah diperbaiki", 2.5, 3)
    before = card(ledger, days=1)
    assert before["mending"] == "belum diperbaiki"
    assert before["days_to_good"] != before["days_to_good"]


def test_a_file_rejected_after_a_good_one_mends_nothing(ledger):
    sent(ledger, Book())
    sent(ledger, broken(("Penerima", "F9")), days=1)
    assert card(ledger)["mending"] == "langsung diterima"


def test_a_file_rejected_after_a_good_one_of_the_same_second_mends_nothing(ledger):
    """All files of an inbox that was copied at once have one time."""
    for name, book in (("a", Book()), ("b", broken(("Penerima", "F9")))):
        context = Context(AS_OF + timedelta(days=30), "62", PERIOD)
        ledger.record("62", [checked(book, context, sha256=name, file_name=f"{name}.xlsx", received=AS_OF)])
    assert card(ledger)["mending"] == "langsung diterima"


def test_the_same_mistake_again_is_found_where_its_row_has_moved(ledger):
    first, again = broken(("Penerima", "F9"), ("Penerima", "G20")), broken(("Penerima", "F9"), ("Mutu", "G8"))
    again.insert_row("Penerima", 7, [])
    sent(ledger, first)
    assert (card(ledger)["errors"], card(ledger)["repeated"]) == (2, 0)
    sent(ledger, again, days=1)
    assert (card(ledger)["errors"], card(ledger)["repeated"]) == (4, 1)


@pytest.mark.parametrize(
    ("now", "repeated"),
    [(("Penerima", "F9"), 1), (("Penerima", "F10"), 0), (("Penerima", "G9"), 0), (("Mutu", "G9"), 0)],
)
def test_a_mistake_of_the_quarter_before_is_the_same_in_the_same_service_and_column_only(ledger, now, repeated):
    sent(ledger, broken(("Penerima", "F9"), quarter=3), days=-80)
    sent(ledger, Book(quarter=3), days=-79)
    sent(ledger, broken(now))
    assert card(ledger)["repeated"] == repeated


def test_another_rule_in_the_same_cell_is_another_mistake(ledger):
    sent(ledger, broken(("Penerima", "F9")))
    sent(ledger, broken(("Penerima", "F9"), value=-5), days=1)
    assert card(ledger)["repeated"] == 0


def test_errors_are_counted_by_rule_over_the_last_four_quarters(ledger):
    sent(ledger, broken(("Penerima", "F9"), year=2023, quarter=4), days=-360)
    sent(ledger, broken(("Penerima", "F9"), quarter=1), days=-270)
    sent(ledger, broken(("Penerima", "F9"), ("Penerima", "F10"), quarter=4))
    sent(ledger, broken(("Penerima", "F9"), value="banyak"), days=1)
    found = list(cards(ledger).errors.itertuples(index=False, name=None))
    assert found == [("62.01", "2024-TW1", "C05", 1), ("62.01", "2024-TW4", "C01", 1), ("62.01", "2024-TW4", "C05", 2)]


def test_how_full_a_file_is_that_cannot_be_read_is_not_known(ledger):
    from schemas.workbook import RawWorkbook, Refusal

    one = checked(RawWorkbook("", refusal=Refusal("F01", "damaged")), Context(AS_OF, "62", PERIOD))
    ledger.record("62", [one])
    assert fill(ledger) == {}
    assert (card(ledger)["errors"], card(ledger)["mending"]) == (1, "belum diperbaiki")


def test_the_provinces_own_form_and_files_of_nobody_have_no_card(ledger):
    sent(ledger, Book(regency_code="", regency_name=""))
    assert set(cards(ledger).cards["submissions"]) == {0}
