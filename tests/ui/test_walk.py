"""Somebody works in the list of a busy floor: a real process, terminal and API. Nothing under the cursor changes."""

from __future__ import annotations

import base64
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from dialer_tui.simulator.server import Server
from dialer_tui.simulator.world import World
from dialer_tui.ui import theme
from tests.conftest import FLOOR_TIME, Dialer
from tests.ui.terminal import ESC, Terminal

pytestmark = pytest.mark.alone

UNDER = theme.DARK.cursor.bgcolor
WHEEL = "\x1b[<65;20;10M"  # turned down
LENGTH = re.compile(r"(?<![\d:])\d+:\d\d\b(?!:)")
ROW = re.compile(r"\d\d:\d\d:\d\d")


@pytest.fixture
def terminal(tmp_path: Path) -> Iterator[Terminal]:
    """The console at 80×24 on a floor where twenty calls a second are listed and no name is another's too.

    A namesake told apart meanwhile gets its ID behind the name: rightly, and this test knows calls by their text.
    """
    config = tmp_path / "config.toml"
    config.write_text('[poll]\nwindow = "10m"\nlook_back = "5m"\ninterval = "1s"\n')
    with Server(World(seed=5, agents=80, campaigns=4, calls_per_hour=70_000, namesakes=0, start=FLOOR_TIME)) as server:
        dialer = Dialer(server)
        terminal = Terminal(dialer.argv(), dialer.environ(DIALER_TUI_CONFIG=str(config)), 80, 24)
        yield terminal
        terminal.close()


def under(terminal: Terminal) -> tuple[int, str]:
    """The line under the cursor and who or what is on it: without its mark, and without figures, which may grow."""
    assert UNDER is not None
    colour = UNDER.get_truecolor().hex.lstrip("#")
    (line,) = [y for y in range(24) if terminal.screen.buffer[y][1].bg == colour]
    text = LENGTH.sub("", terminal.screen.display[line][3:44]).strip()
    return line, text if ROW.match(text) else re.split(" {2,}", text)[0]


def press(terminal: Terminal, *keys: str) -> tuple[int, str]:
    """Press keys; where the cursor is then, and that it is there still when calls have come in."""
    for key in keys:
        terminal.send(key)
        terminal.still()
    before = under(terminal)
    terminal.settle(0.8, 0.8)
    assert under(terminal) == before, keys
    return before


def test_there_and_back_while_200_calls_come_in(terminal: Terminal) -> None:
    terminal.until(lambda text: "● LIVE" in text)
    press(terminal, "down", "pgdn", "down")
    there = [press(terminal, " ", "down", "down")]
    assert ROW.match(there[0][1])
    assert "PAUSED" in terminal.lines[0]
    there.append(press(terminal, "/", "a", "enter"))
    campaign = press(terminal, "3", "down")[1][:12]
    press(terminal, "enter", "down")
    agent = press(terminal, "2", WHEEL)[1][:12]  # with rows above what is seen: agents are ranked, and it may rise
    press(terminal, "enter", "down")
    assert re.search("/ .*agent=", terminal.lines[1])
    call = press(terminal, "down")
    terminal.send("enter")
    number = re.search(r"Inbound number +(\d+)", terminal.until(lambda text: "Inbound number" in text))
    assert number is not None
    terminal.send("y", "n")
    terminal.until(lambda text: "copied" in text and f" {len(number[1])} characters" in text)
    (copied,) = re.findall(rb"\x1b\]52;c;([A-Za-z0-9+/=]+)\x07", terminal.raw)
    assert base64.b64decode(copied).decode() == number[1]
    assert press(terminal, ESC) == call
    terminal.send(ESC)
    terminal.until(lambda text: "[2 Agents" in text)
    assert under(terminal)[1][:12] == agent
    terminal.send(ESC)
    terminal.until(lambda text: "[3 Campaigns" in text)
    assert under(terminal)[1][:12] == campaign
    assert press(terminal, "1") == there[1]
    assert press(terminal, ESC) == there[0]
    terminal.until(lambda text: int(re.findall(r"PAUSED \+([\d,]+)", text)[0].replace(",", "")) >= 200, 30)
    assert under(terminal) == there[0]
    assert press(terminal, " ")[1] == there[0][1]
    assert "PAUSED" not in terminal.text
    terminal.send("q")
    assert terminal.end() == 0
