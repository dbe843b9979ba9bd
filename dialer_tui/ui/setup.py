"""The first run: the set-up screen as an app of its own, before there is an account a console could open on."""

from __future__ import annotations

import os
import sys

from textual.reactive import Reactive
from textual.screen import Screen

from dialer_tui.ui import theme
from dialer_tui.ui.driver import CalmDriver
from dialer_tui.ui.form import Ending, Form
from dialer_tui.ui.guard import Guarded
from dialer_tui.ui.screens.setup import SetUpScreen
from dialer_tui.ui.terminal import Sparing


class FirstRun(Sparing, Guarded, inherit_bindings=False):
    """One form. `ending` says how it was left, None as long as it was not."""

    CSS_PATH = "screens/layout.tcss"
    ENABLE_COMMAND_PALETTE = False
    ALLOW_SELECT = False
    AUTO_FOCUS = None
    app_focus = Reactive(True, compute=False, repaint=False)

    def __init__(self, spec: Form, *, colours: str = "dark", glyphs: str = "unicode", guarded: bool = False) -> None:
        no_color = "NO_COLOR" in os.environ
        super().__init__(driver_class=CalmDriver, ansi_color=True if no_color else None)
        self.animation_level = "none"
        palette = theme.palette(self.console.color_system, no_color, colours)
        for ground in theme.THEMES:
            self.register_theme(ground)
        self.theme = palette.theme
        self.ending: Ending | None = None
        self.form = SetUpScreen(spec, palette, theme.glyphs(glyphs))
        self._guarded_from_start = guarded

    def get_default_screen(self) -> Screen[None]:
        """The one screen."""
        return self.form

    def on_load(self) -> None:
        if self._guarded_from_start:
            self.guard()

    def on_mount(self) -> None:
        self.app_resume_signal.subscribe(self, lambda _: self.repaint())

    def on_set_up_screen_ended(self, message: SetUpScreen.Ended) -> None:
        self.ending = message.how
        self.exit()

    def on_repaint_wanted(self) -> None:
        self.repaint()


def run(spec: Form, colours: str, glyphs: str) -> tuple[Ending, int]:
    """Ask until it is left. How it was left, and the exit code where the program is to end with it."""
    app = FirstRun(spec, colours=colours, glyphs=glyphs, guarded=True)
    try:
        app.run()
        if app.last_words:
            print(app.last_words, file=sys.__stderr__, flush=True)
    except OSError:
        pass  # the terminal is gone: there is nobody to tell
    if app.ending is None or app.return_code:
        return "interrupted", app.return_code or 0
    return app.ending, 130 if app.ending == "interrupted" else 0
