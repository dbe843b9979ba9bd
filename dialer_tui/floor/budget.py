"""How often the old may be asked for again within a budget of records a minute."""

from __future__ import annotations

from collections import deque
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


class Spent:
    """Records that requests beside those for the window have brought, and when (monotonic seconds)."""

    def __init__(self) -> None:
        self._brought: deque[tuple[float, int]] = deque()

    def take(self, tick: float, count: int) -> None:
        """So many came."""
        self._brought.append((tick, count))

    def within(self, tick: float) -> int:
        """How many came within the last minute."""
        while self._brought and self._brought[0][0] <= tick - 60:
            self._brought.popleft()
        return sum(count for _, count in self._brought)

    def wait(self, tick: float, most: int) -> float:
        """Seconds until no more than `most` records have come within the minute before; 0 where that is so now."""
        left, until = self.within(tick), tick
        for brought, count in self._brought:
            if left <= most:
                break
            left, until = left - count, brought + 60
        return until - tick
