"""The largest k that the budget affords."""

from __future__ import annotations

from math import floor, inf

from hypothesis import given
from hypothesis import strategies as st

from dialer_tui.floor.budget import afford

COSTS = st.lists(st.tuples(st.floats(0, 100_000), st.floats(1, 10_000)), min_size=1, max_size=40)


def spent(costs: list[tuple[float, float]], k: float) -> float:
    return sum(cost / max(1, floor(age / k / 5)) for age, cost in costs)


@given(COSTS, st.floats(100, 50_000))
def test_it_fits_and_hardly_more_would(costs: list[tuple[float, float]], budget: float) -> None:
    k = afford(costs, 5, budget)
    if k == inf:
        assert sum(cost for _, cost in costs) <= budget
    elif k > 1 / 64:
        assert spent(costs, k) <= budget
        assert spent(costs, k * 1.001) > budget or k >= max(age for age, _ in costs) / 5


def test_what_is_newest_is_asked_for_at_every_poll_whatever_it_costs() -> None:
    assert afford([(0.0, 99_999.0)], 5, 24_000) == 1 / 64
