"""What is found out about a sheet beside calamine, in the words every format shares."""

from collections import namedtuple

SheetFacts = namedtuple(
    "SheetFacts",
    "name last_row last_column faults merged"
    " percents hidden_rows hidden_columns formulas scales comments struck printed sources",
    defaults=({}, (), (), {}, {}, (), {}, (), {}),
)
"""`last_row`, `last_column`: the corner of what holds a value, from 1; 0 where none does. `faults`: (row,
column) to the error value as it stood, or to None for a formula that was never calculated. `merged`: None where
calamine tells it. The last nine are as in `schemas.workbook.RawSheet`."""

THOUSANDTHS = "0.000"
"""What `scales` says of a cell that shows three decimals of a whole number: in people's eyes 12 is 12 thousand."""
DIVIDED = "/"
"""What `scales` begins with of a cell that shows a thousandth of its number, or a millionth, and does not say so; then
comes how often it is divided by a thousand."""
INSTEAD = ";"
"""What `scales` begins with of a cell that shows no digit of its number: a word, other digits, or nothing."""
CURRENCY = "¤"
"""What `scales` begins with of a cell that shows the sign of another currency than rupiah; then comes the sign."""
BESIDE = "_"
"""What `scales` begins with of a cell that writes a word behind its number that is none of a scale: ` KK`, ` strip`."""

UNKNOWN = SheetFacts("", None, None, {}, None)
"""Nothing could be found out; calamine and the limits of the process are what is left."""


ERROR_VALUES = {
    0x00: "#NULL!",
    0x07: "#DIV/0!",
    0x0F: "#VALUE!",
    0x17: "#REF!",
    0x1D: "#NAME?",
    0x24: "#NUM!",
    0x2A: "#N/A",
}
"""The codes of [MS-XLS] 2.5.10 BErr, the same in .xls and .xlsb."""
