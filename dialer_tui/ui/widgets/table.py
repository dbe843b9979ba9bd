"""A live list: rows by index, the cursor and the scroll bound to the row's identity.

It is a Line API widget of its own rather than a ScrollView: what is on the screen is decided in one place (`lines`), so
that rows coming in above move neither the row under the cursor nor a single byte when what is shown stays the same.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence

import msgspec
from textual import events
from textual.geometry import Size
from textual.strip import Strip

from dialer_tui.text import fit
from dialer_tui.ui.said import Said
from dialer_tui.ui.theme import Glyphs, Palette, Role
from dialer_tui.ui.widgets.frame import foot_line, side, title_line
from dialer_tui.ui.widgets.painted import Painted, Part
from dialer_tui.ui.wrap import wrap

_KEPT = 4_000  # strips kept; a strip of 100 cells is about 2 kB
_WHEEL = 3
_ALL = 1_000_000


class Spot(msgspec.Struct, frozen=True):
    """Where somebody was in a list: following, or on a row at a line of the screen, with the rows seen around it."""

    following: bool
    at: Hashable | None
    row: int
    line: int
    seen: tuple[Hashable, ...]
    moves: int


class Table(Painted):
    """Rows by index with a title, a line of heads and a cursor. Framed when wide, bare when it has the screen alone.

    A pane says how many rows there are, who each is, what its look depends on, and its parts.
    """

    class Picked(Said):
        """The pane was clicked; `row` None beside its rows. `opened`: clicked twice."""

        table: Table
        row: int | None
        opened: bool

    class Moved(Said):
        """The cursor or the scroll moved, or other rows came to be seen."""

        table: Table

    def __init__(self, palette: Palette, glyphs: Glyphs, *, id: str) -> None:
        super().__init__(palette, glyphs, id=id)
        self.framed = True
        self.current = False
        self.old = False
        self.cursor = 0
        self.top = 0
        self.following = True
        self.moves = 0  # how often somebody has moved cursor or scroll
        self.said: tuple[str, ...] = ()
        self.above_heads: Callable[[int], tuple[tuple[Part, ...], ...]] = lambda _: ()  # lines of so many cells
        self._banner: tuple[tuple[Part, ...], ...] = ()  # those lines as last drawn
        self._at: Hashable | None = None
        self._line = 0  # of those seen, the line that the cursor's row stays on as far as the rows' ends allow
        self._shown: list[Hashable] = []
        self._seen_at = (0, 0, 0)
        self._strips: dict[Hashable, Strip] = {}

    # --- what a pane says ---------------------------------------------------------------------------------

    def count(self) -> int:
        """How many rows there are."""
        raise NotImplementedError

    def total(self) -> int:
        """How many of what the pane is of, whatever rows show them."""
        return self.count()

    def above(self, row: int) -> int:
        """How many of what is counted stand above a row: all rows, unless some only head others."""
        return row

    def identity(self, row: int) -> Hashable:
        """Who stands in a row: what cursor and scroll are bound to."""
        raise NotImplementedError

    def find(self, identity: Hashable) -> int | None:
        """The row of somebody, None when there is none."""
        raise NotImplementedError

    def has(self, identity: Hashable) -> bool:
        """Whether there is a row of somebody, if perhaps one that is still looked for."""
        return self.find(identity) is not None

    def look(self, row: int) -> Hashable:
        """Everything the row's parts depend on, the width aside."""
        raise NotImplementedError

    def parts(self, row: int, cells: int) -> list[Part]:
        """The row, in `cells` cells."""
        raise NotImplementedError

    def heads(self, cells: int) -> str:
        """The line of column heads."""
        raise NotImplementedError

    def head_parts(self, cells: int) -> list[Part]:
        """The same as parts."""
        return [(fit(self.heads(cells), cells), "dim")]

    def titles(self) -> tuple[str, str]:
        """Title at the left, and at the right."""
        raise NotImplementedError

    def counters(self) -> str:
        """What stands at the right of the foot."""
        return ""

    def empty(self) -> Sequence[str]:
        """What is said, a line each, when there is no row."""
        return self.said

    # --- moving -------------------------------------------------------------------------------------------

    @property
    def page(self) -> int:
        """Rows that can be seen; of a pane that is not on the screen, those that could be when it was, at first all."""
        height = self.size.height
        edges = (3 if self.framed else 1) + len(self._banner)
        return max(height - edges, 1) if height else self._seen_at[1] or _ALL

    def units(self) -> str:
        """What it is that is numbered, before a number: "" where it is what the title counts."""
        return ""

    def position(self) -> str:
        """Which rows are seen, in words: "41–88 of 1,284", "rows 1–18 of 73"; "" when all are."""
        rows = self.count()
        if rows <= self.page:
            return ""
        last = self.above(min(self.top + self.page, rows))
        first = min(self.above(self.top) + 1, last)
        return f"{self.units()}{first:,}{self.glyphs.dash}{last:,} of {self.above(rows):,}"

    def move(self, by: int) -> None:
        """Move the cursor by rows; the pane then stays with its row."""
        self.go(self.cursor + by)

    def go(self, row: int) -> None:
        """Put the cursor on a row."""
        self._move(row, self.top)

    def home(self) -> None:
        """The first row, and follow again."""
        self.following = True
        self.moves += 1
        self.sync()

    def scroll_rows(self, by: int) -> None:
        """Move what is seen by rows; the cursor comes along so as to stay in sight."""
        top = max(min(self.top + by, self.count() - self.page), 0)
        self._move(max(top, min(self.cursor, top + self.page - 1)), top)

    def spot(self) -> Spot:
        """Where somebody is now, to come back to when rows that now go are there again (a filter)."""
        return Spot(self.following, self._at, self.cursor, self._line, tuple(self._shown), self.moves)

    def return_to(self, spot: Spot) -> None:
        """Go back to a spot: the same row on the same line; its neighbour where it is no more."""
        self.following, self.moves = spot.following, spot.moves
        if not spot.following and self.count():
            self._at, self.cursor, self._line, self._shown = spot.at, spot.row, spot.line, list(spot.seen)
            self._settle()
        self.sync()

    def sync(self) -> None:
        """Paint again what is not as it should be. Where keys go, the cursor is on its row before it can be painted."""
        if self.current:
            self._settle()
        super().sync()

    def forget(self) -> None:
        """Forget every strip: something that all looks depend on has changed."""
        self._strips.clear()

    def paint(self, palette: Palette) -> None:
        self.forget()
        super().paint(palette)

    def _move(self, row: int, top: int) -> None:
        """Move as somebody wants it."""
        self.following = False
        self.moves += 1
        self._place(row, top)
        self._line = self.cursor - self.top
        self.sync()

    def _place(self, row: int, top: int) -> None:
        """Put the cursor on a row, and the first row seen where it is wanted as far as the cursor stays in sight."""
        rows = self.count()
        self.cursor = max(min(row, rows - 1), 0)
        self._at = self.identity(self.cursor) if rows else None
        top = max(min(top, self.cursor), self.cursor - self.page + 1)
        self.top = max(min(top, rows - self.page), 0)

    def _settle(self) -> None:
        """Bring cursor and scroll to where their row now is; it stays on the line of the screen where it was."""
        if self.following or self._at is None:
            self._line = 0
            self._place(0, 0)
            return
        if not self.has(self._at):
            self._at = self._neighbour()
        row = self.find(self._at)
        if row is not None:
            self._place(row, row - self._line)
        else:
            self.cursor = self.top = 0  # until it is found, or there again: it is not forgotten

    def _neighbour(self) -> Hashable | None:
        """Who was nearest on the screen to the one that is gone, below it first; itself when all have gone."""
        at = self._shown.index(self._at) if self._at in self._shown else -1
        return next(filter(self.has, (*self._shown[at + 1 :], *reversed(self._shown[: max(at, 0)]))), self._at)

    # --- drawing ------------------------------------------------------------------------------------------

    def lines(self, size: Size) -> list[Strip]:
        """The whole pane as it should be now."""
        cells = size.width - (4 if self.framed else 2)
        self._banner = self.above_heads(cells)
        self._settle()
        had, page, rows = self._shown, self.page, self.count()
        seen = range(self.top, min(self.top + page, rows))
        self._shown = [self.identity(row) for row in seen]
        body = [self._row(row, cells, size.width) for row in seen]
        if not rows:
            body = self._words(cells, size.width, page)
        body += [self._inner([(" " * cells, "plain")], size.width)] * (page - len(body))
        seen_at = self.top, page, rows
        if self._shown != had or self._seen_at != seen_at:
            self._seen_at = seen_at
            self.post_message(self.Moved(self))
        above = [self._inner(list(parts), size.width) for parts in (*self._banner, self.head_parts(cells))]
        if not self.framed:
            return [*above, *body][: size.height]
        left, right = self.titles()
        title_role: Role = "title" if self.current else "dim"
        title = self.strip(title_line(self.glyphs, left, right, size.width, title_role), size.width)
        foot = self.strip(foot_line(self.glyphs, self.position(), self.counters(), size.width), size.width)
        return [title, *above, *body, foot][: size.height]

    def _row(self, row: int, cells: int, full: int) -> Strip:
        on_cursor = self.current and row == self.cursor
        key = (self.look(row), full, on_cursor, self.old, self.framed)
        strip = self._strips.get(key)
        if strip is None:
            if len(self._strips) > _KEPT:
                self._strips.clear()
            strip = self._strips[key] = self._inner(self.parts(row, cells), full, cursor=on_cursor)
        return strip

    def _inner(self, parts: list[Part], full: int, *, cursor: bool = False) -> Strip:
        """Parts between the frame's sides, or between two blanks."""
        edge = side(self.glyphs) if self.framed else ()
        inner = self.strip([(" ", "plain"), *parts, (" ", "plain")], full - 2 * len(edge), cursor=cursor, old=self.old)
        if not edge:
            return inner
        bar = self.strip(edge, 1)
        return Strip([*bar, *inner, *bar], full)

    def _words(self, cells: int, full: int, page: int) -> list[Strip]:
        lines: list[str] = []
        for sentence in self.empty():
            lines += wrap(sentence, cells - 2)
        blank = min(2, max(page - len(lines), 0) // 2)
        texts = [""] * blank + lines
        return [self._inner([(fit(f"  {text}", cells), "plain")], full) for text in texts[:page]]

    # --- mouse --------------------------------------------------------------------------------------------

    def on_click(self, event: events.Click) -> None:
        row = self.top + event.y - (2 if self.framed else 1) - len(self._banner)
        inside = self.top <= row < min(self.top + self.page, self.count())
        self.post_message(self.Picked(self, row if inside else None, inside and event.chain == 2))

    def on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        event.stop()
        self.scroll_rows(_WHEEL)

    def on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        event.stop()
        self.scroll_rows(-_WHEEL)
