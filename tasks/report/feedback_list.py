"""The sheet `Temuan` of an annotated copy: totals, then a line a finding, each linked to its cell."""

from openpyxl import Workbook
from openpyxl.cell import Cell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.worksheet.hyperlink import Hyperlink
from openpyxl.worksheet.worksheet import Worksheet

from schemas.consolidated import Answer
from schemas.finding import Finding, Severity
from tasks.report.facts import SEVERITIES

SHEET = "Temuan"

_TITLE = "Temuan pada laporan SPM"
_HEADINGS = {
    "No": 5,
    "Tingkat": 12,
    "Aturan": 8,
    "Lembar": 16,
    "Sel": 8,
    "Nilai": 22,
    "Uraian dan yang perlu dilakukan": 72,
    "Penjelasan pengirim": 24,
}
_HEADER_ROW = 6
_FONT = "Arial"
_RULE = Border(bottom=Side(style="thin", color="C9CFD6"))


def write_list(book: Workbook, answer: Answer, findings: list[Finding]) -> None:
    """Adds the sheet in front of all others and shows it first. `findings` are in the order of their importance."""
    existing = set(book.sheetnames)
    page = book.create_sheet(SHEET, 0)
    _write_top(page, answer, findings, copied=bool(existing))
    for column, heading in enumerate(_HEADINGS, start=1):
        cell = page.cell(_HEADER_ROW, column, heading)
        cell.font = Font(name=_FONT, size=10, bold=True, color="FFFFFF")
        cell.fill = PatternFill("solid", fgColor="1F3864")
        cell.alignment = Alignment(vertical="center", wrap_text=True)
    for number, finding in enumerate(findings, start=1):
        _write_line(page, _HEADER_ROW + number, number, finding, existing)
    if not findings:
        set_text(page.cell(_HEADER_ROW + 1, 1), "tidak ada temuan")
    _set_page(page, len(findings))
    for sheet in book.worksheets:
        sheet.sheet_view.tabSelected = False
    book.active = 0


def is_ours(sheet: Worksheet) -> bool:
    """Whether a sheet is the list of an earlier copy."""
    return sheet.title.startswith(SHEET) and str(sheet["A1"].value or "").startswith(_TITLE)


def set_text(cell: Cell, value: str) -> None:
    """Sets a text that stays a text, whatever it begins with."""
    cell.value = ILLEGAL_CHARACTERS_RE.sub("", value)
    if cell.data_type != "s":
        cell.data_type = "s"
    cell.quotePrefix = True


def _write_top(page: Worksheet, answer: Answer, findings: list[Finding], *, copied: bool) -> None:
    counts = [
        f"{sum(one.severity is severity for one in findings)} {SEVERITIES[severity].lower()}" for severity in SEVERITIES
    ]
    advice = (
        "Perbaiki sel yang ditandai, simpan di Excel, lalu kirim kembali. "
        if copied
        else "Perbaiki berkas asli, lalu kirim kembali. "
    )
    lines = (
        f"{_TITLE} {answer.regency_name}".rstrip(),
        f"Berkas: {answer.file_name}. Keadaan: {answer.status}.",
        f"{', '.join(counts)}. Kesalahan harus diperbaiki; peringatan diperiksa atau dijelaskan pada kolom Keterangan.",
        f"{advice}Klik alamat pada kolom Sel untuk menuju selnya; catatan pada sel memuat temuan yang sama.",
    )
    for row, line in enumerate(lines, start=1):
        cell = page.cell(row, 1)
        set_text(cell, line)
        cell.font = Font(
            name=_FONT, size=14 if row == 1 else 10, bold=row in (1, 3), color="1F3864" if row == 1 else None
        )


def _write_line(page: Worksheet, row: int, number: int, finding: Finding, existing: set[str]) -> None:
    texts = (
        SEVERITIES[finding.severity],
        finding.rule,
        finding.sheet or "seluruh berkas",
        finding.cell or "bukan satu sel",
        finding.value or "kosong",
        finding.message,
        finding.explanation or "tidak ada",
    )
    page.cell(row, 1, number)
    for column, text in enumerate(texts, start=2):
        set_text(page.cell(row, column), text)
    lines = max(
        1 + int(1.1 * len(text) / width) for text, width in zip(texts, list(_HEADINGS.values())[1:], strict=True)
    )
    page.row_dimensions[row].height = min(lines * 13 + 4, 400)
    for cell in page[row]:
        cell.font = Font(name=_FONT, size=10, bold=cell.column == 2 and finding.severity is Severity.ERROR)
        cell.alignment = Alignment(vertical="top", wrap_text=True)
        cell.border = _RULE
    if finding.cell and finding.sheet in existing:
        _link(page.cell(row, 5), finding)


def _link(cell: Cell, finding: Finding) -> None:
    name = finding.sheet.replace("'", "''")
    cell.hyperlink = Hyperlink(ref=cell.coordinate, location=f"'{name}'!{finding.cell}", tooltip="Menuju sel")
    cell.font = Font(name=_FONT, size=10, underline="single", color="1A5276")


def _set_page(page: Worksheet, count: int) -> None:
    for letter, width in zip("ABCDEFGH", _HEADINGS.values(), strict=True):
        page.column_dimensions[letter].width = width
    page.row_dimensions[1].height = 24
    page.sheet_view.showGridLines = False
    page.freeze_panes = f"A{_HEADER_ROW + 1}"
    page.auto_filter.ref = f"A{_HEADER_ROW}:H{_HEADER_ROW + max(count, 1)}"
    page.print_title_rows = f"{_HEADER_ROW}:{_HEADER_ROW}"
    page.page_setup.orientation, page.page_setup.paperSize = "landscape", "9"
    page.page_setup.fitToWidth, page.page_setup.fitToHeight = 1, 0
    page.page_margins.left = page.page_margins.right = 0.4
    page.sheet_properties.pageSetUpPr.fitToPage = True
