"""The metadata sheets of BPS for Satu Data Indonesia (MS-Keg, MS-Var, MS-Ind), from the form and the data files.

What a province has to say itself and has not set stays a placeholder that names its setting.
"""

from collections.abc import Mapping
from datetime import datetime
from pathlib import Path

import xlsxwriter

from config import catalogue
from schemas.consolidated import Consolidated
from schemas.layout import Column, SheetLayout
from tasks.report.tables.lookups import date_text
from tasks.report.tables.method import steps
from tasks.report.workbook import theme

FILE = "metadata-bps.xlsx"
_HEAD = {
    "MS-Keg": ("Rincian", "Isian"),
    "MS-Var": (
        *("No", "Nama variabel", "Alias", "Konsep", "Definisi", "Referensi pemilihan", "Referensi waktu", "Tipe data"),
        *("Klasifikasi isian", "Aturan validasi", "Kalimat pertanyaan", "Dapat diakses umum"),
    ),
    "MS-Ind": (
        *("No", "Nama indikator", "Konsep", "Definisi", "Interpretasi", "Metode atau rumus penghitungan", "Ukuran"),
        *("Satuan", "Klasifikasi penyajian", "Indikator komposit", "Indikator pembangun", "Variabel pembangun"),
        *("Kegiatan penghasil", "Level estimasi", "Dapat diakses umum"),
    ),
}
_TYPES = {"count": "Bilangan bulat", "rupiah": "Bilangan bulat (rupiah)", "year": "Bilangan bulat (tahun)"}
_WIDTHS = (30, 90)
Rows = list[tuple[str, ...]]


class _Answers(dict):
    """What is known; anything else is the province's to fill in."""

    def __missing__(self, key: str) -> str:
        return f"(diisi provinsi: satu_data.{key})"


def bps_tables(consolidated: Consolidated) -> dict[str, Rows]:
    """Name of a sheet -> its rows."""
    raw, answers = catalogue.bps_metadata(), _answers(consolidated)
    return {
        "MS-Keg": [(label, text.format_map(answers)) for label, text in raw["activity"].items()],
        "MS-Var": _variables(raw, answers),
        "MS-Ind": _indicators(raw, consolidated, answers),
    }


def _answers(c: Consolidated) -> _Answers:
    known = {
        "province": c.province_name,
        "period": c.period.label,
        "year": str(c.period.year),
        "regencies": str(len(c.regions)),
        "government": government(c),
        "office": c.publisher.get("instansi", ""),
        "deadline": date_text(c.deadline),
        "day": date_text(c.as_of),
    }
    return _Answers({key: text for key, text in (c.publisher | known).items() if text})


def government(c: Consolidated) -> str:
    """Who publishes the data."""
    return c.publisher.get("pemerintah") or f"Pemerintah Provinsi {c.province_name}"


def _variables(raw: dict, answers: Mapping[str, str]) -> Rows:
    layout = catalogue.layout_for("kabkota")
    columns = [(sheet, one) for sheet in layout.sheets for one in sheet.columns if one.role == "input"]
    return [
        (
            str(number),
            one.heading,
            f"{sheet.key}.{one.key}",
            sheet.title,
            raw["definitions"][sheet.key][one.key],
            layout.legal_basis,
            raw["times"][sheet.key],
            _TYPES.get(one.type, "Teks"),
            "; ".join(one.choices) or ("0 ke atas" if one.is_figure else "Uraian"),
            "Wajib diisi" if one.required else "Boleh kosong",
            _question(sheet, one),
            answers["akses_umum"],
        )
        for number, (sheet, one) in enumerate(columns, start=1)
    ]


def _question(sheet: SheetLayout, column: Column) -> str:
    return f"Lembar {sheet.name}, kolom {column.heading}"


def _indicators(raw: dict, c: Consolidated, answers: Mapping[str, str]) -> Rows:
    told, meanings = dict(steps(c.method)), catalogue.data_files()
    layout, activity = catalogue.layout_for("kabkota"), raw["activity"]["Judul kegiatan"].format_map(answers)
    rows = []
    for number, one in enumerate(raw["indicators"], start=1):
        table, column = one["column"].split(".")
        variables = [
            layout.by_key[sheet].by_key[key].heading for sheet, key in (of.split(".") for of in one.get("of", ()))
        ]
        rows.append(
            (
                *(str(number), one["name"], meanings[table].title, meanings[table].columns[column].meaning),
                *(one["reading"], one.get("formula") or told[one["step"]], one["measure"], one["unit"], one["by"]),
                *("Ya" if "from" in one else "Tidak", "; ".join(one.get("from", ())) or "–"),
                *("; ".join(variables) or "–", activity, one["level"], answers["akses_umum"]),
            )
        )
    return rows


def write_bps_metadata(consolidated: Consolidated, path: Path) -> None:
    """Writes the three sheets as a workbook, as BPS takes them in."""
    options = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    created: datetime = consolidated.as_of.replace(tzinfo=None)
    with xlsxwriter.Workbook(str(path), options) as workbook:
        workbook.set_properties({"title": "Metadata statistik untuk Satu Data Indonesia", "created": created})
        head = workbook.add_format({"bold": True, "text_wrap": True, "valign": "vcenter", "bg_color": theme.SHADE})
        cell = workbook.add_format({"text_wrap": True, "valign": "top"})
        for name, rows in bps_tables(consolidated).items():
            sheet = workbook.add_worksheet(name)
            sheet.set_landscape()
            sheet.set_paper(9)
            sheet.fit_to_pages(1, 0)
            sheet.repeat_rows(0)
            sheet.freeze_panes(1, 2)
            widths = _WIDTHS if name == "MS-Keg" else (5, *[24] * (len(_HEAD[name]) - 1))
            for column, (label, width) in enumerate(zip(_HEAD[name], widths, strict=True)):
                sheet.set_column(column, column, width)
                sheet.write_string(0, column, label, head)
                sheet.write_column(1, column, [row[column] for row in rows], cell)
