"""A past range beside the feed: the feed rests meanwhile, and what came in meanwhile is new once, no more."""

from __future__ import annotations

import asyncio
import random
from itertools import pairwise

import pytest

from dialer_tui.floor.effort import MOST_REQUESTS
from dialer_tui.floor.past import Past
from dialer_tui.lookback import LookBack, NotHad
from dialer_tui.model import Agent
from tests.floor.world import BASE, call
from tests.test_feed import BUSY, Api, Stage, staged


def ignore(_: float) -> None:
    pass


@staged
async def test_a_range_is_had_whole_from_up_to_but_not_to_and_nothing_polls_until_it_goes_on() -> None:
    stage = Stage(Api())
    for name, ago in (("from", 90_000), ("in", 89_000), ("to", 86_400), ("before", 90_001)):
        stage.api.world.put(call(name, BASE - ago), BASE - 1.0)
    await stage.until(21)
    had = await LookBack(stage.feed).calls(Past(BASE - 90_000, BASE - 86_400), ignore)
    assert [entry.call.id for entry in had.entries] == ["in", "from"]
    assert had.at == pytest.approx(stage.feed.now(), abs=1)
    asked = len(stage.api.asked)
    await stage.until(4_000)
    assert len(stage.api.asked) == asked, "nothing polls, agents and campaigns neither"
    assert stage.feed.held
    assert stage.word == "STALE"


@staged
async def test_the_feed_goes_on_at_once_and_what_came_in_meanwhile_is_new_once() -> None:
    stage = Stage(Api())
    stage.api.world.put(call("old", BASE - 60), BASE - 1.0)
    await stage.until(21)
    await LookBack(stage.feed).calls(Past(BASE - 3_000, BASE - 2_000), ignore)
    stage.api.world.put(call("came", BASE + 100), BASE + 140.0)
    await stage.until(200)
    assert stage.new() == []
    went_on = stage.api.clock.tick()
    stage.feed.go_on()
    await stage.until(went_on + 1)
    assert stage.new() == ["came"]
    await stage.until(went_on + 60)
    assert stage.new() == ["came"]
    assert stage.word == "LIVE"
    polls = [at for at, _ in stage.api.calls() if at > went_on + 10]
    assert all(b - a >= 4.9 for a, b in pairwise(polls)), "one loop polls, not two"


@staged
async def test_a_range_waits_for_the_request_that_is_under_way_and_no_two_are_at_once() -> None:
    stage = Stage(Api())
    await stage.until(21)
    stage.api.took = 3.0
    stage.feed.refresh()
    await asyncio.sleep(1.0)  # in the midst of an answer
    assert stage.api.asked[-1][0] >= 21
    await LookBack(stage.feed).calls(Past(BASE - 9_000, BASE - 8_000), ignore)
    times = [at for at, _ in stage.api.asked if at >= 21]
    assert all(b - a >= 2.99 for a, b in pairwise(times))


@staged
async def test_who_cancels_asks_for_nothing_more() -> None:
    stage = Stage(Api())
    await stage.until(21)
    stage.api.took = 5.0
    asking = asyncio.create_task(LookBack(stage.feed).calls(Past(BASE - 90_000, BASE - 1_000), ignore))
    await stage.until(40)
    asking.cancel()
    asked = len(stage.api.asked)
    await stage.until(100)
    assert len(stage.api.asked) == asked
    stage.feed.go_on()
    await stage.until(200)
    assert len(stage.api.asked) > asked


@staged
async def test_what_cannot_be_had_says_why() -> None:
    stage = Stage(Api())
    await stage.until(21)
    stage.api.trouble = lambda at, ask: BUSY
    with pytest.raises(NotHad, match="900"):
        await LookBack(stage.feed).calls(Past(BASE - 9_000, BASE - 8_000), ignore)


@staged
async def test_what_it_takes_is_estimated_by_the_pace_of_late() -> None:
    stage = Stage(Api())
    chance = random.Random(5)
    for at in range(9_000):
        stage.api.world.put(call(f"C{at:05}", BASE - 1 - chance.randrange(20_000)), BASE - 1.0)
    await stage.until(21)
    past = Past(BASE - 20_000, BASE - 1_000)
    in_it = [one for one in stage.api.world.calls(BASE) if past.start <= one.date < past.end]
    effort = stage.feed.effort(past)
    assert effort.calls == pytest.approx(len(in_it), rel=0.2)
    asked = len(stage.api.calls())
    had = await LookBack(stage.feed).calls(past, ignore)
    assert len(had.entries) == len(in_it)
    assert effort.requests == pytest.approx(len(stage.api.calls()) - asked, rel=0.5)
    assert effort.sensible
    month = stage.feed.effort(Past(BASE - 31 * 86_400, BASE))
    assert month.requests > MOST_REQUESTS
    assert not month.sensible


@staged
async def test_all_that_is_shown_can_be_told_again_namesakes_too() -> None:
    stage = Stage(Api())
    stage.api.agents = [Agent("1", "Ann", "Lee"), Agent("2", "Ann", "Lee")]
    for n in range(4):
        stage.api.world.put(call(f"C{n}", BASE - 60 - n, agent="Ann Lee"), BASE - 1.0)
    await stage.until(60)
    changes, claims = stage.feed.present()
    assert {entry.call.id for entry in changes.existing} == {"C0", "C1", "C2", "C3"}
    assert not changes.new
    assert {claim.call.id for claim in claims.claims} == {"C0", "C1", "C2", "C3"}
