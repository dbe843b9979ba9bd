"""When the link failed, and how: what a report says of our own data."""

from __future__ import annotations

from collections import deque

import msgspec

_WELL = frozenset({"LIVE", "FILLING", "CONNECTING"})
_OLD = "STALE"
_MOST = 200  # a shift with more has no need to name each
RESTED = "PAST"
"""The word of an outage that was wished for: a past range was shown, and nothing asked meanwhile."""


class Outage(msgspec.Struct, frozen=True):
    """A time in which the link was not well: seconds since 1970 UTC, and its first word for it.

    It starts when the newest good request before it was sent: of what happened since, nothing was seen then.
    `lasts`: it is not over; `end` is when that was asked.
    """

    start: int
    end: int
    word: str
    lasts: bool = False


class Outages:
    """The link's words, folded. `began`: since when they are heard, seconds since 1970 UTC."""

    def __init__(self, began: float) -> None:
        self.began = began
        self._woke: float | None = None
        self._word = ""
        self._start: float | None = None  # of what lasts; None: when it all began, which may yet turn out to be another
        self._over: deque[Outage] = deque(maxlen=_MOST)

    def take(self, word: str, now: float, age: float | None) -> None:
        """The link's word is another since `now`. From one failure to another it is still one outage.

        `age`: seconds since the newest good request was sent, None before any.
        """
        failing = word.partition(" ")[0] not in _WELL
        if failing and not self._word:
            self._begin(word, None if age is None else max(now - age, self._woke or 0.0))
        elif not failing:
            self._end(now)

    def rest(self, now: float) -> None:
        """Nothing is asked from `now` on, for a person looks at something else."""
        self._end(now)
        self._begin(RESTED, now)

    def wake(self, word: str, now: float) -> None:
        """It is asked again. `word`: the link's; that it is old now is no failure."""
        self._end(now)
        self._woke = now
        if word != _OLD:
            self.take(word, now, 0.0)

    def since(self, start: int, now: float) -> tuple[Outage, ...]:
        """Those that reached into a time from `start` on, the one that lasts `now` too."""
        lasting = [self._until(now, lasts=True)] if self._word else []
        return tuple(one for one in (*self._over, *lasting) if one.end > start)

    def _begin(self, word: str, start: float | None) -> None:
        self._word, self._start = word, start

    def _end(self, now: float) -> None:
        if self._word:
            self._over.append(self._until(now))
            self._word = ""

    def _until(self, now: float, *, lasts: bool = False) -> Outage:
        start = self.began if self._start is None else self._start
        return Outage(int(start), int(now), self._word, lasts)
