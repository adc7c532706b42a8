"""Pairs and triples of faults by design: what is told of both is all there is, and no slip is told twice.

Unlike the defective workbooks of `tests.accuracy`, faults meet here on one sheet, also where one of them has a heading
or its unit refused: what stands below is checked all the same.
"""

from collections.abc import Iterator
from itertools import combinations
from random import Random

from schemas.finding import Finding, Severity, count_of
from schemas.submission import Checked
from tests.accuracy_faults import BESIDE_OTHERS, FAULTS, Fault

_TRIPLES = 3
"""Every so many is a triple."""


def designed(seed: int, count: int) -> Iterator[tuple[Fault, ...]]:
    """Pairs, and triples between them, none of them twice, of any two faults that can be in one workbook."""
    chance = Random(f"{seed}-designed")
    faults = [*FAULTS, *(one for one in BESIDE_OTHERS if one not in FAULTS)]
    pairs = [pair for pair in combinations(faults, 2) if possible(pair)]
    chance.shuffle(pairs)
    for number, pair in enumerate(pairs[:count]):
        thirds = [one for one in faults if one not in pair and possible((*pair, one))]
        yield (*pair, chance.choice(thirds)) if number % _TRIPLES == 0 else pair


def possible(faults: tuple[Fault, ...]) -> bool:
    """Whether no fault takes away what another one is in."""
    return not any(
        one.closes and set(one.sheets) & set(other.sheets) and not (one in BESIDE_OTHERS and other.is_of_one_cell)
        for one in faults
        for other in faults
        if one is not other
    )


def told_twice(faults: tuple[Fault, ...], before: Checked) -> str:
    """What is wrong where there are more errors than slips; what follows from another finding is none of its own."""
    errors = count_of(before.findings, Severity.ERROR)
    return f"{errors} errors for {len(faults)} slips" if errors > len(faults) else ""


def brought_up(before: Checked, after: Checked) -> list[Finding]:
    """The errors and warnings of the mended workbook that the first answer did not tell."""
    known = {(one.rule, one.message) for one in before.findings if one.severity is Severity.WARNING}
    serious = [one for one in after.findings if one.severity is not Severity.INFO]
    return [one for one in serious if (one.rule, one.message) not in known]
