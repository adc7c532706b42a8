"""A figure that the province corrects: what it was, what it is, why, and on whose word. The original keeps its value.

A site keeps them in SPM_HOME/corrections/*.toml; `config/corrections.example.toml` shows one.
"""

from dataclasses import dataclass
from typing import Annotated

from pydantic import BaseModel, StringConstraints

from schemas.failure import Failure
from schemas.period import Period

Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]
Figure = float | bool
"""A number, or for `nihil` a statement."""

CODE_COLUMNS = {"recipients": "service_code", "quality": "item_code", "budget": "service_code"}
"""Sheet with figures that the province may correct -> the column whose code tells its rows apart."""

FIGURE_COLUMNS = {
    "recipients": ("target", "served", "nihil"),
    "quality": ("required", "available"),
    "budget": ("allocation", "realised"),
}
"""Sheet -> its figures; what a sender computed from them is not corrected, the pipeline computes it itself."""


class CorrectionError(Failure, ValueError):
    """A correction that cannot be used; the message names the file and the entry."""


class CorrectionEntry(BaseModel, extra="forbid", frozen=True, strict=True, allow_inf_nan=False):
    """One [[correction]] as a person writes it; `sheet` and `column` by their key or as the form calls them."""

    regency_code: Text
    period: Annotated[str, StringConstraints(pattern=r"^\d{4}-TW[1-4]$")]
    sheet: Text
    service_code: Text | None = None
    item_code: Text | None = None
    column: Text
    expected: Figure
    value: Figure
    reason: Text
    source: Text
    by: Text


@dataclass(frozen=True)
class Correction:
    """An entry with its codes checked. `sheet` and `column` are keys of the layout, `code` is the row's code.

    `expected` is the value as it was read from the sender's file. `file` is the file's name, `number` counts its
    entries from 1, `sha256` is the file's.
    """

    regency_code: str
    period: Period
    sheet: str
    code: str
    column: str
    expected: Figure
    value: Figure
    reason: str
    source: str
    by: str
    file: str
    number: int
    sha256: str

    @property
    def cell(self) -> tuple[str, Period, str, str, str]:
        """What it corrects: no two corrections may have the same."""
        return self.regency_code, self.period, self.sheet, self.code, self.column

    @property
    def origin(self) -> str:
        return f"Koreksi ke-{self.number} dalam '{self.file}'"
