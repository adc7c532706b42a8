"""The page on which a run that waits is answered, /putuskan/<run>, and nowhere else: what it waits for, its form, one
button. It is opened from a link in the message, beside the run and on the front page. Who decides is who has come in.
"""

import asyncio
from collections.abc import Callable
from datetime import UTC, datetime
from functools import partial
from hashlib import sha256
from http import HTTPStatus
from typing import Any

from markdown_it import MarkdownIt
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from flows.service.form_errors import first_wrong
from flows.service.own import Ask, Refused
from flows.service.page import filled_in, message, page
from flows.service.people import Person, Role
from flows.service.progress import AT as PROGRESS
from flows.service.progress import GOES_ON, in_words
from schemas.failure import Failure
from schemas.period import Period
from schemas.shown import markdown_text
from schemas.wording import with_stop

AT = "/putuskan"

_MARKDOWN = MarkdownIt("commonmark", {"html": False}).enable("table")
_BY_LOGIN = ("name", "office")
"""What the form of a decision asks for and whoever has come in need not say."""
_SHOWN = "as_shown"
"""Whose name the page showed: in another tab of the same browser somebody else may have come in since."""
_CHANGED = "changed"
"""What the page said has changed, as its digest: who decides has read what has changed until then."""

_SAME = "sama"
"""The button that copies the first reason to every kind."""
_COPIED = "Alasan pertama disalin ke semua peringatan: periksa, lalu kirim."
KINDS, EACH, LETTERS = "kinds", "each", "letters"
"""In the schema of a field: what is answered each by itself, name and title; of each kind what it consists of, place
and sentence, one of which may be answered otherwise; and how many letters each answer needs."""

Changes = Callable[[str], tuple[str, str]]
"""Run -> what has changed since its decision was asked for, as Markdown: what who decides has to have read, and what
else is new; '' where nothing is. Whoever may send could else keep a decision from ever being made."""


def decisions(ask: Ask, changes: Changes) -> Route:
    """What answers for a run that waits; `ask` speaks to Prefect's API for us."""
    return Route(AT + "/{run:uuid}", partial(_decide, ask, changes), methods=["GET", "POST"])


async def _decide(ask: Ask, changes: Changes, request: Request) -> Response:
    run_id = str(request.path_params["run"])
    at_run = ("Lihat hasilnya", f"{PROGRESS}/{run_id}")
    run = await _run(ask, run_id)
    if not _waits(run):
        return _waits_not(request, at_run, run)
    schema, text = await _form_of(ask, run)
    changed, besides = await asyncio.to_thread(changes, run_id)
    told = _with_scrolling_tables(_MARKDOWN.render("\n\n".join(filter(None, [changed, besides, text]))))
    shown = {"run": run | {"name": in_words(run["name"])}, "told": told, "wrong": "", "changed": _digest(changed)}
    if request.method == "GET":
        return _asked(request, schema, shown, {}, HTTPStatus.OK)
    if _may_not(request.scope["user"]):
        return _asked(request, schema, shown, {}, HTTPStatus.FORBIDDEN)
    form, given, wrong = await _given(request, schema, shown["changed"])
    if not wrong:
        _, answer = await ask("POST", f"/flow_runs/{run_id}/resume", {"run_input": given})
        if answer.get("status") == "ACCEPT":
            told = "Keputusan sudah disampaikan kepada prosesnya."
            return message(request, "Keputusan diterima", told, link=at_run)
        run = await _run(ask, run_id)
        if not _waits(run):  # a second click, or somebody else's, came first
            return _waits_not(request, at_run, run)
        wrong = "Kirim lagi; bila tetap tidak diterima, lihat keadaan prosesnya."
    return _asked(request, schema, shown | {"wrong": wrong}, form, HTTPStatus.UNPROCESSABLE_ENTITY)


async def _given(request: Request, schema: dict, changed: str) -> tuple[dict, dict, str]:
    """What was filled in, the answer that it makes, and why that cannot be passed on; '' where it can."""
    form: dict[str, str] = {}
    try:
        form = await filled_in(request)
        if form.pop(_SAME, ""):
            return _with_one_reason(form, schema), {}, _COPIED
        given = _answer(form, schema, request.scope["user"])
        wrong = first_wrong(schema, given)
    except Refused as refused:
        return form, {}, str(refused)
    if not wrong and form.get(_CHANGED, "") != changed:
        wrong = "Keadaannya berubah sejak halaman ini dibuka: baca yang di bawah ini, lalu putuskan lagi."
    return form, given, wrong


def _waits_not(request: Request, at_run: tuple[str, str], run: dict) -> Response:
    """What a second click is answered is what its browser shows. The front page leads here from the moment on at which
    a decision is asked for: until the run waits, it is told to come again."""
    told = "Proses ini tidak menunggu keputusan."
    if request.method == "GET" and _state(run).get("type") in GOES_ON:
        told = (
            "Prosesnya sedang berjalan: halaman keputusannya sedang disiapkan, atau keputusannya sudah disampaikan. "
            "Muat ulang halaman ini sebentar lagi."
        )
    if request.method == "POST":
        told += " Bila keputusan sudah disampaikan lebih dulu, itu yang berlaku; yang baru dikirim ini tidak dipakai."
    return message(request, "Tidak ada yang menunggu", told, HTTPStatus.NOT_FOUND, at_run)


async def _run(ask: Ask, run_id: str) -> dict:
    _, run = await ask("GET", f"/flow_runs/{run_id}", None)
    return run


def _waits(run: dict) -> bool:
    """For a decision."""
    return _state(run).get("type") == "PAUSED" and "schema" in _keys(_state(run))


def _state(run: dict) -> dict:
    return run.get("state") or {}


def _keys(state: dict) -> dict:
    return (state.get("state_details") or {}).get("run_input_keyset") or {}


async def _form_of(ask: Ask, run: dict) -> tuple[dict, str]:
    """The schema of what a run waits for and what stands above its form, as Markdown."""
    keys = _keys(run["state"])
    _, schema = await ask("GET", f"/flow_runs/{run['id']}/input/{keys['schema']}", None)
    _, told = await ask("GET", f"/flow_runs/{run['id']}/input/{keys['description']}", None)
    return schema, told if isinstance(told, str) else ""


def changes_since_asked(run: str) -> tuple[str, str]:
    """By the settings as they stand now, as the run itself will read them. What is not known is told as such."""
    try:
        return _changes(run)
    except Failure as error:
        return f"**Belum dapat diperiksa apakah data berubah sejak dimintakan persetujuan:** {markdown_text(error)}", ""


def _changes(run: str) -> tuple[str, str]:
    from config.settings import settings
    from tasks.door.own import known_now
    from tasks.home.site import ledger_of
    from tasks.inspect.review import changes_text, finals_text
    from tasks.ledger.errors import LedgerError
    from tasks.ledger.quarter import Quarter
    from tasks.publish.approval import asked_by, changed_since, finals, since_final
    from tasks.publish.fingerprint import basis_of

    settings.cache_clear()
    site = settings()
    ledger = ledger_of(site)
    asked = asked_by(ledger, run)
    if asked is None:
        raise LedgerError("permintaan proses ini tidak ada di buku besar yang dipakai server ini.")
    quarter = Quarter(asked.province_code, Period.parse(asked.period), known_now(datetime.now(UTC)))
    reviewed = datetime.fromisoformat(asked.as_of).astimezone(quarter.zone)
    basis = basis_of(site, ledger, quarter)
    changed, besides = changes_text(changed_since(ledger, asked, quarter, basis), reviewed)
    published, final = finals(ledger, quarter, since=asked), since_final(ledger, quarter, basis)
    told = [changed, finals_text(published.values(), repeated=not final.is_void) if published else ""]
    return "\n\n".join(filter(None, told)), besides


def _digest(text: str) -> str:
    return sha256(text.encode()).hexdigest() if text else ""


def _answer(form: dict[str, str], schema: dict, person: Person) -> dict[str, str]:
    """What was filled in, under the name of who has come in. Raises Refused where the page showed another's."""
    if form.get(_SHOWN) != person.signed:
        raise Refused(f"Halaman ini bukan lagi milik Anda: kini yang masuk {person.signed}. Periksa, lalu kirim lagi.")
    by_login = {name: getattr(person, name) for name in _BY_LOGIN}
    given = {name: by_login.get(name, form.get(name, "").strip()) for name in schema["properties"]}
    needed = form.get("decision") == schema.get("if", {}).get("properties", {}).get("decision", {}).get("const")
    return given | {
        name: _together(form, name, field, needed) for name, field in schema["properties"].items() if KINDS in field
    }


def _together(form: dict[str, str], name: str, field: dict, needed: bool) -> str:
    """What was answered of each kind, as one text; `needed`: of every kind. Raises Refused."""
    by_reason: dict[str, list[str]] = {}
    for kind in field[KINDS]:
        given = {what: form.get(box, "").strip() for box, what in _boxes(name, kind, field)}
        others = [reason for what, reason in given.items() if what != kind]
        for what, reason in given.items():
            required = not all(others) or not others if what == kind else bool(reason)
            if needed and required and len(reason) < field[LETTERS]:
                short = f"alasan {what} terlalu pendek, sedikitnya {field[LETTERS]} huruf"
                raise Refused(f"Jelaskan tiap jenis peringatan: {short}.")
            if reason:
                by_reason.setdefault(with_stop(reason), []).append(what)
    return " ".join(f"{', '.join(kinds)}: {reason}" for reason, kinds in by_reason.items())


def _boxes(name: str, kind: str, field: dict) -> list[tuple[str, str]]:
    """What is filled in for a kind, and whose answer it is: the kind's, and where it is of several, each one's own."""
    each = field.get(EACH, {}).get(kind, ())
    single = [(f"{_of_kind(name, kind)}.{at}", f"{kind} {place}") for at, (place, _) in enumerate(each)]
    return [(_of_kind(name, kind), kind), *(single if len(single) > 1 else [])]


def _with_one_reason(form: dict[str, str], schema: dict) -> dict[str, str]:
    """As somebody has asked for it: the first reason that is filled in, of each kind."""
    boxes = [_of_kind(name, kind) for name, field in schema["properties"].items() for kind in field.get(KINDS, ())]
    reason = next((form[box] for box in boxes if form.get(box, "").strip()), "")
    return form | dict.fromkeys(boxes, reason)


def _of_kind(name: str, kind: str) -> str:
    return f"{name}.{kind}"


def _may_not(person: Person) -> str:
    """Why somebody cannot decide; '' for who can. Who decides stands on the final report."""
    if not person.may(Role.APPROVER):
        return "Anda dapat membaca ini; yang memutuskan adalah orang dengan peran penyetuju."
    if not (person.name and person.office):
        return (
            "Nama dan jabatan Anda belum tercatat, padahal tercantum pada laporan final. Pengelola server mencatatnya: "
            f'spm people {person.login} --name "Nama Lengkap" --office "Jabatan"'
        )
    return ""


def _asked(request: Request, schema: dict, shown: dict, form: dict[str, str], status: int) -> Response:
    """The page with what is decided and, for who may decide, its form as far as it was filled in."""
    may_not, required = _may_not(request.scope["user"]), schema.get("required", [])
    fields = [field for name, one in schema["properties"].items() if name not in _BY_LOGIN
              for field in _fields(name, one, name in required, form)]  # fmt: skip
    return page(request, "putuskan", status, may_not=may_not, fields=fields, **shown)


def _with_scrolling_tables(html: str) -> str:
    """A table that is larger than the screen can be moved by the keyboard too. What others wrote holds no tag."""
    begin = '<div class="gulir" role="region" aria-label="Tabel" tabindex="0"><table>'
    return html.replace("<table>", begin).replace("</table>", "</table></div>")


def _fields(name: str, field: dict, required: bool, form: dict[str, str]) -> list[dict[str, Any]]:
    """A field, or one for each kind that is answered by itself."""
    kinds = field.get(KINDS)
    if not kinds:
        return [_field(name, field, required, form)]
    bounds = {name: field[name] for name in ("maxLength",) if name in field} | {"minLength": field.get(LETTERS, 0)}
    each = [_kind(name, kind, field, {"title": title} | bounds, form) for kind, title in kinds.items()]
    return [one | {"several": len(each) > 1 and one is each[-1]} for one in each]


def _kind(name: str, kind: str, field: dict, shown: dict, form: dict[str, str]) -> dict[str, Any]:
    (box, _), *others = _boxes(name, kind, field)
    told = field.get(EACH, {}).get(kind, ())
    each = [{"name": other, "place": place, "told": sentence, "value": form.get(other, "")}
            for (other, _), (place, sentence) in zip(others, told, strict=False)]  # fmt: skip
    return _field(box, shown, False, form) | {"each": each, "opened": any(one["value"] for one in each)}


def _field(name: str, field: dict, required: bool, given: dict[str, str]) -> dict[str, Any]:
    return {
        "name": name,
        "title": field.get("title", name),
        "choices": field.get("enum", ()),
        "bounds": {one.lower(): int(field[one]) for one in ("minLength", "maxLength") if one in field},
        "required": required,
        "value": given.get(name, field.get("default") or ""),
        "several": False,
        "each": [],
    }
