"""The board alone on the screen, with nobody in front of it: nothing can be asked there, and nothing opened."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.screen import Screen

from dialer_tui.ui import sayings
from dialer_tui.ui.keymap import Keymap
from dialer_tui.ui.messages import RepaintWanted
from dialer_tui.ui.theme import Glyphs, Palette
from dialer_tui.ui.widgets.board import BoardSheet


class WallScreen(Screen[None], inherit_bindings=False):
    """A board, and the few keys that it takes."""

    AUTO_FOCUS = None

    def __init__(self, keymap: Keymap, palette: Palette, glyphs: Glyphs) -> None:
        super().__init__()
        self._bindings = keymap.bindings()  # Textual takes them from the class, and these are a person's
        self.keymap = keymap
        self.board = BoardSheet(palette, glyphs)

    def compose(self) -> ComposeResult:
        yield self.board

    def on_mount(self) -> None:
        self.board.open()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Whether a key means anything; there is no console behind this board to go back to."""
        return action != "board" and self.keymap.works(action, "board")

    def unknown(self, name: str) -> None:
        """A key was pressed, by Textual's name for it; one that means nothing is told what does."""
        back = self.keymap.named("board").keys.split(",")
        if name in back or not self.keymap.takes(name, "board"):
            self.board.hint(sayings.board(self.keymap, alone=True))

    def action_quit(self) -> None:
        """Leave."""
        self.app.exit()

    def action_interrupt(self) -> None:
        """Leave."""
        self.app.exit()

    def action_suspend(self) -> None:
        """Back to the shell that started it, which brings it back with fg."""
        self.app.action_suspend_process()

    def action_repaint(self) -> None:
        """Draw everything afresh."""
        self.post_message(RepaintWanted())
