"""What the console and the first run have in common, as apps."""

from __future__ import annotations

import os
import sys

from textual.reactive import Reactive

from dialer_tui.text import clean
from dialer_tui.ui import theme
from dialer_tui.ui.driver import CalmDriver
from dialer_tui.ui.guard import Guarded
from dialer_tui.ui.terminal import Sparing
from dialer_tui.ui.theme import Palette


class Calm(Sparing, Guarded, inherit_bindings=False):
    """An app whose colours and keys are its own, where nothing moves, selects or focuses by itself.

    `guarded`: signals and the terminal's end are taken from the start, which tests without a terminal do without.
    """

    CSS_PATH = "screens/layout.tcss"
    ENABLE_COMMAND_PALETTE = False
    ALLOW_SELECT = False
    AUTO_FOCUS = None
    # Textual's own repaints everything when the terminal's window gains or loses the focus.
    app_focus = Reactive(True, compute=False, repaint=False)

    def __init__(self, *, guarded: bool) -> None:
        # Without this NO_COLOR becomes shades of grey.
        super().__init__(driver_class=CalmDriver, ansi_color=True if "NO_COLOR" in os.environ else None)
        self.animation_level = "none"
        for ground in theme.THEMES:
            self.register_theme(ground)
        self._guarded_from_start = guarded

    def wear(self, colours: str) -> Palette:
        """Take a `[view] theme`, as far as the terminal can show it: the palette to draw with."""
        palette = theme.palette(self.console.color_system, "NO_COLOR" in os.environ, colours)
        self.theme = palette.theme
        return palette

    def on_load(self) -> None:
        if self._guarded_from_start:
            self.guard()

    def on_mount(self) -> None:
        self.app_resume_signal.subscribe(self, lambda _: self.repaint())

    def on_repaint_wanted(self) -> None:
        self.repaint()

    def run_to_the_end(self) -> int:
        """Run until it is left, and say why where it is by an error. 0, 1 after a crash, 128 + signal, or its own."""
        try:
            self.run()
            if self.last_words:
                print(clean(self.last_words, None), file=sys.__stderr__, flush=True)
        except OSError:
            pass  # the terminal is gone: there is nobody to tell
        return self.return_code or 0
