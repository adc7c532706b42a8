"""How the delivered Word template looks: page, styles, numbering, header and footer, the fields Word fills in."""

from datetime import datetime
from io import BytesIO

from docx.document import Document
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_TAB_ALIGNMENT, WD_TAB_LEADER
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Cm, Pt, RGBColor
from docx.table import Table, _Row
from docx.text.paragraph import Paragraph

from tasks.report.document.word import repacked

TEXT_WIDTH = Cm(16)
_HEADING, _MUTED, _SHADE, _LINE = RGBColor(0x1F, 0x38, 0x64), RGBColor(0x5B, 0x66, 0x73), "E6EBF1", "9AA5B1"
_LEFT, _RIGHT, _CENTER = WD_ALIGN_PARAGRAPH.LEFT, WD_ALIGN_PARAGRAPH.RIGHT, WD_ALIGN_PARAGRAPH.CENTER
_LEVELS = (("upperRoman", "BAB %1"), ("upperLetter", "%2."), ("decimal", "%3."))


def prepare(document: Document) -> None:
    """A4, the styles, numbered headings; without what python-docx's own template carries along."""
    _slim(document)
    section = document.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin = section.right_margin = Cm(2.5)
    section.top_margin, section.bottom_margin = Cm(2.8), Cm(2.4)
    section.header_distance = section.footer_distance = Cm(1.2)
    section.different_first_page_header_footer = True
    _defaults(document)
    _text_styles(document)
    _headings(document)
    _table_style(document)


def saved(document: Document) -> bytes:
    """The document as a file, always the same bytes."""
    properties = document.core_properties
    properties.created = properties.modified = datetime(2025, 1, 1)
    properties.author = properties.last_modified_by = "SPM provinsi"
    properties.comments = ""
    buffer = BytesIO()
    document.save(buffer)
    return repacked(buffer.getvalue())


def _slim(document: Document) -> None:
    """The default template's table styles, its picture of itself and its second copy of all styles are not needed."""
    styles = document.styles.element
    for style in list(styles.findall(qn("w:style"))):
        if style.get(qn("w:type")) == "table" and style.get(qn("w:styleId")) != "TableNormal":
            styles.remove(style)
    for part in (document.part, document.part.package):
        for key, relation in list(part.rels.items()):
            if relation.reltype.endswith(("/stylesWithEffects", "/thumbnail", "/customXml", "/extended-properties")):
                del part.rels[key]


def _defaults(document: Document) -> None:
    """Arial, Indonesian, and the present way of laying out, not that of Word 2010."""
    for setting in document.settings.element.iter(qn("w:compatSetting")):
        if setting.get(qn("w:name")) == "compatibilityMode":
            setting.set(qn("w:val"), "15")
    fonts = document.styles.element.find(qn("w:docDefaults")).find(qn("w:rPrDefault")).find(qn("w:rPr"))
    for child in list(fonts):
        fonts.remove(child)
    fonts.append(
        parse_xml(f'<w:rFonts {nsdecls("w")} w:ascii="Arial" w:hAnsi="Arial" w:cs="Arial" w:eastAsia="Arial"/>')
    )
    fonts.append(parse_xml(f'<w:sz {nsdecls("w")} w:val="22"/>'))
    fonts.append(parse_xml(f'<w:lang {nsdecls("w")} w:val="id-ID" w:eastAsia="id-ID" w:bidi="ar-SA"/>'))


def _text_styles(document: Document) -> None:
    normal = document.styles["Normal"]
    normal.font.size, normal.font.name = Pt(11), "Arial"
    normal.paragraph_format.space_after = Pt(0)
    body = document.styles["Body Text"]
    body.paragraph_format.space_before, body.paragraph_format.space_after = Pt(3), Pt(6)
    body.paragraph_format.line_spacing, body.paragraph_format.widow_control = 1.2, True
    numbered = document.styles["List Number"]
    numbered.paragraph_format.space_after, numbered.paragraph_format.line_spacing = Pt(3), 1.15
    caption = document.styles["Caption"]
    _look(caption, 9.5, bold=True, color=_HEADING, before=10, after=4)
    caption.paragraph_format.keep_with_next = True
    below = _style(document, "Keterangan Gambar", 9.5, bold=True, color=_HEADING, after=12, align=_CENTER)
    below.base_style = caption
    below.paragraph_format.keep_with_next = False
    picture = _style(document, "Gambar", 11, before=6, after=2, align=_CENTER)
    picture.paragraph_format.keep_with_next = True
    part = _style(document, "Bagian Depan", 9, bold=True, color=_HEADING, before=2, after=1)
    part.paragraph_format.keep_with_next = True
    _style(document, "Isi Depan", 8, after=1)
    _style(document, "Utama Depan", 9, bold=True, after=1)
    _style(document, "Peta Depan", 8.5, align=_CENTER)
    cell = _style(document, "Isi Tabel", 8.5, before=2, after=2)
    _style(document, "Angka Tabel", 8.5, before=2, after=2, align=_RIGHT).base_style = cell
    _style(document, "Kepala Tabel Sempit", 6.5, before=2, after=2, align=_RIGHT).base_style = cell
    _style(document, "Catatan", 8.5, color=_MUTED, before=3, after=10)
    listing = _style(document, "Daftar Isi", 10, after=3)
    listing.paragraph_format.tab_stops.add_tab_stop(TEXT_WIDTH, WD_TAB_ALIGNMENT.RIGHT, WD_TAB_LEADER.DOTS)
    _style(document, "Kepala Halaman", 8.5, color=_MUTED)
    _look(document.styles["Title"], 24, bold=True, color=_HEADING, before=170, after=18, align=_CENTER)
    border = document.styles["Title"].element.pPr.find(qn("w:pBdr"))
    if border is not None:
        document.styles["Title"].element.pPr.remove(border)
    _look(document.styles["Subtitle"], 16, bold=True, color=_HEADING, after=6, align=_CENTER)
    document.styles["Subtitle"].font.italic = False
    _style(document, "Sampul Kecil", 11, color=_MUTED, before=6, align=_CENTER)
    _style(document, "Sampul Bawah", 13, bold=True, color=_HEADING, before=190, align=_CENTER)


def _headings(document: Document) -> None:
    number = _numbering(document)
    looks = ((16, 0, 16), (13, 16, 6), (11, 12, 4))
    for level, (size, before, after) in enumerate(looks, start=1):
        style = document.styles[f"Heading {level}"]
        _look(style, size, bold=True, color=_HEADING, before=before, after=after)
        style.paragraph_format.keep_with_next = True
        numbered = style.element.get_or_add_pPr().get_or_add_numPr()
        numbered.get_or_add_ilvl().val, numbered.get_or_add_numId().val = level - 1, number
    document.styles["Heading 1"].paragraph_format.page_break_before = True
    front = _style(document, "Judul Tanpa Nomor", 16, bold=True, color=_HEADING, after=16)
    front.paragraph_format.page_break_before = front.paragraph_format.keep_with_next = True
    front.next_paragraph_style = document.styles["Body Text"]
    page = _style(document, "Judul Halaman Depan", 14, bold=True, color=_HEADING, after=2)
    page.paragraph_format.page_break_before = True
    contents = _style(document, "Judul Daftar Isi", 16, bold=True, color=_HEADING, after=16)
    contents.paragraph_format.page_break_before = True
    front.element.get_or_add_pPr().append(parse_xml(f'<w:outlineLvl {nsdecls("w")} w:val="0"/>'))


def _numbering(document: Document) -> int:
    """BAB I, A., 1.: bound to the headings, so that a heading put in later is counted as well."""
    levels = "".join(
        f'<w:lvl w:ilvl="{level}"><w:start w:val="1"/><w:numFmt w:val="{form}"/><w:pStyle w:val="Heading{level + 1}"/>'
        f'<w:suff w:val="{"space" if not level else "tab"}"/><w:lvlText w:val="{text}"/><w:lvlJc w:val="left"/>'
        f'<w:pPr><w:ind w:left="{0 if not level else 425}" w:hanging="{0 if not level else 425}"/></w:pPr></w:lvl>'
        for level, (form, text) in enumerate(_LEVELS)
    )
    numbering = document.part.numbering_part.element
    abstract = parse_xml(
        f'<w:abstractNum {nsdecls("w")} w:abstractNumId="90"><w:multiLevelType w:val="multilevel"/>{levels}'
        "</w:abstractNum>"
    )
    numbering.insert(0, abstract)
    return numbering.add_num(90).numId


def _table_style(document: Document) -> None:
    """Lines between rows, a shaded heading: readable in black and white."""
    line = f'w:val="single" w:sz="4" w:space="0" w:color="{_LINE}"'
    strong = 'w:val="single" w:sz="8" w:space="0" w:color="1F3864"'
    document.styles.element.append(
        parse_xml(
            f'<w:style {nsdecls("w")} w:type="table" w:customStyle="1" w:styleId="TabelSPM"><w:name w:val="Tabel SPM"/>'
            '<w:basedOn w:val="TableNormal"/><w:uiPriority w:val="59"/><w:qFormat/>'
            f"<w:tblPr><w:tblBorders><w:top {strong}/><w:bottom {strong}/><w:insideH {line}/></w:tblBorders>"
            '<w:tblCellMar><w:left w:w="85" w:type="dxa"/><w:right w:w="85" w:type="dxa"/></w:tblCellMar></w:tblPr>'
            f'<w:tblStylePr w:type="firstRow"><w:rPr><w:b/></w:rPr><w:tcPr><w:tcBorders><w:bottom {strong}/>'
            f'</w:tcBorders><w:shd w:val="clear" w:color="auto" w:fill="{_SHADE}"/><w:vAlign w:val="bottom"/></w:tcPr>'
            "</w:tblStylePr></w:style>"
        )
    )


def repeat_as_header(row: _Row) -> None:
    """The row stands again on top of every further page, and no row breaks across two pages."""
    row._tr.get_or_add_trPr().append(parse_xml(f"<w:tblHeader {nsdecls('w')}/>"))


def keep_whole(row: _Row) -> None:
    row._tr.get_or_add_trPr().append(parse_xml(f"<w:cantSplit {nsdecls('w')}/>"))


def set_widths(table: Table, widths: list[int]) -> None:
    table.autofit = False
    for column, width in zip(table.columns, widths, strict=True):
        column.width = width
    for row in table.rows:
        for cell, width in zip(row.cells, widths, strict=True):
            cell.width = width


def add_numbered_caption(document: Document, kind: str, text: str, *, below: bool = False) -> None:
    """`Tabel 1. text`: Word counts, so that a table put in later moves the numbers of those that follow."""
    paragraph = document.add_paragraph(f"{kind} ", style="Keterangan Gambar" if below else "Caption")
    _field(paragraph, f"SEQ {kind} \\* ARABIC", "1")
    paragraph.add_run(f". {text}")


def add_contents(document: Document) -> None:
    """The table of contents; its lines are put in when the document is made."""
    _field(document.add_paragraph(style="Daftar Isi"), 'TOC \\o "1-2" \\h \\z \\u', "Daftar isi")


def add_header(document: Document, text: str, mark: str) -> None:
    paragraph = document.sections[0].header.paragraphs[0]
    paragraph.style = "Kepala Halaman"
    _tab_to_the_right(paragraph)
    paragraph.add_run(f"{text}\t")
    paragraph.add_run(mark).bold = True
    line = f'<w:bottom w:val="single" w:sz="4" w:space="4" w:color="{_LINE}"/>'
    border = parse_xml(f"<w:pBdr {nsdecls('w')}>{line}</w:pBdr>")
    paragraph._p.pPr.find(qn("w:tabs")).addprevious(border)


def add_footer(document: Document, text: str) -> None:
    paragraph = document.sections[0].footer.paragraphs[0]
    paragraph.style = "Kepala Halaman"
    _tab_to_the_right(paragraph)
    paragraph.add_run(f"{text}\tHalaman ")
    _field(paragraph, "PAGE", "1")
    paragraph.add_run(" dari ")
    _field(paragraph, "NUMPAGES", "1")


def _tab_to_the_right(paragraph: Paragraph) -> None:
    paragraph.paragraph_format.tab_stops.add_tab_stop(TEXT_WIDTH, WD_TAB_ALIGNMENT.RIGHT)


def _field(paragraph: Paragraph, instruction: str, shown: str) -> None:
    """A field as Word writes it; `shown` is what stands there until it is counted."""
    for kind in ("begin", None, "separate", shown, "end"):
        run = paragraph.add_run()
        if kind is None:
            run._r.append(parse_xml(f'<w:instrText {nsdecls("w")} xml:space="preserve"> {instruction} </w:instrText>'))
        elif kind is shown:
            run.text = shown
        else:
            run._r.append(parse_xml(f'<w:fldChar {nsdecls("w")} w:fldCharType="{kind}"/>'))


def _style(document: Document, name: str, size: float, **looks):
    style = document.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
    style.base_style = document.styles["Normal"]
    _look(style, size, **looks)
    return style


def _look(style, size: float, *, bold=False, color=None, before=0, after=0, align=None) -> None:
    style.font.size, style.font.bold, style.font.name = Pt(size), bold, "Arial"
    if color is not None:
        style.font.color.rgb = color
    fonts = style.element.rPr.rFonts
    for theme in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
        fonts.attrib.pop(qn(f"w:{theme}"), None)
    style.paragraph_format.space_before, style.paragraph_format.space_after = Pt(before), Pt(after)
    if align is not None:
        style.paragraph_format.alignment = align
