"""The page for a governor with two minutes, as words: what every rendering shows first, in this order."""

import math
from collections.abc import Iterable
from dataclasses import dataclass

from schemas.movement import DECISIONS
from schemas.wording import number_text
from tasks.report import people_sentences, publication_sentences
from tasks.report.change_sentences import change, composition, development
from tasks.report.document import figures
from tasks.report.echo_text import for_the_province
from tasks.report.map_key import NO_FIGURE, map_key
from tasks.report.outlook import then_otherwise
from tasks.report.overview import story_of, waited_for
from tasks.report.people_sentences import Cost, Decision
from tasks.report.sentences import REGENCIES, all_of
from tasks.report.tables.lookups import NO_REPORT, Facts, date_text, short_name

TITLE = "Satu halaman untuk gubernur"
MAP = "Peta"
_NAMED = 3
_NAMED_TWICE = 6


@dataclass(frozen=True)
class Part:
    """A heading and what is said under it; `numbered` where these are things to do, each by itself. The first text of a
    `headline` stands out."""

    heading: str
    texts: tuple[str, ...]
    numbered: bool = False
    headline: bool = False

    @property
    def lines(self) -> list[str]:
        """The texts as they stand on paper, with their numbers."""
        return [f"{number}. {text}" if self.numbered else text for number, text in enumerate(self.texts, start=1)]


def front_page(facts: Facts) -> tuple[Part, ...]:
    """Without the picture of the map, which a rendering puts under the heading MAP."""
    c, story = facts.consolidated, story_of(facts)
    last_year = [one for one in story.changes if one.since.year < c.period.year]
    moved = tuple(
        text
        for one in last_year
        for text in (change(one), composition(one), then_otherwise(facts, one.since))
        if text and story.now
    )
    waiting = waited_for(facts) or "Semua kabupaten/kota sudah masuk hitungan."
    return (
        Part("Capaian", tuple(filter(None, (story.headline, story.limits))), headline=True),
        Part(
            "Perubahan dari tahun lalu",
            moved or (development(c.period, story.now, story.changes, c.first) or _not_compared(facts),),
        ),
        Part(MAP, _map_in_words(facts)),
        Part("Warga yang belum terlayani", figures.people_told(facts), headline=True),
        Part("Yang perlu diputuskan", *_decisions(facts)),
        Part("Yang belum masuk hitungan", (waiting,)),
        Part("Sejak penerbitan terakhir", (_news(facts),)),
    )


def _not_compared(facts: Facts) -> str:
    return f"Belum dapat dibandingkan: {no_index(facts)}."


def no_index(facts: Facts) -> str:
    """Why no regency has an index, where none has."""
    return "semua pelayanan dinyatakan nihil" if len(facts.consolidated.regency) else NO_REPORT


def _map_in_words(facts: Facts) -> tuple[str, ...]:
    """What is on the map, and the names of each letter."""
    key = map_key(facts)
    if not key.of:
        return (f"Belum ada yang dapat digambarkan: {no_index(facts)}.",)
    named = {
        f"{shade.letter} {shade.name}": [code for code in facts.names if key.of.get(code) == shade]
        for shade in key.shades
    }
    named[f"{NO_FIGURE} tanpa angka"] = [code for code in facts.names if code not in key.of]
    told = tuple(f"{label}: {_who(facts, codes)}" for label, codes in named.items() if codes)
    return (f"{key.title}, {key.beside}.", *told) if key.beside else told


def _who(facts: Facts, codes: list[str]) -> str:
    """Many who are named as not counted further down are not named twice."""
    if len(codes) == len(facts.names) > 1:
        return all_of(len(codes), REGENCIES)
    if len(codes) > _NAMED_TWICE and set(codes) <= facts.absent.keys():
        return f"{number_text(len(codes))} daerah, disebut di bawah"
    return ", ".join(short_names(facts, codes))


def short_names(facts: Facts, codes: Iterable[str]) -> list[str]:
    return [short_name(facts.names[code]) for code in codes]


def _decisions(facts: Facts) -> tuple[tuple[str, ...], bool]:
    """The texts, and whether they are things to decide on."""
    rows = facts.consolidated.priorities.set_index("decision")
    chosen = [rows.loc[reason] for reason in DECISIONS if reason in rows.index]
    if chosen:
        return tuple(people_sentences.decision(_decision(facts, row.name, row)) for row in chosen), True
    return (f"Belum ada usulan: {people_sentences.no_ranking(len(facts.consolidated.regency))}.",), False


def _decision(facts: Facts, reason: str, row) -> Decision:
    c, code = facts.consolidated, row["service_code"]
    left = c.unserved[(c.unserved["service_code"] == code) & (c.unserved["regency_code"] != c.province_code)]
    most = left[left["unserved"] > 0].sort_values(["unserved", "regency_code"], ascending=[False, True]).head(_NAMED)
    cost = row["cost_to_serve_all"]
    return Decision(
        reason=reason,
        service=facts.services.set_index("service_code").loc[code, "service_name"],
        amount=f"{number_text(row['unserved'])} {row['unit']}",
        short=int(row["regencies_short"]),
        regencies=int(row["regencies"]),
        where=short_names(facts, most["regency_code"]),
        lift=float(row["lift"]),
        against_own=float(row["against_own"]),
        cost=Cost(None if math.isnan(cost) else cost, int(row["cost_known"]), int(row["regencies_short"])),
    )


def _who_of_news(facts: Facts, what: str, codes: Iterable[str]) -> list[str]:
    """Of whose figures were replaced it is told where they changed much."""
    changed = {one.regency_code: one for one in facts.consolidated.changed if one.difference.kind == "revision"}
    names = zip(codes, short_names(facts, codes), strict=True)
    return [
        f"{name}, {for_the_province(changed[code])}" if what == "replaced" and code in changed else name
        for code, name in names
    ]


def _news(facts: Facts) -> str:
    news = facts.consolidated.news
    if news is None:
        return publication_sentences.FIRST
    return publication_sentences.news(
        date_text(news.since),
        {name: _who_of_news(facts, name, getattr(news, name)) for name in publication_sentences.TOLD},
        news.counted,
        figures.index_of(facts, news.then),
        figures.index_of(facts, news.now),
        news.rules,
    )
