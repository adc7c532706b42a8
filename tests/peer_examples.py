"""A province of made-up neighbours, and what makes one of them stand out (H04): an example of every sentence."""

from dataclasses import dataclass

import pandas as pd

from config import catalogue
from schemas.frames import FIGURES, columns

REGENCIES = tuple(catalogue.regencies("62")["code"])
SERVICES = catalogue.services("SPM-KK-2025.1")

Frames = dict[str, pd.DataFrame]


def neighbours(count: int = 14) -> Frames:
    """Figures of `count` regencies that differ by up to 15 % from one another; Excel row 6 is the first service."""
    recipients, budget = [], []
    for number, code in enumerate(REGENCIES[:count]):
        scatter = 1 + 0.15 * (number / 13 - 0.5)
        for row, one in enumerate(SERVICES.itertuples(), 6):
            target = round(catalogue.populations()[code] * 0.15 * scatter)
            recipients.append((code, 1, row, one.service_code, one.unit, target, target, 0, 100, False, ""))
            budget.append(
                (code, 1, row, one.service_code, target * 1e5, target * 1e5 * scatter, 100, "APBD", "Dinas", "")
            )
    return {
        key: pd.DataFrame(rows, columns=["regency_code", "revision", *columns(FIGURES[key])[1:]])
        for key, rows in (("recipients", recipients), ("budget", budget))
    }


def multiplied(
    figures: Frames, sheet: str, names: tuple[str, ...], factor: float, service: str, *regencies: str
) -> Frames:
    """The figures with one service's multiplied, in these regencies (in all where none is named)."""
    frame = figures[sheet].astype(dict.fromkeys(names, "float"))
    rows = (frame["service_code"] == service) & frame["regency_code"].isin(regencies or REGENCIES)
    frame.loc[rows, list(names)] *= factor
    return {**figures, sheet: frame}


@dataclass(frozen=True)
class PeerExample:
    """`names` of K-KES-04 in `sheet`, times `factor` in one regency, is reported at `cell`; times `near` it is not."""

    variant: str
    sheet: str
    names: tuple[str, ...]
    cell: str
    factor: float
    near: float
    rule: str = "H04"


PEER_EXAMPLES = [
    PeerExample("target", "recipients", ("target", "served"), "Penerima!F12", 10, 1.9),
    PeerExample("target", "recipients", ("target", "served"), "Penerima!F12", 0.1, 0.55),
    PeerExample("cost", "budget", ("realised",), "Anggaran!E12", 1000, 1.9),
    PeerExample("cost", "budget", ("realised",), "Anggaran!E12", 0.001, 0.55),
]
