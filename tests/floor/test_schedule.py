"""The law of the schedule: how late, how many records, how many requests; and what is asked first."""

from __future__ import annotations

import random
from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from math import inf

import pytest

from dialer_tui.floor.schedule import AHEAD, MOST, Schedule
from dialer_tui.floor.spans import Spans
from dialer_tui.model import Ask, Poll
from tests.floor.world import BASE


class Steady:
    """Calls at a steady pace, each listed some time after its callDate; asked through a schedule alone."""

    def __init__(self, poll: Poll, per_hour: float, delay: float = 0.0, seed: int = 1, cap: int | None = None) -> None:
        rng = random.Random(seed)
        self.poll, self.cap = poll, cap
        span = poll.window + poll.look_back
        count = int(per_hour * (span + 7200) / 3600)
        self.dates = sorted(BASE - span + rng.randrange(span + 7200) for _ in range(count))
        self.listed = [date + rng.random() * delay for date in self.dates]
        self.first_seen: dict[int, float] = {}
        self.now, self.tick = float(BASE), 0.0
        self.schedule = Schedule(poll, self.now)
        self.requests: list[tuple[float, int]] = []
        self.asked: list[tuple[int, int]] = []

    def answer(self, start: int, end: int) -> tuple[list[int], int]:
        low, high = Ask("getCalls", start, end).asked
        found = range(bisect_left(self.dates, low), bisect_right(self.dates, high))
        present = [at for at in found if self.listed[at] <= self.now]
        present = present[-self.cap :] if self.cap else present
        for at in present:
            self.first_seen.setdefault(at, self.now)
        return [self.dates[at] for at in present if start <= self.dates[at] < end], len(present)

    def poll_once(self, took: float = 0.02) -> None:
        began = self.tick
        self.schedule.begin(self.now, self.tick)
        while (span := self.schedule.next(self.now, self.tick)) is not None:
            seconds, whole = self.answer(*span)
            self.asked.append(span)
            self.requests.append((self.tick, whole))
            self.schedule.answered(*span, seconds, whole, self.tick)
            self.now += took
            self.tick += took
        rest = max(1.0, self.poll.interval - (self.tick - began))
        self.now += rest
        self.tick += rest

    def run(self, seconds: float) -> None:
        end = self.tick + seconds
        while self.tick < end:
            self.poll_once()

    def per_minute(self, since: float) -> tuple[float, float]:
        """Requests and records a minute from a tick on."""
        late = [count for tick, count in self.requests if tick >= since]
        minutes = (self.tick - since) / 60
        return len(late) / minutes, sum(late) / minutes


DAY = Poll(window=86_400)
HOUR = Poll()


def test_the_first_question_is_about_the_newest_calls_and_the_open_end() -> None:
    steady = Steady(HOUR, 1000)
    steady.poll_once()
    start, end = steady.asked[0]
    assert BASE - 64 <= start <= BASE
    assert end == BASE + AHEAD
    starts = [start for start, _ in steady.asked]
    filling = starts[: starts.index(BASE - 3 * 3600) + 1]
    assert filling == sorted(filling, reverse=True), "newest first, then backwards"
    assert len(starts) - len(filling) <= 2, "then the fullest answer is put to the test"


@pytest.mark.parametrize(
    ("per_hour", "poll"), [(30, HOUR), (600, HOUR), (30_000, HOUR), (100_000, HOUR), (41_000, DAY)]
)
def test_filling_covers_everything_once_in_answers_near_two_thousand(per_hour: int, poll: Poll) -> None:
    steady = Steady(poll, per_hour)
    steady.poll_once()
    assert not steady.schedule.filling
    assert all(at in steady.first_seen for at in range(bisect_right(steady.dates, BASE)))
    total = bisect_right(steady.dates, BASE)
    counts = [count for _, count in steady.requests]
    assert sum(counts) <= 1.1 * total + 200 + 2 * max(counts), "the fullest answer is put to the test in halves"
    assert max(counts) <= 1.1 * MOST
    assert len(counts) <= total / 800 + 12 + steady.tick / poll.interval


def test_a_small_floor_is_one_request_a_poll_asked_for_whole() -> None:
    steady = Steady(HOUR, 500)
    steady.run(60)
    before = len(steady.requests)
    steady.run(600)
    assert 118 <= len(steady.requests) - before <= 160, "the rest are counts that look like a cap, put to the test"
    whole = [start for start, end in steady.asked[before:] if end - start > 3 * 3600]
    assert len(whole) >= 118


@pytest.mark.parametrize(("per_hour", "poll"), [(600, HOUR), (10_000, HOUR), (100_000, HOUR), (41_000, DAY)])
def test_the_law_holds_within_the_budget(per_hour: int, poll: Poll) -> None:
    """Every call is seen within max(interval, age / k) of being listed, its age being that of its callDate."""
    steady = Steady(poll, per_hour, delay=1800.0)
    steady.run(300)
    settled, tick, slowest = steady.now, steady.tick, inf
    while steady.tick < tick + 900:
        steady.poll_once()
        slowest = min(slowest, steady.schedule.k)
    _, records = steady.per_minute(tick)
    assert records <= 1.1 * poll.records_per_minute
    steady.schedule.k, schedule, late = slowest, steady.schedule, []
    for at, seen in steady.first_seen.items():
        listed = steady.listed[at]
        if listed > settled:
            allowed = schedule.wait(seen - steady.dates[at]) + 2.0
            late.append((seen - listed) / allowed)
    assert len(late) > 100
    assert max(late) <= 1.0
    missing = [at for at, listed in enumerate(steady.listed) if at not in steady.first_seen and listed < steady.now]
    assert all(
        steady.now - steady.listed[at] <= schedule.wait(steady.now - steady.dates[at]) + 2.0
        for at in missing
        if steady.dates[at] > steady.schedule.start
    )


def test_load_is_flat_from_ten_thousand_on() -> None:
    loads = []
    for per_hour in (3_000, 10_000, 40_000):
        steady = Steady(HOUR, per_hour)
        steady.run(120)
        tick = steady.tick
        steady.run(600)
        loads.append(steady.per_minute(tick))
    assert max(records for _, records in loads) <= 1.1 * HOUR.records_per_minute
    assert max(requests for requests, _ in loads) <= 120


@pytest.mark.parametrize("cap", [100, 333, 500, 700])
def test_a_silent_cap_is_found_and_every_call_still_arrives(cap: int) -> None:
    steady = Steady(HOUR, 4_000, cap=cap)
    steady.run(60)
    assert steady.schedule.caps.cap == cap
    old = [
        at for at, listed in enumerate(steady.listed) if listed < steady.now - 60 and steady.dates[at] > BASE - 10_000
    ]
    assert all(at in steady.first_seen for at in old)
    assert not steady.schedule.filling
    assert not steady.schedule.capped
    before = len(steady.requests)
    steady.run(300)
    assert max(count for _, count in steady.requests[before:]) < cap


def test_counts_of_whole_hundreds_without_a_cap_are_cleared_and_believed() -> None:
    steady = Steady(HOUR, 100)
    steady.dates = [BASE - 3000 + 10 * at for at in range(300)]
    steady.listed = [float(date) for date in steady.dates]
    steady.run(20)
    assert steady.schedule.caps.cap is None
    assert not steady.schedule.filling
    before = len(steady.requests)
    steady.run(60)
    assert len(steady.requests) - before <= 14, "believed for ten minutes"


def test_a_second_that_alone_fills_an_answer_is_said() -> None:
    steady = Steady(HOUR, 10, cap=100)
    busy = BASE - 1000
    steady.dates = sorted([*steady.dates, *[busy] * 250])
    steady.listed = [float(date) for date in steady.dates]
    steady.run(60)
    assert set(steady.schedule.capped) <= set(range(busy - 3, busy + 4))
    assert steady.schedule.capped[busy] == 100
    before = len(steady.requests)
    steady.run(60)
    assert len(steady.requests) - before < 12 * 9, "it is asked again by the law, not back to back"


def test_a_gap_is_asked_for_after_the_newest() -> None:
    steady = Steady(HOUR, 600)
    steady.run(60)
    steady.now += 2400
    steady.tick += 2400
    before = len(steady.asked)
    steady.poll_once()
    newest, *rest = steady.asked[before:]
    assert newest[1] == pytest.approx(steady.now + AHEAD, abs=7)
    assert min(start for start, _ in rest) <= steady.now - 2400
    assert not steady.schedule.filling


def test_server_now_set_back_reaches_further_back() -> None:
    steady = Steady(HOUR, 600)
    steady.run(20)
    steady.now -= 3600
    steady.poll_once()
    assert steady.schedule.start <= steady.now - 3 * 3600
    assert not steady.schedule.filling


def cover(spans: Iterable[tuple[int, int]]) -> set[int]:
    return {second for start, end in spans for second in range(start, end)}


@pytest.mark.parametrize("seed", range(8))
def test_a_one_shot_range_is_asked_once_and_whole(seed: int) -> None:
    rng = random.Random(seed)
    start = BASE - rng.randrange(3000, 20_000)
    end = start + rng.randrange(1, 9000)
    schedule = Schedule(HOUR, BASE, start, end)
    dates = sorted(rng.randrange(start, end) for _ in range(rng.choice([0, 5, 3000, 9000])))
    asked = []
    schedule.begin(BASE, 0.0)
    while (span := schedule.next(BASE, 1.0)) is not None:
        asked.append(span)
        inside = [date for date in dates if span[0] <= date < span[1]]
        schedule.answered(*span, inside, len(inside) + 1, 1.0)
        assert len(asked) < 400
    assert cover(asked) == set(range(start, end))
    assert schedule.progress == 1


def test_a_budget_that_fits_asks_everything_at_every_poll() -> None:
    steady = Steady(HOUR, 300)
    steady.run(30)
    assert steady.schedule.k == inf
    assert steady.schedule.wait(10_000) == HOUR.interval


def test_answers_slower_than_the_interval_do_not_starve_the_rest() -> None:
    steady = Steady(HOUR, 600)
    for _ in range(4):
        steady.poll_once(took=7.0)
    assert not steady.schedule.filling
    newest = [end for _, end in steady.asked if end > BASE + AHEAD / 2]
    assert len(newest) >= len(steady.asked) / 3
    before = len(steady.asked)
    steady.poll_once(took=7.0)
    assert len(steady.asked) == before + 1, "a slow server is not asked without a rest"


def test_what_was_asked_for_before_it_was_is_asked_for_once_it_has_been() -> None:
    """Five minutes ahead are asked for: after an outage these are not had, however seldom the old is asked for."""
    steady = Steady(Poll(interval=5, window=3600, look_back=3600, records_per_minute=200), 8_000)
    steady.run(400)
    assert steady.schedule.k < 0.5
    gap = int(steady.now)
    steady.now += 240
    steady.tick += 240
    before = len(steady.asked)
    steady.poll_once()
    assert Spans(steady.asked[before:]).missing(gap, int(steady.now)) == []
