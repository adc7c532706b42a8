"""What `spm backup` and `spm restore` do."""

from datetime import datetime
from pathlib import Path

from config.settings import settings
from flows.command.screen import complain, out, progress
from tasks.backup.backup import backup
from tasks.backup.package import Backup
from tasks.backup.restore import restore


def back_up(place: Path) -> None:
    """Into the file `place`, or into a file named after the moment where `place` is a folder."""
    now = datetime.now().astimezone()
    target = place / f"spm-cadangan-{now:%Y%m%d-%H%M%S}.zip" if place.is_dir() else place
    with progress("Membuat cadangan"):
        made = backup(settings(), target, now)
    out().print(f"Cadangan {made.path}: {_told(made)}")
    _show_notes(made)


def put_back(file: Path) -> None:
    with progress("Memulihkan cadangan"):
        found = restore(file, settings())
    local = found.made_at.astimezone()
    out().print(f"Dipulihkan ke {settings().home}, keadaan {local:%d/%m/%Y %H:%M}: {_told(found)}")
    _show_notes(found)
    out().print(
        "Orang dan tautan kembali seperti saat itu, juga yang sesudahnya dihapus atau dicabut: periksa dengan "
        "spm people dan spm link --list."
    )
    out().print("Terbitkan kembali laporan sementara dengan spm run untuk setiap triwulan.")


def _show_notes(one: Backup) -> None:
    for note in one.notes:
        complain(note)


def _told(one: Backup) -> str:
    return f"{one.rows} baris buku besar, {one.originals} berkas arsip, sidik jari {one.ledger[:16]}."
