"""Files made to hurt: each gets a verdict within the limits, costs nothing but itself, and can be answered.

How each kind of damage is read is in test_read.py; here files go all the way to their findings, next to a good one.
"""

import resource
from dataclasses import dataclass
from pathlib import Path

import pytest

from config import catalogue
from config.settings import settings
from schemas.finding import Severity
from schemas.frames import STATUSES
from schemas.submission import Checked
from schemas.workbook import RawWorkbook, Refusal
from tasks.answer.copies import annotate
from tasks.intake.take_in import check_files
from tasks.read.workbooks import read_workbooks
from tests.builders import AS_OF
from tests.hostile_files import CORPUS, ENDINGS, clean_books, clean_form, parts_of, wrong_kinds

ACCEPTED, _, REJECTED, _ = STATUSES
LIMITS = settings().limits


@dataclass(frozen=True)
class Good:
    """A clean form, as it lies on the disk, as it is read, and the verdict on it."""

    path: Path
    book: RawWorkbook
    checked: Checked


@pytest.fixture(scope="module")
def good(tmp_path_factory) -> Good:
    path = tmp_path_factory.mktemp("good") / "form.xlsx"
    clean_form(path)
    books = list(read_workbooks([path], LIMITS))
    return Good(path, books[0], check_files([path], books, AS_OF, settings())[0])


@pytest.fixture(scope="module")
def verdicts(good, tmp_path_factory) -> dict[str, tuple[Checked, RawWorkbook]]:
    """By the name in the corpus: the verdict on the file, and what was read next, which is the good form."""
    folder, parts = tmp_path_factory.mktemp("hostile"), parts_of(good.path.read_bytes())
    paths = [folder / f"{number}.{hostile.ending}" for number, hostile in enumerate(CORPUS.values())]
    for path, hostile in zip(paths, CORPUS.values(), strict=True):
        hostile.make(path, parts)
    books = list(read_workbooks([one for path in paths for one in (path, good.path)], LIMITS))
    checked = check_files(paths, books[::2], AS_OF, settings())
    return dict(zip(CORPUS, zip(checked, books[1::2], strict=True), strict=True))


@pytest.mark.parametrize("name", CORPUS)
def test_a_hostile_file_gets_the_right_verdict(name, verdicts, good):
    hostile, checked = CORPUS[name], verdicts[name][0]
    expected = {hostile.refused} if hostile.refused else set(hostile.told)
    assert {one.rule for one in checked.findings} == expected
    assert (checked.status == REJECTED) == any(one.severity is Severity.ERROR for one in checked.findings)
    if not expected:
        assert checked.status == ACCEPTED
        assert checked.normalised.figures == good.checked.normalised.figures


def test_a_hostile_file_costs_only_itself(verdicts, good):
    assert good.checked.status == ACCEPTED
    assert [name for name, (_, beside) in verdicts.items() if beside != good.book] == []


def test_what_is_said_of_a_hostile_file_stays_short(verdicts):
    told = [one for checked, _ in verdicts.values() for one in checked.findings]
    assert max(len(one.message) for one in told) < 1000
    assert max(len(one.value) for one in told) <= 120


def test_no_hostile_file_uses_up_the_limits(verdicts):
    """Those refused for their size are refused before they are unpacked; no child had to be ended."""
    effort = catalogue.rules()["F04"].messages["effort"]
    assert [name for name, (checked, _) in verdicts.items() for one in checked.findings if one.message == effort] == []
    assert resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1000 < LIMITS.memory_mb


def test_every_hostile_file_can_be_answered(verdicts, tmp_path):
    answers = annotate([checked for checked, _ in verdicts.values()], tmp_path, settings().limits)
    books = read_workbooks(answers, LIMITS)
    assert [name for name, book in zip(verdicts, books, strict=True) if book.refusal] == []


@pytest.mark.parametrize("kind", ["xlsx", "xls", "xlsb", "ods"])
def test_a_form_cut_off_at_any_kilobyte_is_never_accepted(kind, good, tmp_path):
    whole = good.path if kind == "xlsx" else clean_books(tmp_path)[kind]
    content, paths = whole.read_bytes(), []
    for size in range(1024, len(content), 1024):
        paths.append(tmp_path / f"{size}.{kind}")
        paths[-1].write_bytes(content[:size])
    *cut, book = read_workbooks([*paths, whole], LIMITS)
    assert book.refusal is None
    if kind == "xls":  # the one format that begins with its content
        assert {one.status for one in check_files(paths, cut, AS_OF, settings())} == {REJECTED}
    else:
        assert [one for one in cut if one.refusal != Refusal("F01", "damaged")] == []


def test_what_is_no_workbook_is_none_under_any_ending(good, tmp_path):
    kinds = wrong_kinds(tmp_path, parts_of(good.path.read_bytes()))
    paths = []
    for name, content in kinds.items():
        for ending in ENDINGS:
            paths.append(tmp_path / f"{name}{ending}")
            paths[-1].write_bytes(content)
    found = [(book.kind, book.refusal and book.refusal.rule) for book in read_workbooks(paths, LIMITS)]
    assert set(found) == {("", "F03")}
