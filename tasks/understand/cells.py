"""One cell at a time: text to number, strictly; codes; choices. What had to be interpreted is said, never guessed.

Numbers are written the Indonesian way (1.234,50). A text that could mean two numbers is refused, unless only one of
them makes sense in its column: counts are whole, so `1,234` people are 1234.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

from config import catalogue
from schemas.period import NUMERAL, quarter_number
from schemas.wording import plain, squeeze
from schemas.workbook import Cell

_CURRENCY = re.compile(r"^(?:rp|idr)\.?\s*", re.IGNORECASE)
_CURRENCY_END = re.compile(r"[.,;:] ?[-–]+$|,=$")
_MARK_END = re.compile(r"(?<=\d)\.$|(?<=\w) ?[*†‡]{1,3}\)?$|(?<=\w)(?<!\b10) ?[⁰¹²³⁴⁵⁶⁷⁸⁹₀₁₂₃₄₅₆₇₈₉ᵃᵇᶜᵈᵉ]{1,2}[)⁾₎]?$")
"""A full stop, or the mark of a note: `202.733 *)`, `1.250¹`. `10³` may be a thousand."""
_WITH_UNIT = re.compile(r"^([-+]?[\d.,\s'’‘`´]*\d)\s*([A-Za-z][A-Za-z/ .]{0,24})$")
_PLAIN = re.compile(r"^\d+$")
_DOTS = re.compile(r"^\d{1,3}(\.\d{3})+(,\d+)?$")
_COMMAS = re.compile(r"^\d{1,3}(,\d{3})+(\.\d+)?$")
_APART = re.compile(r"\d(?:\s{2,}|[\n\r\t\v\f])\d")
_SPACED = re.compile(r"^\d{1,3}(?:( \d{3})+|(['’‘`´]\d{3})+)(,\d+)?$")
_COMMA_DECIMAL = re.compile(r"^\d+,\d+$")
_DOT_DECIMAL = re.compile(r"^\d+\.\d+$")
_PERCENT = re.compile(r"^(?P<digits>[-+]?[\d.,\s]*\d)\s*(%|persen)$", re.IGNORECASE)
_TWO_WAYS = re.compile(r"^(?:\d{1,3}(?P<mark>[., ])\d{3}(?:(?P=mark)\d{3})*(?!(?P=mark))|\d{4,})[.,]\d{3}$")
"""Thousands, then three digits behind another mark: `1.000,000` may be a thousand or a million."""
_ZEROS = re.compile(r"^[1-9]\d{0,2}[.,]0{4,}$")
"""More zeros than an amount has decimals, and than a thousand has: `12.0000` may be 12 or a slip of 120.000."""
ERROR_STARTS = ("#", "Err:")
_ERROR_TEXT = re.compile(r"#(REF!|DIV/0!|N/A|NAME\?|VALUE!|NUM!|NULL!|SPILL!|CALC!)|Err:\d{3}", re.IGNORECASE)
NAN = float("nan")
"""One for all: what was read twice is the same."""
TOO_LARGE = 1e15
"""From here on a number has more digits than Excel keeps; the whole state budget in rupiah has 16."""
_WITH_REGION = re.compile(r"'?(?P<code>\d\d(?:[., ]?\d\d)?)[\s.:/–—(-]+(?P<name>[A-Za-z]{3}[^()]*)\)?")
_AROUND_MARK = re.compile(r" ?([.,-]) ?")
_WHOLE = re.compile(r"\s*(\d+)[.,]0+\s*")
"""A whole number that some program wrote as a fraction: `2024.0`."""
_QUARTER = re.compile(NUMERAL)
YEARS = re.compile(r"(?<!\d)20\d\d(?!\d)")
_BESIDE_YEAR = re.compile(r"\b(tahun|thn|th|ta|t a|anggaran|apbd|p|perubahan|murni|induk)\b")
_BESIDE_QUARTER = re.compile(
    r"\b(tri ?wulan|kuartal|tw|q|ke|tahun|ta|anggaran|periode|s d|sd|sampai|dengan|akhir|a?kumulatif|akumulasi"
    r"|final|fix|lengkap|satu|dua|tiga|empat|pertama|kesatu|kedua|ketiga|keempat"
    r"|jan\w*|feb\w*|mar\w*|apr\w*|mei|jun\w*|jul\w*|ag\w+|sep\w*|okt\w*|no[vp]\w*|des\w*)\b"
)
"""What may stand beside the number of a quarter; anything else, as in `Semester II`, makes it none."""


@dataclass(frozen=True, slots=True)
class Reading:
    """What a text says as a number.

    `how` is `text`, `zero`, `nihil`, `missing`, `percent`, `thousands` (`value` is the whole number that may be meant,
    `other` what it is with decimals) or `none` (not a number).
    """

    value: float
    how: str
    other: float = NAN


NOT_A_NUMBER = Reading(NAN, "none")


@lru_cache(maxsize=50_000)
def read_number(text: str, *, whole: bool) -> Reading:
    """A text as a number; `whole` says that its column counts whole units or full rupiah.

    Two lines are no number: `450` above `500` may be men and women.

    A word behind the number must be a unit that the list of units knows: `12k` and `2 jutaan` are no numbers.

    >>> read_number("Rp 1.000.000,00", whole=True).value, read_number("1,5 juta", whole=True).how
    (1000000.0, 'none')
    """
    if _APART.search(text):
        return NOT_A_NUMBER
    words = squeeze(text.replace("\xa0", " ").lstrip("'"))
    bare = _CURRENCY.sub("", words)
    meaning = _cell_words().get(bare.casefold()) or _cell_words().get(plain(bare))
    if meaning:
        return Reading(NAN if meaning == "missing" else 0.0, meaning)
    if percent := _PERCENT.match(words):
        found = read_number(percent["digits"], whole=False)
        return Reading(found.value, "percent") if found.how == "text" else NOT_A_NUMBER
    digits, negative = _bare_digits(words)
    found = _number(digits, whole)
    return Reading(-found.value, found.how, -found.other) if negative and found.how != "none" else found


def _bare_digits(words: str) -> tuple[str, bool]:
    """The digits with their separators, without currency, unit, sign and brackets; whether the number is negative."""
    bracketed = words.startswith("(") and words.endswith(")")
    words = _CURRENCY.sub("", words[1:-1].strip() if bracketed else words)
    words = _MARK_END.sub("", _CURRENCY_END.sub("", words))
    with_unit = _WITH_UNIT.match(words)
    if with_unit and unit_of(with_unit[2]):
        words = with_unit[1].strip()
    negative = bracketed or words.startswith(("-", "−"))
    return _CURRENCY.sub("", words.lstrip("+-− ")), negative


def unit_behind(text: str) -> str:
    """The word of a unit behind a number: `17 puskesmas`; '' where there is none."""
    found = _WITH_UNIT.match(_MARK_END.sub("", squeeze(text)))
    return found[2].strip() if found and unit_of(found[2]) else ""


@lru_cache(maxsize=1_000)
def unit_of(word: str) -> str:
    """The unit that a word means: `jiwa` is `orang`; '' where the list of units does not know it."""
    return _units().get(plain(word), "")


@cache
def _units() -> dict[str, str]:
    rows = catalogue.table("units")
    rows = rows[rows["unit"] != "kemasan"]
    return dict(zip(rows["word"].map(plain), rows["unit"], strict=True))


def _number(digits: str, whole: bool) -> Reading:
    if _PLAIN.match(digits):
        return Reading(float(digits), "text")
    if whole and (_TWO_WAYS.match(digits) or _ZEROS.match(digits)) and digits.strip("0.,"):
        *before, behind = re.split(r"\D", digits)
        return Reading(float("".join((*before, behind))), "thousands", float(f"{''.join(before)}.{behind}"))
    if _DOTS.match(digits) and not digits.startswith("0."):
        return Reading(_indonesian(digits), "text")
    if _SPACED.match(digits):
        return Reading(_indonesian(re.sub(r"[^\d,]", "", digits)), "text")
    if _COMMAS.match(digits) and not digits.startswith("0,"):
        return _english_thousands(digits, whole)
    if _COMMA_DECIMAL.match(digits):
        return Reading(_indonesian(digits), "text")
    if _DOT_DECIMAL.match(digits):
        return Reading(float(digits), "text")
    return NOT_A_NUMBER


def _english_thousands(digits: str, whole: bool) -> Reading:
    """`1,234,567` and `1,234.50` have one reading; `1,234` has two, of which only whole columns allow just one."""
    if whole or digits.count(",") > 1 or "." in digits:
        return Reading(float(digits.replace(",", "")), "text")
    return NOT_A_NUMBER


def _indonesian(digits: str) -> float:
    return float(digits.replace(".", "").replace(",", "."))


@lru_cache(maxsize=1)
def _cell_words() -> dict[str, str]:
    rows = catalogue.table("cell_words")
    return {form: row.reading for row in rows.itertuples() for form in (row.word, plain(row.word)) if form}


def is_blank(text: str) -> bool:
    """Nothing but blanks, or the apostrophe that marks a text in Excel."""
    return not text.strip(" \xa0'")


def says_no_figure(text: str) -> bool:
    """Whether a text where a number should stand says that there is none: `belum ada`, `N/A`."""
    return is_blank(text) or read_number(text, whole=False).how == "missing"


def is_error_text(text: str) -> bool:
    """An error value of Excel or LibreOffice that was pasted as plain text, such as `#DIV/0!` or `Err:502`."""
    return text.startswith(ERROR_STARTS) and bool(_ERROR_TEXT.fullmatch(text.strip()))


def region_code(cell: object) -> str:
    """A code cell as text: 62.1 (a number) is 62.10, `6201` is 62.01, `62.00` the province's; '' where it is no
    code at all."""
    if isinstance(cell, bool) or cell is None:
        return ""
    if isinstance(cell, int | float):
        cell = str(int(cell)) if float(cell).is_integer() else f"{cell:05.2f}"
    text = _AROUND_MARK.sub(r"\1", squeeze(str(cell)).lstrip("'").rstrip("."))
    if re.fullmatch(r"\d\d(?:[., -]?0+)+", text):
        return text[:2]
    if re.fullmatch(r"\d{4}", text):
        return f"{text[:2]}.{text[2:]}"
    if re.fullmatch(r"\d\d[.,\- ]\d", text):
        return f"{text[:2]}.{text[3:]}0"
    match = re.fullmatch(r"(\d\d)[.,\- ](\d\d)", text)
    return f"{match[1]}.{match[2]}" if match else text


def region_with_name(cell: object) -> tuple[object, str]:
    """`62.05 - Barito Utara` -> `62.05` and `Barito Utara`; the cell itself and '' where no name is behind a code."""
    match = _WITH_REGION.fullmatch(squeeze(cell)) if type(cell) is str else None
    return (match["code"], match["name"].strip()) if match else (cell, "")


def quarter_of(cell: object) -> int | None:
    """`4`, 4.0, `IV`, `TW4`, `TW IV 2024`, `Triwulan ke-4` -> 4; None where it is no single quarter: `Semester II`."""
    if isinstance(cell, int | float) and not isinstance(cell, bool):
        return int(cell) if cell in (1, 2, 3, 4) else None
    words = re.sub(r"\b20\d\d\b", " ", plain(_without_zeros(cell)))
    words = re.sub(r"\b(tri ?wulan|kuartal|tw|q)(?=\d|[iv]+\b)", " ", words)
    words = _BESIDE_QUARTER.sub(" ", words)
    found = {quarter_number(word) for word in words.split() if _QUARTER.fullmatch(word)}
    others = [word for word in words.split() if not _QUARTER.fullmatch(word)]
    return found.pop() if len(found) == 1 and not others else None


def _without_zeros(cell: object) -> str:
    whole = _WHOLE.fullmatch(str(cell))
    return whole[1] if whole else str(cell)


def year_of(cell: object) -> int | None:
    """2024, `2024`, `TA 2024`, `2024 (Perubahan)` -> 2024; None where it is no year of four digits."""
    if isinstance(cell, int | float) and not isinstance(cell, bool):
        return int(cell) if float(cell).is_integer() and 1000 <= cell <= 9999 else None
    text = re.sub(r"\bta(?=\d)", "ta ", _without_zeros(cell), flags=re.IGNORECASE)
    bare = _BESIDE_YEAR.sub(" ", plain(text)).strip()
    return int(bare) if re.fullmatch(r"[1-9]\d{3}", bare) else None


def whole_numbers(cells: Sequence[Cell]) -> Sequence[float] | None:
    """The cells themselves where all are whole numbers of the usual size, none below 0."""
    if set(map(type, cells)) != {float} or not all(map(float.is_integer, cells)):
        return None
    return cells if min(cells) >= 0 and max(cells) < TOO_LARGE else None


def numbers(cells: Sequence[Cell]) -> Sequence[float] | None:
    """The cells where all are numbers or blank; a blank is NaN."""
    if set(map(type, cells)) == {float}:
        return cells
    if any(type(cell) is not float and cell != "" and cell is not None for cell in cells):
        return None
    return [cell if type(cell) is float else NAN for cell in cells]
