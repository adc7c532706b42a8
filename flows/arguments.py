"""What people type, checked: every mistake is one sentence that says what was expected."""

import re
from datetime import datetime, time
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from schemas.period import Period

if TYPE_CHECKING:
    from schemas.layout import Layout


class WrongUse(ValueError):
    """The message is one sentence in Bahasa Indonesia for whoever typed it."""


def province_of(code: str) -> str:
    """`62`. Raises WrongUse for a province that does not exist."""
    from config import catalogue

    codes = set(catalogue.table("provinces")["code"])
    if code.strip() not in codes:
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

    level = "provinsi" if len(regency_code) == 2 else "kabkota"
    known = {one.version: one for one in catalogue.forms(level)}
    if version and version.strip() not in known:
        raise WrongUse(f"Formulir '{version}' tidak ada untuk {regency_code}; yang ada: {', '.join(known)}.")
    return known[version.strip()] if version else catalogue.layout_for(level)


def service_of(code: str, regency_code: str) -> str:
    """`K-KES-01`, a service of the regency's form. Raises WrongUse for one that the form does not have."""
    from config import catalogue

    version = catalogue.layout_for("provinsi" if len(regency_code) == 2 else "kabkota").version
    codes = list(catalogue.services(version)["service_code"])
    if code.strip().upper() not in codes:
        raise WrongUse(f"Layanan '{code}' tidak ada pada formulir {version}; contoh: {codes[0]}.")
    return code.strip().upper()


def period_of(key: str) -> Period:
    """`2024-TW4`. Raises WrongUse."""
    try:
        return Period.parse(key)
    except ValueError as error:
        raise WrongUse(f"{error}.") from error


def moment_of(text: str, zone: ZoneInfo, what: str = "Keadaan per") -> datetime:
    """An ISO date (the end of that day; today: now) or date and time, in `zone` unless it names its own. Raises
    WrongUse, also for what has not come yet: nobody knows what will be received until then. `what` it is the moment of
    stands in that sentence."""
    try:
        found = datetime.fromisoformat(text.strip())
    except ValueError as error:
        raise WrongUse(f"'{text}' bukan tanggal; tulis tanggal seperti 2025-01-22 atau 2025-01-22T08:00.") from error
    now = datetime.now(zone).replace(microsecond=0)
    if len(text.strip()) <= len("2025-01-22"):
        found = datetime.combine(found, time(23, 59, 59)) if found.date() != now.date() else now
    found = found.astimezone(zone) if found.tzinfo else found.replace(tzinfo=zone)
    if found > now:
        raise WrongUse(f"{what} '{text}' belum terjadi; pilih saat yang sudah lewat, paling akhir sekarang.")
    return found


def zone_of(province_code: str) -> ZoneInfo:
    """The time zone of a province's deadlines."""
    from config import catalogue

    return ZoneInfo(catalogue.province(province_code)["timezone"])


def existing(file: Path) -> None:
    """Raises WrongUse for what is not there or is no file."""
    if not file.exists():
        raise WrongUse(f"Berkas '{file}' tidak ada.")
    if not file.is_file():
        raise WrongUse(f"'{file}' bukan berkas.")


def submissions_in(places: list[Path]) -> tuple[list[Path], list[Path]]:
    """The files among `places` and, of the folders, those in them and below that a run would take in, each once.

    The second list names what was passed over in folders: lock files, unfinished downloads. Raises WrongUse for a
    place that is not there and for folders without any submission.
    """
    found, passed = [], []
    for place in places:
        if not place.is_dir():
            existing(place)
            found.append(place)
            continue
        from tasks.discover import is_no_submission, why_to_wait  # loads pandas, which files alone need not wait for

        below = sorted(path for path in place.rglob("*") if path.is_file())
        inside = [path for path in below if not is_no_submission(path.relative_to(place).as_posix())]
        found += [path for path in inside if not why_to_wait(path.name)]
        passed += [path for path in inside if why_to_wait(path.name)]
    if not found:
        raise WrongUse(f"Folder '{places[0]}' tidak berisi kiriman.")
    return list(dict.fromkeys(found)), passed


def not_there_yet(paths: list[Path]) -> None:
    """Raises WrongUse naming the first path that would be overwritten."""
    for path in paths:
        if path.exists():
            raise WrongUse(f"'{path}' sudah ada; hapus dulu atau pilih nama lain dengan -o.")
