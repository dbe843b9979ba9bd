"""The cell differ: the terminal shows what plain Textual would, for a fraction of the bytes, and never a backlog."""

from __future__ import annotations

import os
import re
import signal
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from unittest import mock

import pytest
from textual.geometry import Region

from dialer_tui.simulator import roster
from dialer_tui.simulator.names import Script
from dialer_tui.simulator.server import Server
from dialer_tui.simulator.world import World
from dialer_tui.ui import terminal as terminal_module
from tests.conftest import FLOOR_TIME, Dialer, Opened
from tests.ui.restless import SLOW
from tests.ui.rules import Look
from tests.ui.terminal import ESC, Terminal

ROOT = Path(__file__).parents[2]


def start(kind: str, seed: int) -> Terminal:
    env = {
        "PATH": os.environ["PATH"],
        "HOME": os.environ.get("HOME", "/"),
        "TERM": "xterm-256color",
        "COLORTERM": "truecolor",
        "LANG": "C.UTF-8",
        "PYTHONPATH": str(ROOT),
    }
    terminal = Terminal([sys.executable, "-m", "tests.ui.restless", kind, str(seed)], env, 100, 30)
    terminal.until(lambda text: "type" in text)
    terminal.settle()
    return terminal


def look(terminal: Terminal) -> list[list[tuple[object, ...]]]:
    """Every cell: text, colours, attributes. Of a blank what can be seen on it."""
    screen = terminal.screen

    def seen(c: Any) -> tuple[object, ...]:
        lines = c.reverse, c.underscore
        return (c.data, c.bg, *lines) if c.data == " " and not any(lines) else (c.data, c.bg, *lines, c.fg, c.bold)

    return [[seen(screen.buffer[y][x]) for x in range(screen.columns)] for y in range(screen.lines)]


@pytest.mark.parametrize(("what", "seed", "least"), [("", 1, 2), ("", 2, 2), ("", 3, 2), (" rolling", 4, 5)])
def test_the_screen_equals_plain_textuals_over_a_random_session(what: str, seed: int, least: int) -> None:
    plain, sparing = start(f"plain{what}", seed), start(f"sparing{what}", seed)
    try:
        sent = {"plain": len(plain.raw), "sparing": len(sparing.raw)}
        for step in range(30):
            for terminal in (plain, sparing):
                terminal.send("\x1bOP")
            for terminal in (plain, sparing):
                terminal.settle(0.08)
            if look(plain) != look(sparing):  # perhaps one was slow
                plain.settle(0.5)
                sparing.settle(0.5)
            assert look(plain) == look(sparing), f"step {step}\n{plain.text}\n---\n{sparing.text}"
        assert len(sparing.raw) - sent["sparing"] < (len(plain.raw) - sent["plain"]) / least
        assert not what or {b"\x1bD", b"\x1bM"} <= set(re.findall(rb"\x1b[DM]", sparing.raw))
    finally:
        plain.close()
        sparing.close()


def test_this_textual_is_known() -> None:
    assert terminal_module._missing() == ""


def test_a_terminal_that_does_not_read_gets_the_newest_state_and_no_backlog() -> None:
    terminal = start("sparing", 5)
    try:
        for _ in range(400):
            terminal.send("\x1bOP")
            time.sleep(0.005)
        terminal.taken()
        before = len(terminal.raw)
        terminal.still(limit=60)
        assert len(terminal.raw) - before < 250_000
        shown = look(terminal)
        terminal.send("\x1bOR")  # draws everything afresh
        terminal.still()
        assert look(terminal) == shown, "the newest state was there before"
        terminal.send("\x1bOQ")
        assert terminal.end() == 0
    finally:
        terminal.close()


def test_a_repaint_sends_everything_again() -> None:
    terminal = start("sparing", 3)
    try:
        terminal.send("\x1bOP")
        terminal.settle()
        shown = look(terminal)
        terminal.screen.reset()  # something else has written on the terminal
        terminal.send("\x1bOR")
        terminal.settle()
        assert look(terminal) == shown
    finally:
        terminal.close()


def test_what_is_drawn_for_a_size_that_the_terminal_no_longer_has_leaves_nothing_behind() -> None:
    terminal = start("slow", 4)
    try:
        had = len(terminal.raw)
        terminal.resize(60, 30)
        for _ in range(4):
            terminal.send("\x1bOS")  # it draws for 100 columns still
            terminal.settle(0.05, SLOW / 10)
        assert len(terminal.raw) == had
        terminal.settle(SLOW * 1.5)
        shown = look(terminal)
        terminal.send("\x1bOR")  # draws everything afresh
        terminal.settle()
        assert look(terminal) == shown
    finally:
        terminal.close()


def test_a_size_that_changes_and_is_the_same_again_when_it_is_told_leaves_no_hole() -> None:
    terminal = start("sparing", 4)
    try:
        shown = look(terminal)
        terminal.kill(signal.SIGSTOP)
        for columns in (60, 100):  # what is beyond column 60 is lost
            terminal.resize(columns, 30)
        assert look(terminal) != shown
        terminal.kill(signal.SIGCONT)
        terminal.settle()
        assert look(terminal) == shown
    finally:
        terminal.close()


def test_a_textual_that_keeps_its_frames_in_another_way_gets_plain_frames(monkeypatch: pytest.MonkeyPatch) -> None:
    class Stranger(terminal_module.Differ):
        def render(self, update: object, console: object) -> str:
            raise AttributeError("chops")

    monkeypatch.setattr(terminal_module.Sparing, "_frugal", True)
    monkeypatch.setattr(terminal_module.Sparing, "_outgrown", lambda self, screen: False)
    app = terminal_module.Sparing()
    app.differ = Stranger()
    app._display(app, terminal_module.LayoutUpdate([], Region(0, 0, 1, 1)))  # type: ignore[arg-type]
    assert app.differ is None


@pytest.fixture(scope="module")
def wide() -> Iterator[Server]:
    """A floor on which all that is said is as wide as can be."""
    names = [Script(1, ("漢" * 9, "a" + "字" * 9), ("漢" * 9, "字" * 9))]
    with mock.patch.object(roster, "_SCRIPTS", names):
        # Nothing has happened for a minute: no call is to settle in the midst of a test.
        world = World(seed=3, agents=40, campaigns=4, calls_per_hour=60, start=FLOOR_TIME, freeze=-60)
        with Server(world) as server:
            yield server


@pytest.mark.parametrize("columns", [120, 121])
def test_of_a_wide_glyph_half_of_which_a_sheet_covers_the_other_half_goes_and_comes_back(
    opened: Opened, wide: Server, columns: int
) -> None:
    terminal = opened(Dialer(wide), (columns, 30))
    terminal.until(lambda text: "LIVE" in text and re.search(r"\d\d:\d\d:\d\d (in|out) ", text))
    for _ in range(2):
        for key in ("e", "s", "y"):
            terminal.still()
            before = [row[:] for row in Look(terminal).cells]
            terminal.send(key)
            terminal.still()
            cells = Look(terminal).cells
            assert all(row[-1] in "│╮╯" and row[-2] not in "│" for row in cells[1:-1]), terminal.text
            terminal.send(ESC)
            terminal.still()
            assert Look(terminal).cells[2:-1] == before[2:-1]
        terminal.send("z")
