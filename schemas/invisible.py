"""Signs that nobody sees and that come along where somebody copies from a chat, a page or a PDF."""

INVISIBLE = "\xad\u061c\u180e\u200b\u200c\u200d\u200e\u200f\u202a\u202b\u202c\u202d" + (
    "\u2060\u2061\u2062\u2063\u2064\u2066\u2067\u2068\u2069\ufe0e\ufe0f\ufeff"
)
"""Marks of direction, places where a word may break, joiners, what chooses how a sign looks. Not U+202E: behind it
00005 is seen as 50000."""
_TAKEN_OUT = dict.fromkeys(map(ord, INVISIBLE))


def visible(text: str) -> str:
    """A text without them.

    >>> visible("\\u202d1.2\\u200b34\\u202c")
    '1.234'
    """
    return text if text.isascii() else text.translate(_TAKEN_OUT)


def holds_invisible(text: str) -> bool:
    """Whether any is among the signs of a text; of a long one much faster than to take them out."""
    return not text.isascii() and any(sign in text for sign in INVISIBLE)
