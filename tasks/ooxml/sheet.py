"""A sheet for half a million cells of few kinds, with formulas of our own."""

from typing import Any

from xlsxwriter.format import Format
from xlsxwriter.utility import xl_rowcol_to_cell_fast
from xlsxwriter.worksheet import CellBlankTuple, CellFormulaTuple, CellNumberTuple, CellStringTuple, Worksheet


class FormulaSheet(Worksheet):
    """Takes formulas as they are: none of ours uses a function newer than Excel 2010, and looking for some thirty of
    those in every formula takes a quarter of the time of a form and a third of a report's.

    Cells are addressed by numbers, so nothing is looked at for `A1`.
    """

    write_string = Worksheet._write_string
    write_number = Worksheet._write_number
    write_blank = Worksheet._write_blank

    def write_formula(
        self, row: int, col: int, formula: str, cell_format: Format | None = None, value: Any = 0
    ) -> None:
        self._check_dimensions(row, col)
        self.table[row][col] = CellFormulaTuple(self._prepare_formula(formula), cell_format, value)

    def _prepare_formula(self, formula: str, _: bool = False) -> str:
        return formula.removeprefix("=")

    def _write_cell(self, row: int, col: int, cell: Any) -> None:
        """The same as xlsxwriter's, which takes each apart into attributes; for other kinds and looks, that one."""
        kind, look = type(cell), cell.format
        start = f'<c r="{xl_rowcol_to_cell_fast(row, col)}" s="{look._get_xf_index()}"' if look else ""
        if start and kind is CellStringTuple:
            self.fh.write(f'{start} t="s"><v>{cell.string}</v></c>')
        elif start and kind is CellNumberTuple:
            self.fh.write(f"{start}><v>{cell.number:.16G}</v></c>")
        elif start and kind is CellBlankTuple:
            self.fh.write(f"{start}/>")
        elif start and kind is CellFormulaTuple and type(cell.value) in (int, float):
            self.fh.write(f"{start}><f>{self._escape_data(cell.formula)}</f><v>{cell.value}</v></c>")
        else:
            super()._write_cell(row, col, cell)
