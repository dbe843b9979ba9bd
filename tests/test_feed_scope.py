"""Campaigns pinned in mid-shift: the window starts over with their calls, and none of others stays or comes."""

from __future__ import annotations

import asyncio

from dialer_tui.feed import Update
from dialer_tui.floor.changes import Changes, Entry
from dialer_tui.floor.directories import Directory
from dialer_tui.model import Campaign, Poll, Scope
from tests.floor.world import BASE, call, grown
from tests.staged import BUSY, Api, Stage, staged

HOUR = 3600
POLL = Poll(interval=5, window=HOUR, look_back=600)
SALES, ALL = Scope(campaigns=("1",)), Scope()


def floor(stage: Stage, last: int) -> None:
    """A call of campaign 1 and one of campaign 2 each minute, listed 20 s after their end."""
    for at in range(-2 * HOUR, last, 60):
        for campaign in ("1", "2"):
            one = call(f"{campaign}.{at}", BASE + at, total=30, campaign_id=campaign)
            stage.api.world.put(one, max(BASE - 1.0, BASE + at + 50.0))


def held(updates: list[Update]) -> set[str]:
    """The calls that somebody shows who folds all that was published; no call comes or leaves twice."""
    ids: set[str] = set()
    for update in updates:
        if isinstance(update, Changes):
            came = {entry.call.id for entry in (*update.new, *update.existing)}
            assert not came & ids
            left = {entry.call.id for entry in (*update.gone, *update.aged)}
            assert left <= ids | came
            ids = (ids | came) - left
    return ids


def shown(stage: Stage) -> set[str]:
    return held([update for _, update in stage.heard])


def of(stage: Stage, *campaigns: str) -> set[str]:
    """What the world has in the window of these campaigns."""
    start = stage.feed.window.start(stage.api.now)
    calls = stage.api.world.calls(stage.api.now)
    return {one.id for one in calls if one.campaign_id in campaigns and one.ended_at >= start}


@staged
async def test_a_pinned_campaign_is_all_that_is_asked_for_and_shown() -> None:
    stage = Stage(Api(), POLL)
    floor(stage, 600)
    await stage.until(120)
    assert shown(stage) == of(stage, "1", "2")
    stage.feed.set_scope(SALES)
    assert not shown(stage), "calls of campaigns that are asked for no more"
    assert stage.word == "FILLING"
    await stage.until(140)
    assert stage.word == "LIVE"
    assert shown(stage) == of(stage, "1")
    asked = [ask for at, ask in stage.api.calls() if at > 120]
    assert asked
    assert all(ask.scope.campaigns == ("1",) for ask in asked)
    new = stage.new()
    await stage.until(400)
    assert shown(stage) == of(stage, "1")
    assert all(one.startswith("1.") for one in stage.new()[len(new) :])
    assert len(stage.new()) > len(new)


@staged
async def test_what_was_there_before_the_pin_is_not_new_and_all_campaigns_come_back() -> None:
    stage = Stage(Api(), POLL)
    floor(stage, 100)
    await stage.until(200)
    new = stage.new()
    stage.feed.set_scope(SALES)
    await stage.until(260)
    stage.feed.set_scope(ALL)
    await stage.until(320)
    assert stage.new() == new
    assert shown(stage) == of(stage, "1", "2")
    assert stage.word == "LIVE"


@staged
async def test_an_answer_that_was_under_way_at_the_pin_is_not_taken() -> None:
    stage = Stage(Api(), POLL)
    floor(stage, 600)
    await stage.until(60)
    stage.api.took = 3.0
    began = len(stage.api.calls())
    await asyncio.sleep(7.5)  # an interval, and most of an answer
    sent, _ = stage.api.calls()[-1]
    assert len(stage.api.calls()) > began
    assert sent + stage.api.took > stage.api.clock.tick() > sent
    stage.feed.set_scope(SALES)
    heard = len(stage.heard)
    await stage.until(stage.api.clock.tick() + 200)
    came = [update for _, update in stage.heard[heard:]]
    assert held(came) == of(stage, "1") == shown(stage)


@staged
async def test_the_campaigns_that_are_not_asked_for_are_in_no_list() -> None:
    """Nothing is known of their calls: that they have none must not be said."""
    stage = Stage(Api(), POLL)
    both = stage.api.campaigns = [Campaign("1", "Sales"), Campaign("2", "Support")]
    await stage.until(20)
    assert stage.feed.directory.campaigns == tuple(both)
    stage.feed.set_scope(SALES)
    await stage.until(40)
    lists = [update for _, update in stage.heard if isinstance(update, Directory)]
    assert lists[-1].campaigns == (both[0],)
    stage.feed.set_scope(ALL)
    await stage.until(60)
    assert stage.feed.directory.campaigns == tuple(both)


@staged
async def test_the_scope_is_told_between_the_calls_that_leave_and_those_that_come() -> None:
    stage = Stage(Api(), POLL)
    floor(stage, 100)
    await stage.until(60)
    heard = len(stage.heard)
    stage.feed.set_scope(SALES)
    await stage.until(90)
    told = [update for _, update in stage.heard[heard:]]
    at = told.index(SALES)
    assert held([update for _, update in stage.heard[: heard + at]]) == set()
    assert held(told[at:]) == of(stage, "1")


def entries(stage: Stage) -> dict[str, Entry]:
    """What is known of the calls that are shown."""
    return {entry.call.id: entry for entry in stage.feed.window.shown()}


@staged
async def test_when_a_call_was_listed_stays_known_through_a_pin_and_back() -> None:
    stage = Stage(Api(), POLL)
    floor(stage, 900)
    await stage.until(200)
    before = entries(stage)
    stage.feed.set_scope(SALES)
    await stage.until(260)
    pinned = entries(stage)
    assert {known.new for known in pinned.values()} == {True, False}
    for one, known in pinned.items():
        if one in before:
            assert known == before[one]
    stage.feed.set_scope(ALL)
    await stage.until(320)
    back = entries(stage)
    kept = {one: known for one, known in back.items() if one in before or one in pinned}
    assert kept == {one: (before | pinned)[one] for one in kept}
    assert of(stage, "1", "2") == set(back)


@staged
async def test_a_call_listed_after_the_pin_or_the_way_back_is_new_though_it_began_before() -> None:
    stage = Stage(Api(), POLL)
    floor(stage, 0)
    world = stage.api.world
    await stage.until(100)
    began = int(stage.api.now) - 60
    stage.feed.set_scope(SALES)
    world.put(call("at the pin", began, campaign_id="1"), stage.api.now)
    await stage.until(200)
    stage.feed.set_scope(ALL)
    world.put(call("on the way back", began, campaign_id="1"), stage.api.now)
    world.put(call("in the first answer", int(stage.api.now), campaign_id="1"), stage.api.now)
    await stage.until(300)
    assert sorted(stage.new()) == ["at the pin", "in the first answer", "on the way back"]


@staged
async def test_of_what_was_out_of_scope_nobody_says_that_it_is_new() -> None:
    """It may have been listed at any time while others were asked for."""
    stage = Stage(Api(), POLL)
    floor(stage, 0)
    await stage.until(100)
    stage.feed.set_scope(SALES)
    await stage.until(110)
    stage.api.world.put(call("unseen", BASE + 20, campaign_id="2"), stage.api.now)
    stage.api.world.put(call("unseen too", BASE + 150, campaign_id="2"), BASE + 180.0)
    await stage.until(200)
    stage.feed.set_scope(ALL)
    await stage.until(260)
    unseen = entries(stage)["unseen"]
    assert not unseen.new
    assert unseen.listed == unseen.call.ended_at, "not when it was met on the way back"
    assert not stage.new()
    stage.feed.set_scope(SALES)
    await stage.until(300)
    stage.feed.set_scope(ALL)
    await stage.until(360)
    assert entries(stage)["unseen"] == unseen
    assert not stage.new()


@staged
async def test_a_call_that_changed_out_of_scope_comes_back_as_it_is_and_was_listed_when_it_was() -> None:
    stage = Stage(Api(), POLL)
    world = stage.api.world
    await stage.until(100)
    one = call("C", BASE + 90, campaign_id="2")
    world.put(one, stage.api.now)
    await stage.until(120)
    known = entries(stage)["C"]
    stage.feed.set_scope(SALES)
    await stage.until(140)
    world.put(grown(one, 20), stage.api.now)
    await stage.until(160)
    stage.feed.set_scope(ALL)
    await stage.until(180)
    assert stage.new() == ["C"]
    assert entries(stage)["C"] == known.changed(grown(one, 20))


@staged
async def test_what_is_remembered_of_other_campaigns_goes_with_what_is_asked_for() -> None:
    stage = Stage(Api(), POLL)
    floor(stage, 0)
    await stage.until(60)
    stage.feed.set_scope(SALES)
    await stage.until(100)
    memory = stage.feed.window._memory
    assert len(memory) == len(of(stage, "2")) + POLL.look_back // 60
    await stage.until(HOUR + 700)
    assert len(memory) == 0
    assert not memory


@staged
async def test_of_calls_of_which_no_answer_has_come_no_age_is_said() -> None:
    """The last good answer was of others: the screen is not so old, it is empty."""
    stage = Stage(Api(), POLL)
    floor(stage, 100)
    await stage.until(60)
    stage.api.trouble = lambda at, ask: BUSY if ask.scope == SALES else None
    stage.feed.set_scope(SALES)
    assert (stage.word, stage.feed.status().age) == ("FILLING", None)
    await stage.until(100)
    assert (stage.word, stage.feed.status().age) == ("OFFLINE", None)
    stage.api.trouble = lambda at, ask: None
    await stage.until(200)
    age = stage.feed.status().age
    assert stage.word == "LIVE"
    assert age is not None
    assert age < 2 * POLL.interval
