"""A short run of the fuzzer; `make fuzz` runs 10,000 cases."""

from config.settings import settings
from tests.fuzz import fuzz


def test_mutated_workbooks_all_get_a_verdict_within_the_limits():
    tally = fuzz(7, range(20), range(50), settings())
    assert tally.failures == []
    assert tally.over == []
    assert sum(tally.verdicts.values()) == 70
    assert tally.verdicts["none"] == 0
    assert tally.verdicts["ditolak"] > 0
