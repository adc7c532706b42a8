"""Which rejected submissions a later accepted one has mended, though its form covers less than theirs.

An office that fills in its own bidang of the whole form is rejected and told to use its own form. What it sends then is
accepted, and nothing of what was rejected is left to mend, though the first form asked for every bidang.
"""

import pandas as pd
from pandera.typing.pandas import DataFrame

from config import catalogue
from schemas.frames import COUNTING, STATUSES
from schemas.receipt import TOTALS
from schemas.sent import Files
from tasks.compute.counting import covered_fields
from tasks.ledger.ledger import Ledger

_REJECTED = STATUSES[2]
_WITH_FIGURES = tuple(key for key, names in TOTALS.items() if names)


def unmended(ledger: Ledger, files: DataFrame[Files]) -> DataFrame[Files]:
    """Submissions in order of receipt without the mended ones: rejected, with figures, all of which are of bidang that
    their regency has sent again since and that were accepted. Of what could not be read nobody knows what it was about:
    it stays."""
    rows = enumerate(files.itertuples(), start=1)
    since = {row.id: fields for place, row in rows if (fields := _accepted_since(files.iloc[place:], row))}
    if not since:
        return files
    about = _fields_with_figures(ledger, list(since))
    mended = [id_ for id_, fields in since.items() if about[id_] and about[id_] <= fields]
    return files[~files["id"].isin(mended)] if mended else files


def _accepted_since(later: pd.DataFrame, row: tuple) -> set[str]:
    """The bidang of a rejected submission that were accepted `later`."""
    if row.status != _REJECTED or not row.regency_code:
        return set()
    alike = (later["regency_code"] == row.regency_code) & (later["period"] == row.period)
    accepted = later.loc[alike & later["status"].isin(COUNTING), "form_version"]
    return {field for form in accepted for field in covered_fields(form)}


def _fields_with_figures(ledger: Ledger, ids: list[int]) -> dict[int, set[str]]:
    field_of = catalogue.table("services").set_index("service_code")["field_code"]
    found: dict[int, set[str]] = {id_: set() for id_ in ids}
    for key in _WITH_FIGURES:
        read = ledger.figures(key, ids)
        said = read[read[list(TOTALS[key])].notna().any(axis=1)]
        for submission, field in zip(said["submission"], said["service_code"].map(field_of), strict=True):
            found[submission].add(field)
    return found
