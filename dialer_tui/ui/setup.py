"""The first run: the set-up screen as an app of its own, before there is an account a console could open on."""

from __future__ import annotations

from textual.screen import Screen

from dialer_tui.ui import theme
from dialer_tui.ui.base import Calm
from dialer_tui.ui.form import Ending, Form
from dialer_tui.ui.screens.setup import SetUpScreen


class FirstRun(Calm, inherit_bindings=False):
    """One form. `ending` says how it was left, None as long as it was not."""

    def __init__(self, spec: Form, *, colours: str = "dark", glyphs: str = "unicode", guarded: bool = False) -> None:
        super().__init__(guarded=guarded)
        self.ending: Ending | None = None
        self.form = SetUpScreen(spec, self.wear(colours), theme.glyphs(glyphs))

    def get_default_screen(self) -> Screen[None]:
        """The one screen."""
        return self.form

    def on_set_up_screen_ended(self, message: SetUpScreen.Ended) -> None:
        self.ending = message.how
        self.exit()


def run(spec: Form, colours: str, glyphs: str) -> tuple[Ending, int]:
    """Ask until it is left. How it was left, and the exit code where the program is to end with it."""
    app = FirstRun(spec, colours=colours, glyphs=glyphs, guarded=True)
    code = app.run_to_the_end()
    if app.ending is None or code:
        return "interrupted", code
    return app.ending, 130 if app.ending == "interrupted" else 0
