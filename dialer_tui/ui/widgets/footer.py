"""The footer's keys, and the clock beside them."""

from __future__ import annotations

from zoneinfo import ZoneInfo

from textual import events
from textual.message import Message

from dialer_tui.text import width
from dialer_tui.ui import times
from dialer_tui.ui.keymap import Keymap
from dialer_tui.ui.keys import Key, Place
from dialer_tui.ui.theme import Glyphs, Palette
from dialer_tui.ui.widgets.line import Line
from dialer_tui.ui.widgets.painted import Part


class Footer(Line):
    """As many of a place's keys as fit; each can be clicked."""

    class Clicked(Message):
        """A key was clicked."""

        def __init__(self, key: Key) -> None:
            super().__init__()
            self.key = key

    def __init__(self, keymap: Keymap, palette: Palette, glyphs: Glyphs) -> None:
        super().__init__(palette, glyphs, id="footer")
        self._keymap = keymap
        self._spans: list[tuple[int, int, Key]] = []
        self._place: Place = "calls"
        self._without: frozenset[str] = frozenset()
        self._numbers: dict[str, int] = {}
        self._words: dict[str, str] = {}

    def lead(self, name: str, word: str) -> bool:
        """A word for what a key does now; the key then has room before others. "": as ever. Whether it is another."""
        changed = self._words.get(name, "") != word
        self._words[name] = word
        return changed

    def number(self, name: str, number: int) -> bool:
        """A number behind a key's word, 0 for none; the key then has room before all others. Whether it is another."""
        changed = self._numbers.get(name, 0) != number
        self._numbers[name] = number
        return changed

    def of(self, place: Place, without: frozenset[str] = frozenset()) -> None:
        """Show the keys of a place, save those of these names."""
        self._place, self._without = place, without
        parts: list[Part] = []
        at = 0
        self._spans = []
        for key in sorted(self._keymap.footer(place), key=self._turn):
            if key.id in without:
                continue
            number = self._numbers.get(key.id, 0)
            counted = f" {number} {self.glyphs.trouble}" if number else ""
            gap, shown = "  " if parts else " ", self.glyphs.key(key.shown)
            word = f" {self._words.get(key.id) or key.word}{counted}"
            start, end = at + len(gap), at + len(gap) + width(shown) + width(word)
            if end >= self.size.width:  # a blank stays before the clock
                continue
            parts += [(gap, "plain"), (shown, "accent"), (word, "alert" if number else "dim")]
            self._spans.append((start, end, key))
            at = end
        self.show(parts)

    def _turn(self, key: Key) -> int:
        """What goes first where there is not room for all."""
        return 0 if self._numbers.get(key.id) else 1 if self._words.get(key.id) else 2

    def on_resize(self) -> None:
        self.of(self._place, self._without)
        self.sync()

    def on_click(self, event: events.Click) -> None:
        for start, end, key in self._spans:
            if start <= event.x < end:
                self.post_message(self.Clicked(key))


class ClockLine(Line):
    """The server's time in the view's zone, which is named beside it."""

    def __init__(self, zone: ZoneInfo, minutes_only: bool, palette: Palette, glyphs: Glyphs) -> None:
        super().__init__(palette, glyphs, id="clock")
        self._zone = zone
        self.minutes = minutes_only
        self._cells = 0

    def tell(self, now: float, narrow: bool) -> None:
        """Show a time, seconds since 1970 UTC. It is as wide as it needs: wider on a day when clocks change."""
        second, name = int(now), times.zone_name(self._zone)
        name = name.rpartition("/")[2].replace("_", " ") if narrow else name
        at = times.when(second, self._zone, times.day(second, self._zone), seconds=not self.minutes)
        text = f"{at} {name}"
        if self._cells != width(text) + 1:
            self._cells = width(text) + 1
            self.styles.width = self._cells
        self.show((), ((text, "plain"), (" ", "plain")))
