"""The filter's line, in the footer's place while it is typed.

A line of its own rather than Textual's Input, which takes the keyboard only once its turn has come: what is typed fast
after "/" would be lost, or run as keys.
"""

from __future__ import annotations

from textual.geometry import Size
from textual.message import Message
from textual.strip import Strip

from dialer_tui.floor import query
from dialer_tui.floor.query import Draft
from dialer_tui.text import fit, width
from dialer_tui.ui.editor import Editor
from dialer_tui.ui.history import History
from dialer_tui.ui.keymap import Keymap
from dialer_tui.ui.theme import Glyphs, Palette
from dialer_tui.ui.widgets.line import measure
from dialer_tui.ui.widgets.painted import Painted, Part

MOST = 500  # characters
_TYPE = "type is in, out, or what the API says"
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
        self._keymap = keymap
        self._line = Editor(MOST)
        self._history = History()
        self._said = self._enter = ""

    @property
    def text(self) -> str:
        """What is typed."""
        return self._line.text

    def open(self, text: str) -> None:
        """Show the bar with a text."""
        self._line.set(text)
        self._history.begin()
        self.display = True
        self.sync()

    def close(self) -> None:
        """Take the bar away."""
        self.display = False

    def tell(self, draft: Draft, number: str, none: bool) -> None:
        """Say what is wrong with the text, or the `number` of calls that meet it (`none`?); and what enter does."""
        if draft.wrong is not None:
            self._said, self._enter = str(draft.wrong), ""
        elif draft.field:
            self._said, self._enter = f"{draft.field}= {self.glyphs.ellipsis}", "search"
        else:
            self._said, self._enter = number, "keep"
            if none and query.odd_type(self.text):
                self._said += f" {self.glyphs.dot} {_TYPE}"
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

    def keep(self) -> None:
        """Remember the text, to be brought back."""
        self._history.add(self.text)

    def recall(self, by: int) -> None:
        """Bring back a text that was kept `by` steps earlier, or later where it is negative."""
        text = self._history.step(by, self.text)
        if text != self.text:
            self._line.set(text)
            self.sync()
            self.post_message(self.Typed(text))

    def step(self, by: int) -> None:
        """Move the cursor by characters."""
        self._line.step(by)
        self.sync()

    def lines(self, size: Size) -> list[Strip]:
        """The one line, the text scrolled so that its cursor is in sight. The keys go before a word of what is said."""
        most = max(size.width - 3, 1)
        spare = max(most - _LEAST, 0)
        said, keys = self._hints()
        hint: list[Part] = [(said, "plain"), (keys, "dim")]
        if measure(hint) > spare:
            hint = [(fit(said, min(width(said), spare), ellipsis=self.glyphs.ellipsis), "plain")]
        room = most - measure(hint)
        before, under, after = self._line.seen(room)
        blank = " " * max(room - width(before) - width(under or " ") - width(after), 0)
        parts: list[Part] = [(" / ", "accent"), (before, "strong"), (under or " ", "caret"), (after, "strong")]
        return [self.strip([*parts, (blank, "plain"), *hint], size.width)]

    def _hints(self) -> tuple[str, str]:
        """What is said, and the keys."""
        does = (("keep", self._enter), ("back", "off"))
        keys = f" {self.glyphs.dot} ".join(f"{self.glyphs.key(self._keymap.shown(key))} {it}" for key, it in does if it)
        return f" {self._said} " if self._said else "", f" {keys} "

    def _changed(self, had: str) -> None:
        self.sync()
        if self.text != had:
            self._history.begin()
            self.post_message(self.Typed(self.text))
