"""State words, the gravest first; and when to ask again."""

from __future__ import annotations

import random

import pytest
from msgspec.structs import replace

from dialer_tui.floor.backoff import Backoff, Trouble
from dialer_tui.floor.link import Facts, stale_after, status
from dialer_tui.model import Poll

POLL = Poll(interval=5)
LIVE = Facts(sent=2.0, coverage=1.0, filling=False)


@pytest.mark.parametrize(
    ("facts", "word", "detail"),
    [
        (LIVE, "LIVE", ""),
        (replace(LIVE, filling=True, coverage=0.436), "FILLING", "43 %"),
        (replace(LIVE, coverage=0.957, thin=15.1), "PARTIAL", "95 % had whole"),
        (replace(LIVE, coverage=0.957, thin=14.9), "LIVE", ""),
        (replace(LIVE, coverage=0.957, thin=99.0, filling=True), "FILLING", "95 %"),
        (replace(LIVE, coverage=1.0, filling=True), "FILLING", "99 %"),  # a second that is missing is missing
        (Facts(), "CONNECTING", ""),
        (Facts(failures=1, next_try=3.2), "CONNECTING", "next try in 3 s"),
        (replace(LIVE, filling=True, capped=((7, 500),)), "PARTIAL", "answers cut off"),
        (replace(LIVE, capped=((7, 500),), doubted=12), "PARTIAL", "12 calls missing from an answer"),
        (replace(LIVE, sent=15.1, doubted=12), "STALE", ""),
        (replace(LIVE, sent=15.0), "LIVE", ""),
        (replace(LIVE, sent=99.0, failures=2, next_try=12.4), "OFFLINE", "next try in 12 s"),
        (replace(LIVE, failures=3, error=404, next_try=1), "ERROR 404", "next try in 1 s"),
        (replace(LIVE, failures=3, error=404, refused=True), "REFUSED", "ID and key are not accepted"),
    ],
)
def test_the_gravest_word_wins(facts: Facts, word: str, detail: str) -> None:
    said = status(facts, POLL)
    assert (said.word, said.detail) == (word, detail)
    assert said.age == facts.sent


@pytest.mark.parametrize(("interval", "round_trip", "after"), [(5, 0.1, 15), (1, 0.1, 15), (10, 0.1, 30), (5, 20, 40)])
def test_stale_after(interval: int, round_trip: float, after: float) -> None:
    assert stale_after(Poll(interval=interval), round_trip) == after


def test_passing_faults_back_off_with_jitter_under_a_doubling_bound_up_to_a_minute() -> None:
    pauses: list[list[float]] = [[] for _ in range(8)]
    for seed in range(300):
        backoff = Backoff(5, random.Random(seed))
        for pause in pauses:
            pause.append(backoff.failed(Trouble.PASSING) or 0.0)
    for bound, seen in zip([10, 20, 40, 60, 60, 60, 60, 60], pauses, strict=True):
        assert 0.9 * bound < max(seen) <= bound
        assert min(seen) < 0.1 * bound


def test_a_longer_retry_after_wins_and_a_shorter_one_does_not_shorten() -> None:
    assert Backoff(5, random.Random(1)).failed(Trouble.PASSING, 120.0) == 120.0
    assert Backoff(5, random.Random(1)).failed(Trouble.PASSING, 0.0) == Backoff(5, random.Random(1)).failed(
        Trouble.PASSING
    )


@pytest.mark.parametrize("trouble", [Trouble.REFUSED, Trouble.OURS])
def test_what_never_worked_is_not_tried_again(trouble: Trouble) -> None:
    backoff = Backoff(5, random.Random(1))
    assert backoff.failed(trouble) is None
    assert backoff.settled


@pytest.mark.parametrize("trouble", [Trouble.REFUSED, Trouble.OURS])
def test_where_nobody_is_there_to_ask_it_is_tried_every_quarter_hour_though_it_never_worked(trouble: Trouble) -> None:
    backoff = Backoff(5, random.Random(1), unattended=True)
    assert [backoff.failed(trouble) for _ in range(3)] == [900.0] * 3
    assert backoff.settled
    assert backoff.failed(Trouble.PASSING) is not None


@pytest.mark.parametrize("trouble", [Trouble.REFUSED, Trouble.OURS])
def test_what_worked_is_confirmed_after_a_minute_and_then_tried_every_quarter_hour(trouble: Trouble) -> None:
    backoff = Backoff(5, random.Random(1))
    backoff.good()
    assert backoff.failed(trouble) == 60.0
    assert not backoff.settled
    assert backoff.failed(trouble) == 900.0
    assert backoff.settled
    backoff.good()
    assert not backoff.settled
    assert backoff.failed(trouble) == 60.0
