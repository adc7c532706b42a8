"""The receipt of a submission (tanda terima): what was received when, how it was decided, what was read from it."""

import json
import re
from dataclasses import dataclass, field
from hashlib import sha256

from schemas.echo import Echo

EDITION = "tanda-terima-2"
"""What the JSON says it is: how it is signed. What it holds and how its page looks may change, for both are signed."""

TOTALS: dict[str, tuple[str, ...]] = {
    "recipients": ("target", "served"),
    "quality": ("required", "available"),
    "budget": ("allocation", "realised"),
    "problems": (),
    "stages": (),
    "actions": (),
}
"""Sheet key -> its columns that a receipt adds up, so that the sender can compare. Unreadable cells add nothing."""

NAMELESS = "tanpa-kode"
"""What stands in a number where the file did not say whose it is."""
NUMBER = re.compile(rf"([0-9]{{2}})-([0-9]{{4}}-TW[1-4])-([0-9]{{2}}(?:\.[0-9]{{2}})?|{NAMELESS})-([1-9][0-9]{{0,8}})")

STATEMENT_TITLE = "TANDA TERIMA SPM 2"
STATEMENT_LINES = {
    "number": "Nomor",
    "received_at": "Diterima",
    "status": "Keputusan",
    "sha256": "SHA-256 berkas",
    "content_sha256": "SHA-256 isi",
    "key": "Kunci",
}
_SIGNATURE_LINE = "Tanda tangan"


def _spaced(words: str) -> str:
    return re.escape(words).replace(r"\ ", "[ \n]")


_LABELS = {**STATEMENT_LINES, "signature": _SIGNATURE_LINE}
_TITLE = re.compile(_spaced(STATEMENT_TITLE))
_STATEMENT = re.compile(  # a field ends at the next label and is not tried again: nobody keeps the server busy with it
    _TITLE.pattern
    + "".join(
        rf"(?>[ \n]{_spaced(label)}:[ \n](?P<{name}>[^\n]+?)(?=[ \n]{_spaced(after)}:))"
        for (name, label), after in zip(STATEMENT_LINES.items(), list(_LABELS.values())[1:], strict=True)
    )
    + rf"[ \n]{_spaced(_SIGNATURE_LINE)}:[ \n](?P<signature>[A-Za-z0-9+/]+={{0,2}})"
)


@dataclass(frozen=True)
class Receipt:
    """One submission as it stands in the ledger; nothing here changes when later revisions come.

    `received_at` and `deadline` are ISO 8601 in the province's zone, `on_time` compares them. `totals` maps every
    sheet's key to the number of rows read (`rows`) and the sums of `TOTALS`. `cells` counts the
    filled cells of the file by what became of them (`schemas.reconciliation`). `fields` are the codes of the bidang
    that an office's file covers (`KES`, or `KES, SOS`), '' for a whole report. `stated_at` is the date of the file
    itself, which its sender sets; `way` and `reason` how it came, '' where that is not known. `echo` says what was
    understood. `basis` maps the rules and tables by which it was issued, and the program, to their digests. `key` names
    the key that it is signed with, `signature` is that of its statement; its page has another one of its own.
    """

    number: str
    province_code: str
    province_name: str
    regency_code: str
    regency_name: str
    period: str
    revision: int
    file_name: str
    sha256: str
    received_at: str
    deadline: str
    on_time: bool
    status: str
    errors: int
    warnings: int
    infos: int
    totals: dict[str, dict[str, int | float]]
    cells: dict[str, int]
    fields: str = ""
    stated_at: str = ""
    way: str = ""
    reason: str = ""
    echo: Echo = field(default_factory=Echo)
    basis: dict[str, str] = field(default_factory=dict)
    key: str = ""
    signature: str = ""

    @property
    def content(self) -> dict[str, object]:
        """What the JSON holds, in its order."""
        return {"format": EDITION, **vars(self), "echo": self.echo.data}

    @property
    def qr(self) -> str:
        """What the QR code holds: the statement and its signature, as a telephone shows them."""
        return f"{statement(self.content)}\n{_SIGNATURE_LINE}: {self.signature}"


def canonical(content: dict[str, object]) -> bytes:
    """The same content always gives the same bytes, in whatever order and form its JSON stood."""
    return json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def statement(content: dict[str, object]) -> str:
    """What is signed of a receipt: a few lines for people, with the digest of everything else that it says."""
    unsigned = {name: value for name, value in content.items() if name != "signature"}
    return stated_in(content | {"content_sha256": sha256(canonical(unsigned)).hexdigest()})


def stated_in(fields: dict[str, object]) -> str:
    """The statement that fields make, as `read_statement` gives them or a receipt has them."""
    return "\n".join([STATEMENT_TITLE, *(f"{label}: {fields.get(name)}" for name, label in STATEMENT_LINES.items())])


def read_statement(text: str) -> dict[str, str] | None:
    """The fields of a QR code's text and its `signature`, wherever in a text it stands; None where it is not whole, or
    more than one is there.

    Blanks and line ends, which telephones and mails change, are no difference. What stands around it says nothing.
    """
    plain = _plain(text)
    found = _STATEMENT.search(plain) if len(_TITLE.findall(plain)) == 1 else None
    return found and found.groupdict()


def beside_statement(text: str) -> str:
    """The words before and after the text of a QR code; nobody has signed them."""
    return " ".join(re.findall(r"\w+", _STATEMENT.sub("", _plain(text), count=1)))


def holds_statement(text: str) -> bool:
    return bool(_TITLE.search(_plain(text)))


def _plain(text: str) -> str:
    """With single blanks and no empty lines."""
    return "\n".join(filter(None, (" ".join(line.split()) for line in text.splitlines())))


def number_in(text: str) -> str:
    """A number that somebody has typed, as it is written on the receipt; '' for anything else."""
    number = text.strip().lower().replace("-tw", "-TW")
    return number if NUMBER.fullmatch(number) else ""
