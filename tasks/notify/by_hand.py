"""What a person has carried to its recipient is noted as a channel's delivery is, and a note that was wrong is taken
back by one of its own; a channel that comes later still tells it."""

from datetime import UTC, datetime

from sqlalchemy import Row

from schemas.ledger import messages
from tasks.ledger.ledger import Ledger
from tasks.ledger.rows import utc_text

CHANNEL = "diserahkan"
_HANDED_OVER, _TAKEN_BACK = "terkirim", "dicabut"


def note_handed_over(ledger: Ledger, province_code: str, recipient: str, state: str, by: str) -> None:
    """Noted again, it stands there once."""
    last = _last_notes(ledger, province_code).get((recipient, state))
    if last is None or last.step == _TAKEN_BACK:
        attempt = last.attempt + 1 if last else 1
        _note(ledger, province_code, recipient, state, attempt, _HANDED_OVER, f"diserahkan oleh {by}")


def take_back(ledger: Ledger, province_code: str, recipient: str, state: str, by: str) -> None:
    """What was noted stays where it is; from now on it does not hold."""
    if last := handed_over(ledger, province_code).get((recipient, state)):
        told = f"catatan diserahkan dicabut oleh {by}"
        _note(ledger, province_code, recipient, state, last.attempt, _TAKEN_BACK, told)


def handed_over(ledger: Ledger, province_code: str) -> dict[tuple[str, str], Row]:
    """Recipient and state of all that is handed over, with the note that says so."""
    return {key: row for key, row in _last_notes(ledger, province_code).items() if row.step == _HANDED_OVER}


def _last_notes(ledger: Ledger, province_code: str) -> dict[tuple[str, str], Row]:
    rows = ledger.rows(messages, province_code=province_code, channel=CHANNEL)
    return {(row.recipient, row.state): row for row in rows}


def _note(ledger: Ledger, province_code: str, recipient: str, state: str, attempt: int, step: str, reason: str) -> None:
    row = {
        "province_code": province_code,
        "recipient": recipient,
        "state": state,
        "channel": CHANNEL,
        "address": "",
        "attempt": attempt,
        "step": step,
        "reason": reason,
        "noted_at": utc_text(datetime.now(UTC)),
    }
    ledger.add(messages, [row])
