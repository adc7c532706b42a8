"""What a sender sees of what was sent: nobody else's."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property

import pandas as pd
from pandera.typing.pandas import DataFrame

from config import catalogue
from schemas.frames import COUNTING
from schemas.ledger import DUPLICATE, fetches, publications, submissions
from schemas.period import Period
from schemas.reference import FIELDS
from schemas.sent import Files
from schemas.submission import Checked
from tasks.compute.counting import covered_fields, latest, ready
from tasks.compute.unmended import unmended
from tasks.door.links import Link
from tasks.ledger.ledger import Ledger
from tasks.ledger.quarter import Quarter
from tasks.ledger.rows import EVER

_OFFERED = 4
"""Quarters whose forms are handed out."""


@dataclass(frozen=True)
class Own:
    """What the ledger has of the regency of a link, in order of receipt. `due` is the quarter that is due,
    `mended` what was rejected and is accepted by now."""

    link: Link
    now: datetime
    due: Period
    sent: pd.DataFrame
    mended: frozenset[int]

    @property
    def offered(self) -> list[Period]:
        """The quarters whose forms are handed out, the one that is due first: late reports need those before it."""
        return [self.due.back(quarters) for quarters in range(_OFFERED)]

    @property
    def quarter(self) -> Quarter:
        return Quarter(self.link.province_code, self.due, self.now)

    @property
    def shown(self) -> DataFrame[Files]:
        """What came by this link may be seen by it, and what could have."""
        return self.sent[self.sent["form_version"].map(self.link.covers).astype(bool)]

    @property
    def counted(self) -> DataFrame[Files]:
        """Without what is not to come before later, by a clock that was too far ahead: no report counts it yet."""
        return self.sent[self.sent["received_at"] <= known_now(self.now)]

    @cached_property
    def field_states(self) -> dict[str, str]:
        """Bidang that this link is about -> `ada`, `ditolak` or `belum ada`, of the quarter that is due."""
        open_ = self.counted[~self.counted["id"].isin(self.mended)]
        mine = open_[open_["period"] == self.due.key]
        accepted, last = set(ready(mine)["field_code"]), latest(mine).set_index("field_code")["status"].to_dict()
        wanted = [self.link.field] if self.link.field else FIELDS
        return {one: "ada" if one in accepted else "ditolak" if one in last else "belum ada" for one in wanted}

    @cached_property
    def counting(self) -> set[int]:
        """The submissions that are in force, each for its quarter and bidang."""
        return {int(id_) for _, files in self.counted.groupby("period") for id_ in ready(files)["id"]}

    @property
    def by_the_regency(self) -> bool:
        """Whether the bidang of an office is there by a report of the whole regency, which the office does not see."""
        seen = self.shown[self.shown["period"] == self.due.key]
        return bool(self.link.field) and "ada" in self.field_states.values() and not {*seen["id"]} & self.counting

    def replaced(self, period: Period, form_version: str) -> pd.Series | None:
        """The accepted submission that another of that form and quarter would replace."""
        accepted = self._alike(period, form_version, self.sent["status"].isin(COUNTING))
        return None if accepted.empty else accepted.iloc[-1]

    def of_offices(self, period: Period, form_version: str) -> list[str]:
        """The bidang for which an office's own submission counts, that one of a larger form would replace."""
        counted, covered = ready(self.counted[self.counted["period"] == period.key]), covered_fields(form_version)
        smaller = counted["form_version"].map(lambda form: len(covered_fields(form)) < len(covered)).astype(bool)
        return counted.loc[smaller & counted["field_code"].isin(covered), "field_code"].tolist()

    def mended_by(self, row: pd.Series) -> pd.Series | None:
        """The last submission that was accepted after a rejected one and covers all that it did."""
        if row["status"] in COUNTING:
            return None
        accepted = self._alike(Period.parse(row["period"]), row["form_version"], self.sent["status"].isin(COUNTING))
        wanted = {*covered_fields(row["form_version"])}
        whole = accepted["form_version"].map(lambda form: wanted <= {*covered_fields(form)}).astype(bool)
        later = accepted[whole & accepted["id"].isin(self.sent.loc[row.name :, "id"])]
        return None if later.empty else later.iloc[-1]

    def is_last(self, one: Checked) -> bool:
        """Whether a content is what was sent last for its quarter and bidang."""
        alike = self._alike(one.period, one.normalised.identity.form_version)
        return one.arrival.sha256 in alike["sha256"].tail(1).values

    def _alike(self, period: Period, form_version: str, only: "pd.Series | bool" = True) -> pd.DataFrame:
        covered = {*covered_fields(form_version)}
        mine = self.sent[(self.sent["period"] == period.key) & only]
        return mine[mine["form_version"].map(lambda form: bool(covered & {*covered_fields(form)})).astype(bool)]

    def last_before_due(self, fields: tuple[str, ...]) -> DataFrame[Files]:
        """By bidang: the accepted submissions of the nearest quarter before the one that is due that has any of
        these."""
        accepted = ready(self.sent[self.sent["period"] < self.due.key])
        of_fields = accepted[accepted["field_code"].isin(fields)]
        return of_fields[of_fields["period"] == of_fields["period"].max()]

    def one(self, id_: int) -> pd.Series | None:
        found = self.shown[self.shown["id"] == id_]
        return None if found.empty else found.iloc[0]


def known_now(now: datetime) -> datetime:
    """What was just sent is recorded as of the next second."""
    return now + timedelta(seconds=2)


def own(ledger: Ledger, link: Link, now: datetime) -> Own:
    zone = Quarter(link.province_code, Period(2024, 1), now).zone
    today = now.astimezone(zone).date()
    whose, due = (link.province_code, link.regency_code), Period.due_on(today)
    rows = ledger.rows(submissions, province_code=whose[0], regency_code=whose[1])
    periods = {due} | {Period.parse(row.period) for row in rows}  # also of a year that somebody has mistyped
    files = ledger.files(whose[0], max(periods), EVER, min(periods), whose[1])
    sent = files[files["status"] != DUPLICATE]
    mended = frozenset(sent["id"]) - frozenset(unmended(ledger, sent)["id"])
    return Own(link, now.astimezone(zone), due, sent, mended)


def is_final(ledger: Ledger, link: Link, period: Period) -> bool:
    """Whether the province has published its final report on a quarter."""
    return bool(ledger.rows(publications, province_code=link.province_code, period=period.key, final=True))


def note_fetch(ledger: Ledger, link: Link, submission: int, what: str, now: datetime) -> None:
    """When an answer was first fetched by a link."""
    of = {"submission": submission, "link": link.id, "what": what}
    if not ledger.rows(fetches, **of):
        ledger.append(fetches, **of, fetched_at=now)


def fetched(ledger: Ledger, submission: int) -> dict[str, str]:
    """What of an answer was fetched -> when first."""
    return {row.what: row.fetched_at for row in reversed(ledger.rows(fetches, submission=submission))}


def field_names() -> dict[str, str]:
    names = catalogue.fields()
    return dict(zip(names["field_code"], names["field_name"], strict=True))
