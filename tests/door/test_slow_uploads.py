"""Who sends slowly, and much at once, keeps nobody else from sending; and a door that is closed says so."""

import asyncio
from collections.abc import AsyncIterator, Callable
from itertools import count

import pytest

from tasks.door.door import Door
from tests.door_visitors import Clock, Visitor, open_door

BOUNDARY = b"batas"
BEGUN = b'--batas\r\nContent-Disposition: form-data; name="berkas"; filename="a.xlsx"\r\n\r\n'
ENDED = b"\r\n--batas--\r\n"
Chunks = AsyncIterator[bytes]


async def uploaded(app: Callable, clerk: Visitor, chunks: Chunks) -> tuple[int, str]:
    """Status and text of the answer to an upload that comes in these chunks."""
    headers = {
        b"content-type": b"multipart/form-data; boundary=" + BOUNDARY,
        b"cookie": f"pintu={clerk.secret}".encode(),
        b"host": b"pintu.test",
    }
    told: list[dict] = []
    scope = {"type": "http", "method": "POST", "path": "/unggah", "scheme": "http", "query_string": b""}

    async def receive() -> dict:
        chunk = await anext(chunks, None)
        return {"type": "http.request", "body": chunk or b"", "more_body": chunk is not None}

    async def send(message: dict) -> None:
        told.append(message)

    await app({**scope, "headers": list(headers.items()), "client": ("10.0.0.1", 1)}, receive, send)
    return told[0]["status"], b"".join(one.get("body", b"") for one in told).decode()


async def slow(go_on: asyncio.Event) -> Chunks:
    yield BEGUN + b"x"
    await go_on.wait()
    yield ENDED


async def quick() -> Chunks:
    yield BEGUN + b"x" + ENDED


async def begun(app: Callable, clerk: Visitor, many: int, go_on: asyncio.Event) -> list[asyncio.Task]:
    found = [asyncio.create_task(uploaded(app, clerk, slow(go_on))) for _ in range(many)]
    while len(list((clerk.desk.site.home / "door").iterdir())) < many:
        await asyncio.sleep(0.01)
    return found


def test_who_has_many_files_on_their_way_waits_and_nobody_else(home) -> None:
    with open_door(Clock()) as opened:
        mine, theirs = Visitor(*opened), Visitor(*opened, code="62.02")
        app = Door(mine.desk).guarded()

        async def visited() -> None:
            waiting = await begun(app, mine, 8, go_on := asyncio.Event())
            status, page = await uploaded(app, mine, quick())
            assert (status, "8 berkas masih di jalan" in page) == (429, True)
            assert (await uploaded(app, theirs, quick()))[0] == 303
            go_on.set()
            assert {status for status, _ in await asyncio.gather(*waiting)} == {303}
            assert (await uploaded(app, mine, quick()))[0] == 303, "their places are free again"

        asyncio.run(visited())


@pytest.mark.parametrize(("bytes_at_once", "status"), [(1, 400), (100_000, 303)])
def test_what_drips_is_not_waited_for(home, monkeypatch: pytest.MonkeyPatch, bytes_at_once: int, status: int) -> None:
    """Each chunk comes 25 seconds after the one before, which alone is not too late."""
    seconds = count(step=25)
    monkeypatch.setattr("tasks.door.upload.monotonic", lambda: next(seconds))

    async def dripping() -> Chunks:
        yield BEGUN
        for _ in range(20):
            yield b"x" * bytes_at_once
        yield ENDED

    with open_door(Clock()) as opened:
        clerk = Visitor(*opened)
        answer = asyncio.run(uploaded(Door(clerk.desk).guarded(), clerk, dripping()))
    assert (answer[0], "terlalu lama di jalan" in answer[1]) == (status, status == 400)


def test_what_is_on_its_way_when_the_door_is_closed_is_told_so(home) -> None:
    with open_door(Clock()) as opened:
        clerk = Visitor(*opened)
        app = Door(clerk.desk).guarded()

        async def visited() -> tuple[int, str]:
            (upload,) = await begun(app, clerk, 1, asyncio.Event())
            upload.cancel()
            return await upload

        status, page = asyncio.run(visited())
        assert (status, "sedang dihentikan" in page) == (503, True)
        assert list((clerk.desk.site.home / "door").iterdir()) == []
