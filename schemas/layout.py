"""A form version as data: sheets, columns, choices. The files are `config/layouts/*.toml`."""

from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from schemas.reference import FIELDS

Role = Literal["row_no", "key", "label", "input", "derived", "note", "part"]
CellType = Literal["text", "count", "rupiah", "percent", "choice", "year"]


@dataclass(frozen=True, eq=False)
class Column:
    """One column of a sheet, `key` being its name in our frames.

    `wordings` are all headings that mean it on this sheet, reduced by `schemas.wording.plain`.
    `derived` is ("remainder" | "percent", whole, part) for role `derived`, else None. `parts` are the keys of the
    columns of role `part` (months or quarters, in their order) that add up to this one.
    """

    key: str
    heading: str
    role: Role
    type: CellType
    width: int
    wordings: frozenset[str]
    required: bool = False
    choices: tuple[str, ...] = ()
    derived: tuple[str, str, str] | None = None
    parts: tuple[str, ...] = ()

    @property
    def is_figure(self) -> bool:
        """Whether its cells are counts or rupiah."""
        return self.type in ("count", "rupiah")


@dataclass(frozen=True, eq=False)
class SheetLayout:
    """`rows` says what one row is: a service, a quality item, a field, or anything (`any`).

    `section` is set where the table stands under a title on a sheet it shares: a group of `header_aliases.csv`.
    """

    key: str
    name: str
    wordings: frozenset[str]
    rows: Literal["services", "items", "fields", "any"]
    title: str
    instruction: str
    columns: tuple[Column, ...]
    blank_rows: int = 0
    section: str = ""

    @cached_property
    def by_key(self) -> dict[str, Column]:
        return {column.key: column for column in self.columns}

    @cached_property
    def column_wordings(self) -> frozenset[str]:
        """All headings that mean one of the columns."""
        return frozenset().union(*(column.wordings for column in self.columns))

    @cached_property
    def key_column(self) -> Column:
        """The column whose code says what the row is about."""
        return next(column for column in self.columns if column.role == "key")

    @cached_property
    def done(self) -> frozenset[str]:
        """The columns of what is done: parts of a whole, which add up over the year."""
        return frozenset(column.derived[2] for column in self.columns if column.derived)

    @property
    def adds_up(self) -> bool:
        """Whether what is done in each quarter adds up. What is there at the end of one may break or move away."""
        return self.rows != "items"

    @cached_property
    def filled_in(self) -> tuple[Column, ...]:
        """The columns of figures that people fill in."""
        return tuple(column for column in self.columns if column.role == "input" and column.is_figure)

    @property
    def name_key(self) -> str:
        """The column whose name says what the row is about where there is no code; '' where no name would."""
        return {"services": "service_name", "items": "item_name", "fields": "field_name"}.get(self.rows, "")

    @cached_property
    def _letters(self) -> dict[str, str]:
        return dict(zip((column.key for column in self.columns), "ABCDEFGHIJKLMNOPQRSTUVWXYZ", strict=False))

    def letter(self, key: str) -> str:
        """The Excel letter of a column in the form as we hand it out."""
        return self._letters[key]


@dataclass(frozen=True)
class IdentityField:
    key: str
    label: str
    wordings: frozenset[str]


@dataclass(frozen=True)
class IdentityLayout:
    """The sheet with label in column B, value in column C."""

    name: str
    wordings: frozenset[str]
    title: str
    instruction: str
    fields: tuple[IdentityField, ...]

    @cached_property
    def by_wording(self) -> dict[str, IdentityField]:
        """Every wording of a label -> its field."""
        return {wording: field for field in self.fields for wording in field.wordings}


@dataclass(frozen=True)
class Layout:
    """One form version. `level` is `kabkota` or `provinsi`, as in `reference/services.csv`.

    `fields` are the bidang it covers: all, or those of the office whose form it is. `local_to` is set for a local
    layout: the form whose figures a province or regency writes down in its own way.
    """

    version: str
    title: str
    level: Literal["kabkota", "provinsi"]
    legal_basis: str
    header_row: int
    quality_sets: tuple[str, ...]
    left_out_items: tuple[str, ...]
    identity: IdentityLayout
    sheets: tuple[SheetLayout, ...]
    fields: tuple[str, ...] = FIELDS
    local_to: str = ""

    @property
    def form(self) -> str:
        """The form version whose services and quality items this layout holds."""
        return self.local_to or self.version

    @property
    def whole(self) -> bool:
        """Whether it covers every bidang; else it is the form of one office."""
        return self.fields == FIELDS

    @cached_property
    def by_key(self) -> dict[str, SheetLayout]:
        return {sheet.key: sheet for sheet in self.sheets}
