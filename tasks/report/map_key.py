"""What the letters on a province's map say: at the end of a year the category that each regency reaches, before it how
far each one is, as no index of a year that goes on is a verdict."""

from collections.abc import Iterator
from dataclasses import dataclass

from schemas.movement import PACES
from tasks.report.outlook import PACE_WORDS, pace_of
from tasks.report.tables.lookups import Facts
from tasks.report.workbook.theme import BANDS, LETTERS, UNDECIDED, band_colours

NO_FIGURE = "–"
"""Stands on the map, and before the names, where a regency has no index."""
_PACES = dict(zip(PACES, (("M", BANDS[0]), ("R", BANDS[3]), ("S", UNDECIDED), ("T", BANDS[4])), strict=True))
"""How far a regency is -> its letter and its colour."""


@dataclass(frozen=True)
class Shade:
    """One letter of the map, what it stands for, its colour."""

    letter: str
    name: str
    colour: str


@dataclass(frozen=True)
class MapKey:
    """`title` says what is shown, `beside` what it is compared with ('' at a year's end); `shades` are the letters that
    there can be, `of` says which one a regency has, and `figures` its figure in words. One without an index is in
    neither."""

    title: str
    beside: str
    shades: tuple[Shade, ...]
    of: dict[str, Shade]
    figures: dict[str, str]


def map_key(facts: Facts) -> MapKey:
    return _paces(facts) if len(facts.consolidated.paces) else _categories(facts)


def _categories(facts: Facts) -> MapKey:
    names = facts.categories["name"]
    shades = tuple(Shade(*each) for each in zip(LETTERS, names, band_colours(names), strict=True))
    rows = facts.consolidated.regency.dropna(subset=["regency_index"]).set_index("regency_code")
    bands = facts.bands(rows["regency_index"])
    printed = rows["printed_index"].str.replace(".", ",")
    return MapKey(
        "Indeks SPM",
        "",
        shades,
        {code: shades[band] for code, band in bands.items()},
        {code: f"{printed[code]} ({names[band]})" for code, band in bands.items()},
    )


def _paces(facts: Facts) -> MapKey:
    c = facts.consolidated
    shades = {pace: Shade(letter, PACE_WORDS[pace], colour) for pace, (letter, colour) in _PACES.items()}
    rows = c.paces[c.paces["regency_code"] != c.province_code]
    of = {row.regency_code: shades[row.pace] for row in rows.itertuples()}
    words = {code: f"{text} ({of[code].name})" for code, text in pace_of(facts).items() if code in of}
    return MapKey(
        "Laju indeks SPM", ", atau ".join(_compared_with(set(rows["last_year"]))), tuple(shades.values()), of, words
    )


def _compared_with(last_year: set[bool]) -> Iterator[str]:
    if True in last_year:
        yield "dibandingkan dengan triwulan yang sama tahun lalu"
    if last_year == {False}:
        yield "dibandingkan dengan pelayanan yang merata sepanjang tahun"
    elif False in last_year:
        yield "bila itu tidak ada, dengan pelayanan yang merata sepanjang tahun"
