"""What is wrong with a file as a whole, told once: it is not our form, a bidang is empty, a whole column is wrong."""

import re
from dataclasses import replace

from config import catalogue
from schemas.address import letters, position_of
from schemas.finding import Finding, Severity
from schemas.submission import Normalised
from tasks.judge.folding import one_for_a_column, one_for_a_field

_OF_THE_FORM = ("L01", "I01", "I02", "I03", "I05", "L03", "R03")
"""What is said of a form that is not there, once for every sheet and label."""
_PERSONS = 3
_OTHER_CELL = re.compile(r" sel ([A-Z]{1,3}[1-9]\d{0,6})\b")


def told_once(findings: list[Finding], read: Normalised) -> list[Finding]:
    """The findings with those of one cause in one."""
    if read.layout and not read.traces and "identity" not in read.sheet_numbers:
        return one_for_a_column(_not_the_form(findings), read)
    return _with_hidden(one_for_a_column(one_for_a_field(findings, read), read), read)


def _not_the_form(findings: list[Finding]) -> list[Finding]:
    """F08 in place of one finding for every sheet that is missing."""
    persons = sum(one.rule == "C09" for one in findings) >= _PERSONS
    told = catalogue.rules()["F08"].finding("persons" if persons else "default")
    return [told, *(one for one in findings if one.rule not in _OF_THE_FORM)]


def _with_hidden(findings: list[Finding], read: Normalised) -> list[Finding]:
    """What points to a row or column that nobody sees says so."""
    return [_told_hidden(one, read) for one in findings] if read.hidden else findings


def _told_hidden(one: Finding, read: Normalised) -> Finding:
    rows, columns = read.hidden.get(one.sheet, (frozenset(), frozenset()))
    if not one.cell or one.severity is Severity.INFO:
        return one
    places = [position_of(cell) for cell in (one.cell, *_OTHER_CELL.findall(one.message))]
    what = [f"Baris {row}" for row, _ in places if row in rows]
    what += [f"Kolom {letters(column)}" for _, column in places if column in columns]
    what = list(dict.fromkeys(what))
    if not what:
        return one
    return replace(one, message=f"{one.message} {' dan '.join(what)} tersembunyi: tampilkan dahulu di Excel.")
