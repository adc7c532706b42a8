"""What people type, checked: every mistake is one sentence that says what was expected."""

import re
from dataclasses import dataclass
from datetime import datetime, time
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from config.provinces import provinces
from schemas.failure import Failure
from schemas.period import EARLIEST_YEAR, Period
from schemas.wording import readable_name

if TYPE_CHECKING:
    from schemas.layout import Layout


_TOLD = 3
"""Of what a folder holds instead of submissions."""


class WrongUse(Failure, ValueError):
    """What was typed cannot be used."""


def province_of(code: str) -> str:
    """`62`. Raises WrongUse for a province that does not exist."""
    if code.strip() not in provinces():
        raise WrongUse(f"Provinsi '{code}' tidak dikenal; tulis kode Kemendagri dua angka, contoh: 62.")
    return code.strip()


def regency_of(code: str) -> str:
    """`62.01`, or `62` for the province's own form. Raises WrongUse for a code that does not exist."""
    from config import catalogue

    if re.fullmatch(r"\d\d", code.strip()):
        return province_of(code)
    if code.strip() not in set(catalogue.table("regions")["code"]):
        raise WrongUse(f"Kabupaten/kota '{code}' tidak dikenal; tulis kode Kemendagri, contoh: 62.01.")
    return code.strip()


def form_of(version: str, regency_code: str) -> "Layout":
    """The form of that version; without one the newest of all bidang. Raises WrongUse for no form."""
    from config import catalogue

    known = {one.version: one for one in catalogue.forms(catalogue.level_of(regency_code))}
    if version and version.strip() not in known:
        raise WrongUse(f"Formulir '{version}' tidak ada untuk {regency_code}; yang ada: {', '.join(known)}.")
    return known[version.strip()] if version else catalogue.layout_of(regency_code)


def service_of(code: str, regency_code: str) -> str:
    """`K-KES-01`, a service of the regency's form. Raises WrongUse for one that the form does not have."""
    from config import catalogue

    version = catalogue.layout_of(regency_code).version
    codes = list(catalogue.services(version)["service_code"])
    if code.strip().upper() not in codes:
        raise WrongUse(f"Layanan '{code}' tidak ada pada formulir {version}; contoh: {codes[0]}.")
    return code.strip().upper()


def period_of(key: str) -> Period:
    """`2024-TW4`. Raises WrongUse."""
    try:
        found = Period.parse(key)
    except ValueError as error:
        raise WrongUse(f"{error}.") from error
    if found.year < EARLIEST_YEAR:
        raise WrongUse(f"'{key}' terlalu lama; laporan SPM ada sejak {EARLIEST_YEAR}-TW1.")
    return found


def moment_of(text: str, zone: ZoneInfo, what: str = "Keadaan per") -> datetime:
    """An ISO date (the end of that day; today: now) or date and time, in `zone` unless it names its own. Raises
    WrongUse, also for what has not come yet: nobody knows what will be received until then. `what` it is the moment of
    stands in that sentence."""
    try:
        found = datetime.fromisoformat(text.strip())
    except ValueError as error:
        raise WrongUse(f"'{text}' bukan tanggal; tulis tanggal seperti 2025-01-22 atau 2025-01-22T08:00.") from error
    if found.year < EARLIEST_YEAR:
        raise WrongUse(f"{what} '{text}' terlalu lama; pilih saat sejak tahun {EARLIEST_YEAR}.")
    now = datetime.now(zone).replace(microsecond=0)
    if len(text.strip()) <= len("2025-01-22"):
        found = datetime.combine(found, time(23, 59, 59)) if found.date() != now.date() else now
    found = found if found.tzinfo else found.replace(tzinfo=zone)
    if found > now:
        raise WrongUse(f"{what} '{text}' belum terjadi; pilih saat yang sudah lewat, paling akhir sekarang.")
    return found.astimezone(zone)


def zone_of(province_code: str) -> ZoneInfo:
    """The time zone of a province's deadlines."""
    return provinces()[province_code].zone


def existing(file: Path) -> None:
    """Raises WrongUse for what is not there or is no file."""
    if not file.exists():
        raise WrongUse(f"Berkas '{file}' tidak ada.")
    if not file.is_file():
        raise WrongUse(f"'{file}' bukan berkas.")


@dataclass(frozen=True)
class Found:
    """`files` to read, each once; of the folders, `passed` what a run would leave too, with why, and `unread` a
    sentence for what nobody could look at."""

    files: list[Path]
    passed: list[tuple[Path, str]]
    unread: list[str]


def submissions_in(places: list[Path]) -> Found:
    """The files among `places` and, of the folders, those in them and below that a run would take in. Raises WrongUse
    for a place that is not there and for folders without any submission, InboxError for one that cannot be opened."""
    found: list[Path] = []
    passed: list[tuple[Path, str]] = []
    unread: list[str] = []
    for place in places:
        if not place.is_dir():
            existing(place)
            found.append(place)
            continue
        from tasks.home.trouble import Troubles
        from tasks.intake.inbox import lying_in  # loads pandas, which files alone need not wait for

        inside, left = lying_in(place, troubles := Troubles(quiet=True))
        found, passed = found + inside, passed + left
        unread += [f"{place}/{one.sentence}" for one in troubles.found]
    if not found:
        told = [*unread, *(f"{readable_name(str(path))} dilewati: {why}" for path, why in passed)]
        what = "tidak berisi kiriman yang dapat dibaca" if unread else "tidak berisi kiriman"
        raise WrongUse(f"Folder '{places[0]}' {what}{': ' if told else ''}{'; '.join(told[:_TOLD])}.")
    return Found(list(dict.fromkeys(found)), passed, unread)


def not_there_yet(paths: list[Path]) -> None:
    """Raises WrongUse naming the first path that would be overwritten."""
    for path in paths:
        if path.exists():
            raise WrongUse(f"'{path}' sudah ada; hapus dulu atau pilih nama lain dengan -o.")
