"""The filter's line, in the footer's place while it is typed."""

from __future__ import annotations

from textual import events
from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.message import Message
from textual.widgets import Input

from dialer_tui.text import clean
from dialer_tui.ui.theme import Glyphs, Palette
from dialer_tui.ui.widgets.line import Line


class FilterInput(Input):
    """An input that does not blink, and takes pasted text as one clean line."""

    def __init__(self) -> None:
        super().__init__(id="filter-text", compact=True, select_on_focus=False)
        self.cursor_blink = False

    def _on_paste(self, event: events.Paste) -> None:
        event.prevent_default()
        event.stop()
        self.insert_text_at_cursor(clean(event.text).strip())


class FilterBar(Horizontal):
    """ "/", the text, and what enter and esc do. Says `Typed` at each change and `Kept` at enter."""

    class Typed(Message):
        """The text changed."""

        def __init__(self, text: str) -> None:
            super().__init__()
            self.text = text

    class Kept(Message):
        """Enter: the filter stays, the bar goes."""

    def __init__(self, palette: Palette, glyphs: Glyphs) -> None:
        super().__init__(id="filter")
        self._slash = Line(palette, glyphs, id="filter-slash")
        self._hint = Line(palette, glyphs, id="filter-hint")
        self._dot = glyphs.dot
        self.input = FilterInput()

    def compose(self) -> ComposeResult:
        yield self._slash
        yield self.input
        yield self._hint

    def on_mount(self) -> None:
        self._slash.show(((" / ", "accent"),))
        self.found("")

    def open(self, text: str) -> None:
        """Show the bar with a text and give it the keyboard."""
        self.display = True
        self.input.value = text
        self.input.cursor_position = len(text)
        self.input.focus(scroll_visible=False)

    def close(self) -> None:
        """Give the keyboard back."""
        self.screen.set_focus(None)
        self.display = False

    def found(self, words: str) -> None:
        """Say how many calls meet the filter, beside what the keys do."""
        self._hint.show((), ((f" {words} ", "plain"), (f" enter keep {self._dot} esc off ", "dim")))

    def on_input_changed(self, event: Input.Changed) -> None:
        event.stop()
        self.post_message(self.Typed(event.value))

    def on_input_submitted(self, event: Input.Submitted) -> None:
        event.stop()
        self.post_message(self.Kept())
