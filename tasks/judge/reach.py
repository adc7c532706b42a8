"""How far each finding reaches that others follow from."""

from collections.abc import Iterator
from dataclasses import dataclass

WHOLE_FORM, SHEET, FIGURES, COLUMN, ROW, CELL = range(6)
"""How far a cause reaches, the furthest first."""
REACH = {
    ("L01", "headless"): SHEET,
    **dict.fromkeys((("L05", one) for one in ("sheet", "pieces", "pieces_all", "table")), SHEET),
    **dict.fromkeys((("L05", one) for one in ("sheet_parts", "sheet_months", "regencies")), SHEET),
    **dict.fromkeys((("L05", one) for one in ("regencies_table", "columns")), SHEET),
    **dict.fromkeys((("L05", one) for one in ("quarters", "quarters_due", "quarters_single")), SHEET),
    **dict.fromkeys((("C11", one) for one in ("note", "printed", "divided", "comment_around")), FIGURES),
    **dict.fromkeys((("L05", "moved"), ("L05", "moved_since"), ("H02", "sorted")), FIGURES),
    **dict.fromkeys((("L02", one) for one in ("near", "several", "period", "other_period", "in_part")), COLUMN),
    **dict.fromkeys(
        (
            ("L05", one)
            for one in (
                *("column", "column_parts", "column_total", "column_months", "column_changed"),
                *("exchanged", "linked", "left", "left_since"),
            )
        ),
        COLUMN,
    ),
    **dict.fromkeys((("C10", one) for one in ("hundreds", "low", "vague", "stated")), COLUMN),
    ("C11", "heading"): COLUMN,
    **dict.fromkeys((("C11", one) for one in ("unit", "other_unit")), ROW),
    **dict.fromkeys(
        (
            ("C11", "shown"),
            ("C11", "instead"),
            ("C11", "comment"),
            ("R13", "column"),
            ("L06", "column"),
            ("L06", "alike"),
            ("L05", "struck"),
        ),
        CELL,
    ),
    ("L05", "order"): ROW,
    **dict.fromkeys((("R01", one) for one in ("service", "item", "field")), ROW),
    **dict.fromkeys(((rule, "default") for rule in ("R02", "R16", "R17", "H06")), ROW),
    **dict.fromkeys((("R17", one) for one in ("part", "parts", "stranger", "year", "quarter", "unit", "budget")), ROW),
    **dict.fromkeys((("R16", "code"), ("R02", "same"), ("R02", "choice")), ROW),
    ("H07", "default"): CELL,
}
UNREAD = ("C01", "C03", "C04", "C05", "C06", "C07", "C08", "C10")
"""What is said of a cell whose value could not be taken, or can't be right; it reaches over that cell."""
RESTS_ON = {
    "R04": {"recipients": ("target", "served")},
    "R05": {"recipients": ("target", "nihil")},
    "R06": {"recipients": ("target", "served", "nihil")},
    "R07": {"quality": ("required", "available")},
    "R08": {"budget": ("allocation", "realised")},
    "R10": {"recipients": ("target", "served"), "problems": ("problem", "solution")},
    "R12": {"recipients": ("nihil",)},
    "R13": {"recipients": ("served",), "budget": ("realised",)},
    "R14": {"recipients": ("target", "served")},
    "R15": {"recipients": ("target", "served"), "budget": ("allocation",)},
}
"""Rule -> sheet -> the columns that it looks at; what R09 looks at stands in the layout."""
Key = tuple[int | str, ...]
"""How far a cause reaches, and over what: of keys in their order the first reaches the furthest."""


@dataclass(frozen=True)
class Ground:
    """Where a finding points, or what it looks at. `row` is 0 where that is every row."""

    sheet: str
    column: str
    row: int
    is_figure: bool = True


def keys(ground: Ground) -> Iterator[Key]:
    """By which causes are found that reach over a place."""
    yield (SHEET, ground.sheet)
    if ground.is_figure:
        yield (FIGURES, ground.sheet)
    yield (COLUMN, ground.sheet, ground.column)
    yield (ROW, ground.sheet, ground.row)
    yield (CELL, ground.sheet, ground.column, ground.row)
