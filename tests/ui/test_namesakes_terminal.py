"""Namesakes at a terminal: the console as a process, against the simulated API, with the pauses there are."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

import pytest

from dialer_tui.simulator.server import Server
from dialer_tui.simulator.world import World
from tests.conftest import FLOOR_TIME, Dialer, Opened


@pytest.fixture
def pair() -> Iterator[Server]:
    """A floor that stands still, with two agents of one name who both have calls."""
    with Server(World(seed=3, agents=6, namesakes=3, calls_per_hour=200, start=FLOOR_TIME, freeze=0)) as server:
        yield server


def test_their_calls_are_told_apart_and_enter_shows_those_of_one(opened: Opened, pair: Server) -> None:
    world = pair.world
    names = Counter(agent.name for agent in world.roster.agents)
    window = set(world.window())
    calls: dict[str, int] = {}
    for agent in world.roster.agents:
        if names[agent.name] > 1:
            theirs = world.records(FLOOR_TIME - 3 * 3600, FLOOR_TIME + 300, agents={agent.id})
            calls[agent.id] = sum(record.id in window for record in theirs)
    busiest = max(calls, key=lambda one: calls[one])
    terminal = opened(Dialer(pair), (120, 36))
    terminal.until(lambda text: "● LIVE" in text and re.search(r"· 2 +\d", text) is not None)
    terminal.until(lambda text: f"·{busiest}" in text, limit=40)
    terminal.send("/", f"agent={busiest}", "enter")

    def theirs_alone(text: str) -> bool:
        rows = [line for line in text.splitlines() if re.search(r"\d\d:\d\d:\d\d (in|out) ", line)]
        return bool(rows) and all(f"·{busiest} " in line for line in rows)

    text = terminal.until(theirs_alone)
    said = re.search(r" (\d+) of \d+ ─", text)
    assert said is not None
    assert calls[busiest] - 3 <= int(said[1]) <= calls[busiest], "some may have aged meanwhile"
    terminal.send("esc", "2", "home", "enter")
    terminal.until(lambda text: f'·{busiest}"' in text)
    terminal.send("q")
    assert terminal.end() == 0
    assert not pair.api.refused
