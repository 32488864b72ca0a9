"""Tables that fit: which columns a width has room for, and how many rows of each table a height has."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from rich import box
from rich.cells import cell_len
from rich.table import Table
from rich.text import Text

NONE = "—"
BETWEEN = 2  # blanks between two columns

Cell = str | Text


class Column(NamedTuple):
    """A column of figures; where there is no room for all, those of the highest `rank` go, 0 never does."""

    name: str
    rank: int = 0


def fitted(columns: Sequence[Column], rows: Sequence[Sequence[Cell]], width: int) -> Table:
    """A table with as many of the columns as the width has room for; those without a single figure go first."""
    widths = [max(map(_width, (column.name, *cells))) for column, *cells in zip(columns, *rows, strict=True)]
    empty = [bool(rows) and all(str(row[place]) == NONE for row in rows) for place in range(len(columns))]
    shown = list(range(len(columns)))
    going = sorted((place for place in shown if columns[place].rank), key=lambda p: (empty[p], columns[p].rank))
    while going and sum(widths[place] + BETWEEN for place in shown) - BETWEEN > width:
        shown.remove(going.pop())
    # One blank is the padding, the other one stands where the box has a line between columns.
    table = Table(box=box.SIMPLE_HEAD, header_style="dim", pad_edge=False, show_edge=False, padding=(0, 1, 0, 0))
    for place in shown:
        table.add_column(columns[place].name, justify="right" if place else "left", no_wrap=True)
    for row in rows:
        table.add_row(*(row[place] for place in shown))
    return table


def shares(wanted: Sequence[int], room: int, least: int = 2) -> list[int]:
    """How many lines each of several tables gets of a room: what it wants, or as much as the others that go short."""
    given = [0] * len(wanted)
    for done, place in enumerate(sorted(range(len(wanted)), key=wanted.__getitem__)):
        fair = max(room // (len(wanted) - done), least)
        given[place] = min(wanted[place], fair)
        room -= given[place]
    return given


def _width(cell: Cell) -> int:
    return cell.cell_len if isinstance(cell, Text) else cell_len(cell)
