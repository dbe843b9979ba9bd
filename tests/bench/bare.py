"""The unit of starting: a Textual app with one label."""

from __future__ import annotations

from textual.app import App, ComposeResult
from textual.widgets import Label

WORD = "bare"


class Bare(App[None]):
    """One label."""

    def compose(self) -> ComposeResult:
        yield Label(WORD)


if __name__ == "__main__":
    Bare().run()
