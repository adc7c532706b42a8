"""The same ledger, settings and moment give the same bytes of every output: elsewhere, another day, another person.

Two processes that have nothing in common but the files that were sent: other paths, clock, time zone, language, seed of
hashes, user, rights of new files, and the files lie in the inbox in another order.
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from schemas.period import Period
from tasks.forms.samples import write_samples
from tasks.home.receipt_keys import KEY_FILE, receipt_key
from tasks.publish.manifest import verify_reports
from tests.whole_report import PERIOD_KEY, PROVINCE

ROOT = Path(__file__).parents[2]
KINDS = {".csv", ".docx", ".html", ".json", ".parquet", ".txt", ".xlsx"}


def site(folder: Path, sent: list[Path], key: Path) -> Path:
    """A home with its own copy of what was sent, copied in the given order, and the province's key for receipts."""
    (folder / "inbox").mkdir(parents=True)
    for path in sent:
        shutil.copy2(path, folder / "inbox" / path.name)  # when it was received is a fact of the input
    shutil.copy(key, folder / KEY_FILE)
    return folder


def report(home: Path, umask: int, clock: str = "", **environment: str) -> dict[str, bytes]:
    """Name -> bytes of every file of the report that a process of this kind publishes."""
    arguments = [str(home / "inbox"), str(home), *filter(None, [clock])]
    command = [sys.executable, "-m", "tests.whole_report", *arguments]
    kept = {name: os.environ[name] for name in ("PATH", "MPLCONFIGDIR") if name in os.environ}
    run = subprocess.run(  # noqa: S603 our own program
        command,
        cwd=home,
        env={**kept, "PYTHONPATH": str(ROOT), "HOME": str(home), **environment},
        umask=umask,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    assert run.returncode == 0, run.stderr
    folder = Path(run.stdout.strip().splitlines()[-1])
    assert [one.sound for one in verify_reports(folder)] == [True]
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.fixture(scope="module")
def reports(tmp_path_factory: pytest.TempPathFactory) -> tuple[dict[str, bytes], dict[str, bytes]]:
    place = tmp_path_factory.mktemp("identical")
    write_samples(PROVINCE, Period.parse(PERIOD_KEY), place / "sent")
    sent = sorted(path for path in (place / "sent").rglob("*") if path.is_file())
    receipt_key(place / KEY_FILE)
    here = site(place / "a", sent, place / KEY_FILE)
    there = site(place / "rumah lain" / "di sana", sent[::-1], place / KEY_FILE)
    one = report(here, 0o022, TZ="UTC", LC_ALL="C", LANG="C", PYTHONHASHSEED="1", USER="ani")
    other = report(
        there,
        0o077,
        clock="2031-08-17T23:59:30+09:00",
        TZ="Asia/Jayapura",
        LC_ALL="id_ID.UTF-8",
        LANG="id_ID.UTF-8",
        PYTHONHASHSEED="4242",
        USER="budi",
        PYTHONUTF8="1",
        COLUMNS="60",
    )
    return one, other


def test_every_output_has_the_same_bytes(reports):
    one, other = reports
    assert one.keys() == other.keys()
    assert [name for name in one if one[name] != other[name]] == []


def test_every_kind_of_output_was_compared(reports):
    assert {Path(name).suffix for name in reports[0]} >= KINDS
    assert {name.split("/")[0] for name in reports[0] if "/" in name} == {
        *("data", "pengingat", "tanda-terima", "umpan-balik")
    }
