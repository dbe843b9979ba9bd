"""A framed sheet that lies over the panes, which live on beneath it: a call's details, the help, the palette."""

from __future__ import annotations

from collections.abc import Sequence

from textual import events
from textual.geometry import Size
from textual.strip import Strip

from dialer_tui.text import fit, width
from dialer_tui.ui.theme import Glyphs, Palette
from dialer_tui.ui.widgets.frame import foot_line, side, title_line
from dialer_tui.ui.widgets.line import measure
from dialer_tui.ui.widgets.painted import Painted, Part

_STEP = 3
_LOWEST = 7  # lines that a sheet has at least, where the screen has them
_AWAY = 10_000  # a line no screen has


class Sheet(Painted):
    """Lines of parts in a frame, in the middle of the screen; scrolls where they do not all fit."""

    DEFAULT_CSS = "Sheet { layer: over; position: absolute; width: 1; height: 1; }"

    def __init__(self, palette: Palette, glyphs: Glyphs, *, id: str) -> None:
        super().__init__(palette, glyphs, id=id)
        self._title = self._foot = ""
        self._content: Sequence[Sequence[Part]] = ()
        self._box = self._where = (0, 0, 0, 0)
        self._covered = False
        self.opened = False
        self.top = 0

    def open(self) -> None:
        """Lay the sheet over the panes, from its first line on."""
        self.top = 0
        self.opened, self._covered = True, False

    def cover(self, covered: bool) -> None:
        """Out of sight while another sheet lies over it, or back: the edges of two frames would not tell them apart."""
        self._covered = covered
        self._lie(*self._where)

    def close(self) -> None:
        """Take it away."""
        self.opened = False
        self._lie(1, 1, 0, _AWAY)

    def show(
        self, title: str, content: Sequence[Sequence[Part]], foot: str, cells: int, least: int = 0, above: int = 0
    ) -> None:
        """Show these lines, `cells` wide inside the frame, in the middle. Status line and footer stay in sight.

        `least`: the column that it does not reach beyond at the left, where there is room for that. `above`: lines of
        the screen that are to stay in sight above it, for which it lies at the bottom.
        """
        self._title, self._content, self._foot = title, content, foot
        room = self.app.size
        most = max(room.height - 2, 1)
        wide, high = min(cells + 4, room.width), min(len(content) + 2, most, max(most + 1 - above, _LOWEST))
        x, y = max((room.width - wide) // 2, min(least, room.width - wide)), max((room.height - high) // 2, 1)
        self._lie(wide, high, x, max(most + 1 - high, 1) if above else y)
        self.scroll_rows(0)

    def _lie(self, wide: int, high: int, x: int, y: int) -> None:
        self._where = wide, high, x, y
        # Moved off the screen rather than not displayed: Textual repaints all of the parent at a change of `display`.
        box = wide, high, x, _AWAY if self._covered else y
        if self._box != box:
            self._box = box
            self.styles.width, self.styles.height = wide, high
            self.styles.offset = box[2:]

    @property
    def laid(self) -> tuple[int, int]:
        """Width and height as it was laid out last."""
        return self._box[:2]

    def on_mount(self) -> None:
        self.close()

    @property
    def page(self) -> int:
        """Lines that can be seen, as it is laid out now; the screen may follow later."""
        return max(self.laid[1] - 2, 1)

    @property
    def at_end(self) -> bool:
        """Whether the last line is seen."""
        return self.top + self.page >= len(self._content)

    def scroll_rows(self, by: int) -> None:
        """Move what is seen by lines."""
        self.top = max(min(self.top + by, len(self._content) - self.page), 0)
        self.sync()

    def body(self, cells: int) -> Sequence[Sequence[Part]]:
        """The lines inside the frame that are seen now, each at most `cells` wide."""
        return self._content[self.top : self.top + self.page]

    def position(self) -> str:
        """Which lines are seen, in words; "" when all are."""
        last, many = self.top + self.page, len(self._content)
        return f"{self.top + 1}{self.glyphs.dash}{last} of {many}" if many > self.page else ""

    def foot(self, cells: int) -> str:
        """What stands at the left of the foot, where there are so many cells for it."""
        return self._foot

    def on_cursor(self, line: int) -> bool:
        """Whether a line inside the frame is one with a cursor on it."""
        return False

    def lines(self, size: Size) -> list[Strip]:
        """Frame and lines."""
        cells, high = size.width - 4, max(size.height - 2, 1)
        bar = self.strip(side(self.glyphs), 1)
        body: list[Strip] = []
        for y, parts in enumerate((list(self.body(cells)) + [()] * high)[:high]):
            line: list[Part] = [(" ", "plain"), *self._cut(parts, cells)]
            inner = self.strip(line, size.width - 2, cursor=self.on_cursor(y))
            body.append(Strip([*bar, *inner, *bar], size.width))
        title = self.strip(title_line(self.glyphs, self._title, "", size.width, "title"), size.width)
        position = self.position()
        keys = self.foot(size.width - 6 - (width(position) + 2 if position else 0))
        foot = self.strip(foot_line(self.glyphs, keys, position, size.width), size.width)
        return [title, *body, foot][: size.height]

    def _cut(self, parts: Sequence[Part], cells: int) -> list[Part]:
        """Parts that fit `cells`; the one that does not is cut."""
        kept: list[Part] = []
        for text, role in parts:
            room = cells - measure(kept)
            kept.append(
                (text, role) if width(text) <= room else (fit(text, max(room, 0), ellipsis=self.glyphs.ellipsis), role)
            )
        return kept

    def on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        event.stop()
        self.scroll_rows(_STEP)

    def on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        event.stop()
        self.scroll_rows(-_STEP)
