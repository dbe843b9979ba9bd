"""Scripts that terminals draw wider than the console reckons: the columns stay where they are, nothing is left over."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator

import pyte.screens
import pytest
from rich.console import Console
from rich.segment import Segment
from rich.style import Style
from textual._compositor import LayoutUpdate
from textual.geometry import Region
from textual.strip import Strip
from wcwidth import wcwidth

from dialer_tui.simulator.server import Server
from dialer_tui.ui.terminal import Differ
from tests.conftest import Dialer, Opened, lasting

SIDES = frozenset("│╭╮╰╯")


@pytest.fixture(scope="module")
def quiet_floor() -> Iterator[Server]:
    """A floor whose calls all stay in the window while this test lasts."""
    with Server(lasting(3_600, 120, seed=3, agents=40, campaigns=4, calls_per_hour=40)) as server:
        yield server


def as_tmux(char: str) -> int:
    """A cell for each spacing vowel sign, as tmux and the C library have it and Rich does not."""
    return 1 if unicodedata.category(char) == "Mc" else wcwidth(char)


@pytest.mark.parametrize("name", ["रीता शाह", "রিয়া ব্যানার্জী"])  # pyte loses what follows other vowel signs
def test_a_name_drawn_wider_than_reckoned_is_whole_where_there_is_room(
    monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    monkeypatch.setattr(pyte.screens, "wcwidth", as_tmux)
    screen = pyte.Screen(60, 2)
    strip = Strip([Segment(text, Style()) for text in ("Agent   ", name, " " * 15, "│")])
    region = Region(0, 0, strip.cell_length, 1)
    pyte.Stream(screen).feed(Differ().render(LayoutUpdate([[strip]], region), Console(color_system="truecolor")))
    line = "".join(screen.buffer[0][x].data for x in range(60))
    assert name in line
    assert screen.buffer[0][strip.cell_length - 1].data == "│"


@pytest.mark.parametrize("size", [(120, 36), (140, 40)])
def test_columns_stand_and_sheets_leave_nothing_behind(
    monkeypatch: pytest.MonkeyPatch, opened: Opened, quiet_floor: Server, size: tuple[int, int]
) -> None:
    monkeypatch.setattr(pyte.screens, "wcwidth", as_tmux)
    terminal = opened(Dialer(quiet_floor), size)

    def sides() -> list[tuple[int, ...]]:
        buffer = terminal.screen.buffer
        return [tuple(x for x in range(size[0]) if buffer[y][x].data in SIDES) for y in range(1, size[1] - 1)]

    def marks() -> int:
        return sum(unicodedata.category(char) == "Mc" for char in terminal.text)

    terminal.until(lambda text: "● LIVE" in text)
    terminal.still()
    drawn = marks()
    assert drawn > 5, "the floor must have such names for this test to mean anything"
    assert set(sides()) == {(0, 37, 38, size[0] - 1)}
    before = [line[39:] for line in terminal.lines[1:-1]]
    terminal.send("?")
    terminal.until(lambda text: "Help" in text)
    terminal.still()
    assert not any(unicodedata.category(char) == "Mc" for line in terminal.lines[2:20] for char in line[40:])
    terminal.send("esc")
    terminal.until(lambda text: "Help" not in text)
    terminal.still()
    assert [line[39:] for line in terminal.lines[1:-1]] == before
    terminal.send(*["down"] * 20)
    terminal.still()
    assert set(sides()) == {(0, 37, 38, size[0] - 1)}
