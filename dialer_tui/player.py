"""A recording with its controls: pause, step, pace, and going to any of its times.

Nothing runs backwards: going back is another feed, which plays the recording from its begin as fast as it can.
"""

from __future__ import annotations

import asyncio
from bisect import bisect_left, bisect_right
from functools import partial
from pathlib import Path

from dialer_tui.model import Poll, Scope
from dialer_tui.replay import Replay, TapeClock
from dialer_tui.tape import read
from dialer_tui.tape.index import Index

SPEEDS = (0.1, 0.2, 0.5, 1.0, 2.0, 5.0, 10.0, 20.0, 50.0, 100.0, 200.0, 500.0, 1000.0)


class Player:
    """Plays a recording. `feed` is what plays it now; `index` is there once the file has been looked through."""

    def __init__(self, path: Path, wall: float, poll: Poll, scope: Scope, speed: float = 1.0) -> None:
        """`wall`, `poll` and `scope` are of the recording's header."""
        self.index: Index | None = None
        self._lines, self._measure = partial(read.lines, path), partial(read.index, path)
        self._wall, self._poll, self._scope = wall, poll, scope
        self._clock = TapeClock(wall, speed)
        self.feed = self._afresh()
        self._target: float | None = None

    async def measure(self) -> None:
        """Look the file through in a thread, for how long it is and what was when. Where that fails, playing does."""
        try:
            self.index = await asyncio.to_thread(self._measure)
        except (read.Unreadable, OSError):
            self.index = Index()

    # --- how it stands ------------------------------------------------------------------------------------------

    @property
    def position(self) -> float:
        """The tick that it is at, or on its way to."""
        return self._clock.tick() if self._target is None else self._target

    @property
    def travelling(self) -> bool:
        """Whether it is on its way to another time."""
        return self._target is not None

    @property
    def share(self) -> float:
        """How far it is on its way to another time, from the begin: 0 to 1."""
        return min(self._clock.tick() / self._target, 1.0) if self._target else 1.0

    @property
    def speed(self) -> float:
        """How many times as fast as it was recorded."""
        return self._clock.speed

    @property
    def paused(self) -> bool:
        """Whether it stands until somebody lets it go on."""
        return self._clock.held

    # --- controls -----------------------------------------------------------------------------------------------

    def pause(self, held: bool) -> None:
        """Stand still, or go on."""
        if held:
            self._clock.hold()
        else:
            self._clock.go_on()
        self.feed.awake()

    def pace(self, faster: bool) -> None:
        """The next of SPEEDS, faster or slower; beyond the last of them nothing changes."""
        at = bisect_right(SPEEDS, self.speed) if faster else bisect_left(SPEEDS, self.speed) - 1
        self._clock.pace(SPEEDS[min(max(at, 0), len(SPEEDS) - 1)])
        self.feed.awake()

    def seek(self, tick: float) -> Replay:
        """Be on the way to a tick: the feed that will be there, which is another one where it lies behind.

        Who asks sees to it that the feed runs, and waits for it with `arrive`.
        """
        tick = max(tick, 0.0) if self.index is None else min(max(tick, 0.0), self.index.end)
        if tick < self._clock.tick():
            window, speed, held = self.feed.poll.window, self.speed, self.paused
            self._clock = TapeClock(self._wall, speed)
            if held:
                self._clock.hold()
            self.feed = self._afresh()
            if window != self._poll.window:
                self.feed.set_window(window)
        self._target = tick
        return self.feed

    async def arrive(self) -> None:
        """Wait until the feed is where it was sent."""
        if self._target is not None:
            await self.feed.reach(self._target)
            self._target = None

    def _afresh(self) -> Replay:
        return Replay(self._lines, self._clock, self._poll, self._scope)
