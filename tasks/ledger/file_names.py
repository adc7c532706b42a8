"""What a file is called in the ledger, which knows a content under a name once, and what its sender calls it. Beside
the rows, so that who only names a file does not wait for SQLAlchemy."""

import re

from schemas.submission import Arrival

READ_AGAIN = re.compile(r" \(dibaca ulang \d+\)$")
_SENT_AGAIN = re.compile(r" \((?:isi lama dikirim lagi(?: \d+)?|tiba lebih dahulu)\)$")


def sent_name(one: Arrival) -> str:
    """What a file is called in the ledger, which knows a content under a name once: `a.xlsx (isi lama dikirim lagi)`
    where it came back after another, `a.xlsx (tiba lebih dahulu)` where it turns out to have come before the one that
    was recorded under its name."""
    again = {0: " (tiba lebih dahulu)", 1: "", 2: " (isi lama dikirim lagi)"}
    return f"{one.file_name}{again.get(one.turn, f' (isi lama dikirim lagi {one.turn - 1})')}"


def read_again(file_name: str, revision: int) -> str:
    """What a new reading of a file is called: `a.xlsx (dibaca ulang 1)` is one of what was recorded as revision 1."""
    return f"{first_name(file_name)} (dibaca ulang {revision})"


def first_name(file_name: str) -> str:
    """What the ledger called it before it was read again."""
    return READ_AGAIN.sub("", file_name)


def own_name(file_name: str) -> str:
    """The file's own name."""
    return _SENT_AGAIN.sub("", first_name(file_name))


def shown_name(file_name: str) -> str:
    """What people read: without the folders in which it lay here; a new reading and what came again are told apart."""
    return file_name.rpartition("/")[2]


def senders_name(file_name: str) -> str:
    """What its sender calls the file: without the folders in which it lay here."""
    return shown_name(own_name(file_name))
