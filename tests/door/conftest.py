"""An open door with a clock that stands still."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from tasks.door.desk import Desk
from tests.door_visitors import Clock, Visitor, open_door


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def door(home: Path, clock: Clock) -> Iterator[tuple[Desk, TestClient]]:
    with open_door(clock) as opened:
        yield opened


@pytest.fixture
def clerk(door: tuple[Desk, TestClient]) -> Visitor:
    return Visitor(*door)
