"""Sets of whole seconds as sorted, disjoint, half-open spans [a, b)."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator


class Spans:
    """A mutable set of seconds. Adding and asking cost O(log n) and the spans touched, not the seconds."""

    __slots__ = ("_ends", "_starts")

    def __init__(self, spans: Iterable[tuple[int, int]] = ()) -> None:
        self._starts: list[int] = []
        self._ends: list[int] = []
        for a, b in spans:
            self.add(a, b)

    def __iter__(self) -> Iterator[tuple[int, int]]:
        return zip(self._starts, self._ends, strict=True)

    def __contains__(self, second: int) -> bool:
        at = bisect_right(self._starts, second) - 1
        return at >= 0 and second < self._ends[at]

    def __repr__(self) -> str:
        return f"Spans({list(self)})"

    def add(self, a: int, b: int) -> None:
        """Union with [a, b); spans that touch become one."""
        if a >= b:
            return
        first = bisect_left(self._ends, a)
        last = bisect_right(self._starts, b)
        if first < last:
            a, b = min(a, self._starts[first]), max(b, self._ends[last - 1])
        self._starts[first:last] = [a]
        self._ends[first:last] = [b]

    def remove(self, a: int, b: int) -> None:
        """Difference with [a, b)."""
        if a >= b:
            return
        first = bisect_right(self._ends, a)
        last = bisect_left(self._starts, b)
        kept = [
            (x, y)
            for x, y in zip(self._starts[first:last], self._ends[first:last], strict=True)
            for x, y in ((x, min(y, a)), (max(x, b), y))
            if x < y
        ]
        self._starts[first:last] = [x for x, _ in kept]
        self._ends[first:last] = [y for _, y in kept]

    def measure(self, a: int, b: int) -> int:
        """How many seconds of [a, b) are in the set."""
        return max(0, b - a) - sum(y - x for x, y in self.missing(a, b))

    def missing(self, a: int, b: int) -> list[tuple[int, int]]:
        """The spans of [a, b) that are not in the set, in order."""
        gaps: list[tuple[int, int]] = []
        at = bisect_right(self._ends, a)
        while a < b:
            start = self._starts[at] if at < len(self._starts) else b
            if a < start:
                gaps.append((a, min(start, b)))
            if at >= len(self._starts):
                break
            a = max(a, self._ends[at])
            at += 1
        return gaps
