"""A night as it was on a day of the past, on made-up submissions: the run gets its clock from this process, which
people cannot give it.

`python -m tests.night PROVINCE PERIOD MOMENT`, MOMENT in ISO 8601 with its zone.
"""

import sys
from datetime import datetime
from pathlib import Path

from flows.command import failures
from tasks.home.clock import made_up


def night(province: str, period: str, moment: datetime, inbox: Path | None = None) -> int:
    """Runs it as `spm run` does, and gives its exit code."""
    from flows.command.run import Asked, run_once
    from flows.command.screen import show_summary

    try:
        summary = run_once(Asked(province, period, str(inbox or ""), clock=made_up(moment)))
    except BaseException as error:  # as the command line does
        return failures.told(error)
    show_summary(summary)
    return 1 if summary.to_mend else 0


if __name__ == "__main__":
    sys.exit(night(sys.argv[1], sys.argv[2], datetime.fromisoformat(sys.argv[3])))
