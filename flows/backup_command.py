"""What `spm backup` and `spm restore` do."""

from datetime import datetime
from pathlib import Path

from config.settings import settings
from flows.screen import out, progress
from tasks.backup import Backup, backup, restore


def back_up(place: Path) -> None:
    """Into the file `place`, or into a file named after the moment where `place` is a folder."""
    now = datetime.now().astimezone()
    target = place / f"spm-cadangan-{now:%Y%m%d-%H%M%S}.zip" if place.is_dir() else place
    with progress("Membuat cadangan"):
        made = backup(settings(), target, now)
    out().print(f"Cadangan {made.path}: {_told(made)}", markup=False)


def put_back(file: Path) -> None:
    with progress("Memulihkan cadangan"):
        found = restore(file, settings())
    local = found.made_at.astimezone()
    out().print(f"Dipulihkan ke {settings().home}, keadaan {local:%d/%m/%Y %H:%M}: {_told(found)}", markup=False)
    out().print("Terbitkan kembali laporannya dengan spm run untuk setiap triwulan.", markup=False)


def _told(one: Backup) -> str:
    return f"{one.rows} baris buku besar, {one.originals} berkas arsip, sidik jari {one.ledger[:16]}."
