"""The window and the scope changed in mid-shift: what is known stays, nothing known is said to be new."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from datetime import time
from itertools import cycle
from typing import Any
from zoneinfo import ZoneInfo

import msgspec
import pytest

from dialer_tui.floor.changes import Changes
from dialer_tui.floor.directories import Directory
from dialer_tui.floor.window import RollingWindow
from dialer_tui.model import Agent, Answer, Ask, Daily, Poll, Scope
from tests.floor.world import BASE, call
from tests.staged import BUSY, REFUSED, Api, Stage, staged

HOUR = 3600
POLL = Poll(interval=5, window=HOUR, look_back=600)


def every(stage: Stage, seconds: int, first: int, last: int) -> None:
    """A call each so many seconds of the world's time, listed 20 s after its end."""
    for at in range(first, last, seconds):
        stage.api.world.put(call(f"C{at}", BASE + at, total=30), max(BASE - 1.0, BASE + at + 50.0))


def shown(stage: Stage) -> set[str]:
    """What the feed's listeners show, folded from all it published."""
    held: set[str] = set()
    for _, update in stage.heard:
        if isinstance(update, Changes):
            came = {entry.call.id for entry in (*update.new, *update.existing)}
            assert not came & held, "said to have come while it was there"
            left = {entry.call.id for entry in (*update.gone, *update.aged)}
            assert left <= held | came, "said to have left and was not there"
            held = (held | came) - left
    return held


def true(stage: Stage) -> bool:
    """Whether it shows what the world has in the window, give or take what ages between two polls."""
    start, edge = stage.feed.window.start(stage.api.now), stage.feed.poll.interval + 1
    ended = {one.id: one.ended_at for one in stage.api.world.calls(stage.api.now)}
    held = shown(stage)
    assert {one for one, end in ended.items() if end >= start} <= held
    assert held <= {one for one, end in ended.items() if end >= start - edge}
    return True


@staged
async def test_a_longer_window_shows_what_is_known_at_once_and_fills_the_rest() -> None:
    stage = Stage(Api(), POLL)
    every(stage, 60, -5 * HOUR, 0)
    await stage.until(30)
    assert stage.word == "LIVE"
    known = len(stage.feed.window.entries)
    assert len(shown(stage)) == HOUR // 60
    stage.feed.set_window(4 * HOUR)
    assert len(shown(stage)) == known  # the look_back's calls, before any answer
    assert stage.word == "FILLING"
    assert stage.feed.status().coverage == pytest.approx((HOUR + 600) / (4 * HOUR), abs=0.01)
    assert stage.feed.poll == Poll(interval=5, window=4 * HOUR, look_back=600)
    await stage.until(32)
    assert stage.word == "LIVE"  # asked for at once, not at the next poll
    assert true(stage)
    assert stage.feed.schedule.start <= stage.api.now - 4 * HOUR - 600
    assert stage.new() == []


@staged
async def test_a_shorter_window_takes_calls_off_and_a_longer_one_brings_them_back() -> None:
    stage = Stage(Api(), POLL)
    every(stage, 60, -2 * HOUR, 0)
    await stage.until(30)
    stage.feed.set_window(900)
    assert len(shown(stage)) == 15
    await stage.until(60)
    assert stage.word == "LIVE"
    assert true(stage)
    assert min(ask.start for at, ask in stage.api.calls() if at > 35) > BASE - 900 - 600 - 1024 - 10
    asked = len(stage.api.asked)
    stage.feed.set_window(HOUR)
    assert len(shown(stage)) == HOUR // 60 - 1  # remembered
    assert stage.word == "FILLING"  # and yet to be answered for anew
    assert len(stage.api.asked) == asked
    await stage.until(65)
    assert stage.word == "LIVE"
    assert true(stage)
    assert stage.new() == []


@staged
async def test_no_call_of_the_run_itself_is_new_a_second_time() -> None:
    """After hours in a short window its calls have been forgotten; a long one finds them again."""
    stage = Stage(Api(), Poll(interval=5, window=900, look_back=600))
    every(stage, 300, -HOUR, 3 * HOUR)
    await stage.until(3 * HOUR + 100)
    new = stage.new()
    assert len(new) == len(set(new)) == 3 * HOUR // 300
    stage.feed.set_window(4 * HOUR)
    await stage.until(3 * HOUR + 160)
    assert stage.word == "LIVE"
    assert true(stage)
    assert stage.new() == new
    stage.api.world.put(call("late", int(stage.api.now) - 2 * HOUR), stage.api.now)
    await stage.until(3 * HOUR + 4000)
    assert stage.new()[len(new) :] == ["late"]  # its second had been answered for, and it was not there


@staged
async def test_the_window_may_change_at_any_moment() -> None:
    stage = Stage(Api(), POLL)
    every(stage, 7, -5 * HOUR, 300)
    for step, window in enumerate((4 * HOUR, 900, HOUR, 900, 4 * HOUR, 900, HOUR)):
        for moment in range(5):
            stage.feed.set_window(window if moment % 2 == 0 else 4 * HOUR)
            await asyncio.sleep(0.037 * (step + 1) + 0.001 * moment)
            shown(stage)
    await stage.until(stage.api.clock.tick() + 60)
    assert stage.word == "LIVE"
    assert true(stage)


@staged
async def test_a_window_wanted_in_the_midst_of_an_answer_waits_for_its_end() -> None:
    stage = Stage(Api(), POLL)
    every(stage, 6, -5 * HOUR, 0)
    merge, wanted = RollingWindow.merge, cycle((900, 4 * HOUR, HOUR))

    def interrupted(window: RollingWindow, *how: Any) -> Iterator[None]:
        for _ in merge(window, *how):
            stage.feed.set_window(next(wanted))
            shown(stage)
            yield

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(RollingWindow, "merge", interrupted)
        await stage.until(8)
    await stage.until(20)
    stage.feed.set_window(HOUR)
    await stage.until(60)
    assert stage.word == "LIVE"
    assert true(stage)
    assert len(shown(stage)) == pytest.approx(HOUR // 6, abs=12)


@staged
async def test_a_window_that_turns_starts_anew_and_is_had_whole_at_once() -> None:
    """BASE is 22:13:20 UTC: the shift that begins at 22:20 is 400 s away."""
    turn = BASE + 400
    stage = Stage(Api(), Poll(interval=5, window=Daily(time(22, 20), ZoneInfo("UTC")), look_back=600))
    every(stage, 300, -23 * HOUR, 1_200)
    await stage.until(30)
    assert stage.word == "LIVE"
    assert len(shown(stage)) == pytest.approx(23 * 12, abs=2)
    await stage.until(398)
    assert stage.feed.window.start(stage.api.now) == turn - 24 * HOUR
    assert true(stage)
    await stage.until(406)
    assert stage.feed.window.start(stage.api.now) == turn
    assert len(shown(stage)) <= 1
    assert stage.word == "LIVE"
    await stage.until(1_000)
    assert true(stage)
    assert stage.feed.status().coverage > 0.99
    assert {"PARTIAL", "STALE", "OFFLINE"}.isdisjoint(stage.words())
    assert all(ask.start >= turn - 600 - 1_024 for at, ask in stage.api.calls() if at > 410)
    new = stage.new()
    assert new == [f"C{at}" for at in range(-23 * HOUR, 1_200, 300) if 0 <= at < 940]


@staged
async def test_a_window_wanted_while_a_day_leaves_is_the_one_that_is_shown() -> None:
    stage = Stage(Api(), Poll(interval=5, window=Daily(time(22, 20), ZoneInfo("UTC")), look_back=600))
    every(stage, 300, -23 * HOUR, 1_200)
    move, leaps = RollingWindow.move, list[Changes]()

    def interrupted(window: RollingWindow, now: float) -> Iterator[Changes]:
        for changes in move(window, now):
            yield changes
            shown(stage)
            leaps.append(changes)
            if len(leaps) == 300:
                stage.feed.set_window(HOUR)
                shown(stage)

    await stage.until(398)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(RollingWindow, "move", interrupted)
        await stage.until(410)
    assert len(leaps) > 300
    await stage.until(430)
    assert stage.word == "LIVE"
    assert true(stage)
    assert len(shown(stage)) == pytest.approx(12, abs=2)


@staged
async def test_another_window_does_not_hammer_an_api_in_trouble() -> None:
    stage = Stage(Api(), POLL)
    stage.api.trouble = lambda at, ask: REFUSED
    await stage.until(5)
    asked = len(stage.api.asked)
    stage.feed.set_window(900)
    stage.feed.set_scope(Scope(own=True))
    await stage.until(100)
    assert len(stage.api.asked) == asked
    assert stage.word == "REFUSED"


@staged
async def test_own_agents_and_campaigns_are_asked_for_at_once_and_said_to_be_own() -> None:
    stage = Stage(Api(), POLL)
    await stage.until(10)
    stage.api.agents = [Agent("9", "Own", "Agent")]
    stage.feed.set_scope(Scope(own=True))
    await stage.until(12)
    (asked,) = [ask for at, ask in stage.api.asked if at > 9.9 and ask.function == "getAgents"]
    assert asked.scope.own
    last = [update for _, update in stage.heard if isinstance(update, Directory)][-1]
    assert last.agents == (Agent("9", "Own", "Agent"),)
    assert last.agents_own
    assert last.campaigns_own
    stage.feed.set_scope(Scope())
    await stage.until(14)
    assert not stage.feed.directory.agents_own


@staged
async def test_another_scope_is_not_answered_by_what_was_read_for_the_one_before() -> None:
    """The API may list the same agents either way: whose they are is only known of an answer that was read."""
    stage = Stage(Api(), POLL)
    fetch = stage.api.fetch

    async def knowing(ask: Ask) -> Answer[Any]:
        answer = await fetch(ask)
        if ask.function == "getCalls":
            return answer
        return msgspec.structs.replace(answer, digest=b"same", unchanged=ask.known == b"same")

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(stage.api, "fetch", knowing)
        await stage.until(10)
        stage.feed.refresh()
        await stage.until(12)
        assert stage.api.asked[-1][1].known == b"same"
        stage.feed.set_scope(Scope(own=True))
        await stage.until(14)
    assert stage.feed.directory.agents_own
    assert stage.feed.directory.campaigns_own


@staged
async def test_an_answer_to_a_scope_left_meanwhile_is_not_taken() -> None:
    stage = Stage(Api(), POLL)
    await stage.until(10)
    stage.api.took = 3.0
    stage.feed.refresh()
    await asyncio.sleep(3.5)  # the calls have come
    assert stage.api.asked[-1][1].function == "getAgents"
    stage.api.trouble = lambda at, ask: BUSY if ask.scope.own and ask.function == "getAgents" else None
    before = stage.feed.directory
    stage.api.agents = [Agent("2", "Some", "Body")]
    stage.feed.set_scope(Scope(own=True))
    await stage.until(stage.api.clock.tick() + 20)
    assert stage.feed.directory.agents == before.agents
    assert not stage.feed.directory.agents_own
    assert stage.feed.directory.campaigns_own
