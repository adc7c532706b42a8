"""Columns beside each other that say of when they are and not that they are the report's: its year, some months."""

from collections.abc import Sequence
from dataclasses import replace

from tasks.understand.named_periods import named_in
from tasks.understand.resolver import Candidate


def beside_each_other(candidates: Sequence[Candidate[int]]) -> list[Candidate[int]]:
    """The candidates, of which none is meant only because it names the report's year, which is the year of all, nor one
    of several that are of some months each, nor the only one that is: the form's own may be as well."""
    if len(candidates) < 2:
        return list(candidates)
    named = {one.what: named_in(one.said) for one in candidates}
    by_months = {at for at, said in named.items() if said.by_months}
    apart = by_months if any(named[at].is_part for at in by_months) else set()
    if len(apart) == 1:
        apart = {one.what for one in candidates if one.what in apart and one.period > 0}
    of_the_year = any(one.period == 0 and named[one.what].says_when for one in candidates)
    level = bool(apart) or of_the_year
    return [
        replace(one, period=0 if one.what in apart else one.period, exact=0 if level else one.exact)
        for one in candidates
    ]
