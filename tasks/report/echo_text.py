"""The echo in words: the same lines on the screen, in the receipt, in the marked copy and in the message."""

from collections.abc import Iterable

from config import catalogue
from schemas.echo import Change, ChangedMuch, Difference, Echo, Entry, Example, Number, ReadSheet
from schemas.receipt import TOTALS
from schemas.wording import number_text
from tasks.report.sentences import all_of, listed
from tasks.understand.identity import region_name

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
_ALL = "angka"
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
        told.append(
            f"{all_of(one.compared, 'angka')} sama" if not told else f"{number_text(one.compared)} angka lainnya sama"
        )
    sums = "; ".join(_change(change, _of_column(change, one.ratio)) for change in one.changes)
    parts = [
        f"Dibanding {one.against}: {'; '.join(told)}",
        sums,
        *[f"Penjelasan: {one.explanation}"] * bool(one.explanation),
    ]
    return " ".join(f"{part}." for part in parts if part)


def _of_column(change: Change, told: float | None) -> str:
    """Its multiple, unless that was told of all figures."""
    return "" if change.ratio in (None, told) else f", hampir semua menjadi {_times(change.ratio)}"


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
    which = _named(one.gone_at, one.gone)
    return f"{number_text(one.gone)} angka yang dulu ada kini kosong atau tidak terbaca{which}"


def _added(one: Difference) -> str:
    which = _named(one.added_at, one.added)
    return f"{number_text(one.added)} angka yang dulu kosong atau tidak terbaca kini ada{which}"


def _named(entries: tuple[Entry, ...], count: int) -> str:
    """` (Terlayani K-DIK-02, Alokasi (Rp) K-DIK-02)` where all can be."""
    names = [f"{TOTAL_LABELS[column]} {code}" for column, code in entries]
    return f" ({', '.join(names)})" if names and len(names) == count else ""


def _warning(one: Difference) -> str:
    if not one.is_doubtful:
        return ""
    large = [change for change in one.changes if one.ratio is not None or change.much]
    sums = "; ".join(_change(change) for change in large)
    todo = "Pastikan memang demikian; bila benar, jelaskan pada Keterangan setiap baris yang berubah."
    return f"Dibanding {one.against}, {striking(one)}: {sums}. {todo}"


def striking(one: Difference) -> str:
    """`hampir semua angka Mutu menjadi setengahnya`; '' where nothing is probably a mistake."""
    alike = {one.ratio: [_ALL]} if one.ratio is not None else _alike_in_part(one.changes)
    told = [f"hampir semua {listed(what)} menjadi {_times(ratio)}" for ratio, what in alike.items()]
    large = one.ratio is None and any(change.much and change.ratio is None for change in one.changes)
    return listed(told + ["jumlah berubah besar"] * large)


def for_the_province(one: ChangedMuch) -> str:
    """`hampir semua angka menjadi setengahnya (kiriman ke-2 dibanding kiriman ke-1)`, with the sums that changed much
    and not all alike."""
    alone = [change for change in one.difference.changes if change.much and change.ratio is None]
    sums = "" if one.difference.ratio is not None else "".join(f"; {_change(change)}" for change in alone)
    told = f"{striking(one.difference)} (kiriman ke-{one.revision} dibanding {one.difference.against}){sums}"
    return told + _explained(one.difference)


def _explained(one: Difference) -> str:
    return f"; penjelasan pengirim: {one.explanation}" if one.explanation else ""


def lines_for_the_province(changed: Iterable[ChangedMuch]) -> tuple[str, ...]:
    """What is to be asked of their senders: nothing that they have explained."""
    doubtful = (one for one in changed if one.difference.is_doubtful)
    return tuple(f"{region_name(one.regency_code)}: {for_the_province(one)}" for one in doubtful)


def _alike_in_part(changes: tuple[Change, ...]) -> dict[float, list[str]]:
    """Multiple -> what has it: a sheet where all its columns do, else a column."""
    found: dict[float, list[str]] = {}
    for table, columns in TOTALS.items():
        alike = [change for change in changes if change.table == table and change.ratio is not None]
        whole = len(alike) == len(columns) and len({change.ratio for change in alike}) == 1
        for change in alike[:1] if whole else alike:
            found.setdefault(change.ratio, []).append(f"{_ALL} {_sheet(table)}" if whole else _label(change))
    return found


def _times(ratio: float) -> str:
    return catalogue.striking().multiples.get(f"{ratio:g}") or f"{number_text(ratio)} kali"


def _change(one: Change, times: str = "") -> str:
    after = "tidak terbaca" if one.after is None else number_text(one.after)
    return f"{_label(one)} {_before(one)} menjadi {after}{_share(one)}{times}"


def _label(one: Change) -> str:
    return f"{TOTAL_LABELS[one.column]} ({_sheet(one.table)})"


def _sheet(table: str) -> str:
    return catalogue.layout_for("kabkota").by_key[table].name


def _before(one: Change) -> str:
    return "tidak terbaca" if one.before is None else number_text(one.before)


def _share(one: Change) -> str:
    shown = 0 if one.percent is None else round(one.percent, 1) or round(one.percent, 3)
    sign = "+" if shown > 0 else ""
    return f" ({sign}{number_text(shown)}%)" if shown else ""


def _figure(value: Number | None) -> str:
    return "tidak terbaca" if value is None else number_text(value)
