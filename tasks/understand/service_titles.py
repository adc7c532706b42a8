"""The service that quality items belong to, where it stands over them or in a column of its own."""

import re
from collections.abc import Callable
from functools import lru_cache

from schemas.layout import SheetLayout
from schemas.reference import FIELDS
from schemas.wording import plain
from schemas.workbook import Cell, RawSheet, cell_at
from tasks.understand.vocabulary import Vocabulary, tidy, vocabulary, words_of

NUMBERED = re.compile(r"\(?(?:\d{1,3}(?:\.\d{1,3})*|[A-Za-z]|[ivx]{1,4}|[IVX]{1,4})[.)]\s*(?=\S)")
"""What people put before a name: `1. Pendidikan Dasar`."""
_CODE = re.compile(rf"\b[KP][\W_]?(?:{'|'.join(FIELDS)})[\W_]?\d{{1,2}}\b(?!\.\w)", re.IGNORECASE)
_TITLE_ROWS = 6
"""So many rows above its headings a table may say which service it is of."""


def looks_like_code(text: str) -> bool:
    """Whether a text begins as the codes of services and items do."""
    return text[:2].upper() in ("K-", "P-")


@lru_cache(maxsize=5_000)
def service_named(text: str, services: Vocabulary) -> str:
    """The service that a text is the code or the name of, or both, behind a number or a label: `Layanan: K-DIK-01`."""
    coded = [code for said in _CODE.findall(text) if (code := services.codes.get(tidy(said)))]
    left = _CODE.sub(" ", text).strip(" ()-\u2013:.,/")
    for said in (left, NUMBERED.sub("", left, count=1), left.rpartition(":")[2], left.rpartition("(")[0]):
        named = services.named(said)
        if len(named) == 1:
            return named[0] if not coded or coded == named else ""
    is_label = not left or plain(left) in words_of("row_code") | words_of("service") or _CODE.match(text.lstrip(" ("))
    return coded[0] if len(coded) == 1 and is_label else ""


def titled_service(cells: list[Cell], services: Vocabulary) -> str:
    """The only service that the texts of a row name; '' where none or several are."""
    named = {service_named(cell, services) for cell in cells if type(cell) is str and cell.strip()} - {""}
    return named.pop() if len(named) == 1 else ""


def titled_above(sheet: RawSheet, first_row: int, services: Vocabulary) -> str:
    """The service named by the nearest line above a table's headings that names one."""
    above = sheet.rows[max(first_row - 1 - _TITLE_ROWS, 0) : first_row - 1]
    return next((found for cells in reversed(above) if (found := titled_service(cells, services))), "")


def titled_services(sheet: RawSheet, form: str) -> dict[int, str]:
    """Row -> the service that the nearest line in or above it names; nothing above the first such line."""
    services, found, service = vocabulary(form, "any"), {}, ""
    for row, cells in enumerate(sheet.rows, 1):
        service = titled_service(cells, services) or service
        if service:
            found[row] = service
    return found


class ItemServices:
    """Keeps the service of the quality items that follow."""

    layout: SheetLayout
    words: Vocabulary
    services: Vocabulary
    key_at: int
    name_at: int
    service_at: int
    service: str
    unknown_service: str
    _unknown: Callable[..., None]

    def _note_service(self, number: int, cells: list[Cell]) -> None:
        """The service that a line over the items names, or the service column, which may name it once for several."""
        cell = cell_at(cells, self.service_at)
        text = cell.strip() if type(cell) is str else ""
        if not text and not any(plain(one) in self.words.item_names for one in cells if type(one) is str):
            self._take_service(titled_service(cells, self.services))
        if not text or text == self.unknown_service:
            return
        service = service_named(text, self.services)
        if not service and self._is_item(cells):
            self.service, self.unknown_service = "", text
            self._unknown(number, text, self.service_at, "service", self.services)
        self._take_service(service)

    def _take_service(self, service: str) -> None:
        if service:
            self.service, self.unknown_service = service, ""

    def _is_item(self, cells: list[Cell]) -> bool:
        """Whether a quality row bears the name of an item of some service, and no code that says of which."""
        key, name = cell_at(cells, self.key_at), cell_at(cells, self.name_at)
        return key in ("", None) and type(name) is str and plain(name) in self.words.item_names

    def _is_items_code(self, key: str) -> bool:
        """Whether a code, known or not, is one of an item, whose name may begin as a total does: `Jumlah guru`."""
        return self.layout.rows == "items" and "." in key and looks_like_code(key)
