"""How much of what the form requires was filled in (rules.md part 3, step 7).

An entry is a cell of a column that the layout marks `required`, in a row of the form. It is filled where it holds
something readable, and where its service is declared nihil, which says all there is to say about it.
"""

from collections.abc import Iterator, Mapping

import pandas as pd

from config import catalogue
from schemas.frames import FillRate, columns
from schemas.layout import Layout, SheetLayout

_LEVEL = ["regency_code", "field_code"]


def fill_rate(figures: Mapping[str, pd.DataFrame], counted: pd.DataFrame) -> pd.DataFrame:
    """`schemas.frames.FillRate` of the regencies whose submissions count. `counted` is by bidang, as
    `tasks.compute.counting.counting` gives it; `figures` are theirs."""
    sheets = [
        _entries(figures, mine, layout, sheet, names)
        for version, mine in counted.groupby("form_version")
        for layout in [catalogue.layouts()[version]]
        for sheet, names in required_columns(layout)
    ]
    return rates(pd.concat([_nothing(), *sheets], ignore_index=True))


def rates(entries: pd.DataFrame) -> pd.DataFrame:
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
    """A row a regency and row of the form: how many of its required cells are filled."""
    rows = counted[_LEVEL].merge(row_fields(layout, sheet), on="field_code")
    held = figures[sheet.key].rename(columns={sheet.key_column.key: "code"})
    held = held.assign(filled=sum(_readable(held[name]) for name in names))[["regency_code", "code", "filled"]]
    rows = rows.merge(held, on=["regency_code", "code"], how="left", validate="1:1")
    nihil = pd.MultiIndex.from_frame(rows[["regency_code", "service_code"]]).isin(list(_nihil(figures["recipients"])))
    filled = rows["filled"].fillna(0).astype("int64").mask(nihil, len(names))
    return rows[_LEVEL].assign(filled=filled, required=len(names))


def _readable(cells: pd.Series) -> pd.Series:
    return (cells.notna() & cells.ne("")).astype("int64")


def _nihil(recipients: pd.DataFrame) -> Iterator[tuple[str, str]]:
    declared = recipients[recipients["nihil"]]
    return zip(declared["regency_code"], declared["service_code"], strict=True)
