"""What one run works on, decided once before its first step."""

from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from pathlib import Path
from urllib.parse import quote

from config.corrections import load_corrections
from config.external import load_external
from config.settings import Settings
from schemas.consolidated import Answers, Consolidated
from schemas.correction import Correction
from schemas.external import ExternalIndex
from schemas.period import Period
from schemas.reminder import Reminder
from schemas.shown import markdown_text
from tasks.home.clock import SYSTEM, Clock
from tasks.home.receipt_keys import KEY_FILE, receipt_key
from tasks.home.site import ledger_of
from tasks.home.trouble import STRICT, Troubles
from tasks.ledger.ledger import Ledger
from tasks.ledger.quarter import Quarter
from tasks.notify.reminders import acceptances, reminders
from tasks.notify.results import results
from tasks.publish import publish as outbox
from tasks.publish.fingerprint import Basis, basis_of


@dataclass(frozen=True)
class Job:
    """A province, a quarter, a moment, folders and settings: no step asks the clock or the environment itself."""

    province_code: str
    period: Period
    as_of: datetime
    inbox: Path
    outbox: Path
    settings: Settings
    clock: Clock = SYSTEM

    @property
    def name(self) -> str:
        return f"{self.province_code}-{self.period.key}"

    @property
    def quarter(self) -> Quarter:
        return Quarter(self.province_code, self.period, self.as_of)

    @property
    def others(self) -> set[str]:
        """Provinces whose runs look into the same inbox."""
        return set(self.settings.schedule) - {self.province_code} if self.inbox == self.settings.inbox else set()

    @property
    def folder(self) -> Path:
        """Of the provisional report."""
        return outbox.report_folder(self.outbox, self.province_code, self.period)

    def link(self, path: Path) -> str:
        """A file for a page of Prefect: to click on where it lies in the site's outbox and a browser can open that."""
        return shown_file(path, self.settings.outbox, self.settings.reports_url)

    def basis(self) -> Basis:
        """What a report rests on now."""
        return basis_of(self.settings, self.ledger(), self.quarter)

    @property
    def given(self) -> tuple[tuple[Correction, ...], tuple[ExternalIndex, ...]]:
        """What the site has written down beside what was sent, as it stands now."""
        return load_corrections(self.settings.corrections), load_external(self.settings.external)

    def reminders(self, consolidated: Consolidated, answers: Answers, troubles: Troubles = STRICT) -> list[Reminder]:
        site = self.settings.of_province(self.province_code)
        return reminders(consolidated, answers.copies, site.reminder_days, site.letter, troubles)

    def acceptances(self, consolidated: Consolidated, answers: Answers, troubles: Troubles = STRICT) -> list[Reminder]:
        letter = self.settings.of_province(self.province_code).letter
        return acceptances(consolidated, answers.receipts, letter, troubles)

    def results(self, consolidated: Consolidated, answers: Answers, troubles: Troubles = STRICT) -> list[Reminder]:
        letter = self.settings.of_province(self.province_code).letter
        return results(consolidated, answers.receipts, letter, receipt_key(self.settings.home / KEY_FILE), troubles)

    def ledger(self) -> Ledger:
        return self._ledger

    @cached_property
    def _ledger(self) -> Ledger:
        """Opened once, and asked once whose it is."""
        return ledger_of(self.settings)


def shown_file(path: Path, outbox: Path, address: str) -> str:
    """Markdown for a file: a link where it lies in the outbox and that has an address, else the path."""
    if not address or not path.is_relative_to(outbox):
        return markdown_text(path.absolute())
    return f"[{markdown_text(path.name)}]({address}/{quote(path.relative_to(outbox).as_posix())})"
