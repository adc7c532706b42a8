"""Whole columns beside the earlier report's: all figures a row too low, what is left where it should say what is done
(L05), all of them a tenth or a thousandth of what they were (C11), the same figures in other rows (H02).

A right report after a wrong one looks the same the other way round, so what the sender explains is not counted.
"""

from collections.abc import Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import NamedTuple

import numpy as np
import pandas as pd

from config import catalogue
from schemas.finding import Finding
from schemas.submission import Normalised
from schemas.wording import number_text
from tasks.judge.misplaced import MOVES
from tasks.understand.resolver import MANY

_WHOLES = {"recipients": "target", "quality": "required", "budget": "allocation"}
"""What holds for the year."""
_DONE = {"recipients": "served", "budget": "realised"}
"""What only grows from 1 January on."""
_DIVISORS = {10: "sepersepuluh", 100: "seperseratus", 1_000: "seperseribu", 1_000_000: "sepersejuta"}
_NEAR = 0.1
"""So near, as a logarithm of ten, is divided: a target may still change a little."""
_MOST, _NEARLY_ALL = 0.5, 0.9
"""Of the rows that may show it: figures of which half stand elsewhere are a column's; who lowers some targets by right
lowers not nine in ten alike."""
_RULES = {"divided": "C11", "sorted": "H02"}
_SHOWN = 3


class _Test(NamedTuple):
    """What may be told of a column, over the rows of all submissions: those of which it can be said, and those in which
    it is so, which have to be at least the `least` share of them; `instead` is what they may be meant to hold."""

    variant: str
    column: str
    known: pd.Series
    meant: pd.Series
    instead: pd.Series
    words: Mapping[str, str] = MappingProxyType({})
    least: float = _MOST


def columns_since(
    paired: dict[str, pd.DataFrame], books: list[Normalised], labels: Sequence[str]
) -> Iterator[tuple[int, Finding]]:
    """Position and finding of each sheet, at most one; none where it is in doubt anyway. `paired` are the rows beside
    the earlier report's, `labels` its quarter by position."""
    for key, whole in _WHOLES.items():
        told: set[int] = set()
        for test in _tests(paired[key], whole, _DONE.get(key, "")):
            for position in _where(test, paired[key]["submission"]):
                if position not in told and not _in_doubt(books[position], key):
                    told.add(position)
                    mine = paired[key].index[paired[key]["submission"] == position]
                    yield position, _finding(test, paired[key].loc[mine], books[position], key, labels[position])


def _in_doubt(one: Normalised, key: str) -> bool:
    """A sheet that is there has a place."""
    return key not in one.places or any(
        told.sheet == one.places[key].title and told.rule in ("L02", "L05", "C11") for told in one.findings
    )


def _where(test: _Test, whose: pd.Series) -> list[int]:
    """The submissions of most of whose rows it is so."""
    counts = pd.DataFrame({"known": test.known, "meant": test.meant}).groupby(whose).sum()
    most = (counts["meant"] >= MANY) & (counts["meant"] > test.least * counts["known"])
    return [int(position) for position in counts.index[most]]


def _tests(rows: pd.DataFrame, whole: str, done: str) -> Iterator[_Test]:
    yield from _moved(rows, whole)
    yield from _divided(rows, whole)
    yield from _left(rows, whole, done) if done else ()
    yield from _sorted(rows, whole)


def _moved(rows: pd.DataFrame, whole: str) -> Iterator[_Test]:
    """Each figure is the one that the earlier report has for the row above, or below."""
    now, before = rows[whole], rows[f"{whole}_before"]
    for step, way in MOVES.items():
        there = before.groupby(rows["submission"]).shift(step)
        apart = _unexplained(rows) & (now > 0) & (there > 0) & (before > 0) & (there != before)
        yield _Test("moved_since", whole, apart, apart & (now == there), before, {"way": way})


def _divided(rows: pd.DataFrame, whole: str) -> Iterator[_Test]:
    now, before = rows[whole], rows[f"{whole}_before"]
    for by, share in _DIVISORS.items():
        known = _unexplained(rows) & (now > 0) & (before >= 10 * by)
        times = np.log10(before.where(known) / (by * now.where(known)))
        yield _Test("divided", whole, known, known & (times.abs() <= _NEAR), before, {"share": share}, _NEARLY_ALL)


def _left(rows: pd.DataFrame, whole: str, done: str) -> Iterator[_Test]:
    """What was done has become less, and what is left of the whole has not."""
    now, before, left = rows[done], rows[f"{done}_before"], rows[whole] - rows[done]
    known = _unexplained(rows) & (before > 0) & (now >= 0) & (rows[whole] > 0)
    yield _Test("left_since", done, known, known & (now < before) & (left >= before), left)


def _sorted(rows: pd.DataFrame, whole: str) -> Iterator[_Test]:
    """What has changed are the same figures in other rows, as after sorting a column without the others."""
    before = rows[f"{whole}_before"]
    known = _unexplained(rows) & (rows[whole] >= 0) & (before >= 0)  # a row of zeros is sorted with the others
    changed = rows[known & (rows[whole] != before)]
    same = [
        mine.index
        for _, mine in changed.groupby("submission")
        if mine[whole].nunique() >= MANY and sorted(mine[whole]) == sorted(mine[f"{whole}_before"])
    ]
    meant = pd.Series(rows.index.isin(np.concatenate(same)), rows.index) if same else known & False
    yield _Test("sorted", whole, known, meant, before, least=0)


def _unexplained(rows: pd.DataFrame) -> pd.Series:
    return rows["note"] == ""


def _finding(test: _Test, rows: pd.DataFrame, one: Normalised, key: str, period: str) -> Finding:
    place, columns = one.places[key], catalogue.layout_for("kabkota").by_key[key].by_key
    meant = test.meant[rows.index]
    now, instead = (values[rows.index][meant] for values in (rows[test.column], test.instead))
    words = {"heading": columns[test.column].heading, "whole": columns[_WHOLES[key]].heading, "period": period}
    words |= {"at": f"kolom {place.letters[test.column]}", "figures": _shown(now), "other_figures": _shown(instead)}
    words |= {"count": len(now), "rows": int(test.known[rows.index].sum()), **test.words}
    rule, cell = _RULES.get(test.variant, "L05"), place.cell(test.column, place.header_row)
    return catalogue.rules()[rule].finding(test.variant, sheet=place.title, cell=cell, **words)


def _shown(values: pd.Series) -> str:
    return "; ".join(map(number_text, values.head(_SHOWN)))
