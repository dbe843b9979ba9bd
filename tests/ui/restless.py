"""An app that changes its screen in a random but repeatable way at each key: run as a process, one of KINDS."""

from __future__ import annotations

import random
import sys
from typing import Any

from textual.app import App, ComposeResult
from textual.containers import Horizontal, Vertical
from textual.screen import ModalScreen
from textual.widgets import Input, Label, Static

from dialer_tui.ui.terminal import Sparing

WORDS = ["plain", "Zoë", "日本語", "Ελλάδα", "한국", "Москва", "— …", "▲▼✦", "x" * 90, " ", "a日b本c"]
SLOW = 1.0  # seconds
STYLES = ["", "bold", "reverse", "on #005f87", "#d70000", "underline #ffaf00 on #303030"]


class Box(ModalScreen[None]):
    CSS = """
    Box {align: center middle; background: $background 60%}
    Box Label {width: 30; height: 5; border: round $accent}
    """

    def compose(self) -> ComposeResult:
        yield Label("日本 in a box\nsecond line", markup=False)


class Restless(App[None]):
    CSS = "Static {width: 1fr; height: 1fr; border: round $primary} #thin {width: 20} Input {height: 3}"

    def __init__(self, seed: int) -> None:
        super().__init__()
        self.dice = random.Random(seed)
        self.animation_level = "none"

    def compose(self) -> ComposeResult:
        with Horizontal():
            yield Static(id="thin")
            with Vertical():
                yield Static(id="upper")
                yield Static(id="lower")
        yield Input(placeholder="type", id="line")

    def on_mount(self) -> None:
        self.query_one(Input).cursor_blink = False

    def on_key(self, event: Any) -> None:
        if event.key == "f1":
            self.change()
        elif event.key == "f2":
            self.exit()
        elif event.key == "f3" and isinstance(self, Sparing):
            self.repaint()
        elif event.key == "f4":
            self.write("#upper", layout=False)

    def change(self) -> None:
        dice = self.dice
        what = dice.randrange(7)
        if what == 0:
            if isinstance(self.screen, Box):
                self.pop_screen()
            else:
                self.push_screen(Box())
        elif what == 1:
            self.theme = dice.choice(["textual-dark", "textual-light", "nord"])
        elif what == 2:
            self.screen_stack[0].query_one("#line", Input).value = dice.choice(WORDS)
        elif what == 3:
            self.screen_stack[0].query_one("#thin").display = dice.random() < 0.5
        else:
            self.write(dice.choice(["#thin", "#upper", "#lower"]))

    def write(self, where: str, layout: bool = True) -> None:
        """Put words into a part of the screen."""
        self.put(where, self.lines(12), layout)

    def lines(self, count: int) -> list[str]:
        """Words in some style."""
        dice = self.dice
        return [
            f"[{style}]{word}[/] {word}" if (style := dice.choice(STYLES)) else word
            for word in dice.choices(WORDS, k=count)
        ]

    def put(self, where: str, lines: list[str], layout: bool = True) -> None:
        self.screen_stack[0].query_one(where, Static).update("\n".join(lines), layout=layout)


class Rolling(Restless):
    """A list as wide as the screen, whose lines move up and down more often than anything else happens."""

    CSS = Restless.CSS + " #thin, #upper {display: none}"
    rolled: tuple[str, ...] = ()

    def change(self) -> None:
        if self.dice.random() < 0.2:
            super().change()
            return
        rolled = list(self.rolled or self.lines(25))
        new, up = [f"{word} {self.dice.random()}" for word in self.lines(self.dice.randrange(1, 4))], self.dice.random()
        self.rolled = tuple((rolled + new)[len(new) :] if up < 0.5 else (new + rolled)[: len(rolled)])
        self.put("#lower", [*self.rolled])


class SparingRestless(Sparing, Restless):
    pass


class SparingRolling(Sparing, Rolling):
    pass


class SlowRestless(SparingRestless):
    """Takes its time to lay itself out for another size, and goes on drawing meanwhile."""

    def _check_resize(self) -> None:
        if self._resize_timer is None:  # at the start
            super()._check_resize()
        else:
            self.set_timer(SLOW, super()._check_resize)


KINDS: dict[str, type[Restless]] = {
    "plain": Restless,
    "sparing": SparingRestless,
    "plain rolling": Rolling,
    "sparing rolling": SparingRolling,
    "slow": SlowRestless,
}

if __name__ == "__main__":
    kind, seed = sys.argv[1:]
    KINDS[kind](int(seed)).run()
