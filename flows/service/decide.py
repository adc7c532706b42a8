"""The page on which a run that waits is answered, /putuskan/<run>: what it waits for, its form, one button. Prefect's
interface has the same form, behind a menu of the run. It is opened from a link in the message and beside the run.
"""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from html import escape
from typing import Any
from urllib.parse import parse_qsl
from uuid import UUID

from markdown_it import MarkdownIt
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import Route

from flows.service.form_errors import first_wrong
from flows.service.own import MOST_BYTES, Refused
from schemas.period import Period
from schemas.shown import markdown_text

AT = "/putuskan"

Ask = Callable[[str, str, dict | None], Awaitable[tuple[int, Any]]]
"""Method, path and body for Prefect's API; status and answer."""

_MARKDOWN = MarkdownIt("commonmark", {"html": False}).enable("table")
_PAGE = """<!doctype html><html lang="id"><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>{title}</title><style>
body{{font:16px/1.5 system-ui,sans-serif;margin:2rem auto;max-width:44rem;padding:0 1rem;overflow-wrap:anywhere}}
label{{display:block;margin-top:1rem}}input,textarea,select{{font:inherit;width:100%;box-sizing:border-box;padding:.4rem}}
button{{font:inherit;margin-top:1.5rem;padding:.5rem 1.5rem}}.salah{{border-left:4px solid #b00020;padding-left:1rem}}
table{{display:block;max-height:60vh;overflow:auto;border-collapse:collapse}}
th,td{{overflow-wrap:normal;text-align:left;vertical-align:top;border:1px solid #999;padding:.2rem .5rem}}
</style><h1>{title}</h1>{body}</html>"""


Changes = Callable[[str], str]
"""Run -> what has changed since its decision was asked for, as Markdown; '' where nothing has."""


def decisions(ask: Ask, changes: Changes) -> Route:
    """What answers for a run that waits; `ask` speaks to Prefect's API for us."""

    async def decide(request: Request) -> Response:
        run_id = request.path_params["run"]
        _, run = await ask("GET", f"/flow_runs/{run_id}", None)
        waits = await waits_for(ask, run)
        if not waits:
            return _page("Tidak ada yang menunggu", _link(run_id, "Proses ini tidak menunggu keputusan."), 404)
        schema, text = waits
        told = _MARKDOWN.render("\n\n".join(filter(None, [await asyncio.to_thread(changes, str(run_id)), text])))
        if request.method == "GET":
            return _page(run["name"], told + _form(schema, {}))
        given: dict[str, str] = {}
        try:
            given = await _filled_in(request, schema)
            wrong = first_wrong(schema, given)
        except Refused as refused:
            wrong = str(refused)
        if not wrong:
            _, answer = await ask("POST", f"/flow_runs/{run_id}/resume", {"run_input": given})
            if answer.get("status") == "ACCEPT":
                return _page("Keputusan diterima", _link(run_id, "Keputusan sudah disampaikan kepada prosesnya."))
            wrong = "Kirim lagi; bila tetap tidak diterima, lihat keadaan prosesnya."
        wrong = f"<p class=salah>Keputusan belum diterima. {escape(wrong)}</p>"
        return _page(run["name"], wrong + told + _form(schema, given), 422)

    return Route(AT + "/{run:uuid}", decide, methods=["GET", "POST"])


async def waits_for(ask: Ask, run: dict) -> tuple[dict, str] | None:
    """The schema of what a run waits for and what stands above its form, as Markdown."""
    state = run.get("state") or {}
    keys = (state.get("state_details") or {}).get("run_input_keyset") or {}
    if state.get("type") != "PAUSED" or "schema" not in keys:
        return None
    _, schema = await ask("GET", f"/flow_runs/{run['id']}/input/{keys['schema']}", None)
    _, told = await ask("GET", f"/flow_runs/{run['id']}/input/{keys['description']}", None)
    return schema, told if isinstance(told, str) else ""


def changes_since_asked(run: str) -> str:
    """By the settings as they stand now, as the run itself will read them. What is not known is told as such."""
    from config.corrections import CorrectionError
    from config.settings import SettingsError
    from schemas.external import ExternalError
    from tasks.ledger.errors import LedgerError

    try:
        changed = _changes(run)
    except (LedgerError, SettingsError, CorrectionError, ExternalError) as error:
        return f"**Belum dapat diperiksa apakah data berubah sejak dimintakan persetujuan:** {markdown_text(error)}"
    if not changed:
        return ""
    return (
        f"**Data berubah sejak dimintakan persetujuan:** {'; '.join(changed)}. Persetujuan atas laporan ini akan "
        "batal; jalankan setujui-laporan lagi setelah laporan yang baru terbit."
    )


def _changes(run: str) -> list[str]:
    from config.corrections import load_corrections
    from config.external import load_external
    from config.settings import settings
    from tasks.home.site import ledger_of
    from tasks.inspect.review import changes_since
    from tasks.ledger.errors import LedgerError
    from tasks.ledger.quarter import Quarter
    from tasks.publish.approval import asked_by
    from tasks.publish.fingerprint import basis

    settings.cache_clear()
    site = settings()
    ledger = ledger_of(site)
    asked = asked_by(ledger, run)
    if asked is None:
        raise LedgerError("permintaan proses ini tidak ada di buku besar yang dipakai server ini.")
    quarter = Quarter(asked.province_code, Period.parse(asked.period), datetime.now(UTC))
    given = load_corrections(site.corrections), load_external(site.external)
    now = basis(ledger, quarter, site.of_province(asked.province_code), *given)
    return changes_since(ledger, asked, quarter, now)


async def _filled_in(request: Request, schema: dict) -> dict[str, str]:
    """Raises Refused."""
    body = b""
    async for part in request.stream():
        body += part
        if len(body) > MOST_BYTES:
            raise Refused("Isiannya terlalu panjang; persingkat, lalu kirim lagi.")
    form = dict(parse_qsl(body.decode("utf-8", "replace")))
    return {name: form.get(name, "").strip() for name in schema["properties"]}


def _form(schema: dict, given: dict[str, str]) -> str:
    required = schema.get("required", [])
    fields = [_field(name, field, name in required, given) for name, field in schema["properties"].items()]
    return f'<form method="post">{"".join(fields)}<button>Kirim keputusan</button></form>'


def _field(name: str, field: dict, required: bool, given: dict[str, str]) -> str:
    value, must = given.get(name, field.get("default") or ""), " required" if required else ""
    if choices := field.get("enum"):
        options = (f"<option{' selected' * (one == value)}>{escape(one)}</option>" for one in choices)
        control = f'<select name="{escape(name)}"{must}>{"".join(options)}</select>'
    else:
        bounds = "".join(f' {one.lower()}="{int(field[one])}"' for one in ("minLength", "maxLength") if one in field)
        control = f'<textarea name="{escape(name)}" rows="2"{bounds}{must}>{escape(value)}</textarea>'
    return f"<label>{escape(field.get('title', name))}{control}</label>"


def _link(run_id: UUID, told: str) -> str:
    return f'<p>{escape(told)} <a href="/v2/runs/flow-run/{run_id}">Buka prosesnya</a></p>'


def _page(title: str, body: str, status: int = 200) -> Response:
    return HTMLResponse(_PAGE.format(title=escape(title), body=body), status, {"Cache-Control": "no-store"})
