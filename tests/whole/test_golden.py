"""The golden quarter: the made-up submissions of Kalimantan Tengah, 2024-TW4, to the last figure of every data file.

`python -m tests.whole.test_golden` writes it anew after a change of rules or samples; the difference belongs in the
review.
"""

import tempfile
from datetime import datetime
from pathlib import Path

import pandas as pd
import pytest

from config import catalogue
from config.settings import settings
from schemas.period import Period
from tasks.compute.gather import Quarter, gather
from tasks.forms.samples import write_samples
from tasks.home.clock import made_up
from tasks.intake.arrivals import look
from tasks.intake.inbox import archive
from tasks.intake.take_in import Context, check, read_arrivals
from tasks.ledger.ledger import Ledger
from tasks.report.data.write import CONTRACTS, data_frames, write_data_files

GOLDEN = Path(__file__).parents[1] / "golden" / "62-2024-TW4"
PROVINCE, PERIOD = "62", Period(2024, 4)


def quarter(home: Path) -> dict[str, pd.DataFrame]:
    """Every step from the inbox to the data files, without Prefect."""
    zone = catalogue.deadline(PERIOD, PROVINCE).tzinfo
    as_of = datetime(2025, 1, 25, tzinfo=zone)
    write_samples(PROVINCE, PERIOD, home / "inbox")
    ledger = Ledger(f"sqlite:///{home / 'spm.db'}")
    found = look(ledger, home / "inbox", settings(), made_up(as_of))
    archived = [(one, archive(one, home / "archive")) for one in found.arrivals]
    method = settings().of_province(PROVINCE)
    taken = read_arrivals(archived, settings().limits)
    ledger.record(PROVINCE, check(taken, Context(as_of, PROVINCE, PERIOD), method))
    consolidated = gather(ledger, Quarter(PROVINCE, PERIOD, as_of), method)
    return data_frames(consolidated)


@pytest.fixture(scope="module")
def written(tmp_path_factory):
    home = tmp_path_factory.mktemp("home")
    write_data_files(quarter(home), home / "data")
    return home / "data"


@pytest.mark.parametrize("name", sorted(CONTRACTS))
def test_the_golden_quarter_is_the_same_cell_by_cell(name, written):
    now, then = (pd.read_csv(folder / f"{name}.csv", dtype=str, keep_default_na=False) for folder in (written, GOLDEN))
    assert list(now.columns) == list(then.columns)
    assert len(now) == len(then)
    for column in now.columns.drop("sha256", errors="ignore"):  # a machine's own zlib packs samples its own way
        different = [
            (row, was, new)
            for row, (was, new) in enumerate(zip(then[column], now[column], strict=True))
            if was != new and not _same_number(was, new)
        ]
        assert different == []


def _same_number(was: str, new: str) -> bool:
    """The last bit of a mean may differ between versions of numpy; nothing more may."""
    try:
        return abs(float(was) - float(new)) <= 1e-12 * max(1, abs(float(was)))
    except ValueError:
        return False


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as place:
        write_data_files(quarter(Path(place)), GOLDEN)
