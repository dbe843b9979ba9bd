"""What a widget with a line to type in has: a text with a cursor, and the keys that edit it.

A line of our own rather than Textual's Input, which takes the keyboard only once its turn has come: what is typed fast
after the key that opens it would be lost, or run as keys.
"""

from __future__ import annotations

from dialer_tui.ui.editor import Editor
from dialer_tui.ui.widgets.painted import Part


class OneLine:
    """Edits `_line`. `edited` follows each key that may change the text, `moved` each that moves the cursor.

    No widget itself, but what one has besides: Textual takes the style of the first of several widgets alone.
    """

    _line: Editor

    def sync(self) -> None:
        """Draw it."""
        raise NotImplementedError

    @property
    def text(self) -> str:
        """What is typed."""
        return self._line.text

    def insert(self, text: str) -> None:
        """Put text in at the cursor; of a pasted one the line breaks and control characters are gone."""
        had = self.text
        self._line.insert(text)
        self.edited(had)

    def erase(self, what: str) -> None:
        """Erase `back` or `ahead` one character, the `word` before the cursor, or `all` before it."""
        had = self.text
        self._line.erase(what)
        self.edited(had)

    def go(self, where: int) -> None:
        """Move the cursor to a place in the text."""
        self._line.go(where)
        self.moved()

    def step(self, by: int) -> None:
        """Move the cursor by characters."""
        self._line.step(by)
        self.moved()

    def edited(self, had: str) -> None:
        """The text was `had`, and may be another."""
        self.moved()

    def moved(self) -> None:
        """The cursor may stand elsewhere."""
        self.sync()

    def written(self, cells: int) -> list[Part]:
        """The text around its cursor in at most so many cells, scrolled so that the cursor is in sight."""
        before, under, after = self._line.seen(cells)
        return [(before, "strong"), (under or " ", "caret"), (after, "strong")]
