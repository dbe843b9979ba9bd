"""A recording played again: a feed that takes its answers from a file, on the clock of when they were had.

What was asked then is not asked for again: each answer goes into window and schedule in its turn, as it did then.
"""

from __future__ import annotations

import asyncio
import random
import time
from collections.abc import Callable, Iterable, Iterator
from math import floor
from typing import Any

import msgspec

from dialer_tui.api.protocol import Fault, Kind
from dialer_tui.clock import Clock, elapsed
from dialer_tui.feed import Feed, Update
from dialer_tui.floor.names import Claims, name_key
from dialer_tui.floor.namesakes import EVERY
from dialer_tui.model import Answer, Ask, Function, Oddities, Poll, Scope
from dialer_tui.tape.form import LISTS, End, Line, Trouble

_BREATH, _LONGEST_BREATH = 0.05, 60.0  # seconds between two looks at the clock
_SPARSE = 600.0  # seconds without an answer after which states are looked at less often
_TURN = 0.008  # seconds for which it goes on before a key may have its turn


class TapeClock(Clock):
    """The clock of a recording: ticks since its begin, `speed` times as fast, never past `until`.

    It stands while it is held, and while it leaps from tick to tick.
    """

    def __init__(self, wall: float, speed: float = 1.0, real: Callable[[], float] = elapsed) -> None:
        """`wall`: the recording machine's time at the begin."""
        self.until = 0.0
        self._real = real
        self._speed, self._held, self._leaping = speed, False, False
        self._ahead = self._wall = wall  # the server's time, and the machine's, at tick 0
        self._known = False
        self._at, self._since = 0.0, real()
        super().__init__(lambda: self.tick() + self._wall, self._tick)

    def _tick(self) -> float:
        passed = 0.0 if self._held or self._leaping else self._real() - self._since
        return max(min(self._at + passed * self._speed, self.until), self._at)

    @property
    def known(self) -> bool:
        """Whether the server had told its time."""
        return self._known

    @property
    def speed(self) -> float:
        """How many times as fast as it was."""
        return self._speed

    @property
    def held(self) -> bool:
        """Whether it stands until `go_on`."""
        return self._held

    def at(self, tick: float) -> float:
        """The server's time at a tick, as it was estimated then."""
        return tick + self._ahead

    def look(self) -> None:
        """What became of the machine's clock is in the recording."""

    def heard(self, line: Line) -> None:
        """Take what was known of the time when an answer had come."""
        self._known, self._ahead, self._wall = line.known, line.now - line.received, line.wall - line.received

    def pace(self, speed: float) -> None:
        """Run so many times as fast from now on."""
        self._put(self._tick())
        self._speed = speed

    def hold(self) -> None:
        """Stand still."""
        self._put(self._tick())
        self._held = True

    def go_on(self) -> None:
        """Run again."""
        self._put(self._tick())
        self._held = False

    def leap(self, tick: float) -> None:
        """Be at another tick, and stand there until `land`."""
        self.until = max(self.until, tick)
        self._put(tick)
        self._leaping = True

    def land(self) -> None:
        """The last leap is over."""
        if self._leaping:
            self._put(self._at)
            self._leaping = False

    def _put(self, tick: float) -> None:
        self._at, self._since = tick, self._real()


class Played(msgspec.Struct, frozen=True):
    """The answer that was played last: what was asked, and what came. `aside`: it was about namesakes.

    `start` and `end` in seconds since 1970 UTC, 0 where it was a list. `trouble`: the name of what came instead.
    """

    function: Function
    start: int
    end: int
    count: int
    unchanged: bool
    aside: bool
    trouble: str


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
    """Publishes what the recorded feed published. `lines` opens the recording anew, after its header.

    `over`: it has come to its end, or to where it cannot be read any further (`trouble` says why).
    `told_apart`: namesakes whose calls have ever been told apart so far, name keys and IDs.
    """

    def __init__(self, lines: Callable[[], Iterator[Line | End]], clock: TapeClock, poll: Poll, scope: Scope) -> None:
        self._given = _Given()
        self.told_apart: set[tuple[str, str]] = set()
        super().__init__(self._given, clock, poll, scope, random.Random(0))
        self.over = False
        self.trouble = ""
        self.last: Played | None = None
        self._lines, self._tape = lines, clock
        self._sought = 0.0  # up to this tick nobody waits
        self._there = asyncio.Event()  # set once it has come there
        self._next: float | None = 0.0  # when the next answer came, or the recording ends
        self._breathed = 0.0

    def refresh(self) -> None:
        """Nobody is asked anything."""

    async def reach(self, tick: float) -> None:
        """Go on to a tick at once; every answer that had come by then is played. To the end where that is sooner."""
        self._sought = tick
        self._there.clear()
        self._wake.set()
        if not self.over:
            await self._there.wait()

    async def step(self) -> None:
        """Go on to the next answer at once, or to the end."""
        if self._next is not None:
            await self.reach(self._next)

    def awake(self) -> None:
        """The clock has been held, or goes on, or runs at another pace."""
        self._wake.set()

    async def _announce(self) -> None:
        """A state can change though no answer comes, by the recording's time: see `_at`."""

    async def _polls(self) -> None:
        self._tell()
        try:
            for line in self._lines():
                self._next = line.at if isinstance(line, End) else line.received
                await self._at(line.at if isinstance(line, End) else line.sent)
                if isinstance(line, Line):
                    await self._play(line)
        except (ValueError, OSError) as error:
            self.trouble = str(error)
        self.over, self._next = True, None
        self._tape.land()
        self._there.set()
        await asyncio.Event().wait()

    async def _at(self, tick: float) -> None:
        """Let the recording's clock come to a tick. At each whole second on the way it is looked how things stand.

        So the same states are told at the same times, however fast it goes. The longer nothing has come, the seldomer:
        a file may say that it was years.
        """
        began = self._tape.tick()
        while (now := self._tape.tick()) < tick:
            second = floor(now) + max(1.0, floor((now - began) / _SPARSE))
            await self._come_to(min(tick, second))
            if second <= tick:
                self._tell()

    async def _come_to(self, tick: float) -> None:
        clock = self._tape
        clock.until = max(tick, clock.until)
        while (left := tick - (now := clock.tick())) > 0:
            if now < self._sought:
                clock.leap(min(tick, self._sought))
                await self._breathe()
                continue
            clock.land()
            self._there.set()
            await self._pause(None if clock.held else min(max(left / clock.speed, _BREATH), _LONGEST_BREATH))

    async def _breathe(self) -> None:
        if time.perf_counter() - self._breathed > _TURN:
            await asyncio.sleep(0)
            self._breathed = time.perf_counter()

    def _publish(self, update: Update) -> None:
        if isinstance(update, Claims):
            told = (claim for claim in update.claims if claim.agent_id is not None)
            self.told_apart.update((name_key(claim.call.agent), str(claim.agent_id)) for claim in told)
        super()._publish(update)

    async def _play(self, line: Line) -> None:
        scope = self.scope if line.scope is None else line.scope
        ask = Ask(line.function, line.start, line.end, scope)
        if line.function == "getCalls" and line.scope is None:
            await self._advance()
            self.schedule.begin(self.clock.at(line.sent), line.sent)
            self.schedule.next(self.clock.at(line.sent), line.sent)
            self.schedule.verify()  # as it was done at the end of each poll
        await self._at(line.received)
        self._tape.heard(line)
        self._given.outcome = self._outcome(line, ask)
        self.last = _played(line)
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


def _played(line: Line) -> Played:
    trouble = "" if line.trouble is None else line.trouble.kind
    aside = line.scope is not None
    return Played(line.function, line.start, line.end, line.count, line.unchanged, aside, trouble)


def _fault(trouble: Trouble) -> Fault:
    kind = Kind.__members__.get(trouble.kind, Kind.STATUS)
    return Fault(kind, trouble.message, code=trouble.code, status=trouble.status, retry_after=trouble.retry_after)
