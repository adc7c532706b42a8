"""A site with something in it, for the tests of its memory."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from pathlib import Path

from config.settings import Settings, settings
from schemas.ledger import publications
from schemas.period import Period
from schemas.submission import Checked
from tasks.answer.of_quarter import answers_of, receipts_beside
from tasks.backup.backup import digest_of_lines, snapshot
from tasks.backup.package import SITE_FILES, SITE_FOLDERS, digest_of_tables
from tasks.compute.gather import gather
from tasks.home.modes import PEOPLE_FILE
from tasks.home.receipt_keys import KEY_FILE, receipt_key
from tasks.home.site import ID_FILE
from tasks.intake.take_in import Context
from tasks.ledger.ledger import Ledger
from tasks.ledger.quarter import Quarter
from tasks.publish.publish import publish
from tests.builders import AS_OF, Book, checked

PERIOD, NOW = Period(2024, 4), datetime(2025, 1, 23, 2, 0, tzinfo=UTC)
FINAL = {"manifest.json": b"", "laporan-spm-62-2024-TW4.html": b"<p>final</p>", "data/submissions.csv": b"a\r\n1\r\n"}


def site_at(home: Path, url: str = "") -> Settings:
    return settings().model_copy(
        update={"home": home, "inbox": home / "inbox", "outbox": home / "outbox", "database_url": url}
    )


def sent(site: Settings, book: Book, content: bytes, days: float = 0) -> Checked:
    """A submission as a run records it, with an original of its own in the archive."""
    digest = sha256(content).hexdigest()
    one = checked(
        book,
        Context(AS_OF + timedelta(days=9), "62", PERIOD),
        sha256=digest,
        file_name=f"{digest[:4]}.xlsx",
        received=AS_OF + timedelta(days=days),
    )
    path = site.archive / digest[:2] / f"{digest}.xlsx"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    return replace(one, archived=path)


def faulty() -> Book:
    book = Book()
    book["Penerima", "G9"] = -1
    return book


def busy_site(home: Path) -> Settings:
    """A home with a rejected and an accepted submission, a run, settings, a correction folder, a receipt key and a
    person."""
    made = site_at(home)
    ledger = Ledger(made.ledger_url)
    ledger.record("62", [sent(made, faulty(), b"satu"), sent(made, Book(), b"dua", days=1)])
    ledger.record_run("62", PERIOD, AS_OF, AS_OF, "Selesai")
    (home / "settings.toml").write_text('[province.62]\nquality = "pooled"\n')
    (home / "corrections").mkdir()
    (home / "corrections" / "2024.toml").write_text("# belum ada\n")
    receipt_key(home / KEY_FILE)
    (home / PEOPLE_FILE).write_text('{"siti": {"name": "Siti Rahmah", "office": "", "roles": [], "password": "$"}}\n')
    return made


def approve(site: Settings) -> Path:
    """An approved report as it lies in the outbox and stands in the ledger."""
    folder = site.outbox / "62" / "2024-TW4-final"
    outputs = [
        f'{{"file": "{name}", "sha256": "{sha256(content).hexdigest()}"}}' for name, content in FINAL.items() if content
    ]
    manifest = f'{{"province_code": "62", "period": "2024-TW4", "outputs": [{", ".join(outputs)}]}}'.encode()
    for name, content in FINAL.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(content or manifest)
    row = {"province_code": "62", "period": "2024-TW4", "as_of": AS_OF, "published_at": AS_OF, "final": True}
    digests = {"data": "d", "circumstances": "c", "manifest": sha256(manifest).hexdigest()}
    Ledger(site.ledger_url).append(publications, **row, **digests)
    return folder


def report(site: Settings) -> dict[str, bytes]:
    """The published report, by the path of each file."""
    quarter = _later()
    consolidated = gather(Ledger(site.ledger_url), quarter, site.of_province("62"))
    return files_in(publish(site.home / "outbox", consolidated, [], site.limits, receipts(site)))


def receipts(site: Settings) -> dict[str, bytes]:
    """Those that lie beside the report, by the path of each file."""
    return receipts_beside(answers_of(Ledger(site.ledger_url), _later(), site.archive), site.home)


def ledger_digest(ledger: Ledger) -> str:
    """SHA-256 over every row of every table, whatever database they are in."""
    with ledger.engine.connect() as connection:
        return digest_of_tables({table: digest_of_lines(lines) for table, lines in snapshot(connection)})


def _later() -> Quarter:
    return Quarter("62", PERIOD, (AS_OF + timedelta(days=5)).astimezone(Quarter("62", PERIOD, AS_OF).zone))


def files_in(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def undecided(home: Path) -> list[str]:
    """What lies in a home and nobody has said of whether a restore brings it back (docs/operasi.md)."""
    ledger = {path.name for path in home.glob("spm.db*")}
    restored = {ID_FILE, "archive", "outbox", *SITE_FILES, *SITE_FOLDERS} | ledger
    left = {"inbox", "prefect", "locks", "logs", "cache", "door", "spm.log"}
    return sorted({path.name for path in home.iterdir()} - restored - left)
