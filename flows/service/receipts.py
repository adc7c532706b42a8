"""Whether a receipt is genuine, asked of the province in the browser."""

import asyncio
from http import HTTPStatus
from typing import TYPE_CHECKING

from starlette.requests import Request
from starlette.responses import Response

from config.settings import settings
from flows.command.failures import sentence_of
from flows.service.page import filled_in, page

if TYPE_CHECKING:
    from markupsafe import Markup


async def check_receipt(request: Request) -> Response:
    from tasks.answer.receipt_question import form

    given = ""
    try:
        sent = await filled_in(request) if request.method == "POST" else {}
        given = sent.get("teks", "")
        shown, status = await asyncio.to_thread(_answered, given)
    except Exception as error:
        if not (sentence := sentence_of(error)):
            raise
        shown, status = form(given, wrong=sentence), HTTPStatus.UNPROCESSABLE_ENTITY
    return page(request, "tanda-terima", status, check=shown)


def _answered(given: str) -> "tuple[Markup, HTTPStatus]":
    from tasks.answer.receipt_question import answered
    from tasks.home.site import ledger_of

    site = settings()
    return answered(given, site.home, ledger_of(site))
