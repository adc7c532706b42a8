"""Whether a receipt is genuine, from nothing but the file and the keys: no ledger, no table, no template of today."""

import hmac
import json
import re
from dataclasses import dataclass, field, replace
from enum import StrEnum
from itertools import zip_longest

from jinja2 import TemplateError

from schemas.echo import echo_of
from schemas.receipt import (
    EDITION,
    NUMBER,
    Receipt,
    beside_statement,
    holds_statement,
    read_statement,
    stated_in,
    statement,
)
from tasks.answer import receipt_page_1
from tasks.answer.receipt_page import content_json, field_label, page_signature, page_statement, receipt_html
from tasks.home.receipt_keys import Keys, is_signed

MOST = 1_000_000
"""Bytes; a receipt has some ten thousand."""

_EMBEDDED = re.compile(r'<script type="application/json" id="tanda-terima">(.*?)</script>', re.DOTALL)
_FIELD = re.compile(r'data-field="([a-z0-9_.]+)"|^ *"([a-z0-9_]+)":')
_NEVER_ISSUED = (ArithmeticError, AttributeError, LookupError, RecursionError, TypeError, ValueError, TemplateError)
"""What comes of a content that no receipt ever had."""


class NotAReceipt(ValueError):
    """The file is no receipt; the message is one sentence in Bahasa Indonesia."""


class Standing(StrEnum):
    GENUINE = "Asli"
    CHANGED = "Tidak asli"
    UNPROVEN = "Tidak dapat dibuktikan"


@dataclass(frozen=True)
class Proof:
    """What a file is by its signatures. `stated` is what it says of itself, to be believed only where it is genuine.

    `reason` is a clause that says why it is not. `is_code`: nothing but the text of a QR code was there, `beside` what
    else stood around that.
    """

    standing: Standing
    reason: str = ""
    stated: dict[str, object] = field(default_factory=dict)
    is_code: bool = False
    beside: str = ""

    @property
    def number(self) -> str:
        return str(self.stated.get("number", ""))


def prove(raw: bytes, keys: Keys) -> Proof:
    """What a receipt is: its page, its JSON, or the text of its QR code. Raises NotAReceipt for anything else."""
    text = raw.decode("utf-8", errors="replace")
    stated = _content(text)
    if not stated and holds_statement(text):
        return _of_qr(text, keys)
    number = str(stated.get("number", ""))
    ours = any(edition in text for edition in (EDITION, receipt_page_1.EDITION))
    if not ours and not NUMBER.fullmatch(number):
        raise NotAReceipt(
            "bukan tanda terima; berikan .html atau .json dari folder tanda-terima, atau teks kode QR-nya"
        )
    if not stated:
        return Proof(Standing.CHANGED, "isinya tidak terbaca lagi")
    if not NUMBER.fullmatch(number):
        return Proof(Standing.CHANGED, f"nomornya {number!r} tidak mungkin", stated)
    prove_edition = _first_edition if stated.get("format") == receipt_page_1.EDITION else _signed_edition
    try:
        return prove_edition(raw, text, stated, keys)
    except _NEVER_ISSUED:
        return Proof(Standing.CHANGED, "isinya bukan isi tanda terima", stated)


def _signed_edition(raw: bytes, text: str, stated: dict, keys: Keys) -> Proof:
    found = _by_key(stated, statement(stated), keys)
    if found.standing is not Standing.GENUINE:
        return found
    if not _EMBEDDED.search(text):
        if raw == content_json(stated).encode():
            return found
        return Proof(Standing.CHANGED, _changed_line(text, content_json(stated)), stated)
    key = keys.public[str(stated["key"])]
    if raw == text.encode() and is_signed(page_statement(text), page_signature(text), key):
        return found
    return Proof(Standing.CHANGED, _changed_line(text, _page_of_today(stated)), stated)


def _first_edition(raw: bytes, text: str, stated: dict, keys: Keys) -> Proof:
    page = _EMBEDDED.search(text)
    issued = receipt_page_1.page_as_issued(stated) if page else receipt_page_1.json_as_issued(stated)
    if raw != issued.encode():
        return Proof(Standing.CHANGED, _changed_line(text, issued), stated)
    code = str(stated.get("code")).encode()
    if any(hmac.compare_digest(receipt_page_1.code_of(stated, one).encode(), code) for one in keys.secrets):
        return Proof(Standing.GENUINE, "", stated)
    if not keys.secrets:
        reason = "tanda terima edisi pertama hanya dapat diperiksa dengan receipt.key, yang tidak ada"
        return Proof(Standing.UNPROVEN, reason, stated)
    reason = (
        "kode verifikasinya tidak cocok dengan kunci yang ada: kuncinya pernah hilang atau diganti, atau isinya diubah"
    )
    return Proof(Standing.UNPROVEN, reason, stated)


def _of_qr(text: str, keys: Keys) -> Proof:
    stated = read_statement(text)
    if stated is None or not NUMBER.fullmatch(stated["number"]):
        reason = "teks kode QR-nya tidak utuh atau lebih dari satu; salin seluruh teks satu tanda terima saja"
        return Proof(Standing.UNPROVEN, reason)
    return replace(_by_key(stated, stated_in(stated), keys), is_code=True, beside=beside_statement(text))


def _by_key(stated: dict, message: str, keys: Keys) -> Proof:
    key = keys.public.get(str(stated.get("key")))
    if key is None:
        lost = "kunci situs ini pernah hilang atau diganti, atau tanda terimanya dari situs lain"
        reason = f"kuncinya ({stated.get('key')}) tidak dikenal di sini: {lost}"
        return Proof(Standing.UNPROVEN, reason, stated)
    if not is_signed(message.encode(), stated.get("signature"), key):
        return Proof(Standing.CHANGED, "isinya telah diubah", stated)
    return Proof(Standing.GENUINE, "", stated)


def _content(text: str) -> dict:
    """The JSON of a receipt, or inside its page; {} where it does not read."""
    embedded = _EMBEDDED.search(text)
    try:
        found = json.loads(embedded[1] if embedded else text)
    except (ValueError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}


def _page_of_today(stated: dict) -> str:
    """The page as it would be made now, only to say where another differs from it."""
    said = {name: value for name, value in stated.items() if name != "format"}
    return receipt_html(Receipt(**said | {"echo": echo_of(stated["echo"])}))


def _changed_line(text: str, issued: str) -> str:
    """Where a file differs from what was issued: the first line, and the field it shows."""
    for at, (found, right) in enumerate(zip_longest(text.split("\n"), issued.split("\n"), fillvalue=""), 1):
        if found != right and "tanda-tangan" not in right:
            shown = _FIELD.search(right)
            named = f" ({field_label(shown[1] or shown[2])})" if shown else ""
            return f"teks pada baris {at}{named} bukan seperti yang diterbitkan"
    return "teksnya bukan seperti yang diterbitkan"
