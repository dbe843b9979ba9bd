"""Server-now from Date headers, carried by the monotonic clock."""

from __future__ import annotations

import pytest

from dialer_tui.clock import Clock, elapsed


class Hands:
    """A wall clock and a monotonic one that a test moves."""

    def __init__(self) -> None:
        self.wall, self.tick = 1_700_000_000.0, 50.0
        self.clock = Clock(wall=lambda: self.wall, tick=lambda: self.tick)

    def pass_(self, seconds: float) -> None:
        self.wall += seconds
        self.tick += seconds

    def hear(self, date: float | None, trip: float = 0.2) -> None:
        sent = self.tick
        self.pass_(trip)
        self.clock.learn(date, sent, self.tick)


def test_before_any_answer_it_is_the_local_clock() -> None:
    hands = Hands()
    hands.pass_(7)
    assert hands.clock.now() == hands.wall
    assert not hands.clock.known
    assert hands.clock.skew == 0


def test_it_is_the_median_of_the_last_dates_less_half_the_round_trip() -> None:
    hands = Hands()
    for late in (0, 0, 0.9, 0, 0):
        hands.hear(float(int(hands.wall + 100 + late)), trip=0.4)
        hands.pass_(5)
    assert hands.clock.known
    assert hands.clock.skew == pytest.approx(100, abs=0.8)
    before = hands.clock.now()
    hands.pass_(30)
    assert hands.clock.now() == pytest.approx(before + 30)


@pytest.mark.parametrize("date", [None, 0.0, 1_500_000_000.0])
def test_an_unusable_date_leaves_the_local_clock(date: float | None) -> None:
    hands = Hands()
    hands.hear(date)
    assert not hands.clock.known
    assert hands.clock.now() == hands.wall


def test_every_other_date_wins_over_the_local_clock() -> None:
    hands = Hands()
    hands.hear(hands.wall + 40_000_000)
    assert hands.clock.skew == pytest.approx(40_000_000, abs=1)


def test_one_stray_server_of_several_changes_little_and_a_clock_that_was_set_is_believed_at_once() -> None:
    hands = Hands()
    for _ in range(9):
        hands.hear(hands.wall)
    hands.hear(hands.wall + 3600)
    assert abs(hands.clock.skew) < 1
    hands.hear(hands.wall + 3600)
    assert hands.clock.skew == pytest.approx(3600, abs=1)


@pytest.mark.parametrize("written", [0.0, 18.0], ids=["before the wait", "after it"])
def test_slow_answers_set_no_clock_that_they_agree_with(written: float) -> None:
    hands = Hands()
    for _ in range(9):
        hands.hear(hands.wall)
    for _ in range(20):
        hands.hear(float(int(hands.wall + written)), trip=18.0)
        assert abs(hands.clock.skew) < 1


def test_a_slow_answer_of_another_time_is_believed_as_far_as_it_goes() -> None:
    hands = Hands()
    for _ in range(9):
        hands.hear(hands.wall)
    for _ in range(2):
        hands.hear(hands.wall + 3618, trip=18.0)
    assert hands.clock.skew == pytest.approx(3600, abs=1)


@pytest.mark.parametrize("step", [600.0, -7200.0])
def test_a_step_of_the_local_clock_moves_nothing_and_the_next_date_counts_at_once(step: float) -> None:
    hands = Hands()
    for _ in range(5):
        hands.hear(hands.wall + 100)
    server = hands.clock.now()
    hands.wall += step
    hands.clock.look()
    assert hands.clock.now() == server
    hands.hear(server + 600)  # a suspend that the monotonic clock slept through
    assert hands.clock.now() == pytest.approx(server + 600, abs=1)


def test_without_any_date_it_goes_with_the_local_clock() -> None:
    hands = Hands()
    hands.hear(None)
    hands.wall += 600
    hands.clock.look()
    assert hands.clock.now() == hands.wall


def test_elapsed_runs() -> None:
    assert elapsed() <= elapsed()
