"""The sheet "Tren": how the indices moved over the quarters that are known."""

import pandas as pd

from schemas.period import Period
from tasks.report.tables import derivations
from tasks.report.tables.lookups import Facts
from tasks.report.tables.table import Chart, Column, ReportTable, Series

SHEET = "Tren"
NO_REPORT = "tanpa laporan"


def trend_tables(facts: Facts) -> list[ReportTable]:
    return [province_trend(facts), regency_trend(facts)]


def province_trend(facts: Facts) -> ReportTable:
    """A row a quarter, oldest first: the mean of those that reported then, per bidang and as a whole."""
    c = facts.consolidated
    wide = c.trend[c.trend["regency_code"] == c.province_code].pivot(
        index="period", columns="field_code", values="value"
    )
    keys = [*facts.fields, "ALL"]
    frame = pd.DataFrame({"period": wide.index, "label": [Period.parse(key).label for key in wide.index]})
    for key in keys:
        values = wide.reindex(columns=keys)[key].astype(float).reset_index(drop=True)
        frame[key], frame[f"band_{key}"] = facts.cells(values, "nihil"), facts.bands(values)
        now = derivations.printed(f"{{provinsi.mean_reported[field_code={key}]}}")
        frame[f"now_{key}"] = [now if period == c.period.key else "" for period in frame["period"]]
    return ReportTable(
        sheet=SHEET,
        title="Tren indeks SPM provinsi per triwulan",
        subtitle=facts.subtitle,
        notes=(
            "Rata-rata kabupaten/kota yang laporannya diterima pada triwulan itu; jumlah pelapornya dapat berbeda.",
        ),
        columns=(
            Column("label", "Triwulan", width=26),
            *(
                Column(key, name, "index", 14, band=f"band_{key}", own_formula=f"now_{key}")
                for key, name in (facts.fields | {"ALL": "Indeks SPM"}).items()
            ),
        ),
        frame=frame,
        legend=facts.legend,
        chart=Chart(
            "Indeks SPM provinsi dan bidang per triwulan",
            "label",
            tuple(Series(key, "line") for key in ("ALL", *facts.fields)),
            lowest=_lowest(frame, keys),
        ),
    )


def regency_trend(facts: Facts) -> ReportTable:
    """A row a regency, a column a quarter with its index."""
    c = facts.consolidated
    whole = c.trend[c.trend["field_code"] == "ALL"]
    wide = whole.pivot(index="regency_code", columns="period", values="value").reindex(c.regions["code"])
    reported = whole.assign(there=True).pivot(index="regency_code", columns="period", values="there")
    reported = reported.reindex(c.regions["code"]).fillna(False).astype(bool)
    frame = pd.DataFrame({"regency_code": list(wide.index), "regency_name": list(wide.index.map(facts.names))})
    for period in wide.columns:
        why = reported[period].map({True: "nihil", False: NO_REPORT}).reset_index(drop=True)
        values = wide[period].astype(float).reset_index(drop=True)
        frame[period], frame[f"band_{period}"] = facts.cells(values, why), facts.bands(values)
    now = derivations.printed("{daerah.ALL[regency_code]}")
    return ReportTable(
        sheet=SHEET,
        title="Tren indeks SPM kabupaten/kota per triwulan",
        columns=(
            Column("regency_code", "Kode", width=7),
            Column("regency_name", "Kabupaten/kota", width=30),
            *(
                Column(period, period, "index", 14, f"band_{period}", formula=now if period == c.period.key else "")
                for period in wide.columns
            ),
        ),
        frame=frame,
        legend=facts.legend,
    )


def _lowest(frame: pd.DataFrame, keys: list[str]) -> int:
    """The ten below the smallest number, where the axis may begin."""
    numbers = [value for key in keys for value in frame[key] if not isinstance(value, str)]
    return int(min(numbers, default=0) // 10) * 10
