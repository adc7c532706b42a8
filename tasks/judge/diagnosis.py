"""What is wrong with a file as a whole, told once: it is not our form, a bidang is empty, a whole column is wrong."""

import re
from collections import Counter, defaultdict
from dataclasses import replace

from config import catalogue
from schemas.address import letters, position_of
from schemas.finding import Finding, Severity
from schemas.submission import Normalised
from tasks.understand.cell_account import ranges

_OF_THE_FORM = ("L01", "I01", "I02", "I03", "I05", "L03", "R03")
"""What is said of a form that is not there, once for every sheet and label."""
_MANY, _SHARE = 5, 0.5
"""From so many cells, and so many of the rows, on a fault is one of the column."""
_NAMED = 20
"""So many stretches of cells a sentence carries."""
_SAME_WORDS, _EACH = ("C02",), ("R01", "R03")
"""Rules of which only the same value is the same fault, and rules whose findings differ by what they are about."""
_ENTRIES = ("recipients", "quality", "budget")
_PERSONS = 3
_OTHER_CELL = re.compile(r" sel ([A-Z]{1,3}[1-9]\d{0,6})\b")


def told_once(findings: list[Finding], read: Normalised) -> list[Finding]:
    """The findings with those of one cause in one."""
    if read.layout and not read.traces and "identity" not in read.sheet_numbers:
        return _by_column(_not_the_form(findings), read)
    return _with_hidden(_by_column(_by_field(findings, read), read), read)


def _not_the_form(findings: list[Finding]) -> list[Finding]:
    """F08 in place of one finding for every sheet that is missing."""
    persons = sum(one.rule == "C09" for one in findings) >= _PERSONS
    told = catalogue.rules()["F08"].finding("persons" if persons else "default")
    return [told, *(one for one in findings if one.rule not in _OF_THE_FORM)]


def _by_field(findings: list[Finding], read: Normalised) -> list[Finding]:
    """One C05 for a bidang of which nothing is filled in, with the way out of an office that has its own form."""
    blank = [one for one in findings if one.rule == "C05" and one.cell]
    if len(blank) < _MANY:
        return findings
    fields = catalogue.services(read.identity.form_version).set_index("service_code")["field_code"].to_dict()
    field_at, entries = {}, Counter()
    for key in (*_ENTRIES, "stages"):
        for row in read.figures.get(key, ()) if key in read.places else ():
            field_at[read.places[key].title, row[0]] = field = fields.get(row[1], row[1])
            entries[field] += 2 * (key in _ENTRIES)
    of_field = defaultdict(list)
    for one in blank:
        of_field[field_at.get((one.sheet, position_of(one.cell)[0]), "")].append(one)
    stages = read.places["stages"].title if "stages" in read.places else ""
    empty = {
        field: told
        for field, told in of_field.items()
        if entries[field] and sum(one.sheet != stages for one in told) == entries[field]
    }
    if not empty or set(empty) == set(entries):  # of an empty form the columns are told
        return findings
    hint = _office(read, set(entries) - set(empty))
    folded = {id(one) for told in empty.values() for one in told}
    return [*(one for one in findings if id(one) not in folded), *(_field(*one, hint) for one in empty.items())]


def _field(field: str, told: list[Finding], hint: str) -> Finding:
    names = catalogue.fields().set_index("field_code")["field_name"]
    sheets = ", ".join(dict.fromkeys(one.sheet for one in told))
    words = {"field": names[field], "count": len(told), "sheets": sheets, "hint": hint}
    first = told[0]
    return catalogue.rules()["C05"].finding("field", sheet=first.sheet, cell=first.cell, **words)


def _office(read: Normalised, filled: set[str]) -> str:
    layout = catalogue.layouts()[read.identity.form_version]
    form = next((one for one in catalogue.forms(layout.level) if set(one.fields) == filled and not one.whole), None)
    if not form:
        return ""
    names = ", ".join(catalogue.fields(form.version)["field_name"])
    return f"Bila berkas ini hanya laporan bidang {names}, tulis {form.version} sebagai Versi Formulir. "


def _by_column(findings: list[Finding], read: Normalised) -> list[Finding]:
    """One finding, with all its cells, for a fault that most rows of a column have."""
    rows = {place.title: len(read.figures[key]) for key, place in read.places.items()}
    groups = defaultdict(list)
    for one in findings:
        if one.cell and one.rule not in _EACH and (one.severity is Severity.ERROR or one.rule in _SAME_WORDS):
            same = one.value if one.rule in _SAME_WORDS else ""
            groups[one.rule, one.sheet, letters(position_of(one.cell)[1]), same].append(one)
    most = [told for told in groups.values() if len(told) >= max(_MANY, _SHARE * rows.get(told[0].sheet, 0))]
    most = [told for told in most if len({one.cell for one in told}) == len(told)]
    whole = {id(told[0]): _column(told) for told in most}
    folded = {id(one) for told in most for one in told[1:]}
    return [whole.get(id(one), one) for one in findings if id(one) not in folded]


def _column(told: list[Finding]) -> Finding:
    places = ranges(one.cell for one in told[1:])
    others = " ".join(places[:_NAMED]) + (" dan seterusnya" if len(places) > _NAMED else "")
    return replace(told[0], message=f"{told[0].message} Begitu pula {len(told) - 1} sel lain: {others}.")


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
