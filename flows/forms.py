"""The forms that people fill in to start a run. Titles and help are read by operators; a field that has the wrong value
is refused by the form, because every rule here stands in its JSON schema.

Choices that grow (the quarters) are made when the schema is made: `spm serve` renews it as long as it runs.
"""

from contextlib import suppress
from datetime import date, datetime
from enum import Enum
from pathlib import Path
from typing import Any, Literal
from zoneinfo import ZoneInfo

from pydantic import BaseModel, ConfigDict, Field

from config import catalogue
from config.settings import Settings, settings
from flows.arguments import WrongUse
from schemas.period import Period
from schemas.wording import readable_name
from tasks.clock import SYSTEM, Clock

Province = Enum("Province", {one.code: f"{one.code} {one.name}" for one in catalogue.table("provinces").itertuples()})
"""The provinces as the run form offers them: `Province["62"]` is `62 Kalimantan Tengah`."""

DUE = "yang sedang jatuh tempo"
"""The quarter whose reports are due on the day the run was to start."""
_QUARTERS = 12

REPORT = "Ambil kiriman baru lalu susun laporan"
INTAKE = "Hanya ambil kiriman baru dan jawab pengirimnya"
REPUBLISH = "Susun ulang laporan tanpa mengambil kiriman"
What = Literal["Ambil kiriman baru lalu susun laporan", "Hanya ambil kiriman baru dan jawab pengirimnya",
               "Susun ulang laporan tanpa mengambil kiriman"]  # fmt: skip

_DAY = (
    r"\d{4}-((0[13578]|1[02])-(0[1-9]|[12]\d|3[01])|(0[469]|11)-(0[1-9]|[12]\d|30)|02-(0[1-9]|1\d|2[0-8]))"
    r"|\d{2}([02468][048]|[13579][26])-02-29"
)
_TIME = r"T([01]\d|2[0-3]):[0-5]\d(:[0-5]\d(\.\d+)?)?([+-]\d{2}:\d{2})?"
MOMENT = rf"^(({_DAY})({_TIME})?)?$"
"""A day there is, with or without an hour: what a form lets through must not fail in the run."""


def _not_after(day: date) -> str:
    """A pattern of the dates until then."""
    year, month, last = f"{day:%Y-%m-%d}".split("-")
    earlier = [*_below(year), *(f"{year}-{one}" for one in _below(month))]
    return "|".join([*earlier, *(f"{year}-{month}-{one}" for one in [*_below(last), last])])


def _below(number: str) -> list[str]:
    """Patterns of the beginnings of smaller numbers of as many digits."""
    return [f"{number[:at]}[0-{int(digit) - 1}]" for at, digit in enumerate(number) if digit != "0"]


def _past(schema: dict[str, Any]) -> None:
    """What has not come yet is refused: by this pattern until the day that begins first in the country, by the run to
    the second."""
    today = datetime.now(ZoneInfo("Asia/Jayapura")).date()
    schema["pattern"] = rf"^((?={_not_after(today)})({_DAY})({_TIME})?)?$"


def _quarters(schema: dict[str, Any]) -> None:
    """The drop-down of quarters: the one now going on and those before it, the latest first."""
    quarters = [Period.containing(date.today())]
    while len(quarters) < _QUARTERS:
        quarters.append(quarters[-1].previous())
    schema["enum"] = [DUE, *(quarter.key for quarter in quarters)]


class QuarterRequest(BaseModel):
    """Provinsi dan triwulan"""

    model_config = ConfigDict(extra="forbid")

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
        pattern=MOMENT,
        json_schema_extra=_past,
        description="Kosong: saat ini. Selain itu saat yang sudah lewat, waktu setempat, contoh: 2025-01-22 atau "
        "2025-01-22T08:00; laporannya ditulis di folder tersendiri, dan tidak ada yang diambil atau dikirim.",
    )


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


def _inbox_files(schema: dict[str, Any]) -> None:
    """The drop-down of files: those in the inbox, the latest first. Renewed every minute by `spm serve`; a run started
    without it is checked against the folder itself."""
    inbox = settings().inbox
    found = [path for path in inbox.rglob("*") if path.is_file() and not path.name.startswith((".", "~$"))]
    found.sort(key=lambda path: (-path.stat().st_mtime, path.name))
    names = [readable_name(path.relative_to(inbox).as_posix()) for path in found[:_MOST_FILES]]
    schema["enum"] = names or ["(folder kiriman masih kosong)"]


class FileRequest(BaseModel):
    """Berkas yang diperiksa"""

    model_config = ConfigDict(extra="forbid")

    file: str = Field(
        title="Berkas",
        description="Berkas di folder kiriman, yang terbaru di atas; berkas baru muncul dalam satu menit. "
        "Pemeriksaan ini tidak mencatat apa pun.",
        json_schema_extra=_inbox_files,
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
