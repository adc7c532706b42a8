"""Whether a receipt is genuine, asked in the browser: what `spm verify` answers, by the text of its QR code; by its
number alone only what the ledger has recorded under it."""

import asyncio
from http import HTTPStatus
from typing import TYPE_CHECKING

from starlette.requests import Request
from starlette.responses import Response

from config.settings import settings
from flows.command.failures import sentence_of
from flows.service.page import filled_in, page
from schemas.receipt import number_in

if TYPE_CHECKING:
    from tasks.answer.receipt_check import Verified

AT = "/tanda-terima"


async def check_receipt(request: Request) -> Response:
    given = ""
    try:
        form = await filled_in(request) if request.method == "POST" else {}
        given = form.get("teks", "").replace("\r\n", "\n").strip()
        if not given:
            return page(request, "tanda-terima", given="", verified=None, wrong="")
        verified = await asyncio.to_thread(_verified, given)
    except Exception as error:
        if not (sentence := _sentence(error)):
            raise
        return page(
            request, "tanda-terima", HTTPStatus.UNPROCESSABLE_ENTITY, given=given, verified=None, wrong=sentence
        )
    return page(request, "tanda-terima", given=given, verified=verified, wrong="")


def _verified(given: str) -> "Verified":
    """Raises NotAReceipt before it asks for keys or ledger."""
    from tasks.answer.receipt_check import recorded, verify
    from tasks.answer.receipt_proof import prove
    from tasks.home.receipt_keys import Keys, keys_of_site
    from tasks.home.site import ledger_of

    site = settings()
    if number := number_in(given):
        return recorded(number, ledger_of(site))
    prove(given.encode("utf-8", "replace"), Keys())
    return verify(given.encode("utf-8", "replace"), keys_of_site(site.home), ledger_of(site))


def _sentence(error: Exception) -> str:
    from tasks.answer.receipt_proof import NotAReceipt

    if isinstance(error, NotAReceipt):
        return "Teks ini bukan tanda terima: tempelkan seluruh teks kode QR-nya, atau tulis nomornya."
    return sentence_of(error)
