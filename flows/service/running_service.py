"""A run from the shell beside `spm serve`: it uses the service's server, so that it appears in the same interface and
no second server writes into the same history. Only the service's own user can read how."""

import json
import os
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from config.settings import Settings, settings
from flows.lock import AlreadyRunning, is_held, only_one
from flows.service.server import answers
from tasks.home.modes import write_whole

_WHERE = ("PREFECT_API_URL", "PREFECT_API_AUTH_STRING", "PREFECT_UI_URL", "SPM_REPORTS_URL")
"""What a process needs to know of the server; the login is the service's own, which ends with it."""


@contextmanager
def only_service(site: Settings) -> Iterator[None]:
    """Held by the one `spm serve` or `spm gate` of a folder. Raises AlreadyRunning."""
    with ExitStack() as held:
        try:
            held.enter_context(only_one(_lock(site), ""))
        except AlreadyRunning as error:
            where = (
                f" di {address}" if (address := _found(site).get("PREFECT_API_URL", "").removesuffix("/api")) else ""
            )
            raise AlreadyRunning(
                f"spm serve atau spm gate untuk folder ini sedang berjalan{where}; hentikan yang itu dulu."
            ) from error
        _note(site).unlink(missing_ok=True)  # of one that was killed
        yield


@contextmanager
def announced(site: Settings) -> Iterator[None]:
    """Others find the server that this process uses, for as long as the block runs."""
    note = _note(site)
    write_whole(note, json.dumps({name: os.environ[name] for name in _WHERE if name in os.environ}))
    try:
        yield
    finally:
        note.unlink(missing_ok=True)


@contextmanager
def server_of_service(site: Settings) -> Iterator[None]:
    """Lets PREFECT_API_URL name the server of this folder's `spm serve`, where one is running and no other is named.
    To be entered before anything imports Prefect."""
    before = {name: os.environ.get(name) for name in _WHERE}
    if not before["PREFECT_API_URL"]:
        os.environ.update(_found(site))
        settings.cache_clear()  # links lead to where the service shows the reports
    try:
        yield
    finally:
        for name, value in before.items():
            os.environ.pop(name, None)
            if value is not None:
                os.environ[name] = value
        settings.cache_clear()


def _found(site: Settings) -> dict[str, str]:
    """A note outlives a service that was killed; its lock does not."""
    note = _note(site)
    if not note.exists() or not is_held(_lock(site)):
        return {}
    try:
        where = json.loads(note.read_text())
    except (OSError, ValueError):  # it ends, or begins, this very moment
        return {}
    return where if answers(where["PREFECT_API_URL"]) else {}


def _lock(site: Settings) -> Path:
    return site.home / "locks" / "serve.lock"


def _note(site: Settings) -> Path:
    return site.home / "locks" / "serve.json"
