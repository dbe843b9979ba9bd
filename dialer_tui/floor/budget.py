"""How often the old may be asked for again within a budget of records a minute."""

from __future__ import annotations

from collections.abc import Sequence
from math import floor, inf

_SLOWEST = 1 / 64
_STEPS = 24  # halvings of the ratio between the bounds: finer than any count is known


def afford(costs: Sequence[tuple[float, float]], interval: int, budget: float) -> float:
    """The largest k for which asking again after max(interval, age / k) fits the budget; inf when every poll does.

    `costs`: the age of each slice in seconds, and the records a minute it takes if asked for at every poll. A slice is
    asked for at the last poll that is not too late, so that its period is a whole number of intervals.
    """
    if sum(cost for _, cost in costs) <= budget:
        return inf
    low, high = _SLOWEST, max(age for age, _ in costs) / interval + 1
    for _ in range(_STEPS):
        k = (low * high) ** 0.5
        spent = sum(cost / max(1, floor(age / k / interval)) for age, cost in costs)
        low, high = (k, high) if spent <= budget else (low, k)
    return low
