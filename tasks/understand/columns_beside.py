"""What columns are only beside each other: of the report's year, of some months, of a budget before its last change."""

from collections.abc import Sequence
from dataclasses import replace

from tasks.understand.heading_words import says_shifted, wholeness
from tasks.understand.named_periods import named_in
from tasks.understand.resolver import EARLIER, Candidate


def beside_each_other(candidates: Sequence[Candidate[int]]) -> list[Candidate[int]]:
    """The candidates, of which none is meant only because it names the report's year, which is the year of all, nor one
    of several that are of some months each, nor the only one that is: the form's own may be as well. What was shifted
    within a budget came before its change."""
    if len(candidates) < 2:
        return list(candidates)
    named = {one.what: named_in(one.said) for one in candidates}
    by_months = {at for at, said in named.items() if said.by_months}
    apart = by_months if any(named[at].is_part for at in by_months) else set()
    if len(apart) == 1:
        apart = {one.what for one in candidates if one.what in apart and one.period > 0}
    of_the_year = any(one.period == 0 and named[one.what].says_when for one in candidates)
    level, shifted = bool(apart) or of_the_year, {one.what for one in candidates if says_shifted(one.said)}
    changed = any(wholeness(one.said) > 0 and one.what not in shifted for one in candidates)
    return [
        replace(
            one,
            period=0 if one.what in apart else one.period,
            total=EARLIER if changed and one.what in shifted else one.total,
            exact=0 if level else one.exact,
        )
        for one in candidates
    ]
