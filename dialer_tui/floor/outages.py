"""When the link failed, and how: what a report says of our own data."""

from __future__ import annotations

from collections import deque

import msgspec

_WELL = frozenset({"LIVE", "FILLING", "CONNECTING"})
_MOST = 200  # a shift with more has no need to name each


class Outage(msgspec.Struct, frozen=True):
    """A time in which the link was not well: seconds since 1970 UTC, and its first word for it."""

    start: int
    end: int
    word: str


class Outages:
    """The link's words, folded. `began`: since when they are heard, seconds since 1970 UTC."""

    def __init__(self, began: float) -> None:
        self.began = began
        self._word = ""
        self._start = 0.0
        self._over: deque[Outage] = deque(maxlen=_MOST)

    def take(self, word: str, now: float) -> None:
        """The link's word is another since `now`. From one failure to another it is still one outage."""
        failing = word.partition(" ")[0] not in _WELL
        if failing and not self._word:
            self._word, self._start = word, now
        elif not failing and self._word:
            self._over.append(Outage(int(self._start), int(now), self._word))
            self._word = ""

    def since(self, start: int, now: float) -> tuple[Outage, ...]:
        """Those that lasted into a time from `start` on, the one that lasts `now` too."""
        lasting = [Outage(int(self._start), int(now), self._word)] if self._word else []
        return tuple(one for one in (*self._over, *lasting) if one.end >= start)
