"""The one loop on virtual time, where answers are or look cut off, lag, or the clock steps."""

from __future__ import annotations

import random
from itertools import pairwise

import pytest

from dialer_tui.floor.changes import Changes
from dialer_tui.model import Poll, Scope
from tests.floor.world import BASE, call
from tests.staged import Api, Stage, staged


@staged
async def test_calls_that_a_cap_had_hidden_are_not_said_to_be_new() -> None:
    stage = Stage(Api(), Poll(interval=5, window=3600, look_back=0))
    stage.api.world.cap = 137
    for at in range(500):
        stage.api.world.put(call(f"C{at}", BASE - 3500 + at * 7, total=3500), BASE - 1.0)
    await stage.until(60)
    assert stage.feed.schedule.caps.cap == 137
    assert len(stage.feed.window.shown()) == 500
    assert stage.new() == []


@staged
async def test_a_slow_server_settles_each_suspicion_and_polls_end() -> None:
    """Three hundred calls look like a cut; each answer takes 1.5 s, and newer ones are asked for in between."""
    stage = Stage(Api(), Poll(interval=5, window=3600, look_back=7200))
    stage.api.took = 1.5
    for at in range(300):
        stage.api.world.put(call(f"C{at}", BASE - 10 - 36 * at), BASE - 1.0)
    await stage.until(120)
    worst = 1.0
    for minute in range(3, 20):
        await stage.until(60 * minute)
        worst = min(worst, stage.feed.status().coverage)
    assert worst > 0.99
    assert stage.feed.schedule.caps.cap is None
    rests = [b - a for (a, _), (b, _) in pairwise(stage.api.asked)]
    assert max(rests) > 2, "a poll comes to its end"


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_a_lagging_replica_on_a_floor_that_wakes_up_proves_no_cap(seed: int) -> None:
    @staged
    async def play() -> None:
        stage = Stage(Api(), Poll(interval=5, window=3600, look_back=7200))
        rng, world = random.Random(seed), stage.api.world
        world.lag = 7.0
        world.rng.seed(seed)
        for at in range(30):
            world.put(call(f"N{at}", BASE - 360 * at), BASE - 20.0)
        at = 0.0
        while at < 2400:
            at += rng.expovariate(200 / 3600)
            world.put(call(f"C{at}", BASE + int(at) - 60, total=60), BASE + at)
        await stage.until(2400)
        assert stage.feed.schedule.caps.cap is None
        late = sum(tick > 1800 for tick, _ in stage.api.asked)
        assert late / 10 < 30, "requests a minute"

    play()


@pytest.mark.parametrize("step", [700.0, 3600.0, -3600.0])
def test_a_step_of_the_local_clock_says_nothing_of_the_floor(step: float) -> None:
    @staged
    async def play() -> None:
        stage = Stage(Api())
        stepped = 0.0
        wall = stage.api.clock.wall
        stage.api.clock.wall = lambda: wall() + stepped
        stage.api.skew = 0.0
        for at in range(25):
            stage.api.world.put(call(f"C{at}", BASE - 20 * at), BASE - 1.0)
        await stage.until(20)
        heard = len(stage.heard)
        stepped, stage.api.skew = step, -step
        await stage.until(40)
        assert not [update for _, update in stage.heard[heard:] if isinstance(update, Changes)]

    play()


@staged
async def test_what_cannot_be_had_whole_is_partial() -> None:
    stage = Stage(Api(), Poll(interval=5, window=600, look_back=0))
    await stage.until(20)
    stage.feed.window.covered.remove(BASE - 300, BASE - 200)
    await stage.until(27)
    assert stage.word == "LIVE", "for a moment it may be"
    stage.feed.window.covered.remove(BASE - 300, BASE - 200)
    whole = stage.api.world.answer

    def cut(ask, now, tick, took):  # type: ignore[no-untyped-def]
        answer = whole(ask, now, tick, took)
        return type(answer)(ask, answer.records, 100, tick, tick + took)

    stage.api.world.answer = cut  # type: ignore[method-assign]
    await stage.until(120)
    assert stage.word == "PARTIAL"


async def begun(cap: int) -> Stage:
    """500 calls of campaign 1, more and more of them towards now, of which an answer lists so many."""
    stage = Stage(Api(), Poll(interval=5, window=3600, look_back=0))
    stage.api.world.cap = cap
    rng = random.Random(1)
    for at in range(500):
        began = BASE - 3500 + int(rng.random() ** 0.5 * 3490)
        stage.api.world.put(call(f"C{at}", began, total=3500, campaign_id="1"), BASE - 1.0)
    return stage


async def shown_when_live(stage: Stage) -> int:
    while stage.word != "LIVE":
        await stage.until(stage.api.clock.tick() + 0.1)
    return len(stage.feed.window.shown())


@staged
async def test_nothing_is_live_before_a_full_answer_has_been_put_to_the_test() -> None:
    stage = await begun(60)
    assert await shown_when_live(stage) == 500
    assert stage.words() == ["CONNECTING", "FILLING", "LIVE"]


@staged
async def test_a_cap_that_is_known_is_known_of_other_campaigns_too() -> None:
    stage = await begun(60)
    await stage.until(60)
    stage.feed.set_scope(Scope(campaigns=("1",)))
    assert await shown_when_live(stage) == 500, "not even for a moment is a cut answer taken for a whole one"
