"""Receipts: issued from the ledger, signed with the site's own key, and verified against the ledger again.

The key lies in SPM_HOME/receipt.key and belongs into the backup beside the ledger: where it is lost, a new one is made
at the next run, and the receipts issued before no longer verify.
"""

import errno
import hmac
import json
import os
import re
import secrets
from base64 import b32encode
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from tempfile import NamedTemporaryFile

import pandas as pd

from config import catalogue
from schemas.finding import Finding, Severity
from schemas.ledger import DUPLICATE
from schemas.period import Period
from schemas.receipt import EDITION, TOTALS, Receipt
from schemas.reconciliation import Account, Fate
from schemas.reference import FIELDS
from tasks.counting import covered_fields
from tasks.identify import region_name
from tasks.ledger import Ledger
from tasks.report.receipt_page import LABELS, TOTAL_LABELS, receipt_html, receipt_json, sheet_name

KEY_FILE = "receipt.key"
NAMELESS = "tanpa-kode"
"""What stands in a number where the file did not say whose it is."""

_KEY = re.compile(r"[0-9a-f]{64}")
_NUMBER = re.compile(rf"([0-9]{{2}})-([0-9]{{4}}-TW[1-4])-([0-9]{{2}}(?:\.[0-9]{{2}})?|{NAMELESS})-([1-9][0-9]{{0,8}})")
_EMBEDDED = re.compile(r'<script type="application/json" id="tanda-terima">(.*?)</script>', re.DOTALL)
_FIELD = re.compile(r'data-field="([a-z0-9_.]+)"|^ *"([a-z0-9_]+)":')
_CODE_BYTES = 10
_MOST = 1_000_000
"""Bytes; a receipt has some ten thousand."""
_SHOWN = 5
"""Differences told one by one."""


class NotAReceipt(ValueError):
    """The file is no receipt; the message is one sentence in Bahasa Indonesia."""


@dataclass(frozen=True)
class Verified:
    """Whether a receipt stands as the ledger says, and the sentence that tells it."""

    genuine: bool
    sentence: str


def issue(submission: tuple | pd.Series, findings: list[Finding], totals: dict, cells: Account, key: bytes) -> Receipt:
    """The receipt of a row of the ledger (as `Ledger.files` gives it), with what else the ledger has of it, signed."""
    province, period = submission.province_code, Period.parse(submission.period)
    deadline = catalogue.deadline(period, province)
    received: datetime = submission.received_at.to_pydatetime().astimezone(deadline.tzinfo)
    counts = {severity: sum(one.severity is severity for one in findings) for severity in Severity}
    regency, revision = submission.regency_code, int(submission.revision)
    fields = covered_fields(submission.form_version)
    unsigned = Receipt(
        number=f"{province}-{period}-{regency or NAMELESS}-{revision}",
        province_code=province,
        province_name=catalogue.province(province)["name"],
        regency_code=regency,
        regency_name=region_name(regency),
        period=period.key,
        revision=revision,
        file_name=submission.file_name,
        sha256=submission.sha256,
        received_at=received.isoformat(timespec="seconds"),
        deadline=deadline.isoformat(timespec="seconds"),
        on_time=received <= deadline,
        status=submission.status,
        errors=counts[Severity.ERROR],
        warnings=counts[Severity.WARNING],
        infos=counts[Severity.INFO],
        totals=totals,
        cells=cells.numbers,
        fields="" if fields == FIELDS else ", ".join(fields),
    )
    return replace(unsigned, code=code_of(unsigned, key))


def code_of(receipt: Receipt, key: bytes) -> str:
    """Sixteen characters in groups of four: 80 bits of the HMAC-SHA256 of everything else in the receipt."""
    content = {name: value for name, value in receipt.content.items() if name != "code"}
    canonical = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    text = b32encode(hmac.digest(key, canonical.encode(), "sha256")[:_CODE_BYTES]).decode()
    return "-".join(text[start : start + 4] for start in range(0, len(text), 4))


def receipt_key(path: Path) -> bytes:
    """The key at `path`, made where there is none; only its owner can read it. Raises OSError for what is no key."""
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        with NamedTemporaryFile("w", dir=path.parent, prefix=".", delete=False) as aside:  # mode 0600
            aside.write(secrets.token_hex(32) + "\n")
            aside.flush()
            os.fsync(aside.fileno())
        try:
            os.link(aside.name, path)
        except FileExistsError:
            pass  # another run was first; its key is the one
        finally:
            os.unlink(aside.name)
    return kept_key(path)


def kept_key(path: Path) -> bytes:
    """The key at `path`. Raises OSError with a sentence where there is none or something else."""
    if not path.exists():
        raise FileNotFoundError(errno.ENOENT, "kunci tanda terima tidak ada; pulihkan dari cadangan", str(path))
    text = path.read_text(encoding="ascii", errors="replace").strip()
    if not _KEY.fullmatch(text):
        raise OSError(errno.EINVAL, "isinya bukan kunci tanda terima; pulihkan dari cadangan", str(path))
    return bytes.fromhex(text)


def verify(file: Path, ledger: Ledger, key_file: Path) -> Verified:
    """Whether a receipt (.json or .html) is, byte for byte, the one we issue for what stands in the ledger.

    Nothing is believed of the file but its number. Raises NotAReceipt, and OSError where the key is missing.
    """
    raw = file.read_bytes() if file.stat().st_size <= _MOST else b""
    text = raw.decode("utf-8", errors="replace")
    stated = _content(text)
    number = str(stated.get("number", ""))
    match = _NUMBER.fullmatch(number) or _NUMBER.search(text)
    if not match and EDITION not in text:
        raise NotAReceipt(f"'{file}' bukan tanda terima; berikan berkas .json atau .html dari folder tanda-terima.")
    if not match:
        return Verified(False, f"Nomor tanda terima {number!r} tidak mungkin; berkasnya telah diubah.")
    expected = _reissued(match, ledger, key_file)
    if expected is None:
        return Verified(False, f"Tanda terima {match[0]} tidak ada di buku besar.")
    as_issued = receipt_json(expected) if _looks_like_json(text) else receipt_html(expected)
    if raw == as_issued.encode():
        whose = expected.regency_name or "pengirim tidak diketahui"
        told = f"{whose}, {Period.parse(expected.period).label}, kiriman ke-{expected.revision}, {expected.status}"
        return Verified(True, f"Tanda terima {expected.number} asli dan sesuai dengan buku besar: {told}.")
    differences = _differences(stated, expected) or [_changed_line(text, as_issued)]
    more = f"; dan {len(differences) - _SHOWN} lainnya" if len(differences) > _SHOWN else ""
    listed = "; ".join(differences[:_SHOWN]) + more
    return Verified(False, f"Tanda terima {expected.number} tidak sesuai dengan buku besar: {listed}.")


def _reissued(number: re.Match, ledger: Ledger, key_file: Path) -> Receipt | None:
    """The receipt of that number as it would be issued now; None where the ledger has no such submission."""
    province, period, regency, revision = number.groups()
    row = ledger.submission(province, "" if regency == NAMELESS else regency, period, int(revision))
    if row is None or row["status"] == DUPLICATE:
        return None
    id_ = int(row["id"])
    found, totals, cells = ledger.findings([id_]), ledger.totals([id_]), ledger.cells([id_])
    return issue(row, found[id_], totals[id_], cells[id_], kept_key(key_file))


def _looks_like_json(text: str) -> bool:
    return text[:1] == "{" or text.rstrip()[-1:] == "}"


def _content(text: str) -> dict:
    """The JSON of a receipt, or inside its page; {} where it does not read."""
    embedded = _EMBEDDED.search(text)
    try:
        found = json.loads(embedded[1] if embedded else text)
    except (ValueError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}


def _differences(stated: dict, expected: Receipt) -> list[str]:
    """A phrase for every field that says something else than the ledger."""
    if not stated:
        return []
    known, given = _flat(expected.content), _flat(stated)
    found = []
    for field in [*known, *(extra for extra in given if extra not in known)]:
        if field in known and field in given and _same(known[field], given[field]):
            continue
        written = f"tertulis {given[field]!r}" if field in given else "tidak tertulis"
        right = (
            "" if field == "code" else f", seharusnya {known[field]!r}" if field in known else ", seharusnya tidak ada"
        )
        found.append(f"{_label(field)} {written}{right}")
    return found


def _same(one: object, other: object) -> bool:
    return type(one) is type(other) and one == other


def _flat(content: dict, before: str = "") -> dict[str, object]:
    """`{"totals": {"budget": {"rows": 1}}}` -> `{"totals.budget.rows": 1}`."""
    flat: dict[str, object] = {}
    for name, value in content.items():
        flat |= _flat(value, f"{before}{name}.") if isinstance(value, dict) and value else {f"{before}{name}": value}
    return flat


def _changed_line(text: str, as_issued: str) -> str:
    """Where a file differs whose data, as far as it reads, does not: the first line, and the field it shows."""
    found, right = text.split("\n"), as_issued.split("\n")
    differing = (at for at, (one, other) in enumerate(zip(found, right, strict=False)) if one != other)
    at = next(differing, min(len(found), len(right)))
    field = _FIELD.search(right[at]) if at < len(right) else None
    named = f" ({_label(field[1] or field[2])})" if field else ""
    return f"teks pada baris {at + 1}{named} bukan seperti yang diterbitkan"


def _label(field: str) -> str:
    """`totals.budget.allocation` -> `Alokasi (Rp), lembar Anggaran`."""
    first, *rest = field.split(".")
    if first == "totals" and len(rest) == 2 and rest[1] in TOTAL_LABELS and rest[0] in TOTALS:
        return f"{TOTAL_LABELS[rest[1]]}, lembar {sheet_name(rest[0])}"
    if first == "cells" and rest and rest[0].upper() in Fate.__members__:
        return f"Sel {Fate[rest[0].upper()]}"
    return LABELS.get(field) or TOTAL_LABELS.get(field) or f"isian {field!r}"
