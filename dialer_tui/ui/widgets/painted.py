"""The base of every widget here: a list of lines, of which only those that changed are painted again.

Textual sends what is marked dirty without comparing it, so `sync` compares: it asks `lines` for the wanted strips and
marks the lines that differ. Nothing changed, nothing sent, whatever the reason was to look.
"""

from __future__ import annotations

from collections.abc import Iterable

from rich.segment import Segment
from textual.geometry import Region, Size
from textual.strip import Strip
from textual.widget import Widget

from dialer_tui.text import sure, width
from dialer_tui.ui.theme import Glyphs, Palette, Role

Part = tuple[str, Role]


class Painted(Widget, can_focus=False):
    """A widget drawn line by line from `lines`. The text it is given must have been through `text.clean`."""

    def __init__(self, palette: Palette, glyphs: Glyphs, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.palette = palette
        self.glyphs = glyphs
        self._lines: list[Strip] = []
        self._laid = Size(0, 0)

    def lines(self, size: Size) -> list[Strip]:
        """One strip of exactly `size.width` cells for each of `size.height` lines."""
        raise NotImplementedError

    @property
    def on_screen(self) -> bool:
        """Whether it has a place on the screen now."""
        return self.is_attached and all(node.display for node in self.ancestors_with_self if isinstance(node, Widget))

    def sync(self) -> None:
        """Paint again the lines that are not as they should be."""
        size = self.size
        if not size or not self.on_screen:
            self._laid = Size(0, 0)  # to be drawn afresh when it comes back
            self.refresh()
            return
        had, self._lines = self._lines, self.lines(size)
        if self._laid != size:
            self._laid = size
            self.refresh()
            return
        for start, end in _runs(had, self._lines):
            self.refresh(Region(0, start, size.width, end - start))

    def paint(self, palette: Palette) -> None:
        """Take other colours."""
        self.palette = palette
        self._laid = Size(0, 0)
        self.sync()

    def render_line(self, y: int) -> Strip:
        """The strip of a line, as Textual asks for it."""
        if self._laid != self.size:
            self._laid = self.size
            self._lines = self.lines(self.size)
        return self._lines[y]

    def on_resize(self) -> None:
        self.sync()

    def strip(self, parts: Iterable[Part], cells: int, *, cursor: bool = False, old: bool = False) -> Strip:
        """Parts side by side as one strip of `cells` cells; neighbours of one style become one segment.

        Not where a text may be drawn wider than reckoned: what follows it keeps its own place on the line.
        """
        segments: list[Segment] = []
        used, apart = 0, False
        for said, role in parts:
            text = self.glyphs.drawn(said)
            style = self.palette.style(role, cursor, old)
            used += width(text)
            was_apart, apart = apart, not sure(text)
            if segments and segments[-1].style == style and not (apart or was_apart):
                segments[-1] = Segment(segments[-1].text + text, style)
            else:
                segments.append(Segment(text, style))
        strip = Strip(segments, used)
        return strip if used == cells else strip.adjust_cell_length(cells, self.palette.style("plain", cursor, old))


def _runs(had: list[Strip], wanted: list[Strip]) -> Iterable[tuple[int, int]]:
    """The [start, end) runs of lines that differ."""
    start: int | None = None
    for y, strip in enumerate(wanted):
        same = y < len(had) and (had[y] is strip or had[y] == strip)
        if same and start is not None:
            yield start, y
            start = None
        elif not same and start is None:
            start = y
    if start is not None:
        yield start, len(wanted)
