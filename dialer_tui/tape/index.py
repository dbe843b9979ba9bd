"""When the answers of a recording came: by its own ticks, and by the server's clock."""

from __future__ import annotations

from array import array
from bisect import bisect_right


class Index:
    """Times of answers, in order. Ticks are seconds since the recording's begin, moments seconds since 1970 UTC."""

    def __init__(self) -> None:
        self.end = 0.0
        """The last tick."""
        self._ticks = array("d")
        self._moments = array("d")

    def add(self, tick: float, moment: float) -> None:
        """An answer came, and what the server's time was then, as it was estimated."""
        self._ticks.append(tick)
        self._moments.append(moment)
        self.end = max(self.end, tick)

    def close(self, tick: float) -> None:
        """The recording was ended."""
        self.end = max(self.end, tick)

    @property
    def span(self) -> tuple[float, float]:
        """The server's time at the begin and at the end; 0 and 0 where no answer ever came."""
        if not self._ticks:
            return 0.0, 0.0
        return self._moments[0] - self._ticks[0], self._moments[-1] + self.end - self._ticks[-1]

    def moment(self, tick: float) -> float:
        """The server's time at a tick, as it was estimated then."""
        if not self._ticks:
            return 0.0
        known = max(bisect_right(self._ticks, tick) - 1, 0)
        return self._moments[known] + tick - self._ticks[known]

    def tick(self, moment: float) -> float:
        """The tick at which the server's time was so much, never outside the recording.

        Where its estimate was set forward, the answer that did so; where it was set back, the last of several.
        """
        at = bisect_right(self._moments, moment) - 1
        known = max(at, 0)
        if not self._ticks:
            return 0.0
        tick = self._ticks[known] + moment - self._moments[known]
        latest = self._ticks[at + 1] if at + 1 < len(self._ticks) else self.end
        return min(max(tick, 0.0), latest)
