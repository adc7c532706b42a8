"""How much of what the form requires was filled in (rules.md part 3, step 7), whether it was accepted or not.

An entry is a cell of a column that the layout marks `required`, in a row of the form. It is filled where it holds
something readable (so not C01, C05, C06, C07, C08), wherever in the file it stands, and where its service is declared
nihil, which says all there is to say about it.
"""

from collections.abc import Iterator

import numpy as np
import pandas as pd
from pandera.typing.pandas import DataFrame

from config import catalogue
from schemas.contract import typed
from schemas.frames import FillRate, columns
from schemas.layout import Layout, SheetLayout
from schemas.quality_card import Entries, SheetFill
from schemas.reference import FIELDS
from schemas.sent import FilesByField
from tasks.ledger.ledger import ReadFigures


def entries(figures: ReadFigures, last: DataFrame[FilesByField]) -> DataFrame[Entries]:
    """Of the submissions that `tasks.compute.counting.latest` gives, each against the form it was written on. Of one
    that could not be opened nobody knows how full it is: it has no rows."""
    readable = last[last["form_version"] != ""]
    parts = [
        part
        for version, mine in readable.groupby("form_version")
        for part in _of_form(figures, mine, catalogue.layouts()[version])
    ]
    frame = pd.concat(parts, ignore_index=True) if parts else pd.DataFrame(columns=columns(Entries))
    return Entries.validate(typed(Entries, frame))


def fill_rate(entries: DataFrame[Entries]) -> DataFrame[FillRate]:
    """Each bidang, and `ALL` pooled over all entries, which is no mean of the fields, where every bidang is known."""
    level = ["regency_code", "field_code"]
    fields = entries.groupby(level)[["filled", "required"]].sum().reset_index()
    whole = fields.groupby("regency_code").filter(lambda known: len(known) == len(FIELDS))
    pooled = whole.groupby("regency_code")[["filled", "required"]].sum().reset_index().assign(field_code="ALL")
    sums = pd.concat([fields, pooled], ignore_index=True).sort_values(level, ignore_index=True)
    rates = sums.assign(fill_pct=100 * sums["filled"] / sums["required"])[columns(FillRate)]
    return FillRate.validate(typed(FillRate, rates))


def sheet_fill(entries: DataFrame[Entries]) -> DataFrame[SheetFill]:
    sums = entries.groupby(["regency_code", "sheet"])[["required", "filled"]].sum().reset_index()
    named = sums.rename(columns={"required": "required_cells", "filled": "filled_cells"})
    return SheetFill.validate(typed(SheetFill, named[columns(SheetFill)]))


def _required(sheet: SheetLayout) -> list[str]:
    return [column.key for column in sheet.columns if column.required]


def _rows(layout: Layout, sheet: SheetLayout) -> pd.DataFrame:
    """The rows that a form has on a sheet: `code`, the `field_code` it belongs to, and its `service_code` ('' for a
    row of a field)."""
    services = catalogue.services(layout.version)[["service_code", "field_code"]]
    if sheet.rows == "items":
        items = catalogue.quality_items(layout.version)[["item_code", "service_code"]]
        return items.rename(columns={"item_code": "code"}).merge(services, on="service_code", validate="m:1")
    if sheet.rows == "services":
        return services.assign(code=services["service_code"])
    return pd.DataFrame({"code": layout.fields, "field_code": layout.fields, "service_code": ""})


def _of_form(figures: ReadFigures, last: pd.DataFrame, layout: Layout) -> Iterator[pd.DataFrame]:
    """For each sheet a row a submission and bidang; those in `last` are all on this form."""
    ids = [int(id_) for id_ in last["id"].unique()]
    held = {sheet.key: figures(sheet.key, ids) for sheet in layout.sheets if _required(sheet)}
    declared = held["recipients"][held["recipients"]["nihil"]]
    for sheet in layout.sheets:
        if sheet.key in held:
            yield _of_sheet(held[sheet.key], declared, last, sheet, _rows(layout, sheet))


def _of_sheet(
    held: pd.DataFrame, declared: pd.DataFrame, last: pd.DataFrame, sheet: SheetLayout, form: pd.DataFrame
) -> pd.DataFrame:
    ids = pd.Index(last["id"].unique())
    cells = _filled(held, sheet, ids, pd.Index(form["code"]))
    cells[_nihil(declared, ids, form["service_code"])] = len(_required(sheet))
    by_field = pd.DataFrame(cells.T, index=form["field_code"]).groupby(level=0).sum()
    rows = last[last["field_code"].isin(by_field.index)]
    filled = by_field.to_numpy()[by_field.index.get_indexer(rows["field_code"]), ids.get_indexer(rows["id"])]
    required = rows["field_code"].map(form["field_code"].value_counts()) * len(_required(sheet))
    return rows.assign(sheet=sheet.key, required=required, filled=filled)[columns(Entries)]


def _filled(held: pd.DataFrame, sheet: SheetLayout, ids: pd.Index, codes: pd.Index) -> np.ndarray:
    """Of each submission and row of the form the filled cells; of a row that stands there twice a cell counts once."""
    at = ids.get_indexer(held["submission"]), codes.get_indexer(held[sheet.key_column.key])
    cells = np.zeros((len(ids), len(codes)), dtype="int64")
    for name in _required(sheet):
        readable = (held[name].notna() & held[name].ne("")).to_numpy() & (at[1] >= 0)
        there = np.zeros(cells.shape, dtype=bool)
        there[at[0][readable], at[1][readable]] = True
        cells += there
    return cells


def _nihil(declared: pd.DataFrame, ids: pd.Index, services: pd.Series) -> np.ndarray:
    """Of each submission and row of the form whether the row's service is declared nihil there."""
    known = pd.Index(services.unique())
    at = ids.get_indexer(declared["submission"]), known.get_indexer(declared["service_code"])
    nihil = np.zeros((len(ids), len(known)), dtype=bool)
    nihil[at[0][at[1] >= 0], at[1][at[1] >= 0]] = True
    return nihil[:, known.get_indexer(services)]
