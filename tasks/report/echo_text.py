"""The echo in words: the same lines on the screen, in the receipt, in the marked copy and in the message."""

from config import catalogue
from schemas.echo import Change, Difference, Echo, Example, Number, ReadSheet
from schemas.wording import number_text
from tasks.report.sentences import all_of

TOTAL_LABELS = {
    "rows": "Baris terbaca",
    "target": "Harus dilayani",
    "served": "Terlayani",
    "required": "Dibutuhkan",
    "available": "Tersedia",
    "allocation": "Alokasi (Rp)",
    "realised": "Realisasi (Rp)",
}
"""Column whose figures are added up -> what people read."""
CHECK, READ, EXAMPLES = "Periksa", "Yang terbaca", "Contoh"
"""Titles: of what is probably a mistake, of the columns that were read, of some services."""


def echo_sections(echo: Echo) -> list[tuple[str, list[str]]]:
    """Title and lines of each part that there is; what is striking comes first."""
    sections = [
        (CHECK, warnings(echo)),
        (READ, [sheet_line(one) for one in echo.sheets]),
        (EXAMPLES, [example_line(one) for one in echo.examples]),
        ("Perbedaan", [difference_line(one) for one in echo.differences]),
    ]
    return [(title, lines) for title, lines in sections if lines]


def warnings(echo: Echo) -> list[str]:
    """A sentence for each difference that is probably a mistake."""
    missing = [
        f"Dibanding {one.against}, {_gone(one)}. Pastikan memang demikian."
        for one in echo.differences
        if one.gone and one.kind == "revision"
    ]
    return missing + [sentence for one in echo.differences if (sentence := _warning(one))]


def sheet_line(sheet: ReadSheet) -> str:
    """`Penerima, 29 baris: F "Jumlah yang Harus Dilayani" = 29.000; G "Jumlah Terlayani" = 28.500`"""
    columns = [
        f'{one.letter} "{one.heading}"' + ("" if one.total is None else f" = {number_text(one.total)}")
        for one in sheet.columns
    ]
    return f"{sheet.sheet}, {number_text(sheet.rows)} baris: {'; '.join(columns)}"


def example_line(one: Example) -> str:
    """`K-DIK-03 Pendidikan Kesetaraan: harus dilayani 1.000, terlayani 900 orang; alokasi Rp500, realisasi Rp400`"""
    people = f"harus dilayani {_figure(one.target)}, terlayani {_figure(one.served)} {one.unit}".rstrip()
    money = f"alokasi Rp{_figure(one.allocation)}, realisasi Rp{_figure(one.realised)}"
    return f"{one.code} {one.name}: {people}; {money}"


def difference_line(one: Difference) -> str:
    told = _moved(one)
    if one.differing:
        told.append(f"{number_text(one.differing)} dari {number_text(one.compared)} angka berbeda")
    elif one.compared:
        told.append(f"{all_of(one.compared, 'angka')} sama" if not told else "angka lainnya sama")
    sums = "; ".join(_change(change, one.ratio) for change in one.changes)
    return f"Dibanding {one.against}: {'; '.join(told)}." + (f" {sums}." if sums else "")


def beside_total(echo: Echo, table: str, column: str) -> list[tuple[str, bool]]:
    """What stands beside what a column adds up to: `kiriman ke-1: 642.833 (-50%)`, and whether that is probably a
    mistake; nothing where nothing changed or nothing was compared."""
    return [
        (f"{difference.against}: {_before(change)}{_share(change)}", change.much)
        for difference in echo.differences
        for change in difference.changes
        if (change.table, change.column) == (table, column)
    ]


def _moved(one: Difference) -> list[str]:
    return [_gone(one)] * bool(one.gone) + [_added(one)] * bool(one.added)


def _gone(one: Difference) -> str:
    return f"{number_text(one.gone)} angka yang dulu ada kini kosong atau tidak terbaca"


def _added(one: Difference) -> str:
    return f"{number_text(one.added)} angka yang dulu kosong atau tidak terbaca kini ada"


def _warning(one: Difference) -> str:
    large = [change for change in one.changes if one.ratio is not None or change.much]
    if not large:
        return ""
    what = "jumlah berubah besar" if one.ratio is None else f"hampir semua angka menjadi {number_text(one.ratio)} kali"
    sums = "; ".join(_change(change, one.ratio) for change in large)
    return f"Dibanding {one.against}, {what}: {sums}. Pastikan memang demikian."


def _change(one: Change, told: float | None = None) -> str:
    """With its multiple, unless that was told of all figures."""
    times = f", hampir semua menjadi {number_text(one.ratio)} kali" if one.ratio not in (None, told) else ""
    label = f"{TOTAL_LABELS[one.column]} ({catalogue.layout_for('kabkota').by_key[one.table].name})"
    after = "tidak terbaca" if one.after is None else number_text(one.after)
    return f"{label} {_before(one)} menjadi {after}{_share(one)}{times}"


def _before(one: Change) -> str:
    return "tidak terbaca" if one.before is None else number_text(one.before)


def _share(one: Change) -> str:
    shown = 0 if one.percent is None else round(one.percent, 1) or round(one.percent, 3)
    sign = "+" if shown > 0 else ""
    return f" ({sign}{number_text(shown)}%)" if shown else ""


def _figure(value: Number | None) -> str:
    return "tidak terbaca" if value is None else number_text(value)
