"""The sheets "Hitung ...": every exact value between the figures that were sent and the numbers that are written."""

import pandas as pd

from schemas.wording import yes_or_no
from tasks.compute import totals
from tasks.report.tables import derivations, sent
from tasks.report.tables.constants import constants
from tasks.report.tables.lookups import REGENCY, Facts, number_cells
from tasks.report.tables.sent import FIGURE, NOTE, SERVICE
from tasks.report.tables.summary import MEASURES, no_value
from tasks.report.tables.table import Column, ReportTable

OWN = "layanan_provinsi"
_SERVICES_OF = {"pooled": "gabungan", "own": OWN}


def calculation_tables(facts: Facts) -> list[ReportTable]:
    """From the province's indices back to the cells of the senders."""
    return [
        regencies(facts),
        province(facts),
        own_services(facts),
        pooled_services(facts),
        pooled_items(facts),
        services(facts),
        sent.items(facts),
        sent.filled_cells(facts),
        *constants(facts),
        sent.origins(facts),
    ]


def regencies(facts: Facts) -> ReportTable:
    """A row a regency with the exact index of each bidang and as a whole."""
    frame = facts.consolidated.submissions[["regency_code", "status", "on_time"]].reset_index(drop=True)
    reason = frame["regency_code"].map(facts.absent).astype(object).fillna("nihil")
    values = facts.by_regency.reindex(frame["regency_code"]).reset_index(drop=True)
    first, *_, last = facts.fields
    fields = {code: f"AVERAGE({{layanan.index[regency_code,field_code={code}]}})" for code in facts.fields}
    return ReportTable(
        sheet="Hitung Daerah",
        title="Indeks bidang dan indeks SPM tiap daerah: nilai pasti",
        notes=(NOTE,),
        columns=(
            *REGENCY,
            Column("status", "Keadaan laporan", width=24),
            Column("on_time", "Tepat waktu", width=12),
            *(Column(code, facts.fields[code], "exact", 13, formula=formula) for code, formula in fields.items()),
            Column("ALL", "Indeks SPM", "exact", 13, formula=f"AVERAGE({{{first}}}:{{{last}}})"),
        ),
        frame=frame.assign(
            regency_name=frame["regency_code"].map(facts.names),
            on_time=frame["on_time"].map(yes_or_no).where(frame["on_time"].notna(), "belum lapor"),
            **{key: number_cells(values[key], reason) for key in values},
        ),
        name="daerah",
    )


def province(facts: Facts) -> ReportTable:
    """A row a bidang and one for the whole, a column a measure (rules.md part 1, step 6)."""
    rows = facts.consolidated.province
    names = facts.indices
    wide = rows.pivot(index="field_code", columns="measure", values="value").reindex(list(names)).astype(float)
    frame = pd.DataFrame({"field_code": list(names), "name": list(names.values())})
    for measure in MEASURES:
        values = wide[measure].array if measure in wide else [float("nan")] * len(names)
        frame[measure] = number_cells(pd.Series(values), no_value(facts, measure)["value"])
        frame[f"from_{measure}"] = [_province_formula(facts, measure, code) for code in names]
    return ReportTable(
        sheet="Hitung Provinsi",
        title="Indeks provinsi: nilai pasti",
        notes=(NOTE,),
        columns=(
            Column("name", "Bidang", width=24),
            *(
                Column(measure, name, "exact", 18, own_formula=f"from_{measure}")
                for measure, (name, _) in MEASURES.items()
            ),
        ),
        frame=frame,
        name="provinsi",
    )


def _province_formula(facts: Facts, measure: str, field_code: str) -> str:
    everyone, (first, *_, last) = f"{{daerah.{field_code}:}}", facts.fields
    if measure == "mean_reported":
        return f"AVERAGE({everyone})"
    if measure == "mean_all":
        silent = 'COUNTIF({daerah.status:},"ditolak")+COUNTIF({daerah.status:},"belum lapor")'
        return f"SUM({everyone})/(COUNT({everyone})+{silent})"
    if field_code == "ALL":
        return f"AVERAGE({{provinsi.{measure}[field_code={first}]}}:{{provinsi.{measure}[field_code={last}]}})"
    return f"AVERAGE({{{_SERVICES_OF[measure]}.index[field_code={field_code}]}})"


def services(facts: Facts) -> ReportTable:
    """A row a counted regency and service."""
    return _services(facts, facts.consolidated.service, facts.services, "Hitung Layanan", "layanan")


def own_services(facts: Facts) -> ReportTable:
    """A row a service of the province's own government; none where it has not reported."""
    return _services(facts, facts.consolidated.own_service, facts.own_services, "Hitung Layanan Provinsi", OWN)


def _services(facts: Facts, rows: pd.DataFrame, services: pd.DataFrame, sheet: str, name: str) -> ReportTable:
    return ReportTable(
        sheet=sheet,
        title=f"Indeks layanan{' provinsi' if name == OWN else ' tiap daerah'}: nilai pasti",
        notes=(NOTE,),
        columns=(
            *REGENCY,
            *SERVICE,
            Column("target", "Harus dilayani", "count", 12, formula=derivations.reported(FIGURE % "target")),
            Column("served", "Terlayani", "count", 12, formula=derivations.reported(FIGURE % "served")),
            Column("counted", "Terlayani, paling banyak sasaran", "count", 14, formula="MIN({served},{target})"),
            Column("nihil", "Nihil", width=8, formula=f'IF(AND({{target}}=0,{FIGURE % "nihil"}="Ya"),"Ya","Tidak")'),
            *_percentages(facts, "mutu", "regency_code,service_code"),
        ),
        frame=_exact(rows).assign(
            regency_name=rows["regency_code"].map(facts.all_names),
            code=rows["service_code"],
            field_code=rows["service_code"].map(services.set_index("service_code")["field_code"]),
        ),
        name=name,
        group="regency_code",
    )


def pooled_services(facts: Facts) -> ReportTable:
    """A row a service, of all counted regencies taken together."""
    named = facts.services[["service_code", "service_name", "field_code"]]
    frame = _exact(facts.consolidated.pooled).merge(named, on="service_code", validate="1:1")
    added = "SUMIF({layanan.service_code:},{service_code},{layanan.%s:})"
    nihil = 'COUNTIFS({layanan.service_code:},{service_code},{layanan.nihil:},"Ya")'
    return ReportTable(
        sheet="Hitung Gabungan",
        title="Layanan seluruh daerah pelapor digabungkan: nilai pasti",
        notes=(NOTE,),
        columns=(
            *SERVICE,
            Column("service_name", "Jenis pelayanan dasar", width=44),
            Column("target", "Harus dilayani", "count", 13, formula=added % "target"),
            Column("counted", "Terlayani, paling banyak sasaran", "count", 14, formula=added % "counted"),
            Column("nihil", "Nihil", width=8, formula=f'IF(AND({{target}}=0,{nihil}>0),"Ya","Tidak")'),
            *_percentages(facts, "butir", "service_code"),
        ),
        frame=frame,
        name="gabungan",
    )


def pooled_items(facts: Facts) -> ReportTable:
    """A row a quality item that somebody needs, of all counted regencies taken together."""
    sums = totals.by_item(facts.required_items)[["required", "counted"]].reset_index()
    frame = facts.items[["item_code", "item_name", "service_code"]].merge(sums, on="item_code", validate="1:1")
    added = "SUMIF({mutu.item_code:},{item_code},{mutu.%s:})"
    return ReportTable(
        sheet="Hitung Butir Gabungan",
        title="Butir mutu seluruh daerah pelapor digabungkan: nilai pasti",
        notes=(NOTE,),
        columns=(
            *SERVICE,
            Column("item_code", "Kode mutu", width=20),
            Column("item_name", "Butir mutu", width=60),
            Column("required", "Dibutuhkan", "count", 14, formula=added % "required"),
            Column("counted", "Tersedia, paling banyak kebutuhan", "count", 16, formula=added % "counted"),
            Column("pct", "Terpenuhi (%)", "exact", 14, formula="100*{counted}/{required}"),
        ),
        frame=frame.assign(pct=frame["counted"] / frame["required"] * 100),
        name="butir",
        group="service_code",
    )


def _exact(rows: pd.DataFrame) -> pd.DataFrame:
    """ServiceAchievement with a reason where there is no value."""
    nihil = rows["nihil"].eq(True)
    without = nihil.map({True: "nihil", False: "sasaran 0"}).astype(object)
    return rows.assign(
        counted=rows[["served", "target"]].min(axis=1),
        nihil=nihil.map({True: "Ya", False: "Tidak"}),
        recipient=number_cells(rows["recipient_pct"], without),
        quality=number_cells(rows["quality_pct"], nihil.map({True: "nihil", False: "tanpa butir"}).astype(object)),
        index=number_cells(rows["service_index"], without),
    )


def _percentages(facts: Facts, items: str, key: str) -> tuple[Column, ...]:
    quality = derivations.quality(facts.consolidated.method["quality"], items, key)
    return (
        Column("recipient", "Penerima (%)", "exact", 13, formula=derivations.RECIPIENT),
        Column("quality", "Mutu (%)", "exact", 13, formula=quality),
        Column("index", "Indeks layanan", "exact", 13, formula=derivations.INDEX),
    )
