"""Which submissions count, and their figures as the report takes them."""

from collections.abc import Sequence

import pandas as pd

from config.settings import ProvinceSettings
from schemas.correction import Correction
from schemas.frames import COUNTING, FIGURES
from tasks.corrections import corrected
from tasks.ledger import Ledger


def counting(files: pd.DataFrame) -> pd.DataFrame:
    """Of each regency the submission that counts: the latest accepted one. A rejected one never replaces it."""
    accepted = files[files["status"].isin(COUNTING)]
    return accepted.drop_duplicates("regency_code", keep="last")


def counting_figures(
    ledger: Ledger, counted: pd.DataFrame, corrections: Sequence[Correction], settings: ProvinceSettings
) -> dict[str, pd.DataFrame]:
    """Sheet key -> figures of the counting submissions, corrections made, `regency_code` in place of `submission`."""
    read = _figures(ledger, counted)
    if not corrections:
        return read
    touched = counted[counted["regency_code"].isin([one.regency_code for one in corrections])]
    places = ledger.places([int(id_) for id_ in touched["id"]])
    return corrected(read, corrections, touched, places, settings)


def _figures(ledger: Ledger, counted: pd.DataFrame) -> dict[str, pd.DataFrame]:
    """Sheet key -> figures with `regency_code` in place of `submission`."""
    ids = [int(id_) for id_ in counted["id"]]
    codes = counted.set_index("id")["regency_code"]
    found = {}
    for key in FIGURES:
        frame = ledger.figures(key, ids)
        frame.insert(0, "regency_code", frame.pop("submission").map(codes).astype("str"))
        found[key] = frame.sort_values(["regency_code", "row"], ignore_index=True)
    return found
