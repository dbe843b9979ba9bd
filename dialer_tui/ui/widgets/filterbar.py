"""The filter's line, in the footer's place while it is typed.

A line of its own rather than Textual's Input, which takes the keyboard only once its turn has come: what is typed fast
after "/" would be lost, or run as keys.
"""

from __future__ import annotations

from textual.geometry import Size
from textual.message import Message
from textual.strip import Strip

from dialer_tui.text import clean, width
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

    def __init__(self, palette: Palette, glyphs: Glyphs) -> None:
        super().__init__(palette, glyphs, id="filter")
        self.text = ""
        self._at = 0
        self._found = ""

    def open(self, text: str) -> None:
        """Show the bar with a text."""
        self.text, self._at = text, len(text)
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
        room = MOST - len(self.text)
        text = clean(text, max(room, 0))
        self._change(self.text[: self._at] + text + self.text[self._at :], self._at + len(text))

    def erase(self, what: str) -> None:
        """Erase `back` or `ahead` one character, the `word` before the cursor, or `all` before it."""
        before, after = self.text[: self._at], self.text[self._at :]
        if what == "ahead":
            after = after[1:]
        elif what == "word":
            before = before[: before.rstrip().rfind(" ") + 1]
        else:
            before = before[:-1] if what == "back" else ""
        self._change(before + after, len(before))

    def go(self, where: int) -> None:
        """Move the cursor to a place in the text."""
        self._at = max(0, min(where, len(self.text)))
        self.sync()

    def step(self, by: int) -> None:
        """Move the cursor by characters."""
        self.go(self._at + by)

    def lines(self, size: Size) -> list[Strip]:
        """The one line, the text scrolled so that its cursor is in sight."""
        hint: list[Part] = [(f" {self._found} ", "plain"), (f" enter keep {self.glyphs.dot} esc off ", "dim")]
        room = size.width - 3 - measure(hint)
        if room < _LEAST:
            hint, room = [], max(size.width - 3, 1)
        start = 0
        while start < self._at and width(self.text[start : self._at]) >= room:
            start += 1
        before, at, after = self.text[start : self._at], self.text[self._at : self._at + 1], self.text[self._at + 1 :]
        used, end = width(before) + width(at or " "), 0
        while end < len(after) and used + width(after[: end + 1]) <= room:
            end += 1
        after = after[:end]
        blank = " " * max(room - used - width(after), 0)
        parts: list[Part] = [(" / ", "accent"), (before, "strong"), (at or " ", "caret"), (after, "strong")]
        return [self.strip([*parts, (blank, "plain"), *hint], size.width)]

    def _change(self, text: str, at: int) -> None:
        changed, self.text, self._at = text != self.text, text, at
        self.sync()
        if changed:
            self.post_message(self.Typed(text))
