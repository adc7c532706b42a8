"""The files for operating a site keep in step with the program, and runs on several machines with each other."""

import configparser
import os
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
import yaml
from prefect.flows import load_flow_from_entrypoint

from config.settings import Settings, settings
from flows.lock import AlreadyRunning, one_run
from flows.service.deployments import deployments
from flows.service.logins import PASSWORD
from flows.service.prefect_file import POOL, prefect_file

pytestmark = pytest.mark.whole

ROOT = Path(__file__).parents[2]
DEPLOY = ROOT / "config" / "deploy"
DATABASE = os.environ.get("SPM_TEST_DATABASE_URL", "")

HOLDS = """
import sys
from config.settings import Settings
from flows.lock import one_run
with one_run(Settings(), "34"):
    print("held", flush=True)
    sys.stdin.read()
"""


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    """One that serves Yogyakarta and Papua."""
    (tmp_path / "settings.toml").write_text('[schedule.34]\nnightly = "02:30"\n[schedule.91]\nintake_minutes = 0\n')
    monkeypatch.setenv("SPM_HOME", str(tmp_path))
    settings.cache_clear()
    yield settings()
    settings.cache_clear()


def test_prefect_yaml_has_the_deployments_of_spm_serve(site: Settings) -> None:
    written = yaml.safe_load(yaml.safe_dump(prefect_file()))["deployments"]
    assert [one["name"] for one in written] == [one.name for one in deployments(site)]
    night = next(one for one in written if one["name"] == "malam-34")
    assert night["schedules"] == [{"cron": "30 2 * * *", "timezone": "Asia/Jakarta"}]
    assert night["concurrency_limit"] == {"limit": 1, "collision_strategy": "CANCEL_NEW"}
    assert {one["work_pool"]["name"] for one in written} == {POOL}
    for one in written:
        assert load_flow_from_entrypoint(one["entrypoint"]).validate_parameters is not None


def test_the_unit_starts_a_command_there_is_and_ends_it_as_ctrl_c_does() -> None:
    unit = configparser.ConfigParser(strict=False, interpolation=None)
    unit.optionxform = str
    unit.read(DEPLOY / "spm.service")
    program, command = unit["Service"]["ExecStart"].split()
    environment = dict(one.split("=", 1) for one in unit["Service"]["Environment"].split())
    folders = [f"/var/lib/{unit['Service']['StateDirectory']}", f"/var/cache/{unit['Service']['CacheDirectory']}"]
    # Prefect does not start for a user without a home
    assert [environment["SPM_HOME"], environment["HOME"]] == folders, "what the service may write"
    assert Path(program).name in tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["scripts"]
    assert command == "serve"
    assert unit["Service"]["KillSignal"] == "SIGINT"


def test_compose_names_settings_there_are_and_opens_the_loopback_alone() -> None:
    services = yaml.safe_load((DEPLOY / "compose.yaml").read_text())["services"]
    names = {name for one in services.values() for name in one["environment"]}
    ours = {name for name in names if name.startswith("SPM_")}
    assert {name.removeprefix("SPM_").lower() for name in ours} <= set(Settings.model_fields)
    assert {PASSWORD, "SPM_WORKER_LOGIN"} <= services["server"]["environment"].keys()
    program, port = services["server"]["command"].split()[:2], services["server"]["command"].split()[-1]
    assert program == ["spm", "gate"], "never a plain server that others can reach"
    assert services["worker"]["environment"]["PREFECT_API_AUTH_STRING"] == "${SPM_WORKER_LOGIN:?}"
    assert services["worker"]["environment"]["PREFECT_API_URL"] == f"http://server:{port}/api"
    for name in ("SPM_HOME", "SPM_DATABASE_URL"):  # the page to decide on compares with the ledger of the workers
        assert services["server"]["environment"][name] == services["worker"]["environment"][name]
    published = [port for one in services.values() for port in one.get("ports", [])]
    assert published == [f"127.0.0.1:{port}:{port}"]
    assert services["worker"]["command"].startswith("spm work ")
    assert f"work-pool create {POOL} " in services["deploy"]["command"]


@pytest.mark.skipif(not DATABASE, reason="SPM_TEST_DATABASE_URL names no database")
def test_a_province_runs_on_one_machine_at_a_time(tmp_path: Path) -> None:
    here = Settings(home=tmp_path / "here", database_url=DATABASE)
    there = os.environ | {"SPM_HOME": str(tmp_path / "there"), "SPM_DATABASE_URL": DATABASE}
    other = subprocess.Popen(  # noqa: S603 our own program
        [sys.executable, "-c", HOLDS], env=there, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    try:
        assert other.stdout.readline() == "held\n"
        with pytest.raises(AlreadyRunning, match="Laporan provinsi 34 sedang berjalan"), one_run(here, "34"):
            pass
        with one_run(here, "91"):
            pass
    finally:
        other.kill()  # as a machine that goes down
        other.wait()
    with one_run(here, "34", patience=30):
        pass
