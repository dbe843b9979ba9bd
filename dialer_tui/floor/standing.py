"""Which answers need not be read again: merged whole, and nothing they cover has been touched since."""

from __future__ import annotations

from array import array
from bisect import bisect_left, bisect_right
from collections import OrderedDict
from collections.abc import Iterable
from itertools import repeat

import msgspec
from msgspec.structs import force_setattr

_MOST = 256  # answers
_SWEPT = 64  # seconds of the window's way between two sweeps of what has been forgotten


class Known(msgspec.Struct, frozen=True):
    """What is kept of an answer to getCalls. Seconds since 1970 UTC.

    `digest` of its bytes; `count` records in the body; `dates` of the good ones, ascending, and the `ends` of the same
    calls. It covers the seconds from `first` to `last`, both included; it was asked for up to `end`.
    """

    digest: bytes
    count: int
    end: int
    dates: array[int]
    ends: array[int]
    first: int
    last: int
    latest: int = 0  # the last of the ends; found out by itself

    def __post_init__(self) -> None:
        force_setattr(self, "latest", max(self.ends, default=0))

    def inside(self, start: int, end: int) -> array[int]:
        """The callDates in [start, end)."""
        return self.dates[bisect_left(self.dates, start) : bisect_left(self.dates, end)]

    def begins_before(self, second: int) -> bool:
        """Whether a call is dated before a second."""
        return bool(self.dates) and self.dates[0] < second

    def ended_after(self, second: float, start: int, end: int) -> int:
        """How many calls dated in [start, end) ended after a second."""
        if self.latest <= second:
            return 0
        return sum(ended > second for ended in self.ends[bisect_left(self.dates, start) : bisect_left(self.dates, end)])

    def dated(self, second: int) -> int:
        """How many calls are dated at a second."""
        return bisect_right(self.dates, second) - bisect_left(self.dates, second)


class Standing:
    """The known answers, by the second their range starts at, and when which second of the window was last touched."""

    def __init__(self) -> None:
        self._turn = 0
        self._horizon = self._swept = 0
        self._touched: dict[int, int] = {}
        self._known: OrderedDict[int, tuple[Known, int]] = OrderedDict()

    def turn(self) -> None:
        """An answer is about to be merged."""
        self._turn += 1

    def touch(self, seconds: Iterable[int]) -> None:
        """Calls dated at these seconds have come, changed, gone, or been missed."""
        self._touched.update(dict.fromkeys(seconds, self._turn))

    def keep(self, start: int, known: Known) -> None:
        """Remember an answer that has just been merged whole and lacked nothing."""
        self._known[start] = known, self._turn
        self._known.move_to_end(start)
        if len(self._known) > _MOST:
            self._known.popitem(last=False)

    def get(self, start: int) -> Known | None:
        """The last answer for a range from `start`, if the same bytes would change nothing in what it covers."""
        known, turn = self._known.get(start, (None, 0))
        if known is None or known.begins_before(self._horizon):  # some of its calls have been forgotten
            return None
        seconds: Iterable[int] = range(known.first, known.last + 1)
        if len(self._touched) < known.last - known.first:
            seconds = [second for second in self._touched if known.first <= second <= known.last]
        latest = max(map(self._touched.get, seconds, repeat(0)), default=0)
        return known if latest <= turn else None

    def recall(self, start: int) -> Known | None:
        """The answer that `get` gave before a request; None where it has been dropped meanwhile."""
        return self._known.get(start, (None, 0))[0]

    def forget(self, before: int) -> None:
        """The calls before a second have been forgotten. An earlier one than before: what was forgotten is wanted."""
        if before < self._horizon:
            self._known.clear()
        self._horizon = before
        if self._swept <= before < self._swept + _SWEPT:
            return
        self._swept = before
        for second in [second for second in self._touched if second < before]:
            del self._touched[second]
        for start in [start for start, (known, _) in self._known.items() if known.begins_before(before)]:
            del self._known[start]
