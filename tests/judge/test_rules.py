"""Every rule of the catalogue has an example that it reports, at its cell, and a near miss that it lets pass."""

import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from config import catalogue
from config.settings import settings
from schemas.finding import Finding, Severity
from schemas.reconciliation import Fate
from tasks.home.trouble import Trouble, Troubles
from tasks.intake.take_in import check
from tasks.notify.alerts import files_disturbed
from tests.builders import KABKOTA, PROVINSI, Book, found, taken
from tests.column_examples import COLUMN_EXAMPLES
from tests.file_examples import FILE_EXAMPLES, FileExample, findings_of_file
from tests.peer_examples import PEER_EXAMPLES
from tests.rule_examples import EXAMPLES as ROW_EXAMPLES
from tests.rule_examples import Example

RULES = catalogue.rules()
EXAMPLES = [*ROW_EXAMPLES, *COLUMN_EXAMPLES]
DISTURBANCE = {"default": "{file_name}: gagal {step}, {cause}", "operator": "Kiriman lain tetap diproses"}
"""How each sentence of F07 begins, which is said of a file by an event of the run and not by a finding."""


def _name(example: Example | FileExample) -> str:
    return f"{example.rule}-{example.variant}"


def _speaks(finding: Finding, rule: str, variant: str) -> bool:
    """Whether a finding's sentence is the one of this variant."""
    sentence = re.escape(RULES[rule].messages[variant])
    pattern = re.sub(r"\\\{\w+\\\}", "(.*)", sentence)
    return finding.rule == rule and re.fullmatch(pattern, finding.message, re.DOTALL) is not None


def _book(change: object) -> Book:
    book = Book()
    change(book)
    return book


Case = tuple[Callable[[Book], None], str, int]
"""What is changed in a clean book, the name of its file, and which context it is judged in."""


def _failing(one: Example) -> Case:
    return one.fails, one.file_name, id(one.context)


def _passing(one: Example) -> Case:
    return one.passes, one.passes_as, id(one.passing_context)


@pytest.fixture(scope="module")
def verdicts() -> dict[Case, list[Finding]]:
    """The findings of all examples, judged all at once; what several have in common is judged once."""
    cases = dict.fromkeys(case(one) for one in EXAMPLES for case in (_failing, _passing))
    contexts = {id(context): context for one in EXAMPLES for context in (one.context, one.passing_context)}
    judged = {}
    for number, context in contexts.items():
        mine = [case for case in cases if case[2] == number]
        books = [taken(_book(change), file_name=file_name) for change, file_name, _ in mine]
        apart = (
            [replace(one, arrival=replace(one.arrival, sha256="")) for one in books] if not context.earlier else books
        )
        results = check(apart, context, settings().of_province("62"))
        assert [one.cells.left_out for one in results if one.cells.counts[Fate.UNACCOUNTED]] == []
        judged |= {case: result.findings for case, result in zip(mine, results, strict=True)}
    return judged


@pytest.mark.parametrize("example", EXAMPLES, ids=_name)
def test_a_broken_book_is_reported_once_at_its_cell(example, verdicts):
    findings = verdicts[_failing(example)]
    spoken = [one for one in findings if _speaks(one, example.rule, example.variant)]
    assert [f"{one.sheet}!{one.cell}" for one in spoken] == [example.at]
    assert sorted(one.rule for one in findings if one not in spoken) == sorted(example.also)


@pytest.mark.parametrize("example", EXAMPLES, ids=_name)
def test_a_near_miss_passes(example, verdicts):
    findings = verdicts[_passing(example)]
    assert not [one for one in findings if _speaks(one, example.rule, example.variant)]


@pytest.mark.parametrize("example", FILE_EXAMPLES, ids=_name)
def test_a_file_that_cannot_be_read_says_why(example, tmp_path):
    findings = findings_of_file(example, tmp_path)
    assert [one.rule for one in findings] == [example.rule]
    assert _speaks(findings[0], example.rule, example.variant)
    assert findings[0].severity is Severity.ERROR


def test_every_sentence_of_the_catalogue_has_an_example():
    catalogued = {(code, variant) for code, rule in RULES.items() for variant in rule.messages}
    examples = {(one.rule, one.variant) for one in [*EXAMPLES, *FILE_EXAMPLES, *PEER_EXAMPLES]}
    assert examples | {("F07", variant) for variant in DISTURBANCE} == catalogued


def disturbed(read: Callable[[], None]) -> tuple[Trouble, ...]:
    troubles = Troubles()
    with troubles.over("a.xlsx", "membaca"):
        read()
    return troubles.found


def test_a_disturbance_speaks_by_its_rule():
    (trouble,) = disturbed(Path("/tidak-ada/a.xlsx").read_bytes)
    told = [trouble.sentence, *(message.chat for message in files_disturbed("62", [trouble]))]
    for (variant, sentence), line in zip(DISTURBANCE.items(), told, strict=True):
        filled = sentence.format(file_name="a.xlsx", step="membaca", cause="tidak ada")
        assert RULES["F07"].messages[variant].startswith(sentence), variant
        assert filled in line, variant
    assert RULES["F07"].title in told[1]
    assert disturbed(lambda: None) == ()


def test_every_rule_of_the_contract_is_in_the_catalogue():
    numbers = {"F": 8, "I": 6, "L": 6, "C": 11, "R": 17, "H": 7}
    listed = {f"{letter}{n:02}" for letter, last in numbers.items() for n in range(1, last + 1)}
    assert set(RULES) == listed


@pytest.mark.parametrize("layout", [KABKOTA, PROVINSI], ids=lambda layout: layout.version)
def test_a_clean_book_has_no_findings(layout):
    assert found(Book(layout), file_name="laporan.xlsx") == []


@pytest.mark.parametrize("code", sorted(RULES))
def test_a_sentence_reads_as_one(code):
    for sentence in RULES[code].messages.values():
        assert sentence.endswith(".")
        assert "  " not in sentence
