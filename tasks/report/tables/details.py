"""Tables of what the regencies reported beside the index: quality, budget, problems, stages, action plan."""

from itertools import product

import pandas as pd

from tasks.compute import totals
from tasks.report.tables import derivations
from tasks.report.tables.lookups import Facts, number_cells, text_cells
from tasks.report.tables.table import Column, ReportTable

REGENCY = (Column("regency_code", "Kode", width=7), Column("regency_name", "Kabupaten/kota", width=27))
SERVICE = (Column("service_code", "Kode layanan", width=10), Column("service_name", "Jenis pelayanan dasar", width=40))
EMPTY, NOT_NEEDED = "tidak diisi", "tidak dibutuhkan"
ITEMS = "{mutu.%s[regency_code,service_code]}"
MET = f"SUMPRODUCT(--({ITEMS % 'counted'}>={ITEMS % 'required'}))"
QUALITY = derivations.printed("{layanan.quality[regency_code,service_code]}")
SHORT = "SUMPRODUCT(({mutu.item_code:}={item_code})*({mutu.counted:}<{mutu.required:}))"
"""In how many regencies a quality item is short."""

_STEPS = {
    "data_collection": "Pengumpulan data",
    "needs_calculation": "Penghitungan kebutuhan",
    "planning": "Penyusunan rencana",
    "implementation": "Pelaksanaan",
    "note": "Keterangan",
}

QUALITY_COLUMNS = (
    *REGENCY,
    *SERVICE,
    Column("required", "Butir dibutuhkan", "count", 11, formula=f"COUNT({ITEMS % 'required'})"),
    Column("met", "Terpenuhi penuh", "count", 11, formula=MET),
    Column("quality", "Mutu (%)", "index", 11, formula=QUALITY),
    Column("lowest", "Butir yang paling kurang", width=48),
    Column("lowest_pct", "Terpenuhi (%)", "index", 11, formula=derivations.printed(f"MIN({ITEMS % 'pct'})")),
)


def quality_by_service(facts: Facts) -> ReportTable:
    """A row a regency and service with quality items: how many are needed and fully met, and the one furthest off."""
    c = facts.consolidated
    found = totals.items_by_service(facts.required_items)
    found = found.assign(lowest=found["lowest"].map(facts.items.set_index("item_code")["item_name"]))
    frame = c.service[["regency_code", "service_code", "quality_pct"]]
    frame = frame.merge(found, on=["regency_code", "service_code"], how="left", validate="1:1")
    frame = named(facts, frame)
    return ReportTable(
        sheet="Mutu",
        title="Mutu pelayanan dasar menurut kabupaten/kota",
        notes=notes(facts, "Hanya butir mutu yang dibutuhkan (kebutuhan di atas 0) yang dihitung."),
        columns=QUALITY_COLUMNS,
        group="regency_code",
        frame=frame.assign(
            required=frame["required"].fillna(0).astype(int),
            met=number_cells(frame["met"], "tanpa butir"),
            quality=facts.cells(frame["quality_pct"], "tanpa butir"),
            lowest=frame["lowest"].mask(frame["met"] == frame["required"], "semua terpenuhi").fillna("tanpa butir"),
            lowest_pct=facts.cells(frame["lowest_pct"], "tanpa butir"),
        ),
    )


def quality_by_item(facts: Facts) -> ReportTable:
    """A row a quality item: what the regencies that are counted need and have of it together."""
    frame = facts.items.merge(totals.by_item(facts.required_items), on="item_code", how="left", validate="1:1")
    frame = frame.merge(facts.services[["service_code", "service_name"]], on="service_code", validate="m:1")
    return ReportTable(
        sheet="Butir Mutu",
        title="Butir mutu se-provinsi",
        notes=notes(facts, "Tersedia dihitung paling banyak sebesar kebutuhan setiap daerah, lalu dijumlahkan."),
        columns=(
            *SERVICE,
            Column("item_code", "Kode mutu", width=19),
            Column("item_name", "Butir mutu", width=50),
            Column("unit", "Satuan", width=14),
            Column("required", "Dibutuhkan", "count", 14, formula="{butir.required[item_code]}"),
            Column("counted", "Tersedia", "count", 14, formula="{butir.counted[item_code]}"),
            Column("pct", "Terpenuhi (%)", "index", 11, formula=derivations.printed("{butir.pct[item_code]}")),
            Column("short", "Daerah yang kurang", "count", 11, formula=SHORT),
        ),
        group="service_code",
        frame=frame.assign(
            pct=facts.cells(frame["counted"] / frame["required"] * 100, NOT_NEEDED),
            **{key: number_cells(frame[key], NOT_NEEDED) for key in ("required", "counted", "short")},
        ),
    )


def problems(facts: Facts) -> ReportTable:
    frame = named(facts, facts.consolidated.problems)
    return ReportTable(
        sheet="Permasalahan",
        title="Permasalahan dan solusi",
        notes=notes(facts),
        columns=(
            *REGENCY,
            *SERVICE,
            Column("problem", "Permasalahan", width=46),
            Column("solution", "Solusi", width=46),
            Column("opd", "Perangkat daerah", width=26),
        ),
        group="regency_code",
        frame=_explained(frame, "problem", "solution", "opd"),
    )


def stages(facts: Facts) -> ReportTable:
    """A row a regency and bidang, also of the regencies that are not counted."""
    places = product(facts.consolidated.regions["code"], facts.fields)
    rows = pd.DataFrame(places, columns=["regency_code", "field_code"])
    rows = rows.merge(facts.consolidated.stages, how="left", validate="1:1")
    reason = rows["regency_code"].map(facts.absent).astype(object).fillna(EMPTY)
    texts = rows[list(_STEPS)].fillna("").astype(object)
    return ReportTable(
        sheet="Tahapan",
        title="Tahapan penerapan SPM",
        notes=notes(facts),
        columns=(
            *REGENCY,
            Column("field", "Bidang", width=22),
            *(Column(key, label, width=40 if key == "note" else 16) for key, label in _STEPS.items()),
        ),
        group="regency_code",
        frame=rows.assign(
            regency_name=rows["regency_code"].map(facts.names),
            field=rows["field_code"].map(facts.fields),
            **{key: texts[key].where(texts[key] != "", reason) for key in _STEPS},
        ),
    )


def actions(facts: Facts) -> ReportTable:
    frame = named(facts, facts.consolidated.actions)
    return ReportTable(
        sheet="Rencana Aksi",
        title="Rencana aksi penerapan SPM",
        notes=notes(facts),
        columns=(
            *REGENCY,
            *SERVICE,
            Column("activity", "Kegiatan", width=44),
            Column("year", "Tahun", "number", 9),
            Column("quarter", "Triwulan", width=9),
            Column("target", "Target", "count", 12),
            Column("unit", "Satuan", width=13),
            Column("budget", "Anggaran (Rp)", "count", 19),
            Column("opd", "Perangkat daerah", width=26),
        ),
        group="regency_code",
        frame=_explained(frame, "activity", "quarter", "unit", "opd", numbers=("year", "target", "budget")),
    )


def named(facts: Facts, rows: pd.DataFrame) -> pd.DataFrame:
    names = facts.services.set_index("service_code")["service_name"]
    return rows.assign(
        regency_name=rows["regency_code"].map(facts.names), service_name=rows["service_code"].map(names).fillna(EMPTY)
    )


def _explained(rows: pd.DataFrame, *texts: str, numbers: tuple[str, ...] = ()) -> pd.DataFrame:
    return rows.assign(
        **{key: text_cells(rows[key], EMPTY) for key in texts},
        **{key: number_cells(rows[key], EMPTY) for key in numbers},
    )


def notes(facts: Facts, *sentences: str) -> tuple[str, ...]:
    return tuple(filter(None, (*sentences, facts.absent_note())))
