"""One range had whole, or not at all: what `calls`, `agents` and `campaigns` are made of."""

from __future__ import annotations

import asyncio
import random
from collections.abc import Awaitable, Callable, Container, Iterable
from dataclasses import dataclass, field
from operator import attrgetter
from typing import Any

from dialer_tui.api.protocol import Fault, iso
from dialer_tui.clock import SKEWED, Clock
from dialer_tui.floor.changes import CHUNK, Changes, Entry
from dialer_tui.floor.evidence import Evidence
from dialer_tui.floor.names import Claim
from dialer_tui.floor.namesakes import Namesakes
from dialer_tui.floor.schedule import AHEAD, MOST, Schedule
from dialer_tui.floor.window import RollingWindow
from dialer_tui.intake import Asks, LeftOut, about, merge
from dialer_tui.model import EVERYTHING, Agent, Answer, Ask, Call, Function, Poll, Scope

_PAUSES = (1.0, 3.0)  # at most so many seconds before the second and the third try
_PATIENCE = 45.0  # seconds in all without progress
_AGAIN = 1.0  # seconds before a part in doubt is asked for once more

_DATE, _ID = attrgetter("call.date"), attrgetter("call.id")

Progress = Callable[[float], None]
Heard = Callable[[Changes], Awaitable[None]]


class Incomplete(Exception):
    """The range could not be had whole; `str()` names the part that is missing."""

    exit_code = 5


@dataclass(frozen=True, slots=True)
class Range:
    """What is wanted, by callDate. `since`: the last so many seconds, up to five minutes ahead of server-now.

    `start` and `end`: from ≤ callDate < to, seconds since 1970 UTC. Nothing: the console's window, start or end inside.
    """

    since: int | None = None
    start: int | None = None
    end: int | None = None

    def resolve(self, poll: Poll, now: float) -> tuple[int, int]:
        """[start, end) to ask for when it is `now` on the server."""
        open_end = int(now) + AHEAD
        if self.since is not None:
            return int(now) - self.since, open_end
        if self.start is not None:
            return self.start, open_end if self.end is None else self.end
        return poll.horizon(now), open_end

    @property
    def whole_window(self) -> bool:
        """Whether the console's window is meant."""
        return self.since is None and self.start is None


@dataclass(slots=True)
class OneShot:
    """Asks until a range is covered, with few tries and little patience; Fault or Incomplete when it cannot be."""

    client: Asks
    clock: Clock
    poll: Poll
    scope: Scope = EVERYTHING
    rng: random.Random = field(default_factory=random.Random)
    left_out: LeftOut = field(default_factory=LeftOut)
    evidence: Evidence | None = None
    schedule: Schedule | None = None  # of the last `calls`
    first: int = 0  # the first second that `calls` showed, once it has
    _progressed: float = 0.0

    async def directory(self, function: Function) -> list[Any]:
        """The agents or campaigns."""
        self._progressed = self.clock.tick()
        return (await self._ask(Ask(function, scope=self.scope))).records

    async def calls(
        self,
        wanted: Range,
        progress: Progress | None = None,
        heard: Heard | None = None,
        among: Container[str] | None = None,
    ) -> list[Entry]:
        """Every call of a range, callDate descending, then callID. `progress` hears shares of the range, 0 to 1.

        `heard` is told of each answer's changes as they come, and is waited for. `among`: the only calls that are
        wanted by then, by ID; None for all.
        """
        self._progressed = self.clock.tick()
        before = self.clock.now()
        start, end = wanted.resolve(self.poll, before)
        if not self.clock.known and (wanted.end is None or end > before):
            # The very first request knows no Date: ask for little, and for the rest once the server's time is known.
            await self._ask(Ask("getCalls", int(before), int(before) + 1, self.scope))
            if abs(self.clock.now() - before) > SKEWED:
                start, end = wanted.resolve(self.poll, self.clock.now())
        now = self.clock.now()
        schedule = self.schedule = Schedule(self.poll, now, start, end)
        window = RollingWindow(self.poll, now, None if wanted.whole_window else start)
        self.first = window.start(now)
        await self._fill(schedule, window, progress, heard)
        # What is dated in a range ends in it or later, so it is shown.
        known = window.shown() if wanted.whole_window else window.entries.values()

        def kept(entry: Entry) -> bool:
            return start <= entry.call.date < end and (among is None or entry.call.id in among)

        return await in_order(known, kept)

    async def claims(self, calls: Iterable[Call], agents: Iterable[Agent]) -> tuple[Claim, ...]:
        """Whose the calls of namesakes are: nothing is asked unless several of the agents bear a name on the calls."""
        apart = Namesakes(every=0.0, again=None)
        for _ in apart.agents(agents, calls, self.scope.agents):
            await asyncio.sleep(0)
        most, cap = (MOST, None) if self.schedule is None else (self.schedule.most, self.schedule.caps.cap)
        self._progressed = self.clock.tick()
        while (asked := apart.next(self.clock.tick(), most)) is not None:
            answer = await self._ask(about(asked, self.scope))
            self._progressed = self.clock.tick()
            for _ in apart.answered(asked, answer, cap):
                await asyncio.sleep(0)
        return apart.told()

    async def _fill(
        self, schedule: Schedule, window: RollingWindow, progress: Progress | None, heard: Heard | None
    ) -> None:
        had, most = schedule.progress, 0.0
        while had < 1:
            schedule.begin(self.clock.now(), self.clock.tick())
            while (span := schedule.next(self.clock.now(), self.clock.tick())) is not None:
                answer = await self._ask(Ask("getCalls", *span, self.scope))
                changes = await merge(schedule, window, answer, self.clock.at(answer.sent), self.evidence)
                if heard is not None:
                    await heard(changes)
                if schedule.progress > had:
                    self._progressed = self.clock.tick()
                had = schedule.progress  # less than it was, when answers turn out to have been cut off
                most = max(most, had)
                if progress is not None:
                    progress(most)
                self._check(schedule)
            if had < 1:
                await asyncio.sleep(_AGAIN)
                self._check(schedule)

    def _check(self, schedule: Schedule) -> None:
        """Raise Incomplete as soon as the range cannot be had whole."""
        if schedule.capped:
            second, least = max(schedule.capped.items(), key=lambda pair: pair[1])
            raise Incomplete(
                f"the API cuts its answers off: it lists {least} calls that began at {iso(second)}, "
                "and there may be more in that second alone"
            )
        if self.clock.tick() - self._progressed > _PATIENCE:
            missing = next(piece for piece in reversed(schedule.slices) if not piece.filled)
            raise Incomplete(_late(missing.start, missing.end))

    async def _ask(self, ask: Ask) -> Answer[Any]:
        """One question; at most three tries, and only after faults that may be over soon."""
        failed: Fault | None = None
        for longest in (*_PAUSES, None):
            try:
                async with asyncio.timeout(max(0.0, _PATIENCE - (self.clock.tick() - self._progressed))):
                    answer = await self.client.fetch(ask)
            except TimeoutError:
                if failed is None:
                    said = _late(ask.start, ask.end) if ask.end else f"{ask.function}: no answer in {int(_PATIENCE)} s"
                    raise Incomplete(said) from None
                raise failed from None
            except Fault as fault:
                failed = fault
                if longest is None or not fault.retriable:
                    raise
                pause = max(self.rng.uniform(0, longest), fault.retry_after or 0.0)
                if self.clock.tick() + pause - self._progressed > _PATIENCE:
                    raise
                await asyncio.sleep(pause)
            else:
                self.left_out.take(answer)
                return answer
        raise AssertionError("the last try returns or raises")


async def in_order(entries: Iterable[Entry], kept: Callable[[Entry], bool]) -> list[Entry]:
    """Those that are kept by callDate, then callID, descending; minute by minute, breathing: there may be a million."""
    minutes: dict[int, list[Entry]] = {}
    for number, entry in enumerate(entries):
        if kept(entry):
            minutes.setdefault(entry.call.date // 60, []).append(entry)
        if number % CHUNK == 0:
            await asyncio.sleep(0)
    ordered: list[Entry] = []
    for minute in sorted(minutes, reverse=True):
        part = minutes.pop(minute)
        part.sort(key=_ID, reverse=True)
        part.sort(key=_DATE, reverse=True)
        ordered += part
        await asyncio.sleep(0)
    return ordered


def _late(start: int, end: int) -> str:
    return (
        f"{iso(start)} to {iso(end)} was not had whole in {int(_PATIENCE)} s: the API is slow, or its answers look cut "
        "off and do not settle; try again later"
    )
