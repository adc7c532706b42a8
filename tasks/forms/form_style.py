"""How the form looks and what it lets people type: formats, messages, protection, page set-up."""

from datetime import date
from functools import lru_cache
from textwrap import wrap

from xlsxwriter.format import Format
from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from schemas.layout import Column, IdentityField, SheetLayout

NAVY, INK, QUIET, LINE = "#1F3A5F", "#222B36", "#5B6673", "#C9D0D8"
INPUT, LABEL, DERIVED, DERIVED_HEADING, EXCESS = "#FFF8D6", "#F4F6F8", "#E6EAEE", "#5B6B7E", "#F8C9A8"
HEADING_HEIGHT, ROW_HEIGHT, LINE_HEIGHT = 40, 17, 12.5
QUARTERS = (1, 2, 3, 4)
NUMBER_FORMATS = {"count": "#,##0", "rupiah": "#,##0", "percent": "0.00", "year": "0", "text": "@", "choice": "@"}

WORKBOOK_OPTIONS = {
    "in_memory": True,
    "strings_to_urls": False,
    "default_format_properties": {"font_name": "Calibri", "font_size": 10, "font_color": INK},
}


class Formats:
    """The cell formats of one workbook, each made once."""

    def __init__(self, book: Workbook) -> None:
        self._book, self._made = book, {}
        self.title = book.add_format({"bold": True, "font_size": 16, "font_color": NAVY})
        self.subtitle = book.add_format({"bold": True, "font_size": 11, "font_color": QUIET})
        self.instruction = book.add_format({"italic": True, "font_color": QUIET})
        self.section = book.add_format({"bold": True, "font_color": NAVY, "bottom": 1, "bottom_color": NAVY})
        self.plain = book.add_format({"valign": "vcenter", "indent": 1})
        self.figure = book.add_format({"num_format": NUMBER_FORMATS["count"]})
        self.link = book.add_format({"font_color": NAVY, "underline": 1, "indent": 1})
        self.identity_label = self._boxed(LABEL, bold=True, indent=1)
        self.identity = self._boxed(INPUT, locked=False, align="left", indent=1)
        self.identity_date = self._boxed(INPUT, locked=False, align="left", indent=1, num_format="dd/mm/yyyy")
        self.identity_locked = self._boxed(DERIVED, align="left", indent=1)
        self.legend = (
            (self._boxed(INPUT), "Sel kuning muda: diisi oleh daerah."),
            (self._boxed(DERIVED), "Sel abu-abu: keterangan dan rumus, terkunci, terhitung sendiri."),
            (
                self._boxed(EXCESS),
                "Sel jingga: angkanya melebihi yang seharusnya; periksa atau jelaskan pada Keterangan.",
            ),
        )

    def heading(self, column: Column, free: bool) -> Format:
        """Headings of what people fill in stand out from those of what is given."""
        filled = column.role in ("input", "note") or (free and column.role == "key")
        return self._get(
            ("heading", filled),
            bold=True,
            font_color="#FFFFFF",
            bg_color=NAVY if filled else DERIVED_HEADING,
            align="center",
        )

    def cell(self, column: Column, free: bool) -> Format:
        """`free`: the whole row is the sender's, so even its code and number can be typed over."""
        unlocked = free or column.role in ("input", "note")
        ground = INPUT if unlocked and column.role != "row_no" else DERIVED if column.role == "derived" else LABEL
        centred = column.type == "choice" or column.role in ("row_no", "key")
        numeric = column.type in ("count", "rupiah", "percent") and not centred
        return self._get(
            ("cell", unlocked, ground, column.type, centred),
            bg_color=ground,
            locked=not unlocked,
            num_format=NUMBER_FORMATS[column.type],
            align="center" if centred else "right" if numeric else "left",
            indent=0 if centred else 1,
        )

    def _boxed(self, ground: str, **more: object) -> Format:
        return self._get((ground, *sorted(more.items())), bg_color=ground, **more)

    def _get(self, name: tuple, **properties: object) -> Format:
        if name not in self._made:
            box = {"border": 1, "border_color": LINE, "valign": "vcenter", "text_wrap": True}
            self._made[name] = self._book.add_format(box | properties)
        return self._made[name]


def height(sheet: SheetLayout, values: dict[str, object]) -> float:
    """How high a row must be, in points, to show its longest text: not every program finds out by itself."""
    texts = ((values.get(column.key), column.width) for column in sheet.columns)
    lines = max((_lines(text, width) for text, width in texts if isinstance(text, str)), default=1)
    return max(ROW_HEIGHT, LINE_HEIGHT * lines + 5)


@lru_cache(maxsize=10_000)
def _lines(text: str, width: int) -> int:
    return len(wrap(text, max(4, int(1.1 * width)))) or 1


_NUMBERS = {
    "count": ("integer", "Bilangan bulat 0 atau lebih, tanpa titik, koma atau satuan."),
    "rupiah": ("decimal", "Rupiah penuh, 0 atau lebih, tanpa titik, tulisan Rp atau satuan."),
}


def input_rule(column: Column) -> dict | None:
    """The data validation of an input column, None where anything may be typed."""
    if column.role != "input":
        return None
    if column.choices:
        return _list_rule(column, list(column.choices), "Pilih: " + ", ".join(column.choices) + ".")
    if column.type == "year":
        return _number_rule(column, "integer", "Tahun empat angka, contoh 2025.", "between", minimum=2018, maximum=2100)
    if column.type in _NUMBERS:
        kind, words = _NUMBERS[column.type]
        return _number_rule(column, kind, words, ">=", value=0)
    return None


def code_rule(column: Column, codes: str, sheet_name: str) -> dict:
    """A drop-down with the codes that stand on another sheet of the form."""
    return _list_rule(column, codes, f"Pilih kodenya dari daftar; nama layanannya ada pada lembar {sheet_name}.")


def _list_rule(column: Column, source: list[str] | str, words: str) -> dict:
    # A text column's choices are suggestions: another text passes
    strict = column.type != "text" or column.role == "key"
    hint = words if strict else words + " Boleh juga diketik sendiri."
    return {"validate": "list", "source": source, "show_error": strict, **_messages(column.heading, hint)}


def _number_rule(column: Column, kind: str, words: str, criteria: str, **bounds: int) -> dict:
    return {"validate": kind, "criteria": criteria, **bounds, **_messages(column.heading, words)}


def _messages(heading: str, words: str) -> dict:
    return {
        "input_title": heading[:32],
        "input_message": words,
        "error_title": "Isian belum sesuai",
        "error_message": f"{heading}: {words} Kosongkan sel lalu isi kembali.",
    }


def identity_rule(field: IdentityField) -> dict | None:
    """The data validation of a field of the identity sheet, None where anything may be typed."""
    column = Column(field.key, field.label, "input", "year", 0, field.wordings)
    if field.key == "year":
        return input_rule(column)
    if field.key == "quarter":
        return _list_rule(column, [str(number) for number in QUARTERS], "Pilih 1, 2, 3 atau 4.")
    if field.key == "regency_code":
        return {"validate": "any", **_messages(field.label, "Kode Kemendagri, contoh 62.01; bukan kode BPS.")}
    if field.key == "filled_on":
        words = _messages(field.label, "Tanggal, contoh 15/01/2025.")
        return {"validate": "date", "criteria": ">=", "value": date(2018, 1, 1), **words}
    return None


def mark_excess(book: Workbook, page: Worksheet, part: str, whole: str, first: int, last: int) -> None:
    """Colour `part` where it is more than `whole`, while the form is being filled in."""
    page.conditional_format(
        f"{part}{first}:{part}{last}",
        {
            "type": "formula",
            "criteria": f"=AND(ISNUMBER(${part}{first}),ISNUMBER(${whole}{first}),${part}{first}>${whole}{first})",
            "format": book.add_format({"bg_color": EXCESS}),
        },
    )


def protect(page: Worksheet, rows_may_change: bool) -> None:
    """Locked without a password: it guards against slips, not against people."""
    allowed = ["format_columns", "format_rows", "autofilter", "select_locked_cells", "select_unlocked_cells"]
    if rows_may_change:
        allowed += ["sort", "insert_rows", "delete_rows"]
    page.protect("", dict.fromkeys(allowed, True))


def set_up_page(page: Worksheet, title: str, landscape: bool) -> None:
    """A4, one page wide, headings on each page, sheet and page in the footer."""
    page.set_landscape() if landscape else page.set_portrait()
    page.set_paper(9)
    page.fit_to_pages(1, 0)
    page.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.7)
    page.set_footer(f"&L&8{title}&C&8&A&R&8Halaman &P dari &N")
    page.hide_gridlines(2)
