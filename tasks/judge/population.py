"""What the population of a regency says about its targets: how many a service can have to serve at most, and that most
of them cannot be next to nothing (H05)."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import cache
from statistics import median
from typing import NamedTuple

import pandas as pd

from config import catalogue
from config.settings import DoubtSettings
from schemas.finding import Finding
from schemas.submission import Normalised
from schemas.wording import number_text
from tasks.understand.item_units import units_of_services
from tasks.understand.resolver import MANY
from tasks.understand.rows import figure_columns

_SHOWN = 3
_PEOPLE = "orang"


def with_most(recipients: pd.DataFrame, codes: list[str]) -> pd.DataFrame:
    """The rows with `population` of their regency and `most`, the largest target it allows; `codes` are the regencies
    by submission. Both are missing where it is not known whose submission it is."""
    known = catalogue.populations()
    population = pd.Series([known.get(code) for code in codes], dtype="float")
    people = recipients["submission"].map(population)
    shares = catalogue.table("target_kinds").set_index("service_code")["most_of_population"]
    return recipients.assign(population=people, most=(people * recipients["service_code"].map(shares)).round())


@cache
def _shares_of_groups() -> Mapping[str, float]:
    kinds = catalogue.table("target_kinds")
    groups = kinds[kinds["kind"] == "group"]
    return dict(zip(groups["service_code"], groups["most_of_population"], strict=True))


def small_targets(submissions: list[Normalised], doubts: DoubtSettings) -> Iterator[tuple[int, Finding]]:
    """Position and H05 of each sheet whose targets are too small, all or some; none where its scale or columns are
    told. Where half of the groups of a population are next to nothing of what they can be at most, all are divided;
    where one is next to nothing of what the others are, that one."""
    populations = catalogue.populations()
    for number, one in enumerate(submissions):
        people, place = populations.get(one.identity.checked_as), one.places.get("recipients")
        told = place and any(f.sheet == place.title and f.rule in ("L02", "L05", "C10", "C11") for f in one.findings)
        rows = _targets(one) if people and place and not told else {}
        shares = {code: row.target / (people * _shares_of_groups()[code]) for code, row in rows.items()}
        usual = median(shares.values()) if len(shares) >= MANY else 0.0
        divided = 0 < usual < doubts.group_share
        few = (code for code, row in rows.items() if shares[code] < doubts.group_share * usual and row.may_be_right)
        low = list(rows) if divided else [code for code in few if _is_of_people(code)]
        if low:
            cells = [place.cell("target", place.header_row if divided else rows[code].number) for code in low]
            shown = [f"{code} {number_text(rows[code].target)}" for code in low[:_SHOWN]]
            words = {"population": number_text(people), "figures": "; ".join(shown)}
            variant = "small" if divided else "few"
            found = catalogue.rules()["H05"].finding(variant, sheet=place.title, cell=cells[0], **words)
            yield number, found if divided else replace(found, cells=" ".join(cells))


def _is_of_people(code: str) -> bool:
    """What is counted by household may be only those who still lack it."""
    return units_of_services()[code] == _PEOPLE


class _Target(NamedTuple):
    """A row of those who have to be served."""

    number: int
    target: float
    served: float

    @property
    def may_be_right(self) -> bool:
        """Where more were served R14 or R05 tell it."""
        return not self.served > self.target


def _targets(one: Normalised) -> dict[str, _Target]:
    """By service, groups of the population alone, without those that the sender explains."""
    order = figure_columns("recipients")
    code, target, served, note = (order.index(name) for name in ("service_code", "target", "served", "note"))
    rows = one.figures.get("recipients", ())
    known = (row for row in rows if row[target] > 0 and not row[note] and row[code] in _shares_of_groups())
    return {row[code]: _Target(row[0], row[target], row[served]) for row in known}
