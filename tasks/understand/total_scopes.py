"""Of which services a total is, where it says that: of a bidang, or of one service."""

import re
from functools import cache

from config import catalogue
from schemas.reference import FIELDS
from schemas.wording import plain
from tasks.understand.row_shapes import field_named
from tasks.understand.vocabulary import Vocabulary, tidy

_CODE = re.compile(rf"\b[KP][\W_]?(?:{'|'.join(FIELDS)})[\W_]?\d{{1,2}}\b", re.IGNORECASE)
_CODE_OF_FIELD = re.compile(rf"(?:[KP][\W_])?({'|'.join(FIELDS)})", re.IGNORECASE)
_BEFORE_A_SERVICE = re.compile(r"^(?:sub |subtotal |subjumlah |total |jumlah |layanan |jenis )+")


def scope_of(texts: list[str], services: Vocabulary) -> frozenset[str]:
    """The services that the texts of a total's row name: one of them before its bidang. None where they name none."""
    named = frozenset(code for text in texts for code in _services_named(text, services))
    if len(named) == 1:
        return named
    fields = {field for text in texts if (field := _field_of(text))}
    return frozenset(code for code in services.labels if _fields()[code] in fields) if len(fields) == 1 else frozenset()


def _services_named(text: str, services: Vocabulary) -> list[str]:
    coded = [code for said in _CODE.findall(text) if (code := services.codes.get(tidy(said)))]
    return coded or services.named(_BEFORE_A_SERVICE.sub("", plain(text)))


def _field_of(text: str) -> str:
    code = _CODE_OF_FIELD.fullmatch(text.strip())
    return code[1].upper() if code else field_named(text)


@cache
def _fields() -> dict[str, str]:
    return catalogue.table("services").set_index("service_code")["field_code"].to_dict()
