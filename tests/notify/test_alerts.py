"""Alerts: a run that fails and nights that stop are told to the operator, once a day."""

import os
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import uuid4

import pytest

from config.settings import settings
from flows.command.cli import main
from flows.hourly import watch_nights
from flows.lock import only_one
from schemas.ledger import runs
from schemas.period import Period
from tasks.ledger.ledger import Ledger
from tasks.notify.alerts import run_failed as failed
from tasks.notify.alerts import tell_operator
from tasks.notify.nights import FORGOTTEN, last_night, note_begin
from tests.sinks import Sink, http_sink

NOW = datetime(2025, 1, 22, 3, 0, tzinfo=UTC)


@pytest.fixture
def operator(home: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Sink]:
    """A site that serves Kalimantan Tengah and Yogyakarta, whose operator reads a chat."""
    with http_sink() as sink:
        home.mkdir()
        (home / "settings.toml").write_text("[schedule.62]\n[schedule.34]\n")
        (home / "contacts.csv").write_text("recipient,channel,address\noperator,obrolan,-100\n")
        monkeypatch.setenv("SPM_NOTIFY__CHANNELS__OBROLAN", f"json://127.0.0.1:{sink.port}/{{address}}")
        yield sink


@pytest.fixture
def ledger(home: Path) -> Ledger:
    return Ledger(settings().ledger_url)


def night(ledger: Ledger, province: str, ended: datetime) -> None:
    """A night that came to its end."""
    moments = {"as_of": ended, "started_at": ended, "finished_at": ended}
    ledger.append(runs, province_code=province, period="2024-TW4", outcome="", **moments)


def told(sink: Sink) -> list[str]:
    return [one["message"] for one in sink.received]


def late_ones(now: datetime) -> list[str]:
    return [one.province_code for one in watch_nights(settings(), now) if one.overdue]


@pytest.mark.parametrize(("hours", "late"), [(1, []), (25.9, []), (26.1, ["62"]), (900, ["62"])])
def test_a_night_is_missed_after_26_hours(ledger: Ledger, hours: float, late: list[str]) -> None:
    night(ledger, "62", NOW - timedelta(hours=hours + 24))
    night(ledger, "62", NOW - timedelta(hours=hours))
    night(ledger, "34", NOW)
    assert late_ones(NOW) == late


@pytest.mark.slow
@pytest.mark.parametrize(("hours", "late"), [(-3, []), (1, []), (3, ["34", "62"]), (900, ["34", "62"])])
def test_a_first_night_that_fails_alarms_once_it_was_due(
    operator: Sink, home: Path, ledger: Ledger, hours: float, late: list[str]
) -> None:
    """Both nights are at one o'clock WIB; the site was set up the evening before."""
    due = datetime(2025, 1, 21, 18, 0, tzinfo=UTC)
    written = (due - timedelta(hours=5)).timestamp()
    os.utime(home / "settings.toml", (written, written))
    assert late_ones(due - timedelta(hours=4)) == []
    (home / "settings.toml").touch()  # what the first look saw stands
    assert late_ones(due + timedelta(hours=hours)) == late
    assert len(told(operator)) == len(late)
    if late:
        assert "belum pernah berhasil, padahal malam pertamanya 22 Januari 2025 pukul 01.00 WIB" in told(operator)[0]


def test_one_province_that_works_does_not_hide_another_that_never_did(
    operator: Sink, home: Path, ledger: Ledger
) -> None:
    os.utime(home / "settings.toml", (NOW.timestamp() - 3 * 86_400,) * 2)
    night(ledger, "62", NOW - timedelta(hours=1))
    assert late_ones(NOW) == ["34"]


def test_a_province_whose_first_night_is_yet_to_come_is_no_alarm_and_no_success(ledger: Ledger) -> None:
    assert late_ones(NOW) == []
    assert last_night(ledger, "62", NOW).sentence == "belum pernah berhasil"


def test_the_operator_is_told_once_a_day_of_nights_that_stopped(operator: Sink, ledger: Ledger) -> None:
    night(ledger, "62", NOW - timedelta(hours=30))
    for hour in range(5):
        assert late_ones(NOW + timedelta(hours=hour)) == ["62"]
    (line,) = told(operator)
    assert (
        "Provinsi Kalimantan Tengah terakhir berhasil 21 Januari 2025 pukul 04.00 WIB, lebih dari 26 jam lalu" in line
    )
    night(ledger, "34", NOW + timedelta(hours=20))
    watch_nights(settings(), NOW + timedelta(days=1))
    assert len(operator.received) == 2


def test_the_look_from_outside_the_service_says_it_too(
    operator: Sink, ledger: Ledger, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["watch"]) == 0
    night(ledger, "62", datetime.now(UTC) - timedelta(days=3))
    assert main(["watch"]) == 1
    assert "Proses malam provinsi 62 terakhir berhasil" in capsys.readouterr().err
    assert len(operator.received) == 1


def test_nights_that_another_scheduler_runs_are_watched_too(home: Path, ledger: Ledger) -> None:
    night(ledger, "62", NOW - timedelta(hours=30))
    night(ledger, "34", NOW)
    assert late_ones(NOW) == ["62"]


@pytest.mark.whole
@pytest.mark.parametrize("scheduled", ["", "[schedule.62]\n"])
def test_a_first_run_that_fails_alarms_although_no_schedule_names_its_province(
    home: Path, scheduled: str, capsys: pytest.CaptureFixture[str], prefect_server: None
) -> None:
    home.mkdir()
    (home / "settings.toml").write_text(scheduled)
    assert main(["run", "--province", "34", "--period", "2024-TW4", "--inbox", str(home / "tidak-ada")]) == 2
    assert main(["watch"]) == 1
    told = capsys.readouterr().err
    assert "Proses malam provinsi 34 belum pernah berhasil, padahal sudah dijalankan sejak" in told
    night(Ledger(settings().ledger_url), "34", datetime.now(UTC))
    assert main(["watch"]) == 0


def test_a_first_run_that_cannot_even_start_its_server_is_told_and_alarms(
    operator: Sink, home: Path, no_server: None
) -> None:
    (home / "settings.toml").write_text("")
    settings.cache_clear()
    (home / "prefect").write_text("no folder")
    assert main(["run", "--province", "34"]) == 2
    (line,) = told(operator)
    assert "Proses untuk Provinsi Daerah Istimewa Yogyakarta (Ambil kiriman baru lalu susun laporan) gagal" in line
    assert main(["watch"]) == 1


def test_a_first_run_that_is_under_way_is_no_alarm_yet(home: Path, ledger: Ledger) -> None:
    note_begin(ledger, "62", NOW)
    with only_one(home / "locks" / "62.lock", ""):
        assert [one.to_come for one in watch_nights(settings(), NOW)] == [True]
        assert late_ones(NOW + timedelta(hours=27)) == ["62"]
    assert late_ones(NOW) == ["62"]


def test_a_province_that_was_run_by_hand_beside_those_of_the_schedule_is_forgotten(
    operator: Sink, home: Path, ledger: Ledger
) -> None:
    (home / "settings.toml").write_text("[schedule.62]\n")
    os.utime(home / "settings.toml", (NOW.timestamp(),) * 2)
    settings.cache_clear()
    night(ledger, "34", NOW - timedelta(hours=30))
    assert late_ones(NOW) == ["34"]
    assert late_ones(NOW + FORGOTTEN - timedelta(hours=31)) == ["34", "62"]
    assert late_ones(NOW + FORGOTTEN) == ["62"]


def test_where_nothing_is_expected_the_look_says_so(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A cron job with a wrong SPM_HOME would look for ever at nothing."""
    assert main(["watch"]) == 2
    assert "Tidak ada malam yang dijaga: tidak ada jadwal di settings.toml" in capsys.readouterr().err


def test_a_look_that_finds_no_ledger_tells_the_operator(
    operator: Sink, home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Whose disk is not mounted, say: no night goes through, and nobody would hear of it."""
    (home / "archive" / "ab").mkdir(parents=True)
    (home / "archive" / "ab" / "ab.xlsx").write_bytes(b"x")
    assert [main(["watch"]), main(["watch"])] == [2, 2]
    (line,) = told(operator)  # once a day, however often it looks
    assert line.startswith("Proses malam SPM tidak dapat dijaga dan tidak berjalan: Buku besar '")
    assert "spm restore CADANGAN" in capsys.readouterr().err


def test_an_alert_goes_out_although_the_ledger_cannot_be_used(
    operator: Sink, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SPM_DATABASE_URL", f"sqlite:///{home}")
    settings.cache_clear()
    tell_operator([failed("62", "susun laporan", "Buku besar tidak dapat dipakai.", "", NOW)], settings())
    (line,) = told(operator)
    assert line.startswith("Proses untuk Provinsi Kalimantan Tengah (susun laporan) gagal pada 22 Januari 2025")


def test_without_a_channel_an_alert_is_logged(home: Path, step_log: pytest.LogCaptureFixture) -> None:
    assert tell_operator([failed("62", "spm-62", "ruang penyimpanan habis", "", NOW)], settings()) == []
    assert "ruang penyimpanan habis" in step_log.text


@pytest.mark.whole
def test_a_run_that_fails_is_told_and_a_second_run_by_hand_is_no_failure(
    operator: Sink, home: Path, tmp_path: Path, prefect_server: None
) -> None:
    run = ["run", "--province", "34", "--period", Period(2024, 4).key, "--inbox", str(tmp_path / "tidak-ada")]
    with only_one(home / "locks" / "34.lock", ""):
        assert main(run) == 2
    assert told(operator) == []
    for _ in range(2):
        assert main(run) == 2
    (line,) = told(operator)
    assert "Proses untuk Provinsi Daerah Istimewa Yogyakarta (Ambil kiriman baru lalu susun laporan) gagal" in line
    assert ": Folder kiriman '" in line


@pytest.mark.whole
def test_a_run_whose_process_dies_is_told_as_prefect_calls_its_hooks(operator: Sink, prefect_server: None) -> None:
    from prefect.client.schemas.objects import FlowRun
    from prefect.states import Crashed

    from flows.nightly import nightly_report

    form = {"request": {"province": "62 Kalimantan Tengah", "what": "Ambil kiriman baru lalu susun laporan"}}
    run = FlowRun(flow_id=uuid4(), name="healthy-grebe", parameters=form, deployment_id=uuid4())
    hook = nightly_report.on_crashed_hooks[0]
    hook(flow=nightly_report, flow_run=run, state=Crashed(message="Process exited with status code: -9."))
    (line,) = told(operator)
    assert "Proses untuk Provinsi Kalimantan Tengah (Ambil kiriman baru lalu susun laporan) gagal" in line
    assert "prosesnya mati di tengah jalan" in line
    assert line.endswith(f"/runs/flow-run/{run.id}")


@pytest.mark.whole
def test_every_run_that_may_change_a_report_tells_when_it_fails() -> None:
    from flows.approval import publish_final
    from flows.nightly import nightly_report
    from flows.reprocess import reprocess
    from flows.watch import tell_of_failure

    for one in (nightly_report, publish_final, reprocess):
        assert tell_of_failure in one.on_failure_hooks, one.name
        assert tell_of_failure in one.on_crashed_hooks, one.name


@pytest.mark.whole
def test_the_hourly_look_ends_as_failed_where_nights_stopped(
    operator: Sink, ledger: Ledger, prefect_server: None
) -> None:
    from flows.watch import watch_nights as watch_flow

    assert watch_flow(return_state=True).name == "Baik"
    night(ledger, "62", datetime.now(UTC) - timedelta(days=3))
    state = watch_flow(return_state=True)
    assert (state.type.value, state.name) == ("FAILED", "Terlambat")
