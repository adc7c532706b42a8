"""A site: its home folder and the ledger that belongs to it, and nobody else's.

Both hold the same `site.id`, which the first program writes that opens them. What lies in the home without its ledger
(a disk that is not mounted, a wrong database, a lost file) is not begun anew: revisions and receipts would be given a
second time, and the reports that were published would know nothing of what they rest on.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from uuid import uuid4

import sqlalchemy as sa

from config.settings import Settings
from schemas.ledger import runs, submissions
from schemas.ledger import site as sites
from tasks.home.modes import close_to_others, write_whole
from tasks.home.receipt_keys import KEY_FILE
from tasks.ledger.errors import EmptyLedger, LedgerError
from tasks.ledger.ledger import Ledger

ID_FILE = "site.id"
RESTORING = ".pemulihan"
"""Lies in a home for as long as a backup is being restored into it."""


class WrongSite(LedgerError):
    """The ledger is missing or another site's; the message is one sentence that names the way back."""


def ledger_of(site: Settings) -> Ledger:
    """The ledger of a site, begun where the site is new. Raises WrongSite, LedgerError."""
    if (site.home / RESTORING).exists():
        raise WrongSite(f"Pemulihan ke {site.home} belum selesai; ulangi spm restore dengan cadangan yang sama.")
    site.home.mkdir(parents=True, exist_ok=True)
    close_home(site)
    kept, file = what_would_be_orphaned(site), _file(site)
    if kept and file and not file.exists():
        raise WrongSite(_lost("tidak ada", kept, site))
    try:
        ledger = Ledger(site.ledger_url, begin=not kept)
    except EmptyLedger as error:
        raise WrongSite(_lost("kosong", kept, site)) from error
    _settle_whose_it_is(ledger, site, kept)
    return ledger


@contextmanager
def ledger_for_a_while(site: Settings) -> Iterator[Ledger]:
    """Its connections end with the block."""
    ledger = ledger_of(site)
    try:
        yield ledger
    finally:
        ledger.engine.dispose()


def close_home(site: Settings) -> None:
    """To the other users of the machine."""
    close_to_others(site.home, _file(site))


def site_id(ledger: Ledger) -> str:
    """Whose ledger it is, '' where nobody has said so yet. The last word holds: a restored one is added."""
    rows = ledger.rows(sites)
    return rows[-1].site_id if rows else ""


def make_inbox(site: Settings) -> None:
    """Where senders use the door alone nobody has made it, and nothing in it is no fault. One of the operator's own
    choice is not made: perhaps its disk is not there."""
    if site.inbox == site.home / "inbox":
        site.inbox.mkdir(parents=True, exist_ok=True)


def home_id(home: Path) -> str:
    """Whose home it is, '' where nobody has said so yet."""
    try:
        return (home / ID_FILE).read_text(encoding="ascii", errors="replace").strip()
    except FileNotFoundError:
        return ""


def name_home(home: Path, id_: str) -> None:
    write_whole(home / ID_FILE, f"{id_}\n", 0o644)


def _settle_whose_it_is(ledger: Ledger, site: Settings, kept: str) -> None:
    """The ledger first: a home with a name and a ledger without one would be told apart only by what they hold."""
    of_ledger, of_home = site_id(ledger), home_id(site.home)
    if of_ledger and of_ledger == of_home:
        return
    if of_ledger and of_home:
        raise WrongSite(_foreign(site))
    if kept and not _knows_what_lies_here(ledger, site):
        raise WrongSite(_foreign(site) if _holds_something(ledger) else _lost("kosong", kept, site))
    id_ = of_ledger or _name_ledger(ledger, of_home or uuid4().hex)
    if not of_home:
        name_home(site.home, id_)
    elif id_ != of_home:  # another home was faster
        raise WrongSite(_foreign(site))


def _name_ledger(ledger: Ledger, id_: str) -> str:
    """Where two programs open a new ledger at once, the name that the first one gave."""
    try:
        ledger.append(sites, id=1, site_id=id_, noted_at=datetime.now(UTC))
    except LedgerError:
        if not site_id(ledger):
            raise
    return site_id(ledger)


def what_would_be_orphaned(site: Settings) -> str:
    """In words what the home holds that only its ledger explains; '' for a home that can begin."""
    if any(path.is_file() for path in site.archive.glob("*/*")):
        return "arsip kiriman"
    if any(site.outbox.glob("??/*-TW*/manifest.json")):
        return "laporan yang terbit"
    begun = home_id(site.home) and (site.home / KEY_FILE).exists()  # a key alone may be brought to a new home
    return "kunci tanda terima" if begun else ""


def _knows_what_lies_here(ledger: Ledger, site: Settings) -> bool:
    """Whether a ledger and a home without a common name belong together: by an original in the archive, or, where
    nothing is archived, by having worked at all."""
    if what_would_be_orphaned(site) != "arsip kiriman":
        return _holds_something(ledger)
    with ledger.engine.connect() as connection:
        names = connection.scalars(sa.select(submissions.c.archived).order_by(submissions.c.id.desc()))
        return any((site.archive / name).is_file() for name in names)


def _holds_something(ledger: Ledger) -> bool:
    with ledger.engine.connect() as connection:
        return any(connection.execute(sa.select(table.c.id).limit(1)).first() for table in (submissions, runs))


def _file(site: Settings) -> Path | None:
    """Of a ledger on SQLite."""
    address = sa.make_url(site.ledger_url)
    return Path(address.database) if address.get_backend_name() == "sqlite" and address.database else None


def _shown(site: Settings) -> str:
    return sa.make_url(site.ledger_url).render_as_string(hide_password=True)


def _lost(what: str, kept: str, site: Settings) -> str:
    return (
        f"Buku besar '{_shown(site)}' {what}, padahal {site.home} sudah berisi {kept}: pulihkan dengan spm restore "
        "CADANGAN, atau tunjukkan letaknya dengan database_url; untuk memulai dari awal, pakai SPM_HOME yang lain."
    )


def _foreign(site: Settings) -> str:
    return (
        f"Buku besar '{_shown(site)}' milik situs lain, bukan milik {site.home} ({ID_FILE}): tunjukkan letak yang "
        "benar dengan database_url, atau pulihkan yang lama dengan spm restore CADANGAN."
    )
