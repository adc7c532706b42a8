"""The metadata sheets of BPS for Satu Data Indonesia (Peraturan BPS 5/2020: MS-Keg, MS-Var, MS-Ind), from the form and
the data files; where their blocks, columns and codes were read is said in config/bps_metadata.toml.

What a province has to say itself and has not set (`satu_data`) stays a placeholder.
"""

from collections.abc import Mapping
from datetime import datetime
from pathlib import Path

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from config import catalogue
from schemas.consolidated import Consolidated
from schemas.layout import Column, SheetLayout
from tasks.report.tables.lookups import date_text
from tasks.report.tables.method import steps
from tasks.report.workbook import theme
from tasks.report.workbook.text_width import lines_of, room_of

FILE = "metadata-bps.xlsx"
_HEAD = {
    "MS-Keg": ("Blok", "No.", "Rincian", "Isian"),
    "MS-Var": (
        *("No.", "Nama Variabel", "Alias", "Konsep", "Definisi", "Referensi Pemilihan", "Referensi Waktu", "Tipe Data"),
        *("Klasifikasi Isian", "Aturan Validasi", "Kalimat Pertanyaan", "Apakah Variabel Dapat Diakses Umum?"),
    ),
    "MS-Ind": (
        *(
            "No.",
            "Nama Indikator",
            "Konsep",
            "Definisi",
            "Interpretasi",
            "Metode/Rumus Penghitungan",
            "Ukuran",
            "Satuan",
        ),
        *("Klasifikasi Penyajian", "Apakah Indikator Komposit?", "Indikator Pembangun: Publikasi Ketersediaan"),
        *("Indikator Pembangun: Nama", "Variabel Pembangun: Kegiatan Penghasil", "Variabel Pembangun: Kode Kegiatan"),
        *("Variabel Pembangun: Nama", "Level Estimasi", "Apakah Indikator Dapat Diakses Umum?"),
    ),
}
"""The columns of the forms, in their order."""
_OF_THE_ACTIVITY = ("Judul kegiatan", "Kode kegiatan (diisi BPS)", "Instansi penyelenggara")
"""What MS-Var and MS-Ind say of the activity above their columns."""
_ACTIVITY_COLUMN = 3
"""Where that begins, from 0: right of the columns that are printed on every page."""
_NONE = "–"
_TYPES = {"count": "Bilangan bulat", "rupiah": "Bilangan bulat (rupiah)", "year": "Bilangan bulat (tahun)"}
_WIDTHS = {
    "MS-Keg": (28, 6, 44, 92),
    "MS-Var": (5, 28, 7, 26, 44, 26, 28, 18, 26, 14, 30, 18),
    "MS-Ind": (5, 26, 22, 44, 36, 28, 12, 16, 22, 14, 32, 34, 34, 18, 32, 20, 18),
}
_PAGES = {"MS-Keg": (), "MS-Var": (6,), "MS-Ind": (6, 12)}
"""The columns after which a page ends; number and name stand on each."""
_PRINT = 80
"""Percent: as small as 9 points may get."""
Rows = list[tuple[str, ...]]


class _Answers(dict):
    """What is known; anything else is the province's to fill in."""

    def __missing__(self, _: str) -> str:
        return "(diisi provinsi)"


def bps_tables(consolidated: Consolidated) -> dict[str, Rows]:
    """Name of a sheet -> its rows."""
    raw, answers = catalogue.bps_metadata(), _answers(consolidated)
    return {
        "MS-Keg": [(*asked, answer.format_map(answers)) for *asked, answer in raw["activity"]],
        "MS-Var": _variables(raw, answers),
        "MS-Ind": _indicators(raw, consolidated, answers),
    }


def _answers(c: Consolidated) -> _Answers:
    known = {
        "province": c.province_name,
        "period": c.period.label,
        "year": str(c.period.year),
        "regencies": str(len(c.regions)),
        "names": ", ".join(c.regions["name"]),
        "government": government(c),
        "office": c.publisher.get("instansi", ""),
        "deadline": date_text(c.deadline),
        "day": date_text(c.as_of),
    }
    answers = _Answers({key: text for key, text in (c.publisher | known).items() if text})
    raw = catalogue.bps_metadata()
    return _Answers(answers | {key: raw[key].format_map(answers) for key in ("title", "publication")})


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
            _NONE,
            sheet.title,
            raw["definitions"][sheet.key][one.key],
            layout.legal_basis,
            raw["times"].get(f"{sheet.key}.{one.key}", raw["times"][sheet.key]),
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
    layout, rows = catalogue.layout_for("kabkota"), []
    for number, one in enumerate(raw["indicators"], start=1):
        table, column = one["column"].split(".")
        variables = [
            layout.by_key[sheet].by_key[key].heading for sheet, key in (of.split(".") for of in one.get("of", ()))
        ]
        of = one.get("from", ())
        rows.append(
            (
                *(str(number), one["name"], meanings[table].title, meanings[table].columns[column].meaning),
                *(one["reading"], one.get("formula") or told[one["step"]], one["measure"], one["unit"], one["by"]),
                *(("Ya", answers["publication"], "; ".join(of)) if of else ("Tidak", _NONE, _NONE)),
                *((_NONE,) * 3 if of else (answers["title"], answers["kode_kegiatan"], "; ".join(variables))),
                *(one["level"], answers["akses_umum"]),
            )
        )
    return rows


def write_bps_metadata(consolidated: Consolidated, path: Path) -> None:
    """Writes the three sheets as a workbook, as BPS takes them in."""
    created: datetime = consolidated.as_of.replace(tzinfo=None)
    tables = bps_tables(consolidated)
    activity = {asked: answer for _, _, asked, answer in tables["MS-Keg"]}
    identity = [(asked, activity[asked]) for asked in _OF_THE_ACTIVITY]
    with xlsxwriter.Workbook(str(path), theme.book_options()) as workbook:
        workbook.set_properties({"title": "Metadata statistik untuk Satu Data Indonesia", "created": created})
        plain = workbook.add_format(theme.STYLES["subtitle"])
        head = workbook.add_format(theme.header_style("text"))
        cell = workbook.add_format(theme.cell_style("text", "plain", is_text=True, band=None))
        for name, rows in tables.items():
            sheet, above = workbook.add_worksheet(name), [] if name == "MS-Keg" else identity
            for row, (asked, answer) in enumerate(above):
                sheet.write_row(row, _ACTIVITY_COLUMN, (asked, answer), plain)
            _write_form(sheet, name, rows, len(above) and len(above) + 1, head, cell)


def _write_form(sheet: Worksheet, name: str, rows: Rows, top: int, head: Format, cell: Format) -> None:
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.6)
    sheet.set_print_scale(_PRINT)
    sheet.set_v_pagebreaks(_PAGES[name])
    sheet.repeat_rows(top)
    if _PAGES[name]:
        sheet.repeat_columns(0, 1)
    sheet.freeze_panes(top + 1, 2)
    for column, width in enumerate(_WIDTHS[name]):
        sheet.set_column(column, column, width)
    for row, (texts, look) in enumerate([(_HEAD[name], head), *((texts, cell) for texts in rows)], start=top):
        sheet.write_row(row, 0, texts, look)
        lines = max(map(lines_of, texts, map(room_of, _WIDTHS[name])))
        sheet.set_row(row, lines * (theme.LINE_POINTS + 1) + 3)
    sheet.set_footer(f"&L&9Metadata statistik&R&9{name} · halaman &P dari &N")
