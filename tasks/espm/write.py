"""The figures for e-SPM as files: a CSV file a table for loading, and one workbook of all for whoever types them in."""

from datetime import datetime
from pathlib import Path

import pandas as pd
import xlsxwriter

from config import catalogue
from schemas.consolidated import Consolidated
from schemas.espm import EspmColumn, EspmLayout
from tasks.report.data.write import write_csv
from tasks.report.workbook import theme

_FORMATS = {"count": "#,##0", "rupiah": "#,##0", "percent": "0.00", "year": "0"}
_HEAD_POINTS = 32
_WIDEST = 48


def write_espm(consolidated: Consolidated, tables: dict[str, pd.DataFrame], folder: Path) -> None:
    """Writes `<name>.csv` for each of `tasks.espm.export.espm_tables` and `e-spm-<province>-<period>.xlsx`."""
    folder.mkdir(parents=True, exist_ok=True)
    shown = {layout: _headed(layout, tables[layout.name]) for layout in catalogue.espm()}
    for layout, frame in shown.items():
        write_csv(frame, folder / f"{layout.name}.csv")
    name = f"e-spm-{consolidated.province_code}-{consolidated.period.key}.xlsx"
    _write_workbook(shown, folder / name, consolidated.as_of)


def _headed(layout: EspmLayout, frame: pd.DataFrame) -> pd.DataFrame:
    """Headings for keys; whole numbers without a decimal point, None where nothing is known."""
    values = {column.heading: [_plain(value) for value in frame[column.key]] for column in layout.columns}
    return pd.DataFrame(values, dtype=object)


def _plain(value: object) -> object:
    if isinstance(value, str):
        return value
    if pd.isna(value):
        return None
    return int(value) if float(value).is_integer() else float(value)


def _write_workbook(shown: dict[EspmLayout, pd.DataFrame], path: Path, created: datetime) -> None:
    with xlsxwriter.Workbook(str(path), theme.TEXTS_STAY) as workbook:
        workbook.set_properties({"title": "Angka untuk e-SPM", "created": created.replace(tzinfo=None)})
        head = workbook.add_format({"bold": True, "text_wrap": True, "valign": "vcenter", "bg_color": theme.SHADE})
        formats = {kind: workbook.add_format({"num_format": code}) for kind, code in _FORMATS.items()}
        for layout, frame in shown.items():
            sheet = workbook.add_worksheet(layout.name)
            sheet.set_row(0, _HEAD_POINTS)
            sheet.freeze_panes(1, 2)
            sheet.autofilter(0, 0, len(frame), len(layout.columns) - 1)
            sheet.set_landscape()
            sheet.set_paper(9)
            sheet.fit_to_pages(1, 0)
            sheet.repeat_rows(0)
            for number, column in enumerate(layout.columns):
                values = frame[column.heading]
                sheet.set_column(number, number, _width(column, values))
                sheet.write_string(0, number, column.heading, head)
                sheet.write_column(1, number, values, formats.get(column.type))


def _width(column: EspmColumn, values: pd.Series) -> int:
    longest = max((len(str(value)) for value in values if value is not None), default=0)
    separators = longest // 3 if column.type in ("count", "rupiah") else 0
    return min(_WIDEST, max(len(column.heading) // 2 + 3, longest + separators + 2, 8))
