"""The palette: every action there is, found by its words, done where the keyboard was."""

from __future__ import annotations

from collections.abc import Sequence

from textual import events

from dialer_tui.text import fit
from dialer_tui.ui.editor import Editor
from dialer_tui.ui.keymap import Keymap
from dialer_tui.ui.keys import Key, Place
from dialer_tui.ui.said import Said
from dialer_tui.ui.theme import Glyphs, Palette
from dialer_tui.ui.widgets.oneline import OneLine
from dialer_tui.ui.widgets.painted import Part
from dialer_tui.ui.widgets.sheet import Sheet

WIDE = 76
_SHOWN, _WORD = 8, 12  # cells of a key, and of its word
_MOST = 60  # characters typed


class Commands(Sheet, OneLine):
    """A sheet with a line to type in and the actions that have those words, a cursor on one of them.

    Its size does not change while one types: nothing beneath it is drawn again.
    """

    class Chosen(Said):
        """An action was clicked."""

        key: Key

    def __init__(self, keymap: Keymap, palette: Palette, glyphs: Glyphs) -> None:
        super().__init__(palette, glyphs, id="commands")
        self._keymap = keymap
        self._line = Editor(_MOST)
        self._place: Place = "calls"
        self._all: list[Key] = []
        self._more: frozenset[str] = frozenset()
        self._found: list[Key] = []
        self.cursor = 0

    def call(self, place: Place, more: Sequence[Key] = ()) -> None:
        """Open it over a place, with nothing typed. `more`: what can be done besides, as keys that have no key."""
        self._place = place
        self._all = [*self._keymap.commands(place), *more]
        self._more = frozenset(key.id for key in more)
        self._line.set("")
        self.open()
        self._look()
        self.tell()

    @property
    def place(self) -> Place:
        """Where the keyboard was when it was called."""
        return self._place

    @property
    def chosen(self) -> Key | None:
        """The action under the cursor."""
        return self._found[self.cursor] if self._found else None

    def tell(self) -> None:
        """Lay it out for the screen's size."""
        shown = [self.glyphs.key(self._keymap.shown(name)) for name in ("run", "back")]
        cells = min(WIDE, self.app.size.width - 4)
        self.show("All keys", [()] * (len(self._all) + 1), f"{shown[0]} run   {shown[1]} back", cells)

    # --- typing and moving ----------------------------------------------------------------------------------

    def edited(self, had: str) -> None:
        """Other words, other actions."""
        self._look()

    @property
    def page(self) -> int:
        """Actions that can be seen."""
        return max(self.size.height - 3, 1)

    def move(self, by: int) -> None:
        """Move the cursor by rows."""
        self.cursor = max(min(self.cursor + by, len(self._found) - 1), 0)
        self.top = max(min(self.top, self.cursor), self.cursor - self.page + 1)
        self.sync()

    def scroll_rows(self, by: int) -> None:
        """Move what is seen by rows, the cursor with it so as to stay in sight."""
        self.top = max(min(self.top + by, len(self._found) - self.page), 0)
        self.cursor = max(min(self.cursor, self.top + self.page - 1, len(self._found) - 1), self.top)
        self.sync()

    def _look(self) -> None:
        """Find the actions again, those whose word begins with what is typed first, what has a name before others."""
        words = self._line.text.lower().split()
        said = {key.id: f"{key.word} {key.help} {key.shown}".lower() for key in self._all}
        found = [key for key in self._all if all(word in said[key.id] for word in words)]
        if words:
            found.sort(key=lambda key: (not said[key.id].startswith(words[0]), key.id not in self._more))
        self._found = found
        self.cursor = self.top = 0
        self.sync()

    # --- drawing --------------------------------------------------------------------------------------------

    def body(self, cells: int) -> Sequence[Sequence[Part]]:
        """The line that is typed, then the actions."""
        typed: list[Part] = [("> ", "accent"), *self.written(max(cells - 2, 1))]
        seen = self._found[self.top : self.top + self.page]
        rows = [self._row(key, cells) for key in seen] or [[("No action has these words.", "dim")]]
        return [typed, *rows]

    def _row(self, key: Key, cells: int) -> list[Part]:
        here = self._place in key.where
        shown = fit(self.glyphs.key(key.shown), _SHOWN, ellipsis=self.glyphs.ellipsis)
        rest = fit(key.help, max(cells - _SHOWN - _WORD - 2, 0), ellipsis=self.glyphs.ellipsis)
        word = fit(key.word, _WORD, ellipsis=self.glyphs.ellipsis)
        return [(f"{shown} ", "accent"), (f"{word} ", "strong" if here else "dim"), (rest, "plain" if here else "dim")]

    def position(self) -> str:
        """Which of the actions are seen."""
        many = len(self._found)
        last = min(self.top + self.page, many)
        return f"{self.top + 1}{self.glyphs.dash}{last} of {many}" if many > self.page else ""

    def on_cursor(self, line: int) -> bool:
        """The cursor's row; the first line is the one that is typed."""
        return bool(self._found) and line - 1 + self.top == self.cursor

    def on_click(self, event: events.Click) -> None:
        row = self.top + event.y - 2
        if event.y >= 2 and self.top <= row < min(self.top + self.page, len(self._found)):
            self.cursor = row
            self.sync()
            self.post_message(self.Chosen(self._found[row]))
