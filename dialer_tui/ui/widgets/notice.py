"""One line that says what was done, in the place of the keys, and goes by itself or with the next key."""

from __future__ import annotations

from textual import events
from textual.timer import Timer

from dialer_tui.ui.theme import Glyphs, Palette, Role
from dialer_tui.ui.widgets.footer import Footer
from dialer_tui.ui.widgets.line import Line

SECONDS = 6.0


class Notice(Line):
    """Lies where the footer is while it has something to say. The words are its own: no text from outside."""

    DEFAULT_CSS = "Notice { height: 1; width: 1fr; display: none; }"

    def __init__(self, footer: Footer, palette: Palette, glyphs: Glyphs) -> None:
        super().__init__(palette, glyphs, id="notice")
        self._footer = footer
        self._timer: Timer | None = None

    def say(self, words: str, role: Role = "strong") -> None:
        """Say something for some seconds, instead of what it says now."""
        if self._timer is not None:
            self._timer.stop()
        self._timer = self.set_timer(SECONDS, self.end)
        self.show(((f" {words}", role),), ((" ", "plain"),))
        self._footer.display = False
        self.display = True

    def end(self) -> None:
        """Say no more."""
        if self._timer is not None:
            self._timer.stop()
            self._timer = None
            self.display = False
            self._footer.display = True

    def on_click(self, event: events.Click) -> None:
        self.end()
