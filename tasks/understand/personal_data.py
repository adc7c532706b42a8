"""Personal data in texts and numbers (C09): found, and hidden before anything is kept or passed on.

What is looked for: a NIK or the number of a family card (16 digits whose seventh to twelfth are a date, women's days
counted from 41: PP 37/2007 art. 37), a mobile phone number, and an email address that is not an office's.
"""

import re
from collections.abc import Iterable
from functools import cache, lru_cache

from config import catalogue

_SUSPECT = re.compile(r"@|\d(?:[ .()\xa0–-]{0,2}\d){8}|\dE\+15", re.IGNORECASE)
"""Passes over most texts at once."""

_REMEMBERED = 50_000
_harmless: set[str] = set()
"""Texts that were passed over at once: forms repeat theirs in every file."""

_GAP = r"[ .\xa0–-]"
_NUMBER = re.compile(rf"(?<!\d)(?<!\d[.,/-])\d\d(?:{_GAP}?\d\d){{5}}{_GAP}?\d{{4}}(?![.,-]?\d)(?!/[A-Za-z])")
"""16 digits, parted if at all after an even number of them, as no amount is."""
_SHORTENED = re.compile(r"(?<![\d.,])[1-9][.,]\d{3,14}E\+15(?!\d)", re.IGNORECASE)
"""What is left of such a number where Excel took it for a quantity: `6,20201E+15`."""
_PHONE = re.compile(
    rf"(?<!\d)(?<!\d[.,])(?:\(?\+62\)?{_GAP}?|(?<=wa\.me/)62|(?<!/)0)"
    rf"8[1-9]\d?{_GAP}?\d{{3,4}}{_GAP}?\d{{2,5}}(?:{_GAP}?\d{{2,4}})?(?!\d)(?!/\w)"
)
_AMOUNT = re.compile(r"(?<![\d.,])[1-9]\d{0,2}(?:[ \xa0.]\d{3})+(?!\d)")
_OFFICIAL = re.compile(
    r"\b(?:sp2d|spm|spp|sts|dpa|dppa|ntpn|kontrak|surat|rek(?:ening)?)\W{0,3}(?:no(?:mor)?\W{0,3})?$", re.IGNORECASE
)
"""What stands before a number of the treasury's, a letter's or an account's."""
_EMAIL = re.compile(r"(?<![\w.+-])[A-Za-z0-9][\w.+-]{0,63}@(?:[A-Za-z0-9-]{1,63}\.){1,6}[A-Za-z]{2,24}(?![\w-])")
_LONG = 1e15
"""The least number of 16 digits."""
_DAYS_OF_WOMEN = 40
_SHOWN = 4
_WORD = re.compile(r"[a-z]+")
_SHORT = 4
"""Words shorter than this must stand alone in an address: `bag` means an office in bag.umum@, not in bagas@."""


def personal_in(cell: object) -> str:
    """What kind of personal data a cell holds: `number`, `phone`, `email`; '' for none."""
    if type(cell) is str:
        return _kind(cell) if len(cell) >= len("a@b.id") else ""
    is_long = type(cell) in (float, int) and _LONG <= cell < 10 * _LONG
    return "number" if is_long and _has_date(f"{cell:.0f}") else ""


def may_be_among(cells: Iterable[object]) -> bool:
    """Whether personal data may be among these cells; for the thousands of a sheet much faster than one by one."""
    distinct, texts = set(cells) - _harmless, []
    for cell in distinct:
        if type(cell) is str:
            texts.append(cell)
        elif (type(cell) is float or type(cell) is int) and cell >= _LONG:
            return True
    if _SUSPECT.search("\n".join(texts)):
        return True
    if len(_harmless) > _REMEMBERED:
        _harmless.clear()
    _harmless.update(texts)
    return False


def found_in(text: str) -> list[str]:
    """The personal data in a text, as it stands there."""
    return [match[0] for match in _matches(text)]


def masked(cell: object) -> str:
    """A cell with its personal data hidden, fit to be shown and kept: `6201************`, `***@gmail.com`."""
    text = f"{cell:.0f}" if isinstance(cell, int | float) else " ".join(str(cell).split())
    for found in found_in(text):
        _, at, domain = found.partition("@")
        text = text.replace(found, f"***@{domain}" if at else found[:_SHOWN] + "*" * (len(found) - _SHOWN))
    return text


def blanked(text: str) -> str:
    """A text as long as before that holds no personal data and is allowed in names: digits are 0, letters x."""
    for found in found_in(text):
        name, at, domain = found.partition("@")
        hidden = (
            re.sub(r"[^.+-]", "x", name) + at + domain if at else found[:_SHOWN] + re.sub(r"\d", "0", found[_SHOWN:])
        )
        text = text.replace(found, hidden)
    return text


@lru_cache(maxsize=_REMEMBERED)
def _kind(text: str) -> str:
    first = next(iter(_matches(text)), None)
    if first is None:
        return ""
    return {_NUMBER: "number", _SHORTENED: "number", _PHONE: "phone", _EMAIL: "email"}[first.re]


def _matches(text: str) -> list[re.Match]:
    if not _SUSPECT.search(text):
        return []
    numbers = [one for one in _NUMBER.finditer(text) if _has_date(re.sub(r"\D", "", one[0]))]
    numbers += _SHORTENED.finditer(text)
    amounts = [one.span() for one in _AMOUNT.finditer(text)]
    phones = [one for one in _PHONE.finditer(text) if not any(start < one.start() < end for start, end in amounts)]
    numbers, phones = (
        [one for one in found if not _OFFICIAL.search(text[: one.start()])] for found in (numbers, phones)
    )
    emails = [one for one in _EMAIL.finditer(text) if not _is_an_offices(one[0])] if "@" in text else []
    return numbers + phones + emails


def _has_date(digits: str) -> bool:
    """Day and month of birth (of issue, on a family card) are possible ones."""
    day, month = int(digits[6:8]), int(digits[8:10])
    return digits[0] != "0" and 1 <= (day - _DAYS_OF_WOMEN if day > _DAYS_OF_WOMEN else day) <= 31 and 1 <= month <= 12


@lru_cache(maxsize=1_000)
def _is_an_offices(address: str) -> bool:
    """By its domain, or by a word in front of the @ that names an office."""
    name, _, domain = address.casefold().rpartition("@")
    if any(f".{domain}".endswith(f".{one}") for one in _offices("domain")):
        return True
    parts = set(_WORD.findall(name))
    return any(word in parts or (len(word) >= _SHORT and word in name) for word in _offices("word"))


@cache
def _offices(kind: str) -> tuple[str, ...]:
    known = catalogue.table("office_addresses")
    return tuple(known.loc[known["kind"] == kind, "value"])
