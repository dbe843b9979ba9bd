"""Every liberty and fault of the simulated API, over real sockets: the window ends equal to the floor's own list."""

from __future__ import annotations

import asyncio
import random
from dataclasses import dataclass, field
from typing import Any

import pytest

from dialer_tui.api.client import Client
from dialer_tui.clock import Clock
from dialer_tui.feed import Feed, Update
from dialer_tui.floor.changes import Changes
from dialer_tui.model import Poll
from dialer_tui.simulator.answers import Behaviour
from dialer_tui.simulator.faults import parse
from dialer_tui.simulator.server import Server
from dialer_tui.simulator.world import World
from tests.conftest import FLOOR_TIME

pytestmark = pytest.mark.alone

POLL = Poll(interval=1, window=600, look_back=600)
FREEZE, END = 9.0, 26.0  # seconds until nothing happens on the floor any more, and until everything must be known

LIVES: dict[str, dict[str, Any]] = {"late": {"late": True}, "moved": {"moved": True}, "vanish": {"vanish": True}}
CLOCKS: dict[str, dict[str, Any]] = {"ahead": {"skew": 3600.0}, "behind": {"skew": -3600.0}}
WAYS: dict[str, Behaviour] = {
    "as the examples": Behaviour(),
    "as the tables": Behaviour(shape="table"),
    "edges at the start": Behaviour(edges="start"),
    "edges at the end": Behaviour(edges="end"),
    "no edges": Behaviour(edges="none"),
    "cut at 100": Behaviour(cap=100),
    "cut at 137": Behaviour(cap=137),
    "lagging": Behaviour(lag=2.0),
    "no Date": Behaviour(date="none"),
    "gzip": Behaviour(gzip=True),
}
FAULTS = ("900", "340", "503", "429=2", "404", "slow=2", "cut", "garbage", "html", "refused", "double")


class Middling(random.Random):
    """No luck, good or bad: pauses after faults are as long as they are on the average."""

    def uniform(self, a: float, b: float) -> float:
        return (a + b) / 2


@dataclass
class Watched:
    """A feed on one floor, what it said, and the floor's own truth at the end."""

    name: str
    server: Server
    heard: list[Changes] = field(default_factory=list)

    def hear(self, update: Update) -> None:
        if isinstance(update, Changes):
            self.heard.append(update)

    async def run(self) -> None:
        world = self.server.world
        client = Client(self.server.url, world.affiliate_id, world.affiliate_key, clock := Clock())
        feed = Feed(client, clock, POLL, rng=Middling())
        feed.subscribe(self.hear)
        task = asyncio.create_task(feed.run())
        await asyncio.sleep(END)
        assert not task.done(), self.name
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
        self.heard.append(feed.window.advance(feed.now()))
        self.ended = world.now()
        self.word = feed.status().word
        self.shown = {entry.call.id for entry in feed.window.shown()}
        await client.close()

    def judge(self) -> list[str]:
        """What is wrong."""
        world, now = self.server.world, self.ended
        inner = world.window(POLL.window - 5, POLL.look_back - 5, now)
        outer = world.window(
            POLL.window + 5, POLL.look_back + 3600, now
        )  # a long call, once known, stays while it shows
        new = [entry.call.id for changes in self.heard for entry in changes.new]
        gone = {entry.call.id for changes in self.heard for entry in changes.gone}
        wrong = {
            "missing": set(inner) - self.shown,
            "too many": self.shown - set(outer),
            "said new twice": {call_id for call_id in new if new.count(call_id) > 1},
            "falsely gone": gone & set(outer),
        }
        found = [f"{self.name}: {len(ids)} {what}, as {min(ids)}" for what, ids in wrong.items() if ids]
        if self.word not in {"LIVE", "PARTIAL"}:
            found.append(f"{self.name}: {self.word} at the end")
        if not new and self.name in WAYS and self.name != "no Date":
            found.append(f"{self.name}: nothing new was said")
        return found


def floors() -> list[Watched]:
    def world(**more: Any) -> World:
        known: dict[str, Any] = {"start": FLOOR_TIME} if more.pop("dated", True) else {}
        return World(seed=11, agents=100, campaigns=4, calls_per_hour=2500, even=True, freeze=FREEZE, **known, **more)

    return [
        *(Watched(name, Server(world(dated=way.date == "server"), way)) for name, way in WAYS.items()),
        *(Watched(name, Server(world(**life))) for name, life in {**LIVES, **CLOCKS}.items()),
        *(Watched(f"fault {name}", Server(world(), faults=[parse(f"{name}@3s+4s")])) for name in FAULTS),
    ]


async def test_the_window_ends_equal_to_the_floor_whatever_the_api_does() -> None:
    watched = floors()
    try:
        for one in watched:
            one.server.start()
        await asyncio.gather(*(one.run() for one in watched))
        wrong = [found for one in watched for found in one.judge()]
        assert not wrong, "\n".join(wrong)
    finally:
        for one in watched:
            one.server.stop()


@pytest.mark.parametrize("doctored", [{"missing"}])
def test_the_judge_can_tell(doctored: set[str]) -> None:
    """A window with nothing in it is found wanting."""
    server = Server(World(seed=11, agents=100, campaigns=4, calls_per_hour=1500, even=True, freeze=0))
    one = Watched("empty", server)
    one.word, one.shown, one.ended = "LIVE", set(), server.world.now()
    assert any(what in found for what in doctored for found in one.judge())
