"""On what the times of receipt rest, in words: short in a row, what was said about them once for all rows."""

import pandas as pd

from schemas.ledger import IMPORTED, LOOKED, SENT

_UNRECORDED = "tidak tercatat"
_WAYS = {LOOKED: "folder kiriman", IMPORTED: "pernyataan operator", SENT: "halaman kiriman"}
_REASONS = {IMPORTED: "pernyataan operator", SENT: "alasan mengganti"}
"""What somebody gave a reason for, by the way that the file came."""


def reasons(came: pd.DataFrame) -> list[str]:
    """What was said about times of receipt, each once, in the order of the table."""
    rows = came.sort_values(["regency_code", "revision"], kind="stable")
    told = zip(rows["way"], rows["reason"], strict=True)
    return list(dict.fromkeys(f"{_REASONS.get(way, way)}: {reason}" for way, reason in told if reason))


def ways(rows: pd.DataFrame, told: list[str]) -> pd.Series:
    """On what each time of receipt rests, with the number of what was said about it."""
    numbers = {reason: f" ({number})" for number, reason in enumerate(told, start=1)}
    came = zip(rows["way"], rows["reason"], strict=True)
    texts = [
        _WAYS.get(way, _UNRECORDED) + numbers.get(f"{_REASONS.get(way, way)}: {reason}", "") for way, reason in came
    ]
    return pd.Series(texts, rows.index, dtype=object)


def explained(told: list[str]) -> list[str]:
    """A note with what each number stands for."""
    listed = "; ".join(f"({number}) {reason}" for number, reason in enumerate(told, start=1))
    return [f"Dasar waktu terima: {listed}."] if told else []
