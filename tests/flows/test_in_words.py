"""A run of the service that cannot do what it was asked ends with a sentence for whoever asked, without a traceback."""

import logging
from importlib import import_module
from pathlib import Path
from uuid import uuid4

import pytest

from flows.lock import only_one
from flows.service.own import FLOWS

pytestmark = [pytest.mark.whole, pytest.mark.usefixtures("prefect_server", "of_the_service")]

YOGYAKARTA = "34 Daerah Istimewa Yogyakarta"


@pytest.fixture
def of_the_service(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Runs know that they have a deployment, and wait for nobody."""
    monkeypatch.setenv("PREFECT__RUNTIME__DEPLOYMENT__ID", str(uuid4()))
    for module in ("nightly", "reprocess"):
        monkeypatch.setattr(f"flows.{module}.PATIENCE", 0)
    (home / "inbox").mkdir(parents=True)


def ended(entrypoint: str, **request: str) -> tuple[str, str, str]:
    """Type, name and message of the state in which a run of a flow ends."""
    from flows import forms

    module, _, name = entrypoint.rpartition(".")
    flow, form = getattr(import_module(module), name), FLOWS[entrypoint]
    asked = {"request": getattr(forms, form)(**request)} if form else {}
    state = flow(**asked, return_state=True)
    return state.type.value, state.name, state.message


def asked_of(entrypoint: str) -> dict[str, str]:
    model = FLOWS[entrypoint]
    return {"file": "a.xlsx"} if model == "FileRequest" else {"province": YOGYAKARTA} if model else {}


def test_a_file_that_is_gone_when_its_check_begins_is_said(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.INFO):
        told = ended("flows.submission.check_submission", file="hilang.xlsx")
    assert told == ("COMPLETED", "Tidak dijalankan", "Berkas 'hilang.xlsx' tidak ada di folder kiriman.")
    assert not [line for line in caplog.records if line.exc_info]


@pytest.mark.parametrize("entrypoint", ["flows.nightly.nightly_report", "flows.reprocess.reprocess"])
def test_a_province_that_is_worked_on_is_said(entrypoint: str, home: Path) -> None:
    with only_one(home / "locks" / "34.lock", ""):
        type_, name, message = ended(entrypoint, province=YOGYAKARTA)
    assert (type_, name) == ("COMPLETED", "Dilewati")
    assert message == "Laporan provinsi 34 sedang berjalan; tunggu sampai selesai, lalu ulangi."


@pytest.mark.parametrize("entrypoint", FLOWS)
def test_what_is_wrong_with_the_settings_is_said(entrypoint: str, home: Path, caplog: pytest.LogCaptureFixture) -> None:
    """They were changed while the service runs. The name of the run is made without them."""
    from config.settings import settings

    (home / "settings.toml").write_text("[schedule")
    settings.cache_clear()
    with caplog.at_level(logging.INFO):
        type_, _, message = ended(entrypoint, **asked_of(entrypoint))
    assert type_ == "FAILED"
    assert message.startswith("Berkas pengaturan tidak dapat dibaca: ")
    assert not [line for line in caplog.records if line.exc_info and "prefect.flow_runs" in line.name]


def test_a_mistake_of_ours_is_none_of_the_words(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object) -> None:
        raise AttributeError("none")

    monkeypatch.setattr("flows.submission.check_one", broken)
    monkeypatch.setattr("flows.forms.FileRequest.path", lambda *_: Path("a.xlsx"))
    type_, _, message = ended("flows.submission.check_submission", file="a.xlsx")
    assert (type_, "AttributeError" in message) == ("FAILED", True)
