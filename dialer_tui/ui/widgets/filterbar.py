"""The filter's line, in the footer's place while it is typed.

A line of its own rather than Textual's Input, which takes the keyboard only once its turn has come: what is typed fast
after "/" would be lost, or run as keys.
"""

from __future__ import annotations

from textual.geometry import Size
from textual.message import Message
from textual.strip import Strip

from dialer_tui.text import width
from dialer_tui.ui.editor import Editor
from dialer_tui.ui.keymap import Keymap
from dialer_tui.ui.theme import Glyphs, Palette
from dialer_tui.ui.widgets.line import measure
from dialer_tui.ui.widgets.painted import Painted, Part

MOST = 500  # characters
_LEAST = 12  # cells the text keeps, whatever else there is to say


class FilterBar(Painted):
    """ "/", a text with a cursor, how many calls meet it, and what enter and esc do. Says `Typed` at each change."""

    DEFAULT_CSS = "FilterBar { height: 1; width: 1fr; display: none; }"

    class Typed(Message):
        """The text changed."""

        def __init__(self, text: str) -> None:
            super().__init__()
            self.text = text

    def __init__(self, keymap: Keymap, palette: Palette, glyphs: Glyphs) -> None:
        super().__init__(palette, glyphs, id="filter")
        self._hint = f"{keymap.shown('keep')} keep {glyphs.dot} {keymap.shown('back')} off"
        self._line = Editor(MOST)
        self._found = ""

    @property
    def text(self) -> str:
        """What is typed."""
        return self._line.text

    def open(self, text: str) -> None:
        """Show the bar with a text."""
        self._line.set(text)
        self.display = True
        self.sync()

    def close(self) -> None:
        """Take the bar away."""
        self.display = False

    def found(self, words: str) -> None:
        """Say how many calls meet the filter."""
        self._found = words
        self.sync()

    def insert(self, text: str) -> None:
        """Put text in at the cursor; of a pasted one the line breaks and control characters are gone."""
        had = self.text
        self._line.insert(text)
        self._changed(had)

    def erase(self, what: str) -> None:
        """Erase `back` or `ahead` one character, the `word` before the cursor, or `all` before it."""
        had = self.text
        self._line.erase(what)
        self._changed(had)

    def go(self, where: int) -> None:
        """Move the cursor to a place in the text."""
        self._line.go(where)
        self.sync()

    def step(self, by: int) -> None:
        """Move the cursor by characters."""
        self._line.step(by)
        self.sync()

    def lines(self, size: Size) -> list[Strip]:
        """The one line, the text scrolled so that its cursor is in sight."""
        hint: list[Part] = [(f" {self._found} ", "plain"), (f" {self._hint} ", "dim")]
        room = size.width - 3 - measure(hint)
        if room < _LEAST:
            hint, room = [], max(size.width - 3, 1)
        before, under, after = self._line.seen(room)
        blank = " " * max(room - width(before) - width(under or " ") - width(after), 0)
        parts: list[Part] = [(" / ", "accent"), (before, "strong"), (under or " ", "caret"), (after, "strong")]
        return [self.strip([*parts, (blank, "plain"), *hint], size.width)]

    def _changed(self, had: str) -> None:
        self.sync()
        if self.text != had:
            self.post_message(self.Typed(self.text))
