"""Where something can be read in two ways: what speaks for each candidate, and why one is meant, or that nobody knows.

Used for periods, sheets, tables, columns and labels alike; what is evidence, and in which order, is one list.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Generic, TypeVar

from schemas.wording import number_text

T = TypeVar("T")

EVIDENCE = ("period", "total", "exact", "arithmetic", "visible")
"""The kinds of evidence, the strongest first. How full a candidate is, and where it stands, is none."""
TICKS = "ticks"
"""Said of a choice in place of evidence: that each candidate is a column for one answer."""
WHOLE, PLAIN, EARLIER, PART, ANOTHERS = 1, 0, -1, -2, -3
"""What a candidate says of its figures, as evidence of the kind `total`: EARLIER is a budget before its change,
ANOTHERS stands under the heading of another column."""
SUMMED = -2
"""The period of what several columns hold together: a reason for doubt, never read."""
MANY = 5
"""So many rows of a sheet's own arithmetic contradict stronger evidence."""


@dataclass(frozen=True)
class Candidate(Generic[T]):
    """One way to read something. `at` is its place as people find it, `said` what it is called there.

    `figures` is what it holds, by row or name. `period`, `total`, `exact` and `visible` rank it: the higher, the more
    speaks for it; a `hidden` column is called so, `own` is one with the form's own heading and nothing else. `agrees`
    and `differs` are the rows in which the sheet's own arithmetic is with it or against it: of a `table`, which
    states of itself alone, that is no evidence against another one of which nothing is stated. `when` is the line
    that names a table's period. An `idle` one holds nothing but zeros beside another that holds more. A `later` one
    says that it came after others, or that it is of the report's year where another one says nothing of it.
    """

    what: T
    at: str
    said: str
    figures: Mapping = field(default_factory=dict)
    period: int = 0
    total: int = 0
    exact: int = 0
    visible: int = 0
    own: bool = False
    agrees: frozenset = frozenset()
    differs: frozenset = frozenset()
    when: str = ""
    idle: bool = False
    table: bool = False
    later: bool = False
    hidden: bool = False

    @property
    def ranks(self) -> tuple[int, ...]:
        return self.period, self.total, self.exact, self.visible

    @property
    def arithmetic(self) -> int:
        return (len(self.agrees) > len(self.differs)) - (len(self.agrees) < len(self.differs))

    def outdoes(self, other: "Candidate[T]", kind: str) -> bool:
        """Whether evidence of a kind is for this one rather than another."""
        here, there = getattr(self, kind), getattr(other, kind)
        return here > there and (kind != "arithmetic" or not self.table or bool(here and there))


@dataclass(frozen=True)
class Choice(Generic[T]):
    """What was chosen among candidates. `by` is the kind of evidence that decided, '' where nothing had to.

    `rival` is set where it is not known which is meant; `chosen` is then the nearest guess. `unread` is one that holds
    something else and was not taken for its name only: that is told as a warning.
    """

    chosen: Candidate[T]
    others: tuple[Candidate[T], ...] = ()
    by: str = ""
    rival: Candidate[T] | None = None
    unread: Candidate[T] | None = None

    @property
    def in_doubt(self) -> bool:
        return self.rival is not None

    @property
    def further(self) -> list[Candidate[T]]:
        """Those that are as good as the rival, and hold something else than it and the chosen one."""
        told = [one for one in (self.chosen, self.rival) if one]
        others = [one for one in self.others if self.rival and one.figures and one.ranks == self.rival.ranks]
        return [one for one in others if all(one.figures != other.figures for other in told)]


def weigh(candidates: Sequence[Candidate[T]]) -> Choice[T]:
    """The candidate that is meant, by the first kind of evidence that separates those which hold figures.

    Candidates that hold the same are one answer. One that names another period, or a part, is not taken because the
    right one is empty: then the empty one is meant, and what it lacks is told.
    """
    if len(candidates) == 1:
        return Choice(candidates[0])
    held = _are_filled(candidates)
    if not held or any(_only_the_wrong(kind, bound, held, candidates) for kind, bound in _NOT_INSTEAD):
        held = list(candidates)
    left, by = held, ""
    for kind in EVIDENCE:
        if len(left) == 1 or _hold_the_same(left):
            break
        kept = [one for one in left if not any(other.outdoes(one, kind) for other in left)]
        left, by = kept, kind if len(kept) < len(left) else by
    chosen = max(left, key=lambda one: one.period)  # of such as hold the same that of the report
    others = tuple(one for one in candidates if one is not chosen)
    doubt = next((one for one in left if not _hold_the_same([chosen, one])), None)  # any of them: all are equal
    doubt = doubt or _contradiction(chosen, held) or _shown_instead(chosen, by, held) or _other_part(chosen, held)
    later = _later_than(chosen, by, held)
    doubt = doubt or (later if later and _is_as_full(later, chosen) else None)
    return Choice(chosen, others, by, doubt, None if doubt else later or _not_disproved(chosen, by, held))


_NOT_INSTEAD = (("period", 0), ("total", EARLIER))


def without_zeros(candidates: Sequence[Candidate[T]], but: Collection[T] = ()) -> list[Candidate[T]]:
    """The candidates, of which one that holds nothing but zeros is idle beside another that is seen as well and holds
    more. `but` are those of which nothing may be what they say."""
    zeros = {id(one): bool(one.figures) and not any(one.figures.values()) for one in candidates}
    seen = max((one.visible for one in candidates if one.figures and not zeros[id(one)]), default=-1)
    return [
        replace(one, idle=True) if zeros[id(one)] and one.visible <= seen and one.what not in but else one
        for one in candidates
    ]


def _are_filled(candidates: Sequence[Candidate]) -> list[Candidate]:
    """Those that hold figures: zeros under the form's own heading are some, unless another one has it as well."""
    filled = [one for one in candidates if one.figures and not one.idle]
    own = any(one.own for one in filled)
    return [one for one in candidates if one.figures and not (one.idle and (own or not one.own))]


def _only_the_wrong(kind: str, bound: int, held: Iterable[Candidate], candidates: Iterable[Candidate]) -> bool:
    return max(getattr(one, kind) for one in held) < bound <= max(getattr(one, kind) for one in candidates)


def _contradiction(chosen: Candidate, held: Sequence[Candidate]) -> Candidate | None:
    """The candidate with which the arithmetic of many rows is, where it is not with the chosen one, nor with another
    that holds the same."""
    same = [one for one in held if _hold_the_same([chosen, one])]
    differs, agrees = (frozenset().union(*(getattr(one, name) for one in same)) for name in ("differs", "agrees"))
    for one in held:
        against = len(differs & one.agrees)
        if against >= MANY and against > len(agrees & one.differs) and not _hold_the_same([chosen, one]):
            return one
    return None


def _shown_instead(chosen: Candidate, by: str, held: Iterable[Candidate]) -> Candidate | None:
    """The candidate that is seen, where only its name speaks for the chosen one, which is hidden."""
    if by != "exact" or chosen.visible:
        return None
    return next((one for one in held if one.visible and _is_rival(chosen, one) and one.total == chosen.total), None)


def _other_part(chosen: Candidate, held: Iterable[Candidate]) -> Candidate | None:
    """Another part of the report's period where the chosen one is no more than a part: that it is seen says nothing.
    What the sheet states of it alone does, but not where many rows are against it: then it is of both together."""
    parts = (one for one in held if chosen.total == PART >= one.total and one.period >= 0)
    together = len(chosen.differs) >= MANY
    rivals = (one for one in parts if together or one.arithmetic >= chosen.arithmetic)
    return max((one for one in rivals if not _hold_the_same([chosen, one])), key=lambda one: one.total, default=None)


def _not_disproved(chosen: Candidate, by: str, held: Iterable[Candidate]) -> Candidate | None:
    """A candidate that only its name is against, or whose name is for it. Of two that may both be the form's, what is
    stated may have been left as it was."""
    if by not in ("period", "total", "exact"):
        return None
    rivals = (one for one in held if _is_rival(chosen, one, by) and one.visible >= chosen.visible)
    return next((one for one in rivals if by == "exact" or (one.own and not chosen.own)), None)


def _later_than(chosen: Candidate, by: str, held: Iterable[Candidate]) -> Candidate | None:
    """One that says that it came after others: what was stated of an old figure may have been left as it was. Or one
    that says its year: what is stated may be of several."""
    if by not in ("exact", "arithmetic") or chosen.later:
        return None
    later = (one for one in held if one.later and one.period >= 0 and one.total >= PLAIN)
    return next((one for one in later if one.visible >= chosen.visible and not _hold_the_same([chosen, one])), None)


def _is_as_full(one: Candidate, other: Candidate) -> bool:
    return 2 * len(one.figures) > len(other.figures)


def _is_rival(chosen: Candidate, other: Candidate, by: str = "") -> bool:
    """Whether another one is of no other period, no part, holds something else and is not refuted by arithmetic."""
    refuted = by != "exact" and chosen.outdoes(other, "arithmetic")
    return other.period >= 0 and other.total >= PLAIN and not refuted and not _hold_the_same([chosen, other])


def _hold_the_same(candidates: Sequence[Candidate]) -> bool:
    return all(one.figures == candidates[0].figures for one in candidates[1:])


def examples(chosen: Candidate, rival: Candidate, count: int = 3) -> tuple[str, str]:
    """The first figures of two candidates that differ, of the same rows, as people read them: of such as both hold, if
    there are any. Any where none differs."""
    keys = [*chosen.figures, *(key for key in rival.figures if key not in chosen.figures)]
    differing = [key for key in keys if chosen.figures.get(key) != rival.figures.get(key)]
    in_both = [key for key in differing if key in chosen.figures and key in rival.figures]
    differing = (in_both or differing or keys)[:count]
    return _shown(chosen, differing), _shown(rival, differing)


def _shown(candidate: Candidate, keys: list) -> str:
    return "; ".join(_text(candidate.figures.get(key)) for key in keys)


def _text(value: object) -> str:
    if isinstance(value, int | float):
        return number_text(value)
    if value is None:
        return "kosong"
    return str(value) if str(value).replace(".", "").isdigit() else f"'{value}'"
