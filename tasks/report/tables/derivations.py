"""How the figures of the report derive from others, once each, as formulas for `tasks.report.tables.table.Column`.

Each stands beside its step of rules.md part 1. They use the words that the sheet "Tetapan Hitung" gives to its cells,
and only functions that every Excel since 2010 and LibreOffice have.
"""

NOISE = "selisih_dianggap_sama"
"""Two values closer than this are the same (step 8)."""
RECIPIENT_WEIGHT, QUALITY_WEIGHT, NIHIL_INDEX = "bobot_penerima", "bobot_mutu", "indeks_nihil"
LEAST, NAMES, HIGHEST = "batas_kategori", "nama_kategori", "angka_tertinggi"
"""Of each category, lowest first: where it begins, its name, the highest number that may be written for it."""

RECIPIENT = "100*{counted}/{target}"
"""Step 1; `counted` is what is served, at most the target."""
INDEX = (
    f'IF({{nihil}}="Ya",{NIHIL_INDEX},IF(ISNUMBER({{quality}}),'
    f"MIN(100,{RECIPIENT_WEIGHT}*{{recipient}}+{QUALITY_WEIGHT}*{{quality}}),{{recipient}}))"
)
"""Steps 3 and 4."""


def quality(setting: str, items: str, where: str) -> str:
    """Step 2: of the rows `where` of the table `items`, the mean of their percentages or their sums divided."""
    if setting == "pooled":
        return f"100*SUM({{{items}.counted[{where}]}})/SUM({{{items}.required[{where}]}})"
    return f"AVERAGE({{{items}.pct[{where}]}})"


def printed(value: str) -> str:
    """Step 9: two decimals, half up, but never over the boundary of a category."""
    return f"MIN(ROUND({value}+{NOISE},2),LOOKUP({value}+{NOISE},{LEAST},{HIGHEST}))"


def category(number: str) -> str:
    """Step 8, of a printed number, which never promises another category than the exact value has reached."""
    return f"LOOKUP({number},{LEAST},{NAMES})"


def reported(figure: str) -> str:
    """A figure as it counts: missing or negative is 0, for what is not reported is not achieved."""
    return f"MAX(0,N({figure}))"


def filled(where: str) -> str:
    """Of the required cells how many are filled, cut off after two decimals: 100 is said only of what is full."""
    cells = f"{{keterisian.filled[{where}]}}", f"{{keterisian.required[{where}]}}"
    return f"ROUNDDOWN(100*{cells[0]}/{cells[1]}+{NOISE}/100,2)"


def rank(value: str, everyone: str) -> str:
    """Step 10: one more than those that are higher. Texts among them say why there is no value."""
    return f"SUMPRODUCT(ISNUMBER({everyone})*({everyone}>{value}+{NOISE}))+1"
