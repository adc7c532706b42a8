"""A fault that a whole column, bidang or service has, or a sentence said again, is one finding with all its cells."""

from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator
from dataclasses import replace
from functools import cache, cached_property

from config import catalogue
from schemas.address import letters, position_of
from schemas.finding import Finding, Severity
from schemas.submission import Normalised
from schemas.wording import number_text
from tasks.understand.cell_account import ranges
from tasks.understand.rows import figure_columns

_MANY, _SHARE, _HABIT = 5, 0.5, 50
"""From so many cells, and so many of the rows concerned, on a fault is one of the column, or of a bidang or service in
it; and from so many cells on whatever their share."""
_AGAIN = 3
"""So often the same sentence is one slip, and so is what somebody does the same way in all rows that it is done in."""
_TWICE = 2
"""So often what one merged cell covers is one slip."""
_NAMED = 10
"""So many stretches of cells a sentence carries."""
_SAME_WAY = {
    *("C04 decimals", "C10 format", "C11 instead", "C11 other_unit", "C11 shown"),
    *("L06 currency", "L06 item_unit", "L06 unseen", "R02 default", "R02 same", "R17 part", "R17 parts"),
}
"""What is done the same way though its sentences differ."""
_ALONG_A_ROW = {"L03 column", "L06 default"}
"""What is said of columns: those of one sheet are told together from so many on."""
_EACH = {
    *("C02 blank", "C02 word", "C02 nihil"),
    *("C11 unit", "C11 other_unit", "L06 item_unit", "R01 office", "R03 default", "R03 follows"),
}
"""Sentences of which each is about something else: `-` read as 0 is another thing than `belum ada`."""
_OWN_WORDS = ("R01", "R16")
"""Rules whose sentences suggest what to write in the one cell: they are kept, and follow from the first."""
_Group = tuple[Hashable, ...]
"""What findings of one sentence of a rule and one sheet have in common besides: the column, most often."""
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
    told = [one for field, told in empty.items() for one in _blank("field", told, names[field], hints[field])]
    if hint:  # all of them for the one reason that the file is an office's
        told[1:] = [replace(one, cause=told[0].name) for one in told[1:]]
    return [*others, *told]


def _empty_fields(blank: list[Finding], read: Normalised) -> tuple[dict[str, list[Finding]], set[str]]:
    """The bidang of which every entry is `blank`, with what was found in them; and all other bidang."""
    whose, entries = _whose(read, (*_ENTRIES, "stages")), Counter()
    nihil = {row[1] for row in read.figures.get("recipients", ()) if row[7]}
    for key in (*_ENTRIES, "stages"):
        for row in read.figures.get(key, ()) if key in read.places else ():
            if row[1] in nihil and not any(row[at] > 0 for at in _places_of_figures(key)):
                continue  # it says that there is none, and nothing else
            entries[whose[read.places[key].title, row[0]][0]] += 2 * (key in _ENTRIES)
    of_field = defaultdict(list)
    for one in blank:
        of_field[whose.get((one.sheet, position_of(one.cell)[0]), ("", ""))[0]].append(one)
    stages = read.places["stages"].title if "stages" in read.places else ""
    empty = {
        field: told
        for field, told in of_field.items()
        if entries[field] and sum(one.sheet != stages for one in told) == entries[field]
    }
    return empty, set(entries) - set(empty)


@cache
def _places_of_figures(key: str) -> tuple[int, ...]:
    """Where in the rows of a sheet stands what people fill in."""
    columns = catalogue.layout_for("kabkota").by_key[key].filled_in
    return tuple(figure_columns(key).index(column.key) for column in columns)


def _whose(read: Normalised, keys: Iterable[str]) -> dict[tuple[str, int], tuple[str, str]]:
    """The bidang and the service of each row of some sheets, which is known by its sheet's name and its number."""
    fields = catalogue.services(read.identity.form_version).set_index("service_code")["field_code"].to_dict()
    rows = ((read.places[key].title, row) for key in keys if key in read.places for row in read.figures.get(key, ()))
    return {(title, row[0]): (fields.get(row[1], row[1]), row[1]) for title, row in rows}


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
    """One finding, with all its cells, for a fault that most rows of a column have, or most of a bidang or service in
    it, for a habit, and for the same sentence about several cells."""
    if len(findings) < _TWICE:
        return findings
    rows = _Rows(read)
    for group, many in (
        (_of_column, lambda one: rows.many(one, ())),
        (rows.in_field, lambda one: rows.many(one, rows.service_of(one)[:1])),
        (rows.in_service, lambda one: rows.many(one, rows.service_of(one))),
        (_of_habit, lambda one: _AGAIN),
        (_of_sheet, lambda one: _AGAIN),
        (lambda one: (_column_of(one), one.message), lambda one: _TWICE if one.variant == "merged" else _AGAIN),
    ):
        findings = _folded(findings, group, many)
    return findings


def _folded(
    findings: list[Finding], group: Callable[[Finding], _Group | None], many: Callable[[Finding], float]
) -> list[Finding]:
    """One in place of those of a group that are many enough; `group` is None for what stays alone."""
    groups = defaultdict(list)
    for one in findings:
        if one.cell and not (one.cells or one.cause or one.explanation) and (common := group(one)) is not None:
            groups[one.rule, one.variant, one.sheet, *common].append(one)
    most = [told for told in groups.values() if len(told) >= _TWICE and len(told) >= many(told[0])]
    most = [told for told in most if len({one.cell for one in told}) == len(told)]
    whole = {id(told[0]): _as_one(told) for told in most}
    kept = {id(one): replace(one, cause=told[0].name) for told in most for one in told[1:] if _have_own_words(told)}
    folded = {id(one) for told in most for one in told[1:]} - kept.keys()
    return [whole.get(id(one)) or kept.get(id(one), one) for one in findings if id(one) not in folded]


def _have_own_words(told: list[Finding]) -> bool:
    return told[0].rule in _OWN_WORDS and len({one.message for one in told}) > 1


def _column_of(one: Finding) -> str:
    return letters(position_of(one.cell)[1])


def _as_one(told: list[Finding]) -> Finding:
    first, places = told[0], ranges(one.cell for one in told[1:])
    others = ", ".join(places[:_NAMED]) + (" dan seterusnya" if len(places) > _NAMED else "")
    message = f"{first.message} Begitu pula {number_text(len(told) - 1)} sel lain: {others}."
    cells = "" if _have_own_words(told) else " ".join(ranges(one.cell for one in told))
    return replace(first, message=message, cells=cells)


def _of_column(one: Finding) -> _Group | None:
    of_cells = one.rule[0] in "CRH" or one.rule == "L06"
    return (_column_of(one),) if of_cells and f"{one.rule} {one.variant}" not in _EACH else None


def _of_habit(one: Finding) -> _Group | None:
    same = one.value if one.rule == "C11" else ""
    return (_column_of(one), same) if f"{one.rule} {one.variant}" in _SAME_WAY else None


def _of_sheet(one: Finding) -> _Group | None:
    return () if f"{one.rule} {one.variant}" in _ALONG_A_ROW else None


@cache
def _services_of_events() -> frozenset[str]:
    kinds = catalogue.table("target_kinds")
    return frozenset(kinds.loc[kinds["kind"] == "events", "service_code"])


class _Rows:
    """How many rows a rule could have spoken of: of a column, and of each bidang and service in it."""

    def __init__(self, read: Normalised) -> None:
        self.read, self.by_rule = read, {}

    @cached_property
    def whose(self) -> dict[tuple[str, int], tuple[str, str]]:
        return _whose(self.read, self.read.places) if self.read.places else {}

    def in_field(self, one: Finding) -> _Group | None:
        whose = self.in_service(one)
        return whose and whose[:2]

    def in_service(self, one: Finding) -> _Group | None:
        if one.severity is Severity.INFO or one.rule == "L06" or _of_column(one) is None:  # each is worth its line
            return None
        return _column_of(one), *self.service_of(one)

    def service_of(self, one: Finding) -> tuple[str, str]:
        """Its bidang and its service; rows of which nobody knows what they are about are of one kind."""
        return self.whose.get((one.sheet, position_of(one.cell)[0]), ("", ""))

    def many(self, one: Finding, whose: _Group) -> float:
        """From how many on findings about a bidang, a service or all of a sheet are one."""
        said = one.rule, one.variant
        if said not in self.by_rule:
            self.by_rule[said] = self._counted(*said)
        return max(_MANY, min(_HABIT, _SHARE * self.by_rule[said][one.sheet, *whose]))

    def _counted(self, rule: str, variant: str) -> Counter[_Group]:
        """The rows that a sentence of a rule may speak of: by sheet, by bidang and by service in it."""
        titles, figures = {key: place.title for key, place in self.read.places.items()}, self.read.figures
        concerned = list(self.whose)
        if rule == "R10":
            order = figure_columns("recipients")
            target, served = order.index("target"), order.index("served")
            short = (row for row in figures.get("recipients", ()) if row[served] < row[target])
            concerned = [(titles["recipients"], row[0]) for row in short]
        elif rule == "R12":
            first = {row[1]: row[0] for row in reversed(figures.get("quality", ()))}
            concerned = [(titles["quality"], row) for row in first.values()]
        elif rule == "H02" and variant == "events":
            concerned = [place for place in concerned if self.whose[place][1] in _services_of_events()]
        counted = Counter()
        for place in concerned:
            field, service = self.whose[place]
            counted.update([(place[0],), (place[0], field), (place[0], field, service)])
        return counted
