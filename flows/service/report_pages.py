"""The published reports in the browser, under /laporan beside Prefect's own interface: an operator opens what a run
made with one click, also from another machine. Only what lies in the outbox, only reading; the gate has asked for the
password.
"""

from html import escape
from http import HTTPStatus
from pathlib import Path
from urllib.parse import quote

from starlette.requests import Request
from starlette.responses import FileResponse, HTMLResponse, Response
from starlette.routing import Route

from flows.service.page import message

AT = "/laporan"

_SEALED = {
    "Content-Security-Policy": "sandbox allow-scripts allow-popups allow-popups-to-escape-sandbox allow-downloads "
    "allow-modals",
    "X-Content-Type-Options": "nosniff",
}
"""A report is a page of its own: it must not act in the interface's name, whatever a sender wrote into a cell. It may
be printed, its files downloaded, and what it links to in a window of its own (WhatsApp) is not held to its bounds."""

_SHOWN = (".html", ".txt", ".json")
"""What a browser shows; all else is downloaded, also what some browsers would show by a program of their own (PDF)."""

_PAGE = """<!doctype html><html lang="id"><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>{title}</title><style>
body{{font:16px/1.6 system-ui,sans-serif;margin:2rem auto;max-width:44rem;padding:0 1rem;overflow-wrap:anywhere}}
ul{{padding:0}}li{{list-style:none}}
a{{display:inline-block;padding:.3rem 0;text-decoration:none}}a:hover,a:focus{{text-decoration:underline}}
</style><h1>{title}</h1><p><a href="/">Ke beranda</a></p><ul>{entries}</ul></html>"""


def reports(outbox: Path) -> Route:
    """What answers for everything under /laporan."""
    root = outbox.absolute()

    def show(request: Request) -> Response:
        parts = [part for part in request.path_params["path"].split("/") if part]
        hidden = any(part.startswith(".") or "\0" in part for part in parts)
        path = root if hidden else root.joinpath(*parts).resolve()
        if hidden or not path.is_relative_to(root.resolve()) or (parts and not path.exists()):
            told = "Tidak ada di folder laporan."
            return message(request, "Berkas tidak ada", told, HTTPStatus.NOT_FOUND, ("Semua laporan", AT))
        return _file(path) if path.is_file() else _listing(path, parts)

    return Route(AT + "{path:path}", show)


def _file(path: Path) -> Response:
    shown = path.suffix.lower() in _SHOWN
    return FileResponse(
        path, headers=_SEALED, filename=path.name, content_disposition_type="inline" if shown else "attachment"
    )


def _listing(folder: Path, parts: list[str]) -> Response:
    base = "/".join([AT, *(quote(part) for part in parts)])
    found = folder.iterdir() if folder.is_dir() else ()
    shown = sorted((one for one in found if not one.name.startswith(".")), key=lambda one: (one.is_file(), one.name))
    names = [one.name + ("/" if one.is_dir() else "") for one in shown]
    links = [
        f'<li><a href="{base}/{quote(name)}">{escape(name)}</a></li>' for name in (["../"] if parts else []) + names
    ]
    title = escape(" / ".join(["Laporan", *parts]))
    return HTMLResponse(_PAGE.format(title=title, entries="".join(links) or "<li>Masih kosong.</li>"), headers=_SEALED)
