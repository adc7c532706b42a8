"""Every route of the API that `spm serve` offers, as its own description has them: what nobody, somebody of every role
and a program may do with each. A route that a new Prefect brings is for programs until config/gate.toml names it."""

import json
import re
import socket
import time
from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

import psutil
import pytest
from websockets.exceptions import ConnectionClosed, InvalidStatus
from websockets.sync.client import connect

from config.settings import settings
from flows.lock import only_one
from flows.service.gate import table
from flows.service.logins import COOKIE
from flows.service.server import ServerError, refuse_unusable
from schemas.ledger import approvals
from tasks.home.site import ledger_of
from tasks.ledger.ledger import Ledger
from tasks.publish import approval
from tests.door_visitors import eventually
from tests.whole.test_serve import YOGYAKARTA, Service, beside, copies_of, patiently, serving, settled

pytestmark = pytest.mark.usefixtures("no_server")

ALL_TRIES = 2 + 4 + 8 + 16 + 32
"""Seconds that a client of Prefect's waits between its questions to a server that does not answer."""

PASSWORD = "spm:ra hasia+1"  # noqa: S105 of a server that lives for these tests
ID = "0b1f4a6e-2c4b-4c39-9d3e-6f2f6f0a8f10"
CHANGES_STATE_FOR_ALL = ("/admin/storage", "bulk_delete")


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    """It would look for runs every ten minutes, were it not told of them."""
    home = tmp_path_factory.mktemp("home")
    settled(home, "[schedule.34]\nintake_minutes = 0\n")
    with serving(home, PREFECT_SERVER_API_AUTH_STRING=PASSWORD, PREFECT_RUNNER_POLL_FREQUENCY="600") as running:
        yield running


def test_with_a_password_the_api_answers_nobody_else(service: Service) -> None:
    for login in (None, ("spm", "salah")):
        with service.client(login) as client:
            assert client.post("/api/deployments/filter", json={}).status_code == 401
    assert service.login == tuple(PASSWORD.split(":"))
    assert {one["name"] for one in service.ask("deployments/filter")} >= {"jalankan-sekarang", "jaga-malam"}


def test_with_a_password_the_service_still_executes_runs(service: Service) -> None:
    watch = service.deployment("jaga-malam")["id"]
    run = service.ask(f"deployments/{watch}/create_flow_run", state={"type": "SCHEDULED"})
    assert service.ended(run)["type"] == "COMPLETED"


def test_a_run_beside_the_service_comes_in_by_its_token_which_the_same_user_alone_can_read(service: Service) -> None:
    """It ends early, for there is no inbox; what counts is where it ran."""
    note = service.home / "locks" / "serve.json"
    assert note.stat().st_mode & 0o777 == 0o600
    assert PASSWORD not in note.read_text()
    assert (
        "Folder kiriman" in beside(service.home, "--province", "34", "--inbox", str(service.home / "tidak-ada")).stderr
    )
    runs = [run for run in service.runs() if run["name"].startswith("Laporan 34 ")]
    assert [run["state"]["type"] for run in runs] == ["FAILED"]


def test_a_page_from_the_internet_starts_no_run(service: Service) -> None:
    """As a browser would send it, the login of the operator included."""
    sent = {"content": "{}", "headers": {"Content-Type": "text/plain", "Origin": "https://jahat.example"}}
    with service.client(service.login) as client:
        assert client.post("/api/deployments/filter", **sent).status_code == 403


def test_the_password_is_on_no_screen_and_in_no_log(service: Service) -> None:
    home = service.screen.parent
    logs = [path for path in home.rglob("*") if path.suffix in (".log", ".txt", ".toml")]
    assert logs
    for path in logs:
        assert "hasia" not in path.read_text(encoding="utf-8", errors="replace"), path


def test_reports_lie_behind_the_same_password(service: Service) -> None:
    for login, status in ((None, 401), (("spm", "x"), 401), (service.login, 200)):
        with service.client(login) as client:
            assert [client.get(path).status_code for path in ("/laporan", "/docs", "/openapi.json")] == [status] * 3


@pytest.fixture(scope="module")
def routes(service: Service) -> list[tuple[str, str]]:
    """(method, path) of all, with something in the place of every parameter."""
    with service.client(service.login) as client:
        described = client.get("/api/openapi.json").json()["paths"]
    filled = {path: re.sub(r"\{\w+\}", "x", re.sub(r"\{\w*id\w*\}", ID, path)) for path in described}
    return [(method.upper(), filled[path]) for path, ways in described.items() for method in ways]


def asked(service: Service, login: tuple[str, str] | None, routes: list[tuple[str, str]]) -> dict[tuple, int]:
    with service.client(login) as client:
        client.headers["Connection"] = "close"  # one that idles while others work would be ended between two requests
        return {(method, path): patiently(partial(client.request, method, f"/api{path}", json=body)).status_code
                for method, path in routes for body in [None if method == "GET" else {}]}  # fmt: skip


def test_of_every_route_a_person_may_use_what_the_table_says(service: Service, routes: list) -> None:
    assert len(routes) > 150
    lines = [line for line in table() if not line.instead]
    allowed = {(method, path) for method, path in routes
               if any(line.method == method and line.path.fullmatch(path) for line in lines)}  # fmt: skip
    nobody, person = asked(service, None, routes), asked(service, service.login, routes)
    assert {route for route, status in nobody.items() if status != 401} == {("GET", "/health"), ("GET", "/ready")}
    refused = {route for route, status in person.items() if status == 403}
    # these say less than they must with an empty body, or name nothing that there is
    needs_more = {("POST", f"/flow_runs/{ID}/set_state"), ("POST", f"/deployments/{ID}/create_flow_run")}
    needs_more |= {("POST", "/ui/schemas/validate")}
    assert refused == (set(routes) - allowed) | needs_more
    answered = {route: status for route, status in person.items() if route in allowed - needs_more}
    assert {route: status for route, status in answered.items() if status not in (200, 404, 409, 422)} == {}
    print(f"{len(routes)} routes: {len(allowed)} for people, {len(routes) - len(allowed)} for programs only")


def test_every_line_of_the_table_is_a_route_there_is(routes: list) -> None:
    documentation = {"/docs", "/redoc", "/openapi.json"}
    for line in table():
        used = any(line.method == method and line.path.fullmatch(path) for method, path in routes)
        assert used or line.path.pattern.replace("\\", "") in documentation, line


def test_a_program_passes_everywhere(service: Service, routes: list) -> None:
    harmless = [one for one in routes if not any(part in one[1] for part in CHANGES_STATE_FOR_ALL)]
    assert not {401, 403} & set(asked(service, service.token, harmless).values())


@pytest.fixture(scope="module")
def sockets() -> set[str]:
    """The path of every WebSocket that this version of Prefect has."""
    from fastapi.routing import APIWebSocketRoute
    from prefect.server.api.server import API_ROUTERS

    routes = [route for router in API_ROUTERS for route in router.routes]
    return {re.sub(r"\{\w+\}", "spm", route.path) for route in routes if isinstance(route, APIWebSocketRoute)}


def test_a_worker_with_a_wrong_secret_or_a_persons_password_is_told_so(
    service: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    told = {}
    for who, login in {"people": service.login, "wrong": ("pekerja", "salah"), "program": service.token}.items():
        monkeypatch.setenv("PREFECT_API_AUTH_STRING", ":".join(login))
        try:
            refuse_unusable(f"http://127.0.0.1:{service.port}/api")
        except ServerError as error:
            told[who] = str(error)
    assert told.keys() == {"people", "wrong"}
    assert {"SPM_WORKER_LOGIN" in one for one in told.values()} == {True}


def session(service: Service) -> dict[str, str]:
    """The headers of a person who has come in."""
    return {"Cookie": f"{COOKIE}={service.session(service.login)[COOKIE]}"}


def heard(service: Service, path: str, token: str, headers: dict[str, str]) -> str:
    at = f"ws://127.0.0.1:{service.port}/api{path}"
    with connect(at, subprotocols=["prefect"], open_timeout=120, additional_headers=headers) as ws:
        ws.send(json.dumps({"type": "auth", "token": token}))
        try:
            return json.loads(ws.recv(timeout=120))["type"]
        except ConnectionClosed:
            return "closed"


def test_at_the_sockets_a_person_listens_and_a_program_speaks(service: Service, sockets: set[str]) -> None:
    assert {"/events/in", "/work_pools/spm/workers/connect"} < sockets
    tokens = {"nobody": "", "wrong": ":".join(service.login), "person": "", "program": ":".join(service.token)}
    headers = {"person": session(service)}
    may = {
        (who, path)
        for who, token in tokens.items()
        for path in sockets
        if heard(service, path, token, headers.get(who, {})) != "closed"
    }
    assert {path for who, path in may if who in ("nobody", "wrong")} == set()
    assert {path for who, path in may if who == "person"} == {"/events/out", "/logs/out"}
    assert {path for who, path in may if who == "program"} == sockets


def test_what_is_written_at_a_socket_without_the_token_is_never_read(service: Service, sockets: set[str]) -> None:
    """Events that were written so could have any automation act."""
    event = {"event": "palsu", "occurred": "2026-01-01T00:00:00Z", "resource": {"prefect.resource.id": "spm"}, "id": ID}
    written = json.dumps(event)
    nobody, headers = json.dumps({"type": "auth", "token": ""}), {"person": session(service)}
    said = {"event": [written], "nobody": [nobody, written], "person": [nobody, written], "giant": ["x" * 3 * 2**20]}
    for path in sockets:
        closed = {
            name: code_after(service, f"/api{path}", messages, headers=headers.get(name))
            for name, messages in said.items()
        }
        assert closed == dict.fromkeys(said, 1008) | {"giant": 1009}, path
        for other in (f"/api/{path}", f"/API{path}", path, f"/api{path}/", f"/api/x/..{path}"):
            assert code_after(service, other, said["person"], headers=headers["person"]) == 403, other
    assert code_after(service, "/api/events/in", said["nobody"], subprotocols=None) == 403
    found = service.ask("events/filter", filter={"event": {"name": ["palsu"]}}, limit=50)
    assert (found["total"], service.process.poll()) == (0, None)


def code_after(
    service: Service,
    path: str,
    messages: list[str],
    subprotocols: tuple | None = ("prefect",),
    headers: dict[str, str] | None = None,
) -> int:
    """With what the server ends a conversation, or does not begin it."""
    at = f"ws://127.0.0.1:{service.port}{path}"
    try:
        with connect(at, subprotocols=subprotocols, open_timeout=120, additional_headers=headers) as ws:
            with suppress(ConnectionClosed):
                for message in messages:
                    ws.send(message)
                while True:
                    ws.recv(timeout=120)
            return ws.close_code
    except InvalidStatus as refused:
        return refused.response.status_code


def test_the_port_at_which_runs_are_told_to_end_lets_nobody_in(service: Service) -> None:
    """The one other port of the service: Prefect's runner listens there for the runs that it has begun."""

    def listening() -> set[tuple]:
        found = psutil.Process(service.process.pid).net_connections("tcp")
        return {
            tuple(one.laddr) for one in found if one.status == psutil.CONN_LISTEN and one.laddr.port != service.port
        }

    eventually(listening)
    (at,) = listening()
    assert at[0] == "127.0.0.1"
    for said in (b"GET / HTTP/1.1\r\nHost: x\r\n\r\n", b"\0" * 64 + b"\n", b"f" * 64 + b"\nc", b"\n"):
        with socket.create_connection(at, timeout=60) as somebody:
            somebody.sendall(said)
            heard = b""
            with suppress(ConnectionResetError):
                heard = somebody.recv(100)
            assert heard == b""


def test_of_two_requests_in_one_each_is_asked_who_it_is_and_what_is_no_request_is_none(service: Service) -> None:
    """As they stand on the wire, where a proxy and a server may see another end of a request."""
    person = f"Host: x\r\nCookie: {session(service)['Cookie']}\r\nContent-Type: application/json\r\n"
    asked, last = f"POST /api/flow_runs/filter HTTP/1.1\r\n{person}", "Host: x\r\nConnection: close\r\n\r\n"
    clear = f"POST /api/admin/database/clear HTTP/1.1\r\n{last}"
    both = f"Content-Length: {5 + len(clear)}\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"
    assert statuses(service, asked + both + clear) == [200, 401]
    other = "X-HTTP-Method-Override: DELETE\r\nX-Original-URL: /api/admin/database/clear\r\nContent-Length: 2\r\n\r\n{}"
    assert statuses(service, asked + other + clear) == [200, 401]
    none = ("Content-Length: 2\r\nContent-Length: 9\r\n\r\n{}", "Content-Length: -1\r\n\r\n", "Host: y\r\n\r\n")
    none += ("Transfer-Encoding: xchunked\r\n\r\n", "Transfer-Encoding : chunked\r\n\r\n")
    assert [statuses(service, asked + one) for one in none] == [[400]] * len(none)
    closed = {"GET": ["//laporan", "/%6caporan", "/openapi.json/", "/docs/oauth2-redirect", "/api%2fflow_runs/filter"]}
    closed |= {"HEAD": ["/laporan", "/api/version"], "OPTIONS": ["/api/deployments/"], "CONNECT": ["/api/x"]}
    for method, paths in closed.items():
        assert {path: statuses(service, f"{method} {path} HTTP/1.1\r\n{last}") for path in paths} == {
            path: [401] for path in paths
        }


def statuses(service: Service, sent: str) -> list[int]:
    """Of all answers until the server closes the connection."""
    with socket.create_connection(("127.0.0.1", service.port), 120) as wire:
        wire.sendall(sent.encode())
        heard = b"".join(iter(partial(wire.recv, 2**16), b""))
    return [int(status) for status in re.findall(rb"HTTP/1\.1 (\d+)", heard)]


def test_the_way_to_a_shell_that_was_open_is_closed(service: Service, tmp_path: Path) -> None:
    """Whoever reached the API could write pull steps into a deployment and start it: a shell as the service's user."""
    proof = tmp_path / "proof"
    shell = {"prefect.deployments.steps.run_shell_script": {"script": f"touch {proof}"}}
    attack = {"pull_steps": [shell], "entrypoint": "os.system", "enforce_parameter_schema": False, "path": "/tmp"}  # noqa: S108
    watch = service.deployment("jaga-malam")["id"]
    for login, status in ((None, 401), (service.login, 403)):
        with service.client(login) as client:
            sent = patiently(lambda client=client: client.patch(f"/api/deployments/{watch}", json=attack))
            assert sent.status_code == status

    with service.client(service.token) as program:  # as if the token had been lost
        assert patiently(lambda: program.patch(f"/api/deployments/{watch}", json=attack)).status_code == 204
        with service.client(service.login) as person:
            sent = patiently(lambda: person.post(f"/api/deployments/{watch}/create_flow_run", json={}))
            assert (sent.status_code, "bukan milik layanan ini" in sent.text) == (403, True)
        begin = {"state": {"type": "SCHEDULED"}, "job_variables": {"command": f"touch {proof}"}}
        run = patiently(lambda: program.post(f"/api/deployments/{watch}/create_flow_run", json=begin)).json()
        assert service.ended(run)["type"] == "COMPLETED", "what runs is the flow in the runner's memory"
    assert not proof.exists()


def asks_for_approval(service: Service, run: str) -> Ledger:
    """The ledger in which a run asks."""
    ledger = ledger_of(settings().model_copy(update={"home": service.home}))
    row = {"province_code": "34", "period": "2024-TW4", "as_of": "", "data": "", "manifest": ""}
    said = dict.fromkeys(("name", "office", "reason", "warnings"), "")
    ledger.append(approvals, **row, **said, run=run, event=approval.ASKED, at=datetime.now(UTC))
    return ledger


def test_a_run_that_a_person_cancels_is_cancelled_and_one_that_ended_stays(service: Service) -> None:
    cancel = {"state": {"type": "CANCELLING", "name": "Cancelling"}, "force": True}
    later = {"type": "SCHEDULED", "state_details": {"scheduled_time": "2099-01-01T00:00:00Z"}}
    id_ = service.deployment("jalankan-sekarang")["id"]
    waiting = service.ask(f"deployments/{id_}/create_flow_run", state=later)
    ledger = asks_for_approval(service, waiting["id"])
    service.ask(f"flow_runs/{waiting['id']}/set_state", **cancel)
    eventually(lambda: service.state(waiting)["type"] == "CANCELLED")
    eventually(lambda: approval.undecided(ledger) == [], seconds=60)  # and not within the hour
    assert [row.event for row in ledger.rows(approvals, run=waiting["id"])] == [approval.ASKED, approval.WITHDRAWN]
    ended = service.start("jalankan-sekarang", **YOGYAKARTA)
    was = service.ended(ended)
    assert was["type"] == "COMPLETED", "a site whose inbox nobody has made needs none"
    service.ask(f"flow_runs/{ended['id']}/set_state", **cancel)
    assert service.state(ended) == was


def test_where_its_server_dies_the_service_ends_and_says_so(service: Service) -> None:
    """So that whoever keeps it running (systemd) starts both anew."""
    with only_one(service.home / "locks" / "34.lock", ""):
        run = service.start("jalankan-sekarang", **YOGYAKARTA)
        eventually(lambda: service.is_at_work(run))
        (server,) = copies_of(service, "spm server")
        server.kill()
        began = time.monotonic()
        assert service.process.wait(300) == 2
    assert time.monotonic() - began < ALL_TRIES, "nobody asks again and again"
    assert "spm: Server Prefect berhenti sendiri; rinciannya ada di" in service.text()
    assert "ExceptionGroup" not in service.text()
