"""`datapackage.json`: what each data file and each of its columns is, for machines and people (Frictionless Data).

The descriptor follows the Tabular Data Package profile; `unit` is a property of ours beside its own.
"""

import json
from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from hashlib import sha256
from pathlib import Path

import pandera.pandas as pa

from config import catalogue
from schemas.consolidated import Consolidated
from schemas.espm import FOLDER, EspmLayout
from tasks.report.data import bps
from tasks.report.data.write import CONTRACTS, KEYS
from tasks.report.tables.lookups import date_text

PACKAGE = "datapackage.json"

_TYPES = {"float64": "number", "int64": "integer", "Int64": "integer", "bool": "boolean", "boolean": "boolean"}
_CONSTRAINTS = {
    "greater_than_or_equal_to": ("minimum", "min_value"),
    "less_than_or_equal_to": ("maximum", "max_value"),
    "isin": ("enum", "allowed_values"),
}
_OF_REGENCIES = (
    *("service_achievement", "field_achievement", "regency_achievement", "gaps", "gap_services", "fill_rate"),
    *("followed_up", "changed_targets"),
)
"""Every row is about a regency of the province, and of those the table of submissions has all."""

_SOURCES = ("services", "quality_items", "regions", "population", "categories", "deadlines")
"""Of the reference tables those that stand in the data or decide a figure of it; the others say how files are read."""
_NO_LICENCE = " Lisensi belum ditetapkan provinsi."

_WITHOUT_KEY = ("findings", "change", "followed_up")
"""Two findings may be the same to the last column, and one may be about nobody's file; the change of a whole field is
about no service, a problem may name no office, and a key may not be blank."""


def write_data_package(
    consolidated: Consolidated, names: Iterable[str], folder: Path, espm: Iterable[EspmLayout] = ()
) -> Path:
    """Describes the data files `names` that lie in `folder`, and the tables for e-SPM in its folder of that name."""
    period = consolidated.period
    content = {
        "profile": "tabular-data-package",
        "name": f"spm-{consolidated.province_code}-{period.key.lower()}",
        "title": f"Data penerapan SPM Provinsi {consolidated.province_name}, {period.label}",
        "description": f"Keadaan data {date_text(consolidated.as_of)}. Tabel yang sama ada sebagai Parquet di "
        f"parquet/; metadata statistik menurut BPS di {bps.FILE}."
        f"{'' if _licences(consolidated.publisher) else _NO_LICENCE}",
        "created": consolidated.as_of.isoformat(),
        **_circumstances(consolidated),
        "resources": [*(_of_contract(name, folder) for name in names), *(_of_espm(one, folder) for one in espm)],
    }
    path = folder / PACKAGE
    path.write_bytes((json.dumps(content, ensure_ascii=False, indent=2) + "\n").encode())
    return path


def _circumstances(c: Consolidated) -> dict[str, object]:
    """Who publishes on what terms, from whose reports, about which time and area. `temporal` and `spatial` are
    properties of ours, named as DCAT does."""
    return {
        **_licences(c.publisher),
        "contributors": [
            {"title": bps.government(c), "role": "publisher"},
            *({"title": name, "role": "contributor"} for name in c.regency.sort_values("regency_code")["regency_name"]),
        ],
        "sources": [*_submissions(c), *_external(c), *_references()],
        "temporal": {"name": c.period.label, "start": f"{c.period.year}-01-01", "end": _last_day(c).isoformat()},
        "spatial": {"name": f"Provinsi {c.province_name}", "code": c.province_code, "regencies": len(c.regions)},
    }


def _licences(publisher: dict[str, str]) -> dict[str, list[dict[str, str]]]:
    """As the province has set it; no licence is made up for it."""
    if not publisher.get("lisensi"):
        return {}
    told = {"name": publisher["lisensi"], "title": publisher["lisensi_judul"], "path": publisher["lisensi_alamat"]}
    return {"licenses": [{key: text for key, text in told.items() if text}]}


def _last_day(c: Consolidated) -> date:
    """Figures are those from 1 January to the end of the quarter."""
    return c.period.back(-1).starts - timedelta(days=1)


def _submissions(c: Consolidated) -> list[dict[str, str]]:
    rows = c.intake[c.intake["counts"]]
    return [
        {"title": f"Laporan {row.regency_name}, {c.period.label}, kiriman ke-{row.revision} (SHA-256 {row.sha256})"}
        for row in rows.itertuples()
    ]


def _external(c: Consolidated) -> list[dict[str, str]]:
    """What others have published of Pendidikan: shown beside the counted index, in no data file."""
    files = {(one.source, one.file, one.sha256) for one in c.external}
    return [
        {"title": f"Indeks Pendidikan dari luar, tidak ikut dihitung: {source} ({file}, SHA-256 {digest})"}
        for source, file, digest in sorted(files)
    ]


def _references() -> list[dict[str, str]]:
    told = (catalogue.sources()[name] for name in _SOURCES)
    return [{"title": f"{one['title']}. {one['source']} (per {one['as_of']})"} for one in told]


def _of_contract(name: str, folder: Path) -> dict[str, object]:
    meaning = catalogue.data_files()[name]
    return _resource(name, meaning.title, meaning.description, folder, f"{name}.csv", _schema(name))


def _of_espm(layout: EspmLayout, folder: Path) -> dict[str, object]:
    """A sheet of the form in the columns of e-SPM; what a sender may leave blank has no constraints."""
    fields = [
        {"name": column.heading, "type": "string" if column.type == "text" else "number", "description": column.meaning}
        | ({"unit": column.unit} if column.unit else {})
        for column in layout.columns
    ]
    told = f"Satu baris formulir per baris, dalam urutan kolom laporan untuk e-SPM (lembar {layout.sheet})."
    schema = {"fields": fields, "missingValues": [""]}
    return _resource(f"e-spm-{layout.name}", layout.title, told, folder, f"{FOLDER}/{layout.name}.csv", schema)


def _resource(
    name: str, title: str, description: str, folder: Path, path: str, schema: dict[str, object]
) -> dict[str, object]:
    content = (folder / path).read_bytes()
    return {
        "profile": "tabular-data-resource",
        "name": name,
        "path": path,
        "title": title,
        "description": description,
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "bytes": len(content),
        "hash": f"sha256:{sha256(content).hexdigest()}",
        "schema": schema,
    }


def _schema(name: str) -> dict[str, object]:
    contract = CONTRACTS[name].to_schema()
    keys = [] if name in _WITHOUT_KEY else KEYS[name]
    schema = {
        "fields": [_field(name, column, keys) for column in contract.columns.values()],
        "missingValues": [""],
    }
    if keys:
        schema["primaryKey"] = keys
    if name in _OF_REGENCIES:
        reference = {"resource": "submissions", "fields": "regency_code"}
        schema["foreignKeys"] = [{"fields": "regency_code", "reference": reference}]
    return schema


def _field(table: str, column: pa.Column, keys: list[str]) -> dict[str, object]:
    stored = str(column.dtype)
    meaning = catalogue.data_files()[table].columns[column.name]
    found = {"name": column.name, "type": _TYPES.get(stored, "string"), "description": meaning.meaning}
    if meaning.unit:
        found["unit"] = meaning.unit
    constraints = dict(_constraints(column, column.name in keys))
    return found | ({"constraints": constraints} if constraints else {})


def _constraints(column: pa.Column, is_key: bool) -> Iterator[tuple[str, object]]:
    """What the contract promises of a cell. A text may be empty unless it is a key."""
    if is_key or (str(column.dtype) in _TYPES and not column.nullable):
        yield "required", True
    if column.unique:
        yield "unique", True
    for check in column.checks:
        name, stated = _CONSTRAINTS[check.name]
        value = check.statistics[stated]
        yield name, [one for one in value if one != ""] if name == "enum" else value
