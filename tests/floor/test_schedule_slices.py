"""The schedule's slices by hand: the range they cover as time goes, how long new ones are, what is asked in haste."""

from __future__ import annotations

from itertools import pairwise
from math import ceil

import pytest

from dialer_tui.floor.schedule import AHEAD, LONGEST, MOST, Schedule
from dialer_tui.model import Poll
from tests.floor.world import BASE

POLL = Poll(interval=5, window=600, look_back=300)


def covers(schedule: Schedule, now: float) -> None:
    """The slices lie side by side, the first holds the horizon, and the last what is asked for ahead."""
    slices, top = schedule.slices, ceil(now) + AHEAD
    assert all(one.end == other.start for one, other in pairwise(slices))
    assert all(0 < piece.end - piece.start <= LONGEST for piece in slices)
    assert slices[0].start <= schedule.poll.horizon(now) < slices[0].end
    assert top <= slices[-1].end


@pytest.mark.parametrize("steps", [(5,) * 300, (1.5,) * 400, (64, 1, 63, 900, -30), (0, -700, 5), (10_000, 5, -9_000)])
def test_the_slices_cover_the_range_wherever_the_clock_is_set(steps: tuple[float, ...]) -> None:
    now, schedule = float(BASE), Schedule(POLL, BASE)
    for tick, step in enumerate(steps):
        now += step
        schedule.begin(now, float(tick))
        covers(schedule, now)
        assert min(steps) < 0 or schedule.slices[-2].end < ceil(now) + AHEAD, "and no further"


@pytest.mark.parametrize("window", [60, 600, 3_600])
def test_a_window_of_another_length_is_covered_at_once_and_its_budget_thought_of_anew(window: int) -> None:
    schedule = Schedule(POLL, BASE)
    for piece in schedule.slices:
        piece.had, piece.count = 0.0, 7
    known = {(piece.start, piece.end) for piece in schedule.slices}
    assert schedule.progress == 1
    schedule.begin(BASE, 1.0)
    schedule.k = 0.001
    other = Poll(interval=5, window=window, look_back=300)
    schedule.resize(other, BASE + 2)
    covers(schedule, BASE + 2)
    kept = {(piece.start, piece.end) for piece in schedule.slices if piece.filled}
    assert kept <= known
    assert {span for span in known if span[1] > BASE + 2 - window - 300} <= kept
    assert schedule.filling is (window > 600)
    schedule.begin(BASE + 3, 3.0)
    assert schedule.k > 1


@pytest.mark.parametrize(("pace", "longest"), [(0, 1024), (1, 256), (10, 32), (250, 2), (500, 1), (5_000, 1)])
def test_a_new_slice_is_as_long_as_holds_what_one_aims_at_at_the_newest_pace(pace: int, longest: int) -> None:
    """A power of two that ends where it does everywhere: 500 records are aimed at."""
    schedule = Schedule(POLL, BASE)
    for piece in schedule.slices:
        piece.had, piece.count = 0.0, pace * (min(piece.end, BASE + 2) - piece.start)
    had = schedule.slices[-1].end
    schedule.begin(BASE + 1, 1.0)
    fresh = [(piece.start, piece.end) for piece in schedule.slices if piece.start >= had]
    assert fresh == [(had, (had // longest + 1) * longest)]


@pytest.mark.parametrize(("budget", "many"), [(100, 2), (80, 2), (79, 1), (39, 0), (10_000, None)])
def test_in_haste_the_newest_are_asked_for_that_a_minutes_budget_holds(budget: int, many: int | None) -> None:
    schedule = Schedule(Poll(interval=5, window=600, look_back=300, records_per_minute=budget), BASE)
    for piece in schedule.slices:
        piece.count = 40
    schedule.hurry()
    doubted = [piece.doubted for piece in schedule.slices]
    many = len(doubted) if many is None else many
    assert doubted == [False] * (len(doubted) - many) + [True] * many


@pytest.mark.parametrize(
    ("budget", "cap", "every", "records"),
    [(24_000, None, 5, 666), (24_000, None, 60, MOST), (24_000, 100, 5, 50), (1, None, 1, 1), (600, None, 0.5, 1)],
)
def test_what_is_asked_for_beside_the_slices_takes_a_third_of_the_budget_at_most(
    budget: int, cap: int | None, every: float, records: int
) -> None:
    schedule = Schedule(Poll(records_per_minute=budget), BASE)
    schedule.caps.cap = cap
    assert schedule.aside(every) == records
