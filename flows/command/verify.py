"""What `spm verify` asks for: a receipt by signature and ledger, or published reports against their manifests."""

import sys
from pathlib import Path

from config.settings import settings
from flows.command.arguments import WrongUse, existing
from flows.command.screen import complain, out
from schemas.ledger import publications, views
from schemas.receipt import number_in
from tasks.answer.receipt_check import Verified as VerifiedReceipt
from tasks.answer.receipt_check import recorded, verify
from tasks.answer.receipt_proof import MOST, NotAReceipt, prove
from tasks.home.receipt_keys import Keys, keys_in, keys_of_site, pem
from tasks.home.site import ledger_of
from tasks.publish.manifest import Verified
from tasks.publish.manifest import verify_reports as verified_reports

STANDARD_INPUT = Path("-")
"""Stands for what is typed or pasted: the text of a QR code."""


def verify_receipt(path: Path, key_file: Path | None = None) -> int:
    """By the keys and the ledger of this home; with `key_file` by those keys alone, on any machine. A number is looked
    up in the ledger. Raises WrongUse."""
    if not path.exists() and (number := number_in(str(path))):
        if key_file:
            raise WrongUse(f"Nomor {number} hanya dapat dicari di buku besar: tanpa --with-key.")
        return _told(recorded(number, ledger_of(settings())))
    if path != STANDARD_INPUT:
        existing(path)
    if key_file:
        existing(key_file)
    content = _content(path)
    try:
        prove(content, Keys())
    except NotAReceipt as error:
        named = "Teks dari masukan" if path == STANDARD_INPUT else f"'{path}'"
        raise WrongUse(f"{named} {error}.") from error
    keys = keys_in(key_file) if key_file else keys_of_site(settings().home)
    return _told(verify(content, keys, None if key_file else ledger_of(settings())))


def _told(verified: VerifiedReceipt) -> int:
    for sentence in verified.sentences:
        if verified.sound:
            out().print(sentence)
        else:
            complain(sentence)
    return 0 if verified.sound else 1


def _content(path: Path) -> bytes:
    """'' for what is too large to be a receipt."""
    if path == STANDARD_INPUT:
        return sys.stdin.buffer.read(MOST)
    return path.read_bytes() if path.stat().st_size <= MOST else b""


def show_public_keys() -> int:
    """The public keys of this home, each with its name; the latest last."""
    for name, key in keys_of_site(settings().home).public.items():
        print(f"Kunci {name}\n{pem(key)}", end="")
    return 0


def verify_reports(place: Path) -> int:
    """A line a report that is as it was published, and a line a file that is not."""
    faults = 0
    for report in verified_reports(place):
        found = _faults(report)
        for fault in found:
            complain(fault)
        if not found:
            out().print(f"{report.folder}: {report.count} berkas, semuanya seperti saat terbit.")
        faults += len(found)
    return 1 if faults else 0


def _faults(report: Verified) -> list[str]:
    told = {
        "berubah sejak terbit": report.changed,
        "hilang": report.missing,
        "tidak ada dalam manifest": report.unknown,
    }
    found = [f"{report.folder / name}: {what}." for what, names in told.items() for name in names]
    known = _published(report)
    if known and report.digest not in known:
        found.append(f"{report.folder}: manifest.json bukan yang tercatat di buku besar saat laporan terbit.")
    return found


def _published(report: Verified) -> set[str]:
    """The digests of this quarter's manifests in the ledger; none where there is no ledger or it is another site's."""
    site = settings()
    if not site.database_url and not (site.home / "spm.db").exists():
        return set()
    ledger, same = ledger_of(site), {"province_code": report.province_code, "period": report.period}
    return {row.manifest for table in (publications, views) for row in ledger.rows(table, **same)}
