"""A feed on virtual time, on a client that answers from a world: what the tests of the feed share."""

from __future__ import annotations

import asyncio
import random
from collections.abc import Callable, Coroutine
from typing import Any

from dialer_tui.api.protocol import Fault, Kind
from dialer_tui.clock import Clock
from dialer_tui.feed import Feed, Update
from dialer_tui.floor.changes import Changes
from dialer_tui.floor.link import Status
from dialer_tui.model import Agent, Answer, Ask, Campaign, Poll
from tests.floor.world import BASE, World
from tests.virtual import run

POLL = Poll(interval=5, window=600, look_back=300)
BUSY = Fault(Kind.BUSY, "busy", code=900)
REFUSED = Fault(Kind.REFUSED, "Invalid ID and Transaction Key combination", code=100)
MISSHAPEN = Fault(Kind.REQUEST, "Improperly formatted request", code=80)


class Api:
    """A client on a world; `trouble` may raise for a request. `skew`: the server's clock minus ours."""

    def __init__(self, skew: float = 0.0, dates: bool = True) -> None:
        loop = asyncio.get_running_loop()
        self.skew, self.dates = skew, dates
        self.clock = Clock(wall=lambda: BASE + loop.time(), tick=loop.time)
        self.world = World()
        self.asked: list[tuple[float, Ask]] = []
        self.trouble: Callable[[float, Ask], Fault | None] = lambda at, ask: None
        self.took = 0.1
        self.agents = [Agent("1", "Ann", "Lee")]
        self.campaigns = [Campaign("1", "Sales")]

    @property
    def now(self) -> float:
        return self.clock.wall() + self.skew

    async def fetch(self, ask: Ask) -> Answer[Any]:
        sent = self.clock.tick()
        self.asked.append((sent, ask))
        await asyncio.sleep(self.took)
        fault = self.trouble(sent, ask)
        self.clock.learn(float(int(self.now)) if self.dates else None, sent, self.clock.tick())
        if fault is not None:
            raise fault
        if ask.function == "getCalls":
            return self.world.answer(ask, self.now, sent, self.took)
        records = self.agents if ask.function == "getAgents" else self.campaigns
        return Answer(ask, records, len(records), sent, self.clock.tick())

    async def close(self) -> None:
        pass

    def calls(self) -> list[tuple[float, Ask]]:
        return [(at, ask) for at, ask in self.asked if ask.function == "getCalls"]


class Stage:
    """A feed on an Api for some virtual seconds at a time, with everything it published."""

    def __init__(self, api: Api, poll: Poll = POLL, *, unattended: bool = False) -> None:
        self.api = api
        self.feed = Feed(api, api.clock, poll, rng=random.Random(3), unattended=unattended)
        self.heard: list[tuple[float, Update]] = []
        self.feed.subscribe(lambda update: self.heard.append((api.clock.tick(), update)))
        self.task = asyncio.create_task(self.feed.run())

    async def until(self, tick: float) -> None:
        await asyncio.sleep(tick - self.api.clock.tick())
        assert not self.task.done()

    @property
    def word(self) -> str:
        return self.feed.status().word

    def words(self) -> list[str]:
        return [update.word for _, update in self.heard if isinstance(update, Status)]

    def new(self) -> list[str]:
        return [entry.call.id for _, update in self.heard if isinstance(update, Changes) for entry in update.new]


def staged(play: Callable[[], Coroutine[Any, Any, None]]) -> Callable[[], None]:
    """A test that runs on virtual time."""

    def test() -> None:
        run(play())

    test.__name__, test.__doc__ = play.__name__, play.__doc__
    return test
