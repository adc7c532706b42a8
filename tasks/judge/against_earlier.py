"""A submission beside what counted of its regency in an earlier quarter of the same year (H01, H02, H03, H06), and in
the same quarter of last year (H03).

What is compared is what a careful sender would explain, and nothing that changes by itself:
- people served and money spent only grow from 1 January on (H01). Goods and staff of a quality item do not: they are
  what is there at the end of the quarter, and may break, be used up or move away.
- a target holds for the year (H02); where it counts whom an event hit, it may grow, but not shrink.
- a report is a copy (H03) if the figures that have to move did not: people served and money spent. Targets, needs and
  allocations are the same in every right report of a year; services that wait for an event may well stand still. What
  is sent once more is as likely the file of last year's same quarter; nothing else holds from one year to the next.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

import numpy as np
import pandas as pd

from config import catalogue
from config.settings import ComparisonSettings
from schemas.finding import Finding
from schemas.period import Period
from schemas.submission import Normalised
from schemas.wording import number_text
from tasks.judge.columns_since import columns_since
from tasks.judge.row_rules import Columns, Row, RowRule
from tasks.judge.validate import broken_rows, figure_frames
from tasks.understand.units import unit_wording

COMPARED = {
    "recipients": ("service_code", ["target", "served", "unit"]),
    "quality": ("item_code", ["required", "unit"]),
    "budget": ("service_code", ["allocation", "realised"]),
}
"""Sheet key -> what its rows are about, and the columns that are compared."""
MOVING = (("recipients", "served"), ("budget", "realised"))
_NOISE = 1e-9
_ANOTHER_SCALE = 100


@dataclass(frozen=True)
class EarlierReport:
    """What counted of a regency in `period`: sheet key -> figures of one submission (columns of `schemas.frames`)."""

    period: Period
    figures: dict[str, pd.DataFrame]


def compare(
    submissions: list[Normalised], earlier: list[EarlierReport | None], settings: ComparisonSettings
) -> list[list[Finding]]:
    """The findings of each submission beside its regency's earlier report; none where there is no such report."""

    def told(books: list[Normalised], reports: list[EarlierReport]) -> Iterator[tuple[int, Finding]]:
        frames = figure_frames(books)
        paired = {key: beside(key, frames[key], reports) for key in COMPARED}
        for key, rules in _rules(settings).items():
            yield from broken_rows(key, paired[key], rules, books)
        yield from columns_since(paired, books, [one.period.label for one in reports])
        yield from _copies(paired, books, reports, settings)

    return _told_of_each(submissions, earlier, told)


def copies(
    submissions: list[Normalised], last_year: list[EarlierReport | None], settings: ComparisonSettings
) -> list[list[Finding]]:
    """Whether each submission is a copy of its regency's report of last year's same quarter, the rest of which is no
    measure for this year's."""

    def told(books: list[Normalised], reports: list[EarlierReport]) -> list[tuple[int, Finding]]:
        frames = figure_frames(books)
        return _copies({key: beside(key, frames[key], reports) for key, _ in MOVING}, books, reports, settings)

    return _told_of_each(submissions, last_year, told)


def _told_of_each(
    submissions: list[Normalised],
    reports: list[EarlierReport | None],
    told: Callable[[list[Normalised], list[EarlierReport]], Iterable[tuple[int, Finding]]],
) -> list[list[Finding]]:
    """What `told` gives for those that have a report, at the place of each."""
    found: list[list[Finding]] = [[] for _ in submissions]
    numbers = [number for number, one in enumerate(reports) if one]
    if numbers:
        for position, finding in told([submissions[one] for one in numbers], [reports[one] for one in numbers]):
            found[numbers[position]].append(finding)
    return found


def beside(key: str, frame: pd.DataFrame, reports: list[EarlierReport]) -> pd.DataFrame:
    """The rows with the earlier report's figures as `..._before` (missing where it has no such row), its quarter as
    `period` and what the target counts as `kind`."""
    code, names = COMPARED[key]
    former = pd.concat([one.figures[key].assign(submission=number) for number, one in enumerate(reports)])
    former = former.drop_duplicates(["submission", code])[["submission", code, *names]]
    former = former.rename(columns={name: f"{name}_before" for name in names})
    kinds = catalogue.table("target_kinds").set_index("service_code")["kind"]
    labels = pd.Series([one.period.label for one in reports])
    joined = frame.merge(former, on=["submission", code], how="left", validate="m:1")
    return joined.assign(kind=joined["service_code"].map(kinds), period=joined["submission"].map(labels))


def _rules(settings: ComparisonSettings) -> dict[str, list[RowRule]]:
    return {
        "recipients": [_fallen("recipients", "served"), *_target_rules(settings.target_change), _unit_rule()],
        "quality": [_item_rule(), _unit_rule()],
        "budget": [_fallen("budget", "realised")],
    }


def _fallen(sheet: str, column: str) -> RowRule:
    return RowRule(
        "H01", column, lambda f: (f[column] >= 0) & (f[column] < f[f"{column}_before"]), _words(sheet, column)
    )


def stated_target(f: Columns) -> np.ndarray:
    """A 0 without a statement of nihil is an error of its own (R05)."""
    return (f["target"] > 0) | ((f["target"] == 0) & f["nihil"])


def _target_rules(change: float) -> list[RowRule]:
    """H02. After a target of 0 there is no share to reckon with; that the service was nihil before is no fault."""

    def differs(f: Columns, difference: np.ndarray) -> np.ndarray:
        before = f["target_before"]
        return stated_target(f) & (before > 0) & (difference > change * before * (1 + _NOISE))

    def by_more(f: Columns) -> np.ndarray:
        return differs(f, abs(f["target"] - f["target_before"])) & (f["kind"] != "events")

    def shrunk(f: Columns) -> np.ndarray:
        return differs(f, f["target_before"] - f["target"]) & (f["kind"] == "events")

    def words(row: Row) -> dict:
        pct = 100 * abs(row["target"] - row["target_before"]) / row["target_before"]
        return {**_words("recipients", "target")(row), "pct": number_text(pct, 2)}

    return [RowRule("H02", "target", by_more, words), RowRule("H02", "target", shrunk, words, "events")]


def _item_rule() -> RowRule:
    """H02 of a quality item: what is needed may change within a year, but not to a hundredth or a hundredfold."""

    def rescaled(f: Columns) -> np.ndarray:
        now, before = f["required"], f["required_before"]
        return (now > 0) & (before > 0) & ((now >= _ANOTHER_SCALE * before) | (before >= _ANOTHER_SCALE * now))

    return RowRule("H02", "required", rescaled, _words("quality", "required"), "items")


def _unit_rule() -> RowRule:
    """A unit that is not stated is no other unit."""

    def changed(f: Columns) -> np.ndarray:
        stated = f["unit"], np.where(pd.isna(f["unit_before"]), "", f["unit_before"])
        now, before = (np.array([unit_wording(one) for one in units], dtype=object) for units in stated)
        return (now != before) & (now != "") & (before != "")

    return RowRule("H06", "unit", changed, lambda row: {"before": row["unit_before"], "period": row["period"]})


def _words(sheet: str, column: str) -> Callable[[Row], dict]:
    heading = catalogue.layout_for("kabkota").by_key[sheet].by_key[column].heading

    def words(row: Row) -> dict:
        stated, before = number_text(row[column]), number_text(row[f"{column}_before"])
        return {"heading": heading, "stated": stated, "before": before, "period": row["period"]}

    return words


def _copies(
    beside: dict[str, pd.DataFrame],
    books: list[Normalised],
    reports: list[EarlierReport],
    settings: ComparisonSettings,
) -> list[tuple[int, Finding]]:
    """H03, at the cell that says which period the report is of."""
    moving = [
        beside[key]
        .loc[beside[key]["kind"] != "events", ["submission", column, f"{column}_before"]]
        .set_axis(["submission", "now", "before"], axis="columns")
        for key, column in MOVING
    ]
    figures = pd.concat(moving).query("now > 0")
    same = figures["now"].eq(figures["before"]).groupby(figures["submission"]).agg(["sum", "count"])
    copied = same[same["sum"] >= settings.copied_share * same["count"] - _NOISE]
    found = []
    for position, equal, count in copied.itertuples():
        (sheet, cell), label = books[position].identity.period_cell, reports[position].period.label
        words = {"equal": int(equal), "count": int(count), "period": label}
        stated = books[position].identity.period
        value = stated.label if stated else ""
        found.append((position, catalogue.rules()["H03"].finding(sheet=sheet, cell=cell, value=value, **words)))
    return found
