"""The final reports of a province as they lie there: which one holds, and what has come since that it does not tell."""

import re
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from config.settings import Settings
from schemas.frames import COUNTING
from schemas.period import Period
from tasks.ledger.ledger import Ledger
from tasks.ledger.quarter import Quarter
from tasks.publish.approval import Since, finals, since_final
from tasks.publish.fingerprint import basis_of
from tasks.publish.view import PARTS
from tasks.understand.identity import region_name

_NAME = re.compile(r"(\d{4}-TW[1-4])-final(?:-(\d+))?")


@dataclass(frozen=True)
class Final:
    """An edition. `told`: its quarter, its number and, as far as the ledger knows, by whom and when it was approved;
    `holds`: no later one lies beside it."""

    folder: Path
    told: str
    holds: bool


@dataclass(frozen=True)
class Finals:
    """Those of a quarter, the latest first. `outdated`: what has come since that the one that holds does not tell, as a
    sentence, '' for nothing; `repeated`: whether another one would tell the same."""

    editions: tuple[Final, ...] = ()
    outdated: str = ""
    repeated: bool = False


def finals_of(site: Settings, ledger: Ledger, province_code: str, now: datetime) -> dict[Period, Finals]:
    """By quarter, the latest first."""
    places: dict[Period, dict[int, Path]] = {}
    for folder in sorted((site.outbox / province_code).glob("*-final*"), reverse=True):
        if name := _NAME.fullmatch(folder.name):
            places.setdefault(Period.parse(name[1]), {})[int(name[2] or 1)] = folder
    return {period: _finals(site, ledger, Quarter(province_code, period, now), of) for period, of in places.items()}


def _finals(site: Settings, ledger: Ledger, quarter: Quarter, folders: dict[int, Path]) -> Finals:
    """What changes with the program or the reference data alone is no news of a regency, and makes nothing outdated."""
    approved, last = finals(ledger, quarter), max(folders)
    editions = tuple(
        Final(folders[number], f"{quarter.period.label}, {approved.get(number, f'edisi {number}')}", number == last)
        for number in sorted(folders, reverse=True)
    )
    since = since_final(ledger, quarter, basis_of(site, ledger, quarter))
    came = ", ".join(_what_came(since)) if since else ""
    told = f"Laporan final {quarter.period.label} tidak memuat yang datang sesudahnya: {came}. Susun laporan triwulan "
    outdated = f"{told}itu, lalu minta persetujuan lagi." if came else ""
    return Finals(editions, outdated, repeated=since is not None and not since.is_void)


def _what_came(since: Since) -> list[str]:
    codes = sorted({*since.sent.loc[since.sent["status"].isin(COUNTING), "regency_code"]})
    sent = [f"kiriman {region_name(code)}" for code in codes] or ["kiriman berkurang"]
    others = [PARTS["corrections"]] if PARTS["corrections"] in since.rests_on else []
    return (sent if "kiriman" in since.rests_on else []) + others
