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

from flows.approval import Decision
from flows.service.gate import Gate
from flows.service.logins import Logins, TooOften, Who, password_of_people

pytestmark = pytest.mark.whole

PEOPLE, SERVICE, WORKERS = "spm:sandi orang", "layanan:rahasia", "pekerja:rahasia yang panjang"
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
WAITS = {"type": "PAUSED", "state_details": {"run_input_keyset": {"schema": "s", "description": "d"}}}


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
def gate(prefect: Prefect, deployment: dict) -> Gate:
    known = {
        f"/deployments/{ID}": deployment,
        f"/flow_runs/{ID}": {"id": ID, "state": WAITS},
        f"/flow_runs/{ID}/input/s": Decision.model_json_schema(),
        f"/flow_runs/{ID}/input/d": "",
    }

    async def ask(method: str, path: str, body: object) -> tuple[int, dict]:
        return (200, known[path]) if path in known else (404, {})

    return Gate(prefect, Logins(PEOPLE, SERVICE, WORKERS), ask)


def header(login: str) -> dict[str, str]:
    return {"Authorization": "Basic " + base64.b64encode(login.encode()).decode()} if login else {}


@pytest.fixture
def person(gate: Gate) -> TestClient:
    return TestClient(gate, headers=header(PEOPLE))


def test_a_question_reaches_prefect_written_anew_and_as_the_service(person: TestClient, prefect: Prefect) -> None:
    sent = {"flow_runs": {"state": {"type": {"any_": ["RUNNING"]}}}, "limit": 5, "sort": "ID_DESC"}
    other = {"X-HTTP-Method-Override": "DELETE", "X-Prefect-Extra": "1", "Cookie": "a=b"}
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


def answered(gate: Gate, method: str, raw: str, query: str = "") -> int:
    """The status of a request as it stands on the wire, before a client puts it in order."""
    said: list[int] = []

    async def receive() -> dict:
        return {"type": "http.request", "body": b"{}"}

    async def send(message: dict) -> None:
        said.append(message.get("status", 0))

    headers = {"Content-Type": "application/json"} | header(PEOPLE)
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
def test_there_is_one_way_to_write_a_path(gate: Gate, prefect: Prefect, raw: str) -> None:
    assert answered(gate, "POST", raw) in (403, 405)
    assert prefect.heard == []
    assert answered(gate, "POST", ONE_WAY) == 200


@pytest.mark.parametrize("query", ["x=1", "limit=5", "limit=5&limit=6", "include_secrets=true"])
def test_a_question_has_no_query_that_the_table_does_not_name(gate: Gate, prefect: Prefect, query: str) -> None:
    assert answered(gate, "POST", ONE_WAY, query) == 403
    assert prefect.heard == []


@pytest.mark.parametrize("method", ["HEAD", "OPTIONS", "GET", "PUT", "PATCH", "DELETE", "TRACE", "post"])
def test_another_method_is_another_request(gate: Gate, prefect: Prefect, method: str) -> None:
    assert answered(gate, method, ONE_WAY) == 403
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


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ({}, "Isian 'Nama lengkap (tercantum pada laporan final)': belum diisi."),
        ({"office": "Sek\u202eda"}, "Isian 'Jabatan': tulis dengan huruf yang terlihat."),
        (
            {"name": "Siti\x1b[31m"},
            "Isian 'Nama lengkap (tercantum pada laporan final)': tulis dengan huruf yang terlihat.",
        ),
        ({"reason": "x" * 5001}, "Isian 'Alasan': terlalu panjang: paling banyak 5000 huruf."),
        ({"decision": "Nanti"}, "Isian 'Keputusan': pilih dari daftar; yang baru tampak setelah halaman dimuat ulang."),
        (
            {"warnings": "\u200b"},
            "Isian 'Mengapa peringatan yang masih ada boleh dibiarkan': tulis dengan huruf yang terlihat.",
        ),
    ],
)
def test_an_answer_that_does_not_fit_is_told_in_words(
    person: TestClient, prefect: Prefect, said: dict, told: str
) -> None:
    answers = {"name": "Siti", "office": "Sekda", "reason": "Belum lengkap"} | said if said else {}
    answer = person.post(f"/api/flow_runs/{ID}/resume", json={"run_input": answers})
    assert (answer.status_code, answer.json()["detail"]) == (403, told)
    other = f"/api/flow_runs/{ID[::-1]}/resume"
    assert person.post(other, json={"run_input": answers}).status_code == 403
    assert prefect.heard == []


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


def test_a_run_can_be_answered_and_ended_and_nothing_else(person: TestClient, prefect: Prefect) -> None:
    answers = {"decision": "Tolak", "name": "Siti", "office": "Sekda", "reason": "Belum lengkap", "warnings": ""}
    assert person.post(f"/api/flow_runs/{ID}/resume", json={"run_input": answers}).status_code == 200
    forced = {"state": {"type": "CANCELLING", "name": "Cancelling"}, "force": True}
    assert person.post(f"/api/flow_runs/{ID}/set_state", json=forced).status_code == 200
    assert [heard["body"] for heard in prefect.heard] == [{"run_input": answers}, {"state": forced["state"]}]
    for state in ("COMPLETED", "RUNNING", "SCHEDULED", "PENDING", "FAILED", "CRASHED", "PAUSED"):
        assert person.post(f"/api/flow_runs/{ID}/set_state", json={"state": {"type": state}}).status_code == 403
    data = {"state": {"type": "CANCELLING", "data": {"type": "reference", "path": "/etc"}}}
    assert person.post(f"/api/flow_runs/{ID}/set_state", json=data).status_code == 403


def test_wrong_passwords_from_one_address_are_slowed_down_and_programs_are_not() -> None:
    logins = Logins(PEOPLE, SERVICE, WORKERS, most_wrong=3)
    assert [logins.of("spm:salah", "1.2.3.4") for _ in range(3)] == [Who.NOBODY] * 3
    with pytest.raises(TooOften):
        logins.of(PEOPLE, "1.2.3.4")
    assert logins.of(SERVICE, "1.2.3.4") is logins.of(WORKERS, "1.2.3.4") is Who.PROGRAM
    assert logins.of(PEOPLE, "5.6.7.8") is Who.PERSON
    logins.window = 0
    assert logins.of(PEOPLE, "1.2.3.4") is Who.PERSON


def test_who_tries_too_often_is_told_so(gate: Gate) -> None:
    asked = TestClient(gate, headers=header("spm:salah"))
    assert [asked.get("/api/version").status_code for _ in range(11)] == [401] * 10 + [429]


def test_no_workers_are_known_where_none_are_set() -> None:
    assert Logins(PEOPLE, SERVICE).of("", "1.2.3.4") is Who.NOBODY


@pytest.mark.parametrize(
    ("login", "path", "passed"),
    [
        (PEOPLE, "/api/events/out", SERVICE),
        (PEOPLE, "/api/logs/out", SERVICE),
        (PEOPLE, "/api/events/in", ""),
        (PEOPLE, "/api/work_pools/spm/workers/connect", ""),
        (WORKERS, "/api/events/in", SERVICE),
        (SERVICE, "/api/events/in", SERVICE),
        ("spm:salah", "/api/events/out", ""),
        ("", "/api/events/out", ""),
    ],
)
def test_who_speaks_at_a_socket_says_so_first(gate: Gate, prefect: Prefect, login: str, path: str, passed: str) -> None:
    with TestClient(gate).websocket_connect(path, headers=header(SERVICE)) as socket:
        socket.send_text(json.dumps({"type": "auth", "token": login}))
        socket.receive_text()
    assert prefect.heard == [{"type": "auth", "token": passed}]


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


def test_a_person_only_listens(gate: Gate, prefect: Prefect) -> None:
    with TestClient(gate).websocket_connect("/api/logs/out") as socket:
        socket.send_text(json.dumps({"type": "auth", "token": PEOPLE}))
        socket.receive_text()
        wanted = {"type": "filter", "filter": {"flow_run_id": {"any_": [ID]}}}
        socket.send_text(json.dumps(wanted))
        socket.receive_text()
        assert prefect.heard[1] == wanted | {"backfill": True}
        socket.send_text(json.dumps({"type": "event", "event": "prefect.flow-run.Completed"}))
        with pytest.raises(WebSocketDisconnect):
            socket.receive_text()
    assert len(prefect.heard) == 2


def test_pages_are_shown_and_reports_and_documentation_ask_for_the_password(gate: Gate, person: TestClient) -> None:
    nobody = TestClient(gate)
    assert [nobody.get(path).status_code for path in ("/", "/v2/login", "/api/health")] == [200] * 3
    closed = ("/laporan", "/laporan/34/a b.xlsx", "/docs", "/redoc", "/openapi.json", "/api/docs", "/api/openapi.json")
    assert [nobody.get(path).status_code for path in closed] == [401] * 7
    assert [person.get(path).status_code for path in closed] == [200] * 7
    assert person.post("/laporan").status_code == nobody.post("/v2").status_code == 405


@pytest.mark.parametrize("path", ["/", "/v2/login", "*", "//laporan", "http://x/laporan"])
def test_who_looks_at_a_page_has_nothing_to_say(gate: Gate, prefect: Prefect, path: str) -> None:
    """Else it would be kept in memory for Prefect, however much it is and whoever says it."""

    async def receive() -> dict:
        return {"type": "http.request", "body": b"{}", "more_body": True}

    async def send(message: dict) -> None:
        statuses.append(message.get("status"))

    statuses: list[int | None] = []
    scope = {"type": "http", "method": "GET", "path": path, "query_string": b"", "headers": []}
    asyncio.run(gate(scope | {"raw_path": path.encode()}, receive, send))
    assert statuses[0] == (401 if path == "//laporan" else 200)
    assert [one["body"] for one in prefect.heard] == [None] * len(prefect.heard)


def test_of_who_looks_at_a_page_only_the_leaving_is_heard() -> None:
    """Whoever answers asks, while it does, whether anybody is still there."""
    heard: list[str] = []

    async def page(scope: dict, receive: Callable, send: Callable) -> None:
        heard.extend([(await receive())["type"], (await receive())["type"]])

    said = iter(["http.request"] * 3 + ["http.disconnect"])

    async def receive() -> dict:
        return {"type": next(said), "body": b"{}", "more_body": True}

    scope = {"type": "http", "method": "GET", "path": "/", "raw_path": b"/", "query_string": b"", "headers": []}
    asyncio.run(Gate(page, Logins(PEOPLE, SERVICE), None)(scope, receive, None))
    assert heard == ["http.request", "http.disconnect"]


def test_the_password_is_made_once_and_is_the_users_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("PREFECT_SERVER_API_AUTH_STRING", raising=False)
    made, new = password_of_people(tmp_path)
    assert new
    assert password_of_people(tmp_path) == (made, False)
    assert (tmp_path / "sandi").stat().st_mode & 0o777 == 0o600
    monkeypatch.setenv("PREFECT_SERVER_API_AUTH_STRING", "dinas:sandi sendiri")
    assert password_of_people(tmp_path) == ("dinas:sandi sendiri", False)
