"""A message to one recipient, who gets it once: what is said, to whom, and what became of it."""

from dataclasses import dataclass
from pathlib import Path
from typing import Literal

OPERATOR = "operator"
"""The recipient of alerts: whoever looks after the server."""

Step = Literal["mulai", "terkirim", "gagal"]


class ContactsError(ValueError):
    """The site's contacts cannot be used; the message is one sentence in Bahasa Indonesia for whoever wrote them."""


def office_of(regency_code: str, field: str) -> str:
    """The recipient that is a regency's office of a bidang: `62.01/KES`."""
    return f"{regency_code}/{field}"


@dataclass(frozen=True)
class Contact:
    """Where a recipient (a regency code, an office of it, or `operator`) is reached on one of the site's channels."""

    recipient: str
    channel: str
    address: str


@dataclass(frozen=True)
class Message:
    """One message; with its recipient, `state` (`2024-TW4/ditolak/2`) says what it is about, and is told only once.
    `bare` is the chat for a channel that carries no files: it says where they are to be had. `fields` are the bidang
    whose offices are told too, where the site knows them; the regency itself is told in any case."""

    province_code: str
    recipient: str
    state: str
    subject: str
    mail: str
    chat: str
    enclosed: tuple[Path, ...] = ()
    bare: str = ""
    fields: tuple[str, ...] = ()


@dataclass(frozen=True)
class Sent:
    """What became of a message on a channel in this run; `reason` says why where it failed, `carried` whether what
    belongs to it went with it."""

    recipient: str
    state: str
    channel: str
    step: Step
    reason: str = ""
    carried: bool = False

    @property
    def answers(self) -> str:
        """The name of the answer that is out with this message; '' where none is."""
        if self.step != "terkirim" or not self.carried:
            return ""
        return f"{self.recipient}-kiriman-{self.state.rpartition('/')[2]}"
