"""The front page of the province, and what is begun or looked up from it: where the quarter of each served province
stands, what has to be done now, a run in one click and how far it is, whether a receipt is genuine."""

import asyncio
from collections.abc import Sequence
from datetime import UTC, datetime
from functools import partial
from http import HTTPStatus
from pathlib import Path
from typing import Any
from urllib.parse import quote

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from config.settings import Settings, settings
from flows.command.failures import sentence_of
from flows.service.decide import AT as DECIDE
from flows.service.front_lines import KNOWN, lines_of
from flows.service.own import Ask, Refused
from flows.service.page import filled_in, message, page
from flows.service.progress import ALREADY, begin, ended, latest_of, progress, under_way, without_places
from flows.service.progress import AT as PROGRESS
from flows.service.receipts import check_receipt
from flows.service.report_pages import AT as REPORTS
from schemas.period import Period

_REPORT, _APPROVAL = "jalankan-sekarang", "setujui-laporan"
_HANDED_OVER, _TAKEN_BACK = "/diserahkan", "/belum-diserahkan"
_REPORTS = {".html": "Laporan sebagai halaman", ".xlsx": "Buku kerja Excel", ".docx": "Naskah Word"}
_ANSWERS = {"-formulir.xlsx": "Formulir", ".xlsx": "Salinan bertanda", ".html": "Tanda terima"}
_BUTTONS = ("/susun", "/minta-persetujuan", _HANDED_OVER, _TAKEN_BACK, "/keluar")


def front_pages(ask: Ask) -> list[Route]:
    """`ask` speaks to Prefect's API for us."""
    return [
        Route("/", partial(_front, ask), methods=["GET"]),
        Route("/susun", partial(_begun, ask, _REPORT), methods=["POST"]),
        Route("/minta-persetujuan", partial(_begun, ask, _APPROVAL), methods=["POST"]),
        *(Route(path, _noted, methods=["POST"]) for path in (_HANDED_OVER, _TAKEN_BACK)),
        *(Route(path, _only_by_button, methods=["GET"]) for path in _BUTTONS),
        Route("/tanda-terima", check_receipt, methods=["GET", "POST"]),
        progress(ask),
    ]


async def _front(ask: Ask, request: Request) -> Response:
    try:
        told = await asyncio.to_thread(_standings)
    except Exception as error:
        if not (sentence := sentence_of(error)):
            raise
        told = without_places(sentence)
        return message(request, "Keadaan belum dapat ditampilkan", told, HTTPStatus.SERVICE_UNAVAILABLE)
    for one in told:
        tasks = one["tasks"] = [await _as_it_goes_on(ask, task) for task in one["tasks"]]
        one["asked"] = {task["about"] for task in tasks}
        waiting = {task["run"]: task["about"] for task in tasks if task["run"] and task["link"]}
        one["waits"], one["unreported"] = {*waiting.values()}, {task["period"] for task in tasks}
        one["runs"], one["failed"] = await latest_of(ask, one["code"], waiting)
        one["making"], one["asking"] = [await _goes_on(ask, name, one["code"]) for name in (_REPORT, _APPROVAL)]
        going_on = {*one["making"], *one["asking"]}
        one["replaced"] = one["waits"] | {Period.parse(period).final_report for period in going_on}
        one["lines"] = list(lines_of(one, request.scope["user"]))
        one["work"] = any(line["badge"] != KNOWN[0] for line in one["lines"])
    return page(request, "beranda", provinces=told)


async def _goes_on(ask: Ask, deployment: str, code: str) -> dict[str, str]:
    """Quarter -> the run that does already what its button would begin; what waits for a decision is told as that."""
    going_on = await under_way(ask, deployment, code)
    active = {period: [run["id"] for run in runs if not run["waits"]] for period, runs in going_on.items()}
    return {period: runs[0] for period, runs in active.items() if runs}


async def _only_by_button(request: Request) -> Response:
    """Somebody reloads the page, or comes in again after the session has ended at a click."""
    told = "Halaman ini hanya dibuka oleh tombolnya; tidak ada yang dijalankan. Tekan lagi tombolnya di beranda."
    return message(request, "Belum dijalankan", told, HTTPStatus.METHOD_NOT_ALLOWED)


async def _begun(ask: Ask, deployment: str, request: Request) -> Response:
    """To the progress of a new run, or of the one that does the same already: a second click is no second run."""
    try:
        form = await filled_in(request)
        code, period = _served(form.get("provinsi", "")), form.get("triwulan", "")
        going_on = (await under_way(ask, deployment, code)).get(period, [])
        if already := await asyncio.to_thread(_first_that_holds, [run["id"] for run in going_on]):
            return RedirectResponse(f"{PROGRESS}/{already}?{ALREADY}", HTTPStatus.SEE_OTHER)
        run = await begin(ask, deployment, code, period)
    except Exception as error:
        return _not_done(request, error)
    return RedirectResponse(f"{PROGRESS}/{run}", HTTPStatus.SEE_OTHER)


def _not_done(request: Request, error: Exception) -> Response:
    """Raises what is no sentence."""
    if not (sentence := sentence_of(error)):
        raise error
    return message(request, "Tidak dijalankan", sentence, HTTPStatus.CONFLICT)


def _served(code: str) -> str:
    """Raises Refused."""
    if code not in settings().schedules():
        raise Refused(f"Provinsi '{code}' tidak dilayani di sini.")
    return code


async def _noted(request: Request) -> Response:
    try:
        form = await filled_in(request)
        asked = (form.get(name, "") for name in ("provinsi", "penerima", "keadaan"))
        await asyncio.to_thread(_note, request.url.path, *asked, request.scope["user"].recorded)
    except Exception as error:
        return _not_done(request, error)
    return RedirectResponse("/", HTTPStatus.SEE_OTHER)


def _note(path: str, code: str, recipient: str, state: str, by: str) -> None:
    """That an answer which the page shows was handed over, or was not; what was noted meanwhile stays as it is. Raises
    Refused."""
    from tasks.home.site import ledger_for_a_while
    from tasks.inspect.hand_over import handed_over, to_hand_over
    from tasks.ledger.quarter import Quarter
    from tasks.notify.by_hand import note_handed_over, take_back

    shown, note = {_HANDED_OVER: (to_hand_over, note_handed_over), _TAKEN_BACK: (handed_over, take_back)}[path]
    site, quarter = settings(), Quarter(_served(code), _period_of(state), datetime.now(UTC))
    with ledger_for_a_while(site) as ledger:
        offered = shown(site, ledger, quarter)
        if any((one.recipient, one.state) == (recipient, state) for one in offered):
            note(ledger, code, recipient, state, by)


def _period_of(state: str) -> Period:
    """Raises Refused."""
    try:
        return Period.parse(state.partition("/")[0])
    except ValueError as error:
        raise Refused("Jawaban ini tidak dikenal; buka lagi beranda, lalu ulangi.") from error


def _first_that_holds(runs: list[str]) -> str:
    """A request for approval whose report has changed since leads nowhere."""
    from tasks.home.site import ledger_for_a_while
    from tasks.inspect.standing import request_holds

    if not runs:
        return ""
    with ledger_for_a_while(settings()) as ledger:
        return next((run for run in runs if request_holds(settings(), ledger, run, datetime.now(UTC))), "")


async def _as_it_goes_on(ask: Ask, task: dict[str, Any]) -> dict[str, Any]:
    """The ledger does not know at once that a run which waits for a decision was cancelled, or not restored."""
    if not task["run"] or not (why := await ended(ask, task["run"])):
        return task
    told = f"Permintaan {task['about']} tidak dapat diputuskan lagi, prosesnya {why}. Operator dapat memintanya lagi."
    return task | {"told": told, "link": ()}


def _standings() -> list[dict[str, Any]]:
    """What is shown of every served province; the settings are read as they are now."""
    from tasks.home.site import ledger_for_a_while

    settings.cache_clear()
    site = settings()
    if not site.schedules():
        return []
    with ledger_for_a_while(site) as ledger:
        return [_shown(site, ledger, code) for code in site.schedules()]


def _shown(site: Settings, ledger: Any, code: str) -> dict[str, Any]:
    from tasks.inspect.standing import standing_of
    from tasks.report.tables.lookups import date_text

    found = standing_of(site, ledger, code, datetime.now(UTC))
    board, period = found.board, found.board.quarter.period
    return {
        "code": code,
        "name": board.province_name,
        "period": period.key,
        "quarter": period.label,
        "final": period.final_report,
        "accepted": board.counts["Diterima"],
        "all": len(board.regencies),
        "counts": board.counts,
        "deadline": date_text(board.quarter.deadline),
        "left": board.time_left,
        "late": board.quarter.as_of > board.quarter.deadline,
        "night": board.night.sentence,
        "approval": board.approval,
        "index": found.index,
        "category": found.category,
        "no_index": _no_index(found),
        "now": date_text(board.quarter.as_of),
        "published": date_text(found.published) if found.published else "",
        "stale": found.stale,
        "reports": _links(site.outbox, found.reports, _REPORTS),
        **_finals(site.outbox, found.final),
        "tasks": [_task(site.outbox, one) for one in found.tasks],
        "answers": _answers(site.outbox, found.answers),
        "handed_over": found.handed_over,
        "former": [_former(site.outbox, one) for one in found.former],
        "former_answers": sum(len(one.answers) for one in found.former),
    }


def _former(outbox: Path, one: Any) -> dict[str, Any]:
    return {
        "period": one.period.key,
        "quarter": one.period.label,
        "final": one.period.final_report,
        "approval": one.approval,
        "reports": _links(outbox, one.reports, _REPORTS),
        **_finals(outbox, one.final),
        "answers": _answers(outbox, one.answers),
        "handed_over": one.handed_over,
    }


def _answers(outbox: Path, answers: Sequence[Any]) -> list[dict[str, Any]]:
    return [{**vars(one), "files": _links(outbox, one.files, _ANSWERS)} for one in answers]


def _finals(outbox: Path, final: Any) -> dict[str, Any]:
    links = [{"address": _address(outbox, one.folder), "told": one.told, "holds": one.holds} for one in final.editions]
    return {"finals": links, "repeated": final.repeated}


def _no_index(found: Any) -> str:
    """Why the published report has none: what has come since is in no report yet."""
    if not found.board.counts["Diterima"]:
        return "belum ada laporan yang diterima"
    return "laporan yang diterima belum masuk laporan provinsi"


def _task(outbox: Path, task: Any) -> dict[str, Any]:
    link = (f"{DECIDE}/{task.run}", "Baca dan putuskan") if task.run else ()
    if task.place and task.place.exists():
        link = (_address(outbox, task.place), "Salinan bertanda")
    return {
        "told": task.told,
        "urgent": task.urgent,
        "link": link,
        "period": task.period,
        "run": task.run,
        "about": task.about,
        "outdated": task.outdated,
    }


def _links(outbox: Path, files: Sequence[Path], words: dict[str, str]) -> list[tuple[str, str]]:
    """Address of each, and what it is, by how its name ends."""
    return [(_address(outbox, path), next(words[end] for end in words if path.name.endswith(end))) for path in files]


def _address(outbox: Path, path: Path) -> str:
    return f"{REPORTS}/{quote(path.relative_to(outbox).as_posix())}"
