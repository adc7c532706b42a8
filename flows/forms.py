"""The forms that people fill in to start a run. Titles and help are read by operators. What is chosen from a list is
refused by the form itself, because the list stands in its JSON schema; what is typed is refused before a run begins, by
`check`: a schema could only answer with its pattern.

Choices that grow (the quarters) are made when the schema is made: `spm serve` renews it as long as it runs.
"""

from contextlib import suppress
from datetime import date
from enum import Enum
from pathlib import Path
from typing import Any, Literal

from pydantic import BaseModel, Field

from config.provinces import provinces
from config.settings import Settings, settings
from flows.command.arguments import WrongUse, moment_of, zone_of
from schemas.period import Period
from schemas.wording import readable_name
from tasks.home.clock import SYSTEM, Clock

Province = Enum("Province", {one.code: f"{one.code} {one.name}" for one in provinces().values()})
"""The provinces as the run form offers them: `Province["62"]` is `62 Kalimantan Tengah`."""

DUE = "yang sedang jatuh tempo"
"""The quarter whose reports are due on the day the run was to start."""
_QUARTERS = 12

REPORT = "Ambil kiriman baru lalu susun laporan"
INTAKE = "Hanya ambil kiriman baru dan jawab pengirimnya"
REPUBLISH = "Susun ulang laporan tanpa mengambil kiriman"
What = Literal["Ambil kiriman baru lalu susun laporan", "Hanya ambil kiriman baru dan jawab pengirimnya",
               "Susun ulang laporan tanpa mengambil kiriman"]  # fmt: skip


def _quarters(schema: dict[str, Any]) -> None:
    """The drop-down of quarters: the one now going on and those before it, the latest first."""
    quarters = [Period.containing(date.today())]
    while len(quarters) < _QUARTERS:
        quarters.append(quarters[-1].previous())
    schema["enum"] = [DUE, *(quarter.key for quarter in quarters)]


MOMENT = "saat-yang-lewat"
"""The format of a field for a moment of the past, which is looked at while the form is filled in."""


SEEN = "huruf-yang-terlihat"
"""The format of a field whose text stands on a report and in the ledger for ever."""
_BLANKS = "\u115f\u1160\u3164\uffa0"
"""Letters of Hangul that nobody sees."""


def seen(text: str) -> str:
    """The text as it is read: blanks are spaces. Raises WrongUse for what is not seen, or acts on what is beside it."""
    lines = [" ".join(line.split()) for line in text.splitlines()]
    letters = "".join(lines)
    if text and not (letters.isprintable() and any(one.isalnum() and one not in _BLANKS for one in letters)):
        raise WrongUse("Tulis dengan huruf yang terlihat.")
    return "\n".join(lines)


def seen_on_a_line(text: str) -> str:
    """As `seen`, of what has one line."""
    return " ".join(seen(text).split("\n"))


class Form(BaseModel, extra="forbid"):
    def check(self) -> None:
        """Raises WrongUse for what was typed and cannot be meant."""


class QuarterRequest(Form):
    """Provinsi dan triwulan"""

    province: Province = Field(title="Provinsi")
    period: str = Field(
        DUE,
        title="Triwulan",
        pattern=rf"^({DUE}|\d{{4}}-TW[1-4])$",
        description="Triwulan yang dilaporkan; TW4 tahun lalu jatuh tempo pada bulan Januari.",
        json_schema_extra=_quarters,
    )

    @property
    def province_code(self) -> str:
        return self.province.name

    @property
    def clock(self) -> Clock:
        """The system's, for whoever fills in a form."""
        return SYSTEM

    def folders(self, site: Settings) -> tuple[Path, Path]:
        """Where the submissions lie and where the report goes: those of the site, never of a form."""
        return site.inbox, site.outbox


class Request(QuarterRequest):
    """Laporan yang diminta"""

    what: What = Field(
        REPORT,
        title="Yang dikerjakan",
        description="Bila tidak ada kiriman, koreksi atau aturan baru, laporan yang sudah terbit dibiarkan.",
    )
    as_of: str = Field(
        "",
        title="Keadaan per",
        max_length=40,
        description="Kosong: saat ini. Selain itu saat yang sudah lewat, waktu setempat, contoh: 2025-01-22 atau "
        "2025-01-22T08:00; laporannya ditulis di folder tersendiri, dan tidak ada yang diambil atau dikirim.",
        json_schema_extra={"format": MOMENT},
    )

    def check(self) -> None:
        if self.as_of:
            moment_of(self.as_of, zone_of(self.province_code))


LOOK, ADOPT = "Lihat dulu siapa yang berubah", "Berlakukan dan terbitkan laporan"


class ReprocessRequest(QuarterRequest):
    """Arsip yang dibaca ulang"""

    what: Literal["Lihat dulu siapa yang berubah", "Berlakukan dan terbitkan laporan"] = Field(
        LOOK,
        title="Yang dikerjakan",
        description="Lihat dulu: tidak ada yang dicatat atau diterbitkan. Berlakukan: hasil baca ulang dicatat sebagai "
        "kiriman baru dengan waktu terima semula, lalu laporan disusun.",
    )


_MOST_FILES = 300


def inbox_files(schema: dict[str, Any]) -> None:
    """The drop-down of files: those in the inbox, the latest first. Renewed every minute by `spm serve`; a run started
    without it is checked against the folder itself."""
    inbox = settings().inbox
    found = [path for path in inbox.rglob("*") if path.is_file() and not path.name.startswith((".", "~$"))]
    found.sort(key=lambda path: (-path.stat().st_mtime, path.name))
    names = [readable_name(path.relative_to(inbox).as_posix()) for path in found[:_MOST_FILES]]
    schema["enum"] = names or ["(folder kiriman masih kosong)"]


class FileRequest(Form):
    """Berkas yang diperiksa"""

    file: str = Field(
        title="Berkas",
        description="Berkas di folder kiriman, yang terbaru di atas; berkas baru muncul dalam satu menit. "
        "Pemeriksaan ini tidak mencatat apa pun.",
        json_schema_extra=inbox_files,
    )

    def path(self, inbox: Path) -> Path:
        """Where it lies. Raises WrongUse for what is not in the inbox."""
        for path in (inbox / self.file, *_undecodable(inbox, self.file)):
            with suppress(OSError, ValueError):  # what no file can be called
                if path.resolve().is_relative_to(inbox.resolve()) and path.is_file():
                    return path.resolve()
        raise WrongUse(f"Berkas '{self.file}' tidak ada di folder kiriman.")


def _undecodable(inbox: Path, shown: str) -> list[Path]:
    """The file whose name is no text and is shown so."""
    if "\\x" not in shown:
        return []
    return [path for path in inbox.rglob("*") if readable_name(path.relative_to(inbox).as_posix()) == shown]
