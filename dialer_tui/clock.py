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
        self._offset = self._local = wall() - tick()

    @property
    def known(self) -> bool:
        """Whether any answer has carried a usable Date."""
        return bool(self._offsets)

    @property
    def skew(self) -> float:
        """Server time minus local time, in seconds; 0 while the server's is not known."""
        return self._offset - (self.wall() - self.tick()) if self.known else 0.0

    def now(self) -> float:
        """The server's time now, as estimated."""
        return self.at(self.tick())

    def at(self, tick: float) -> float:
        """The server's time at a monotonic second."""
        return tick + self._offset

    def learn(self, date: float | None, sent: float, received: float) -> None:
        """Take an answer's Date (seconds since 1970, None when missing or unreadable) into the estimate.

        Date is cut to whole seconds, so half a second is added; it was written half a round trip before it was read.
        """
        if date is None or date < _EARLIEST:
            if not self.known:
                self._offset = self.wall() - self.tick()
            return
        offset = date + 0.5 - (received - (received - sent) / 2)
        if self.known and abs(offset - self._offset) > _JUMP and abs(offset - self._offsets[-1]) <= _JUMP:
            self._offsets.clear()  # two agree against the rest: no stray server of several, the clock was set
        self._offsets.append(offset)
        self._offset = median(self._offsets)

    def jumped(self) -> float:
        """Seconds by which the wall clock ran ahead of the other since last asked (a suspend it slept through), else 0.

        The estimate moves along until the next Date says better. A wall clock set back says nothing of the server's.
        """
        local = self.wall() - self.tick()
        jump, self._local = local - self._local, local
        if abs(jump) <= _JUMP or (jump < 0 and self.known):
            return 0.0
        self._offset += jump
        self._offsets.clear()
        return max(jump, 0.0)
