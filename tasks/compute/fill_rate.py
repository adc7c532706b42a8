"""How much of what the form requires was filled in (rules.md part 3, step 7).

An entry is a cell of a column that the layout marks `required`, in a row of the form. It is filled where it holds
something readable, and where its service is declared nihil, which says all there is to say about it.
"""

from collections.abc import Mapping

import numpy as np
import pandas as pd
from pandera.typing.pandas import DataFrame

from config import catalogue
from schemas.frames import FillRate, columns
from schemas.layout import Layout, SheetLayout

_LEVEL = ["regency_code", "field_code"]


def fill_rate(figures: Mapping[str, pd.DataFrame], counted: pd.DataFrame) -> DataFrame[FillRate]:
    """`schemas.frames.FillRate` of the regencies whose submissions count. `counted` is by bidang, as
    `tasks.compute.counting.counting` gives it; `figures` are theirs."""
    sheets = [
        _entries(figures, mine, layout, sheet, names)
        for version, mine in counted.groupby("form_version")
        for layout in [catalogue.layouts()[version]]
        for sheet, names in required_columns(layout)
    ]
    return rates(pd.concat([_nothing(), *sheets], ignore_index=True))


def rates(entries: pd.DataFrame) -> DataFrame[FillRate]:
    """FillRate of entries counted by regency_code and field_code in any number of rows (`filled`, `required`): each
    field, and `ALL` pooled over all entries, which is no mean of the fields."""
    levels = pd.concat([entries, entries.assign(field_code="ALL")], ignore_index=True)
    sums = levels.groupby(_LEVEL)[["filled", "required"]].sum().reset_index()
    frame = sums.assign(fill_pct=100 * sums["filled"] / sums["required"])[columns(FillRate)]
    types = {"regency_code": "str", "field_code": "str", "filled": "int64", "required": "int64", "fill_pct": "float64"}
    return FillRate.validate(frame.astype(types))


def required_columns(layout: Layout) -> list[tuple[SheetLayout, tuple[str, ...]]]:
    """The sheets with required cells, and the columns that hold them."""
    found = ((sheet, tuple(one.key for one in sheet.columns if one.required)) for sheet in layout.sheets)
    return [(sheet, required) for sheet, required in found if required]


def row_fields(layout: Layout, sheet: SheetLayout) -> pd.DataFrame:
    """The rows that a form has on a sheet: `code`, the `field_code` it belongs to, and its `service_code` ('' for a
    row of a field)."""
    services = catalogue.services(layout.version)[["service_code", "field_code"]]
    if sheet.rows == "items":
        items = catalogue.quality_items(layout.version)[["item_code", "service_code"]]
        return items.rename(columns={"item_code": "code"}).merge(services, on="service_code", validate="m:1")
    if sheet.rows == "services":
        return services.assign(code=services["service_code"])
    return pd.DataFrame({"code": layout.fields, "field_code": layout.fields, "service_code": ""})


def _nothing() -> pd.DataFrame:
    return pd.DataFrame({"regency_code": [], "field_code": [], "filled": [], "required": []})


def _entries(
    figures: Mapping[str, pd.DataFrame],
    counted: pd.DataFrame,
    layout: Layout,
    sheet: SheetLayout,
    names: tuple[str, ...],
) -> pd.DataFrame:
    """A row a regency and bidang: how many of the required cells of a sheet are filled."""
    form, held, regencies = row_fields(layout, sheet), figures[sheet.key], pd.Index(counted["regency_code"].unique())
    cells = np.zeros((len(regencies), len(form)), dtype="int64")
    at = regencies.get_indexer(held["regency_code"]), pd.Index(form["code"]).get_indexer(held[sheet.key_column.key])
    known = (at[0] >= 0) & (at[1] >= 0)
    cells[at[0][known], at[1][known]] = sum(_readable(held[name]) for name in names)[known]
    cells[_nihil(figures["recipients"], regencies, form["service_code"])] = len(names)
    by_field = pd.DataFrame(cells.T, index=form["field_code"]).groupby(level=0).sum()
    rows = counted.loc[counted["field_code"].isin(by_field.index), _LEVEL]
    filled = by_field.to_numpy()[
        by_field.index.get_indexer(rows["field_code"]), regencies.get_indexer(rows["regency_code"])
    ]
    return rows.assign(filled=filled, required=rows["field_code"].map(form["field_code"].value_counts()) * len(names))


def _readable(cells: pd.Series) -> np.ndarray:
    filled = cells.notna() if cells.dtype == "float64" else cells.notna() & cells.ne("")
    return filled.to_numpy(dtype="int64")


def _nihil(recipients: pd.DataFrame, regencies: pd.Index, services: pd.Series) -> np.ndarray:
    """For each regency and row of the form whether the row's service is declared nihil there."""
    declared, known = recipients[recipients["nihil"]], pd.Index(services.unique())
    at = regencies.get_indexer(declared["regency_code"]), known.get_indexer(declared["service_code"])
    nihil = np.zeros((len(regencies), len(known)), dtype=bool)
    there = (at[0] >= 0) & (at[1] >= 0)
    nihil[at[0][there], at[1][there]] = True
    return nihil[:, known.get_indexer(services)]
