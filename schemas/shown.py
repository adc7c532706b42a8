"""Texts that others wrote (names of files and sheets, values of cells), made harmless for where they are shown: one way
for lines of text, be it a terminal, a log, a message or a letter, and one for Prefect's pages, which are Markdown."""

import re
import string
import unicodedata
from collections.abc import Sequence

_HIDDEN = frozenset(("Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"))
"""Categories of what cannot be seen or acts on what is beside it: controls, escape sequences, line ends, characters
that turn the direction of writing, halves of pairs."""
_SURELY_VISIBLE = re.compile(r"[ -~\xa0-\xac\xae-\u02ff]*")
_MARKS = re.compile("([" + re.escape("".join(set(string.punctuation) - set(",;'\"()/%?"))) + "])")
_ADDRESSES, _JOINER = re.compile(r"(?<=:)(?=//)|(?<=www)(?=\.)|(?<=\w)(?=@)", re.I), "\u2060"


def visible(text: str) -> str:
    """One line in which every character can be seen: `a\\x1b[2J`, `x\\u202elsx`; a byte of a name that is no text is
    `\\xNN`."""
    if _SURELY_VISIBLE.fullmatch(text):
        return text
    return "".join(_code(one) if unicodedata.category(one) in _HIDDEN else one for one in text)


def seen_by_programs(content: str) -> str:
    """The same JSON, with what cannot be seen as `\\uXXXX`."""
    hidden = {one for one in set(content) - {"\n"} if unicodedata.category(one) in _HIDDEN}
    return content.translate({ord(one): _json_code(one) for one in hidden})


def _json_code(character: str) -> str:
    number = ord(character)
    if number < 0x10000:
        return f"\\u{number:04x}"
    return f"\\u{0xD7C0 + (number >> 10):04x}\\u{0xDC00 + (number & 0x3FF):04x}"


def _code(character: str) -> str:
    number = ord(character)
    if 0xDC80 <= number <= 0xDCFF:  # how Python keeps a byte that it could not decode
        number -= 0xDC00
    return f"\\x{number:02x}" if number < 0x100 else f"\\u{number:04x}" if number < 0x10000 else f"\\U{number:08x}"


def visible_lines(text: str) -> str:
    """The same of a text of several lines."""
    return "\n".join(map(visible, text.split("\n")))


def markdown_text(value: object) -> str:
    """A text that means nothing in Markdown: no link, picture, list, heading or tag. Not even a bare address becomes a
    link, which no escape prevents."""
    text = _MARKS.sub(r"\\\1", _ADDRESSES.sub(_JOINER, visible(str(value))))
    return f"&#32;{text[1:]}" if text.startswith(" ") else text


def markdown_names(names: Sequence[str]) -> str:
    return ", ".join(map(markdown_text, names))


def markdown_table(rows: Sequence[dict[str, object]]) -> str:
    """Rows with their headings. Prefect's own table artifacts read every cell as Markdown in one of its interfaces, and
    cut it short in the other."""
    heads = list(rows[0])
    lines = [map(markdown_text, heads), ["---"] * len(heads)]
    lines += [[markdown_text(row[name]) for name in heads] for row in rows]
    return "\n".join(f"| {' | '.join(cells)} |" for cells in lines)
