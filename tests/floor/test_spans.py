"""Spans against plain sets of integers."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from dialer_tui.floor.spans import Spans

SECOND = st.integers(0, 40)
STEPS = st.lists(st.tuples(st.booleans(), SECOND, SECOND), max_size=30)


def carry_out(steps: list[tuple[bool, int, int]]) -> tuple[Spans, set[int]]:
    spans, seconds = Spans(), set[int]()
    for adding, a, b in steps:
        if adding:
            spans.add(a, b)
            seconds |= set(range(a, b))
        else:
            spans.remove(a, b)
            seconds -= set(range(a, b))
    return spans, seconds


@given(STEPS)
def test_spans_are_the_set_and_stay_sorted_apart_and_filled(steps: list[tuple[bool, int, int]]) -> None:
    spans, seconds = carry_out(steps)
    pairs = list(spans)
    assert {second for a, b in pairs for second in range(a, b)} == seconds
    assert all(a < b for a, b in pairs)
    assert all(b < a for (_, b), (a, _) in pairwise(pairs)), "touching spans are one"
    assert [second in spans for second in range(42)] == [second in seconds for second in range(42)]


@given(STEPS, SECOND, SECOND)
def test_measure_and_missing(steps: list[tuple[bool, int, int]], a: int, b: int) -> None:
    spans, seconds = carry_out(steps)
    asked = set(range(a, b))
    assert spans.measure(a, b) == len(asked & seconds)
    gaps = spans.missing(a, b)
    assert {second for x, y in gaps for second in range(x, y)} == asked - seconds
    assert gaps == sorted(gaps)
    assert all(x < y for x, y in gaps)
