"""The sheet "Kesenjangan": how many more people each regency must serve to reach the next category, and in what."""

import pandas as pd

from schemas.frames import HANDFUL
from schemas.wording import number_text
from tasks.report.sentences import listed
from tasks.report.tables import derivations
from tasks.report.tables.lookups import Facts
from tasks.report.tables.table import Column, ReportTable

SHEET = "Kesenjangan"
WHOLE = "Indeks SPM"
NO_COST = "biaya per satuan tidak diketahui"
_STATES = {
    "perlu mutu": "perlu pemenuhan mutu",
    "tidak terjangkau": "tidak terjangkau",
    "tertinggi": "sudah tertinggi",
    "nihil": "nihil",
}
"""State of a gap in which no number of people is given -> the word in its place."""


def gaps(facts: Facts) -> ReportTable:
    """A row a counted regency and bidang, after one for its whole index."""
    rows = facts.consolidated.gaps
    order = {code: place for place, code in enumerate(["ALL", *facts.fields])}
    rows = rows.assign(place=rows["field_code"].map(order)).sort_values(["regency_code", "place"], ignore_index=True)
    return ReportTable(
        sheet=SHEET,
        title="Catatan: jarak ke kategori berikutnya",
        notes=(
            "Paling sedikit: jumlah orang (atau rumah tangga, rumah) terkecil yang masih harus dilayani. "
            "Termurah: layanan dengan biaya per poin indeks terendah lebih dahulu, menurut biaya per satuan daerah itu "
            "sendiri (realisasi dibagi terlayani). Satuan yang berbeda tidak dijumlahkan.",
            "“perlu pemenuhan mutu”: meskipun semua terlayani, kategori berikutnya baru tercapai bila butir mutu "
            "ditambah.",
            f"“segelintir”: kategori berikutnya tercapai lewat paling banyak {HANDFUL} sasaran, jadi bukan tanda bahwa "
            "pelayanan sudah merata.",
            *filter(None, (facts.absent_note(),)),
        ),
        columns=COLUMNS,
        frame=_frame(facts, rows),
        legend=facts.legend,
        group="regency_code",
    )


POINTS = f"ROUND(INDEX({derivations.LEAST},MATCH({{next_category}},{derivations.NAMES},0))-{{index}},2)"
"""From the number that is written to where the next category begins."""
COLUMNS = (
    Column("regency_code", "Kode", width=7),
    Column("regency_name", "Kabupaten/kota", width=27),
    Column("field", "Bidang", width=18),
    Column("index", "Indeks", "index", 10, band="band", own_formula="from_exact"),
    Column("next_category", "Kategori berikutnya", width=17),
    Column("points", "Kurang (poin)", "index", 10, formula=POINTS),
    Column("people", "Paling sedikit (sasaran)", "count", 13),
    Column("where", "Pada pelayanan", width=44),
    Column("cost", "Biaya (Rp)", "count", 18),
    Column("cheapest_people", "Termurah (sasaran)", "count", 13),
    Column("cheapest_where", "Pada pelayanan", width=44),
    Column("cheapest_cost", "Biaya termurah (Rp)", "count", 18),
)


def _frame(facts: Facts, rows: pd.DataFrame) -> pd.DataFrame:
    reached = rows["state"] == "terjangkau"
    why = rows["state"].map(_STATES).astype(object)
    unknown = why.where(~reached, NO_COST)
    fewest, cheapest = _shares(facts, rows, "people"), _shares(facts, rows, "cheapest_people")
    planned = rows["cheapest_people"].notna()
    few = pd.Series(["" if pd.isna(one) or one > HANDFUL else " (segelintir)" for one in rows["people"]], dtype=object)
    people, cheapest_people = _counts(facts, rows, "people"), _counts(facts, rows, "cheapest_people")
    frame = {
        "regency_code": rows["regency_code"].astype(object),
        "regency_name": rows["regency_code"].map(facts.names),
        "field_code": rows["field_code"].astype(object),
        "field": rows["field_code"].map({**facts.fields, "ALL": WHOLE}),
        "index": facts.cells(rows["value"], "nihil"),
        "band": facts.bands(rows["value"]),
        "from_exact": [derivations.printed(f"{{daerah.{code}[regency_code]}}") for code in rows["field_code"]],
        "next_category": rows["next_category"].where(rows["next_category"] != "", why),
        "points": _points(facts, rows).where(rows["points"].notna(), why),
        "people": people.where(reached, why),
        "where": (fewest + few).where(reached, _instead(rows, why)),
        "cost": rows["cost"].astype(object).where(rows["cost"].notna(), unknown),
        "cheapest_people": cheapest_people.where(planned, unknown),
        "cheapest_where": cheapest.where(planned, unknown),
        "cheapest_cost": rows["cheapest_cost"].astype(object).where(rows["cheapest_cost"].notna(), unknown),
    }
    return pd.DataFrame(frame)


def by_unit(facts: Facts, plan: str) -> dict[tuple[str, str], list[str]]:
    """(Regency, bidang) -> `10.770 orang`, `72 unit rumah`: what a plan counts in each unit."""
    found: dict[tuple[str, str], list[str]] = {}
    counted = facts.consolidated.gap_units[["regency_code", "field_code", "unit", plan]]
    for regency, field, unit, people in counted[counted[plan] > 0].itertuples(index=False, name=None):
        found.setdefault((regency, field), []).append(f"{number_text(people, 0)} {unit.lower()}")
    return found


def _counts(facts: Facts, rows: pd.DataFrame, plan: str) -> pd.Series:
    """A number where the plan has one unit; more are told one by one."""
    told = by_unit(facts, plan)
    keys = zip(rows["regency_code"], rows["field_code"], rows[plan].astype(object), strict=True)
    cells = [listed(units) if len(units := told.get((code, field), [])) > 1 else sum_ for code, field, sum_ in keys]
    return pd.Series(cells, dtype=object)


def _points(facts: Facts, rows: pd.DataFrame) -> pd.Series:
    """From the printed index to the bound, so that a reader who subtracts finds the same."""
    printed = rows["value"].map(facts.printed, na_action="ignore").astype(float)
    return (rows["next_index"] - printed).round(2).astype(object)


def _shares(facts: Facts, rows: pd.DataFrame, plan: str) -> pd.Series:
    """Of each row `Pendidikan Dasar 694 orang; ...`, the services of a plan with the people of each."""
    names = facts.services.set_index("service_code")[["service_name", "unit"]].to_dict("index")
    planned = facts.consolidated.gap_services[["regency_code", "field_code", "service_code", plan]]
    found: dict[tuple[str, str], list[str]] = {}
    for regency, field, code, people in planned[planned[plan].fillna(0) > 0].itertuples(index=False, name=None):
        one = names[code]
        text = f"{one['service_name']} {number_text(people, 0)} {one['unit'].lower()}"
        found.setdefault((regency, field), []).append(text)
    told = {key: "; ".join(texts) for key, texts in found.items()}
    return pd.Series(map(told.get, zip(rows["regency_code"], rows["field_code"], strict=True)), dtype=object)


def _instead(rows: pd.DataFrame, why: pd.Series) -> pd.Series:
    """What is needed where people are not enough."""
    needed = [
        f"Meskipun semua terlayani, indeks hanya mencapai {number_text(reach, 2)}. "
        f"Mutu perlu naik {number_text(quality, 2)} poin."
        if state == "perlu mutu"
        else word
        for state, reach, quality, word in zip(
            rows["state"], rows["reachable_index"], rows["quality_needed"], why, strict=True
        )
    ]
    return pd.Series(needed, dtype=object)
