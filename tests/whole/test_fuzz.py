"""A short run of the fuzzer; `make fuzz` runs 10,000 cases."""

from config.settings import settings
from tests.fuzz import fuzz


def test_mutated_workbooks_all_get_a_verdict_within_the_limits():
    tally = fuzz(7, range(40), range(110), settings())
    assert tally.failures == []
    assert tally.over == []
    assert sum(tally.verdicts.values()) == 150
    assert tally.verdicts["none"] == 0
    assert tally.verdicts["ditolak"] > 0
