"""What the door answers beside its pages: its own files, downloads, and what it says to who is not let in."""

from pathlib import Path
from urllib.parse import quote

from starlette.requests import Request
from starlette.responses import FileResponse, HTMLResponse, Response

from tasks.door.pages import message_page, page

_HERE = Path(__file__).parent
ASSETS = {"/favicon.ico": "lambang.svg", "/aset/door.css": "door.css", "/aset/door.js": "door.js"}
_WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


async def asset(request: Request) -> Response:
    return FileResponse(_HERE / ASSETS[request.url.path])


def nothing_here(*_: object) -> Response:
    return HTMLResponse(message_page("Halaman tidak ada", "Halaman ini tidak ada."), 404)


def who_are_you(status: int, told: str = "") -> Response:
    return HTMLResponse(page("masuk", told=told), status)


def download(content: bytes, name: str) -> Response:
    return Response(
        content,
        media_type=_WORKBOOK,
        headers={"content-disposition": f"attachment; filename*=UTF-8''{quote(name, safe='')}"},
    )
