"""What `spm import` asks for: files from before the program, with the operator's word for when they were received."""

import csv
import io
from collections.abc import Callable
from contextlib import ExitStack
from datetime import UTC, datetime
from pathlib import Path

from config.settings import Settings, settings
from flows.command.arguments import WrongUse, existing, moment_of, submissions_in, zone_of
from flows.command.screen import note, out, progress
from flows.lock import one_run
from schemas.submission import Checked
from schemas.wording import readable_name
from tasks.answer.answers import answer
from tasks.home.site import ledger_of
from tasks.intake.history import History, read_history, record, stated
from tasks.ledger.ledger import Ledger
from tasks.ledger.quarter import Quarter
from tasks.notify import finding_rows
from tasks.read.encodings import decoded

_COLUMNS = ["file", "time"]
_SEPARATORS = ",;\t"
"""The semicolon is what Excel writes in Indonesian."""


def import_history(folder: Path, received: str, received_from: Path | None, reason: str) -> list[Checked]:
    """Takes in a folder and answers each file. Raises WrongUse, HistoryError, AlreadyRunning; nothing is kept then."""
    if bool(received) == bool(received_from):
        raise WrongUse("Nyatakan waktu terima dengan --received, atau per berkas dengan --received-from; salah satu.")
    if len(reason.split()) < 2:
        raise WrongUse(
            "--reason: tulis sedikitnya dua kata, dari mana waktu terima itu diketahui; contoh 'buku agenda 2024'."
        )
    if not folder.is_dir():
        raise WrongUse(f"Folder '{folder}' tidak ada.")
    site, files = settings(), _files(folder)
    listed = _listed(received_from, folder, files) if received_from else dict.fromkeys(files, received)
    now = datetime.now(UTC).replace(microsecond=0)
    with progress(f"Membaca {len(files)} berkas"), ExitStack() as held:
        of_provinces = read_history(folder, files, site, now)
        for code in of_provinces:
            held.enter_context(one_run(site, code))
        ledger = ledger_of(site)
        histories = [
            stated(History(code, taken, reason.strip(), now), _times(listed, code), ledger)
            for code, taken in of_provinces.items()
        ]
        return [one for history in histories for one in _recorded(history, ledger, site)]


def show_imported(checked: list[Checked]) -> None:
    console = out()
    for one in checked:
        console.print(finding_rows.line(one), markup=False)
    quarters = sorted({one.period.key for one in checked})
    if not quarters:
        note("Tidak ada yang baru: semua berkas di folder ini sudah tercatat, dengan waktu terima yang dulu.")
    else:
        note(f"{len(checked)} kiriman tercatat. Laporan {', '.join(quarters)} disusun dengan spm run --period.")


def _recorded(history: History, ledger: Ledger, site: Settings) -> list[Checked]:
    checked = record(history, ledger, site)
    for period in sorted({one.period for one in checked}):
        answer(ledger, Quarter(history.province_code, period, history.now), site.archive, site.outbox, site.limits)
    return checked


def _times(listed: dict[Path, str], province_code: str) -> Callable[[Path], datetime]:
    zone = zone_of(province_code)
    return lambda path: moment_of(listed[path], zone, "Waktu terima")


def _files(folder: Path) -> list[Path]:
    """Those to import; raises WrongUse where one could not be looked at, for a history is taken in as a whole."""
    there = submissions_in([folder])
    if there.unread:
        raise WrongUse(f"{there.unread[0]}. Tidak ada yang dicatat.")
    for path, why in there.passed:
        note(f"{readable_name(str(path))} dilewati: {why}")
    return there.files


def _listed(table: Path, folder: Path, files: list[Path]) -> dict[Path, str]:
    """File -> its time as written. Raises WrongUse where table and folder do not have the same files."""
    found: dict[str, str] = {}
    for row in _rows(table):
        name, time = (str(row[column] or "").strip() for column in _COLUMNS)
        if name in found and found[name] != time:
            raise WrongUse(f"'{table}' menyebut '{name}' dua kali dengan waktu yang berbeda.")
        found[name] = time
    there = {readable_name(path.relative_to(folder).as_posix()): path for path in files}
    if missing := sorted(there.keys() - found.keys()):
        raise WrongUse(f"'{table}' tidak menyebut waktu terima '{missing[0]}'.")
    if extra := sorted(found.keys() - there.keys()):
        raise WrongUse(f"'{readable_name(extra[0])}' disebut dalam '{table}', tetapi tidak ada di folder '{folder}'.")
    return {path: found[name] for name, path in there.items()}


def _rows(table: Path) -> list[dict]:
    """Of the operator's list, as editors and Excel write it. Raises WrongUse for anything else."""
    existing(table)
    text = decoded(table.read_bytes())
    separator = max(_SEPARATORS, key=text.partition("\n")[0].count)
    try:
        rows = list(csv.DictReader(io.StringIO(text, newline=""), delimiter=separator))
    except csv.Error:
        rows = []
    if not rows or not set(_COLUMNS) <= rows[0].keys():
        raise WrongUse(f"'{table}' memerlukan baris judul '{','.join(_COLUMNS)}' dan satu baris untuk setiap berkas.")
    return rows
