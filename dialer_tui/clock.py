"""Wall and monotonic time, and the server's as estimated from its Date headers."""

from __future__ import annotations

import sys
import time
from collections import deque
from collections.abc import Callable
from statistics import median

# A Date before this cannot be meant: the document itself is of 2022.
_EARLIEST = 1_577_836_800  # 2020-01-01
_REMEMBERED = 9
_JUMP = 5.0
SKEWED = 5.0
"""Seconds of skew that make the very first question, which knew no Date, one about the wrong time."""


def elapsed() -> float:
    """Seconds that run through a suspend too where the system can tell (Linux), else the monotonic clock."""
    if sys.platform == "linux":
        return time.clock_gettime(time.CLOCK_BOOTTIME)
    return time.monotonic()


class Clock:
    """One clock for the whole program.

    `now()` is the server's time, seconds since 1970 UTC: the median offset of the last answers' Date headers, carried
    by the monotonic clock. Without a usable Date it is the local clock, and `known` is False.
    """

    def __init__(self, wall: Callable[[], float] = time.time, tick: Callable[[], float] = elapsed) -> None:
        self.wall = wall
        self.tick = tick
        self._offsets: deque[float] = deque(maxlen=_REMEMBERED)
        self._local = wall() - tick()
        self._doubtful = False

    @property
    def known(self) -> bool:
        """Whether any answer has carried a usable Date."""
        return bool(self._offsets)

    @property
    def skew(self) -> float:
        """Server time minus local time, in seconds; 0 while the server's is not known."""
        return self.now() - self.wall()

    def now(self) -> float:
        """The server's time now, as estimated."""
        return self.at(self.tick())

    def at(self, tick: float) -> float:
        """The server's time at a monotonic second."""
        return tick + (median(self._offsets) if self._offsets else self.wall() - self.tick())

    def learn(self, date: float | None, sent: float, received: float) -> None:
        """Take an answer's Date (seconds since 1970, None when missing or unreadable) into the estimate.

        Date is cut to whole seconds, so half a second is added; it was written half a round trip before it was read.
        A slow answer says less than that: only that it was written somewhere between, so what agrees with it stands.
        """
        if date is None or date < _EARLIEST:
            return
        offset = date + 0.5 - (received - (received - sent) / 2)
        if self.known and received - sent > _JUMP:
            offset = min(max(median(self._offsets), date - received), date + 1 - sent)
        strange = self.known and abs(offset - median(self._offsets)) > _JUMP
        if self._doubtful or (strange and abs(offset - self._offsets[-1]) <= _JUMP):
            self._offsets.clear()  # two agree against the rest: no stray server of several, the clock was set
        self._doubtful = False
        self._offsets.append(offset)

    def look(self) -> None:
        """Look whether wall and monotonic clock have parted (a suspend that one of them slept through, a clock set).

        The estimate stands, since any Date wins over the local clock; but the next Date counts at once and alone.
        """
        local = self.wall() - self.tick()
        self._doubtful = self._doubtful or abs(local - self._local) > _JUMP
        self._local = local
