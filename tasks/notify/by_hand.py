"""What a person has carried to its recipient is noted as a channel's delivery is; a channel that comes later still
tells it."""

from datetime import UTC, datetime

from schemas.ledger import messages
from tasks.ledger.ledger import Ledger
from tasks.ledger.rows import utc_text

CHANNEL = "diserahkan"


def note_handed_over(ledger: Ledger, province_code: str, recipient: str, state: str, by: str) -> None:
    """Noted again, it stands there once."""
    row = {
        "province_code": province_code,
        "recipient": recipient,
        "state": state,
        "channel": CHANNEL,
        "address": "",
        "attempt": 1,
        "step": "terkirim",
        "reason": f"diserahkan oleh {by}",
        "noted_at": utc_text(datetime.now(UTC)),
    }
    ledger.add(messages, [row])
