"""Sends messages by the channels of a site (mail, Telegram, anything apprise knows), each state once per address.

An attempt is noted in the ledger before and after. What failed is tried again by the next run; what was cut off in
between is not, because it may have arrived: nobody is told the same thing twice.
"""

import logging
import os
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from io import StringIO
from urllib.parse import quote

from pydantic import SecretStr

from schemas.ledger import messages as attempts
from schemas.message import Contact, Message, Sent, office_of
from tasks.ledger.ledger import Ledger

_MAIL = ("mailto", "mailtos")
_SECRET = re.compile(r"\$\{(\w+)\}")
_GIVE_UP = 3
"""After so many failures one after the other a channel is left alone until the next run: there is no network."""

log = logging.getLogger(__name__)


class ChannelError(ValueError):
    """A channel cannot be used as it is set; the message is one sentence in Bahasa Indonesia without any secret."""


@dataclass(frozen=True)
class Channels:
    """Name -> apprise URL with `{address}`, and `${NAME}` for a secret in the environment."""

    urls: Mapping[str, SecretStr]

    def url(self, contact: Contact) -> tuple[str, list[str]]:
        """The URL for one contact and what in it nobody may read. Raises ChannelError where a secret is not set."""
        url, hidden = self.urls[contact.channel].get_secret_value(), [contact.address]
        for name in dict.fromkeys(_SECRET.findall(url)):
            if not (secret := os.environ.get(name)):
                raise ChannelError(f"saluran '{contact.channel}' memerlukan variabel lingkungan {name}")
            url = url.replace(f"${{{name}}}", quote(secret, safe=""))
            hidden.append(secret)
        return url.replace("{address}", quote(contact.address, safe="")), hidden


def send(messages: Iterable[Message], contacts: Iterable[Contact], channels: Channels, ledger: Ledger) -> list[Sent]:
    """Tells every recipient on every channel there is for them what they were not told yet. Never raises for a message
    that cannot be sent."""
    addresses: dict[str, list[Contact]] = {}
    for contact in contacts:
        addresses.setdefault(contact.recipient, []).append(contact)
    failures: Counter[str] = Counter()
    done = []
    for message in messages:
        offices = (office_of(message.recipient, field) for field in message.fields)
        for contact in (one for who in (message.recipient, *offices) for one in addresses.get(who, [])):
            if failures[contact.channel] >= _GIVE_UP:
                continue
            sent = _send_once(message, contact, channels, ledger)
            if sent is not None:
                failures[contact.channel] = failures[contact.channel] + 1 if sent.step == "gagal" else 0
                done.append(sent)
    for channel, count in failures.items():
        if count >= _GIVE_UP:
            log.warning("Saluran '%s' tidak dapat dipakai; sisanya dicoba pada proses berikutnya", channel)
    return done


def _send_once(message: Message, contact: Contact, channels: Channels, ledger: Ledger) -> Sent | None:
    """None where this state was told before, or may have been."""
    key = {
        "province_code": message.province_code,
        "recipient": message.recipient,
        "state": message.state,
        "channel": contact.channel,
        "address": digest(contact.address),
    }
    former = ledger.rows(attempts, **key)
    if former and former[-1].step != "gagal":
        if former[-1].step == "mulai":
            log.warning(
                "%s: pengiriman '%s' lewat %s pernah terputus dan tidak diulang",
                *(message.recipient, message.state, contact.channel),
            )
        return None
    number = former[-1].attempt + 1 if former else 1
    ledger.append(attempts, **key, attempt=number, step="mulai", reason="", noted_at=datetime.now(UTC))
    reason, carried = _delivered(message, contact, channels)
    step = "gagal" if reason else "terkirim"
    sent = Sent(message.recipient, message.state, contact.channel, step, reason, carried)
    ledger.append(attempts, **key, attempt=number, step=sent.step, reason=reason, noted_at=datetime.now(UTC))
    _log(sent)
    return sent


def _log(sent: Sent) -> None:
    told = f"gagal dikirim: {sent.reason}" if sent.reason else "terkirim"
    level = logging.WARNING if sent.reason else logging.INFO
    log.log(level, "%s: '%s' lewat %s %s", sent.recipient, sent.state, sent.channel, told)


def _delivered(message: Message, contact: Contact, channels: Channels) -> tuple[str, bool]:
    """'' where the channel took the message, else why not; and whether what belongs to it went along."""
    import apprise  # a third of a second that only a site with channels pays
    from apprise.attachment.file import AttachFile

    try:
        url, hidden = channels.url(contact)
    except ChannelError as error:
        return str(error), False
    with _said() as said:
        notifier = apprise.Apprise()
        if not notifier.add(url):
            return f"alamat saluran '{contact.channel}' tidak dapat dipahami", False
        # a service that carries no files drops them without a word, and reports success
        carries = all(service.attachment_support for service in notifier)
        files = [AttachFile(str(path)) for path in message.enclosed if path.exists()] if carries else []
        title, body = _words(message, url, carries)
        try:
            plain = apprise.NotifyFormat.TEXT
            taken = notifier.notify(title=title, body=body, body_format=plain, attach=files or None)
        except Exception as error:  # whatever a channel's library raises is one failed message
            return type(error).__name__, False
    return ("", bool(files)) if taken else (_without(said.getvalue(), hidden), False)


def _words(message: Message, url: str, carries: bool) -> tuple[str, str]:
    """Subject and text for a channel, which may carry files or not; a chat has no subject."""
    if url.partition(":")[0] in _MAIL:
        return message.subject, message.mail
    return "", message.chat if carries else message.bare or message.chat


@contextmanager
def _said() -> Iterator[StringIO]:
    """What apprise says of a failure; its lines may hold addresses and secrets and go nowhere else."""
    logger, said = logging.getLogger("apprise"), StringIO()
    handler = logging.StreamHandler(said)
    propagated, logger.propagate = logger.propagate, False
    logger.addHandler(handler)
    try:
        yield said
    finally:
        logger.removeHandler(handler)
        logger.propagate = propagated


def _without(said: str, hidden: list[str]) -> str:
    """The first line of what was said, nothing hidden in it."""
    reason = said.strip().partition("\n")[0]
    for one in hidden:
        reason = reason.replace(one, "***").replace(quote(one, safe=""), "***")
    return reason or "tidak diterima"


def digest(address: str) -> str:
    """What the ledger, from which nothing can be removed, keeps of an address: enough to know it again."""
    return sha256(address.encode()).hexdigest()[:16]
