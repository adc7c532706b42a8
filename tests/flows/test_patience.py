"""A busy database of Prefect is nobody's concern: the question is asked again, whole, until it is answered."""

import pytest
from starlette.testclient import TestClient

from flows.service import patience
from flows.service.patience import Patient


class Busy:
    """Answers 503 so many times, and notes each body that it got. Having answered it raises what was wrong, as Prefect
    does."""

    def __init__(self, times: int) -> None:
        self.times, self.heard, self.places = times, [], []

    async def __call__(self, scope: dict, receive: object, send: object) -> None:
        body, more = b"", True
        self.places.append(scope["root_path"])
        scope["root_path"] += "/api"  # as an application that is mounted in another
        while more:
            message = await receive()
            body, more = body + message["body"], message.get("more_body", False)
        self.heard.append(body)
        status = 503 if len(self.heard) <= self.times else 201
        await send({"type": "http.response.start", "status": status, "headers": []})
        await send({"type": "http.response.body", "body": str(status).encode()})
        if status == 503:
            raise OSError("database is locked")


@pytest.fixture(autouse=True)
def no_waiting(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(patience, "_WAITS", (0, 0))


@pytest.mark.parametrize("times", [0, 1, 2])
def test_a_question_is_asked_whole_until_it_is_answered(times: int) -> None:
    prefect = Busy(times)
    answer = TestClient(Patient(prefect)).post("/api/flow_runs/", content=iter([b"satu ", b"dua"]))
    assert (answer.status_code, answer.text) == (201, "201")
    assert prefect.heard == [b"satu dua"] * (times + 1)
    assert set(prefect.places) == {""}


def test_what_stays_busy_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    prefect = Busy(9)
    answer = TestClient(Patient(prefect), raise_server_exceptions=False).post("/api/flow_runs/")
    assert (answer.status_code, len(prefect.heard)) == (503, 3)


def test_a_mistake_is_no_busy_database() -> None:
    async def wrong(scope: dict, receive: object, send: object) -> None:
        raise OSError("disk full")

    with pytest.raises(OSError, match="disk full"):
        TestClient(Patient(wrong)).post("/api/flow_runs/")
