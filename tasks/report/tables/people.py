"""People and not points: whom the services did not reach, by service and by regency, and what to do first."""

import pandas as pd

from schemas.movement import LEAST_REGENCIES
from tasks.report.people_sentences import no_ranking
from tasks.report.tables.lookups import Facts, number_cells
from tasks.report.tables.table import Column, ReportTable

SHEET, DETAIL = "Belum Terlayani", "Rincian Belum Terlayani"
NO_COST = "tidak diketahui"
NOBODY = "tidak ada"
NIHIL = "nihil"
"""In place of how many are not served where nobody is to be served."""
FEW = f"kurang dari {LEAST_REGENCIES} daerah"

COST_NOTE = (
    "Biaya dihitung dengan biaya per satuan daerah itu sendiri (realisasi dibagi terlayani); yang biayanya tidak "
    "diketahui tidak ikut dijumlahkan."
)
UNIT_NOTE = (
    "Jumlah dalam satuan layanan; satuan yang berbeda tidak dijumlahkan. Orang yang menunggu beberapa pelayanan "
    "dihitung pada tiap pelayanan."
)
ORDER_NOTE = (
    "Kenaikan indeks: bertambahnya rata-rata daerah yang melapor bila semua sasaran pelayanan itu terlayani. Terhadap "
    "indeks daerah: selisih indeks pelayanan itu dari indeks daerah yang menjalankannya, rata-rata; negatif berarti "
    f"tertinggal. Yang diurutkan hanya pelayanan yang dijalankan sedikitnya {LEAST_REGENCIES} daerah; peringkat jumlah "
    "di antara pelayanan dengan satuan yang sama."
)
_ADDED = 'SUMIF({layanan.service_code:},"%s",{layanan.%s:})'
_LEFT = 'SUMPRODUCT(({belum.unit[regency_code]}="%s")*{belum.unserved[regency_code]})'


def first_steps(facts: Facts) -> ReportTable:
    """A row a ranked service, the one that lifts the index most first."""
    rows = facts.consolidated.priorities
    rows = rows.dropna(subset=["rank_lift"]).sort_values(["rank_lift", "service_code"], ignore_index=True)
    return ReportTable(
        sheet=SHEET,
        title="Yang didahulukan",
        notes=(ORDER_NOTE, COST_NOTE),
        columns=(
            Column("service_name", "Jenis pelayanan dasar", width=58),
            Column("lift", "Kenaikan indeks", "index", 14),
            Column("rank_people", "Peringkat jumlah", "number", 13),
            Column("unserved", "Belum terlayani", "count", 13, own_formula="adding_unserved"),
            Column("unit", "Satuan", width=13),
            Column("short", "Daerah yang belum semua", "number", 14),
            Column("cost", "Biaya melayani semua (juta rupiah)", "millions", 15),
            Column("regencies", "Daerah yang menjalankan", "number", 14),
            Column("against_own", "Terhadap indeks daerah", "points", 12),
        ),
        frame=_services(facts, rows),
        without=no_ranking(len(facts.consolidated.regency)),
    )


def people_tables(facts: Facts) -> list[ReportTable]:
    return [by_service(facts), first_steps(facts), by_regency(facts)]


def by_service(facts: Facts) -> ReportTable:
    """A row a service: all counted regencies together."""
    return ReportTable(
        sheet=SHEET,
        title="Belum terlayani menurut pelayanan",
        notes=(UNIT_NOTE, COST_NOTE, *filter(None, (facts.absent_note(),))),
        columns=(
            Column("service_name", "Jenis pelayanan dasar", width=58),
            Column("unserved", "Belum terlayani", "count", 14, own_formula="adding_unserved"),
            Column("unit", "Satuan", width=13),
            Column("target", "Harus dilayani", "count", 13, own_formula="adding_target"),
            Column("short", "Daerah yang belum semua", "number", 14),
            Column("cost", "Biaya melayani semua (juta rupiah)", "millions", 15),
            Column("cost_known", "Biaya diketahui (daerah)", "number", 14),
            Column("field", "Bidang", width=15),
        ),
        frame=_services(facts, facts.consolidated.priorities),
    )


def _services(facts: Facts, rows: pd.DataFrame) -> pd.DataFrame:
    named = facts.services.set_index("service_code")[["service_name", "field_code"]]
    whole = facts.consolidated.unserved
    whole = whole[whole["regency_code"] == facts.consolidated.province_code].set_index("service_code")
    codes, rows = rows["service_code"], rows.astype({"unserved": object})
    nobody = codes.map(whole["target"]) == 0
    return pd.DataFrame(
        {
            "service_code": codes.astype(object),
            "field_code": codes.map(named["field_code"]),
            "service_name": codes.map(named["service_name"]),
            "field": codes.map(named["field_code"]).map(facts.fields),
            "target": codes.map(whole["target"]).astype(object).mask(nobody, NIHIL),
            "unserved": rows["unserved"].mask(nobody, NIHIL),
            "unit": rows["unit"].astype(object),
            "rank_people": number_cells(rows["rank_people"], FEW),
            "lift": rows["lift"].round(2),
            "against_own": number_cells(rows["against_own"].round(2) + 0.0, NOBODY),  # never -0,00
            "regencies": rows["regencies"],
            "short": rows["regencies_short"],
            "cost": _costs(rows["cost_to_serve_all"], rows["regencies_short"]).mask(nobody, NIHIL),
            "cost_known": rows["cost_known"],
            "adding_target": [_ADDED % (code, "target") for code in codes],
            "adding_unserved": [f"{_ADDED % (code, 'target')}-{_ADDED % (code, 'counted')}" for code in codes],
        }
    )


def _costs(costs: pd.Series, short: pd.Series) -> pd.Series:
    """0 where nobody is left; a word where it is not known."""
    return number_cells(costs, NO_COST).mask(short == 0, 0)


def by_regency(facts: Facts) -> ReportTable:
    """A row a counted regency, a column a unit, and the province below."""
    c = facts.consolidated
    units = {unit.replace(" ", "_"): unit for unit in facts.services["unit"].unique()}
    frame = _regencies(facts, units)
    own = frame["regency_code"] == c.province_code
    sums = {f"sum_{key}": f"SUM({{{key}:}})" for key in units}
    return ReportTable(
        sheet=SHEET,
        title="Belum terlayani menurut kabupaten/kota",
        notes=(UNIT_NOTE,),
        columns=(
            Column("regency_name", "Kabupaten/kota", width=44),
            Column("short", "Pelayanan yang belum semua", "number", 14),
            *(
                Column(key, unit.capitalize(), "count", 13, formula=_LEFT % unit, own_formula=f"sum_{key}")
                for key, unit in units.items()
            ),
            Column("cost", "Biaya melayani semua (juta rupiah)", "millions", 15),
            Column("cost_known", "Biaya diketahui (pelayanan)", "number", 14),
        ),
        frame=frame[~own].reset_index(drop=True),
        totals=frame[own].assign(**sums) if own.any() else None,
    )


def _regencies(facts: Facts, units: dict[str, str]) -> pd.DataFrame:
    c = facts.consolidated
    left = c.unserved_by_unit.astype({"unserved": object})
    left = left.assign(shown=left["unserved"].mask(left["target"] == 0, NIHIL))
    wide = left.pivot(index="regency_code", columns="unit", values="shown")
    wide = wide.reindex(columns=list(units.values())).set_axis(list(units), axis=1).reset_index()
    rows = c.serving_cost.merge(wide, on="regency_code", validate="1:1")
    names = facts.names | {c.province_code: "Jumlah"}
    nobody = (rows[list(units)] == NIHIL).all(axis=1)
    return rows.assign(
        regency_name=rows["regency_code"].map(names),
        cost=_costs(rows["cost_to_serve_all"], rows["short"]).mask(nobody, NIHIL),
    )


def by_both(facts: Facts) -> ReportTable:
    """A row a counted regency and service that has a target."""
    c = facts.consolidated
    rows = c.unserved[(c.unserved["regency_code"] != c.province_code) & (c.unserved["target"] > 0)]
    return ReportTable(
        sheet=DETAIL,
        title="Belum terlayani menurut kabupaten/kota dan pelayanan",
        notes=(UNIT_NOTE, COST_NOTE),
        columns=(
            Column("regency_code", "Kode", width=7),
            Column("regency_name", "Kabupaten/kota", width=27),
            Column("service_name", "Jenis pelayanan dasar", width=44),
            *(
                Column(key, label, "count", 15, formula=f"{{layanan.{key}[regency_code,service_code]}}")
                for key, label in (("target", "Harus dilayani"), ("served", "Terlayani"))
            ),
            Column("unserved", "Belum terlayani", "count", 15, formula="MAX(0,{target}-{served})"),
            Column("unit", "Satuan", width=15),
            Column("cost_per_unit", "Biaya per satuan (Rp)", "count", 16),
            Column("cost", "Biaya melayani semua (Rp)", "count", 18, formula="ROUND({unserved}*{cost_per_unit},0)"),
        ),
        frame=_detail(facts, rows.reset_index(drop=True)),
        name="belum",
        group="regency_code",
    )


def _detail(facts: Facts, rows: pd.DataFrame) -> pd.DataFrame:
    named = facts.services.set_index("service_code")
    return rows.assign(
        regency_name=rows["regency_code"].map(facts.names),
        service_name=rows["service_code"].map(named["service_name"]),
        field_code=rows["service_code"].map(named["field_code"]),
        cost_per_unit=number_cells(rows["cost_per_unit"], NO_COST),
        cost=number_cells((rows["cost_to_serve_all"] + 0.5) // 1, NO_COST),
    )
