"""The sheet "Tren": how the indices moved over the quarters, those without a report at their place among the others."""

from collections.abc import Iterator

import pandas as pd

from schemas.period import Period
from tasks.compute.trend import reporters
from tasks.report.outlook import otherwise_text
from tasks.report.tables import derivations
from tasks.report.tables.lookups import REGENCY, Facts
from tasks.report.tables.table import Chart, Column, ReportTable, Series

SHEET = "Tren"
NOBODY, NO_FIGURE = "0 diterima", "tanpa angka"
"""Of a quarter in which no report was accepted, and of a regency whose report was none: missing, or rejected."""
NEW_YEAR = "\xa0"
"""Names the row between two years: it is not seen, neither in the table nor below the axis of its chart."""
NOTES = (
    "Rata-rata kabupaten/kota yang laporannya diterima pada triwulan itu. Yang melapor dapat berbeda: naik atau "
    "turunnya baru dapat dibaca pada tabel Perubahan, yang membandingkan daerah yang sama.",
    "Angka kumulatif sejak 1 Januari: setiap tahun hitungan mulai lagi, dan garis tidak menyambung dua tahun.",
)


def trend_tables(facts: Facts) -> list[ReportTable]:
    return [province_trend(facts), regency_trend(facts)]


def province_trend(facts: Facts) -> ReportTable:
    """A row a quarter, oldest first: the mean of those that reported then, per bidang and as a whole. Between two years
    stands a row that says nothing, and cells without a figure are empty: a chart leaves a gap at both."""
    frame = _province_frame(facts, list(facts.indices))
    return ReportTable(
        sheet=SHEET,
        title="Tren indeks SPM provinsi per triwulan",
        notes=tuple(filter(None, (*NOTES, otherwise_text(facts)))),
        columns=(
            Column("label", "Triwulan", width=26),
            Column("reporters", "Daerah dalam rata-rata", "count", 14),
            *(
                Column(key, name, "index", 14, band=f"band_{key}", own_formula=f"now_{key}")
                for key, name in facts.indices.items()
            ),
        ),
        frame=frame,
        legend=_legend(facts),
        chart=Chart(
            "Indeks SPM provinsi dan bidang per triwulan",
            "label",
            tuple(Series(key, "line") for key in ("ALL", *facts.fields) if "nihil" not in set(frame[key])),
            lowest=_lowest(frame, list(facts.indices)),
        ),
    )


def _province_frame(facts: Facts, keys: list[str]) -> pd.DataFrame:
    frame = pd.DataFrame(list(_rows(facts, keys)), columns=["period", "label", "reporters", *keys])
    for key in keys:
        values = pd.to_numeric(frame[key], errors="coerce")
        frame[key] = facts.cells(values, frame[key])
        frame[f"band_{key}"] = _bands(facts, values).where(frame["period"].map(_ends_year))
        now = derivations.printed(f"{{provinsi.mean_reported[field_code={key}]}}")
        frame[f"now_{key}"] = [now if period == facts.consolidated.period.key else "" for period in frame["period"]]
    return frame


def _rows(facts: Facts, keys: list[str]) -> Iterator[list[object]]:
    """period ('' of the row between two years), label, reporters, and the value of each of the `keys`."""
    c = facts.consolidated
    own = c.trend[c.trend["regency_code"] == c.province_code]
    values: dict[str, dict[str, float]] = {}
    for row in own.itertuples():
        values.setdefault(row.period, {})[row.field_code] = row.value
    counts, quarters = reporters(c.trend, c.province_code), facts.quarters if values else []
    for quarter in quarters:
        if quarter.quarter == 1 and quarter != quarters[0]:
            yield ["", NEW_YEAR, "", *[""] * len(keys)]
        known = values.get(quarter.key)
        told = ["nihil" if pd.isna(known[key]) else known[key] for key in keys] if known else [""] * len(keys)
        yield [quarter.key, quarter.label, counts.get(quarter.key, 0) if known else NOBODY, *told]


def regency_trend(facts: Facts) -> ReportTable:
    """A row a regency, a column a quarter with its index."""
    c = facts.consolidated
    quarters = [quarter.key for quarter in facts.quarters] if (c.trend["field_code"] == "ALL").any() else []
    now = derivations.printed("{daerah.ALL[regency_code]}")
    return ReportTable(
        sheet=SHEET,
        title="Tren indeks SPM kabupaten/kota per triwulan",
        columns=(
            *REGENCY,
            *(
                Column(period, label, "index", 14, band, formula=now if period == c.period.key else "")
                for period in quarters
                for label in [Period.parse(period).label]
                for band in [f"band_{period}" if _ends_year(period) else ""]
            ),
        ),
        frame=_regency_frame(facts, quarters),
        legend=_legend(facts),
    )


def _regency_frame(facts: Facts, quarters: list[str]) -> pd.DataFrame:
    c = facts.consolidated
    whole = c.trend[c.trend["field_code"] == "ALL"]
    wide = whole.pivot(index="regency_code", columns="period", values="value").reindex(c.regions["code"])
    reported = whole.assign(there=True).pivot(index="regency_code", columns="period", values="there")
    reported = reported.reindex(index=c.regions["code"], columns=quarters).fillna(False).astype(bool)
    frame = pd.DataFrame({"regency_code": list(wide.index), "regency_name": list(wide.index.map(facts.names))})
    frame = frame if quarters else frame.iloc[:0]  # names without a figure are no trend
    for period in quarters:
        absent = facts.absent if period == c.period.key else {}
        without = pd.Series([absent.get(code, NO_FIGURE) for code in frame["regency_code"]], dtype=object)
        why = without.mask(reported[period].to_numpy(), "nihil")
        values = wide.reindex(columns=quarters)[period].astype(float).reset_index(drop=True)
        frame[period], frame[f"band_{period}"] = facts.cells(values, why), _bands(facts, values)
    return frame


def _ends_year(period: str) -> bool:
    """Figures add up over the year: only its last quarter reaches a category. '' is the row between two years."""
    return period.endswith("TW4")


def _bands(facts: Facts, values: pd.Series) -> pd.Series:
    """While the report's own year goes on, its words for the lowest category fit no year that is over."""
    bands = facts.bands(values)
    return bands if _ends_year(facts.consolidated.period.key) else bands.mask(bands == len(facts.legend) - 1)


def _legend(facts: Facts) -> tuple[str, ...]:
    return facts.legend if any(quarter.quarter == 4 for quarter in facts.quarters) else ()


def _lowest(frame: pd.DataFrame, keys: list[str]) -> int:
    """The ten below the smallest number, where the axis may begin."""
    numbers = [value for key in keys for value in frame[key] if not isinstance(value, str)]
    return int(min(numbers, default=0) // 10) * 10
