"""How the figures of a submission differ from those of what was sent before it."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import replace
from functools import cache
from statistics import median

import pandas as pd

from config import catalogue
from schemas.echo import Change, Difference, Number
from schemas.frames import STATUSES
from schemas.period import Period
from schemas.receipt import TOTALS
from schemas.wording import the_first
from tasks.understand.echo import CODES, Rows, column_of, sums_of, total_of

Column = tuple[str, str]
"""Sheet and column of figures."""
Sums = dict[str, float]
"""Service or item -> its figure in a column."""
_REJECTED = STATUSES[2]
_NAMED = 5
"""So many figures that are there on one side only are named."""
_EXPLANATIONS = 2
"""So many explanations are said in full, and how many more there are."""


def difference(kind: str, of: pd.DataFrame, figures: Mapping[int, Rows], mine: Rows, form: str) -> Difference | None:
    """Of rows of the form `form` to the submissions `of`, by bidang. None where there was no figure before, or nothing
    could be read now. It is explained where it would not be striking without the rows of which Keterangan says
    something new."""
    if not any(mine.get(key) for key in CODES):
        return None
    forms, columns = set(of["form_version"]), [(key, name) for key in CODES for name in TOTALS[key]]
    counted = {key: _counted(of, figures, key) for key in CODES}
    before = {one: _asked_for(sums_of(counted[one[0]], *one), one[0], [form]) for one in columns}
    now = {one: _asked_for(sums_of(mine[one[0]], *one), one[0], forms) for one in columns}
    if not any(before.values()):
        return None
    found = _between(kind, of, before, now)
    notes = {key: _new_notes(key, counted[key], mine[key]) for key in CODES} if found.is_striking else {}
    if not any(notes.values()):
        return found
    rest = _between(kind, of, _without(before, notes), _without(now, notes))
    return found if rest.is_striking else replace(found, explanation=_said(notes, before, now))


def _between(kind: str, of: pd.DataFrame, before: Mapping[Column, Sums], now: Mapping[Column, Sums]) -> Difference:
    pairs = {one: _pairs(before[one], now[one]) for one in before}
    together = [pair for of_column in pairs.values() for pair in of_column]
    changes = tuple(_change(kind, one, before[one], now[one]) for one in before if before[one] != now[one])
    return Difference(
        kind,
        _named(kind, of),
        len(together),
        sum(old != new for old, new in together),
        changes,
        _of_every_sheet(kind, pairs),
        **_one_sided(before, now),
    )


def _new_notes(key: str, before: list[tuple], now: list[tuple]) -> dict[str, str]:
    """By service or item what Keterangan says of it and did not say before: what stood there explains no change."""
    known, said = (
        zip(column_of(key, rows, CODES[key]), column_of(key, rows, "note"), strict=True) for rows in (before, now)
    )
    former = {*known}
    return {code: note for code, note in said if note and (code, note) not in former}


def _without(sums: Mapping[Column, Sums], notes: Mapping[str, Collection[str]]) -> dict[Column, Sums]:
    """What is left of the figures without those of the rows that are explained."""
    return {
        one: {code: value for code, value in of_column.items() if code not in notes[one[0]]}
        for one, of_column in sums.items()
    }


def _said(notes: Mapping[str, Mapping[str, str]], before: Mapping[Column, Sums], now: Mapping[Column, Sums]) -> str:
    """The first explanations of rows that changed, each once."""
    changed = (
        notes[column[0]][code]
        for column in before
        for code in notes[column[0]]
        if before[column].get(code) != now[column].get(code)
    )
    return the_first(list(dict.fromkeys(changed)), _EXPLANATIONS)


def _one_sided(before: Mapping[Column, Sums], now: Mapping[Column, Sums]) -> dict[str, object]:
    """How many figures stand on one side only, and the first of them."""
    found: dict[str, object] = {}
    for name, of, other in (("gone", before, now), ("added", now, before)):
        entries = [(column[1], code) for column, sums in of.items() for code in sums if code not in other[column]]
        found |= {name: len(entries), f"{name}_at": tuple(entries[:_NAMED])}
    return found


def _named(kind: str, of: pd.DataFrame) -> str:
    """What it is compared with; of a revision that never counted that is said."""
    if kind != "revision":
        return Period.parse(of["period"].iloc[0]).label
    sent = of.drop_duplicates("id").sort_values("revision")
    rejected = sent["status"] == _REJECTED
    numbers = [f"{number}{' (ditolak)' if no else ''}" for number, no in zip(sent["revision"], rejected, strict=True)]
    return f"kiriman ke-{' dan '.join(numbers)}"


def _asked_for(sums: Sums, key: str, forms: Collection[str]) -> Sums:
    """Those of them for which one of the forms has a row."""
    known = {code for form in forms for code in _codes_of_form(form, key)}
    return {code: value for code, value in sums.items() if code in known}


@cache
def _codes_of_form(form: str, key: str) -> frozenset[str]:
    layout = catalogue.layouts().get(form) or catalogue.layout_for("kabkota")
    rows = catalogue.quality_items if key == "quality" else catalogue.services
    return frozenset(rows(layout.version)[CODES[key]])


def _pairs(before: Sums, now: Sums) -> list[tuple[float, float]]:
    return [(old, now[code]) for code, old in before.items() if code in now]


def _change(kind: str, column: tuple[str, str], before: Sums, now: Sums) -> Change:
    old, new, ratio = _total(before), _total(now), _ratio(kind, _pairs(before, now))
    return Change(*column, old, new, ratio, much=ratio is not None or (kind == "revision" and _is_much(old, new)))


def _total(sums: Sums) -> Number | None:
    return total_of(sums.values()) if sums else None


def _is_much(old: Number | None, new: Number | None) -> bool:
    """A later quarter is expected to have more; a revision is not. What is there no more is counted, not compared."""
    if old is None or new is None:
        return False
    return abs(new - old) / old >= catalogue.striking().changed_sum if old else new != old


def _counted(of: pd.DataFrame, figures: Mapping[int, Rows], key: str) -> list[tuple]:
    """The rows of a sheet, of each bidang from the submission that counts for it."""
    services, whose = _field_of_service(), {*of[["id", "field_code"]].itertuples(index=False, name=None)}
    return [
        row
        for id_ in of["id"].unique()
        for code, row in _by_service(figures[int(id_)].get(key, []), key)
        if (id_, services.get(code)) in whose
    ]


@cache
def _field_of_service() -> dict[str, str]:
    return catalogue.table("services").set_index("service_code")["field_code"].to_dict()


def _by_service(rows: list[tuple], key: str) -> Iterator[tuple[str, tuple]]:
    return zip(column_of(key, rows, "service_code"), rows, strict=True)


def _of_every_sheet(kind: str, pairs: dict[tuple[str, str], list[tuple[float, float]]]) -> float | None:
    """The multiple that nearly all figures of each sheet are; None where one sheet has another, or none."""
    ratio = _ratio(kind, [pair for of_column in pairs.values() for pair in of_column])
    sheets = [[pair for one, found in pairs.items() if one[0] == key for pair in found] for key in CODES]
    said = [known for known in map(_known, sheets) if len(known) >= catalogue.striking().fewest_figures]
    return ratio if ratio is not None and all(_fits(known, ratio) for known in said) else None


def _ratio(kind: str, pairs: list[tuple[float, float]]) -> float | None:
    """The multiple that nearly all figures are of what they were, rounding apart; None where they are not, or where
    that is nothing to wonder at: nearly the same, or more than a quarter ago."""
    limits, known = catalogue.striking(), _known(pairs)
    if len(known) < limits.fewest_figures:
        return None
    ratio = median(new / old for old, new in known)
    expected = kind == "quarter" and 1 < ratio < limits.implausible
    if expected or abs(ratio - 1) <= limits.near_same or not _fits(known, ratio):
        return None
    return round(ratio, 3)


def _known(pairs: list[tuple[float, float]]) -> list[tuple[float, float]]:
    return [(old, new) for old, new in pairs if old > 0 and max(old, new) >= catalogue.striking().smallest_figure]


def _fits(known: list[tuple[float, float]], ratio: float) -> bool:
    """Whether nearly all are this multiple, and not the same as they were."""
    limits, rounded = catalogue.striking(), max(1, ratio)  # whichever of the two was cut off to a whole number
    fitting = sum(abs(new - ratio * old) <= rounded for old, new in known)
    same = sum(old == new for old, new in known)
    return fitting >= limits.same_multiple * len(known) and same <= (1 - limits.same_multiple) * len(known)
