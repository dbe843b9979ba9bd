"""A recording played again: a feed that takes its answers from a file, on the clock of when they were had.

What was asked then is not asked for again: each answer goes into window and schedule in its turn, as it did then.
"""

from __future__ import annotations

import asyncio
import random
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from dialer_tui.api.protocol import Fault, Kind
from dialer_tui.clock import Clock, elapsed
from dialer_tui.feed import Feed
from dialer_tui.floor.namesakes import EVERY
from dialer_tui.model import Answer, Ask, Oddities, Poll, Scope
from dialer_tui.tape.form import LISTS, End, Line, Trouble

_BREATH, _LONGEST_BREATH = 0.05, 60.0  # seconds between two looks at the clock


class TapeClock(Clock):
    """The clock of a recording: ticks since its begin, `speed` times as fast, never past `until`."""

    def __init__(self, wall: float, speed: float = 1.0, real: Callable[[], float] = elapsed) -> None:
        """`wall`: the recording machine's time at the begin."""
        self.speed = speed
        self.until = 0.0
        self._real = real
        self._begin = wall
        self._put(0.0)
        super().__init__(lambda: self.tick() + self._wall, self._tick)

    def _put(self, tick: float) -> None:
        if tick == 0.0:
            self._ahead = self._wall = self._begin  # the server's time, and the machine's, at tick 0
            self._known = False
        self._at, self._since = tick, self._real()

    def _tick(self) -> float:
        return max(min(self._at + (self._real() - self._since) * self.speed, self.until), self._at)

    @property
    def known(self) -> bool:
        """Whether the server had told its time."""
        return self._known

    def at(self, tick: float) -> float:
        """The server's time at a tick, as it was estimated then."""
        return tick + self._ahead

    def look(self) -> None:
        """What became of the machine's clock is in the recording."""

    def heard(self, line: Line) -> None:
        """Take what was known of the time when an answer had come."""
        self._known, self._ahead, self._wall = line.known, line.now - line.received, line.wall - line.received

    def leap(self, tick: float) -> None:
        """Be at another tick."""
        self.until = max(self.until, tick)
        self._put(tick)


class _Given:
    """A client that answers what it is given, whatever it is asked."""

    outcome: Answer[Any] | Fault

    async def fetch(self, ask: Ask) -> Answer[Any]:
        if isinstance(self.outcome, Fault):
            raise self.outcome
        return self.outcome

    async def close(self) -> None:
        """Nothing is open."""


class Replay(Feed):
    """Publishes what the recorded feed published. `lines` opens the recording anew, after its header."""

    def __init__(
        self,
        lines: Callable[[], Iterator[Line | End]],
        clock: TapeClock,
        poll: Poll,
        scope: Scope,
        dated_at_end: bool = False,
    ) -> None:
        self._given = _Given()
        super().__init__(self._given, clock, poll, scope, random.Random(0))
        self.over = False
        self.trouble = ""
        self._lines, self._tape, self._dated_at_end = lines, clock, dated_at_end
        self._fast = 0.0  # up to this tick nobody waits

    def refresh(self) -> None:
        """Nobody is asked anything."""

    def forward(self, seconds: float) -> None:
        """Go on by so much at once."""
        self._fast = self._tape.tick() + seconds
        self._wake.set()

    async def _polls(self) -> None:
        try:
            for line in self._lines():
                await self._at(line.at if isinstance(line, End) else line.sent)
                if isinstance(line, Line):
                    await self._play(line)
        except (ValueError, OSError) as error:
            self.trouble = str(error)
        self.over = True
        await asyncio.Event().wait()

    async def _at(self, tick: float) -> None:
        """Wait until the recording's clock is there."""
        clock = self._tape
        clock.until = max(tick, clock.until)
        while (left := tick - clock.tick()) > 0:
            if clock.tick() < (fast := min(self._fast, tick)):
                clock.leap(fast)
                await asyncio.sleep(0)
                continue
            await self._pause(min(max(left / clock.speed, _BREATH), _LONGEST_BREATH))

    async def _play(self, line: Line) -> None:
        scope = self.scope if line.scope is None else line.scope
        ask = Ask(line.function, line.start, line.end, scope)
        if line.function == "getCalls" and line.scope is None:
            await self._advance()
            self.schedule.begin(self.clock.at(line.sent), line.sent)
            self.schedule.next(self.clock.at(line.sent), line.sent)
        await self._at(line.received)
        self._tape.heard(line)
        self._given.outcome = self._outcome(line, ask)
        if line.function != "getCalls":
            await self._list(line.function)
        elif line.scope is not None:
            self.namesakes.next(line.sent, self.schedule.aside(EVERY))
            await self._tell_apart(self.namesakes.about(line.start, line.end, scope.agents))
        else:
            try:
                await self._calls(line.start, line.end)
            except Fault as fault:
                self._failed(fault)

    def _outcome(self, line: Line, ask: Ask) -> Answer[Any] | Fault:
        if line.trouble is not None:
            return _fault(line.trouble)
        records: Iterable[Any] = getattr(line, LISTS[line.function])
        oddities = Oddities(line.bad, line.doubled, line.repaired)
        times = line.sent, line.received
        return Answer(ask, list(records), line.count, *times, oddities, line.unchanged, line.size)


def _fault(trouble: Trouble) -> Fault:
    kind = Kind.__members__.get(trouble.kind, Kind.STATUS)
    return Fault(kind, trouble.message, code=trouble.code, status=trouble.status, retry_after=trouble.retry_after)
