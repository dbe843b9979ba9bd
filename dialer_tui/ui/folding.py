"""Folding in turns: what happened to a hundred thousand calls at once holds up no key."""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable, Iterable

TURN = 0.008  # seconds for which steps are taken before a key, or the feed, may have its turn
BREATH = 0.002  # seconds between two turns


class Folding:
    """Steps on their way into a fold, in order, a turn at a time.

    `later(seconds, call)` calls back; `done` is called when every step that was there has been taken.
    """

    def __init__(self, later: Callable[[float, Callable[[], None]], object], done: Callable[[], None]) -> None:
        self._later, self._done = later, done
        self._left: deque[Callable[[], None]] = deque()
        self._waits = False
        self._halted = False

    @property
    def busy(self) -> bool:
        """Whether some steps have not been taken yet."""
        return bool(self._left)

    def take(self, steps: Iterable[Callable[[], None]]) -> None:
        """Take steps, at once where they are few and nothing is before them."""
        self._left.extend(steps)
        if not (self._waits or self._halted):
            self._turn()

    def halt(self) -> None:
        """Take no step until `go_on`: what is shown stays."""
        self._halted = True

    def go_on(self) -> None:
        """Take steps again."""
        self._halted = False
        self.take(())

    def next(self, steps: Iterable[Callable[[], None]]) -> None:
        """Take steps before all that wait: what a step turns out to be made of."""
        self._left.extendleft(reversed([*steps]))

    def _turn(self) -> None:
        until = time.perf_counter() + TURN
        self._waits = False
        while self._left and not self._halted:
            self._left.popleft()()
            if time.perf_counter() >= until and self._left:
                self._waits = True
                self._later(BREATH, self._turn)
                return
        self._done()
