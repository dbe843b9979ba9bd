"""Yesterday over a real socket: had whole or not at all, seldom, and counted in the budget."""

from __future__ import annotations

import time
from zoneinfo import ZoneInfo

from dialer_tui.api.client import Client
from dialer_tui.clock import Clock
from dialer_tui.feed import Feed
from dialer_tui.floor.measured import QUARTER
from dialer_tui.floor.yesterday import same
from dialer_tui.model import Poll, Scope
from dialer_tui.simulator.faults import parse
from dialer_tui.simulator.server import Server
from dialer_tui.simulator.world import World
from dialer_tui.yesterday import SELDOM, Keeper
from tests.conftest import FLOOR_TIME

ZONE = ZoneInfo("Europe/Berlin")
START = FLOOR_TIME - 3_600


async def test_it_is_the_floors_own_count_and_its_records_are_in_the_budget() -> None:
    with Server(World(seed=9, agents=30, campaigns=3, calls_per_hour=400, start=FLOOR_TIME, freeze=0)) as server:
        world = server.world
        client = Client(server.url, world.affiliate_id, world.affiliate_key, clock := Clock())
        feed = Feed(client, clock, Poll())
        keeper = Keeper(feed, ZONE)
        span = keeper.wanted(START, FLOOR_TIME)
        assert span is not None
        await keeper.ask(*span)
        assert keeper.value is not None
        assert not keeper.failed
        listed = world.window(span[1] - span[0], 0, float(span[1]))
        assert len(listed) > 100
        quarters = range(-(-START // QUARTER) * QUARTER, FLOOR_TIME + 1, QUARTER)
        counts = [(keeper.value.of_kind("in", at), keeper.value.of_kind("out", at)) for at in quarters]
        assert all(come is not None and gone is not None and come + gone > 20 for come, gone in counts), counts
        assert same(quarters[0], ZONE) == span[0]
        assert feed.beside.within(clock.tick()) > 100
        assert keeper.wanted(START, FLOOR_TIME) is None, "once is enough"
        feed.set_scope(Scope(own=True))
        assert keeper.wanted(START, FLOOR_TIME) == span, "of another scope nothing is known"
        assert keeper.value is None, "nor may it be shown"
        await client.close()


async def test_what_cannot_be_had_is_not_asked_for_again_for_a_while() -> None:
    world = World(seed=9, agents=5, campaigns=1, calls_per_hour=60, start=FLOOR_TIME, freeze=0)
    tick = [time.monotonic()]
    with Server(world, faults=[parse("404")]) as server:
        clock = Clock(tick=lambda: tick[0])
        client = Client(server.url, world.affiliate_id, world.affiliate_key, clock)
        keeper = Keeper(Feed(client, clock, Poll()), ZONE)
        span = keeper.wanted(START, FLOOR_TIME)
        assert span is not None
        await keeper.ask(*span)
        assert (keeper.value, keeper.failed) == (None, True)
        tick[0] += SELDOM - 1
        assert keeper.wanted(START, FLOOR_TIME) is None
        tick[0] += 2
        assert keeper.wanted(START, FLOOR_TIME) == span
        await client.close()
