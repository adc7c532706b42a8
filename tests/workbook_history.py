"""The made history of two provinces the whole way: workbooks, intake, ledger, publishing. `make history`.

What happens is that of tests/report/test_history.py, and so is the story that must come of it, word by word; there the
figures are put in place by hand. That a report is a copy is told by the rule that finds it (H03), and every published
report says in page and document what its quarter's sentences are.
"""

import os
import sys
import tempfile
from dataclasses import replace
from datetime import timedelta
from difflib import unified_diff
from pathlib import Path

from docx import Document

from config import catalogue
from config.settings import settings
from schemas.consolidated import Consolidated
from schemas.layout import Layout
from schemas.period import Period
from tasks.answer.of_quarter import answers_of, receipts_beside
from tasks.compute.gather import gather
from tasks.forms.figures import Content, content_of
from tasks.forms.form import form_identity, write_form
from tasks.home.clock import made_up
from tasks.intake.arrivals import look
from tasks.intake.earlier_reports import take_in
from tasks.intake.inbox import archive
from tasks.intake.take_in import Context, read_arrivals
from tasks.ledger.ledger import Ledger
from tasks.ledger.quarter import Quarter
from tasks.publish.otherwise import published_otherwise
from tasks.publish.publish import publish
from tasks.report.overview import story_of
from tasks.report.tables.lookups import facts_of
from tests.pages import Page
from tests.report.test_history import EVENTS, GOLDEN, is_refused, regency, reporters, told

COPIED = ("76.03", "2023-TW3")
NEWEST = catalogue.layout_for("kabkota")
FORMER = replace(
    NEWEST, version="SPM-KK-2022.1", quality_sets=tuple("PMK4" if one == "PMK6" else one for one in NEWEST.quality_sets)
)
"""The edition of the form that province 34 reports on before 2023: its quality items of health are another list."""
IDENTITY = {
    "contact": "Ketua Tim Penerapan SPM",
    "position": "Kepala Bagian Tata Pemerintahan",
    "email": "spm@example.go.id",
}


def edition(code: str, quarter: Period) -> Layout:
    return FORMER if code.startswith("34") and quarter.year < 2023 else NEWEST


def content(code: str, quarter: Period) -> Content:
    """A whole form with the figures of the history; of the other quality items nothing is required."""
    sent = quarter.previous() if (code, quarter.key) == COPIED else quarter
    made, figures = content_of(code, sent, seed=1), regency(code, quarter)
    people = figures["recipients"].set_index("service_code")
    required = figures["quality"].set_index("item_code")[["required", "available"]].to_dict("index")
    for row in made["recipients"]:
        row |= {"target": people.loc[row["service_code"], "target"], "nihil": "Tidak"}
        row |= {"served": people.loc[row["service_code"], "served"]}
    listed = catalogue.quality_items(edition(code, quarter).version)["item_code"]
    nothing = {"required": 0, "available": 0}
    return made | {"quality": [{"item_code": item, **required.get(item, nothing)} for item in listed]}


def write_workbook(code: str, quarter: Period, inbox: Path, *, rejected: bool = False) -> None:
    """Two days before the deadline; a rejected one leaves a cell blank."""
    filled = content(code, quarter)
    if rejected:
        filled["recipients"][0]["served"] = None
    inbox.mkdir(parents=True, exist_ok=True)
    path, sent = inbox / f"{code} {quarter}.xlsx", catalogue.deadline(quarter, code[:2]) - timedelta(days=2)
    layout = edition(code, quarter)
    identity = form_identity(code, quarter, layout) | IDENTITY | {"filled_on": sent.date()}
    with path.open("wb") as target:
        write_form(target, layout, identity, filled)
    os.utime(path, (sent.timestamp(), sent.timestamp()))


class History:
    """A home in which quarter after quarter is taken in; `publishing` says whether its report is published too."""

    def __init__(self, home: Path, *, publishing: bool) -> None:
        self.home, self.publishing = home, publishing
        self.ledger = Ledger(f"sqlite:///{home / 'spm.db'}")

    def report(self, province: str, quarter: Period) -> Consolidated:
        """Takes in what is sent for the quarter and consolidates it, as of the hour after the deadline."""
        counted, refused = reporters(province, quarter), is_refused(province, quarter)
        for code in catalogue.regencies(province)["code"]:
            if code in counted or refused:
                write_workbook(code, quarter, self._inbox(quarter), rejected=code not in counted)
        return self.consolidated(province, quarter)

    def consolidated(self, province: str, quarter: Period) -> Consolidated:
        """Of what lies in the inbox."""
        as_of = catalogue.deadline(quarter, province) + timedelta(hours=1, seconds=1)
        site, inbox = settings(), self._inbox(quarter)
        found = look(self.ledger, inbox, site, made_up(as_of)).arrivals if inbox.exists() else []
        taken = read_arrivals([(one, archive(one, self.home / "archive")) for one in found], site.limits)
        method = site.of_province(province)
        if taken:
            take_in(self.ledger, taken, Context(as_of, province, quarter), method)
        made = gather(self.ledger, of := Quarter(province, quarter, as_of), method)
        made = replace(made, otherwise=published_otherwise(self.home / "outbox", made))
        if self.publishing:
            self._publish(made, of)
        return made

    def _inbox(self, quarter: Period) -> Path:
        return self.home / "inbox" / quarter.key

    def _publish(self, made: Consolidated, quarter: Quarter) -> None:
        answers = answers_of(self.ledger, quarter, self.home / "archive")
        receipts = receipts_beside(answers, self.home)
        folder = publish(self.home / "outbox", made, answers.copies, settings().limits, receipts)
        story = story_of(facts_of(made))
        for name, text in _published(folder).items():
            for sentence in (story.headline, story.development, story.standing):
                assert sentence in text, f"{quarter.period} {name}: {sentence}"


def _published(folder: Path) -> dict[str, str]:
    """What page and document say, on one line each."""
    (page,), (document,) = (list(folder.glob(f"*.{ending}")) for ending in ("html", "docx"))
    paragraphs = (one.text for one in Document(str(document)).paragraphs)
    texts = {"page": Page(page.read_text(encoding="utf-8")).text, "document": " ".join(paragraphs)}
    return {name: " ".join(text.split()) for name, text in texts.items()}


def differences(province: str) -> list[str]:
    """Between the story of the workbooks and that of the figures, told as it is compared."""
    with tempfile.TemporaryDirectory() as place:
        os.environ["SPM_HOME"] = place
        history = History(Path(place), publishing=True)
        now = told(province, history.report).splitlines()
    expected = (GOLDEN / f"{province}.md").read_text(encoding="utf-8").splitlines()
    different = list(unified_diff(expected, now, "placed by hand", "by workbooks", lineterm=""))
    print("\n".join(different) or f"{province}, {len(now)} lines: the story of the workbooks is that of the figures.")
    return different


def main() -> int:
    catalogue.layouts()[FORMER.version] = FORMER
    return any(list(map(differences, EVENTS)))


if __name__ == "__main__":
    sys.exit(main())
