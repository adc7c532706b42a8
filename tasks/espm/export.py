"""The quarter's figures for e-SPM: a row of the form each, with names, in the columns of `config/espm.toml`."""

import pandas as pd

from config import catalogue
from schemas.category import printed
from schemas.consolidated import Consolidated
from schemas.espm import EspmLayout
from tasks.compute.achievement import percentage

_ABOUT_ITEMS, _ABOUT_FIELDS = "quality", "stages"
"""The sheets whose rows are not about a service."""


def espm_tables(consolidated: Consolidated) -> dict[str, pd.DataFrame]:
    """Name of the table -> its rows, columns by key, sorted by regency and then as the form has them.

    The province's own services, where it reports them, stand with the regencies' under its own code. Of a row that the
    sender left blank the figure is missing, never 0.
    """
    return {layout.name: _table(consolidated, layout) for layout in catalogue.espm()}


def _table(consolidated: Consolidated, layout: EspmLayout) -> pd.DataFrame:
    rows = getattr(consolidated, layout.sheet)
    own = getattr(consolidated, f"own_{layout.sheet}", rows.head(0))
    rows = pd.concat([own, rows], ignore_index=True) if len(own) else rows
    rows = rows.sort_values(["regency_code", "row"], kind="stable", ignore_index=True)
    names = consolidated.regions.set_index("code")["name"].to_dict()
    names[consolidated.province_code] = f"Provinsi {consolidated.province_name}"
    rows = _derived(_described(rows, layout.sheet)).assign(regency_name=rows["regency_code"].map(names))
    renamed = {"target": "action_target", "budget": "action_budget"} if layout.sheet == "actions" else {}
    return rows.rename(columns=renamed)[[column.key for column in layout.columns]]


def _described(rows: pd.DataFrame, sheet: str) -> pd.DataFrame:
    """With the names of services, items and fields."""
    if sheet == _ABOUT_FIELDS:
        return rows.assign(field_name=rows["field_code"].map(_column("services", "field_code", "field_name")))
    if sheet == _ABOUT_ITEMS:
        for key in ("item_name", "kind"):
            rows = rows.assign(**{key: rows["item_code"].map(_column("quality_items", "item_code", key))})
    for key in ("field_name", "service_name"):
        rows = rows.assign(**{key: rows["service_code"].map(_column("services", "service_code", key))})
    return rows


def _column(table: str, code: str, name: str) -> dict[str, str]:
    return catalogue.table(table).drop_duplicates(code).set_index(code)[name].to_dict()


def _derived(rows: pd.DataFrame) -> pd.DataFrame:
    """With the remainders and percentages that the sheet of these rows asks for."""
    if "served" in rows:
        nihil = rows["nihil"].map({True: "Ya", False: "Tidak"})
        short = (rows["target"] - rows["served"]).clip(lower=0)
        return rows.assign(unserved=short, recipient_pct=_shown_pct(rows["served"], rows["target"]), nihil=nihil)
    if "available" in rows:
        short = (rows["required"] - rows["available"]).clip(lower=0)
        return rows.assign(unavailable=short, item_pct=_shown_pct(rows["available"], rows["required"]))
    if "realised" in rows:
        return rows.assign(budget_pct=_shown_pct(rows["realised"], rows["allocation"]))
    return rows


def _shown_pct(part: pd.Series, whole: pd.Series) -> pd.Series:
    """Two decimals, as everywhere in the report."""
    categories, found = catalogue.categories(), percentage(part, whole)
    return found.map({value: float(printed(value, categories)) for value in found.dropna().unique()})
