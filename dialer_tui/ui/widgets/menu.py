"""A small sheet of choices: a letter, a label, what it is now; one of them under the cursor."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec
from textual import events

from dialer_tui.text import fit, width
from dialer_tui.ui.keymap import Keymap
from dialer_tui.ui.said import Said
from dialer_tui.ui.theme import Glyphs, Palette
from dialer_tui.ui.widgets.painted import Part
from dialer_tui.ui.widgets.sheet import Sheet

_GAP = 2
_LEAST, _MOST_LABEL, _MOST_VALUE = 30, 24, 40


class Choice(msgspec.Struct, frozen=True):
    """One line: the letter that takes it at once ("": none), what it is called, and a cleaned word beside it."""

    id: str
    label: str
    value: str = ""
    letter: str = ""


class Menu(Sheet):
    """Choices to take by ↑↓ and enter, by a letter, or by a click. Says `Chosen`."""

    class Chosen(Said):
        """A choice was clicked."""

        choice: Choice

    def __init__(self, keymap: Keymap, palette: Palette, glyphs: Glyphs) -> None:
        super().__init__(palette, glyphs, id="menu")
        self._keymap = keymap
        self._choices: Sequence[Choice] = ()
        self._asked = self._again = ""
        self.cursor = 0

    def ask(self, title: str, choices: Sequence[Choice], at: str = "", again: str = "") -> None:
        """Open with these choices, the cursor on the one of an ID. `again`: a key that takes the one it is on."""
        self._asked, self._choices, self._again = title, choices, again
        self.cursor = next((n for n, choice in enumerate(choices) if choice.id == at), 0)
        self.open()
        self.tell()

    def tell(self) -> None:
        """Lay it out for the screen's size."""
        keys = [self.glyphs.key(self._keymap.shown(name)) for name in ("choose", "back")]
        foot = f"{keys[0]} choose   {keys[1]} back"
        label, value, letter = self._widths
        cells = max(letter + label + (_GAP + value if value else 0), width(foot) + 4, width(self._asked) + 4, _LEAST)
        self.show(self._asked, [()] * len(self._choices), foot, min(cells, self.app.size.width - 4))
        self.move(0)

    @property
    def chosen(self) -> Choice:
        """The choice under the cursor."""
        return self._choices[self.cursor]

    def letter(self, char: str) -> Choice | None:
        """The choice that a letter takes, None when it takes none."""
        if char and char == self._again:
            return self.chosen
        return next((choice for choice in self._choices if choice.letter == char), None)

    def move(self, by: int) -> None:
        """Move the cursor by choices."""
        self.cursor = max(0, min(self.cursor + by, len(self._choices) - 1))
        self.top = max(min(self.top, self.cursor), self.cursor - self.page + 1)
        self.sync()

    def scroll_rows(self, by: int) -> None:
        """The wheel moves the cursor."""
        self.move(by)

    @property
    def _widths(self) -> tuple[int, int, int]:
        labels = max((width(choice.label) for choice in self._choices), default=0)
        values = max((width(choice.value) for choice in self._choices), default=0)
        letters = any(choice.letter for choice in self._choices)
        return min(labels, _MOST_LABEL), min(values, _MOST_VALUE), 2 + _GAP if letters else 0

    def body(self, cells: int) -> Sequence[Sequence[Part]]:
        """The choices that are seen."""
        return [self._row(choice, cells) for choice in self._choices[self.top : self.top + self.page]]

    def _row(self, choice: Choice, cells: int) -> list[Part]:
        label, _, letter = self._widths
        room = max(cells - letter - label - _GAP, 0)
        return [
            (fit(choice.letter, letter), "accent"),
            (fit(choice.label, label, ellipsis=self.glyphs.ellipsis), "plain"),
            (" " * _GAP, "plain"),
            (fit(choice.value, min(width(choice.value), room), ellipsis=self.glyphs.ellipsis), "dim"),
        ]

    def position(self) -> str:
        """Which of the choices are seen."""
        many, last = len(self._choices), min(self.top + self.page, len(self._choices))
        return f"{self.top + 1}{self.glyphs.dash}{last} of {many}" if many > self.page else ""

    def on_cursor(self, line: int) -> bool:
        """The cursor's row."""
        return line + self.top == self.cursor

    def on_click(self, event: events.Click) -> None:
        row = self.top + event.y - 1
        if 1 <= event.y <= self.page and row < len(self._choices):
            self.cursor = row
            self.sync()
            self.post_message(self.Chosen(self._choices[row]))
