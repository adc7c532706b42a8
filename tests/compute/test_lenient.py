"""A province that lets duplicates, blanks and negatives pass: what is computed, shown and recalculated is one thing."""

from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import example, given
from hypothesis import settings as effort
from hypothesis import strategies as st

from config.settings import settings
from schemas.finding import Severity
from tasks.compute.gather import gather
from tasks.intake.take_in import Context, check
from tasks.ledger.ledger import Ledger
from tasks.report.tables.contents import report_tables, workbook_tables
from tasks.report.tables.lookups import facts_of
from tasks.report.workbook.write import write_workbook
from tests.builders import AS_OF, Book, taken
from tests.compute.test_counting import PERIOD, QUARTER
from tests.effort import full_or
from tests.recalculation import differences, recalculate

pytestmark = pytest.mark.whole

PASSED_OVER = dict.fromkeys(("R02", "C03", "C05"), Severity.WARNING)
LENIENT = settings().of_province("62").model_copy(update={"severity": PASSED_OVER})
FIGURE = st.sampled_from(["", -4, 0, 1, 9, 10, 25])
SLIPS = st.lists(st.tuples(st.integers(6, 40), st.booleans(), FIGURE, FIGURE), min_size=1, max_size=8)
"""Row of the sheet Mutu, whether it comes once more at the end of the sheet, and the two figures it then has."""


def quarter(slips: list[tuple], folder: Path, **method: str):
    book, how = Book(), LENIENT.model_copy(update=method)
    for row, again, required, available in slips:
        if again:
            book.sheets["Mutu"].append(list(book.sheets["Mutu"][row - 1]))
            row = len(book.sheets["Mutu"])
        book["Mutu", f"G{row}"], book["Mutu", f"H{row}"] = required, available
        book["Mutu", f"I{row}"] = book["Mutu", f"J{row}"] = ""
    ledger = Ledger(f"sqlite:///{folder / 'spm.db'}")
    ledger.record("62", check([taken(book)], Context(AS_OF, "62", PERIOD), how))
    return gather(ledger, QUARTER, how)


def by_hand(slips: list[tuple]) -> dict[str, float]:
    """Service -> its quality: of two rows of one item the first counts, a blank or negative figure is 0."""
    book = Book()
    items = {row: book["Mutu", f"C{row}"] for row in range(6, len(book.sheets["Mutu"]) + 1)}
    figures = dict.fromkeys(items.values(), (10, 10))
    for row, again, required, available in slips:
        if not again:
            figures[items[row]] = (required, available)
    shares: dict[str, list[float]] = {}
    for item, (required, available) in figures.items():
        needs, has = (max(0, value) if value != "" else 0 for value in (required, available))
        if needs:
            shares.setdefault(item.split(".")[0], []).append(100 * min(has, needs) / needs)
    return {service: sum(found) / len(found) for service, found in shares.items()}


@effort(max_examples=full_or(4, 12), deadline=None, derandomize=True)
@given(SLIPS)
@example([(6, False, 0, 0), (6, True, 10, 1)])
def test_the_first_of_two_rows_counts_wherever_a_figure_is_shown(slips):
    with TemporaryDirectory() as folder:
        report = quarter(slips, Path(folder))
    computed = report.service.set_index("service_code")["quality_pct"].dropna()
    assert computed.to_dict() == pytest.approx(by_hand(slips))
    shown = facts_of(report).required_items
    assert not shown.duplicated(["regency_code", "item_code"]).any()
    assert shown.groupby("service_code")["pct"].mean().to_dict() == pytest.approx(computed.to_dict())


@pytest.mark.office
def test_an_item_twice_of_which_the_first_is_not_required_changes_nothing_on_recalculating(tmp_path):
    """Where the second row of an item was shown and the first computed, 45 cells and the category changed."""
    report = quarter([(6, False, 0, 0), (6, True, 10, 1), (9, True, "", -4), (12, False, -4, 9)], tmp_path)
    assert len(report.quality)
    assert not report.quality.duplicated(["regency_code", "item_code"]).any()
    written = tmp_path / "a.xlsx"
    write_workbook(workbook_tables(report_tables(report), report), written, title="Laporan", created=AS_OF)
    (computed,) = recalculate([written], tmp_path / "computed")
    assert differences(written, computed) == []
