"""What lies behind the figures of the page, for its script: each regency's services, items and budget, as JSON.

Numbers are the printed ones of the tables; a text where a number could stand says why there is none.
"""

from collections.abc import Iterator

import pandas as pd

from config import catalogue
from tasks.report.page.tables import PageTables, records
from tasks.report.tables.lookups import Facts, short_name

FIGURES = ("target", "served", "recipient", "quality", "index")
AMOUNTS = ("allocation", "realised", "absorbed")


def _short(value: object) -> object:
    """A whole number without `.0`: a page of 38 regencies holds twenty thousand of them."""
    return int(value) if isinstance(value, float) and value.is_integer() else value


def detail(facts: Facts, tables: PageTables) -> dict[str, object]:
    """Names of the codes, and for every regency its place, its bidang, services, items and budget."""
    return {
        "categories": list(facts.categories["name"]),
        "fields": facts.fields,
        "services": {
            one.service_code: {"name": one.service_name, "field": one.field_code, "unit": one.unit}
            for one in facts.services.itertuples()
        },
        "items": [[one.item_code, one.item_name, one.unit] for one in facts.items.itertuples()],
        "regencies": list(_regencies(facts, tables)),
        "trend": _trend(facts),
        "steps": [[row["what"], row["points"], row["index"]] for row in records(tables.one("Perubahan", "points"))],
    }


def _regencies(facts: Facts, tables: PageTables) -> Iterator[dict[str, object]]:
    services, items, amounts = _services(facts, tables), _items(facts), _amounts(tables)
    aliases = catalogue.table("region_aliases").query("kind == 'name'")
    states = facts.consolidated.submissions.set_index("regency_code")["status"]
    by_field = {row["regency_code"]: row for row in records(tables.one("Matriks", "ALL"))}
    for row in records(tables.one("Peringkat", "rank")):
        code = row["regency_code"]
        yield {
            "code": code,
            "name": row["regency_name"],
            "also": [short_name(row["regency_name"]), *aliases.loc[aliases["code"] == code, "alias"]],
            "status": states[code],
            **{key: row[key] for key in ("rank", "index", "category", "band")},
            "fields": {field: [by_field[code][field], by_field[code][f"band_{field}"]] for field in facts.fields},
            "services": services.get(code, {}),
            "items": items.get(code, {}),
            "budget": amounts.get(code, {}),
        }


def _trend(facts: Facts) -> dict[str, object]:
    """The quarters, and code (of a regency or the province) -> bidang -> its index in each and the number of the line
    that it lies on; None without a report."""
    c = facts.consolidated
    periods = [quarter.key for quarter in facts.quarters]
    place = {period: number for number, period in enumerate(periods)}
    values: dict[str, dict[str, list]] = {}
    for row in c.trend.dropna(subset=["value"]).itertuples():
        line = values.setdefault(row.regency_code, {}).setdefault(row.field_code, [None] * len(periods))
        line[place[row.period]] = [facts.printed(row.value), row.segment]
    return {"province": c.province_code, "periods": periods, "values": values}


def _services(facts: Facts, tables: PageTables) -> dict[str, dict[str, list]]:
    """regency -> service -> its figures, then the category's place."""
    made: dict[str, dict[str, list]] = {}
    for code in facts.fields:
        for row in records(tables.one(facts.fields[code], "service_code")):
            if row["regency_code"] not in facts.absent:
                figures = [_short(row[key]) for key in FIGURES]
                made.setdefault(row["regency_code"], {})[row["service_code"]] = [*figures, row["band"]]
    return made


def _items(facts: Facts) -> dict[str, dict[str, list]]:
    """regency -> service -> [place in the list of items, required, available, percentage] of what is required."""
    place = {code: number for number, code in enumerate(facts.items["item_code"])}
    items = facts.required_items
    printed = {value: facts.printed(value) for value in items["pct"].unique()}
    made: dict[str, dict[str, list]] = {}
    for row in items[["regency_code", "service_code", "item_code", "required", "available", "pct"]].itertuples(False):
        available = "tidak diisi" if pd.isna(row.available) else row.available
        found = made.setdefault(row.regency_code, {}).setdefault(row.service_code, [])
        found.append([place[row.item_code], *map(_short, (row.required, available, printed[row.pct]))])
    return made


def _amounts(tables: PageTables) -> dict[str, dict[str, list]]:
    """regency -> service -> rupiah allocated, spent, and the share spent."""
    made: dict[str, dict[str, list]] = {}
    for row in records(tables.one("Anggaran", "allocation")):
        made.setdefault(row["regency_code"], {})[row["service_code"]] = [_short(row[key]) for key in AMOUNTS]
    return made
