"""Makes a whole report of the files in an inbox, every rendering and every answer, as a night does but without Prefect.

`python -m tests.whole_report INBOX HOME [CLOCK]`: with CLOCK (ISO 8601) the process believes it is that moment.
"""

import sys
from datetime import datetime
from pathlib import Path

PROVINCE, PERIOD_KEY, AS_OF = "34", "2024-TW4", "2025-01-21T01:00:00+07:00"


def make(inbox: Path, home: Path) -> Path:
    """The folder of the published report."""
    from config.settings import settings
    from schemas.period import Period
    from tasks.answer.of_quarter import answers_of, receipts_beside
    from tasks.compute.gather import gather
    from tasks.home.clock import made_up
    from tasks.intake.arrivals import look
    from tasks.intake.inbox import archive
    from tasks.intake.take_in import Context, check, read_arrivals
    from tasks.ledger.ledger import Ledger
    from tasks.ledger.quarter import Quarter
    from tasks.notify.letters import reminder_files
    from tasks.notify.reminders import reminders
    from tasks.publish.publish import publish

    site, as_of, period = settings(), datetime.fromisoformat(AS_OF), Period.parse(PERIOD_KEY)
    method, ledger = site.of_province(PROVINCE), Ledger(f"sqlite:///{home / 'spm.db'}")
    found = look(ledger, inbox, site, made_up(as_of))
    taken = read_arrivals([(one, archive(one, home / "archive")) for one in found.arrivals], site.limits)
    ledger.record(PROVINCE, check(taken, Context(as_of, PROVINCE, period), method))
    quarter = Quarter(PROVINCE, period, as_of)
    consolidated, answers = gather(ledger, quarter, method), answers_of(ledger, quarter, home / "archive")
    letters = reminder_files(reminders(consolidated, answers.copies, method.reminder_days, method.letter), home)
    beside = letters | receipts_beside(answers, home)
    return publish(home / "outbox", consolidated, answers.copies, site.limits, beside)


if __name__ == "__main__":
    if len(sys.argv) > 3:
        import time_machine

        time_machine.travel(datetime.fromisoformat(sys.argv[3]), tick=True).start()
    print(make(Path(sys.argv[1]), Path(sys.argv[2])))
