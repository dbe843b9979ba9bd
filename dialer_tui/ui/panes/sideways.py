"""Columns that do not all fit: a column cursor walks them, and the screen follows it sideways."""

from __future__ import annotations

from collections.abc import Sequence

from dialer_tui.ui.columns import Column, Needs, Placed, place

FIXED = 2  # columns that stay at the left: the mark and the first time, which say what row it is


class Sideways:
    """The columns in the order the cursor walks them: those that fit first, then those that do not.

    `at`: the name of the column under the cursor, None until it is used.
    """

    def __init__(self, columns: Sequence[Column], start: str) -> None:
        self._columns = columns
        self._start = start
        self._first = 0  # movable columns scrolled out at the left
        self.at: str | None = None
        self.needs = Needs()

    def take(self, columns: Sequence[Column]) -> None:
        """Other columns; the cursor stays on its own where that is one of them."""
        self._columns, self._first = columns, 0
        if self.at not in [column.name for column in columns]:
            self.at = None

    def move(self, by: int, cells: int) -> None:
        """Move the cursor by columns; the first time it only shows itself."""
        names = [at.column.name for at in self._order(cells)][1:]
        if self.at not in names:
            self.at = self._start if self._start in names else names[0]
        else:
            self.at = names[max(0, min(names.index(self.at) + by, len(names) - 1))]

    def hide(self) -> None:
        """Put the cursor away."""
        self.at = None

    def seen(self, cells: int) -> tuple[Placed, ...]:
        """The columns that are seen at a width, the one under the cursor among them."""
        fitted = place(self._columns, cells, self.needs)
        movable = self._order(cells)[FIXED:]
        names = [at.column.name for at in movable]
        if self.at not in names:
            self._first = 0
            return fitted
        index = names.index(self.at)
        fixed = [at.column for at in fitted[:FIXED]]
        self._first = min(self._first, index)
        while self._first < index and not _fit([*fixed, *_columns(movable[self._first : index + 1])], cells):
            self._first += 1
        if self._first == 0 and index < len(fitted) - FIXED:
            return fitted
        if not _fit([*fixed, movable[self._first].column], cells):  # one that somebody made very wide
            fixed = fixed[:1]
        shown = [*fixed, movable[self._first].column]
        for at in movable[self._first + 1 :]:
            if not _fit([*shown, at.column], cells):
                break
            shown.append(at.column)
        return place(shown, cells, self.needs)

    def _order(self, cells: int) -> list[Placed]:
        fitted = place(self._columns, cells, self.needs)
        names = {at.column.name for at in fitted}
        return [*fitted, *(Placed(column, column.least) for column in self._columns if column.name not in names)]


def _columns(placed: Sequence[Placed]) -> list[Column]:
    return [at.column for at in placed]


def _fit(columns: Sequence[Column], cells: int) -> bool:
    return sum(column.least + 1 for column in columns) - 1 <= cells
