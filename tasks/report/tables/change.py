"""The sheet "Perubahan": why the index moved, over the same regencies, in steps, by bidang and by regency."""

import pandas as pd

from schemas.movement import CAUSES, LEAST, Comparison
from schemas.wording import half_up
from tasks.report.change_sentences import NAMES
from tasks.report.sentences import capital, listed
from tasks.report.tables.lookups import Facts
from tasks.report.tables.table import Column, ReportTable

SHEET = "Perubahan"
WITHOUT = "tidak ada triwulan yang dapat dibandingkan"
BY_TARGET = "bertambah hanya karena sasaran lebih rendah"
BY_HIGHER_TARGET = "turun hanya karena sasaran lebih tinggi"
FORCED = "penyebabnya tidak dapat dipisah"
_TITLES = {
    "recipients": "Karena jumlah terlayani",
    "quality": "Karena mutu",
    "target": "Karena sasaran",
    "nihil": "Karena nihil",
    "method": "Karena cara menghitung",
}
"""Cause -> heading of its column."""
DIFFERENCE_NOTE = (
    "Selisih adalah selisih kedua indeks yang tertulis. Poin semua penyebab berjumlah selisih sebelum pembulatan, "
    "sehingga jumlah poin yang tertulis dapat berbeda sedikit darinya."
)
NOTES = (
    DIFFERENCE_NOTE,
    "Sasaran yang naik menurunkan indeks; yang turun menaikkannya tanpa ada pelayanan yang membaik.",
)


def change_tables(facts: Facts) -> list[ReportTable]:
    return [province_steps(facts), field_changes(facts), regency_changes(facts)]


def compared(facts: Facts) -> Comparison | None:
    """The whole of the province against the quarter that the tables compare with: last year's, else the year's."""
    whole = [one for one in facts.consolidated.comparisons if one.field_code == "ALL" and one.members]
    return next(iter(whole), None)


def province_steps(facts: Facts) -> ReportTable:
    """A row a step: from the mean of those who reported then, by the causes, to the mean of those who do now."""
    c, one, rows = facts.consolidated, compared(facts), []
    if one:
        first, last = one.steps[0].start, one.steps[-1].end
        ends = (("", label, "–", value) for label, value in ((one.since.label, first), (c.period.label, last)))
        rows = [next(ends), *_step_rows(one), next(ends)]
    frame = pd.DataFrame(rows, columns=["cause", "what", "points", "index"])
    return ReportTable(
        sheet=SHEET,
        title=f"Mengapa rata-rata daerah yang melapor {_verb(facts)}{f' sejak {one.since.label}' if one else ''}",
        notes=(*NOTES, *_who(facts, one)) if one else (),
        columns=(
            Column("what", "Dari dan karena", width=25),
            Column("points", "Poin", "points", 12),
            Column("index", "Indeks menjadi", "index", 14),
        ),
        frame=frame.assign(index=frame["index"].map(facts.printed), points=_rounded(frame["points"])),
        without=WITHOUT,
    )


def _step_rows(one: Comparison) -> list[tuple[str, str, float, float]]:
    """Of what moved it by as much as can be printed."""
    told = [step for step in one.steps if abs(step.points) >= LEAST]
    return [(step.cause, capital(NAMES[step.cause]), step.points, step.end) for step in told]


def _verb(facts: Facts) -> str:
    """Within a year figures only grow by what was served since: that is pace and no change."""
    one = compared(facts)
    return "bergerak" if one and one.since.year == facts.consolidated.period.year else "berubah"


def _who(facts: Facts, one: Comparison) -> list[str]:
    """Who is compared with whom."""
    told = [f"Dibandingkan: {len(one.members)} daerah yang dihitung pada kedua triwulan."]
    for codes, words in ((one.joined, "Baru dihitung sekarang"), (one.left, "Dahulu dihitung, kali ini belum")):
        if codes:
            told.append(f"{words}, sehingga tidak dapat dibandingkan: {listed([facts.names[code] for code in codes])}.")
    return told


def field_changes(facts: Facts) -> ReportTable:
    """A row a bidang: over the regencies that have it in both quarters."""
    one = compared(facts)
    fields = [each for each in facts.consolidated.comparisons if each.field_code != "ALL" and each.members]
    rows = [_field_row(facts, each) for each in fields if one and each.since == one.since]
    columns = ["name", "field_code", "members", "then", "now", "difference", *CAUSES, "note"]
    return ReportTable(
        sheet=SHEET,
        title="Perubahan menurut bidang, daerah yang sama",
        columns=(
            Column("name", "Bidang", width=25),
            Column("members", "Daerah yang sama", "count", 12),
            *_figure_columns(facts, one),
            Column("note", "Catatan", width=16),
        ),
        frame=_printed(facts, pd.DataFrame(rows, columns=columns)),
        without=WITHOUT,
    )


def _field_row(facts: Facts, one: Comparison) -> dict[str, object]:
    return {
        "name": facts.fields[one.field_code],
        "members": len(one.members),
        **{key: getattr(one, key) for key in ("field_code", "then", "now", "difference")},
        **{cause: one.points[cause] for cause in CAUSES},
        "note": _note(one.by_target, one.difference, forced=False),
    }


def regency_changes(facts: Facts) -> ReportTable:
    """A row a regency that has an index in both quarters, by its rank now among them."""
    one = compared(facts)
    return ReportTable(
        sheet=SHEET,
        title="Perubahan menurut kabupaten/kota",
        notes=("Peringkat di antara daerah yang sama pada kedua triwulan.",) if one else (),
        columns=(
            Column("name", "Kabupaten/kota", width=25),
            Column("rank_now", "Peringkat", "number", 12),
            *_figure_columns(facts, one),
            Column("rank_move", "Gerak peringkat", width=16),
            Column("note", "Catatan", width=19),
        ),
        frame=_printed(facts, _regency_frame(facts, one)),
        without=WITHOUT,
    )


def _regency_frame(facts: Facts, one: Comparison | None) -> pd.DataFrame:
    c = facts.consolidated
    moves, own = (_of_the_whole(rows, one) for rows in (c.moves, c.change))
    points = own.pivot(index="regency_code", columns="cause", values="points").reindex(columns=list(CAUSES))
    frame = moves.merge(points, left_on="regency_code", right_index=True, how="left", validate="1:1")
    frame = frame.sort_values(["rank_now", "regency_code"], ignore_index=True)
    return frame.assign(
        name=frame["regency_code"].map(facts.names),
        rank_move=[ALONE]
        if len(frame) == 1
        else [_rank_text(then, now) for then, now in zip(frame["rank_then"], frame["rank_now"], strict=True)],
        note=[_note(*row) for row in frame[["by_target", "difference", "forced"]].itertuples(index=False)],
    )


def _of_the_whole(rows: pd.DataFrame, one: Comparison | None) -> pd.DataFrame:
    return rows[(rows["field_code"] == "ALL") & (rows["from_period"] == (one.since.key if one else ""))]


def _figure_columns(facts: Facts, one: Comparison | None) -> tuple[Column, ...]:
    since, now = (one.since.label if one else "Dahulu"), facts.consolidated.period.label
    return (
        Column("then", since, "index", 12),
        Column("now", now, "index", 12),
        Column("difference", "Selisih", "points", 11),
        *(Column(cause, _TITLES[cause], "points", 12) for cause in _TITLES),
    )


ALONE = "–"
"""The move of the only one that is compared: a rank among one says nothing."""


def _rank_text(then: int, now: int) -> str:
    if then == now:
        return "tetap"
    return f"{'naik' if now < then else 'turun'} {abs(then - now)} (dari {then})"


def _note(by_target: bool, difference: float, forced: bool) -> str:
    return "; ".join(filter(None, (only_by_target(by_target, difference), FORCED * forced))) or "–"


def only_by_target(by_target: bool, difference: float) -> str:
    """Where nothing but other targets moved the index this way: nobody was served better, or worse."""
    if not by_target:
        return ""
    return BY_TARGET if difference > 0 else BY_HIGHER_TARGET


def _printed(facts: Facts, frame: pd.DataFrame) -> pd.DataFrame:
    frame = frame.assign(then=frame["then"].map(facts.printed), now=frame["now"].map(facts.printed))
    return frame.assign(**{name: _rounded(frame[name]) for name in ("difference", *CAUSES)})


def _rounded(values: pd.Series) -> pd.Series:
    """As they are printed; -0 is 0."""
    return values.map(lambda value: value if isinstance(value, str) else half_up(value, 2) + 0.0).astype(object)
