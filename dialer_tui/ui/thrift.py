"""When to send the terminal less: because a person wants it (`[view] low_bandwidth`), or because the line is slow."""

from __future__ import annotations

import time
from collections.abc import Callable

EVERY = 2.0  # seconds between two frames that only the floor asks for; what a key asks for is drawn at once
_SLOW_FOR = 60.0  # seconds after which a line is tried at full rate again


class Thrift:
    """Then the floor is drawn every other second, the clock shows minutes, and marks go in one pass a minute."""

    def __init__(self, always: bool, tick: Callable[[], float] = time.monotonic) -> None:
        self._always = always
        self._tick = tick
        self._slow_until = float("-inf")

    def slow(self) -> bool:
        """The terminal does not take what is sent. Whether that is news."""
        news = not self.on
        self._slow_until = self._tick() + _SLOW_FOR
        return news

    @property
    def on(self) -> bool:
        """Whether to send less now."""
        return self._always or self._tick() < self._slow_until
