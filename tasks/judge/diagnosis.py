"""What is wrong with a file as a whole, told once: it is not our form, a bidang is empty, a whole column is wrong."""

import re
from dataclasses import replace

from config import catalogue
from schemas.address import letters, position_of
from schemas.finding import Finding, Severity
from schemas.submission import Normalised
from tasks.judge.folding import one_for_a_column, one_for_a_field
from tasks.judge.incomplete import of_a_part, without_codes
from tasks.understand.cell_account import ranges
from tasks.understand.vocabulary import codes_of_older_forms

_OF_THE_FORM = ("L01", "I01", "I02", "I03", "I05", "L03", "L04", "R03")
"""What is said of a form that is not there, once for every sheet and label."""
_PERSONS, _OLD_CODES = 3, 5
"""From so many on a file is a list of persons, or a form of another edition."""
_OTHER_CELL = re.compile(r" sel ([A-Z]{1,3}[1-9]\d{0,6})\b")


def told_once(findings: list[Finding], read: Normalised) -> list[Finding]:
    """The findings with those of one cause in one."""
    if diagnosis := _not_the_form(findings, read):
        return one_for_a_column([diagnosis, *(one for one in findings if one.rule not in _OF_THE_FORM)], read)
    findings = without_codes(of_a_part(_of_an_older_form(findings, read), read), read)
    findings = one_for_a_column(one_for_a_field(findings, read), read)
    return _with_hidden(_of_libreoffice(findings, read), read)


def _not_the_form(findings: list[Finding], read: Normalised) -> Finding | None:
    """F08 in place of one finding for every sheet that is missing."""
    rule = catalogue.rules()["F08"]
    if read.is_no_form and sum(one.rule == "C09" for one in findings) >= _PERSONS:
        return rule.finding("persons")
    if read.other_system:
        system, way = read.other_system
        return rule.finding("system", system=system, way=way)
    return rule.finding() if read.is_no_form else None


def _of_an_older_form(findings: list[Finding], read: Normalised) -> list[Finding]:
    """One F08 for codes of another edition, where there are many: the lists of quality items change by year."""
    editions = codes_of_older_forms()
    old = [one for one in findings if one.rule == "R01" and one.value.upper() in editions]
    if len(old) < _OLD_CODES:
        return findings
    first, form, folded = old[0], read.identity.form_version, set(map(id, old))
    place = {"sheet": first.sheet, "cell": first.cell, "value": first.value}
    told = catalogue.rules()["F08"].finding("older", **place, count=len(old), form=form)
    cells = " ".join(ranges(one.cell for one in old if one.sheet == first.sheet))
    folded |= {id(one) for one in findings if one.rule == "R03" and one.sheet == first.sheet}  # the new form has them
    return [replace(told, cells=cells), *(one for one in findings if id(one) not in folded)]


def _of_libreoffice(findings: list[Finding], read: Normalised) -> list[Finding]:
    """Formulas without a result are one fault of a whole .xls: of its program, not of each cell."""
    lost = [one for one in findings if one.rule == "C06"] if read.kind == "xls" else []
    if not lost:
        return findings
    count = sum(len(one.all_cells) for one in lost)
    words = {"sheet": lost[0].sheet, "cell": lost[0].cell, "count": count}
    first = replace(catalogue.rules()["C06"].finding("libreoffice", **words), cells=lost[0].cells)
    following = {id(one): replace(one, cause=first.name) for one in lost[1:]} | {id(lost[0]): first}
    return [following.get(id(one), one) for one in findings]


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
