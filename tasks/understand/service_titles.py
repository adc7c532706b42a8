"""The service that quality items belong to, where it stands over them or in a column of its own."""

import re
from functools import lru_cache

from schemas.reference import FIELDS
from schemas.wording import plain
from schemas.workbook import Cell, RawSheet, cell_at
from tasks.understand.vocabulary import Vocabulary, tidy, vocabulary, words_of

NUMBERED = re.compile(r"\(?(?:\d{1,3}(?:\.\d{1,3})*|[A-Za-z]|[ivx]{1,4}|[IVX]{1,4})[.)]\s*(?=\S)")
"""What people put before a name: `1. Pendidikan Dasar`."""
_CODE = re.compile(rf"\b[KP][\W_]?(?:{'|'.join(FIELDS)})[\W_]?\d{{1,2}}\b(?!\.\w)", re.IGNORECASE)
_ITEM_CODE = re.compile(rf"[KP][\W_]?(?:{'|'.join(FIELDS)})[\W_]?\d{{1,2}}[\W_]?[A-Z]{{1,4}}[\W_]?\d", re.IGNORECASE)
"""That of a quality item, also one without its separators: `KDIK01E2106`."""
_TITLE_ROWS = 6
"""So many rows above its headings a table may say which service it is of."""


def looks_like_code(text: str) -> bool:
    """Whether a text begins as the codes of services and items do, or is a bidang's."""
    return text[:2].upper() in ("K-", "P-") or text.upper() in FIELDS


def looks_like_items_code(text: str) -> bool:
    """The same of quality items, also without the separators: `KDIK01E2106`."""
    return ("." in text and looks_like_code(text)) or _ITEM_CODE.match(text) is not None


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
    """The service that the quality items of a sheet belong to, from a line over them or the column `at`: what it says
    holds until another one is named."""

    def __init__(self, words: Vocabulary, services: Vocabulary, at: int, service: str) -> None:
        self.words, self.services, self.at = words, services, at
        self.service, self.unknown = service, ""

    def take(self, cells: list[Cell], are_item: bool) -> str:
        """Notes the service that a row names; gives what stands beside an item of some service and names none, at the
        first item."""
        cell = cell_at(cells, self.at)
        text = cell.strip() if type(cell) is str else ""
        if not text and not any(plain(one) in self.words.item_names for one in cells if type(one) is str):
            self._hold(titled_service(cells, self.services))
        if not text or text == self.unknown:
            return ""
        service = service_named(text, self.services)
        if not service and are_item:
            self.service, self.unknown = "", text
            return text
        self._hold(service)
        return ""

    def _hold(self, service: str) -> None:
        if service:
            self.service, self.unknown = service, ""
