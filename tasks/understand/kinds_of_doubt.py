"""What is to be done where it is not known which of two is meant: leave one, add up, or mend what does not add up."""

from schemas.wording import plain
from tasks.understand.cells import unit_of
from tasks.understand.heading_words import counts_otherwise, is_addition, says_corrected, says_later, says_shifted
from tasks.understand.named_periods import named_in
from tasks.understand.resolver import ANOTHERS, PLAIN, SUMMED, WHOLE, Candidate


def kind_of_doubt(kind: str, *candidates: Candidate) -> str:
    """What is to be done: to leave one, to add up, or to put what was changed in the place of what it changes. Months
    may be running totals, which nobody is told to add up."""
    if kind == "column" and (changes_some(*candidates) or changes_some(*candidates[::-1])):
        return "column_changed"
    if kind == "column" and _is_of_its_parts(*candidates):
        return "column_total"
    if not _may_add_up(kind, *candidates):
        return kind
    of_months = all(named_in(one.said).is_one_month for one in candidates)
    return f"{kind}_months" if of_months else f"{kind}_parts"


def _is_of_its_parts(chosen: Candidate, rival: Candidate) -> bool:
    """Whether the other one is what the parts of a total are together."""
    return chosen.total == WHOLE and rival.period == SUMMED


def changes_some(one: Candidate, other: Candidate) -> bool:
    """Whether a column says that it came after another one, and holds figures in some of its rows only."""
    later = says_later(one.said) and not says_later(other.said)
    return later and len(one.figures) > 0 and one.figures.keys() < other.figures.keys()


def _may_add_up(kind: str, *candidates: Candidate) -> bool:
    """Whether columns or sheets in doubt may be parts of one: each says what it is, and none that it is the whole; or
    one of them is what several hold together."""
    if any(one.total == ANOTHERS for one in candidates):
        return False
    if any(is_addition(one.said) for one in candidates) or len({str(one.what) for one in candidates}) == 1:
        return kind == "column"
    if len({unit_of(plain(one.said).rpartition(" ")[2]) for one in candidates} - {""}) > 1:
        return False  # `KK`, `Jiwa`: the same in two units
    apart = len({plain(one.said) for one in candidates}) == len(candidates)
    apart = apart and not any(one.total >= PLAIN and counts_otherwise(one.said) for one in candidates)
    alone = {one.own for one in candidates} == {True, False}  # the form's heading in full beside one that says more
    return (
        kind in ("column", "sheet")
        and apart
        and not alone
        and not any(says_shifted(one.said) or one.total == WHOLE or says_corrected(one.said) for one in candidates)
    )
