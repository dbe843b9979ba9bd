"""The unit of moving: the smallest Line API table with the console's columns, at the width its calls have, no logic."""

from __future__ import annotations

import random
import sys

from rich.segment import Segment
from rich.style import Style
from textual.app import App, ComposeResult
from textual.binding import Binding
from textual.geometry import Size
from textual.scroll_view import ScrollView
from textual.strip import Strip

from dialer_tui.ui.call_text import COLUMNS
from dialer_tui.ui.columns import place

CELLS = 118  # what the rows of the calls have of 160 columns
PLACED = place(COLUMNS, CELLS)
STYLES = {"plain": Style.parse("#d7d7d7 on #121212"), "dim": Style.parse("#8a8a8a on #121212")}
CURSOR = Style.parse("on #005f87")
_TAIL = "bcdefghijklmnopqrstuvwxyz"


def rows(count: int) -> list[tuple[str, ...]]:
    """So many rows of texts that fill their columns."""
    dice = random.Random(count)
    texts = [
        tuple(f"{dice.randrange(10**9)} {_TAIL}"[: at.cells].ljust(at.cells + 1) for at in PLACED) for _ in range(500)
    ]
    return [(f"{row:>8}", *texts[row % 500][1:]) for row in range(count)]


class Rows(ScrollView, can_focus=True):
    """Rows, and a cursor."""

    BINDINGS = [  # noqa: RUF012 - as Textual has it
        Binding("down", "go(1)"),
        Binding("pagedown", "page(1)"),
        Binding("home", "to(0)"),
        Binding("end", "to(-1)"),
    ]

    def __init__(self, count: int) -> None:
        super().__init__()
        self.rows = rows(count)
        self.cursor = 0
        self.styles_of = [STYLES.get(at.column.role, STYLES["plain"]) for at in PLACED]

    def on_mount(self) -> None:
        self.virtual_size = Size(CELLS, len(self.rows))

    def render_line(self, y: int) -> Strip:
        row = y + self.scroll_offset.y
        if row >= len(self.rows):
            return Strip.blank(self.size.width)
        segments = [Segment(text, style) for text, style in zip(self.rows[row], self.styles_of, strict=True)]
        strip = Strip(segments).adjust_cell_length(self.size.width)
        return strip.apply_style(CURSOR) if row == self.cursor else strip

    def action_go(self, by: int) -> None:
        """Move the cursor by rows."""
        self.action_to(max(0, min(self.cursor + by, len(self.rows) - 1)))

    def action_page(self, by: int) -> None:
        """Move the cursor by pages."""
        self.action_go(by * (self.size.height - 1))

    def action_to(self, row: int) -> None:
        """Put the cursor on a row; -1 is the last."""
        top = self.scroll_offset.y
        had, self.cursor = self.cursor, row % len(self.rows)
        self.refresh_line(had)
        self.refresh_line(self.cursor)
        if self.cursor < top:
            self.scroll_to(y=self.cursor, animate=False)
        elif self.cursor >= top + self.size.height:
            self.scroll_to(y=self.cursor - self.size.height + 1, animate=False)


class BareTable(App[None]):
    """The rows at the right, an empty pane at the left."""

    CSS = f"Screen {{layout: horizontal}} Rows {{dock: right; width: {CELLS + 4}; height: 1fr}}"

    def __init__(self, count: int) -> None:
        super().__init__()
        self.animation_level = "none"
        self._count = count

    def compose(self) -> ComposeResult:
        yield Rows(self._count)


if __name__ == "__main__":
    BareTable(int(sys.argv[1])).run()
