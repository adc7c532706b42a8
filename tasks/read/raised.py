"""Digits that a text of an .xlsx raises or lowers, as signs of their own: `1250` with a raised `1` is `1250¹`.

Calamine joins the runs of a text, so that the mark of a note became a digit of the number before it. Searched for in
the bytes, as in `tasks.read.xlsx`; a workbook that raises nothing costs a look.
"""

import re

from tasks.read.comments import pieces
from tasks.read.package import Package, attributes_of

_TAG = rb"<(?:[\w.-]{1,40}:)?"
_MARK = b"vertAlign"
_SCRIPT = re.compile(_TAG + rb"vertAlign\s([^<>]{1,100})>")
_ITEM = re.compile(_TAG + rb"(?:si|is)(?:\s[^<>]{0,200})?>")
_RUN = re.compile(_TAG + rb"r(?:\s[^<>]{0,200})?>")
_TEXT = re.compile(rb"(" + _TAG + rb"t(?:\s[^<>]{0,100})?>)([^<]*)")
_IS_MARK = re.compile(r"(?!\s*20\d\d)[a-z]?[\d()*+=.,\s-]*")
"""A number or one letter; a word that somebody raised is that word, and a year that year."""
_SIGNS = {
    b"superscript": str.maketrans(
        "0123456789()+-=abcdefghijklmnoprstuvwxyz", "⁰¹²³⁴⁵⁶⁷⁸⁹⁽⁾⁺⁻⁼ᵃᵇᶜᵈᵉᶠᵍʰⁱʲᵏˡᵐⁿᵒᵖʳˢᵗᵘᵛʷˣʸᶻ"
    ),
    b"subscript": str.maketrans("0123456789()+-=", "₀₁₂₃₄₅₆₇₈₉₍₎₊₋₌"),
}


def holds_raised(package: Package) -> bool:
    """Whether a shared text of a workbook has something raised or lowered in it."""
    shared = "xl/sharedStrings.xml"
    return shared in package and _MARK in package.read(shared)


def with_raised_signs(xml: bytes) -> bytes:
    """The shared texts, or a sheet with its own, with raised and lowered digits as signs that are none."""
    if _MARK not in xml:
        return xml
    first = _ITEM.search(xml)
    if not first:
        return xml
    items = (tag[0] + _as_seen(body) for tag, body in pieces(_ITEM, xml))
    return xml[: first.start()] + b"".join(items)


def _as_seen(item: bytes) -> bytes:
    """One text; where all of it is raised, nothing is raised above anything."""
    runs = list(pieces(_RUN, item)) if _MARK in item else []
    signs = [_signs_of(run) for _, run in runs]
    if not any(signs) or all(signs):
        return item
    written = (tag[0] + (_written(run, one) if one else run) for (tag, run), one in zip(runs, signs, strict=True))
    return item[: runs[0][0].start()] + b"".join(written)


def _signs_of(run: bytes) -> dict[int, int] | None:
    found = _SCRIPT.search(run) if _MARK in run else None
    return _SIGNS.get(attributes_of(found[1]).get(b"val", b"")) if found else None


def _written(run: bytes, signs: dict[int, int]) -> bytes:
    def seen(text: re.Match) -> bytes:
        said = text[2].decode("utf-8", "replace")
        return text[1] + said.translate(signs).encode() if _IS_MARK.fullmatch(said) else text[0]

    return _TEXT.sub(seen, run)
