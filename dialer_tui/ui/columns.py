"""Columns as data, and how they are fitted to a width."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from dialer_tui.text import fit
from dialer_tui.ui.theme import Role

_FEWEST = 2  # columns that are there whatever the width


class Column(msgspec.Struct, frozen=True):
    """A column: least and most cells, alignment, and when it goes (1 goes first, None stays).

    `label`: what it is called where its head does not say it.
    """

    name: str
    head: str
    least: int
    most: int = 0
    right: bool = False
    goes: int | None = None
    role: Role = "plain"
    label: str = ""

    @property
    def said(self) -> str:
        """What it is called."""
        return self.label or self.head


class Placed(msgspec.Struct, frozen=True):
    """A column and the cells it was given."""

    column: Column
    cells: int


def place(columns: Sequence[Column], width: int) -> tuple[Placed, ...]:
    """The columns that fit `width` with one cell between them, the flexible ones widened to use what is left.

    Where those that stay do not fit either, those at the right go too, but never the first two: the mark is one.
    """
    kept = list(columns)
    for turn in sorted({column.goes for column in columns if column.goes is not None}):
        if _least(kept) <= width:
            break
        kept = [column for column in kept if column.goes != turn]
    if len(kept) < _FEWEST:
        kept = list(columns[:_FEWEST])
    while _least(kept) > width and len(kept) > _FEWEST:
        kept.pop()
    spare = width - _least(kept)
    cells = {column.name: column.least for column in kept}
    while spare > 0:
        hungry = [column for column in kept if cells[column.name] < column.most]
        if not hungry:
            break
        for column in hungry[:spare]:
            cells[column.name] += 1
        spare -= min(len(hungry), spare)
    return tuple(Placed(column, cells[column.name]) for column in kept)


def head(placed: Sequence[Placed], ellipsis: str) -> str:
    """The line of column heads."""
    return " ".join(fit(at.column.head, at.cells, right=at.column.right, ellipsis=ellipsis) for at in placed)


def _least(columns: Sequence[Column]) -> int:
    return sum(column.least + 1 for column in columns) - 1
