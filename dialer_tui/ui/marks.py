"""Marks on calls: new, changed, gone. New fades by a clock that runs while the calls can be seen, the others by any."""

from __future__ import annotations

from bisect import insort
from collections import deque
from collections.abc import Iterable
from typing import Literal

from dialer_tui.floor.changes import Changes

Mark = Literal["new", "changed", "gone"]

# Seconds a mark stays; new: of the time its row could be seen.
FADES: dict[Mark, float] = {"new": 30.0, "changed": 15.0, "gone": 10.0}
# A person will not look for more new rows than this; without a bound a busy floor would heap them up.
MOST_WAITING = 2_000


class Marks:
    """Which calls carry a mark.

    A new call's 30 s begin when its row can first be seen (`seen`), so that coming back to the newest rows shows what
    came in meanwhile; while it is not shown at all they stand still. A row that has gone fades at once, wherever it is.
    """

    def __init__(self) -> None:
        self._clocks: dict[Mark, float] = dict.fromkeys(FADES, 0.0)
        self._marks: dict[str, Mark] = {}
        self._since: dict[str, float] = {}
        self._waiting: dict[str, None] = {}
        self._fading: dict[Mark, deque[tuple[float, str]]] = {mark: deque() for mark in FADES}
        self._turned: set[str] = set()
        self._aside: dict[str, float] = {}  # new ones that are not shown: seconds of their time that have passed
        self.version = 0  # grows with every change of a mark

    def mark(self, call_id: str) -> Mark | None:
        """The mark of a call."""
        return self._marks.get(call_id)

    def new(self) -> list[str]:
        """The IDs marked new."""
        return [call_id for call_id, mark in self._marks.items() if mark == "new"]

    def turned(self) -> set[str]:
        """The IDs whose mark has come, changed or gone since this was asked last."""
        turned, self._turned = self._turned, set()
        return turned

    def take(self, changes: Changes) -> None:
        """Mark what happened in the window. A call stays new while it is, however often it changes."""
        for entry in changes.new:
            self._put(entry.call.id, "new")
        for update in changes.updated:
            if self._marks.get(update.entry.call.id) != "new":
                self._put(update.entry.call.id, "changed")
        for entry in changes.gone:
            self._put(entry.call.id, "gone")
        if self._aside or self._marks:
            for entry in changes.existing:
                self._forget([entry.call.id])  # it had gone, and is there again
                if entry.new and (passed := self._aside.pop(entry.call.id, None)) is not None:
                    self._put(entry.call.id, "new", passed)
        self._set_aside(entry.call.id for entry in changes.aged)
        while len(self._waiting) > MOST_WAITING:
            self._forget([next(iter(self._waiting))])

    def seen(self, call_ids: Iterable[str]) -> None:
        """These rows can be seen now: the clock of those still waiting starts."""
        for call_id in call_ids:
            if call_id in self._waiting:
                del self._waiting[call_id]
                self._start(call_id, self._marks[call_id])

    def seen_all(self) -> None:
        """Whoever follows the newest rows sees what comes in, or lets it pass."""
        self.seen(list(self._waiting))

    def step(self, seconds: float, visible: bool = True) -> list[str]:
        """Let time pass. The IDs of gone calls whose time is over; other marks just end."""
        over: list[str] = []
        for mark, queue in self._fading.items():
            if visible or mark != "new":
                self._clocks[mark] += seconds
            while queue and queue[0][0] + FADES[mark] <= self._clocks[mark]:
                since, call_id = queue.popleft()
                if self._since.get(call_id) == since and self._marks.get(call_id) == mark:
                    self._forget([call_id])
                    if mark == "gone":
                        over.append(call_id)
        return over

    def clear(self) -> None:
        """It is another time: nothing has just happened."""
        self._forget(list(self._marks))
        self._aside.clear()

    def _put(self, call_id: str, mark: Mark, passed: float = 0.0) -> None:
        self._forget([call_id])
        self._marks[call_id] = mark
        self._turned.add(call_id)
        self.version += 1
        if mark == "new" and not passed:
            self._waiting[call_id] = None
        else:
            self._start(call_id, mark, passed)

    def _start(self, call_id: str, mark: Mark, passed: float = 0.0) -> None:
        since = self._since[call_id] = self._clocks[mark] - passed
        insort(self._fading[mark], (since, call_id))

    def _set_aside(self, call_ids: Iterable[str]) -> None:
        for call_id in call_ids:
            if self._marks.get(call_id) == "new":
                since = self._since.get(call_id, self._clocks["new"])
                self._aside[call_id] = self._clocks["new"] - since
            self._forget([call_id])
        while len(self._aside) > MOST_WAITING:
            del self._aside[next(iter(self._aside))]

    def _forget(self, call_ids: Iterable[str]) -> None:
        for call_id in call_ids:
            if self._marks.pop(call_id, None) is not None:
                self._turned.add(call_id)
                self.version += 1
            self._since.pop(call_id, None)
            self._waiting.pop(call_id, None)
