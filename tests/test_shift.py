"""A shift in minutes: eight hours of a floor against the real feed, client and folds, on a clock of its own."""

from __future__ import annotations

import asyncio
import gc
import random
import tracemalloc
from itertools import pairwise
from typing import Any

from dialer_tui.api import protocol
from dialer_tui.clock import Clock
from dialer_tui.feed import Feed, Update
from dialer_tui.floor.changes import Changes
from dialer_tui.floor.names import Claims
from dialer_tui.model import Poll
from dialer_tui.simulator.answers import Api, Behaviour
from dialer_tui.simulator.world import World
from dialer_tui.ui.state import FloorState
from tests import virtual
from tests.bench import inside
from tests.conftest import FLOOR_TIME
from tests.folding import fold

HOURS = 8
POLL = Poll(interval=10, window=900, look_back=2700, records_per_minute=1_000)
SETTLED = 3_900  # seconds: from here on as much is forgotten as comes
OURS = 100  # bytes that the test itself, and the last 2,000 of `Evidence.listed_after`, keep of a new call


class Shift:
    """Everything between the wire and the widgets, on a steady floor."""

    def __init__(self, loop: asyncio.AbstractEventLoop) -> None:
        self.world = World(seed=9, agents=40, calls_per_hour=250, start=FLOOR_TIME, tick=loop.time, kept=600)
        self.api = Api(self.world, Behaviour())
        self.world.affiliate_id, self.world.affiliate_key = inside.ACCOUNT
        clock = Clock(wall=lambda: FLOOR_TIME + loop.time(), tick=loop.time)
        client = inside.client(self.answer, clock)
        self.decoder: Any = client._decoder._chunks["getCalls"]
        self.feed = Feed(client, clock, POLL, rng=random.Random(1))
        self.state = FloorState(())
        self.new: list[str] = []
        self.asked = self.records = self.told = 0
        self.feed.subscribe(self.hear)

    def answer(self, body: bytes) -> bytes:
        found = self.api.answer(body)
        if isinstance(found, bytes):
            return found
        listed = list(found)
        self.asked += 1
        self.records += len(listed)
        return self.api.calls((record.id, record.body) for record in listed)

    def hear(self, update: Update) -> None:
        self.state.at(self.feed.now())
        fold(self.state, update)
        while self.state.busy:
            self.state.seek()
        if isinstance(update, Changes):
            self.new += [entry.call.id for entry in update.new]
        elif isinstance(update, Claims):
            self.told += len(update.claims)

    def lost(self) -> set[str]:
        """Calls that the floor has had in the window for two intervals, and the console has not."""
        now = self.feed.now()
        due = self.world.window(POLL.window - 10, POLL.look_back - 10, now - 2 * POLL.interval - 5)
        start = self.feed.window.start(now)
        return {call_id for call_id in due if self.state.view.get(call_id) is None and self.ends(call_id) >= start}

    def size(self) -> int:
        """Bytes in use, without what is remembered only so as not to be read twice, which has its own bounds."""
        protocol.iso.cache_clear()
        for memo in (self.decoder._names, self.decoder._durations, self.decoder._moments):
            memo.clear()
        gc.collect()
        return tracemalloc.get_traced_memory()[0]

    def ends(self, call_id: str) -> int:
        entry = self.feed.window.entries.get(call_id)
        return entry.call.ended_at if entry is not None else 2**40


def test_eight_hours_lose_nothing_stay_within_the_budget_and_do_not_grow() -> None:
    async def shift() -> None:
        loop = asyncio.get_running_loop()
        floor = Shift(loop)
        working = asyncio.create_task(floor.feed.run())
        sizes, records = list[int](), list[int]()
        for quarter in range(1, HOURS * 4 + 1):
            for _ in range(900):
                await asyncio.sleep(1)
                floor.state.fade(1.0)
            assert floor.feed.status().word == "LIVE"
            assert not floor.lost()
            if quarter * 900 >= SETTLED:
                sizes.append(floor.size())
                records.append(floor.records)
        working.cancel()
        assert floor.told > 10 * HOURS, "whose the calls of namesakes are"
        assert len(floor.new) == len(set(floor.new)), "new once"
        assert len(floor.new) > 200 * HOURS
        early, late = sorted(sizes[:8])[4], sorted(sizes[-8:])[4]
        assert late < early * 1.02 + OURS * len(floor.new), f"{early} → {late} bytes"
        a_minute = [(after - before) / 15 for before, after in pairwise(records)]
        assert max(a_minute) <= 1.1 * POLL.records_per_minute

    tracemalloc.start()
    try:
        virtual.run(shift())
    finally:
        tracemalloc.stop()
