"""Who may talk to the server: its own pages and programs, no other website in the same browser."""

from threading import Event

import pytest
import uvicorn
from starlette.applications import Starlette
from starlette.responses import PlainTextResponse
from starlette.routing import Route, WebSocketRoute
from starlette.testclient import TestClient
from starlette.websockets import WebSocket, WebSocketDisconnect

from flows.service.application import serve
from flows.service.origin import OwnPages


async def greet(socket: WebSocket) -> None:
    await socket.accept()
    await socket.send_text("halo")
    await socket.close()


HERE = "http://127.0.0.1:4200"
OUTSIDE = "https://spm.provinsi.example"
CROSS = {"Sec-Fetch-Site": "cross-site"}
VISIT = {"Sec-Fetch-Mode": "navigate", "Sec-Fetch-Dest": "document"}


def client(base_url: str = HERE, *addresses: str) -> TestClient:
    def hello(_: object) -> PlainTextResponse:
        return PlainTextResponse("halo")

    app = Starlette(routes=[Route("/", hello, methods=["GET", "POST"]), WebSocketRoute("/ws", greet)])
    return TestClient(OwnPages(app, addresses), base_url=base_url)


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({}, 200),  # a program
        ({"Origin": HERE}, 200),
        ({"Origin": "https://jahat.example"}, 403),
        ({"Origin": "http://127.0.0.1:8000"}, 403),  # another service of the same machine
        ({"Origin": "https://127.0.0.1:4200"}, 403),  # another scheme is another origin
        ({"Origin": "http://127.0.0.1:4200.jahat.example"}, 403),
        ({"Origin": "null"}, 403),  # a page in a sandbox
        ({"Origin": OUTSIDE, "X-Forwarded-Host": "spm.provinsi.example"}, 403),  # anybody can say so
        ({"Origin": "https://jahat.example", "Sec-Fetch-Site": "same-origin"}, 403),
        ({"Origin": HERE, "Sec-Fetch-Site": "same-origin"}, 200),
        (CROSS, 403),
        ({"Sec-Fetch-Site": "same-site"}, 403),  # a sibling: lain.provinsi.example
        (CROSS | VISIT, 403),  # a form that is sent
    ],
)
def test_a_page_of_another_origin_is_refused(headers: dict[str, str], status: int) -> None:
    assert client().post("/", content="{}", headers=headers).status_code == status


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"Sec-Fetch-Site": "none"} | VISIT, 200),  # typed, or a bookmark
        (CROSS | VISIT, 200),  # a link in a message
        (CROSS | VISIT | {"Sec-Fetch-Dest": "iframe"}, 403),
        (CROSS | {"Sec-Fetch-Mode": "no-cors", "Sec-Fetch-Dest": "script"}, 403),
        ({"Sec-Fetch-Site": "same-site", "Sec-Fetch-Mode": "no-cors", "Sec-Fetch-Dest": "image"}, 403),
        (CROSS | {"Sec-Fetch-Mode": "cors", "Sec-Fetch-Dest": "empty", "Origin": "https://jahat.example"}, 403),
    ],
)
def test_from_elsewhere_a_page_is_opened_and_nothing_is_taken_into_another(headers: dict, status: int) -> None:
    assert client().get("/", headers=headers).status_code == status


@pytest.mark.parametrize(
    ("name", "status"),
    [
        *[
            (name, 200)
            for name in ("127.0.0.1:4200", "localhost:4200", "[::1]:4200", "10.20.30.40", "mesin-server:4200")
        ],
        *[
            (name, 421)
            for name in ("jahat.example:4200", "127.0.0.1.jahat.example", "spm.provinsi.example:8443", "[x.y")
        ],
        ("spm.provinsi.example", 200),
    ],
)
def test_a_name_that_somebody_led_here_is_not_ours(name: str, status: int) -> None:
    """DNS rebinding: to the browser the page of jahat.example and we are one origin then, and it says nothing of it."""
    asked = client(HERE, OUTSIDE)
    assert asked.get("/", headers={"Host": name}).status_code == status
    assert asked.post("/", headers={"Host": name, "Origin": f"http://{name}"}).status_code == status
    if status == 421:
        assert "interface_addresses" in asked.get("/", headers={"Host": name}).text


@pytest.mark.parametrize("host", ["127.0.0.1:4200", "spm.provinsi.example"])
def test_behind_a_proxy_the_address_that_was_set_is_ours_whatever_host_it_passes_on(host: str) -> None:
    asked = client(HERE, OUTSIDE)
    for origin, status in ((OUTSIDE, 200), ("https://lain.provinsi.example", 403), (f"{OUTSIDE}:8443", 403)):
        assert asked.post("/", headers={"Host": host, "Origin": origin}).status_code == status


@pytest.mark.parametrize(("named", "believed"), [("", False), ("127.0.0.1", True)])
def test_only_a_proxy_that_was_named_is_believed(monkeypatch: pytest.MonkeyPatch, named: str, believed: bool) -> None:
    configured: list[uvicorn.Config] = []
    monkeypatch.setattr(uvicorn.Server, "run", lambda server, sockets: configured.append(server.config))
    monkeypatch.delenv("FORWARDED_ALLOW_IPS", raising=False)
    if named:
        monkeypatch.setenv("FORWARDED_ALLOW_IPS", named)
    serve(None, Starlette(), Event().wait)
    assert [one.proxy_headers for one in configured] == [believed]
    assert named in ("", configured[0].forwarded_allow_ips)


def test_what_is_said_twice_is_said_by_nobody() -> None:
    asked = client()
    assert asked.post("/", headers=[("Origin", "https://jahat.example"), ("Origin", HERE)]).status_code == 403
    assert asked.get("/", headers=[("Host", "127.0.0.1:4200"), ("Host", "jahat.example")]).status_code == 421


def test_a_socket_of_another_origin_is_refused() -> None:
    asked = client()
    for headers in ({}, {"Origin": HERE}):
        with asked.websocket_connect("/ws", headers={"Host": "127.0.0.1:4200"} | headers) as socket:
            assert socket.receive_text() == "halo"
    for headers in (
        {"Host": "127.0.0.1:4200", "Origin": "https://jahat.example"},
        {"Host": "jahat.example", "Origin": "http://jahat.example"},
    ):
        with pytest.raises(WebSocketDisconnect), asked.websocket_connect("/ws", headers=headers):
            pass
