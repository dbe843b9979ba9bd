"""Which call is behind the longest wait of a window that slides: a staircase of those that can still become it."""

from __future__ import annotations

from bisect import bisect_left

from dialer_tui.model import Call


class Longest:
    """Calls by their end, no two with the same; of each, every later one waited shorter.

    The others can never be the longest again, unless one of these goes before its time: then `of` may know no call,
    though there is one.
    """

    def __init__(self) -> None:
        self._ends: list[int] = []
        self._calls: list[Call] = []

    def put_on(self, call: Call) -> None:
        """Take a call whose queue time is known."""
        end, wait = call.ended_at, call.queue or 0
        at = bisect_left(self._ends, end)
        if at < len(self._calls) and (self._calls[at].queue or 0) >= wait:
            return
        first, last = at, at + (self._ends[at : at + 1] == [end])
        while first and (self._calls[first - 1].queue or 0) <= wait:
            first -= 1
        self._ends[first:last] = [end]
        self._calls[first:last] = [call]

    def take_off(self, call: Call) -> None:
        """Take a call out, whether or not it is one of these."""
        at = bisect_left(self._ends, call.ended_at)
        if at < len(self._calls) and self._calls[at].id == call.id:
            del self._ends[at], self._calls[at]

    def of(self, wait: int) -> Call | None:
        """The latest call that waited so long, the longest wait there is; None when it is not known which."""
        return self._calls[0] if self._calls and self._calls[0].queue == wait else None
