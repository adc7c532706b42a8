"""Which submissions count for which bidang, and their figures as the report takes them.

A whole report covers every bidang, the form of an office its own. Frames by bidang have a row a submission and bidang:
the columns of `Ledger.files`, in its order, and `field_code`.
"""

from collections.abc import Collection, Iterator, Sequence

import numpy as np
import pandas as pd
from pandera.typing.pandas import DataFrame

from config import catalogue
from config.settings import ProvinceSettings
from schemas.correction import CODE_COLUMNS, Correction
from schemas.frames import COUNTING, FIGURES
from schemas.ledger import DUPLICATE
from schemas.reference import FIELDS
from schemas.sent import Files, FilesByField
from tasks.compute.corrections import corrected
from tasks.ledger.ledger import Ledger, ReadFigures
from tasks.ledger.quarter import Quarter

CODES = CODE_COLUMNS | {"stages": "field_code"}
"""Sheet key -> the column that says what a row is about, where the form has one row for each."""


def sent_files(ledger: Ledger, quarter: Quarter) -> DataFrame[Files]:
    """What was sent for a quarter by its moment: `Ledger.files` without repeated content."""
    files = ledger.files(quarter.province_code, quarter.period, quarter.as_of)
    return files[files["status"] != DUPLICATE]


def covered_fields(form_version: str) -> tuple[str, ...]:
    """The bidang that a submission is about. A file that could not be opened ('') stands for a whole report."""
    return catalogue.layouts()[form_version].fields if form_version else FIELDS


def first_arrivals(files: DataFrame[Files]) -> DataFrame[Files]:
    """Without what repeats an accepted submission, nothing else having been accepted in between: of one content that
    came by two ways the one that came first counts, whichever was recorded first."""
    accepted = files[files["status"].isin(COUNTING)]
    again = accepted.duplicated(["regency_code", "period", "sha256"], keep=False)
    if not again.any():
        return files
    whose = {*accepted.loc[again, "regency_code"]}
    sent = accepted[accepted["regency_code"].isin(whose)].groupby(["regency_code", "period"])
    repeating = [id_ for _, of_quarter in sent for id_ in _repeating(of_quarter)]
    return files[~files["id"].isin(repeating)] if repeating else files


def _repeating(accepted: DataFrame[Files]) -> Iterator[int]:
    """Of what was accepted of a regency for a quarter, in order of receipt."""
    standing: dict[str, tuple] = {}
    for one in accepted.itertuples():
        fields, same = {*covered_fields(one.form_version)}, standing.get(one.sha256)
        standing = {of: each for of, each in standing.items() if not fields & {*covered_fields(each.form_version)}}
        standing[one.sha256] = one
        if same is not None:
            first, later = sorted((same, one), key=lambda each: (each.received_at, each.id))
            standing[one.sha256] = first
            yield later.id


def latest(files: pd.DataFrame) -> DataFrame[FilesByField]:
    """By bidang: of each regency and bidang the last submission that covers it."""
    files = first_arrivals(files)
    covers = files.assign(field_code=files["form_version"].map(covered_fields))
    by_field = covers.explode("field_code", ignore_index=True)
    return by_field.drop_duplicates(["regency_code", "field_code"], keep="last")


def ready(files: pd.DataFrame) -> DataFrame[FilesByField]:
    """By bidang: of each regency and bidang the latest accepted submission. A rejected one never replaces it."""
    return latest(files[files["status"].isin(COUNTING)])


def counting(files: pd.DataFrame) -> DataFrame[FilesByField]:
    """By bidang: the submissions that count, of the regencies of which every bidang is ready: the index of another
    would be a mean over some of them."""
    found = ready(files)
    return found[found.groupby("regency_code")["field_code"].transform("size") == len(FIELDS)]


def is_last(files: pd.DataFrame) -> pd.Series:
    """Whether no later submission of its regency covers the same bidang; one of nobody is never followed."""
    return files["id"].isin(latest(files)["id"]) | (files["regency_code"] == "")


def by_kept(rejected: pd.DataFrame, counted: pd.DataFrame, column: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """What a column says of last submissions that were rejected, each once: of whom nothing counts, and of whom an
    earlier report goes on counting."""
    kept = rejected["regency_code"].isin(counted["regency_code"])
    return tuple(dict.fromkeys(rejected.loc[~kept, column])), tuple(dict.fromkeys(rejected.loc[kept, column]))


def open_files(files: pd.DataFrame, counted: pd.DataFrame) -> DataFrame[Files]:
    """The submissions whose findings still say something: those that count, the last ones of each regency, the
    nameless."""
    return files[is_last(files) | files["id"].isin(counted["id"])]


def waiting(files: pd.DataFrame) -> dict[str, tuple[str, ...]]:
    """Regency -> the bidang that are ready and do not count yet, because others are missing."""
    found = ready(files)
    by_regency = found.groupby("regency_code")["field_code"].agg(set)
    return {
        code: tuple(one for one in FIELDS if one in held) for code, held in by_regency.items() if held != set(FIELDS)
    }


def tied(files: pd.DataFrame) -> dict[str, tuple[str, ...]]:
    """Regency -> names of the files that were received in the very second of the one that counts, about the same
    bidang and with other content, the counting one last: only the order of the ledger stands between them."""
    covers = files.assign(field_code=files["form_version"].map(covered_fields))
    accepted = covers[covers["status"].isin(COUNTING)].explode("field_code", ignore_index=True)
    of = accepted.groupby(["regency_code", "field_code"])
    at_once = accepted[accepted["received_at"] == of["received_at"].transform("last")]
    contents = at_once.groupby(["regency_code", "field_code"])["sha256"].transform("nunique")
    rivals = at_once[contents > 1].drop_duplicates("id")
    return {code: tuple(names) for code, names in rivals.groupby("regency_code")["file_name"]}


def resent(files: pd.DataFrame) -> dict[str, tuple[str, ...]]:
    """Regency -> names of the files that brought older content again after the submission that counts, which goes on
    counting: whether its sender meant to go back to it nobody knows. `files` holds the repeated ones too."""
    again = files["status"] == DUPLICATE
    counted = submissions_of(counting(files[~again]))
    last = counted.groupby("regency_code")["received_at"].max().to_dict()
    contents = set(zip(counted["regency_code"], counted["sha256"], strict=True))
    found: dict[str, tuple[str, ...]] = {}
    for one in files[again].itertuples():
        code, counts = one.regency_code, (one.regency_code, one.sha256) in contents
        if code in last and one.received_at > last[code] and not counts:
            found[code] = (*found.get(code, ()), one.file_name)
    return found


def submissions_of(by_field: pd.DataFrame) -> DataFrame[Files]:
    """The submissions of a frame by bidang, each once."""
    return by_field.drop_duplicates("id").drop(columns="field_code")


def counting_figures(
    ledger: Ledger,
    counted: pd.DataFrame,
    corrections: Sequence[Correction],
    settings: ProvinceSettings,
    sheets: Collection[str] = FIGURES,
    figures: ReadFigures | None = None,
) -> dict[str, pd.DataFrame]:
    """Sheet key -> figures of what `counting` gives, corrections made, `regency_code` and `revision` in place of
    `submission`. `figures` are the ledger's, where somebody has read them."""
    read = _figures(figures or ledger.figures, counted, sheets)
    if not corrections:
        return read
    touched = submissions_of(counted[counted["regency_code"].isin([one.regency_code for one in corrections])])
    places = ledger.places([int(id_) for id_ in touched["id"]])
    return corrected(read, corrections, touched, places, settings)


def _figures(read: ReadFigures, counted: pd.DataFrame, sheets: Collection[str]) -> dict[str, pd.DataFrame]:
    """Sorted by regency and row; of several submissions of one regency first the one with the first bidang.

    A service, item or bidang given twice, which only counts where a province made R02 a warning, has one row here, the
    first of its sheet: what counts is settled once, before anything is computed or shown. The ledger keeps both rows.
    """
    place = counted["field_code"].map(FIELDS.index)
    files = submissions_of(counted.iloc[np.lexsort((place, counted["regency_code"]))])
    ids, files = [int(id_) for id_ in files["id"]], files.set_index("id")
    order = pd.Series(range(len(ids)), ids, dtype="int64")
    found = {}
    for key in sheets:
        frame = _of_counted_fields(read(key, ids), counted)
        submission = frame.pop("submission")
        frame.insert(0, "regency_code", submission.map(files["regency_code"]).astype("str"))
        frame.insert(1, "revision", submission.map(files["revision"]).astype("int64"))
        frame = frame.take(np.lexsort((frame["row"], submission.map(order))))
        found[key] = first_rows(frame, ["regency_code", CODES[key]]) if key in CODES else frame
    return {key: frame.reset_index(drop=True) for key, frame in found.items()}


def first_rows(figures: pd.DataFrame, key: list[str]) -> pd.DataFrame:
    """One row per key: of several, the one that stands first."""
    return figures[~figures.duplicated(key)]


def _of_counted_fields(frame: pd.DataFrame, counted: pd.DataFrame) -> pd.DataFrame:
    """Without the rows of bidang for which another submission counts."""
    shared = counted[counted.groupby("id")["id"].transform("size") < len(FIELDS)]
    if shared.empty:
        return frame
    rows = frame[frame["submission"].isin(shared["id"])]
    services = catalogue.table("services").set_index("service_code")["field_code"]
    field = rows["field_code"] if "field_code" in rows else rows["service_code"].map(services)
    counts = pd.MultiIndex.from_arrays([rows["submission"], field])
    others = rows.index[~counts.isin(pd.MultiIndex.from_frame(shared[["id", "field_code"]]))]
    return frame.drop(others)
