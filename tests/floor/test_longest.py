"""The call behind the longest wait, for every order in which four calls may end and wait."""

from __future__ import annotations

from itertools import product

from dialer_tui.floor.longest import Longest
from dialer_tui.model import Call

PLACES = list(product(range(3), range(3)))  # end and wait


def calls_of(places: tuple[tuple[int, int], ...]) -> list[Call]:
    return [Call(str(n), end, total=0, queue=wait) for n, (end, wait) in enumerate(places)]


def test_as_a_window_slides_it_is_the_latest_of_those_that_waited_longest() -> None:
    for places in product(PLACES, repeat=4):
        longest, calls = Longest(), calls_of(places)
        for call in calls:
            longest.put_on(call)
        for start in range(3):
            for call in calls:
                if call.ended_at == start - 1:
                    longest.take_off(call)
            left = [call for call in calls if call.ended_at >= start]
            most = max((call.queue or 0 for call in left), default=None)
            if most is not None:
                found = longest.of(most)
                assert found is not None, places
                assert (found.queue, found.ended_at) == (most, max(c.ended_at for c in left if c.queue == most)), places


def test_of_one_that_goes_before_its_time_another_is_known_or_none_but_never_a_wrong_one() -> None:
    for places in product(PLACES, repeat=3):
        for early in range(3):
            longest, calls = Longest(), calls_of(places)
            for call in calls:
                longest.put_on(call)
            longest.take_off(calls.pop(early))
            most = max(call.queue or 0 for call in calls)
            found = longest.of(most)
            assert found is None or (found in calls and found.queue == most), places
    assert Longest().of(0) is None
