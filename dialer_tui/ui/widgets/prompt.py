"""A line to type one thing in, in the footer's place: what it is, a text with a cursor, and what that text means."""

from __future__ import annotations

from textual.geometry import Size
from textual.strip import Strip

from dialer_tui.text import width
from dialer_tui.ui.editor import Editor
from dialer_tui.ui.theme import Glyphs, Palette
from dialer_tui.ui.widgets.line import measure
from dialer_tui.ui.widgets.oneline import OneLine
from dialer_tui.ui.widgets.painted import Painted, Part

_MOST = 80  # characters
_LEAST = 12  # cells the text has, however short it is


class Prompt(Painted, OneLine):
    """The words beside the text are told by whoever reads it."""

    DEFAULT_CSS = "Prompt { height: 1; width: 1fr; display: none; }"

    def __init__(self, palette: Palette, glyphs: Glyphs) -> None:
        super().__init__(palette, glyphs, id="prompt")
        self._label = ""
        self._line = Editor(_MOST)
        self._whole = False  # whether the text is marked: what is typed takes its place
        self._wordings: tuple[str, ...] = ()

    def open(self, label: str, text: str = "") -> None:
        """Show it. `label`: what is to be typed; `text`: what stands there already, marked."""
        self._label = f" {label} "
        self._line.set(text)
        self._whole = bool(text)
        self.display = True

    def close(self) -> None:
        """Take it away."""
        self.display = False

    def insert(self, text: str) -> None:
        """Put text in at the cursor, or in the place of what is marked."""
        self._let_go(clear=True)
        super().insert(text)

    def erase(self, what: str) -> None:
        """Erase some of the text, or what is marked."""
        if not self._let_go(clear=True):
            super().erase(what)
        self.sync()

    def moved(self) -> None:
        """The cursor may stand elsewhere: nothing is marked any more."""
        self._let_go()
        super().moved()

    def _let_go(self, *, clear: bool = False) -> bool:
        """Mark nothing any more, and on wish take away what was marked; whether anything was."""
        had, self._whole = self._whole, False
        if had and clear:
            self._line.set("")
        return had

    def written(self, cells: int) -> list[Part]:
        """The text around its cursor, all of it in the cursor's colours where it is marked."""
        parts = super().written(cells)
        return [(text, "caret") for text, _ in parts] if self._whole else parts

    def tell(self, *wordings: str) -> None:
        """Say what the text means, or what is wrong with it: of several wordings, the fullest first, what fits."""
        self._wordings = wordings
        self.sync()

    def lines(self, size: Size) -> list[Strip]:
        """The one line, the text scrolled so that its cursor is in sight."""
        most = max(size.width - width(self._label), 1)
        spare = max(most - max(_LEAST, width(self.text) + 2), 0)
        said = next((words for words in self._wordings if width(words) <= spare), "")
        room = max(most - width(said) - 1, 1)
        typed = self.written(room)
        blank = " " * max(room - measure(typed), 0)
        parts: list[Part] = [(self._label, "accent"), *typed, (blank, "plain"), (said, "dim"), (" ", "plain")]
        return [self.strip(parts, size.width)]
