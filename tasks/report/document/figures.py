"""The figures of the document, as it prints them: what stands in no table of the workbook is added up for it."""

from decimal import ROUND_HALF_UP, Decimal

import pandas as pd

from config import catalogue
from schemas.category import category
from schemas.frames import COUNTING
from schemas.period import Period
from tasks.compute import totals
from tasks.report import field_sentences, people_sentences, sentences
from tasks.report.change_sentences import Moved
from tasks.report.field_sentences import Money
from tasks.report.people_sentences import Cost
from tasks.report.sentences import Index, Movements
from tasks.report.tables.lookups import Facts

_MILLION = Decimal(1_000_000)


def index_of(facts: Facts, value: float) -> Index | None:
    """An exact index as it is printed, None where there is none."""
    if pd.isna(value):
        return None
    return Index(facts.printed(value), category(value, facts.categories))


def measure(facts: Facts, name: str, field_code: str = "ALL") -> Index | None:
    """A measure of the province, as in the data file."""
    rows = facts.consolidated.province
    found = rows[(rows["measure"] == name) & (rows["field_code"] == field_code)]
    return index_of(facts, found["value"].iloc[0]) if len(found) else None


def millions(rupiah: float) -> int:
    """Rupiah in millions, rounded half up as the workbook shows them."""
    return int((Decimal(rupiah) / _MILLION).quantize(Decimal(1), ROUND_HALF_UP))


def money(facts: Facts, budget: pd.DataFrame) -> Money | None:
    """What was allocated and spent in these rows together; None where no amount was reported."""
    if (sums := totals.allocated_and_spent(budget)) is None:
        return None
    allocation, realised = sums
    absorbed = facts.printed(realised / allocation * 100) if allocation > 0 else None
    return Money(allocation, realised, absorbed)


def counted(facts: Facts) -> list[str]:
    """The regencies in the figures, by name."""
    status = facts.consolidated.submissions
    return [facts.names[code] for code in sorted(status[status["status"].isin(COUNTING)]["regency_code"])]


def headline(facts: Facts) -> str:
    """Where the province stands."""
    c = facts.consolidated
    subject = f"Indeks SPM Provinsi {c.province_name}"
    nihil = c.regency.loc[c.regency["regency_index"].isna(), "regency_code"]
    without = [facts.names[code] for code in sorted(nihil)]
    mean_of = [name for name in counted(facts) if name not in without]
    return sentences.headline(subject, measure(facts, "mean_reported"), mean_of, len(c.regions), without)


def of_field(facts: Facts, rows: pd.DataFrame, field_code: str) -> pd.DataFrame:
    """The rows about the services of a bidang."""
    codes = facts.services.loc[facts.services["field_code"] == field_code, "service_code"]
    return rows[rows["service_code"].isin(codes)]


def services(facts: Facts, field_code: str) -> pd.DataFrame:
    """A row a service of the bidang: `target`, `served` (unit -> sum), `mean`, `regencies`, `lowest`, `where`, `nihil`,
    `budget`.

    `mean` is over the `regencies` where the service takes part, NaN where it takes part nowhere; `nihil` counts those
    that declared it so; `lowest` is the least index and `where` the code of the regency that has it.
    """
    c = facts.consolidated
    achieved = of_field(facts, c.service, field_code)
    units = c.recipients[["regency_code", "service_code", "unit"]]
    achieved = achieved.merge(units, on=["regency_code", "service_code"], how="left", validate="1:1")
    sums = totals.by_service(achieved)[["mean", "regencies", "lowest", "where"]]
    frame = facts.services[facts.services["field_code"] == field_code].set_index("service_code")
    frame = frame.assign(**sums, nihil=totals.nihil_by_service(achieved))
    for name in ("target", "served"):
        frame[name] = [
            totals.by_unit(achieved[achieved["service_code"] == code], name, unit)
            for code, unit in zip(frame.index, frame["unit"], strict=True)
        ]
    frame["budget"] = [money(facts, c.budget[c.budget["service_code"] == code]) for code in frame.index]
    return frame.reset_index()


def personnel(facts: Facts, field_code: str) -> pd.DataFrame:
    """A row a kind of staff a service needs somewhere, the least fulfilled first: `item_name`, `unit`, `service_code`,
    `required`, `available`, `short`.

    Summed over the counted regencies; of what a regency has, at most what it needs counts. `short` counts the
    regencies that have too few.
    """
    staff = facts.items[facts.items["kind"] == "sdm"].set_index("item_code")
    sums = totals.by_item(of_field(facts, facts.required_items, field_code)).rename(columns={"counted": "available"})
    found = staff[["item_name", "unit", "service_code"]].join(sums, how="inner", validate="1:1").reset_index()
    found = found.assign(share=found["available"] / found["required"])
    return found.sort_values(["share", "item_code"], ignore_index=True)


def problems(facts: Facts, field_code: str) -> pd.DataFrame:
    """A row a distinct problem and solution, most reported first: `services`, `regencies` (codes), `reported`."""
    rows = of_field(facts, facts.consolidated.problems, field_code)
    return totals.distinct(rows[rows["problem"].str.strip() != ""], ["problem", "solution"])


def actions(facts: Facts, field_code: str) -> pd.DataFrame:
    """A row a distinct activity, planned by most first: `services`, `regencies`, `reported`, `budget` (NaN if none)."""
    rows = of_field(facts, facts.consolidated.actions, field_code)
    rows = rows[rows["activity"].str.strip() != ""]
    found = totals.distinct(rows, ["activity"])
    return found.assign(budget=found["activity"].map(totals.budget_by_activity(rows)))


def stages(facts: Facts) -> dict[str, dict[str, int]]:
    """Bidang -> stage -> how many of the counted regencies say `Sudah`."""
    done = totals.stages_done(facts.consolidated.stages).reindex(list(facts.fields), fill_value=0)
    return {code: {step: int(done.loc[code, step]) for step in totals.STAGES} for code in facts.fields}


def changes(facts: Facts, field_code: str = "ALL") -> list[Moved]:
    """How the province's index moved since each quarter it is compared with, that of last year first."""
    return [
        Moved(
            since=one.since,
            members=len(one.members),
            then=index_of(facts, one.then),
            now=index_of(facts, one.now),
            causes=one.points,
            joined=[facts.names[code] for code in one.joined],
            left=[facts.names[code] for code in one.left],
            by_target=one.by_target,
            forced=[facts.names[code] for code in one.forced],
        )
        for one in facts.consolidated.comparisons
        if one.field_code == field_code
    ]


def moved(facts: Facts, before: Period) -> Movements:
    """How the regencies' indices moved since that quarter, as they are printed."""
    rows = facts.consolidated.moves
    rows = rows[(rows["field_code"] == "ALL") & (rows["from_period"] == before.key)]
    points = rows["difference"]
    by_target = int((rows["by_target"] & (points > 0)).sum())
    counts = int((points > 0).sum()) - by_target, int((points < 0).sum()), int((points == 0).sum())
    return Movements(before, *counts, by_target)


def history(facts: Facts) -> list[dict[Period, Index]]:
    """The province's index of each quarter that is known, a dict a line of the trend, the oldest first."""
    c = facts.consolidated
    rows = c.trend[(c.trend["regency_code"] == c.province_code) & (c.trend["field_code"] == "ALL")]
    rows = rows.dropna(subset=["value"]).sort_values("period")
    lines = (rows[rows["segment"] == segment] for segment in sorted(rows["segment"].unique()))
    return [{Period.parse(row.period): index_of(facts, row.value) for row in line.itertuples()} for line in lines]


def legal_bases(facts: Facts) -> dict[str, list[str]]:
    """Bidang -> the technical regulations of its services, of regencies and of the province."""
    rows = catalogue.table("services")
    found: dict[str, list[str]] = {}
    for code in facts.fields:
        texts = "; ".join(rows.loc[rows["field_code"] == code, "legal_basis"]).split("; ")
        found[code] = [text for text in dict.fromkeys(texts) if not text.startswith("PP 2/2018")]
    return found


def people_told(facts: Facts) -> tuple[str, ...]:
    """Whom the counted regencies did not reach, and what serving them costs."""
    c = facts.consolidated
    whole = c.unserved_by_unit[c.unserved_by_unit["regency_code"] == c.province_code]
    amounts = list(zip(whole["unit"], whole["unserved"], strict=True))
    cost = c.serving_cost[c.serving_cost["regency_code"] == c.province_code]
    needed = [
        Cost(None if pd.isna(row.cost_to_serve_all) else row.cost_to_serve_all, row.cost_known, row.short)
        for row in cost.itertuples()
    ]
    running, all_nihil = c.period.quarter < 4, not (c.unserved["target"] > 0).any()
    return people_sentences.told(amounts, len(c.regency), needed[0] if needed else Cost(None, 0, 0), running, all_nihil)


def own_told(facts: Facts) -> str:
    """How the province's own government stands, or why nobody knows."""
    c, index = facts.consolidated, measure(facts, "own")
    return field_sentences.own_services(c.province_name, index, c.own_status, len(c.own_service), c.nameless)


def first_steps_told(facts: Facts) -> str:
    """Which services lift the province's index most."""
    ranked = facts.consolidated.priorities.dropna(subset=["rank_lift"]).sort_values(["rank_lift", "service_code"])
    names = facts.services.set_index("service_code")["service_name"]
    return people_sentences.first_steps([(names[row.service_code], row.lift) for row in ranked.itertuples()])
