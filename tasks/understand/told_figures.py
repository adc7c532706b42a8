"""Figures that a sentence names: another one than the figure beside it, or the one that should stand there."""

import re
from collections.abc import Iterator
from functools import cache, lru_cache
from math import nan

from schemas.wording import plain
from tasks.understand.cells import read_number
from tasks.understand.time_words import any_of

_LONGEST = 500
_MONTH = (
    r"(?:jan(?:uari)?|feb(?:ruari)?|mar(?:et)?|apr(?:il)?|mei|juni?|juli?|agu(?:stus)?|agt|sept?(?:ember)?|okt(?:ober)?"
    r"|no[vp](?:ember)?|des(?:ember)?)\b"
)
_OF_LAW = r"pasal|ayat|bab|pp|uu|permen\w*|perda|perbup|perwal|sk|lampiran|tabel|hal(?:aman)?"
_NUMBERED = rf"no(?:mor|mer)?|{_OF_LAW}|tw|tri ?wulan|semester|tahap|versi|kelas|kolom|baris|sel|tgl|tanggal|pukul|jam"
_NO_FIGURES = re.compile(
    r"https?://\S+|www\.\S+"
    r"|\+?\d[\d .()\xa0–-]{0,3}\*{4,}"
    r"|\d[\d.,]*\s*(?:%|persen\b)"
    r"|(?<![\d.,])\d{1,2}[-/.]\d{1,2}[-/.](?:\d{4}|\d{2})(?!\d)"
    rf"|(?<![\d.,])\d{{1,2}}\s*{_MONTH}(?:\s*20\d\d)?\b|\b{_MONTH}\s*20\d\d\b"
    rf"|\b(?:{_NUMBERED})\b[ .:-]{{0,3}}\d[\d./-]*|\bke-\s?\d+"
    r"|\b(?:tahun|thn|th|ta|tw|data|bps|dtks|apbd(?:-?p)?|dpa|dppa|dpt|anggaran|renja|edisi)\W{0,3}20\d\d(?![\d.,]*\d)"
    r"|(?<![\d.,])\d+(?:/[\w.-]+)+"
    r"|(?<![\d.,])\d{1,3}(?:\s*(?:-|–|s\.?/?d\.?)\s*\d{1,3})?\s*(?:tahun|thn|th|bulan|bln|minggu|hari)\b"
    r"|\(?(?<![\d.,])0\d{1,3}\)?[ -]?\d[\d -]{2,}"
    r"|\b(?!rp)[a-z][\w-]*\d[\w.-]*",
    re.IGNORECASE,
)
"""What is left of personal data, dates, years, ages, percentages, numbers of laws, letters and telephones, codes."""
_NUMBER = r"(?:rp\.? ?)?(\d(?:[\d.,]*\d)?)"
_GAP = r"[^\d%]{0,20}"
_SHOULD = (
    r"(?:se)?harusnya|(?:se)?mestinya|(?:yang|yg) (?:benar|betul)|menjadi|ralat|diralat|dikoreksi|diperbaiki|direvisi"
)
_FIGURE = r"(?:angka|data|jumlah|nilai)"
_BEFORE = r"dari|semula|tadinya|sebelumnya"
_MEANT = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"\bbukan(?:nya)? {_NUMBER}{_GAP}\b(?:tetapi|tapi|melainkan|namun|{_SHOULD})\b{_GAP}(?P<meant>{_NUMBER})",
        rf"(?P<meant>{_NUMBER}){_GAP}\bbukan(?:nya)? {_NUMBER}",
        rf"{_NUMBER} ?(?:->|=>|→|⇒) ?(?P<meant>{_NUMBER})",
        rf"\b(?:{_BEFORE}) {_NUMBER}{_GAP}\b(?:menjadi|jadi|sekarang|kini)\b{_GAP}(?P<meant>{_NUMBER})",
        rf"\b(?:{_SHOULD})\b{_GAP}(?P<meant>{_NUMBER})",
        rf"\b(?:revisi|koreksi|ralat|perbaikan|(?:benar|betul|riil)(?:nya)?)[ …]*[:=]{_GAP}(?P<meant>{_NUMBER})",
        rf"\b(?:{_FIGURE}(?:nya)? (?:benar|betul|riil)(?:nya)?|sebenarnya|sesungguhnya)\b{_GAP}(?P<meant>{_NUMBER})",
        rf"\b(?:revisi|koreksi|perbaikan) (?:{_FIGURE} )?(?!20\d\d\b)(?=[\d.]{{3}})(?P<meant>{_NUMBER})",
        rf"(?P<meant>{_NUMBER})(?: (?:orang|org|jiwa|unit))?[ (]{{1,2}}"
        rf"(?:yang |yg |{_FIGURE} )?(?:benar|betul)(?![\w-])",
        rf"^= ?(?P<meant>{_NUMBER})$",
    )
)
"""`seharusnya 980`, `bukan 120 tetapi 102`, `revisi: 3.400`: another figure than the one beside."""
_WRONG = re.compile(
    rf"\bsalah (?:ketik|tulis|input|hitung)\b|\b(?:kelebihan|kebanyakan|kekurangan|kurang) (?:satu |dua )?nol\b"
    rf"|\b(?:{_SHOULD})\b.{{0,20}}\bkali lipat\b",
    re.IGNORECASE,
)
"""It says that the figure is wrong, without the one that should stand there."""


_EXCHANGED = re.compile(
    r"(?:^|\b(?:kolom|baris|sel|angka\w*|data\w*|isi\w*|target|sasaran|realisasi|capaian|alokasi|pagu|terlayani|dilayani"
    r"|tersedia|dibutuhkan|[a-z]{1,2}|\d{1,3}) (?:masih |mungkin |sepertinya )?)(?:tertukar|terbalik)\b"
)
_ASKED = re.compile(r"\b(?:bila|jika|apabila|kalau|jangan|agar|supaya|pastikan|mohon|cek|periksa)\b")
"""It says what is to be done, not what was."""


@cache
def _admitted() -> re.Pattern:
    """The same of figures that their sender calls wrong or provisional, or has not checked."""
    data, wrong, checked = any_of("data"), any_of("wrong"), any_of("checked")
    figures, provisional = any_of("data", "figures"), any_of("provisional")
    return re.compile(
        rf"\b(?:{figures}|jumlah|hasil|rekap)(?: (?:ini|masih|yang|bersifat))* (?:{provisional})\b"
        rf"|^(?:masih |bersifat )*(?:{provisional})(?! [a-z0-9])"
        rf"|\b(?:{data}|jumlah|nilai)(?: (?:ini|itu|tersebut|tsb|di atas|diatas|masih|ada|yang))* (?:{wrong})\b"
        rf"|\b(?:{data}|jumlah) (?:\w+ ){{0,3}}(?:{any_of('not', 'not_yet')}) (?:{checked})\b"
        rf"|^(?:masih )?(?:{any_of('not_yet')}) (?:{checked})(?! [a-z0-9])"
    )


_A_NUMBER = re.compile(r"(?<![\d.,])\d(?:[\d.,]*\d)?")
_SPACED = re.compile(r"(?<![\d.,])\d{1,3}(?: \d{3})+(?![\d.,]*\d)")
_YEARS = range(2000, 2050)


@lru_cache(maxsize=5_000)
def corrected_to(text: str) -> float | None:
    """The figure that should stand beside a sentence in its opinion, NaN where it is none that can be read; None where
    it says nothing of that.

    >>> [corrected_to(text) for text in ("seharusnya Rp 1.250", "bukan 120 tetapi 102", "102, bukan 120", "120 orang")]
    [1250.0, 102.0, 102.0, None]
    >>> [corrected_to(text) for text in ("benar = 4321", "= 4321", "salah ketik", "naik dua kali lipat")]
    [4321.0, 4321.0, nan, None]
    """
    said = _figures_only(text)
    found = next(filter(None, (pattern.search(said) for pattern in _MEANT)), None)
    if found:
        return next(_numbers(found["meant"]), nan)
    return nan if _WRONG.search(said) or admits_error(text) else None


@lru_cache(maxsize=5_000)
def admits_error(text: str) -> bool:
    """Whether a sentence says of its figures that they are wrong, exchanged or provisional, or were not checked.

    >>> [admits_error(text) for text in ("data belum valid", "G dan H tertukar", "data sementara", "salah satu desa")]
    [True, True, True, False]
    """
    words = plain(text)
    exchanged = _EXCHANGED.search(words) is not None and not is_asked(text)
    return exchanged or _admitted().search(words) is not None


def is_asked(text: str) -> bool:
    """Whether a sentence says what is to be done: `bila salah ketik, tulis ulang`."""
    return _ASKED.search(plain(text)) is not None


@lru_cache(maxsize=5_000)
def figures_in(text: str) -> tuple[float, ...]:
    """The figures that a sentence names. A year is none, nor is what may number or list something: 0 and 1.

    >>> figures_in("data dinas 1.300 per 31/12/2024, 76% dari SK No. 188/2024")
    (1300.0,)
    """
    return tuple(value for value in _numbers(_figures_only(text)) if value > 1 and value not in _YEARS)


def _figures_only(text: str) -> str:
    said = " ".join(_NO_FIGURES.sub(" … ", text[:_LONGEST].replace("\xa0", " ")).split())
    return _SPACED.sub(lambda found: found[0].replace(" ", "."), said)


def _numbers(text: str) -> Iterator[float]:
    readings = (read_number(one, whole=True) for one in _A_NUMBER.findall(text))
    return (one.value for one in readings if one.how in ("text", "zero", "thousands"))
