"""What `spm check` shows: what follows from a finding stands under it, and no file overruns a person."""

import json

import pytest

from flows.command.check import Looked
from flows.command.screen import MOST_FOLLOWING, findings_as_json, show_findings
from tasks.understand.echo import echo_of_read
from tests.builders import Book, checked


def with_a_wrong_heading() -> Book:
    book = Book()
    book["Penerima", "G5"] = "Jml Trlyani"
    for row in range(6, 14):
        book["Penerima", f"G{row}"] = f"banyak {row}"
    return book


def looked() -> Looked:
    one = checked(with_a_wrong_heading())
    return Looked([one], [echo_of_read(one.normalised)])


def lines(capsys: pytest.CaptureFixture[str], *, verbose: bool = False) -> list[str]:
    show_findings(looked(), verbose)
    return [line for line in capsys.readouterr().out.splitlines() if "C01" in line or "L02" in line or "lagi" in line]


def test_what_follows_stands_indented_under_its_cause_and_is_cut_short(capsys: pytest.CaptureFixture[str]) -> None:
    first, *following, more = lines(capsys)
    assert first.startswith("  kesalahan  L02 Penerima!G5: ")
    assert [line[:34] for line in following] == [f"      kesalahan  C01 Penerima!G{row}: " for row in (6, 7, 8, 9)] + [
        "      kesalahan  C01 Penerima!G10:"
    ]
    assert len(following) == MOST_FOLLOWING
    assert more == "      dan 3 lagi yang termasuk temuan itu; -v menampilkan semuanya"


def test_all_of_it_is_shown_when_asked_for(capsys: pytest.CaptureFixture[str]) -> None:
    assert len(lines(capsys, verbose=True)) == 9


def test_programs_get_the_cause_of_each_finding() -> None:
    (answer,) = json.loads(findings_as_json(looked()))
    causes = {(one["rule"], one["cause"]) for one in answer["findings"] if one["severity"] == "error"}
    assert causes == {("L02", ""), ("C01", "L02 Penerima!G5")}
