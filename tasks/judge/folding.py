"""A fault that a whole column or bidang has is one finding with all its cells, not one for each of them."""

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import replace

from config import catalogue
from schemas.address import letters, position_of
from schemas.finding import Finding
from schemas.submission import Normalised
from schemas.wording import number_text
from tasks.understand.cell_account import ranges
from tasks.understand.rows import figure_columns

_MANY, _SHARE, _HABIT = 5, 0.5, 50
"""From so many cells, and so many of the rows concerned, on a fault is one of the column; and from so many cells on
whatever their share."""
_NAMED = 10
"""So many stretches of cells a sentence carries."""
_SAME_VALUE = {("C02", "word"), ("C02", "nihil"), ("C11", "unit"), ("C11", "other_unit")}
"""Sentences that are the same only where the value is: `-` read as 0 is another thing than `belum ada`."""
_SAME_WAY, _AGAIN = (
    {
        *(
            "C04 decimals",
            "C06 default",
            "C10 format",
            "C11 instead",
            "C11 note",
            "C11 other_unit",
            "C11 shown",
            "C11 unit",
        ),
        *("L06 unseen", "R02 default", "R17 part", "R17 parts"),
    },
    3,
)
"""What somebody does the same way in all rows that it is done in, few as these may be: one slip from so many on."""
_EACH = {("C02", variant) for variant in ("code", "near", "blank")} | {("R03", "default")}
"""Sentences of which each is about something else."""
_OWN_WORDS = ("R01", "R16")
"""Rules whose sentences suggest what to write in the one cell: they are kept, and follow from the first."""
_ENTRIES = ("recipients", "quality", "budget")


def one_for_a_field(findings: list[Finding], read: Normalised) -> list[Finding]:
    """One C05 for a bidang of which nothing is filled in, with the way out of an office that has its own form; one for
    all where the whole form is empty."""
    blank = [one for one in findings if one.rule == "C05" and one.cell]
    if len(blank) < _MANY:
        return findings
    empty, filled = _empty_fields(blank, read)
    if not empty:
        return findings
    folded = {id(one) for told in empty.values() for one in told}
    others = [one for one in findings if id(one) not in folded]
    if not filled:
        return [*others, *_blank("form", [one for told in empty.values() for one in told])]
    hint, names = _office(read, filled), catalogue.fields().set_index("field_code")["field_name"]
    hints = dict.fromkeys(empty, "") | {next(iter(empty)): hint}  # once is enough
    return [
        *others,
        *(one for field, told in empty.items() for one in _blank("field", told, names[field], hints[field])),
    ]


def _empty_fields(blank: list[Finding], read: Normalised) -> tuple[dict[str, list[Finding]], set[str]]:
    """The bidang of which every entry is `blank`, with what was found in them; and all other bidang."""
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
    return empty, set(entries) - set(empty)


def _blank(variant: str, told: list[Finding], field: str = "", hint: str = "") -> Iterator[Finding]:
    """The finding for the first sheet, and one that follows from it for each of the others."""
    sheets: dict[str, list[str]] = {}
    for one in told:
        sheets.setdefault(one.sheet, []).append(one.cell)
    rule, words = catalogue.rules()["C05"], {"field": field, "hint": hint, "sheets": ", ".join(sheets)}
    first = None
    for sheet, cells in sheets.items():
        said = f"{variant}_sheet" if first else variant
        count = len(cells) if first else len(told)
        one = rule.finding(said, sheet=sheet, cell=cells[0], count=count, **words)
        one = replace(one, cells=" ".join(ranges(cells)), cause=first.name if first else "")
        first = first or one
        yield one


def _office(read: Normalised, filled: set[str]) -> str:
    layout = catalogue.layouts()[read.identity.form_version]
    form = next((one for one in catalogue.forms(layout.level) if set(one.fields) == filled and not one.whole), None)
    if not form:
        return ""
    names = ", ".join(catalogue.fields(form.version)["field_name"])
    return f"Bila berkas ini hanya laporan bidang {names}, tulis {form.version} sebagai Versi Formulir. "


def one_for_a_column(findings: list[Finding], read: Normalised) -> list[Finding]:
    """One finding, with all its cells, for a fault that most rows of a column have, or a habit that some have."""
    groups = defaultdict(list)
    for one in findings:
        of_cells = one.rule[0] in "CRH" or one.rule == "L06"
        alone = one.cells or one.explanation or not of_cells or (one.rule, one.variant) in _EACH
        if one.cell and not alone:
            same = one.value if (one.rule, one.variant) in _SAME_VALUE else ""
            groups[one.rule, one.variant, one.sheet, letters(position_of(one.cell)[1]), same].append(one)
    concerned = _Concerned(read)
    most = [told for told in groups.values() if len(told) >= concerned.many(told[0])]
    most = [told for told in most if len({one.cell for one in told}) == len(told)]
    whole = {id(told[0]): _column(told) for told in most}
    kept = {id(one): replace(one, cause=told[0].name) for told in most for one in told[1:] if one.rule in _OWN_WORDS}
    folded = {id(one) for told in most for one in told[1:]} - kept.keys()
    return [whole.get(id(one)) or kept.get(id(one), one) for one in findings if id(one) not in folded]


def _column(told: list[Finding]) -> Finding:
    first, places = told[0], ranges(one.cell for one in told[1:])
    others = ", ".join(places[:_NAMED]) + (" dan seterusnya" if len(places) > _NAMED else "")
    message = f"{first.message} Begitu pula {number_text(len(told) - 1)} sel lain: {others}."
    cells = "" if first.rule in _OWN_WORDS else " ".join(ranges(one.cell for one in told))
    return replace(first, message=message, cells=cells)


class _Concerned:
    """How many rows a rule could have spoken of."""

    def __init__(self, read: Normalised) -> None:
        self.rows = {place.title: len(read.figures[key]) for key, place in read.places.items()}
        order = figure_columns("recipients")
        target, served = order.index("target"), order.index("served")
        short = sum(row[served] < row[target] for row in read.figures.get("recipients", ()))
        services = len({row[1] for row in read.figures.get("quality", ())})
        self.by_rule = {"R10": short, "R12": services}

    def many(self, one: Finding) -> float:
        """From how many on a finding is one of the column."""
        return _AGAIN if f"{one.rule} {one.variant}" in _SAME_WAY else max(_MANY, min(_HABIT, _SHARE * self.by(one)))

    def by(self, one: Finding) -> int:
        return self.by_rule.get(one.rule, self.rows.get(one.sheet, 0))
