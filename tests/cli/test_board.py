"""`dialer-tui board` as it hangs on a wall: a process on a pseudo-terminal, an API that fails and comes back."""

from __future__ import annotations

import json
import re
import time
from collections.abc import Iterator

import pytest

from dialer_tui.simulator.faults import parse
from dialer_tui.simulator.server import Server
from dialer_tui.simulator.world import World
from tests.conftest import FLOOR_TIME, Dialer, Opened, lasting
from tests.ui.terminal import Terminal
from tests.ui.test_terminals import SIXTEEN, codes

pytestmark = pytest.mark.alone

FAST = ("--interval", "1s")
LONG = 60.0  # seconds for what a busy machine takes its time for


@pytest.fixture
def floor() -> Iterator[Server]:
    """A floor of its own, whose API a test lets fail."""
    with Server(World(seed=8, agents=30, campaigns=3, calls_per_hour=900, start=FLOOR_TIME)) as server:
        yield server


def live(terminal: Terminal, glyph: str = "●") -> str:
    """Wait until the board is live, with figures on it."""
    return terminal.until(lambda text: f"{glyph} LIVE" in text and "target 80 %" in text and "n 0" not in text, LONG)


def secrets(dialer: Dialer) -> set[bytes]:
    """Every agent's and contact's name, and every number, that the floor's API tells."""
    calls = json.loads(dialer("calls", "--format", "json").out)
    agents = json.loads(dialer("agents", "--format", "json").out)
    fields = ("callAgentName", "callContact", "callNumberInbound", "callNumberOutbound")
    found = {call[field] for call in calls for field in fields}
    found |= {f"{agent['agentNameFirst']} {agent['agentNameLast']}" for agent in agents}
    found |= {agent[name] for agent in agents for name in ("agentNameFirst", "agentNameLast")}
    return {text.encode() for text in found if text and len(text) > 4}


def test_it_lives_through_an_outage_and_comes_back_by_itself_with_nobodys_name(opened: Opened, floor: Server) -> None:
    dialer = Dialer(floor)
    terminal = opened(dialer, (120, 36), "board", *FAST)
    live(terminal)
    floor.faults.append(parse("refused"))
    text = terminal.until(lambda text: "▲ OFFLINE" in text, LONG)
    assert "old" in text
    assert "two requests in a row failed" in text
    floor.faults.clear()
    live(terminal)
    floor.faults.append(parse("slow=20"))
    text = terminal.until(lambda text: "▲ STALE" in text, LONG)
    assert "old" in text
    floor.faults.clear()
    live(terminal)
    terminal.send("x", "\r", "/", "b", "?")
    terminal.until(lambda text: "q leaves" in text)
    assert terminal.process.isalive()
    told = secrets(dialer)
    assert len(told) > 500
    assert not [text for text in told if text in terminal.raw]
    terminal.send("q")
    assert terminal.end() == 0


def test_refused_credentials_are_said_without_a_form_and_it_stays(opened: Opened, floor: Server) -> None:
    floor.faults.append(parse("100"))
    terminal = opened(Dialer(floor), (120, 36), "board", *FAST)
    text = terminal.until(lambda text: "ID and key are not accepted" in text)
    assert re.search(r"▲ REFUSED since \d\d:\d\d ", text)
    assert re.search(r"accepted, next try in 1[45] min", text), "it goes on by itself"
    terminal.send("\r", "u")
    terminal.until(lambda text: "q leaves" in text)
    assert "Affiliate" not in terminal.text
    terminal.send("\x03")
    assert terminal.end() == 0


@pytest.mark.parametrize("size", [(80, 24), (120, 36)])
def test_an_empty_floor_has_no_figures(opened: Opened, size: tuple[int, int]) -> None:
    world = World(seed=8, agents=0, campaigns=1, calls_per_hour=0, start=FLOOR_TIME, freeze=0)
    with Server(world) as server:
        terminal = opened(Dialer(server), size, "board", *FAST)
        text = terminal.until(lambda text: "● LIVE" in text, LONG)
        assert "n 0" in text
        assert "%" not in text.replace("target 80 %", "").replace("target 5.0 %", "")


def test_no_colour_and_no_glyph_where_there_is_none(opened: Opened, floor: Server) -> None:
    terminal = opened(Dialer(floor), (80, 24), "board", NO_COLOR="1", LANG="C")
    terminal.until(lambda text: "o LIVE" in text and "n 0" not in text, LONG)
    terminal.settle()
    assert terminal.text.isascii()
    assert "##" in terminal.text
    assert b"38;5" not in terminal.raw


@pytest.mark.parametrize(
    ("term", "is_live", "trouble"), [("xterm", "●", "▲"), ("linux", "o", "!"), ("screen", "●", "▲")]
)
def test_with_sixteen_colours_each_state_is_told_by_its_word(
    opened: Opened, floor: Server, term: str, is_live: str, trouble: str
) -> None:
    terminal = opened(Dialer(floor), (80, 24), "board", *FAST, TERM=term)
    text = live(terminal, is_live)
    assert re.search(rf"{trouble} +target", text), "whether a target is met has a glyph"
    floor.faults.append(parse("404"))
    text = terminal.until(lambda text: f"{trouble} ERROR 404 since" in text, LONG)
    assert "old" in text
    assert "message" not in text, "which does not stand here"
    assert codes(terminal) <= SIXTEEN


def test_while_nothing_happens_nothing_is_sent_but_the_clock(opened: Opened) -> None:
    with Server(lasting(6 * 3_600, 600, seed=3, agents=40, campaigns=6, calls_per_hour=8, namesakes=0)) as quiet:
        terminal = opened(Dialer(quiet), (120, 36), "board", "--window", "6h", *FAST)
        live(terminal)
        terminal.settle(1.0)
        had, end = len(terminal.raw), time.monotonic() + 8
        while time.monotonic() < end:
            terminal.read(0.2)
        assert len(terminal.raw) - had < 60  # the clock's turn, once


def test_without_an_account_it_says_so_in_one_line(stranger: Dialer) -> None:
    ran = stranger("board")
    assert (ran.code, ran.out) == (2, "")
    assert ran.err.startswith("dialer-tui: no account is set up")
    assert ran.err.count("\n") == 1


def test_without_an_account_on_a_terminal_there_is_no_form(opened: Opened, stranger: Dialer) -> None:
    terminal = opened(stranger, (80, 24), "board")
    assert terminal.end() == 2
    assert b"\x1b[?1049h" not in terminal.raw
