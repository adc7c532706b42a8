"""Loads what lies beside it: reference tables, layouts, rules. Each is checked once, when it is first asked for."""

import json
import tomllib
from datetime import datetime, time
from functools import cache
from hashlib import sha256
from importlib.resources import files

import pandas as pd
from pandera.typing.pandas import DataFrame

from config.provinces import provinces
from schemas.echo import Striking
from schemas.espm import EspmColumn, EspmLayout
from schemas.finding import Severity
from schemas.layout import Column, IdentityField, IdentityLayout, Layout, SheetLayout
from schemas.meaning import ColumnMeaning, TableMeaning
from schemas.period import Period
from schemas.reference import FIELDS, TABLES, Fields, QualityItems, Regions, Services
from schemas.rule import Rule
from schemas.wording import plain

_HERE = files("config")
LAYOUTS = _HERE / "layouts"


@cache
def table(name: str) -> pd.DataFrame:
    """A reference table as in `schemas.reference`, by its file's name. A row that breaks its contract raises."""
    with (_HERE / "reference" / f"{name}.csv").open(encoding="utf-8") as lines:
        raw = pd.read_csv(lines, dtype=str, keep_default_na=False)
    return TABLES[name].validate(raw, lazy=True)


def boundaries() -> dict[str, dict[str, list]]:
    """Province code -> regency code -> polygons of rings of [longitude, latitude], outline first. Not kept:
    those of all provinces take 10 MB, and a report shows one."""
    return json.loads((_HERE / "reference" / "boundaries.json").read_text(encoding="utf-8"))


@cache
def sources() -> dict[str, dict[str, str]]:
    """Title, as-of date and source of each reference table."""
    return tomllib.loads((_HERE / "reference" / "sources.toml").read_text(encoding="utf-8"))


@cache
def data_files() -> dict[str, TableMeaning]:
    """What each data file and its columns mean, by the file's name."""
    raw = tomllib.loads((_HERE / "data_files.toml").read_text(encoding="utf-8"))
    return {
        name: TableMeaning(
            one["title"],
            one["description"],
            {key: ColumnMeaning(**column) for key, column in (raw["columns"] | one.get("columns", {})).items()},
        )
        for name, one in raw["tables"].items()
    }


@cache
def bps_metadata() -> dict[str, dict | list]:
    """What the sheets MS-Keg, MS-Var and MS-Ind say, as the file has it."""
    return tomllib.loads((_HERE / "bps_metadata.toml").read_text(encoding="utf-8"))


@cache
def espm() -> tuple[EspmLayout, ...]:
    """The tables for e-SPM, in the order of the ministry's report."""
    raw = tomllib.loads((_HERE / "espm.toml").read_text(encoding="utf-8"))
    known = {key: EspmColumn(key, **column) for key, column in raw["columns"].items()}
    return tuple(
        EspmLayout(one["name"], one["sheet"], one["title"], tuple(known[key] for key in one["columns"]))
        for one in raw["tables"]
    )


@cache
def rules() -> dict[str, Rule]:
    """The catalogue of rules, by code."""
    raw = tomllib.loads((_HERE / "rules.toml").read_text(encoding="utf-8"))
    return {
        code: Rule(code, Severity(entry["severity"]), entry["title"], entry["messages"], entry.get("form", False))
        for code, entry in raw.items()
    }


@cache
def striking() -> Striking:
    """From when on a difference to what was sent before catches the eye."""
    return Striking(**tomllib.loads((_HERE / "echo.toml").read_text(encoding="utf-8")))


@cache
def layouts() -> dict[str, Layout]:
    """Every form version, by its version."""
    found = sorted(path.name for path in LAYOUTS.iterdir() if path.name.endswith(".toml"))
    built = (_layout(_layout_data(name.removesuffix(".toml"))) for name in found)
    return {layout.version: layout for layout in built}


def layout_for(level: str) -> Layout:
    """The newest form of all bidang of a level (`kabkota` or `provinsi`)."""
    return max((one for one in forms(level) if one.whole), key=lambda one: one.version)


def level_of(code: str) -> str:
    """Of a regency code (`62.01`) or a province's (`62`), whose own form is another."""
    return "provinsi" if len(code) == 2 else "kabkota"


def layout_of(code: str) -> Layout:
    """The newest form of all bidang for a regency or province."""
    return layout_for(level_of(code))


def forms(level: str) -> list[Layout]:
    """Every form version of a level that is handed out, by its version; a local layout is none."""
    return [one for one in layouts().values() if one.level == level and not one.local_to]


@cache
def services(version: str) -> DataFrame[Services]:
    """The services of a form version, one row each, in the form's order."""
    layout, rows = layouts()[version], table("services")
    return rows[(rows["level"] == layout.level) & rows["field_code"].isin(layout.fields)].reset_index(drop=True)


@cache
def quality_items(version: str) -> DataFrame[QualityItems]:
    """The quality items of a form version, one row each, in the form's order."""
    layout, rows = layouts()[version], table("quality_items")
    of_edition = rows["item_code"].str.split(".").str[1].isin(layout.quality_sets)
    covered = rows["service_code"].isin(services(version)["service_code"])
    return rows[of_edition & covered & ~rows["item_code"].isin(layout.left_out_items)].reset_index(drop=True)


@cache
def categories() -> dict[str, list]:
    """Columns of the table `categories` as lists, best first: they are looked at for every index there is."""
    return table("categories").sort_values("min_index", ascending=False).to_dict("list")


@cache
def fields(version: str = "") -> DataFrame[Fields]:
    """field_code, field_name of the six bidang, or those of a form version, in the order of the regulation."""
    rows = table("services")[["field_code", "field_name"]].drop_duplicates()
    return rows[rows["field_code"].isin(layouts()[version].fields if version else FIELDS)].reset_index(drop=True)


@cache
def regencies(province_code: str) -> DataFrame[Regions]:
    """The regencies of a province, one row each, by code. Raises KeyError for a province that does not exist."""
    if province_code not in provinces():
        raise KeyError(province_code)
    rows = table("regions")
    return rows[rows["province_code"] == province_code].sort_values("code").reset_index(drop=True)


@cache
def populations() -> dict[str, int]:
    """Code -> inhabitants, of every regency and of every province: those of its regencies."""
    people = table("population").set_index("code")["population"]
    return people.to_dict() | people.groupby(people.index.str[:2]).sum().to_dict()


@cache
def deadline(period: Period, province_code: str) -> datetime:
    """The last second in which a report of `period` is on time, in the province's own time zone."""
    rows = table("deadlines")
    valid = rows[(rows["quarter"] == period.quarter) & (rows["from_year"] <= period.year)]
    row = valid.loc[valid["from_year"].idxmax()]
    day = datetime(period.year + int(row["due_year_offset"]), int(row["due_month"]), int(row["due_day"]))
    return datetime.combine(day, time(23, 59, 59), tzinfo=provinces()[province_code].zone)


@cache
def versions() -> dict[str, str]:
    """Name -> first 16 characters of the SHA-256 of every file that decides a result, for the manifest."""
    parts = [_HERE / "rules.toml", *LAYOUTS.iterdir(), *(_HERE / "reference").iterdir()]
    return {part.name: sha256(part.read_bytes()).hexdigest()[:16] for part in sorted(parts, key=lambda part: part.name)}


@cache  # one is the base of four others
def _layout_data(version: str) -> dict:
    data = tomllib.loads((LAYOUTS / f"{version}.toml").read_text(encoding="utf-8"))
    if "extends" not in data:
        return data
    base = _layout_data(data["extends"])
    left_out = data.get("leave_out_sheets", [])
    changed = {sheet["key"]: sheet for sheet in data.get("sheets", [])}
    return {
        **base,
        **data,
        "choices": base["choices"] | data.get("choices", {}),
        "sheets": [
            _changed_sheet(sheet, changed.get(sheet["key"], {}))
            for sheet in base["sheets"]
            if sheet["key"] not in left_out
        ],
    }


def _changed_sheet(sheet: dict, changes: dict) -> dict:
    """A sheet with what another layout says differently of it; columns are changed one by one, new ones added."""
    columns = {column["key"]: column for column in sheet["columns"]}
    for column in changes.get("columns", []):
        columns[column["key"]] = columns.get(column["key"], {}) | column
    return {**sheet, **changes, "columns": list(columns.values())}


def _layout(data: dict) -> Layout:
    identity = data["identity"]
    return Layout(
        **{name: data[name] for name in ("version", "title", "level", "legal_basis", "header_row")},
        quality_sets=tuple(data["quality_sets"]),
        left_out_items=tuple(data["left_out_items"]),
        identity=IdentityLayout(
            **{name: identity[name] for name in ("name", "title", "instruction")},
            wordings=_wordings(identity["name"], identity["aliases"]),
            fields=tuple(
                IdentityField(field["key"], field["label"], _wordings(field["label"], field["aliases"]))
                for field in identity["fields"]
            ),
        ),
        sheets=tuple(_sheet(sheet, data["choices"]) for sheet in data["sheets"]),
        fields=fields_of(data),
        local_to=data["extends"] if data.get("local") else "",
    )


def fields_of(data: dict) -> tuple[str, ...]:
    """The bidang that a layout covers, in the order of the regulation. Raises ValueError for an unknown one."""
    stated = data.get("fields", FIELDS)
    if not stated or not set(stated) <= set(FIELDS):
        raise ValueError(f"{data['version']}: fields = {stated}, but there are {', '.join(FIELDS)}")
    return tuple(code for code in FIELDS if code in stated)


def _sheet(sheet: dict, choices: dict[str, list[str]]) -> SheetLayout:
    return SheetLayout(
        **{name: sheet[name] for name in ("key", "name", "rows", "title", "instruction")},
        wordings=_wordings(sheet["name"], sheet["aliases"]),
        columns=tuple(_column(column, choices) for column in sheet["columns"]),
        blank_rows=sheet.get("blank_rows", 0),
        section=sheet.get("section", ""),
    )


@cache
def _heading_aliases() -> dict[str, list[str]]:
    return table("header_aliases").groupby("canonical")["alias"].agg(list).to_dict()


def _column(column: dict, choices: dict[str, list[str]]) -> Column:
    aliases = [alias for group in column.get("groups", []) for alias in _heading_aliases()[group]]
    derived = next(((how, *of) for how, of in column.get("derived", {}).items()), None)
    return Column(
        **{name: column[name] for name in ("key", "heading", "role", "type", "width")},
        wordings=_wordings(column["heading"], [*aliases, *column.get("aliases", [])]),
        required=column.get("required", False),
        choices=tuple(choices[column["choices"]]) if "choices" in column else (),
        derived=derived,
        parts=tuple(column.get("parts", [])),
    )


def _wordings(name: str, aliases: list[str]) -> frozenset[str]:
    return frozenset(plain(wording) for wording in [name, *aliases])
