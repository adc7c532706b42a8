"""The published reports in the browser, under /laporan beside Prefect's own interface: an operator opens what a run
made with one click, also from another machine. Only what lies in the outbox, only reading; the gate has asked for the
password.
"""

from http import HTTPStatus
from pathlib import Path
from urllib.parse import quote

from starlette.requests import Request
from starlette.responses import FileResponse, Response
from starlette.routing import Route

from flows.service.outbox_names import in_words
from flows.service.page import message, page

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
        return _file(path) if path.is_file() else _listing(request, path, parts)

    return Route(AT + "{path:path}", show)


def _file(path: Path) -> Response:
    shown = path.suffix.lower() in _SHOWN
    return FileResponse(
        path, headers=_SEALED, filename=path.name, content_disposition_type="inline" if shown else "attachment"
    )


def _listing(request: Request, folder: Path, parts: list[str]) -> Response:
    found = folder.iterdir() if folder.is_dir() else ()
    shown = sorted((one for one in found if not one.name.startswith(".")), key=lambda one: (one.is_file(), one.name))
    entries = [
        (_address([*parts, one.name]) + "/" * one.is_dir(), in_words([*parts, one.name], one.is_file()), one.name)
        for one in shown
    ]
    ways = [parts[:depth] for depth in range(len(parts) + 1)]
    *above, (_, title) = [(_address(way), (in_words(way) or way[-1]) if way else "Semua laporan") for way in ways]
    return page(request, "laporan", title=title, above=above, entries=entries)


def _address(parts: list[str]) -> str:
    return "/".join([AT, *map(quote, parts)])
