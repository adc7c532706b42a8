"""Made-up figures of a regency for a quarter: plausible, whole, and without anything to complain about.

Everything is drawn from generators seeded by words, so the same seed gives the same figures on any machine. What is
fixed for a year (targets, needs, allocations, where it ends) is drawn without the quarter in the seed.
"""

from dataclasses import dataclass
from functools import cache
from random import Random

import pandas as pd

from config import catalogue
from schemas.layout import Layout
from schemas.period import Period
from tasks.forms.form import Row

Content = dict[str, list[Row]]
"""Sheet key -> rows by column key: what `write_form` takes."""

_SO_FAR = ((0.2, 0.25), (0.44, 0.52), (0.7, 0.78), (1.0, 1.0))
"""How much of the year's result is there after each quarter: least and most."""


@dataclass(frozen=True)
class _Year:
    """How one service of one regency does in a year. `level` is the final achievement, 0..1."""

    code: str
    level: float
    target: int
    random: Random


def content_of(code: str, period: Period, seed: int, layout: Layout | None = None) -> Content:
    """What a regency (or a province, by its two-digit code) fills into a form: figures without a single finding."""
    layout = layout or catalogue.layout_of(code)
    random = Random(f"{seed}-{code}-{period.year}")
    level = _level(code, seed)
    rates = catalogue.table("sample_rates")
    services = catalogue.services(layout.version).merge(rates, on="service_code", how="left", validate="1:1")
    recipients, budgets, quality = [], [], []
    for service in services.to_dict("records"):
        drawn = _draw_year(service, code, level, f"{seed}-{code}-{period.year}-{service['service_code']}")
        recipients.append(_recipient(service, drawn, period.quarter))
        budgets.append(_budget(service, drawn, period.quarter, recipients[-1], layout))
        quality += _quality(service, drawn, period.quarter, layout)
    short = _short_of_full(recipients, quality)
    owners = services.set_index("service_code")
    texts = _pick_texts(owners.loc[[one for one in owners.index if one in short]], random)
    content = {
        "recipients": recipients,
        "quality": quality,
        "budget": budgets,
        "problems": [_problem(text) for text in texts],
        "stages": [_stage(field, period.quarter, level, f"{seed}-{code}") for field in layout.fields],
        "actions": [_action(text, period, random) for text in texts[::2]],
    }
    return {sheet.key: content[sheet.key] for sheet in layout.sheets}


@cache
def _level(code: str, seed: int) -> float:
    """The general level of a regency: over a province about one in ten under 60 %, one in ten near 100 %."""
    codes = [code] if len(code) == 2 else list(catalogue.regencies(code[:2])["code"])
    order = Random(f"{seed}-{code[:2]}-levels").sample(codes, len(codes))
    position = (order.index(code) + 0.5) / len(codes) if len(codes) > 1 else 0.7
    if position < 0.1:
        return 0.59
    return 0.68 + 0.3 * (position - 0.1) / 0.8 if position < 0.9 else 0.995


def _draw_year(service: Row, code: str, level: float, words: str) -> _Year:
    random = Random(words)
    nihil = random.random() < service["nihil_chance"]
    share = service["share_of_population"] * random.uniform(0.92, 1.08)
    target = 0 if nihil else max(1, round(catalogue.populations()[code] * share))
    final = min(1.0, level + random.uniform(-0.03, 0.03)) if level < 0.99 else min(1.0, random.uniform(0.985, 1.02))
    return _Year(code, final, target, random)


def _so_far(quarter: int, random: Random) -> float:
    """One draw decides all four quarters, so a later quarter is never behind an earlier one."""
    place = random.random()
    least, most = _SO_FAR[quarter - 1]
    return least + place * (most - least)


def _recipient(service: Row, drawn: _Year, quarter: int) -> Row:
    reached = drawn.level * _so_far(quarter, drawn.random)
    served = min(drawn.target, max(1, int(drawn.target * reached + 1e-9))) if drawn.target else 0
    row = {"service_code": service["service_code"], "target": drawn.target, "served": served}
    return row | {"nihil": "Tidak" if drawn.target else "Ya"}


def _budget(service: Row, drawn: _Year, quarter: int, recipient: Row, layout: Layout) -> Row:
    random = drawn.random
    planned = drawn.target * service["rupiah_per_unit"] * random.uniform(0.85, 1.15)
    allocation = max(round(planned / 100_000), 1) * 100_000 if drawn.target else 0
    spent = drawn.level * random.uniform(0.93, 0.99) * _so_far(quarter, random)
    realised = int(allocation * spent) if recipient["served"] else 0
    sources = layout.by_key["budget"].by_key["fund_source"].choices
    return {
        "service_code": service["service_code"],
        "allocation": allocation,
        "realised": realised,
        "fund_source": random.choice((*sources[:1] * 3, *sources[-3:-1])),
        "opd": service["opd"],
    }


@cache
def _needs(version: str) -> dict[str, list[Row]]:
    """The quality items of each service with how many of them are needed."""
    items = catalogue.quality_items(version).drop(columns="source")
    rates = catalogue.table("sample_quality").drop(columns="note")
    joined = items.merge(rates, on=["kind", "unit"], how="left", validate="m:1")
    if joined["amount"].isna().any():
        raise KeyError(f"sample_quality.csv lacks {sorted(set(joined.loc[joined['amount'].isna(), 'unit']))}")
    return {code: rows.to_dict("records") for code, rows in joined.groupby("service_code", sort=False)}


def _quality(service: Row, drawn: _Year, quarter: int, layout: Layout) -> list[Row]:
    if "quality" not in layout.by_key:
        return []
    rows, random, people = [], drawn.random, catalogue.populations()[drawn.code]
    for item in _needs(layout.version)[service["service_code"]]:
        base = drawn.target if item["per"] == "recipient" else people
        required = max(1, round(base * item["amount"])) if drawn.target else 0
        ready = min(1.0, drawn.level + random.uniform(-0.08, 0.12)) * (0.7 + 0.3 * _so_far(quarter, random))
        rows.append({"item_code": item["item_code"], "required": required, "available": int(required * ready + 1e-9)})
    return rows


def _short_of_full(recipients: list[Row], quality: list[Row]) -> set[str]:
    """The services that need a problem and a solution."""
    short = {row["service_code"] for row in recipients if row["served"] < row["target"]}
    return short | {row["item_code"].split(".")[0] for row in quality if row["available"] < row["required"]}


def _pick_texts(services: pd.DataFrame, random: Random) -> list[Row]:
    by_field = {code: rows.to_dict("records") for code, rows in catalogue.table("sample_texts").groupby("field_code")}
    picked = []
    for code, service in services.iterrows():
        text = random.choice(by_field[service["field_code"]])
        people = service["recipient"].split(" (")[0]
        problem = text["problem"].format(recipient=people[0].lower() + people[1:])
        picked.append(text | {"service_code": code, "opd": service["opd"], "problem": problem})
    return picked


def _problem(text: Row) -> Row:
    return {key: text[key] for key in ("service_code", "problem", "solution", "opd")}


def _action(text: Row, period: Period, random: Random) -> Row:
    next_quarter = period.quarter % 4
    return {
        **{key: text[key] for key in ("service_code", "activity", "unit", "opd")},
        "year": period.year + (period.quarter == 4),
        "target": random.choice((1, 2, 4, 6, 8, 12, 20, 25, 40)),
        "budget": random.randrange(25, 900) * 1_000_000,
        "quarter": ("I", "II", "III", "IV")[random.randrange(next_quarter, 4)],
    }


def _stage(field_code: str, quarter: int, level: float, words: str) -> Row:
    """Stages are done one after the other; what is not done is under way."""
    behind = Random(f"{words}-{field_code}").random() > level
    done = max(1, quarter - behind)
    stages = ("data_collection", "needs_calculation", "planning", "implementation")
    return {"field_code": field_code} | {key: "Sudah" if at < done else "Proses" for at, key in enumerate(stages)}
