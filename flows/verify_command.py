"""What `spm verify` asks for: a receipt against the ledger, or published reports against their manifests."""

from pathlib import Path

from config.settings import settings
from flows.arguments import WrongUse, existing
from flows.screen import complain, out
from schemas.ledger import publications
from tasks import receipt as receipts
from tasks.ledger import Ledger
from tasks.manifest import Verified
from tasks.manifest import verify_reports as verified_reports


def verify_receipt(path: Path) -> int:
    existing(path)
    try:
        verified = receipts.verify(path, Ledger(settings().ledger_url), settings().home / receipts.KEY_FILE)
    except receipts.NotAReceipt as error:
        raise WrongUse(str(error)) from error
    if verified.genuine:
        out().print(verified.sentence, markup=False)
    else:
        complain(verified.sentence)
    return 0 if verified.genuine else 1


def verify_reports(place: Path) -> int:
    """A line a report that is as it was published, and a line a file that is not."""
    faults = 0
    for report in verified_reports(place):
        found = _faults(report)
        for fault in found:
            complain(fault)
        if not found:
            out().print(f"{report.folder}: {report.count} berkas, semuanya seperti saat terbit.", markup=False)
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
    rows = Ledger(site.ledger_url).rows(publications, province_code=report.province_code, period=report.period)
    return {row.manifest for row in rows}
