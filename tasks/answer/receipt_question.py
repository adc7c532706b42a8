"""Whether a receipt is genuine, asked on a page: what `spm verify` answers, by the text of its QR code; by its number
alone only what the ledger has recorded under it. The province's page and the door's ask and show it alike."""

from collections.abc import Callable
from http import HTTPStatus
from pathlib import Path

from markupsafe import Markup

from schemas.receipt import number_in
from tasks.answer.receipt_check import Verified, recorded, verify
from tasks.answer.receipt_proof import NotAReceipt, prove
from tasks.home.os_faults import words_of
from tasks.home.receipt_keys import Keys, keys_of_site
from tasks.ledger.ledger import Ledger
from tasks.report.html import template

AT = "/tanda-terima"
_NOT_SEEN = "Riwayat kiriman Anda: tidak ada kiriman dengan nomor {}. Provinsi dapat memeriksa nomor mana pun."


def answered(
    given: str, home: Path, ledger: Ledger, may_see: Callable[[str], bool] = lambda _: True
) -> tuple[Markup, HTTPStatus]:
    """The form with what was typed or pasted into it (nothing at first), and above it the answer.

    Of a number that who asks may not see the ledger is not asked; the signature tells without it.
    """
    given = given.replace("\r\n", "\n").strip()
    try:
        return form(given, _verified(given, home, ledger, may_see) if given else None), HTTPStatus.OK
    except NotAReceipt:
        wrong = "Teks ini bukan tanda terima: tempelkan seluruh teks kode QR-nya, atau tulis nomornya."
    except OSError as error:  # the site's keys are lost
        wrong = f"Belum dapat diperiksa: {words_of(error)}."
    return form(given, wrong=wrong), HTTPStatus.UNPROCESSABLE_ENTITY


def form(given: str = "", verified: Verified | None = None, wrong: str = "") -> Markup:
    drawn = template(__package__, "periksa-tanda-terima.html.j2")
    return Markup(drawn.render(at=AT, given=given, verified=verified, wrong=wrong))  # noqa: S704 its template escapes


def _verified(given: str, home: Path, ledger: Ledger, may_see: Callable[[str], bool]) -> Verified:
    """Raises NotAReceipt before it asks for keys or ledger."""
    if number := number_in(given):
        if may_see(number):
            return recorded(number, ledger)
        return Verified(False, "Nomor ini tidak ada dalam riwayat Anda", (_NOT_SEEN.format(number),))
    raw = given.encode("utf-8", "replace")
    seen = may_see(prove(raw, Keys()).number)
    return verify(raw, keys_of_site(home), ledger if seen else None)
