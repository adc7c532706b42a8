"""Where every figure that enters a report stands in the files that were sent."""

import pandas as pd

from config import catalogue
from schemas.consolidated import Consolidated
from schemas.correction import CODE_COLUMNS, FIGURE_COLUMNS, Correction, Figure
from schemas.wording import number_text

EMPTY, NO_COLUMN = "kosong", "tanpa kolom"
_KEY = ["regency_code", "code", "column"]
_FILE = ["regency_code", "revision"]


def origins_of(consolidated: Consolidated) -> pd.DataFrame:
    """A row a figure, by regency, sheet, row and column: regency_code, sheet and column (keys of the layout), row,
    service_code, code (of the service or the quality item), value, title and cell in the sender's file, file_name,
    revision, sha256, and correction, what the province changed ('' where nothing).

    A value is a number, a statement of the form, or EMPTY. Quality items that nobody needs are in no figure.
    """
    frames = _figures(consolidated)
    rows = pd.concat([_long(frame, sheet) for sheet, frame in frames.items()], ignore_index=True)
    rows = rows.merge(_letters(consolidated.places), on=[*_FILE, "sheet", "column"], how="left", validate="m:1")
    rows = rows.merge(_files(consolidated.intake), on=_FILE, how="left", validate="m:1")
    made = {(one.regency_code, one.code, one.column): _told(one) for one in consolidated.corrections}
    keys = zip(*(rows[name] for name in _KEY), strict=True)
    rows["correction"] = [made.get(key, "") for key in keys] if made else ""
    rows["cell"] = (rows["letter"] + rows["row"].astype(str)).where(rows["letter"].notna(), NO_COLUMN)
    rows = rows.sort_values(["regency_code", "place", "row", "at"], kind="stable", ignore_index=True)
    return rows.drop(columns=["letter", "place", "at"])


def _figures(c: Consolidated) -> dict[str, pd.DataFrame]:
    recipients = pd.concat([c.recipients, c.own_recipients])
    return {
        "recipients": recipients.assign(nihil=recipients["nihil"].map({True: "Ya", False: "Tidak"})),
        "quality": c.quality[c.quality["required"] > 0],
        "budget": pd.concat([c.budget, c.own_budget]),
    }


def _long(frame: pd.DataFrame, sheet: str) -> pd.DataFrame:
    place = list(FIGURE_COLUMNS).index(sheet)
    kept = frame[[*_FILE, "row", "service_code"]].assign(code=frame[CODE_COLUMNS[sheet]])
    return pd.concat(
        [
            kept.assign(sheet=sheet, column=column, place=place, at=at, value=_values(frame[column]))
            for at, column in enumerate(FIGURE_COLUMNS[sheet])
        ]
    )


def _values(figures: pd.Series) -> pd.Series:
    return figures.astype(object).where(figures.notna(), EMPTY)


def _letters(places: pd.DataFrame) -> pd.DataFrame:
    """A row a column of a sheet in a sender's file."""
    rows = [
        (one.regency_code, one.revision, one.sheet, column, one.title, letter)
        for one in places.itertuples()
        for column, letter in one.letters.items()
        if column in FIGURE_COLUMNS.get(one.sheet, ())
    ]
    names = [*_FILE, "sheet", "column", "title", "letter"]
    return pd.DataFrame(rows, columns=names).astype("str").astype({"revision": "int64"})


def _files(intake: pd.DataFrame) -> pd.DataFrame:
    counts = intake[intake["counts"].eq(True)]
    return counts[[*_FILE, "file_name", "sha256"]]


def _told(one: Correction) -> str:
    return f"Dikoreksi provinsi dari {_text(one.expected)}: {one.reason.rstrip('.')}. Dasar: {one.source} ({one.by})."


def _text(value: Figure) -> str:
    return {True: "Ya", False: "Tidak"}[value] if isinstance(value, bool) else number_text(value)


def headings() -> dict[tuple[str, str], str]:
    """(sheet, column) -> what the form calls a figure."""
    sheets = catalogue.layout_for("kabkota").by_key
    return {(key, name): sheets[key].by_key[name].heading for key, names in FIGURE_COLUMNS.items() for name in names}
