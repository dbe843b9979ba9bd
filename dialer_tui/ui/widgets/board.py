"""The wall board: it has the screen alone, and lies over all else where there is anything else."""

from __future__ import annotations

from textual.geometry import Size
from textual.strip import Strip
from textual.timer import Timer

from dialer_tui.ui.board import Board, laid
from dialer_tui.ui.theme import Glyphs, Palette
from dialer_tui.ui.widgets.painted import Painted

SECONDS = 6.0  # for which a hint stands


class BoardSheet(Painted):
    """Draws a board; shown while it is `opened`."""

    DEFAULT_CSS = """
    BoardSheet { layer: over; position: absolute; offset: 0 0; width: 100%; height: 100%; display: none; }
    """

    def __init__(self, palette: Palette, glyphs: Glyphs, way_back: str = "") -> None:
        """`way_back`: how to leave it, in words, where there is anything to go back to."""
        super().__init__(palette, glyphs, id="board")
        self._way_back = way_back
        self.opened = False
        self._board: Board | None = None
        self._hint = ""
        self._timer: Timer | None = None

    def open(self) -> None:
        """Lay it over everything."""
        self.opened = self.display = True

    def close(self) -> None:
        """Take it away."""
        self.opened = self.display = False
        self._unhint()

    def tell(self, board: Board) -> None:
        """Show this; the same as before costs nothing."""
        if board != self._board:
            self._board = board
            self.sync()

    def hint(self, words: str) -> None:
        """Say in its last line for some seconds what can be done."""
        if self._timer is not None:
            self._timer.stop()
        self._timer = self.set_timer(SECONDS, self._unhint)
        self._hint = words
        self.sync()

    def _unhint(self) -> None:
        if self._timer is not None:
            self._timer.stop()
            self._timer, self._hint = None, ""
            self.sync()

    def lines(self, size: Size) -> list[Strip]:
        """The board laid out for a size."""
        if self._board is None:
            return [self.strip((), size.width)] * size.height
        lines = laid(self._board, size.width, size.height, self.glyphs, self._hint, self._way_back)
        return [self.strip(line, size.width) for line in lines]
