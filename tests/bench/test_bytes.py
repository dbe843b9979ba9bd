"""Bytes are exact: every row of the budgets that is counted in bytes, on a floor that stands still."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from tests.bench import wire
from tests.bench.budgets import BY_NAME
from tests.bench.run import Seen
from tests.bench.table import met

pytestmark = pytest.mark.alone

STALL = 3.0  # seconds
BUFFERED = 24_000  # what the system had taken before it was full; how much varies, and nobody can take it back


@pytest.fixture(scope="module")
def gestures() -> Mapping[str, Seen]:
    """All that is made on one full screen."""
    return {seen.name: seen for seen in wire.gestures()}


@pytest.mark.parametrize("name", wire.GESTURES)
def test_a_gesture_sends_no_more_than_its_budget(gestures: Mapping[str, Seen], name: str) -> None:
    assert met(BY_NAME[name], gestures[name]), gestures[name]


def test_under_a_filter_a_gesture_sends_no_more_than_its_budget_either() -> None:
    for seen in wire.gestures("queue<1h agent:a"):
        assert met(BY_NAME[seen.name], seen), seen


def test_gestures_send_the_same_every_time(gestures: Mapping[str, Seen]) -> None:
    assert {seen.name: seen.value for seen in wire.gestures()} == {name: seen.value for name, seen in gestures.items()}


def test_a_new_call_in_a_pane_with_room_sends_little() -> None:
    seen = wire.room()
    assert met(BY_NAME[seen.name], seen), seen


def test_rows_that_move_by_one_in_a_pane_as_wide_as_the_screen_are_moved_by_the_terminal() -> None:
    for seen in wire.narrow():
        assert met(BY_NAME[seen.name], seen), seen


def test_a_minute_in_which_nothing_happens_sends_the_clock_and_the_ages() -> None:
    for seen in wire.minute():
        assert met(BY_NAME[seen.name], seen), seen


def test_a_terminal_that_does_not_read_stops_nothing_and_is_sent_one_frame_when_it_reads() -> None:
    """What happens on the floor meanwhile is answered for; how fast is no matter for a test."""
    _, seen = wire.stalled(STALL)
    most = BY_NAME[seen.name].most
    assert most is not None
    assert seen.value <= most + BUFFERED
