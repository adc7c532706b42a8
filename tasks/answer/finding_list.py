"""The sheet `Temuan` of an annotated copy: totals, a line a finding with a link, and what became of the cells."""

from collections.abc import Iterable, Iterator, Sequence

from config import catalogue
from schemas.address import is_cell
from schemas.consolidated import Answer
from schemas.echo import Echo
from schemas.finding import SEVERITIES, Finding, Severity, count_of, families
from schemas.reconciliation import Account
from tasks.answer.marks import COLOURS
from tasks.ledger.file_names import senders_name
from tasks.ooxml.parts import root_with_namespace
from tasks.ooxml.styles import Styles
from tasks.ooxml.xml import cell_text, escaped, quoted
from tasks.report.echo_text import CHECK, echo_sections, warnings

SHEET = "Temuan"
TITLE = "Temuan pada laporan SPM"
HEADER_ROW = 6

_HEADINGS = {
    "No": 5,
    "Tingkat": 12,
    "Aturan": 8,
    "Hal": 20,
    "Lembar": 14,
    "Sel": 8,
    "Nilai": 14,
    "Uraian dan yang perlu dilakukan": 54,
    "Penjelasan pengirim": 16,
}
"""Together so wide that A4 shows letters of more than 7 points."""
_CELL_HEADINGS = ("No", "Keadaan", "Aturan", "Alasan", "Lembar", "Sel", "Jumlah sel", "Semua selnya", "")
_LETTERS = "ABCDEFGHI"
_LINE_HEIGHT, _TALLEST = 13, 400
_BODY = '<name val="Arial"/><family val="2"/>'
_BORDER = b'<left/><right/><top/><bottom style="thin"><color rgb="FFC9CFD6"/></bottom><diagonal/>'


class ListStyles:
    """The numbers of the styles of the list in a workbook."""

    def __init__(self, styles: Styles):
        wrapped = {"wrapText": 1}
        self.title = styles.add(_font(14, bold=True, colour="1F3864"), "", b"", wrapped)
        self.plain = styles.add(_font(10), "", b"", wrapped)
        self.bold = styles.add(_font(10, bold=True), "", b"", wrapped)
        self.short, self.head = styles.add(_font(10)), styles.add(_font(10, bold=True))
        self.heading = styles.add(
            _font(10, bold=True, colour="FFFFFF"), "1F3864", b"", {"vertical": "center", **wrapped}
        )
        self.cell = styles.add(_font(10), "", _BORDER, wrapped)
        self.link = styles.add(_font(10, colour="1A5276", underlined=True), "", _BORDER, wrapped)
        self.severity = {
            one: styles.add(_font(10, bold=one is Severity.ERROR), colour, _BORDER, wrapped)
            for one, colour in COLOURS.items()
        }


def list_sheet(
    answer: Answer, findings: list[Finding], sheets: dict[str, str], notes: list[str], style: ListStyles
) -> bytes:
    """The sheet's XML. `findings` are in the order of their importance; `sheets` maps the name of a sheet that is in
    the copy to the name it has there; `notes` are sentences on the copy itself."""
    looks = {1: style.title, 3: style.bold, 5: style.bold}
    top = list(enumerate(_top(answer, findings, notes, copied=bool(sheets)), start=1))
    rows, across = [_across(row, line, looks.get(row, style.plain)) for row, line in top], [row for row, _ in top]
    rows.append(_headings(HEADER_ROW, _HEADINGS, style))
    links, below_headings = [], HEADER_ROW + 1
    for row, (number, finding) in enumerate(_numbered(findings), start=below_headings):
        target = sheets.get(finding.sheet, "") if is_cell(finding.cell) else ""
        rows.append(_line(row, number, finding, style, linked=bool(target)))
        links += [_link(row, target, finding.cell)] if target else []
    if not findings:
        rows.append(_row(HEADER_ROW + 1, [_text("A", HEADER_ROW + 1, "tidak ada temuan", style.short)]))
    below = last_row(findings) + 2
    if answer.cells.filled:
        told, more = _cells(answer.cells, below, sheets, style)
        across.append(below + 1)
        rows, links, below = rows + told, links + more, below + len(told) + 1
    rows += _echo(answer.echo, below, style)
    return _page(rows, across, links, last_row(findings))


def _headings(row: int, texts: Iterable[str], style: ListStyles) -> bytes:
    cells = [_text(letter, row, text, style.heading) for letter, text in zip(_LETTERS, texts, strict=True)]
    return _row(row, cells, 2 * _LINE_HEIGHT + 4)


def _cells(cells: Account, first: int, sheets: dict[str, str], style: ListStyles) -> tuple[list[bytes], list[bytes]]:
    """Rows and links of what became of the filled cells: counts, then a line for those that no figure comes from."""
    rows = [
        _row(first, [_text("A", first, "Isi berkas yang dibaca", style.head)]),
        _across(first + 1, cells.sentence, style.plain),
    ]
    links = []
    if cells.left_out:
        rows.append(_headings(first + 2, _CELL_HEADINGS, style))
    for number, group in enumerate(cells.left_out, start=1):
        row, at = first + 2 + number, group.cells.partition(" ")[0]
        target = sheets.get(group.sheet, "")
        why = (str(group.fate), group.rule or "-", str(group.reason or "kekeliruan program"))
        texts = (*why, group.sheet, at, str(group.count), group.cells, "")
        looks = [*[style.cell] * 4, style.link if target else style.cell, *[style.cell] * 3]
        rows.append(_row(row, [_number(row, number, style), *_texts(row, texts, looks)], _height(texts)))
        links += [_link(row, target, at)] if target else []
    return rows, links


def _echo(echo: Echo, first: int, style: ListStyles) -> list[bytes]:
    """Rows that say what was understood."""
    lines = [(title, line) for title, lines in echo_sections(echo) for line in lines]
    rows = [_row(first, [_text("A", first, "Yang dipahami dari berkas ini", style.head)])] if lines else []
    for row, (title, line) in enumerate(lines, first + 1):
        texts = (title, "", "", "", "", "", line, "")
        looks = [style.severity[Severity.WARNING] if title == CHECK else style.cell, *[style.cell] * 7]
        rows.append(_row(row, [_number(row, row - first, style), *_texts(row, texts, looks)], _height(texts)))
    return rows


def _link(row: int, sheet: str, cells: str) -> bytes:
    """From column F to cells of a sheet."""
    return b'<hyperlink ref="F%d" location="%s" tooltip="Menuju sel"/>' % (row, escaped(f"{quoted(sheet)}!{cells}"))


def last_row(findings: list[Finding]) -> int:
    return HEADER_ROW + max(len(findings), 1)


def _top(answer: Answer, findings: list[Finding], notes: list[str], *, copied: bool) -> list[str]:
    """At most five lines: the table begins below them."""
    counts = [f"{count_of(findings, severity)} {SEVERITIES[severity].lower()}" for severity in SEVERITIES]
    found = {one.severity for one in findings}
    to_do = " Kesalahan harus diperbaiki; peringatan diperiksa atau dijelaskan pada kolom Keterangan."
    follows = (
        " Nomor seperti 1.1 termasuk temuan nomor 1; periksa sekalian." if any(one.cause for one in findings) else ""
    )
    return [
        f"{TITLE} {answer.regency_name}".rstrip(),
        f"Berkas: {senders_name(answer.file_name)}. Keadaan: {answer.status}.",
        f"{', '.join(counts)}.{to_do if found - {Severity.INFO} else ''}{follows}",
        _advice(found, copied=copied),
        *([" ".join(said)] if (said := [*warnings(answer.echo), *notes]) else []),
    ]


def _advice(found: set[Severity], *, copied: bool) -> str:
    """What to do about findings of these severities, which are marked where the workbook was `copied`."""
    where = "sel yang ditandai" if copied else "berkas asli"
    if Severity.ERROR in found:
        told = f"Perbaiki {where}, simpan di Excel, lalu kirim kembali."
    elif Severity.WARNING in found:
        told = f"Periksa {where}: perbaiki angka yang keliru, jelaskan yang benar pada kolom Keterangan."
    else:
        told = "Tidak ada yang perlu diperbaiki."
    way = " Klik alamat pada kolom Sel untuk menuju selnya; catatan pada sel memuat temuan yang sama."
    return told + way if found and copied else told


def _numbered(findings: list[Finding]) -> Iterator[tuple[str, Finding]]:
    """What follows from the third finding is 3.1, 3.2 and so on."""
    for number, (cause, following) in enumerate(families(findings), start=1):
        yield str(number), cause
        yield from ((f"{number}.{at}", one) for at, one in enumerate(following, start=1))


def _line(row: int, number: str, finding: Finding, style: ListStyles, *, linked: bool) -> bytes:
    texts = (
        SEVERITIES[finding.severity],
        finding.rule,
        catalogue.rules()[finding.rule].title,
        finding.sheet or "seluruh berkas",
        finding.cell or "bukan satu sel",
        finding.value or "kosong",
        finding.message,
        finding.explanation or "tidak ada",
    )
    used = [
        style.severity[finding.severity],
        *[style.cell] * 3,
        style.link if linked else style.cell,
        *[style.cell] * 3,
    ]
    first = _number(row, int(number), style) if number.isdigit() else _text("A", row, number, style.cell)
    return _row(row, [first, *_texts(row, texts, used)], _height(texts), folded=bool(finding.cause))


def _number(row: int, number: int, style: ListStyles) -> bytes:
    return b'<c r="A%d" s="%d"><v>%d</v></c>' % (row, style.cell, number)


def _texts(row: int, texts: Sequence[str], styles: Sequence[int]) -> list[bytes]:
    """The cells of a line from column B on."""
    return [_text(letter, row, text, one) for letter, text, one in zip(_LETTERS[1:], texts, styles, strict=True)]


def _height(texts: Sequence[str]) -> int:
    widths = list(_HEADINGS.values())[1:]
    lines = max(1 + int(1.1 * len(text) / width) for text, width in zip(texts, widths, strict=True))
    return min(lines * _LINE_HEIGHT + 4, _TALLEST)


def _text(letter: str, row: int, text: str, style: int) -> bytes:
    content = b'<is><t xml:space="preserve">' + cell_text(text) + b"</t></is>"
    return b'<c r="%s%d" s="%d" t="inlineStr">%s</c>' % (letter.encode(), row, style, content)


def _across(row: int, text: str, style: int) -> bytes:
    """A row whose text is to stand over all columns: what runs over the last one would make all print smaller."""
    lines = 1 + int(1.1 * len(text) / sum(_HEADINGS.values()))
    return _row(row, [_text("A", row, text, style)], lines * _LINE_HEIGHT + (8 if row == 1 else 4))


def _row(number: int, cells: list[bytes], height: int = 0, *, folded: bool = False) -> bytes:
    """`folded`: Excel can fold it under the row above."""
    tall = b' ht="%d" customHeight="1"' % height if height else b""
    level = b' outlineLevel="1"' if folded else b""
    return b'<row r="%d"%s%s>%s</row>' % (number, tall, level, b"".join(cells))


def _page(rows: list[bytes], across: list[int], links: list[bytes], last: int) -> bytes:
    columns = b"".join(
        b'<col min="%d" max="%d" width="%d" customWidth="1"/>' % (number, number, width)
        for number, width in enumerate(_HEADINGS.values(), start=1)
    )
    below = HEADER_ROW + 1
    view = (
        f'<sheetView showGridLines="0" tabSelected="1" workbookViewId="0"><pane ySplit="{HEADER_ROW}" '
        f'topLeftCell="A{below}" activePane="bottomLeft" state="frozen"/>'
        f'<selection pane="bottomLeft" activeCell="A{below}" sqref="A{below}"/></sheetView>'
    )
    return root_with_namespace(
        "worksheet",
        b'<sheetPr><outlinePr summaryBelow="0"/><pageSetUpPr fitToPage="1"/></sheetPr><sheetViews>'
        + view.encode()
        + b"</sheetViews>"
        b'<sheetFormatPr defaultRowHeight="15" outlineLevelRow="1"/><cols>' + columns + b"</cols>"
        b"<sheetData>" + b"".join(rows) + b"</sheetData>"
        b'<autoFilter ref="A%d:I%d"/>'
        % (HEADER_ROW, last)
        + b"<mergeCells>%s</mergeCells>" % b"".join(b'<mergeCell ref="A%d:I%d"/>' % (row, row) for row in across)
        + (b"<hyperlinks>" + b"".join(links) + b"</hyperlinks>" if links else b"")
        + b'<pageMargins left="0.4" right="0.4" top="0.75" bottom="0.75" header="0.3" footer="0.3"/>'
        b'<pageSetup paperSize="9" orientation="landscape" fitToHeight="0"/>',
    )


def _font(size: int, *, bold: bool = False, underlined: bool = False, colour: str = "000000") -> bytes:
    marks = ("<b/>" if bold else "") + ("<u/>" if underlined else "")
    return f'{marks}<sz val="{size}"/><color rgb="FF{colour}"/>{_BODY}'.encode()
