"""The rules about one row (C02 of percentages, C03, C04, R02, R04 to R14, H05) as pandera checks, one schema a sheet.

A rule looks at whole columns and is True where a row breaks it. A figure that could not be read is NaN: comparisons
with it are False, so that it never breaks a second rule. Where a finding points and what it says stand beside it.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import pandas as pd
import pandera.pandas as pa

from config import catalogue
from schemas.layout import Column, Layout
from schemas.wording import number_text

Row = dict
Columns = dict[str, np.ndarray]
"""The columns of a sheet by their keys: a comparison of plain arrays takes a fiftieth of one of pandas."""
_THOUSANDS, _MOST = 1000, 0.5
_NO_AMOUNT, _A_MILLION = 100, 1_000_000
"""So few rupiah are budgeted for no service, and none are all that is spent of a million: it is a percentage."""


@dataclass(frozen=True)
class RowRule:
    """`column` is the key of the column whose cell the finding points at; `words` fills the rule's text from a row."""

    code: str
    column: str
    broken: Callable[[Columns], np.ndarray]
    words: Callable[[Row], dict]
    variant: str = "default"

    @property
    def name(self) -> str:
        return f"{self.code}/{self.variant}/{self.column}"


def schema(rules: list[RowRule], frame: pd.DataFrame) -> pa.DataFrameSchema:
    """One pandera schema for this frame with a named check a rule."""
    columns = {name: frame[name].to_numpy() for name in frame}

    def check(rule: RowRule) -> pa.Check:
        # a row without any value is none of ours, and pandera would look for one at every rule
        return pa.Check(lambda checked: _is_fine(rule, columns, checked.index), name=rule.name, ignore_na=False)

    return pa.DataFrameSchema(checks=[check(rule) for rule in rules])


def _is_fine(rule: RowRule, columns: Columns, rows: pd.Index) -> pd.Series:
    with np.errstate(all="ignore"):  # nothing follows from what cannot be computed
        broken = rule.broken(columns)
    return pd.Series(~broken.astype(bool), index=rows)


def rules_by_sheet(served_limit: float) -> dict[str, list[RowRule]]:
    """Sheet key -> its rules. `served_limit` is the province's bound of R14."""
    layout = catalogue.layout_for("kabkota")
    found = {key: [*_number_rules(layout, key), *_derived_rules(layout, key)] for key in layout.by_key}
    found["recipients"] += _recipient_rules(served_limit)
    found["quality"] += _quality_rules()
    found["budget"] += [
        *_amount_rules(layout),
        RowRule(
            "R08",
            "realised",
            lambda f: (f["realised"] > f["allocation"]) & (f["allocation"] >= 0),
            _figures("realised", "allocation"),
        ),
    ]
    found["stages"] += _stage_rules(layout)
    for key in ("recipients", "quality", "budget", "stages"):
        found[key] += _duplicate_rules(layout.by_key[key].key_column.key, "choice" if key == "stages" else "default")
    return found


def _number_rules(layout: Layout, sheet: str) -> list[RowRule]:
    """C03 and C04 for every column of figures that people fill in."""
    rules = []
    for column in layout.by_key[sheet].columns:
        if column.role != "input" or not column.is_figure:
            continue
        key, words = column.key, _words_of(column)
        rules.append(RowRule("C03", key, lambda f, k=key: f[k] < 0, words))
        if column.type == "count":  # of a correction: what a sender wrote is told where it is read
            rules.append(RowRule("C04", key, lambda f, k=key: (f[k] >= 0) & (f[k] % 1 > 0), words))
    return rules


def _amount_rules(layout: Layout) -> list[RowRule]:
    """C10 for percentages, or multiples, in the place of rupiah, be it of one service only."""

    def small(key: str, f: Columns) -> np.ndarray:
        few = (f[key] > 0) & (f[key] <= _NO_AMOUNT)
        return few & ((key == "allocation") | (f["allocation"] >= _A_MILLION))

    columns = [layout.by_key["budget"].by_key[key] for key in ("allocation", "realised")]
    return [RowRule("C10", one.key, lambda f, k=one.key: small(k, f), _words_of(one), "amount") for one in columns]


def _words_of(column: Column) -> Callable[[Row], dict]:
    def words(row: Row) -> dict:
        stated = row[column.key]
        return {
            "heading": column.heading,
            "stated": number_text(stated),
            "shown": f"({number_text(abs(stated))})",  # of what is below 0, in the formats of accounts
            "suggestion": "",
        }

    return words


def _derived_rules(layout: Layout, sheet: str) -> list[RowRule]:
    return [rule for column in layout.by_key[sheet].columns if column.derived for rule in _rules_of_derived(column)]


def _rules_of_derived(column: Column) -> list[RowRule]:
    """R09 for a stated remainder or percentage; C02 for a percentage written as a fraction (0.85)."""
    (how, whole, part), key = column.derived, column.key

    def words(**told: Callable[[Row], str]) -> Callable[[Row], dict]:
        return lambda row: _words_of(column)(row) | {name: value(row) for name, value in told.items()}

    def differs(f: Columns) -> np.ndarray:
        return _percent_differs(f[key], f[whole], f[part])

    def is_fraction(f: Columns) -> np.ndarray:
        return _is_fraction(f[key], f[whole], f[part])

    if how == "remainder":
        remainder = words(computed=lambda row: number_text(max(0, row[whole] - row[part])))
        return [RowRule("R09", key, lambda f: _remainder_differs(f[key], f[whole], f[part]), remainder)]
    percent = words(
        computed=lambda row: f"{number_text(100 * row[part] / row[whole], 2)}%",
        stated=lambda row: _percent_text(row[key]),
    )
    reading = words(reading=lambda row: number_text(100 * row[key], 2))
    return [
        RowRule("R09", key, lambda f: differs(f) & ~is_fraction(f), percent),
        RowRule("C02", key, lambda f: differs(f) & is_fraction(f), reading, "fraction"),
    ]


def _percent_text(stated: float) -> str:
    """What Excel keeps of a percentage is a share of 1, and what it shows of it is not known here."""
    return f"{number_text(stated)} ({number_text(100 * stated)}%)" if 0 < stated <= 1 else f"{number_text(stated)}%"


def _remainder_differs(stated: np.ndarray, whole: np.ndarray, part: np.ndarray) -> np.ndarray:
    """Both the plain difference and the one that stops at 0 are right. Of negative figures nothing is derived (C03)."""
    difference = np.where((whole >= 0) & (part >= 0), whole - part, np.nan)
    return (abs(stated - difference) >= 0.5) & (abs(stated - np.maximum(difference, 0)) >= 0.5)


def _percent_differs(stated: np.ndarray, whole: np.ndarray, part: np.ndarray) -> np.ndarray:
    """People round: a whole number may be off by half, one with decimals by 0.05. Over 100 may be capped."""
    percent = 100 * np.where(part >= 0, part, np.nan) / np.where(whole > 0, whole, np.nan)
    allowed = np.where(stated % 1 == 0, 0.5, 0.05) + 1e-9
    return (abs(stated - percent) > allowed) & (abs(stated - np.minimum(percent, 100)) > allowed)


def _is_fraction(stated: np.ndarray, whole: np.ndarray, part: np.ndarray) -> np.ndarray:
    """0.85 that means 85 %."""
    percent = 100 * part / np.where(whole > 0, whole, np.nan)
    near = (abs(100 * stated - percent) <= 0.5) | (abs(100 * stated - np.minimum(percent, 100)) <= 0.5)
    return (stated > 0) & (stated <= 10) & near


def _figures(*keys: str) -> Callable[[Row], dict]:
    """Figures of a row as the words of a rule, beside the code of its service."""
    return lambda row: {"code": row.get("service_code")} | {key: number_text(row[key]) for key in keys}


def _share(part: str, whole: str, *keys: str) -> Callable[[Row], dict]:
    """`_figures`, and one of them in percent of another."""
    return lambda row: _figures(*keys)(row) | {"pct": number_text(100 * row[part] / row[whole], 2)}


def _recipient_rules(served_limit: float) -> list[RowRule]:
    """R04 and R14, which share the bound of the province; R05, R06 and R10; R13."""
    counts, limit = _figures("served", "target"), {"limit": number_text(served_limit)}

    def over(f: Columns) -> np.ndarray:
        return (f["target"] > 0) & (f["served"] > f["target"]) & ~f["nihil"]

    def far_over(f: Columns) -> np.ndarray:
        return over(f) & (f["served"] > served_limit * f["target"])

    return [
        RowRule("R04", "served", lambda f: over(f) & ~far_over(f), _share("served", "target", "served", "target")),
        RowRule("R05", "target", lambda f: (f["target"] == 0) & ~f["nihil"], lambda r: {}),
        RowRule("R06", "nihil", lambda f: f["nihil"] & ((f["target"] > 0) | (f["served"] > 0)), counts),
        RowRule("R10", "served", _unsolved, _share("served", "target")),
        RowRule("R14", "served", far_over, lambda r: counts(r) | limit),
        *_funding_rules(),
        _population_rule(),
    ]


def _unsolved(f: Columns) -> np.ndarray:
    short = (f["target"] > 0) & (f["served"] < f["target"]) & (f["served"] >= 0)
    return short & ~f["nihil"] & ~f["solved"]


def _funding_rules() -> list[RowRule]:
    """R13, both ways: people served without money spent, money spent with nobody served, or hardly anybody."""
    few = _share("realised", "allocation", "served", "target")
    return [
        RowRule("R13", "served", lambda f: (f["served"] > 0) & (f["realised"] == 0), _figures("served"), "unfunded"),
        RowRule("R13", "served", lambda f: (f["served"] == 0) & (f["realised"] > 0), _figures("realised"), "unserved"),
        RowRule("R13", "served", _few_for_the_money, few, "few"),
    ]


def _few_for_the_money(f: Columns) -> np.ndarray:
    """A hundred or fewer of thousands, and most of the money is spent: it may be a percentage, and 1 all of it. Where
    these thousands are more than there are people, it is they that are wrong (H05)."""
    few = (f["target"] >= _THOUSANDS) & ~(f["target"] > f["most"]) & (f["served"] > 0) & (f["served"] <= 100)
    return few & (f["allocation"] > 0) & (f["realised"] >= _MOST * f["allocation"])


def _population_rule() -> RowRule:
    """H05: more to serve than the regency's population allows."""
    known, target = _figures("population", "most"), _figures("target")
    return RowRule(
        "H05", "target", lambda f: f["target"] > f["most"], lambda r: known(r) | {"stated": target(r)["target"]}
    )


def _quality_rules() -> list[RowRule]:
    more, no_need = _figures("available", "required"), _figures()
    return [
        RowRule("R07", "available", lambda f: (f["available"] > f["required"]) & (f["required"] >= 0), more),
        RowRule("R12", "required", lambda f: f["first_of_service"] & (f["required_sum"] == 0) & ~f["nihil"], no_need),
    ]


def _stage_rules(layout: Layout) -> list[RowRule]:
    """R11 at the first stage that is done although an earlier one is not."""
    stages = [column for column in layout.by_key["stages"].columns if column.role == "input"]
    _, _, done = stages[0].choices
    keys = [stage.key for stage in stages]
    headings = {stage.key: stage.heading for stage in stages}

    def unfinished(row: Row, before: int) -> str:
        return next(key for key in keys[:before] if row[key] not in (done, ""))

    def is_ahead(f: Columns, at: int) -> np.ndarray:
        return (f[keys[at]] == done) & ~np.all([(f[key] == done) | (f[key] == "") for key in keys[:at]], axis=0)

    def first_ahead(f: Columns, at: int) -> np.ndarray:
        earlier = [is_ahead(f, before) for before in range(1, at)]
        return is_ahead(f, at) & ~np.any(earlier, axis=0)

    def words(row: Row, at: int) -> dict:
        earlier = unfinished(row, at)
        return {"stage": headings[keys[at]], "earlier": headings[earlier], "state": row[earlier].lower()}

    return [
        RowRule("R11", keys[at], lambda f, at=at: first_ahead(f, at), lambda r, at=at: words(r, at))
        for at in range(1, len(keys))
    ]


def _duplicate_rules(key: str, variant: str) -> list[RowRule]:
    """R02; of two that say the same one is too many, and no part of anything."""

    def words(row: Row) -> dict:
        return {"code": row[key], "first_cell": row["first_cell"]}

    return [
        RowRule("R02", key, lambda f: f["repeated"] & ~f["same"], words, variant),
        RowRule("R02", key, lambda f: f["repeated"] & f["same"], words, "same"),
    ]
