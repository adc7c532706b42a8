"""Who may talk to the server: its own pages and programs, no other website in the same browser."""

import pytest
from starlette.applications import Starlette
from starlette.responses import PlainTextResponse
from starlette.routing import Route, WebSocketRoute
from starlette.testclient import TestClient
from starlette.websockets import WebSocket, WebSocketDisconnect

from flows.service.origin import OwnPages


async def greet(socket: WebSocket) -> None:
    await socket.accept()
    await socket.send_text("halo")
    await socket.close()


def client() -> TestClient:
    def hello(_: object) -> PlainTextResponse:
        return PlainTextResponse("halo")

    app = Starlette(routes=[Route("/", hello, methods=["GET", "POST"]), WebSocketRoute("/ws", greet)])
    return TestClient(OwnPages(app), base_url="http://127.0.0.1:4200")


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({}, 200),  # a program, or a page that is opened
        ({"Origin": "http://127.0.0.1:4200"}, 200),
        ({"Origin": "https://jahat.example"}, 403),
        ({"Origin": "http://127.0.0.1:8000"}, 403),  # another service of the same machine
        ({"Origin": "http://127.0.0.1:4200.jahat.example"}, 403),
        ({"Origin": "null"}, 403),  # a page in a sandbox
        ({"Origin": "https://spm.provinsi.example", "X-Forwarded-Host": "spm.provinsi.example"}, 200),  # a proxy
    ],
)
def test_a_page_of_another_origin_is_refused(headers: dict[str, str], status: int) -> None:
    assert client().post("/", content="{}", headers=headers).status_code == status


def test_a_socket_of_another_origin_is_refused() -> None:
    asked = client()
    with asked.websocket_connect("/ws", headers={"Host": "127.0.0.1"}) as socket:
        assert socket.receive_text() == "halo"
    with (
        pytest.raises(WebSocketDisconnect),
        asked.websocket_connect("/ws", headers={"Host": "127.0.0.1", "Origin": "https://jahat.example"}),
    ):
        pass
