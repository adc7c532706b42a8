"""What the front page says has to be done now."""

from collections.abc import Iterator
from typing import Any

from flows.service.people import Person, Role
from flows.service.progress import AT as PROGRESS
from schemas.period import Period

_AT_ONCE, _TO_DO, KNOWN = ("Segera", "salah"), ("Perlu", "hati"), ("Info", "info")
"""Word and colour of a line: to be done at once, to be done, and nothing that who reads it has to do."""


def lines_of(one: dict[str, Any], person: Person) -> Iterator[dict[str, Any]]:
    """What has to be done now by whoever looks, and what goes on; nobody is told of another's work as theirs."""
    operates = person.may(Role.OPERATOR)
    if operates:
        for run in one["failed"]:
            why = f": {run['told'].rstrip('.')}" if run["told"] else ""
            yield _line(_AT_ONCE, f"{run['name']} {run['state']}{why}.", (f"{PROGRESS}/{run['id']}", "Lihat prosesnya"))
    for period, run in one["making"].items():
        told = f"Laporan {Period.parse(period).label} sedang disusun."
        yield _line(KNOWN, told, (f"{PROGRESS}/{run}", "Lihat kemajuannya"))
    for task in one["tasks"]:
        if task["outdated"] in one["replaced"]:  # the one to replace it is being made, or waits for its decision
            continue
        waits = task["run"] and task["link"]
        mine = person.may(Role.APPROVER) if waits else operates
        if (mine or task["about"]) and task["period"] not in one["making"]:
            kind = KNOWN if not mine else _AT_ONCE if task["urgent"] else _TO_DO
            link = (task["link"][0], "Baca yang akan diputuskan") if waits and not mine else task["link"]
            yield _line(kind, task["told"], link, task["period"])
    lacks = one["stale"] if one["published"] else "Belum ada laporan triwulan ini"
    if lacks and one["period"] not in one["making"]:
        yield _line(_TO_DO, f"{lacks}. Tekan tombol Susun laporan.") if operates else _line(KNOWN, f"{lacks}.")


def _line(kind: tuple[str, str], told: str, link: tuple[str, ...] = (), period: str = "") -> dict[str, Any]:
    quarter = Period.parse(period).label if period else ""
    return {"badge": kind[0], "colour": kind[1], "told": told, "link": link, "period": period, "quarter": quarter}
