"""Synthetic submissions: the same seed gives the same files, and the figures are whole, plausible and consistent."""

from datetime import datetime, timedelta
from random import Random

import openpyxl
import pytest
from python_calamine import CalamineWorkbook

from config import catalogue
from config.settings import settings
from schemas.frames import FIGURES, columns
from schemas.period import Period
from tasks.forms.draft import draft_bytes, draft_of
from tasks.forms.faults import FAULTS, FAULTY, FIRST_VERSION, with_faults
from tasks.forms.figures import content_of
from tasks.forms.form import form_identity, write_form
from tasks.forms.mess import MESSES, sector_titles_and_totals
from tasks.forms.samples import write_clean, write_samples
from tasks.intake.take_in import check_files
from tasks.read.workbooks import read_workbooks

pytestmark = pytest.mark.whole

PERIOD = Period(2024, 4)
CODE = "62.10"
WRITTEN = datetime(2025, 1, 10)


@pytest.fixture(scope="module")
def province(tmp_path_factory):
    """The samples of province 62 and the folder they lie in."""
    folder = tmp_path_factory.mktemp("inbox")
    return write_samples("62", PERIOD, folder), folder


def draft(content=None, code=CODE):
    day = catalogue.deadline(PERIOD, "62").date()
    identity = form_identity(code, PERIOD) | {"filled_on": day}
    return draft_of(catalogue.layout_of(code), identity, content or content_of(code, PERIOD, 1))


def saved(path, data):
    path.write_bytes(data)
    return path


def checked(*paths):
    raw = read_workbooks(list(paths), settings().limits)
    return check_files(list(paths), raw, catalogue.deadline(PERIOD, "62") + timedelta(days=9), settings())


def figures(submission):
    """Everything a file says that counts, without where and how it is written."""
    ignored = {"row", "unit", "note", "stated_pct", "stated_unserved", "stated_unavailable"}
    said = {}
    for key, rows in submission.normalised.figures.items():
        names = columns(FIGURES[key])[1:]
        said[key] = [{n: v for n, v in zip(names, row, strict=True) if n not in ignored} for row in rows]
    return said


def test_same_seed_same_bytes_other_seed_other_bytes(tmp_path):
    for folder, seed in (("a", 1), ("b", 1), ("c", 2)):
        write_samples("65", PERIOD, tmp_path / folder, seed)
    a, b, c = ({path.name: path.read_bytes() for path in (tmp_path / one).iterdir()} for one in "abc")
    assert a == b
    assert not set(a.values()) & set(c.values()) - {b"\x08Operator".ljust(165, b" ")}


def test_every_file_is_listed_except_the_lock_file(province):
    samples, folder = province
    names = {path.name for path in folder.iterdir()}
    (lock,) = {name for name in names if name.startswith("~$")}
    assert names - {lock} == {sample.file_name for sample in samples}


def test_province_62_has_every_scenario(province):
    samples, _ = province
    senders = {sample.regency_code for sample in samples}
    assert len(set(catalogue.regencies("62")["code"]) - senders) == 1, "one regency never reports"
    assert {sample.scenario for sample in samples} == {
        "clean", "messy", "faulty", "resubmitted", "noted", "cut off", "late", "own"
    }  # fmt: skip


def test_a_small_province_has_the_essential_scenarios(tmp_path):
    samples = write_samples("65", PERIOD, tmp_path)
    assert {"clean", "messy", "faulty", "resubmitted", "own"} == {sample.scenario for sample in samples}
    assert len(catalogue.regencies("65")) - len({one.regency_code for one in samples if one.regency_code != "65"}) == 1


def test_files_arrive_before_the_deadline_except_the_late_one(province):
    samples, folder = province
    due = catalogue.deadline(PERIOD, "62")
    assert [sample.scenario for sample in samples if sample.arrived_at > due] == ["late"]
    for sample in samples:
        assert (folder / sample.file_name).stat().st_mtime == sample.arrived_at.timestamp()


def test_the_right_version_arrives_after_the_faulty_one(province):
    samples, _ = province
    twice = [sample for sample in samples if sample.scenario == "resubmitted"]
    assert [sample.expected for sample in twice] == ["ditolak", "diterima"]


def test_every_sample_is_decided_as_expected(province):
    samples, folder = province
    for sample, found in zip(samples, checked(*(folder / sample.file_name for sample in samples)), strict=True):
        assert (sample.file_name, found.status) == (sample.file_name, sample.expected)
        assert set(sample.rules) <= {finding.rule for finding in found.findings}
        if sample.scenario in ("clean", "late", "own"):
            assert found.findings == []


def test_messy_samples_say_the_same_as_their_clean_form(tmp_path):
    write_clean(CODE, PERIOD, tmp_path / "clean.xlsx")
    paths = []
    for number, habits in enumerate(MESSES):
        messy = draft()
        for habit in habits:
            messy = habit(messy, Random(7))
        paths.append(saved(tmp_path / f"{number}.xlsx", draft_bytes(messy, WRITTEN)))
    clean, *read = checked(tmp_path / "clean.xlsx", *paths)
    for one in read:
        assert figures(one) == figures(clean)
        assert {finding.severity for finding in one.findings} == {"info"}


def test_rows_of_long_texts_are_as_high_as_excel_stores_them_so_that_none_is_printed_over_the_next(tmp_path):
    book = openpyxl.load_workbook(saved(tmp_path / "a.xlsx", draft_bytes(draft(), WRITTEN)))
    page = book["Mutu"]
    longest = max(page.iter_rows(min_row=6), key=lambda row: len(row[3].value or ""))[3]
    lines = len(longest.value) / page.column_dimensions["D"].width
    assert page.row_dimensions[longest.row].height >= 12 * lines > 24
    assert page.row_dimensions[5].height >= 36, "headings of three lines"


def test_the_sums_of_a_messy_sample_are_its_clean_forms():
    sheet = sector_titles_and_totals(draft(), Random(1)).sheets[0]
    recipients = content_of(CODE, PERIOD, 1)["recipients"]
    total, subtotals = sheet.rows[-1], [row for row in sheet.rows if row["service_name"] == "Sub Total"]
    for key in ("target", "served"):
        assert total[key] == sum(row[key] for row in recipients) == sum(row[key] for row in subtotals)


def test_each_fault_breaks_the_rule_it_is_named_after_and_no_other(tmp_path):
    paths = [
        saved(tmp_path / f"{rule}.xlsx", draft_bytes(with_faults(draft(), (rule,), Random(3)), WRITTEN))
        for rule in FAULTS
    ]
    for rule, found in zip(FAULTS, checked(*paths), strict=True):
        assert {one.rule for one in found.findings if one.severity == "error"} == {rule}


def test_every_fault_is_in_some_sample():
    assert set(FAULTS) == {rule for rules in (*FAULTY, FIRST_VERSION) for rule in rules}


@pytest.mark.parametrize("code", ["62.01", "62.08", "31.71"])
def test_targets_are_in_proportion_to_the_population(code):
    people = catalogue.table("population").set_index("code")["population"][code]
    rates = catalogue.table("sample_rates").set_index("service_code")["share_of_population"]
    for row in content_of(code, PERIOD, 1)["recipients"]:
        wanted = people * rates[row["service_code"]]
        assert row["target"] == 0 or abs(row["target"] - wanted) <= 0.08 * wanted + 1


@pytest.mark.parametrize("code", ["62.01", "62"])
def test_figures_only_grow_through_the_year_and_targets_stay(code):
    quarters = [content_of(code, Period(2024, number), 1) for number in (1, 2, 3, 4)]
    for sheet, fixed, growing in (
        ("recipients", "target", "served"),
        ("quality", "required", "available"),
        ("budget", "allocation", "realised"),
    ):
        for rows in zip(*(content.get(sheet, []) for content in quarters), strict=True):
            assert len({row[fixed] for row in rows}) == 1
            grown = [row[growing] for row in rows]
            assert grown == sorted(grown)
            assert grown[-1] <= rows[0][fixed]


def test_figures_are_whole_and_zero_only_with_a_statement():
    content = content_of(CODE, PERIOD, 1)
    assert any(row["nihil"] == "Ya" for row in content["recipients"])
    for row in content["recipients"]:
        assert type(row["target"]) is type(row["served"]) is int
        assert (row["target"] == 0) == (row["nihil"] == "Ya")


def test_a_province_of_regencies_has_every_level_of_achievement():
    def level(code):
        rows = [row for row in content_of(code, PERIOD, 1)["recipients"] if row["target"]]
        return 100 * sum(row["served"] / row["target"] for row in rows) / len(rows)

    levels = sorted(level(code) for code in catalogue.regencies("62")["code"])
    assert 50 < levels[0] < 62
    assert levels[-1] > 97
    assert sum(65 < one < 98 for one in levels) >= 10


def test_no_text_of_a_sample_repeats_itself_too_often():
    problems = [row["problem"] for row in content_of(CODE, PERIOD, 1)["problems"]]
    assert len(set(problems)) > len(problems) / 2


def test_a_clean_submission_is_the_form_filled_in(tmp_path):
    write_clean("62", PERIOD, tmp_path / "p.xlsx")
    write_form(tmp_path / "f.xlsx", catalogue.layout_of("62"), form_identity("62", PERIOD))
    filled, empty = (CalamineWorkbook.from_path(tmp_path / name).sheet_names for name in ("p.xlsx", "f.xlsx"))
    assert filled == empty
