"""Every route of the API that `spm serve` offers, as its own description has them: what nobody, a person and a program
may do with each. A route that a new Prefect brings is for programs until somebody writes it into config/gate.toml."""

import json
import re
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest
from websockets.exceptions import ConnectionClosed
from websockets.sync.client import connect

from flows.service.gate import table
from tests.whole.test_serve import YOGYAKARTA, Service, eventually, patiently, serving, settled

pytestmark = pytest.mark.usefixtures("no_server")

ID = "0b1f4a6e-2c4b-4c39-9d3e-6f2f6f0a8f10"
SOCKETS = (
    *("/events/in", "/events/out", "/logs/out", "/task_runs/subscriptions/scheduled"),
    "/work_pools/spm/workers/connect",
)
CHANGES_STATE_FOR_ALL = ("/admin/storage", "bulk_delete")


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    home = tmp_path_factory.mktemp("home")
    settled(home, "[schedule.34]\nintake_minutes = 0\n")
    with serving(home) as running:
        yield running


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
    lines = table()
    allowed = {(method, path) for method, path in routes
               if any(line.method == method and line.path.fullmatch(path) for line in lines)}  # fmt: skip
    nobody, person = asked(service, None, routes), asked(service, service.login, routes)
    assert {route for route, status in nobody.items() if status != 401} == {("GET", "/health"), ("GET", "/ready")}
    refused = {route for route, status in person.items() if status == 403}
    # these say less than they must with an empty body, or name nothing that there is
    needs_more = {("POST", f"/flow_runs/{ID}/set_state"), ("POST", f"/deployments/{ID}/create_flow_run")}
    needs_more |= {("POST", "/ui/schemas/validate")}
    unknown_run = ("POST", f"/flow_runs/{ID}/resume")  # Prefect itself answers 500
    assert refused == (set(routes) - allowed) | needs_more
    answered = {route: status for route, status in person.items() if route in allowed - needs_more - {unknown_run}}
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


def heard(service: Service, path: str, token: str) -> str:
    with connect(f"ws://127.0.0.1:{service.port}/api{path}", subprotocols=["prefect"], open_timeout=120) as socket:
        socket.send(json.dumps({"type": "auth", "token": token}))
        try:
            return json.loads(socket.recv(timeout=120))["type"]
        except ConnectionClosed:
            return "closed"


def test_at_the_sockets_a_person_listens_and_a_program_speaks(service: Service) -> None:
    tokens = {"nobody": "", "wrong": "spm:salah", "person": ":".join(service.login), "program": ":".join(service.token)}
    may = {(who, path) for who, token in tokens.items() for path in SOCKETS if heard(service, path, token) != "closed"}
    assert {path for who, path in may if who in ("nobody", "wrong")} == set()
    assert {path for who, path in may if who == "person"} == {"/events/out", "/logs/out"}
    assert {path for who, path in may if who == "program"} == set(SOCKETS)


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


def test_a_run_that_a_person_cancels_is_cancelled_and_one_that_ended_stays(service: Service) -> None:
    cancel = {"state": {"type": "CANCELLING", "name": "Cancelling"}, "force": True}
    later = {"type": "SCHEDULED", "state_details": {"scheduled_time": "2099-01-01T00:00:00Z"}}
    id_ = service.deployment("jalankan-sekarang")["id"]
    waiting = service.ask(f"deployments/{id_}/create_flow_run", state=later)
    service.ask(f"flow_runs/{waiting['id']}/set_state", **cancel)
    eventually(lambda: service.state(waiting)["type"] == "CANCELLED")
    ended = service.start("jalankan-sekarang", **YOGYAKARTA)
    was = service.ended(ended)
    assert was["type"] == "FAILED", "there is no inbox"
    service.ask(f"flow_runs/{ended['id']}/set_state", **cancel)
    assert service.state(ended) == was
