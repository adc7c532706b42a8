"""Beginning one of our runs from a page of ours, and how far it is: /proses/<run>."""

import asyncio
import re
from collections.abc import Container
from datetime import UTC, datetime
from http import HTTPStatus
from typing import Any, NamedTuple

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from flows.command.arguments import zone_of
from flows.forms import DUE, REPORT, Province
from flows.service.form_errors import parameters_of
from flows.service.own import Ask, Refused
from flows.service.page import message, page
from schemas.period import Period

AT, ALREADY = "/proses", "sudah"
_SHOWN = 5
_FINAL = ("COMPLETED", "FAILED", "CRASHED", "CANCELLED")
_NOT_BEGUN = ("SCHEDULED", "PENDING")
GOES_ON = (*_NOT_BEGUN, "RUNNING")
_GOING_ON = (*GOES_ON, "PAUSED")
_WORDS = {
    "SCHEDULED": "menunggu giliran",
    "PENDING": "sedang dimulai",
    "RUNNING": "sedang berjalan",
    "CANCELLING": "sedang dibatalkan",
    "PAUSED": "menunggu keputusan",
    "CANCELLED": "dibatalkan",
    "FAILED": "gagal",
    "CRASHED": "terpotong",
}
_NOTHING, _VOID = "Tidak ada yang baru", "tidak berlaku lagi"
_GOOD = ("Completed", "Selesai", "Terbit", _NOTHING, "Kiriman dijawab", "Keadaan masa lalu", "Baik")
"""What a run may end as after which nobody has anything to do."""
_READING = "baca-"
"""How the steps begin that read some of the files each; they are told together."""
_MOST_STEPS = 200
_QUARTER = re.compile(r"\b\d{4}-TW[1-4]\b")
_PLACES = (
    re.compile(r"(?<=')(?:[A-Z]:)?[\\/](?:[^'\n\\/]*[\\/])*(?=[^'\n\\/]+')"),
    re.compile(r"""(?<![\w/:.])(?:[A-Z]:)?[\\/](?:[^\s'"\\/]+[\\/])*(?=[^\s'"\\/])"""),
)
"""Where something lies on the server, up to its name; in quotation marks with its spaces."""


def in_words(name: str) -> str:
    """What a run is called, with its quarter as people read it: `Laporan 34 ... Triwulan IV Tahun 2024`."""
    return _QUARTER.sub(lambda found: Period.parse(found[0]).label, name)


def without_places(text: str) -> str:
    """Whoever looks at a page needs the names of files, and not where they lie on the server."""
    for place in _PLACES:
        text = place.sub("", text)
    return text


async def begin(ask: Ask, name: str, province_code: str, period: str) -> str:
    """The id of a new run of one of our deployments. Raises Refused."""
    deployment = await _deployment(ask, name)
    request = {"province": Province[province_code].value, "period": period}
    offered = deployment["parameter_openapi_schema"].get("definitions", {}).get("Province", {}).get("enum")
    if offered and request["province"] not in offered:
        raise Refused(f"{request['province']} belum dilayani sejak layanan ini dimulai: jalankan ulang spm serve.")
    asked = await asyncio.to_thread(parameters_of, deployment, {"request": request})
    begun = {"parameters": asked, "state": {"type": "SCHEDULED"}}
    status, run = await ask("POST", f"/deployments/{deployment['id']}/create_flow_run", begun)
    if status not in (HTTPStatus.OK, HTTPStatus.CREATED):
        raise Refused("Server sedang sibuk; coba lagi sebentar lagi.")
    return run["id"]


async def under_way(ask: Ask, name: str, province_code: str) -> dict[str, list[dict[str, Any]]]:
    """Quarter -> the runs that do for it what a click on a deployment asks for and have not ended, whoever began them:
    a night makes the report too."""
    flows = [one["flow_id"] for one in await _deployments(ask, name)]
    found: dict[str, list[dict[str, Any]]] = {}
    for run in await _runs(ask, {"state": {"type": {"any_": _GOING_ON}}} | _due()):
        request = _request(run)
        same = run["flow_id"] in flows and request.get("what", REPORT) == REPORT and not request.get("as_of")
        if same and _province(run) == province_code:
            found.setdefault(_quarter(run, province_code), []).append(_run(run))
    return found


async def ended(ask: Ask, run: str) -> str:
    """Why a run does not go on, in words; '' where it does, or that cannot be said now."""
    status, found = await ask("GET", f"/flow_runs/{run}", None)
    if status == HTTPStatus.NOT_FOUND:
        return "tidak ada di server ini"
    type_ = (found.get("state") or {}).get("type") if status == HTTPStatus.OK else ""
    return _WORDS.get(type_, "sudah selesai") if type_ in _FINAL else ""


class Latest(NamedTuple):
    """The last runs of a province that had something to do, the latest first, and each kind's last one that failed."""

    shown: list[dict[str, Any]]
    failed: list[dict[str, Any]]


async def latest_of(ask: Ask, province_code: str, waiting: Container[str] = ()) -> Latest:
    """A night that failed is told until another has ended well, however often new files are looked for meanwhile. The
    runs that are `waiting` for a decision are told elsewhere; what others wait for has become void."""
    found = [one for one in await _runs(ask, _due()) if _province(one) == province_code]
    ended: dict[tuple[str, str], dict[str, Any]] = {}
    for one in found:
        if (one.get("state") or {}).get("type") in _FINAL:
            ended.setdefault((one.get("flow_id", ""), _request(one).get("what", REPORT)), _run(one))
    told = [run for run in map(_run, found) if run["state"] != _NOTHING and run["id"] not in waiting]
    told = [run | {"state": _VOID} if run["waits"] else run for run in told]
    return Latest(told[:_SHOWN], [run for run in ended.values() if run["colour"] == "salah"])


def progress(ask: Ask) -> Route:
    """The page of one run; it shows itself anew until the run has ended."""

    async def show(request: Request) -> Response:
        id_ = str(request.path_params["run"])
        status, run = await ask("GET", f"/flow_runs/{id_}", None)
        if status != HTTPStatus.OK:
            return message(request, "Tidak ada", "Proses ini tidak ada (lagi).", HTTPStatus.NOT_FOUND)
        of_run = {"flow_runs": {"id": {"any_": [id_]}}, "limit": _MOST_STEPS}
        _, tasks = await ask("POST", "/task_runs/filter", of_run)
        steps = _steps(tasks if isinstance(tasks, list) else [])
        return page(request, "proses", run=_run(run), steps=steps, already=ALREADY in request.query_params)

    return Route(AT + "/{run:uuid}", show, methods=["GET"])


async def _deployment(ask: Ask, name: str) -> dict[str, Any]:
    """Raises Refused for one that is not there."""
    found = await _deployments(ask, name)
    if len(found) != 1:
        raise Refused("Layanan ini belum siap menjalankannya; coba lagi sebentar lagi.")
    return found[0]


async def _deployments(ask: Ask, name: str) -> list[dict[str, Any]]:
    """Of that name: one, or none where the service has just begun."""
    _, found = await ask("POST", "/deployments/filter", {"deployments": {"name": {"any_": [name]}}})
    return found if isinstance(found, list) else []


def _due() -> dict[str, Any]:
    """Of runs whose time has come."""
    return {"expected_start_time": {"before_": datetime.now(UTC).isoformat()}}


async def _runs(ask: Ask, wanted: dict) -> list[dict[str, Any]]:
    _, found = await ask("POST", "/flow_runs/filter", {"flow_runs": wanted, "sort": "EXPECTED_START_TIME_DESC"})
    return found if isinstance(found, list) else []


def _request(run: dict[str, Any]) -> dict[str, Any]:
    asked = (run.get("parameters") or {}).get("request")
    return asked if isinstance(asked, dict) else {}


def _province(run: dict[str, Any]) -> str:
    return str(_request(run).get("province", ""))[:2]


def _quarter(run: dict[str, Any], province_code: str) -> str:
    """`2024-TW4`, also of a run that was asked for the one that was due."""
    stated = _request(run).get("period", DUE)
    if stated != DUE:
        return stated
    began = datetime.fromisoformat(run["expected_start_time"])
    return Period.due_on(began.astimezone(zone_of(province_code)).date()).key


def _asked(run: dict[str, Any]) -> str:
    """What a run is for; until it begins, its name is one that Prefect has made up."""
    return ", ".join(filter(None, ("Proses baru", _request(run).get("province"), _request(run).get("period"))))


def _run(run: dict[str, Any]) -> dict[str, Any]:
    """What is shown of a run; a state of our own has a name of its own, which its run's name need not say again, and
    Prefect's are told in our words."""
    state = run.get("state") or {}
    type_ = state.get("type", "SCHEDULED")
    given = state.get("name", "")
    name = run["name"] if run.get("start_time") or type_ not in _NOT_BEGUN else _asked(run)
    well = type_ == "COMPLETED" and given in _GOOD
    return {
        "id": run["id"],
        "name": in_words(name.removeprefix(f"{given}: ")),
        "began": run.get("start_time") or run.get("expected_start_time") or "",
        "state": given if type_ == "COMPLETED" and given != "Completed" else _WORDS.get(type_, "selesai"),
        "told": without_places(state.get("message") or "") if type_ in _FINAL else "",
        "colour": "baik" if well else "salah" if type_ in ("FAILED", "CRASHED") else "hati",
        "ended": type_ in _FINAL,
        "waits": type_ == "PAUSED",
    }


def _steps(tasks: list[dict[str, Any]]) -> list[tuple[str, str]]:
    """Name and state of each step in the order in which they began."""
    began = sorted((one for one in tasks if one.get("start_time")), key=lambda one: one["start_time"])
    types = {one["name"]: (one.get("state") or {}).get("type", "") for one in began}
    reading = [type_ for name, type_ in types.items() if name.startswith(_READING)]
    told = [("Baca kiriman", f"{reading.count('COMPLETED')} dari {len(reading)} bagian selesai")] if reading else []
    names = [name for name in types if not name.startswith(_READING)]
    others = [(name.replace("-", " ").capitalize(), _WORDS.get(types[name], "selesai")) for name in names]
    return others[:1] + told + others[1:]
