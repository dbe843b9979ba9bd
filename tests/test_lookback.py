"""A past range beside the feed: the feed rests meanwhile, and what came in meanwhile is new once, no more."""

from __future__ import annotations

import asyncio
import random
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest

from dialer_tui.floor.effort import MOST_REQUESTS
from dialer_tui.floor.past import Past
from dialer_tui.floor.people import People
from dialer_tui.floor.query import Ground
from dialer_tui.floor.search import Search, search
from dialer_tui.lookback import LookBack, NotHad
from dialer_tui.model import Agent
from tests.floor.world import BASE, call
from tests.staged import BUSY, Api, Stage, staged
from tests.test_feed_namesakes import Floor


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


# --- looking for what a filter keeps ----------------------------------------------------------------------------


def looked_for(stage: Stage, *texts: str) -> Search:
    people = People()
    people.agents(stage.feed.directory.agents or ())
    ground = Ground(ZoneInfo("UTC"), stage.feed.now, people, lambda _: None)
    return search(texts, ground, stage.feed.scope, stage.feed.directory.campaigns or ())


class Heard:
    """How far a search was, and what it had found, each time it said so."""

    def __init__(self) -> None:
        self.told: list[tuple[float, int]] = []

    def __call__(self, share: float, found: int) -> None:
        self.told.append((share, found))


@staged
async def test_a_search_finds_what_a_filter_keeps_and_says_how_far_it_is() -> None:
    stage = Stage(Api())
    chance = random.Random(5)
    for n in range(3_000):
        long = n % 100 == 0
        stage.api.world.put(call(f"C{n:04}", BASE - 700 - chance.randrange(80_000), talk=900 if long else 9), BASE - 1)
    await stage.until(60)
    past, heard = Past(BASE - 80_700, BASE - 600, ("talk>10m",)), Heard()
    had = await LookBack(stage.feed).search(past, looked_for(stage, "talk>10m"), heard)
    assert {entry.call.id for entry in had.entries} == {f"C{n:04}" for n in range(0, 3_000, 100)}
    dates = [entry.call.date for entry in had.entries]
    assert dates == sorted(dates, reverse=True)
    assert had.past == past
    assert heard.told == sorted(heard.told)
    assert heard.told[-1] == (1.0, 30)
    assert any(0 < found < 30 for _, found in heard.told), "it is told on the way"
    assert stage.feed.held


@staged
async def test_a_search_for_an_agent_asks_for_that_agent_alone() -> None:
    api = Floor()
    stage = Stage(api)
    for call_id, agent in (("a1", "1"), ("a3", "3")):
        api.put(call_id, -9_000, agent)
    api.put("b", -9_000, "9", name="Bob Ray")
    api.put("now", -60, "1")
    await stage.until(60)
    asked = len(stage.api.asked)
    look, past = LookBack(stage.feed), Past(BASE - 80_000, BASE - 600, ("agent=3",))
    had = await look.search(past, looked_for(stage, "agent=3"), Heard())
    assert {ask.scope.agents for _, ask in stage.api.asked[asked:]} == {("3",)}
    assert [entry.call.id for entry in had.entries] == ["a3"]
    assert [(claim.call.id, claim.agent_id) for claim in had.claims.claims] == [("a3", "3")]


@staged
async def test_a_search_that_is_stopped_has_what_it_found_and_says_of_which_part() -> None:
    stage = Stage(Api())
    for n in range(80):
        stage.api.world.put(call(f"C{n:02}", BASE - 1_000 * n - 700, talk=900), BASE - 1.0)
    await stage.until(60)
    stage.api.took = 5.0
    past = Past(BASE - 80_000, BASE - 600, ("talk>10m",))
    look, wanted = LookBack(stage.feed), looked_for(stage, "talk>10m")
    assert look.so_far(past, wanted) is None
    asking = asyncio.create_task(look.search(past, wanted, Heard()))
    await stage.until(72)
    asking.cancel()
    had = look.so_far(past, wanted)
    assert had is not None
    assert had.at == pytest.approx(BASE + 60, abs=1), "the oldest of it is as old as the search"
    assert past.start < had.past.start < past.end == had.past.end
    assert had.past.only == past.only
    ids = {f"C{n:02}" for n in range(80) if had.past.start <= BASE - 1_000 * n - 700 < past.end}
    assert {entry.call.id for entry in had.entries} == ids
    assert ids
