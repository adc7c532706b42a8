"""How many one of a figure stands for, in words: `orang x 10`, `kotak isi 100`, `per 1.000 penduduk`."""

import re
from functools import cache, lru_cache

from config import catalogue
from schemas.invisible import visible
from schemas.wording import IN_BRACKETS, plain, squeeze
from tasks.understand.cells import unit_of
from tasks.understand.named_periods import MONTH
from tasks.understand.time_words import any_of
from tasks.understand.vocabulary import row_words

_NUMBER = r"(?!1(?![\d.])|20\d\d\b)[1-9]\d*(?:[. ]000)*(?![\d.,/-]*\d|\s?(?:[\^*²³⁴⁵⁶⁷⁸⁹]|pangkat))"
_PEOPLE_OR_ANY = ("", "orang", "rumah tangga", "rupiah", "satuan", "kejadian", "tempat", "wilayah")
_TEN = r"10{1,6}\b|10{0,2}(?:[. ]000)+\b"
_ABOUT = (
    r"(?:catatan|ket|keterangan|semua|seluruh|data|isian|isi|angka|angkanya|nilai|jumlah|satuan|tertulis"
    r"|pada|di|kolom|tabel|lembar|ini|atas|bawah|harus|perlu|mohon)"
)


@lru_cache(maxsize=5_000)
def multiple_in(text: str) -> bool:
    """Whether a heading, or a text under Satuan, says that one stands for several; how long or when is no such thing.

    >>> [multiple_in(text) for text in ("orang x 10", "buku (x100)", "orang per 12 bulan", "per 31 Desember 2024")]
    [True, True, False, False]
    """
    return any(map(str.isdigit, text)) and _multiple().search(_said(text)) is not None


@lru_cache(maxsize=5_000)
def without_multiple(text: str) -> str:
    """A text without that, and the unit behind it: `Terlayani per 1.000 penduduk` is `terlayani`."""
    return _multiple().sub(" ", _said(text)) if any(map(str.isdigit, text)) else text


@lru_cache(maxsize=5_000)
def pack_in(text: str) -> str:
    """Of a text under Satuan that says what is in each the words before that: `kotak` of `kotak isi 100`; '' of any
    other one.

    >>> [pack_in(text) for text in ("kotak isi 100", "paket (3 buku)", "anak (5 tahun)", "orang")]
    ['kotak', 'paket', '', '']
    """
    found = _pack().match(_said(text)) if any(map(str.isdigit, text)) else None
    return found["of"].strip() if found else ""


@lru_cache(maxsize=5_000)
def multiple_told_in(text: str) -> bool:
    """Whether a line says nothing but that its figures are multiplied or divided: `Catatan: angka dikalikan 10`. What
    a formula multiplies by a hundred is a percentage."""
    return any(map(str.isdigit, text)) and _line().fullmatch(_said(text)) is not None


def thing_in(text: str) -> str:
    """The unit of what is counted: that of the text, or of the words that it begins with, unless another unit may be
    meant as well.

    >>> [thing_in(text) for text in ("Jiwa", "paket sembako", "KK miskin", "orang/KK", "rumah sakit", "entah")]
    ['orang', 'lain', 'rumah tangga', '', 'lain', '']
    """
    words = plain(text).split()
    if any(f"{plain(text)} ".startswith(f"{office} ") for office in row_words("unit")):
        return "lain"  # `rumah sakit` is no house
    found = [unit for end in range(len(words), 0, -1) if (unit := unit_of(" ".join(words[:end])))]
    others = {unit_of(word) for word in words} - {"", *found[:1]}
    return found[0] if found and (len(found) == len(words) or not others or unit_of(text)) else ""


@lru_cache(maxsize=5_000)
def things_in_brackets(text: str) -> bool:
    """Whether a heading says in brackets that other things than people and households are counted: `(kelas)`. A place
    there says only where they were."""
    return any(counted_as().get(plain(said), "") not in _PEOPLE_OR_ANY for said in IN_BRACKETS.findall(text))


@cache
def counted_as() -> dict[str, str]:
    """Reduced word -> the kind of what it counts, as `units.csv` has it."""
    units = catalogue.table("units")
    return dict(zip(units["word"].map(plain), units["counted_as"], strict=True))


def _said(text: str) -> str:
    return squeeze(visible(text).replace("\xa0", " ").casefold())


@cache
def _no_multiple() -> str:
    """What a number may be of that is when, how long or how old: none of these makes more of one."""
    return rf"(?!\s?(?:%|{any_of('by_time')}|tahun|thn|th\b|jam|menit|hr\b|{MONTH}))"


@cache
def _multiple() -> re.Pattern:
    by = r"(?:(?<![\d)])(?<![\d)] )(?:\bx|×|\bkali|\bdikali(?:kan)?)|@|\b(?:isi|berisi|per))"
    unit = r"(?:\s(?:orang|org|jiwa|penduduk|unit|kk|anak|buah)\b)?"
    return re.compile(rf"\(?{by}\s?{_NUMBER}{_no_multiple()}{unit}\)?|^\(?{_NUMBER}\s?{_no_multiple()}(?=[a-z])")


@cache
def _pack() -> re.Pattern:
    number = rf"{_NUMBER}\s?{_no_multiple()}"
    return re.compile(rf"(?P<of>[a-z][a-z ]*?)\s?(?:@|\(?\b(?:isi|berisi)\s|\((?={number}[a-z]))\s?{number}")


@cache
def _line() -> re.Pattern:
    words = rf"\W*(?:{_ABOUT}\W+)*"
    times = r"(?:x|×|kali|dikali(?:kan)?|dibagi)(?: dengan)?"
    what = r"(?:\s(?:orang|org|jiwa|unit|kk|buah))?\W*"
    return re.compile(
        rf"{words}{times}\s?(?:{_TEN})(?!\s?%){what}|{words}1(?: angka)?\s?(?:=|mewakili|berarti)\s?(?:{_NUMBER}){what}"
    )
