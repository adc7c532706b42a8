"""What the document and the page tell about the province in sentences: where it stands and how it moved."""

from dataclasses import dataclass

from tasks.report import sentences as narrative
from tasks.report.change_sentences import Moved, development, within_year
from tasks.report.document import figures
from tasks.report.outlook import limits, otherwise_text
from tasks.report.sentences import Index, Standing, sentences
from tasks.report.tables.lookups import Facts, date_text, short_name


@dataclass(frozen=True)
class Story:
    """`counted` are the regencies in the figures by name, `ranked` those with an index, best first. `beyond` is what of
    the `development` is not on the page for the governor.

    A sentence there is nothing to say for is ''.
    """

    now: Index | None
    counted: list[str]
    changes: list[Moved]
    ranked: list[Standing]
    headline: str
    limits: str
    development: str
    beyond: str
    standing: str
    complete: list[str]

    @property
    def head(self) -> str:
        """Where the province stands, and what that figure does not say by itself (`limits`)."""
        return sentences(self.headline, self.limits)


def story_of(facts: Facts) -> Story:
    c = facts.consolidated
    now, counted, changes = figures.measure(facts, "mean_reported"), figures.counted(facts), figures.changes(facts)
    ranked = [
        Standing(one.regency_name, figures.index_of(facts, one.regency_index))
        for one in c.regency.dropna(subset=["regency_index"]).sort_values(["rank", "regency_code"]).itertuples()
    ]
    reached = [(name, sum(one.index.category == name for one in ranked)) for name in facts.categories["name"]]
    last_year = next((one.since for one in changes if one.since.year < c.period.year), None)
    moved = narrative.movements(figures.moved(facts, last_year)) if last_year else ""
    return Story(
        now=now,
        counted=counted,
        changes=changes,
        ranked=ranked,
        headline=figures.headline(facts),
        limits=sentences(narrative.part_of_year(c.period) if now else "", *limits(facts)),
        development=sentences(development(c.period, now, changes, c.first), moved, otherwise_text(facts)),
        beyond=sentences(within_year(c.period, changes) if now and last_year else "", moved, otherwise_text(facts)),
        standing=sentences(narrative.extremes(ranked), narrative.categories(reached)),
        complete=_completeness(facts),
    )


def waited_for(facts: Facts) -> str:
    """Whose report is still to come, by short names; '' where that is nobody's."""
    rejected, missing = (list(map(short_name, names)) for names in _absent(facts))
    return narrative.waiting(len(facts.names), rejected, missing, facts.consolidated.nameless)


def _absent(facts: Facts) -> tuple[list[str], ...]:
    """Those whose report was rejected, and those without one, by name."""
    return tuple(
        [facts.names[code] for code, why in facts.absent.items() if why == reason]
        for reason in ("ditolak", "belum lapor")
    )


def _completeness(facts: Facts) -> list[str]:
    submissions, counted = facts.consolidated.submissions, figures.counted(facts)
    accepted = submissions[submissions["regency_code"].map(facts.names).isin(counted)]
    return narrative.completeness(
        len(submissions),
        len(counted),
        int(accepted["on_time"].sum()),
        *_absent(facts),
        facts.consolidated.nameless,
        state=date_text(facts.consolidated.as_of),
        due=date_text(facts.consolidated.deadline),
    )
