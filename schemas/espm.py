"""The quarter's figures as e-SPM, the ministry's application, asks for them: tables of the file `config/espm.toml`."""

from dataclasses import dataclass
from typing import Literal

from schemas.correction import Figure

FOLDER = "e-spm"
"""Where the tables lie in a report."""


@dataclass(frozen=True)
class EspmColumn:
    """`heading` is what people read; `unit` is '' where there is none."""

    key: str
    heading: str
    type: Literal["text", "count", "rupiah", "percent", "year"]
    meaning: str
    unit: str = ""


@dataclass(frozen=True)
class EspmLayout:
    """One table. `sheet` is the key of the form's sheet that its rows come from."""

    name: str
    sheet: str
    title: str
    columns: tuple[EspmColumn, ...]


@dataclass(frozen=True)
class EspmRow:
    """A row of figures read from a file of e-SPM: column key -> value (None: blank or unreadable) and where it stands.

    `sheet` is the key of the form's sheet that the row answers to; `cells` are written `Lembar!F9`.
    """

    sheet: str
    regency_code: str
    code: str
    values: dict[str, Figure | None]
    cells: dict[str, str]


@dataclass(frozen=True)
class EspmFile:
    """What was read. `unknown` has a sentence a row that holds figures but is about nothing known."""

    rows: tuple[EspmRow, ...]
    unknown: tuple[str, ...]


@dataclass(frozen=True)
class Difference:
    """A figure that differs. `theirs` is what e-SPM says, at `their_cell`; `ours` the report's, from `our_cell` of the
    sender's file (`our_cell` '' where the row is not there at all). A figure the province corrected is `corrected`.

    `kind`: `berbeda`; `hanya di e-SPM` and `hanya di laporan` where the other has no such row (column '', or no such
    regency at all: sheet '' too).
    """

    kind: Literal["berbeda", "hanya di e-SPM", "hanya di laporan"]
    regency_code: str
    regency_name: str
    sheet: str = ""
    code: str = ""
    name: str = ""
    column: str = ""
    heading: str = ""
    theirs: Figure | None = None
    ours: Figure | None = None
    their_cell: str = ""
    our_file: str = ""
    our_cell: str = ""
    corrected: bool = False


@dataclass(frozen=True)
class Comparison:
    """`compared` is how many figures were compared, those that agree among them."""

    compared: int
    differences: tuple[Difference, ...]
    unknown: tuple[str, ...]
