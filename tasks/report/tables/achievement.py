"""Tables of the achievement: ranking, matrix, one table per bidang, quality."""

import pandas as pd

from tasks.report.outlook import own_note, pace_of
from tasks.report.sentences import sentences
from tasks.report.tables import derivations, external
from tasks.report.tables.lookups import REGENCY, Facts, number_cells, sent_column
from tasks.report.tables.table import Column, ReportTable

EXACT = "{daerah.%s[regency_code]}"
"""The exact index of the row's regency."""
RANK = derivations.rank(EXACT % "ALL", "{daerah.ALL:}")

SERVICE_COLUMNS = (
    Column("service_code", "Kode layanan", width=10),
    Column("service_name", "Jenis pelayanan dasar", width=33),
)
SERVICE_NOTES = (
    "Angka kumulatif sejak 1 Januari. Terlayani/sasaran adalah perbandingan apa adanya, dapat melebihi 100; "
    "persentase penerima dibatasi 100.",
    "“tanpa butir”: tidak ada butir mutu yang dibutuhkan, indeks = persentase penerima. "
    "“nihil”: dinyatakan tidak ada yang harus dilayani.",
)


def _figure_columns(exact: str) -> tuple[Column, ...]:
    """`exact` is the table that holds the exact values of these rows."""
    of = "{" + exact + ".%s[regency_code,service_code]}"
    return (
        Column("unit", "Satuan", width=12),
        sent_column("target", "Harus dilayani", 11, of % "target"),
        sent_column("served", "Terlayani", 11, of % "served"),
        Column("raw", "Terlayani/ sasaran (%)", "index", 11, formula=derivations.printed("100*{served}/{target}")),
        Column("recipient", "Penerima (%)", "index", 11, formula=derivations.printed(of % "recipient")),
        Column("quality", "Mutu (%)", "index", 11, formula=derivations.printed(of % "quality")),
        Column("index", "Indeks layanan", "index", 11, band="band", formula=derivations.printed(of % "index")),
        Column("category", "Kategori", width=16, formula=derivations.category("{index}")),
        Column("nihil", "Nihil", width=11),
    )


def ranking(facts: Facts) -> ReportTable:
    """A row a regency: by rank, then those that are not counted, by code."""
    return ReportTable(
        sheet="Peringkat",
        title="Peringkat indeks pencapaian SPM kabupaten/kota",
        notes=(
            "Peringkat menurut nilai pasti indeks; nilai yang sama berbagi peringkat (1, 2, 2, 4).",
            "Kabupaten/kota yang belum lapor atau laporannya ditolak tercantum di bawah, tanpa peringkat.",
        ),
        columns=(
            Column("rank", "Peringkat", "number", 11, formula=RANK),
            *REGENCY,
            Column("index", "Indeks SPM", "index", 11, band="band", formula=_shown("ALL")),
            Column("category", "Kategori", "text", 17, formula=derivations.category("{index}")),
            *((Column("pace", "Laju", "text", 25),) if len(facts.consolidated.paces) else ()),
            *(column for code in facts.fields for column in _field_columns(facts, code)),
        ),
        frame=_ranked(facts),
        legend=facts.legend,
        name="peringkat",
    )


def _field_columns(facts: Facts, code: str) -> list[Column]:
    """A bidang, and beside it what others have published of it."""
    beside = facts.consolidated.external and code == external.FIELD
    counted = Column(code, facts.fields[code], "index", 12, formula=_shown(code))
    return [counted, Column("external", external.LABEL, "index", 12)] if beside else [counted]


def _ranked(facts: Facts) -> pd.DataFrame:
    c = facts.consolidated
    pace, wide = pace_of(facts), facts.by_regency.reset_index()
    counted = c.regency.sort_values(["rank", "regency_code"]).merge(wide, on="regency_code", validate="1:1")
    frame = pd.DataFrame(
        {
            "rank": number_cells(counted["rank"], "nihil"),
            "regency_code": counted["regency_code"],
            "regency_name": counted["regency_name"],
            "index": _printed_cells(counted["printed_index"]),
            "category": facts.categories_of(counted["regency_index"], "nihil"),
            "band": facts.bands(counted["regency_index"]),
            "pace": [pace.get(code, "nihil") for code in counted["regency_code"]],
            **{code: facts.cells(counted[code], "nihil") for code in facts.fields},
        }
    )
    rows = _with_absent(facts, frame, "rank", "index", "category", "pace", *facts.fields)
    return rows.assign(external=external.values(facts, rows["regency_code"]))


def matrix(facts: Facts) -> ReportTable:
    """A row a regency by code, a column a bidang; the last row is the mean of those that are counted."""
    return ReportTable(
        sheet="Matriks",
        title="Matriks indeks SPM menurut kabupaten/kota dan bidang",
        notes=("Huruf di belakang angka menyatakan kategorinya; warna hanya mengulang huruf itu.",),
        columns=(
            *REGENCY,
            *(
                Column(key, label, "index", 17, f"band_{key}", formula=_shown(key), own_formula=f"mean_{key}")
                for key, label in facts.indices.items()
            ),
        ),
        frame=_matrix_frame(facts),
        totals=pd.DataFrame([_mean_row(facts)]),
        legend=facts.legend,
        bounds=tuple(facts.categories["min_index"]),
    )


def _matrix_frame(facts: Facts) -> pd.DataFrame:
    wide = facts.by_regency.reset_index()
    frame = pd.DataFrame({"regency_code": wide["regency_code"], "regency_name": wide["regency_code"].map(facts.names)})
    for key in facts.indices:
        frame[key], frame[f"band_{key}"] = facts.cells(wide[key], "nihil"), facts.bands(wide[key])
    return _with_absent(facts, frame, *facts.indices).sort_values("regency_code", ignore_index=True)


def _mean_row(facts: Facts) -> dict[str, object]:
    mean = facts.means
    row = {"regency_code": "", "regency_name": "Rata-rata yang dihitung"}
    for key in facts.indices:
        row[key] = _printed_cells(mean["printed_value"], facts.no_mean)[key]
        row[f"band_{key}"] = facts.bands(mean["value"])[key]
        row[f"mean_{key}"] = derivations.printed(f"{{provinsi.mean_reported[field_code={key}]}}")
    return row


def by_service(facts: Facts, field_code: str) -> ReportTable:
    """One bidang: a row a service and regency, also of the regencies that are not counted."""
    c = facts.consolidated
    services = facts.services[facts.services["field_code"] == field_code]
    rows = services[["service_code", "service_name", "unit"]].merge(c.regions[["code", "name"]], how="cross")
    rows = rows.rename(columns={"code": "regency_code", "name": "regency_name"})
    rows = rows.merge(c.service, on=["regency_code", "service_code"], how="left", validate="1:1")
    return ReportTable(
        sheet=facts.fields[field_code],
        title=f"Bidang {services['field_name'].iloc[0]}",
        notes=SERVICE_NOTES,
        columns=(*SERVICE_COLUMNS, *REGENCY, *_figure_columns("layanan")),
        frame=_figures(facts, rows, rows["regency_code"].map(facts.absent).astype(object)),
        legend=facts.legend,
        group="service_code",
        name=f"bidang_{field_code}",
    )


def own_services(facts: Facts) -> ReportTable:
    """The services of the province's own government, a row each, also where it has not handed in its form."""
    c = facts.consolidated
    rows = facts.own_services.merge(
        c.own_service.drop(columns="regency_code"), on="service_code", how="left", validate="1:1"
    )
    rows = rows.assign(field=rows["field_code"].map(facts.fields), regency_code=c.province_code)
    reason = None if len(c.own_service) else c.own_status
    return ReportTable(
        sheet="Pemerintah Provinsi",
        title=f"Pelayanan dasar Pemerintah Provinsi {c.province_name}",
        notes=(
            sentences(
                "Dilaporkan di samping kabupaten/kota; tidak ikut dalam rata-rata dan gabungan.", own_note(facts)
            ),
            *SERVICE_NOTES,
        ),
        columns=(Column("field", "Bidang", width=20), *SERVICE_COLUMNS, *_figure_columns("layanan_provinsi")),
        frame=_figures(facts, rows, pd.Series(reason, index=rows.index, dtype=object)),
        legend=facts.legend,
        group="field",
    )


def _figures(facts: Facts, rows: pd.DataFrame, reason: pd.Series) -> pd.DataFrame:
    """Achievement rows as they are shown; `reason` says why a row has no figures and is missing where it has."""
    nihil = rows["nihil"].eq(True)
    without = reason.where(reason.notna(), nihil.map({True: "nihil", False: "sasaran 0"}))
    no_quality = reason.where(reason.notna() | ~nihil, "nihil").fillna("tanpa butir")
    rows = rows.assign(code=rows["service_code"])
    return rows.assign(
        **facts.told(rows, "target", "served"),
        target=number_cells(rows["target"], reason),
        served=number_cells(rows["served"], reason),
        raw=facts.cells(rows["served"] / rows["target"].where(rows["target"] > 0) * 100, without),
        recipient=facts.cells(rows["recipient_pct"], without),
        quality=facts.cells(rows["quality_pct"], no_quality),
        index=facts.cells(rows["service_index"], without),
        band=facts.bands(rows["service_index"]),
        category=facts.categories_of(rows["service_index"], without),
        nihil=reason.where(reason.notna(), nihil.map({True: "Ya", False: "Tidak"})),
    )


def _shown(key: str) -> str:
    """The index of the row's regency for a bidang or `ALL`, as it is written."""
    return derivations.printed(EXACT % key)


def _printed_cells(texts: pd.Series, reason: str = "nihil") -> pd.Series:
    """Printed indices as the numbers they show, and `reason` where there is none."""
    return texts.map(lambda text: float(text) if text else reason).astype(object)


def _with_absent(facts: Facts, frame: pd.DataFrame, *keys: str) -> pd.DataFrame:
    """Below them who is not counted, and why in each of `keys`."""
    absent = [
        {"regency_code": code, "regency_name": facts.names[code]} | dict.fromkeys(keys, reason)
        for code, reason in facts.absent.items()
    ]
    below = pd.DataFrame(absent, columns=frame.columns, dtype=object)
    return pd.concat([frame.astype(object), below], ignore_index=True)
