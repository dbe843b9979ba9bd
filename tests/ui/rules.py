"""What holds of every screen of the console, whatever it shows: nothing is cut off, overlaps, wraps or is left over."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Protocol

from dialer_tui.ui.theme import UNICODE
from dialer_tui.ui.words import LINK
from tests.ui.terminal import Screen

TOP_LEFT, TOP_RIGHT, BOTTOM_LEFT, BOTTOM_RIGHT, ACROSS, DOWN = UNICODE.frame
EDGES = {TOP_LEFT, TOP_RIGHT, BOTTOM_LEFT, BOTTOM_RIGHT, DOWN}
CLOCK = re.compile(r"\d\d:\d\d:\d\d [A-Z][\w/ ]*$|\d\d:\d\d UTC(?= {3}\S)")  # the board's is of minutes
BOARD = "out by quarter hour"  # what only a board has
_SENTENCE = 12  # characters from which what stands in the footer can be one
COUNT = r"[\d,]+( of [\d,]+)?"
TABS = re.compile(rf"[ \[]*1 Calls {COUNT}\]? +\[?2 Agents {COUNT}\]? +\[?3 Campaigns {COUNT}\]? ")
CUT = re.compile(r".(?=[│╭╰])")
AGE = re.compile(r" +(< 1 m|\d+ [mdh]( \d\d)?)(?=[ │]|$)")


@dataclass(frozen=True)
class Frame:
    """A frame that is whole: its outermost cells."""

    left: int
    top: int
    right: int
    bottom: int

    def covers(self, x: int, y: int) -> bool:
        """Whether a cell is inside it or on its edge."""
        return self.left <= x <= self.right and self.top <= y <= self.bottom

    def edge(self) -> Iterator[tuple[int, int]]:
        """The cells of its corners and sides."""
        for y in range(self.top, self.bottom + 1):
            yield self.left, y
            yield self.right, y


class Seen(Protocol):
    """A terminal, whoever draws it."""

    @property
    def screen(self) -> Screen: ...


class Look:
    """A terminal's screen at a moment. A cell is its character, "" for the second half of a wide one."""

    def __init__(self, terminal: Seen) -> None:
        screen = terminal.screen
        self.columns, self.rows = screen.columns, screen.lines
        rows = [[screen.buffer[y][x] for x in range(self.columns)] for y in range(self.rows)]
        self.cells = [[cell.data for cell in row] for row in rows]
        self.grounds = [[(cell.bg, cell.reverse) for cell in row] for row in rows]
        self.lines = ["".join(row) for row in self.cells]
        self.over = screen.over

    @property
    def text(self) -> str:
        """All of it."""
        return "\n".join(line.rstrip() for line in self.lines)

    @cached_property
    def timeless(self) -> list[str]:
        """The lines without what tells the time, and without marks of a letter at the edge of what lies over it.

        Textual cuts those off where it draws the letter anew, and leaves them where it does not.
        """
        lines = [AGE.sub(lambda age: " " * len(age[0]), CLOCK.sub("", line.rstrip())) for line in self.lines]
        return [CUT.sub(lambda mark: "" if unicodedata.combining(mark[0]) else mark[0], line) for line in lines]

    def end(self, y: int) -> int:
        """How many cells of a line are there to its last one that is not blank."""
        cells = self.cells[y]
        return next((x + 1 for x in range(self.columns - 1, -1, -1) if cells[x] != " "), 0)

    def inside(self, frame: Frame) -> list[str]:
        """The lines inside a frame, without the blanks around them."""
        return ["".join(row[frame.left + 1 : frame.right]).strip() for row in self.cells[frame.top + 1 : frame.bottom]]

    def same(self, other: Look) -> bool:
        """Whether it shows what another one does, the time aside: text, and what cursors are on."""
        return self.timeless == other.timeless and self.grounds == other.grounds

    def differing(self, other: Look) -> list[str]:
        """The lines in which another one differs, for words to a person."""
        pairs = zip(self.timeless, other.timeless, self.grounds, other.grounds, strict=True)
        return [
            f"line {y}: {theirs if theirs != mine else 'its cursor'}"
            for y, (mine, theirs, ground, other_ground) in enumerate(pairs)
            if (mine, ground) != (theirs, other_ground)
        ]

    @cached_property
    def frames(self) -> list[Frame]:
        """Every frame that is whole, from the top left on."""
        starts = ((x, y) for y, row in enumerate(self.cells) for x, cell in enumerate(row) if cell == TOP_LEFT)
        return [frame for x, y in starts if (frame := self._frame(x, y))]

    def _frame(self, left: int, top: int) -> Frame | None:
        cells = self.cells
        bottom = top + 1
        while bottom < self.rows and cells[bottom][left] == DOWN:
            bottom += 1
        if bottom == self.rows or cells[bottom][left] != BOTTOM_LEFT or TOP_RIGHT not in cells[top][left:]:
            return None
        right = cells[top].index(TOP_RIGHT, left)
        whole = all(cells[y][right] == DOWN for y in range(top + 1, bottom)) and cells[bottom][right] == BOTTOM_RIGHT
        return Frame(left, top, right, bottom) if whole else None


def faults(look: Look, panes: Collection[Frame], keys: Collection[str], before: Look | None = None) -> Iterator[str]:
    """What is wrong with a screen, in words.

    `panes`: frames that sheets may lie over; `keys`: what a footer may say; `before`: the screen a key before.
    """
    if look.over:
        yield "something was written past the right edge"
    form = len(look.frames) == 1 and not any(look.lines[y].strip() for y in (0, -1))  # it has the screen alone
    if form:
        yield from _frames(look, [], [])
        return
    if BOARD in look.text:  # it has the screen alone too, and its clock beside the status
        if look.frames or not any(word in look.lines[0] for word in LINK):
            yield "something shows through the board, or it lacks its status"
        return
    yield from _frames(look, panes, before.frames if before else [])
    status, tabs, foot = look.lines[0], look.lines[1], look.lines[-1]
    if not any(word in status for word in LINK):
        yield "no status"
    if look.end(0) != look.columns - 1:
        yield "the status does not end at the right edge"
    if not panes and not any(frame.covers(0, 1) for frame in look.frames) and not TABS.match(tabs):
        yield "the tabs are not whole"
    clock = CLOCK.search(foot.rstrip())
    if clock is None or look.end(look.rows - 1) != look.columns - 1:
        yield "the clock is not at the right edge"
    else:
        yield from _foot(foot[: clock.start()], keys)


def _frames(look: Look, panes: Collection[Frame], before: Collection[Frame]) -> Iterator[str]:
    cells = look.cells
    sheets = [frame for frame in look.frames if frame not in panes]
    if all(any(sheet.covers(x, y) for sheet in sheets) for y in range(1, look.rows - 1) for x in (0, look.columns - 1)):
        panes = []  # a pane that has the screen alone
    # A sheet may lie over the one before it, of which then only the top left corner needs to be seen.
    gone = {(sheet.left, sheet.top) for sheet in sheets} | {(0, 1)}
    partly = [
        frame
        for frame in before
        if (frame.left, frame.top) not in gone and frame not in panes and cells[frame.top][frame.left] == TOP_LEFT
    ]
    edges = {at for frame in sheets for at in frame.edge()}
    for under, over in ((partly, sheets), (panes, [*sheets, *partly])):
        for x, y in (at for frame in under for at in frame.edge()):
            if not any(sheet.covers(x, y) for sheet in over):
                edges.add((x, y))
                if cells[y][x] not in EDGES:
                    yield f"a frame is broken at {x}, {y}"
    for y, row in enumerate(cells):
        for x, cell in enumerate(row):
            if cell in EDGES and (x, y) not in edges:
                yield f"a piece of a frame is left over at {x}, {y}"
    for frame in look.frames:
        sides = ((frame.left + 1, frame.right - 1), range(frame.top + 1, frame.bottom))
        if any(cells[y][x] != " " for y in sides[1] for x in sides[0]):
            yield "a text touches its frame"
        for y in (frame.top, frame.bottom):
            if cells[y][frame.left + 1] != ACROSS or cells[y][frame.right - 1] != ACROSS:
                yield "a frame has no ends"
        if UNICODE.ellipsis in cells[frame.bottom][frame.left : frame.right]:
            yield "what stands at the foot of a frame is cut off"


def _foot(said: str, keys: Collection[str]) -> Iterator[str]:
    """The line of keys: whole ones; or a filter or a range that is typed; or one sentence."""
    if said.startswith(" / ") and not said.startswith(tuple(f" {key}" for key in keys)):
        return
    # A text that is typed, and what it means.
    typed = said.startswith((" past range ", " name of the view ", " go to "))
    pieces = re.split(" {2,}", said.strip()) if said.strip() else []
    if not typed and not set(pieces) <= set(keys) and (len(pieces) != 1 or len(pieces[0]) < _SENTENCE):
        yield "a key of the footer is cut off"
    if said.strip() and (said[0] != " " or said[1] == " " or said[-1] != " "):
        yield "the footer does not stand where it belongs"
    if UNICODE.ellipsis in said:
        yield "a sentence in the footer is cut off"
