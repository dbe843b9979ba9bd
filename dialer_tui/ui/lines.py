"""The lines of a terminal as last sent, and lines that only moved: a terminal moves whole lines for a dozen bytes."""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Iterator, Mapping, MutableMapping
from typing import NamedTuple

from dialer_tui.ui import pens

Cell = tuple[str, str]  # SGR parameters, and the text of the cell: "" for the rest of a wide glyph

_FEWEST = 4  # lines that moved, for which it is worth a thought
_EDGE = 2  # columns at the right that do not move with a list: its scroll bar and its border
_BLANK: Cell = ("", " ")


class Row:
    """One line of the terminal as last sent. `starts`: where a segment began, a place to put the cursor right again.

    `unsure`: the cells of segments whose glyphs may stand elsewhere than reckoned; they change together or not at all.
    """

    __slots__ = ("cells", "starts", "unsure")

    def __init__(self) -> None:
        self.cells: dict[int, Cell] = {}
        self.starts: set[int] = set()
        self.unsure: set[int] = set()

    def take(self, new: Row) -> list[int]:
        """Become what a newer row says; the cells to send, ascending."""
        if self.unsure:
            new.cells |= {x: (pens.bare(self.cells[x][0]), " ") for x in [*self._halves(new)]}
        changed = {x for x, cell in new.cells.items() if self.cells.get(x) != cell}
        if not changed.isdisjoint(self.unsure):
            changed |= self.unsure
        self.cells.update(new.cells)
        for mine, theirs in ((self.starts, new.starts), (self.unsure, new.unsure)):
            mine.difference_update(new.cells)
            mine |= theirs
        return sorted(changed)

    def _halves(self, new: Row) -> Iterator[int]:
        """The cells of wide glyphs that a newer row covers in part, as far as it does not: no terminal keeps those."""
        for x in new.cells:
            if x + 1 not in new.cells and self._goes_on(x + 1):
                yield from itertools.takewhile(self._goes_on, itertools.count(x + 1))
            if x - 1 not in new.cells and self._goes_on(x):
                before = [*itertools.takewhile(self._goes_on, itertools.count(x - 1, -1))]
                yield from (*before, x - 1 - len(before))

    def _goes_on(self, x: int) -> bool:
        """Whether in a cell the glyph of the one before goes on."""
        return x in self.cells and self.cells[x][1] == ""

    def below(self, new: Row) -> Row:
        """This row with a newer one on top."""
        whole = Row()
        for row in (self, new):
            whole.take(row)
        return whole

    def key(self, columns: list[int]) -> tuple[Cell | None, ...]:
        """What stands in some columns."""
        return tuple(map(self.cells.get, columns))


class Move(NamedTuple):
    """Lines `top` to `bottom` go up by so many, or down where that is negative; what comes in is blank."""

    top: int
    bottom: int
    up: int

    @property
    def sequence(self) -> str:
        """For a terminal in its own style: the lines alone are its scrolling region meanwhile."""
        edge, step = (self.bottom, "\x1bD") if self.up > 0 else (self.top, "\x1bM")
        return f"\x1b[{self.top + 1};{self.bottom + 1}r\x1b[{edge + 1};1H{step * abs(self.up)}\x1b[r"

    def apply(self, rows: MutableMapping[int, Row]) -> None:
        """Move the rows as the terminal does."""
        had = {y: rows[y] for y in range(self.top, self.bottom + 1)}
        for y in had:
            rows[y] = had.get(y + self.up) or _blank(had[y])


def move(rows: Mapping[int, Row], changed: Mapping[int, Row]) -> Move | None:
    """What moves most lines of a frame to where they are wanted, and nothing that stands beside them.

    Of the rows of the terminal and those that a frame changes; None where that would save little.
    """
    return next((found for ys in _stretches(changed) if (found := _moved(rows, changed, ys)) is not None), None)


def _stretches(changed: Mapping[int, Row]) -> Iterator[list[int]]:
    """Lines one below the other that change."""
    ys: list[int] = []
    for y in [*sorted(changed), -1]:
        if ys and y != ys[-1] + 1:
            if len(ys) > _FEWEST:
                yield ys
            ys = []
        ys.append(y)


def _moved(rows: Mapping[int, Row], changed: Mapping[int, Row], ys: list[int]) -> Move | None:
    columns = sorted(changed[ys[len(ys) // 2]].cells)[:-_EDGE]
    if not columns or any(y not in rows for y in ys):
        return None
    had: dict[tuple[Cell | None, ...], int | None] = {}
    for y in ys:
        key = rows[y].key(columns)
        had[key] = None if key in had else y  # of lines that are alike nobody knows which one moved
    ways = [(y, was - y) for y in ys if (was := had.get(changed[y].key(columns))) is not None]
    if not ways:
        return None
    (up, votes), *_ = Counter(way for _, way in ways).most_common(1)
    if not up or votes < max(_FEWEST, len(ys) // 2):
        return None
    there = [y for y, way in ways if way == up]
    found = Move(min(there[0], there[0] + up), max(there[-1], there[-1] + up), up)
    return found if _alone(rows, changed, found) else None


def _alone(rows: Mapping[int, Row], changed: Mapping[int, Row], found: Move) -> bool:
    """Whether what stays as it is in these lines is the same in all of them: a border, and no other pane."""
    first = rows[found.top].cells
    return all(
        rows[y].cells.get(x) == first[x]
        for y in range(found.top, found.bottom + 1)
        for x in first.keys() - changed[y].cells
    )


def _blank(row: Row) -> Row:
    blank = Row()
    blank.cells = dict.fromkeys(row.cells, _BLANK)
    return blank
