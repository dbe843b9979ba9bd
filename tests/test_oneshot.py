"""One range whole, or not at all."""

from __future__ import annotations

import asyncio
import random

import pytest

from dialer_tui.api.protocol import Fault, Kind
from dialer_tui.floor.changes import CHUNK, Entry
from dialer_tui.model import Oddities, Poll
from dialer_tui.oneshot import Incomplete, OneShot, Range, in_order
from tests.floor.world import BASE, call
from tests.staged import BUSY, MISSHAPEN, REFUSED, Api, staged

POLL = Poll(interval=5, window=600, look_back=300)


def shot(api: Api) -> OneShot:
    return OneShot(api, api.clock, POLL, rng=random.Random(1))


@staged
async def test_a_range_is_from_up_to_but_not_to_by_call_date_descending() -> None:
    api = Api()
    for name, ago in [("from", 2000), ("mid", 1500), ("mid2", 1500), ("to", 1000), ("before", 2001)]:
        api.world.put(call(name, BASE - ago), BASE - 1.0)
    entries = await shot(api).calls(Range(start=BASE - 2000, end=BASE - 1000))
    assert [entry.call.id for entry in entries] == ["mid2", "mid", "from"]


@staged
async def test_since_reaches_five_minutes_ahead_of_server_now() -> None:
    api = Api(skew=7200.0)
    now = BASE + 7200
    for name, at in [("future", now + 250), ("far", now + 900), ("in", now - 3590), ("out", now - 3610)]:
        api.world.put(call(name, at), BASE)
    entries = await shot(api).calls(Range(since=3600))
    assert [entry.call.id for entry in entries] == ["future", "in"]


@staged
async def test_without_a_range_it_is_the_consoles_window_start_or_end_inside() -> None:
    api = Api()
    for name, ago, total in [("long", 800, 700), ("over", 800, 100), ("in", 100, 10)]:
        api.world.put(call(name, BASE - ago, total), BASE - 1.0)
    entries = await shot(api).calls(Range())
    assert [entry.call.id for entry in entries] == ["in", "long"]


@staged
async def test_a_large_range_is_asked_in_pieces_and_progress_is_told() -> None:
    api = Api()
    for at in range(9000):
        api.world.put(call(f"C{at:05}", BASE - 90_000 + at * 10), BASE - 1.0)
    shares: list[float] = []
    entries = await shot(api).calls(Range(start=BASE - 90_000, end=BASE), shares.append)
    assert len(entries) == 9000
    assert shares == sorted(shares)
    assert shares[-1] == 1
    assert len(shares) > 4


@staged
async def test_busy_is_tried_three_times_and_no_more() -> None:
    api = Api()
    api.trouble = lambda at, ask: BUSY
    with pytest.raises(Fault, match="900"):
        await shot(api).calls(Range(since=60))
    assert len(api.asked) == 3
    assert api.clock.tick() < 5
    twice = iter([BUSY, BUSY])
    api.trouble = lambda at, ask: next(twice, None)
    assert await shot(api).directory("getAgents") == api.agents


@pytest.mark.parametrize("fault", [REFUSED, MISSHAPEN, Fault(Kind.STATUS, "no", status=404)])
def test_other_faults_are_final(fault: Fault) -> None:
    @staged
    async def play() -> None:
        api = Api()
        api.trouble = lambda at, ask: fault
        with pytest.raises(Fault):
            await shot(api).directory("getCampaigns")
        assert len(api.asked) == 1

    play()


@staged
async def test_a_longer_retry_after_wins_within_the_patience() -> None:
    api = Api()
    once = iter([Fault(Kind.BUSY, "slow down", status=429, retry_after=20.0)])
    api.trouble = lambda at, ask: next(once, None)
    await shot(api).directory("getAgents")
    assert api.clock.tick() > 20
    api.trouble = lambda at, ask: Fault(Kind.BUSY, "slow down", status=429, retry_after=3600.0)
    began = api.clock.tick()
    with pytest.raises(Fault):
        await shot(api).directory("getAgents")
    assert api.clock.tick() - began < 45


@staged
async def test_a_capped_api_still_gives_everything_in_pieces() -> None:
    api = Api()
    api.world.cap = 100
    for at in range(700):
        api.world.put(call(f"C{at:05}", BASE - 3000 + at * 4), BASE - 1.0)
    entries = await shot(api).calls(Range(start=BASE - 3000, end=BASE))
    assert len(entries) == 700


@staged
async def test_a_second_cut_off_by_itself_is_incomplete_and_named() -> None:
    api = Api()
    api.world.cap = 100
    for at in range(150):
        api.world.put(call(f"C{at:05}", BASE - 1000), BASE - 1.0)
    with pytest.raises(Incomplete, match="lists 100 calls that began at 2023") as caught:
        await shot(api).calls(Range(start=BASE - 3000, end=BASE))
    assert caught.value.exit_code == 5


@staged
async def test_no_progress_for_long_ends_in_words() -> None:
    """A suspicion takes several questions to settle, and this server takes twenty seconds over each."""
    api = Api()
    api.world.cap, api.took = 100, 20.0
    for at in range(700):
        api.world.put(call(f"C{at:05}", BASE - 940 + at // 20), BASE - 1.0)
    with pytest.raises(Incomplete, match="not had whole") as caught:
        await shot(api).calls(Range(start=BASE - 3000, end=BASE - 900))
    assert "21:5" in str(caught.value), "the part is named"
    assert 44 < asyncio.get_running_loop().time() < 120


@staged
async def test_what_was_left_out_is_counted() -> None:
    api = Api()
    whole = api.world.answer

    def odd(ask, now, tick, took):  # type: ignore[no-untyped-def]
        answer = whole(ask, now, tick, took)
        return type(answer)(ask, answer.records, 1, tick, tick, Oddities(bad=("no callDate",)))

    api.world.answer = odd  # type: ignore[method-assign]
    one = shot(api)
    api.clock.learn(float(BASE), 0.0, 0.0)
    await one.calls(Range(start=BASE - 1000, end=BASE))
    assert one.left_out.bad >= 1
    assert list(one.left_out.reasons) == ["getCalls: no callDate"]


@pytest.mark.parametrize("cap", [50, 73, 130, 250, 333, 360])
def test_a_cap_at_any_count_loses_no_call(cap: int) -> None:
    """Half an hour of 505 calls, most of them in its older part: only the last answer is a full one."""

    @staged
    async def play() -> None:
        api = Api()
        api.world.cap = cap
        for at in range(505):
            api.world.put(call(f"C{at:05}", BASE - 1800 + (at * at * 1800) // (505 * 505 * 2)), BASE - 1.0)
        entries = await shot(api).calls(Range(start=BASE - 1800, end=BASE - 600))
        assert len(entries) == len([one for one in api.world.calls(BASE) if one.date < BASE - 600])

    play()


async def test_a_million_calls_are_put_in_order_with_breath_for_whoever_presses_a_key() -> None:
    """Here a few thousand, and the breaths are counted."""
    rng = random.Random(4)
    calls = [call(f"C{number}", BASE + rng.randrange(3_600)) for number in range(20_000)]
    entries = [Entry(one, 0.0, 0.0, new=False) for one in calls]
    breaths = 0

    async def press() -> None:
        nonlocal breaths
        while True:
            breaths += 1
            await asyncio.sleep(0)

    pressing = asyncio.create_task(press())
    ordered = await in_order(entries, lambda entry: entry.call.date >= BASE + 60)
    pressing.cancel()
    kept = [entry for entry in entries if entry.call.date >= BASE + 60]
    assert ordered == sorted(kept, key=lambda entry: (entry.call.date, entry.call.id), reverse=True)
    assert breaths > len(entries) // CHUNK + 59
