"""Reads a page of ours as a browser would: scripts, elements, and the texts of its tables."""

import json
import re
import shutil
from dataclasses import dataclass, field
from html.parser import HTMLParser

CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome", "chrome"))), None)

_GLUED = re.compile(r"[^<>]*[^\s<>(]</(?:span|b|strong|a)>(?:<(?:span|b|strong|a)\b[^>]*>)?\w[^<>]*")


def glued(html: str) -> list[str]:
    """Words that are one for whoever hears or copies the page, as no space is between an element and what follows.

    >>> glued('<td><b>G</b>Terlayani <b>12</b>, 5</td>')
    ['G</b>Terlayani ']
    """
    return _GLUED.findall(html)


_TOLD = ("h2", "h3", "p", "li")


@dataclass
class Page(HTMLParser):
    """`scripts` are (attributes, content); `tables` id -> rows of (tag, text) with head and body alike."""

    html: str
    scripts: list[tuple[dict, str]] = field(default_factory=list)
    elements: list[tuple[str, dict]] = field(default_factory=list)
    tables: dict[str, list[list[str]]] = field(default_factory=dict)
    text: str = ""
    paragraphs: list[tuple[str, str]] = field(default_factory=list)
    """(tag, text) of every heading, paragraph and item, in order."""

    def __post_init__(self) -> None:
        super().__init__()
        self._raw, self._rows, self._cell, self._told = None, None, None, None
        self.feed(self.html)

    def json(self, id_: str) -> dict:
        return next(json.loads(content) for attributes, content in self.scripts if attributes.get("id") == id_)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        attributes = dict(attrs)
        if tag in ("td", "th", "tr"):
            self._end_cell()
        self.elements.append((tag, attributes))
        if tag in ("script", "style"):
            self._raw = (tag, attributes, [])
        elif tag in _TOLD:
            self._told = []
        elif tag == "table":
            self._rows = self.tables.setdefault(attributes.get("id", ""), [])
        elif tag == "tr" and self._rows is not None:
            self._rows.append([])
        elif tag in ("td", "th") and self._rows is not None:
            self._cell = []

    def handle_endtag(self, tag: str) -> None:
        if tag in ("script", "style") and self._raw:
            if tag == "script":
                self.scripts.append((self._raw[1], "".join(self._raw[2])))
            self._raw = None
        elif tag in ("td", "th", "thead", "tbody", "tfoot") and self._cell is not None:
            self._end_cell()
        elif tag in _TOLD and self._told is not None:
            self.paragraphs.append((tag, " ".join("".join(self._told).split())))
            self._told = None
        elif tag == "table":
            self._rows = None

    def _end_cell(self) -> None:
        """Also where its end is left out, as HTML allows."""
        if self._cell is not None:
            self._rows[-1].append(" ".join("".join(self._cell).split()))
            self._cell = None

    def handle_data(self, data: str) -> None:
        if self._raw:
            self._raw[2].append(data)
            return
        self.text += data
        if self._told is not None:
            self._told.append(data)
        if self._cell is not None:
            self._cell.append(data)
