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
_MUCH = 0.25
"""A sum that differs this much from the replaced revision's is told first."""


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
    told = [_gone(one)] if one.gone else []
    if one.differing:
        sums = "; ".join(_change(change, one.ratio) for change in one.changes)
        told.append(f"{number_text(one.differing)} dari {number_text(one.compared)} angka berbeda. {sums}")
    elif one.compared:
        told.append(f"{all_of(one.compared, 'angka')} sama" if not one.gone else "angka lainnya sama")
    return f"Dibanding {one.against}: {'; '.join(told)}."


def _gone(one: Difference) -> str:
    return f"{number_text(one.gone)} angka yang dulu ada kini kosong atau tidak terbaca"


def _warning(one: Difference) -> str:
    if one.ratio is not None:
        times = number_text(one.ratio)
        return f"Dibanding {one.against}, hampir semua angka menjadi {times} kali. Pastikan memang demikian."
    much = _MUCH if one.kind == "revision" else float("inf")  # a later quarter is expected to have more
    large = [change for change in one.changes if change.ratio is not None or _share(change) >= much]
    if not large:
        return ""
    return f"Dibanding {one.against}, jumlah berubah besar: {'; '.join(map(_change, large))}. Pastikan memang demikian."


def _change(one: Change, told: float | None = None) -> str:
    """With its multiple, unless that was told of all figures."""
    percent = 100 * (one.after - one.before) / one.before if one.before else 0
    shown = round(percent, 1) or round(percent, 3)
    share = f" ({number_text(shown)}%)" if shown else ""
    times = f", hampir semua menjadi {number_text(one.ratio)} kali" if one.ratio not in (None, told) else ""
    label = f"{TOTAL_LABELS[one.column]} ({catalogue.layout_for('kabkota').by_key[one.table].name})"
    return f"{label} {number_text(one.before)} menjadi {number_text(one.after)}{share}{times}"


def _share(one: Change) -> float:
    return abs(one.after - one.before) / one.before if one.before else float(one.after != one.before)


def _figure(value: Number | None) -> str:
    return "tidak terbaca" if value is None else number_text(value)
