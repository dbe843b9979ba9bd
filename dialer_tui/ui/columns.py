"""Columns as data, and how they are fitted to a width."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import msgspec

from dialer_tui.text import fit, width
from dialer_tui.ui.theme import Role

_FEWEST = 2  # columns that are there whatever the width
_STEP = 2  # cells in whose multiples a text's need is reckoned: columns are not to move with every longer name


class Column(msgspec.Struct, frozen=True):
    """A column: least and most cells, alignment, and when it goes (1 goes first, None stays).

    `label`: what it is called where its head does not say it. `tight`: cells that do while its texts are short, 0 where
    `least` is always taken.
    """

    name: str
    head: str
    least: int
    most: int = 0
    right: bool = False
    goes: int | None = None
    role: Role = "plain"
    label: str = ""
    tight: int = 0

    @property
    def said(self) -> str:
        """What it is called."""
        return self.label or self.head


class Placed(msgspec.Struct, frozen=True):
    """A column and the cells it was given."""

    column: Column
    cells: int


class Needs:
    """By column, the cells that the widest text met so far takes. They only grow, so that columns seldom move."""

    def __init__(self) -> None:
        self._cells: dict[str, int] = {}

    def meet(self, column: Column, text: str) -> bool:
        """A text is to be shown in a column. Whether it needs more than any before."""
        wide = width(text)
        if wide <= self._cells.get(column.name, 0):
            return False
        self._cells[column.name] = -(-wide // _STEP) * _STEP if column.most else wide
        return True

    def of(self, column: Column) -> int:
        """What a column needs; what it may have at most, while nothing of it has been met."""
        return self._cells.get(column.name, max(column.least, column.most))


_UNMET = Needs()


def place(columns: Sequence[Column], room: int, needs: Needs = _UNMET) -> tuple[Placed, ...]:
    """The columns that fit `room` with one cell between them. What is left is shared by need, then by who may have it.

    Where those that stay do not fit either, those at the right go too, but never the first two: the mark is one.
    """
    kept = list(columns)
    for turn in sorted({column.goes for column in columns if column.goes is not None}):
        if _least(kept) <= room:
            break
        kept = [column for column in kept if column.goes != turn]
    if len(kept) < _FEWEST:
        kept = list(columns[:_FEWEST])
    while _least(kept) > room and len(kept) > _FEWEST:
        kept.pop()
    cells = {column.name: min(column.least, max(column.tight or column.least, needs.of(column))) for column in kept}
    spare = room - sum(cells.values()) - len(kept) + 1
    for most in (
        {column.name: min(column.most, needs.of(column)) for column in kept},
        {column.name: column.least for column in kept},
        {column.name: column.most for column in kept},
    ):
        spare = _widen(cells, most, spare)
    return tuple(Placed(column, cells[column.name]) for column in kept)


def _widen(cells: dict[str, int], most: Mapping[str, int], spare: int) -> int:
    """Share cells among the columns, one at a time to the one that lacks most of what it may have. What is left."""
    while spare > 0:
        name = max(cells, key=lambda name: most[name] - cells[name])
        if most[name] <= cells[name]:
            break
        cells[name] += 1
        spare -= 1
    return spare


def head(placed: Sequence[Placed], ellipsis: str) -> str:
    """The line of column heads."""
    return " ".join(fit(at.column.head, at.cells, right=at.column.right, ellipsis=ellipsis) for at in placed)


def _least(columns: Sequence[Column]) -> int:
    return sum(column.least + 1 for column in columns) - 1
