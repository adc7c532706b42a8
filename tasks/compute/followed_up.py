"""What became of the problems and actions of the quarter before: named again, changed, or not named any more."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping

import pandas as pd

from schemas.followed_up import CHANGED, COUNTS, GONE, KINDS, SAME, FollowedUp, FollowedUpOf, FollowUp
from schemas.frames import columns, frame_of
from schemas.period import Period
from schemas.wording import plain

Frames = Mapping[str, pd.DataFrame]
"""Sheet key -> figures that count, `regency_code` in place of `submission`."""


def followed_up(period: Period, now: Frames, before: Frames | None) -> FollowUp:
    """Of the report of `period`; `before` are the figures of the quarter before, None where nothing counted then."""
    reported, then = _regencies(now), _regencies(before) if before else set()
    both = reported & then
    rows = [row for kind in KINDS for row in _compared(kind, now, before, both)] if both else []
    frame = frame_of(FollowedUp, sorted(rows))
    offices = _spellings(frame["opd"])
    return FollowUp(
        period.previous(),
        len(then),
        tuple(sorted(both)),
        frame,
        _counts(frame, frame["regency_code"]),
        _counts(frame, frame["opd"].map(lambda opd: offices[plain(opd)])),
        tuple(sorted(reported - then)),
        _handed_over(frame),
    )


def _handed_over(rows: pd.DataFrame) -> pd.DataFrame:
    rows = rows[(rows["state"] != GONE) & (rows["opd"] != rows["opd_now"])]
    return rows.drop_duplicates(["regency_code", "service_code", "opd", "opd_now"], ignore_index=True)


def _regencies(figures: Frames) -> set[str]:
    return set(figures["recipients"]["regency_code"])


def _compared(kind: str, now: Frames, before: Frames, both: set[str]) -> Iterator[tuple]:
    """The rows of FollowedUp of one kind."""
    named, former = _named(now[kind], KINDS[kind]), _named(before[kind], KINDS[kind])
    spelled = _spellings([*now[kind]["opd"], *before[kind]["opd"]])
    offices, later = (_offices(frames[kind], KINDS[kind], spelled) for frames in (before, now))
    for key, texts in former.items():
        if key[0] not in both:
            continue
        others = {words: text for words, text in named.get(key, {}).items() if words not in texts}
        for words, text in texts.items():
            state = SAME if words in named.get(key, {}) else CHANGED if others else GONE
            there = {SAME: {words: ""}, CHANGED: others, GONE: {}}[state]
            told = text, state, "; ".join(sorted(filter(None, there.values())))
            for opd in sorted(offices[*key, words]):
                yield (*key, kind, opd, *told, _still(opd, set().union(*(later[*key, one] for one in there))))


def _still(opd: str, offices: set[str]) -> str:
    """Of the offices that are named now the same one, else all."""
    return opd if opd in offices else "; ".join(sorted(filter(None, offices)))


def _named(rows: pd.DataFrame, column: str) -> dict[tuple[str, str], dict[str, str]]:
    """(regency, service) -> the words that count -> as they were first written."""
    found: dict[tuple[str, str], dict[str, str]] = defaultdict(dict)
    for code, service, text in zip(rows["regency_code"], rows["service_code"], rows[column], strict=True):
        if words := plain(text):
            found[code, service].setdefault(words, text)
    return found


def _offices(rows: pd.DataFrame, column: str, spelled: Mapping[str, str]) -> dict[tuple[str, str, str], set[str]]:
    """(regency, service, words that count) -> the offices that are named beside it, each spelled in one way."""
    found: dict[tuple[str, str, str], set[str]] = defaultdict(set)
    keys = zip(rows["regency_code"], rows["service_code"], rows[column], rows["opd"], strict=True)
    for code, service, text, opd in keys:
        found[code, service, plain(text)].add(spelled[plain(opd)])
    return found


def _spellings(offices: Iterable[str]) -> dict[str, str]:
    """The words that count of an office -> its spelling: of several the first in the alphabet."""
    return {plain(opd): opd for opd in sorted(offices, reverse=True)}


def _counts(rows: pd.DataFrame, name: pd.Series) -> pd.DataFrame:
    """FollowedUpOf of the rows, by `name`."""
    of = (rows["kind"] + "_" + rows["state"]).rename("of")
    counts = pd.crosstab(name.rename("name"), of).reindex(columns=list(COUNTS), fill_value=0).reset_index()
    return FollowedUpOf.validate(counts[columns(FollowedUpOf)].astype({"name": "str"}).rename_axis(columns=None))
