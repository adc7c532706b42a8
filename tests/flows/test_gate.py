"""The gate in front of Prefect's application: what it lets through, as what, and everything it does not."""

import asyncio
import base64
import json
from collections.abc import Callable
from pathlib import Path
from urllib.parse import unquote

import pytest
from starlette.testclient import TestClient
from starlette.websockets import WebSocketDisconnect

from flows.service.gate import Gate, table
from flows.service.logins import Logins, TooOften
from flows.service.people import Person
from tasks.home.modes import PEOPLE_FILE
from tests.people import ALL, APPROVER, EVERYTHING, OPERATOR, READER, SERVICE, WORKERS, logins_at, session_of

pytestmark = pytest.mark.whole

ID = "0b1f4a6e-2c4b-4c39-9d3e-6f2f6f0a8f10"
JAVA = {"province": "34 Daerah Istimewa Yogyakarta", "period": "2024-TW4"}
QUARTERS = {"title": "Triwulan", "enum": ["2024-TW4", "2024-TW3"]}
OURS = {
    "entrypoint": "flows.nightly.nightly_report",
    "path": None,
    "pull_steps": None,
    "job_variables": {},
    "parameters": {},
    "parameter_openapi_schema": {
        "properties": {"request": {"$ref": "#/definitions/Request", "title": "Permintaan"}},
        "required": ["request"],
        "definitions": {"Request": {"properties": {"period": QUARTERS}}},
    },
}


class Prefect:
    """Stands in for Prefect's application: notes what reaches it."""

    def __init__(self) -> None:
        self.heard: list[dict] = []

    async def __call__(self, scope: dict, receive: Callable, send: Callable) -> None:
        if scope["type"] == "websocket":
            await self._socket(receive, send)
            return
        body = (await receive())["body"]
        self.heard.append(
            {
                "asked": f"{scope['method']} {scope['raw_path'].decode()}",
                "query": scope["query_string"].decode(),
                "headers": {name.decode(): value.decode() for name, value in scope["headers"]},
                "body": json.loads(body) if body else None,
            }
        )
        await send({"type": "http.response.start", "status": 200, "headers": []})
        await send({"type": "http.response.body", "body": b"{}"})

    async def _socket(self, receive: Callable, send: Callable) -> None:
        await receive()
        await send({"type": "websocket.accept", "subprotocol": "prefect"})
        while (message := await receive())["type"] == "websocket.receive":
            self.heard.append(json.loads(message["text"]))
            await send({"type": "websocket.send", "text": "{}"})


@pytest.fixture
def prefect() -> Prefect:
    return Prefect()


@pytest.fixture
def deployment() -> dict:
    return dict(OURS)


@pytest.fixture
def logins(tmp_path: Path) -> Logins:
    return logins_at(tmp_path)


@pytest.fixture
def gate(prefect: Prefect, deployment: dict, logins: Logins) -> Gate:
    async def ask(method: str, path: str, body: object) -> tuple[int, dict]:
        return (200, deployment) if path == f"/deployments/{ID}" else (404, {})

    return Gate(prefect, logins, ask)


def header(login: str) -> dict[str, str]:
    return {"Authorization": "Basic " + base64.b64encode(login.encode()).decode()} if login else {}


@pytest.fixture
def person(gate: Gate, logins: Logins) -> TestClient:
    """Who has every role."""
    return TestClient(gate, headers=session_of(logins, EVERYTHING), follow_redirects=False)


def test_a_question_reaches_prefect_written_anew_and_as_the_service(person: TestClient, prefect: Prefect) -> None:
    sent = {"flow_runs": {"state": {"type": {"any_": ["RUNNING"]}}}, "limit": 5, "sort": "ID_DESC"}
    other = {"X-HTTP-Method-Override": "DELETE", "X-Prefect-Extra": "1"}
    assert person.post("/api/flow_runs/filter", json=sent, headers=other).status_code == 200
    (heard,) = prefect.heard
    assert heard["body"] == sent
    assert heard["headers"]["authorization"] == header(SERVICE)["Authorization"]
    assert not {"x-http-method-override", "x-prefect-extra", "cookie"} & heard["headers"].keys()


@pytest.mark.parametrize(
    ("method", "path", "body"),
    [
        ("PATCH", f"/api/deployments/{ID}", {"pull_steps": [{"shell": "id"}], "enforce_parameter_schema": False}),
        ("POST", "/api/deployments/", {"name": "x", "flow_id": ID, "entrypoint": "os.system"}),
        ("POST", f"/api/deployments/{ID}/create_flow_run/bulk", [{}]),
        ("POST", "/api/flow_runs/", {"flow_id": ID}),
        ("POST", "/api/block_documents/", {}),
        ("GET", "/api/block_documents/" + ID, None),
        ("POST", "/api/automations/", {"actions": [{"type": "run-deployment", "deployment_id": ID}]}),
        ("POST", "/api/variables/", {"name": "a", "value": "b"}),
        ("PATCH", "/api/work_pools/spm", {"base_job_template": {"job_configuration": {"command": "id"}}}),
        ("POST", "/api/v2/concurrency_limits/", {"name": "x", "limit": 0}),
        ("POST", "/api/admin/database/clear", {"confirm": True}),
        ("POST", f"/api/flow_runs/{ID}/input", {"key": "x", "value": "y"}),
        ("POST", "/api/events", []),
        ("POST", "/api/logs/", []),
        ("GET", "/api/tidak-ada", None),
    ],
)
def test_what_is_not_in_the_table_is_for_programs(
    person: TestClient, gate: Gate, prefect: Prefect, method: str, path: str, body: object
) -> None:
    assert person.request(method, path, json=body).status_code == 403
    assert TestClient(gate).request(method, path, json=body).status_code == 401
    assert prefect.heard == []
    for login in (SERVICE, WORKERS):
        assert TestClient(gate, headers=header(login)).request(method, path, json=body).status_code == 200


ONE_WAY = "/api/flow_runs/filter"
OTHER_WAYS = (
    *("/api//flow_runs/filter", "//api/flow_runs/filter", "/api/flow_runs/filter/", "/api/flow_runs/./filter"),
    *("/api/flow_runs/x/../filter", "/api/flow_runs%2ffilter", "/api/flow_runs%2Ffilter", "/api/flow_runs/filte%72"),
    *("/%61pi/deployments/", "/api/Flow_runs/filter", "/API/flow_runs/filter", "/api/flow_runs/filter;x=1"),
    *(
        "/api/flow_runs/filter%00",
        "/api/flow_runs/filter%20",
        "/api/flow_runs%5Cfilter",
        "/api/../api/flow_runs/filter",
    ),
)


def answered(gate: Gate, logins: Logins, method: str, raw: str, query: str = "") -> int:
    """The status of a request as it stands on the wire, before a client puts it in order."""
    said: list[int] = []

    async def receive() -> dict:
        return {"type": "http.request", "body": b"{}"}

    async def send(message: dict) -> None:
        said.append(message.get("status", 0))

    headers = {"Content-Type": "application/json"} | session_of(logins, EVERYTHING)
    scope = {
        "type": "http",
        "method": method,
        "path": unquote(raw),
        "raw_path": raw.encode(),
        "query_string": query.encode(),
        "headers": [(name.lower().encode(), value.encode()) for name, value in headers.items()],
    }
    asyncio.run(gate(scope, receive, send))
    return said[0]


@pytest.mark.parametrize("raw", OTHER_WAYS)
def test_there_is_one_way_to_write_a_path(gate: Gate, logins: Logins, prefect: Prefect, raw: str) -> None:
    assert answered(gate, logins, "POST", raw) in (403, 405)
    assert prefect.heard == []
    assert answered(gate, logins, "POST", ONE_WAY) == 200


@pytest.mark.parametrize("query", ["x=1", "limit=5", "limit=5&limit=6", "include_secrets=true"])
def test_a_question_has_no_query_that_the_table_does_not_name(
    gate: Gate, logins: Logins, prefect: Prefect, query: str
) -> None:
    assert answered(gate, logins, "POST", ONE_WAY, query) == 403
    assert prefect.heard == []


@pytest.mark.parametrize("method", ["HEAD", "OPTIONS", "GET", "PUT", "PATCH", "DELETE", "TRACE", "post"])
def test_another_method_is_another_request(gate: Gate, logins: Logins, prefect: Prefect, method: str) -> None:
    assert answered(gate, logins, method, ONE_WAY) == 403
    assert prefect.heard == []


@pytest.mark.parametrize(
    ("kind", "content"),
    [
        ("text/plain", "{}"),
        ("application/x-www-form-urlencoded", "limit=1"),
        ("application/json", '{"limit": 1, "limit": 2}'),
        ("application/json", '{"flow_runs": {"id": {"any_": []}, "id": {}}}'),
        ("application/json", '{"limit": NaN}'),
        ("application/json", '{"limit": 1} {}'),
        ("application/json", '{"unknown": 1}'),
        ("application/json", '{"flow_runs": {"unknown": 1}}'),
        ("application/json", "[]"),
        ("application/json", b"\xff\xfe{\x00}\x00"),
        ("application/json", "[" * 20_000),
        ("application/json", '{"prefix": "\\ud800"}'),
        ("application/json", '{"sort": "' + "A" * 200_000 + '"}'),
    ],
)
def test_a_body_that_could_be_read_in_two_ways_goes_nowhere(
    person: TestClient, prefect: Prefect, kind: str, content: object
) -> None:
    sent = person.post("/api/flow_runs/filter", content=content, headers={"Content-Type": kind})
    assert sent.status_code == 403
    assert prefect.heard == []


def test_a_run_of_ours_is_started_with_what_the_form_may_say(person: TestClient, prefect: Prefect) -> None:
    sent = {
        "state": {
            "type": "SCHEDULED",
            "message": "",
            "state_details": {"pause_reschedule": False, "deferred": False, "scheduled_time": None},
        },
        "parameters": {"request": JAVA},
        "name": "apa saja",
        "tags": ["spm"],
        "work_queue_name": None,
        "empirical_policy": {"resuming": False, "max_retries": 0, "retries": 0, "retry_delay": 0},
        "job_variables": {},
        "enforce_parameter_schema": True,
    }
    assert person.post(f"/api/deployments/{ID}/create_flow_run", json=sent).status_code == 200
    (heard,) = prefect.heard
    assert heard["body"] == {
        "parameters": {"request": JAVA},
        "state": {"type": "SCHEDULED", "state_details": {}},
        "enforce_parameter_schema": True,
    }


@pytest.mark.parametrize(
    "wrong",
    [
        {"job_variables": {"command": "id"}},
        {"enforce_parameter_schema": False},
        {"work_queue_name": "lain"},
        {"empirical_policy": {"retries": 100}},
        {"infrastructure_document_id": ID},
        {"state": {"type": "COMPLETED"}},
        {"parameters": {"request": JAVA | {"inbox": "/etc"}}},
        {"parameters": {"request": JAVA | {"period": "../.."}}},
        {"parameters": {"request": {"__prefect_kind": "jinja", "template": "{{ 1 }}"}}},
        {"parameters": {"request": JAVA, "other": 1}},
        {"parameters": {"request": "34"}},
        {"idempotency_key": "x"},
        {"parent_task_run_id": ID},
        {"context": {"a": 1}},
    ],
)
def test_nothing_else_of_a_run_can_be_said(person: TestClient, prefect: Prefect, wrong: dict) -> None:
    assert person.post(f"/api/deployments/{ID}/create_flow_run", json=wrong).status_code == 403
    assert prefect.heard == []


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        ({}, "Formulirnya belum diisi: pilih Custom run, isi, lalu tekan Submit."),
        ({"request": {}}, "Isian 'Provinsi' belum diisi."),
        (
            {"request": JAVA | {"period": "2019-TW1"}},
            "Isian 'Triwulan': pilih dari daftar; yang baru tampak setelah halaman dimuat ulang.",
        ),
        ({"request": JAVA | {"period": {}}}, "Isian 'Triwulan' tidak dapat dipakai."),
    ],
)
def test_what_is_not_in_a_list_or_was_not_filled_in_is_told_in_words(
    person: TestClient, prefect: Prefect, asked: dict, told: str
) -> None:
    answer = person.post(f"/api/deployments/{ID}/create_flow_run", json={"parameters": asked})
    assert (answer.status_code, answer.json()["detail"]) == (403, told)
    assert prefect.heard == []


def test_what_a_deployment_asks_by_itself_need_not_be_said(
    person: TestClient, prefect: Prefect, deployment: dict
) -> None:
    deployment["parameters"] = {"request": JAVA}
    assert person.post(f"/api/deployments/{ID}/create_flow_run", json={"parameters": {}}).status_code == 200
    assert prefect.heard[0]["body"]["parameters"] == {}


def test_a_form_is_checked_as_it_stands(person: TestClient, prefect: Prefect) -> None:
    """By the gate itself, whose sentences are those of its people."""
    form = {"properties": {"request": {"type": "string"}}, "required": ["request"]}
    sent = {"schema": form, "values": {"request": "34"}}
    assert person.post("/api/ui/schemas/validate", json=sent).json() == {"errors": [], "valid": True}
    missing = person.post("/api/ui/schemas/validate", json=sent | {"values": {"request": None}}).json()
    assert missing["errors"] == [{"property": "request", "errors": ["Belum diisi."]}]
    assert prefect.heard == []
    reference = {"request": {"__prefect_kind": "workspace_variable", "variable_name": "x"}}
    assert person.post("/api/ui/schemas/validate", json=sent | {"values": reference}).status_code == 403


@pytest.mark.parametrize(
    "changed",
    [
        {"pull_steps": [{"prefect.deployments.steps.run_shell_script": {"script": "id"}}]},
        {"entrypoint": "tests/jahat.py:flow"},
        {"path": "/srv"},
        {"job_variables": {"env": {"PYTHONPATH": "/srv"}}},
        {"storage_document_id": ID},
    ],
)
def test_a_deployment_that_is_not_ours_is_not_started(
    person: TestClient, prefect: Prefect, deployment: dict, changed: dict
) -> None:
    deployment |= changed
    assert person.post(f"/api/deployments/{ID}/create_flow_run", json={}).status_code == 403
    assert prefect.heard == []


def test_a_run_can_be_ended_and_nothing_else(person: TestClient, prefect: Prefect) -> None:
    forced = {"state": {"type": "CANCELLING", "name": "Cancelling"}, "force": True}
    assert person.post(f"/api/flow_runs/{ID}/set_state", json=forced).status_code == 200
    assert [heard["body"] for heard in prefect.heard] == [{"state": forced["state"]}]
    for state in ("COMPLETED", "RUNNING", "SCHEDULED", "PENDING", "FAILED", "CRASHED", "PAUSED"):
        assert person.post(f"/api/flow_runs/{ID}/set_state", json={"state": {"type": state}}).status_code == 403
    data = {"state": {"type": "CANCELLING", "data": {"type": "reference", "path": "/etc"}}}
    assert person.post(f"/api/flow_runs/{ID}/set_state", json=data).status_code == 403


def test_an_approval_is_not_resumed_at_the_api_by_anybody(gate: Gate, logins: Logins, prefect: Prefect) -> None:
    """Else its name could be made up: it is decided on our page, under the name of who has come in."""
    made_up = {"run_input": {"decision": "Setujui dan terbitkan", "name": "Orang Lain", "office": "Gubernur"}}
    for one in ALL:
        asked = TestClient(gate, headers=session_of(logins, one))
        refused = asked.post(f"/api/flow_runs/{ID}/resume", json=made_up)
        assert (refused.status_code, "di halaman Putuskan" in refused.text) == (403, True)
    assert prefect.heard == []


BODIES = {
    f"/api/deployments/{ID}/create_flow_run": {"parameters": {"request": JAVA}},
    f"/api/flow_runs/{ID}/set_state": {"state": {"type": "CANCELLING"}},
    "/api/ui/schemas/validate": {"schema": {}, "values": {}},
}


def filled(pattern: str) -> str:
    """A path that a line of the table allows."""
    for segment in ("[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}", r"[A-Za-z0-9_.:-]{1,300}"):
        pattern = pattern.replace(segment, ID)
    return pattern.replace("\\", "")


ROUTES = [("/api" * (part == "allowed") + filled(line.path.pattern), line)
          for part in ("allowed", "pages") for line in table(part)]  # fmt: skip


@pytest.mark.parametrize(("path", "line"), ROUTES, ids=[f"{line.method} {path}" for path, line in ROUTES])
def test_of_every_route_each_role_may_what_the_table_says(gate: Gate, logins: Logins, path: str, line: object) -> None:
    body = BODIES.get(path, {} if line.body else None)
    status = {}
    for who in (None, *ALL):
        asked = TestClient(gate, headers=session_of(logins, who) if who else {}, follow_redirects=False)
        status[who] = asked.request(line.method, path, json=body).status_code
    for person in ALL:
        may = not line.instead and (line.open or line.role.value == "pembaca" or line.role in person.roles)
        assert status[person] == (200 if may else 403), person
    assert status[None] == (200 if line.open else 401)


def test_what_each_role_is_for_stands_in_the_table() -> None:
    """A line that loses its role is open to everybody who can read: the lines that change something are named here."""
    lines = {f"{line.method} {line.path.pattern.rpartition('/')[2]}": line.role for part in ("allowed", "pages")
             for line in table(part) if line.role.value != "pembaca"}  # fmt: skip
    uuid = "[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}"
    assert lines == {
        "POST create_flow_run": "operator",
        "POST set_state": "operator",
        "POST susun": "operator",
        r"POST minta\-persetujuan": "operator",
        "POST diserahkan": "operator",
        r"POST belum\-diserahkan": "operator",
        f"POST {uuid}": "penyetuju",
    }


def test_who_comes_in_is_known_to_our_pages_and_no_session_is_passed_on(logins: Logins) -> None:
    seen: list[dict] = []

    async def ours(scope: dict, receive: Callable, send: Callable) -> None:
        seen.append(scope)
        await send({"type": "http.response.start", "status": 200, "headers": []})
        await send({"type": "http.response.body", "body": b""})

    headers = session_of(logins, APPROVER)
    TestClient(Gate(ours, logins, None), headers=headers).get("/")
    assert (seen[0]["user"], seen[0]["session"]) == (APPROVER, headers["Cookie"].partition("=")[2])
    assert b"cookie" not in dict(seen[0]["headers"])


def test_a_session_ends_with_its_person_the_password_the_clock_and_the_leaving(
    gate: Gate, logins: Logins, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def status(headers: dict[str, str]) -> int:
        return TestClient(gate, headers=headers).get("/api/version").status_code

    def ends(how: Callable[[], object]) -> bool:
        logins_at(tmp_path)
        headers = session_of(logins, READER)
        assert status(headers) == 200
        how()
        return status(headers) == 401

    new_password = Person(READER.login, READER.name, READER.office, READER.roles, "lain")
    assert ends(lambda: logins_at(tmp_path, (OPERATOR,)))
    assert ends(lambda: logins_at(tmp_path, (OPERATOR, new_password)))
    assert ends(lambda: (tmp_path / PEOPLE_FILE).unlink())
    assert ends(lambda: monkeypatch.setattr("flows.service.logins._SESSION_SECONDS", 0))


def test_a_role_that_is_taken_away_is_gone_at_once(gate: Gate, logins: Logins, tmp_path: Path) -> None:
    asked = TestClient(gate, headers=session_of(logins, OPERATOR))
    cancel = {"state": {"type": "CANCELLING"}}
    assert asked.post(f"/api/flow_runs/{ID}/set_state", json=cancel).status_code == 200
    logins_at(tmp_path, (Person("oki", "Oki Saputra", "Operator", READER.roles, OPERATOR.password),))
    refused = asked.post(f"/api/flow_runs/{ID}/set_state", json=cancel)
    assert (refused.status_code, "memerlukan peran operator" in refused.text) == (403, True)


@pytest.mark.parametrize(
    "cookie",
    ["sesi=", "sesi=salah", "sesi={0}; sesi={0}", "sesi={0}x", "Sesi={0}", "a=sesi={0}", "sesi={0}, a=b", "sesi=\xff"],
)
def test_another_cookie_is_no_session(gate: Gate, logins: Logins, cookie: str) -> None:
    secret = logins.begin(READER, "1.2.3.4")
    headers = {"Cookie": cookie.format(secret).encode("latin-1")}
    assert TestClient(gate, headers=headers).get("/api/version").status_code == 401


def test_a_list_of_people_that_cannot_be_read_lets_nobody_in_and_says_so(
    gate: Gate, person: TestClient, tmp_path: Path
) -> None:
    (tmp_path / PEOPLE_FILE).write_text("{")
    refused = person.get("/api/version")
    assert (refused.status_code, "tidak dapat dibaca" in refused.text) == (503, True)
    assert TestClient(gate, headers=header(SERVICE)).get("/api/version").status_code == 200


def test_people_have_no_login_of_their_own_at_the_api(gate: Gate, prefect: Prefect) -> None:
    """A password is looked at on the page to come in alone, where tries are counted."""
    for login in ("siti:c", "semua:d", f"{SERVICE}x", "layanan:", ":", ""):
        assert TestClient(gate, headers=header(login)).get("/api/version").status_code == 401
    assert prefect.heard == []


def test_wrong_passwords_from_one_address_are_slowed_down(logins: Logins) -> None:
    logins.most_wrong = 3
    for _ in range(3):
        logins.note_try("1.2.3.4")
    with pytest.raises(TooOften):
        logins.note_try("1.2.3.4")
    for _ in range(9):  # what was right is no wrong one
        logins.note_try("5.6.7.8")
        logins.begin(READER, "5.6.7.8")
    logins.window = 0
    logins.note_try("1.2.3.4")


def test_no_workers_are_known_where_none_are_set(logins: Logins) -> None:
    logins.workers = ""
    assert not logins.is_program("")
    assert not logins.is_program(WORKERS)


def heard_at(gate: Gate, prefect: Prefect, path: str, token: str, headers: dict[str, str]) -> list:
    with TestClient(gate).websocket_connect(path, headers=headers) as socket:
        socket.send_text(json.dumps({"type": "auth", "token": token}))
        socket.receive_text()
    return prefect.heard


@pytest.mark.parametrize(
    ("token", "who", "path", "passed"),
    [
        ("", READER, "/api/events/out", SERVICE),
        ("apa saja", READER, "/api/logs/out", SERVICE),
        ("", EVERYTHING, "/api/events/in", ""),
        ("", EVERYTHING, "/api/work_pools/spm/workers/connect", ""),
        (WORKERS, None, "/api/events/in", SERVICE),
        (SERVICE, None, "/api/events/in", SERVICE),
        ("siti:c", None, "/api/events/out", ""),
        ("", None, "/api/events/out", ""),
    ],
)
def test_who_speaks_at_a_socket_says_so_first(
    gate: Gate, prefect: Prefect, logins: Logins, token: str, who: Person | None, path: str, passed: str
) -> None:
    headers = header(SERVICE) | (session_of(logins, who) if who else {})
    assert heard_at(gate, prefect, path, token, headers) == [{"type": "auth", "token": passed}]


@pytest.mark.parametrize(
    "first",
    [
        '{"type": "auth", "token": "\\ud800"}',
        '{"type": "auth", "token": "", "token": "' + SERVICE + '"}',
        '{"type": "event"}',
        '"auth"',
        "{",
        "[" * 100_000,
        json.dumps({"type": "auth", "token": SERVICE}).encode(),
    ],
)
def test_who_says_it_in_another_way_is_not_heard(gate: Gate, prefect: Prefect, first: str | bytes) -> None:
    with TestClient(gate).websocket_connect("/api/events/in") as socket:
        (socket.send_text if isinstance(first, str) else socket.send_bytes)(first)
        with pytest.raises(WebSocketDisconnect):
            socket.receive_text()
    assert prefect.heard == []


def test_a_person_only_listens(gate: Gate, logins: Logins, prefect: Prefect) -> None:
    with TestClient(gate).websocket_connect("/api/logs/out", headers=session_of(logins, READER)) as socket:
        socket.send_text(json.dumps({"type": "auth", "token": ""}))
        socket.receive_text()
        wanted = {"type": "filter", "filter": {"flow_run_id": {"any_": [ID]}}}
        socket.send_text(json.dumps(wanted))
        socket.receive_text()
        assert prefect.heard[1] == wanted | {"backfill": True}
        socket.send_text(json.dumps({"type": "event", "event": "prefect.flow-run.Completed"}))
        with pytest.raises(WebSocketDisconnect):
            socket.receive_text()
    assert len(prefect.heard) == 2


def test_who_has_not_come_in_is_led_to_the_page_to_come_in(gate: Gate, person: TestClient, prefect: Prefect) -> None:
    nobody = TestClient(gate, follow_redirects=False)
    opened = ("/masuk", "/aset/door.css", "/favicon.ico", "/api/health")
    assert [nobody.get(path).status_code for path in opened] == [200] * 4
    closed = ("/", "/v2/runs", "/laporan", "/laporan/34/a b.xlsx", f"/putuskan/{ID}", "/docs", "/openapi.json")
    heard = len(prefect.heard)
    for path in closed:
        assert nobody.get(path).status_code == nobody.head(path).status_code == 401
        led = nobody.get(path, headers={"Accept": "text/html"})
        assert (led.status_code, led.headers["location"].startswith("/masuk")) == (303, True)
        assert person.get(path).status_code == 200
    assert nobody.get("/laporan/34/a b.xlsx", headers={"Accept": "text/html"}).headers["location"] == (
        "/masuk?ke=/laporan/34/a%20b.xlsx"
    )
    assert [nobody.get(path).status_code for path in ("/api/docs", "/api/openapi.json")] == [401] * 2
    assert len(prefect.heard) == heard + len(closed)
    assert person.post("/laporan").status_code == nobody.post("/v2").status_code == 405


def test_who_sends_a_form_after_the_session_has_ended_is_led_back_to_its_page(gate: Gate) -> None:
    nobody = TestClient(gate, follow_redirects=False, headers={"Accept": "text/html"})
    led = {path: nobody.post(path).headers["location"] for path in (f"/putuskan/{ID}", "/susun", "/keluar")}
    assert led == {f"/putuskan/{ID}": f"/masuk?ke=/putuskan/{ID}", "/susun": "/masuk?ke=/susun", "/keluar": "/masuk"}


def test_a_role_that_is_missing_is_told_on_a_page_where_a_page_was_asked_for(gate: Gate, logins: Logins) -> None:
    reader = TestClient(gate, headers=session_of(logins, READER) | {"Accept": "text/html"})
    refused = reader.post("/susun")
    assert (refused.status_code, refused.headers["content-type"]) == (403, "text/html; charset=utf-8")
    assert "Ini memerlukan peran operator" in refused.text
    assert 'href="/"' in refused.text


@pytest.mark.parametrize("path", ["/masuk", "/aset/x", "/", "*", "//laporan", "http://x/laporan"])
def test_who_looks_at_a_page_has_nothing_to_say(gate: Gate, prefect: Prefect, path: str) -> None:
    """Else it would be kept in memory for Prefect, however much it is and whoever says it."""

    async def receive() -> dict:
        return {"type": "http.request", "body": b"{}", "more_body": True}

    async def send(message: dict) -> None:
        statuses.append(message.get("status"))

    statuses: list[int | None] = []
    scope = {"type": "http", "method": "GET", "path": path, "query_string": b"", "headers": []}
    asyncio.run(gate(scope | {"raw_path": path.encode()}, receive, send))
    assert statuses[0] == (200 if path in ("/masuk", "/aset/x") else 401)
    assert [one["body"] for one in prefect.heard] == [None] * len(prefect.heard)


def test_of_who_looks_at_a_page_only_the_leaving_is_heard(logins: Logins) -> None:
    """Whoever answers asks, while it does, whether anybody is still there."""
    heard: list[str] = []

    async def page(scope: dict, receive: Callable, send: Callable) -> None:
        heard.extend([(await receive())["type"], (await receive())["type"]])

    said = iter(["http.request"] * 3 + ["http.disconnect"])

    async def receive() -> dict:
        return {"type": next(said), "body": b"{}", "more_body": True}

    scope = {
        "type": "http",
        "method": "GET",
        "path": "/masuk",
        "raw_path": b"/masuk",
        "query_string": b"",
        "headers": [],
    }
    asyncio.run(Gate(page, logins, None)(scope, receive, None))
    assert heard == ["http.request", "http.disconnect"]
