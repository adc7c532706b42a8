"""`spm status` on the screen: a board in a terminal, plain lines elsewhere."""

from rich.columns import Columns
from rich.console import Console
from rich.markup import escape
from rich.panel import Panel
from rich.table import Table
from rich.text import Text

from flows.command.screen import out, print_table
from tasks.inspect.board import Board, pct_text

_COLOURS = {"Diterima": "green", "Tepat waktu": "cyan", "Ditolak": "red", "Belum lapor": "yellow"}


def show_board(board: Board) -> None:
    """Counts, what else there is to know, a row a regency, how full the sheets are."""
    console = out()
    _counts(console, board)
    for label, text in board.lines.items():
        console.print(f"{label:<14} {text}")
    print_table(console, "", board.rows, {"Kesalahan", "Peringatan"})
    if board.fill:
        console.print(_fill(board))


def _counts(console: Console, board: Board) -> None:
    total = len(board.regencies)
    console.print(f"[bold]{escape(board.title)}[/bold]", markup=True)
    if not console.is_terminal:
        for name, count in board.counts.items():
            console.print(f"{name:<14} {count} dari {total}")
        return
    tiles = [
        Panel(Text.assemble((str(count), f"bold {_COLOURS[name]}"), f" dari {total}"), title=name, width=19)
        for name, count in board.counts.items()
    ]
    console.print(Columns(tiles))


def _fill(board: Board) -> Table:
    table = Table(title="Keterisian menurut lembar", title_justify="left", box=None, show_header=False)
    for justify in ("left", "left", "right"):
        table.add_column(justify=justify, no_wrap=True)
    for one in board.fill:
        table.add_row(one.sheet, one.bar, f"{pct_text(one.pct)} %")
    return table
