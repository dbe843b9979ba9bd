"""One line of parts: the status line, the tabs, the footer, the clock."""

from __future__ import annotations

from collections.abc import Sequence

from textual.geometry import Size
from textual.strip import Strip

from dialer_tui.text import fit, width
from dialer_tui.ui.theme import Glyphs, Palette
from dialer_tui.ui.widgets.painted import Painted, Part


def measure(parts: Sequence[Part]) -> int:
    """Cells that parts take side by side."""
    return sum(width(text) for text, _ in parts)


class Line(Painted):
    """A widget one cell high: parts from the left, parts to the right end; the left gives way."""

    DEFAULT_CSS = "Line { height: 1; width: 1fr; }"

    def __init__(self, palette: Palette, glyphs: Glyphs, *, id: str | None = None) -> None:
        super().__init__(palette, glyphs, id=id)
        self._left: tuple[Part, ...] = ()
        self._right: tuple[Part, ...] = ()

    def show(self, left: Sequence[Part], right: Sequence[Part] = ()) -> None:
        """Show these parts; the same as before costs nothing."""
        if (tuple(left), tuple(right)) != (self._left, self._right):
            self._left, self._right = tuple(left), tuple(right)
            self.sync()

    def lines(self, size: Size) -> list[Strip]:
        """The one line; of the left parts as much as the right ones leave room for."""
        room = max(size.width - measure(self._right), 0)
        parts: list[Part] = []
        for text, role in self._left:
            cells = min(width(text), room)
            parts.append((fit(text, cells, ellipsis=self.glyphs.ellipsis), role))
            room -= cells
        parts.append((" " * room, "plain"))
        return [self.strip([*parts, *self._right], size.width)]
