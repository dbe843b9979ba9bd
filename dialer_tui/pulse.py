"""How asking goes: the newest good request, round trips, faults and when to ask again, and what follows for the window.

Ticks are monotonic seconds; times of the server are seconds since 1970 UTC.
"""

from __future__ import annotations

from collections import deque
from typing import Any

from dialer_tui.api.protocol import Fault, Kind
from dialer_tui.clock import Clock
from dialer_tui.floor.backoff import CONFIRM, Backoff, Trouble
from dialer_tui.floor.link import WHOLE, Facts, stale_after
from dialer_tui.floor.schedule import Schedule
from dialer_tui.floor.window import RollingWindow
from dialer_tui.model import Answer, Poll
from dialer_tui.text import clean

_UNDER_WAY = 2.0  # seconds before a request that its answer may not hold whole: Dates are of whole seconds
_TROUBLE = {Kind.REFUSED: Trouble.REFUSED, Kind.REQUEST: Trouble.OURS}


class Pulse:
    """`fault`: what the last request ended in, None where it was answered. `sent`: tick of the newest good request for
    calls, None before any. `took`: seconds of the last poll. `next_poll`, `next_try`: ticks, None where none is due.
    """

    def __init__(self, clock: Clock, backoff: Backoff) -> None:
        self.fault: Fault | None = None
        self.sent: float | None = None
        self.took = 0.0
        self.next_poll: float | None = None
        self.next_try: float | None = None
        self._clock, self._backoff = clock, backoff
        self._failed_at = 0.0
        self._round_trips: deque[float] = deque(maxlen=9)
        self._thin: float | None = None  # tick since which the window has not been had whole
        self._asked_since = 0.0  # tick since which the calls are asked for that are asked for now

    def good(self, answer: Answer[Any]) -> None:
        """An answer came."""
        self._backoff.good()
        self.fault = self.next_try = None
        self._round_trips.append(answer.received - answer.sent)

    def failed(self, fault: Fault) -> float | None:
        """None came; how long to wait in seconds, None: until a person asks."""
        self.fault, self._failed_at = fault, self._clock.tick()
        pause = self._backoff.failed(_TROUBLE.get(fault.kind, Trouble.PASSING), fault.retry_after)
        self.next_poll, self.next_try = None, None if pause is None else self._failed_at + pause
        return pause

    def anew(self) -> None:
        """The window starts over: that it is not whole is no wonder, and no answer before is of its calls."""
        self._thin, self._asked_since = None, self._clock.tick()

    @property
    def refused(self) -> bool:
        """Whether the credentials were refused."""
        return self.fault is not None and self.fault.kind is Kind.REFUSED

    @property
    def hopeless(self) -> bool:
        """Whether they were refused within the last minute, so that asking once more is of no use."""
        return self.refused and self._clock.tick() - self._failed_at < CONFIRM

    @property
    def stopped(self) -> bool:
        """Whether nothing is asked until a person asks for it: refused, or not understood, before any success."""
        return self.fault is not None and self.next_try is None

    @property
    def round_trip(self) -> float:
        """Median of the last round trips in seconds, 0 before any."""
        trips = sorted(self._round_trips)
        return trips[len(trips) // 2] if trips else 0.0

    @property
    def due(self) -> float | None:
        """Seconds until the next request, as far as that is known."""
        due = self.next_poll if self.fault is None else self.next_try
        return None if due is None else due - self._clock.tick()

    def facts(self, window: RollingWindow, schedule: Schedule, poll: Poll) -> Facts:
        """What the link's word is made of; cheap enough for every second."""
        tick, now, fault = self._clock.tick(), self._clock.now(), self.fault
        far = int(now) - poll.horizon(now)
        coverage = window.coverage(now if self.sent is None else self._clock.at(self.sent))
        if coverage >= WHOLE:
            self._thin = None
        elif self._thin is None:
            self._thin = tick
        return Facts(
            sent=None if self.sent is None else max(0.0, tick - self.sent),
            had=self.sent is not None and self.sent >= self._asked_since,
            round_trip=self.round_trip,
            coverage=coverage,
            thin=0.0 if self._thin is None else tick - self._thin,
            filling=schedule.unfilled(window.start(now)) or schedule.caps.untested,
            refused=self.refused and self._backoff.settled,
            error=None if fault is None or self.refused else _number(fault),
            message="" if fault is None else clean(fault.message),
            failures=self._backoff.failures,
            next_try=None if self.next_try is None else self.next_try - tick,
            doubted=window.doubted,
            capped=_capped(schedule, window.start(now)),
            lateness=self.lateness(schedule, far),
            newest=self.lateness(schedule, 0),
            far=far,
            skew=self._clock.skew,
            clock_known=self._clock.known,
        )

    def missing(self, window: RollingWindow, poll: Poll) -> list[tuple[int, int]]:
        """The parts of the window that have not been had whole: up to the newest good request, or to now where that
        is too old to be called live."""
        now, sent = self._clock.now(), self.sent
        fresh = sent is not None and self._clock.tick() - sent <= stale_after(poll, self.round_trip)
        end = self._clock.at(sent) - _UNDER_WAY if sent is not None and fresh else now
        return window.covered.missing(window.start(now), int(end))

    def lateness(self, schedule: Schedule, age: int) -> float:
        """Seconds by which a call dated so long ago may appear late: the law, or as long as a poll takes."""
        return max(schedule.wait(age), self.took)


def _capped(schedule: Schedule, start: int) -> tuple[tuple[int, int], ...]:
    # Seconds beside such a one hold nothing and are cut off with it: they are not worth a word.
    capped = [(second, least) for second, least in schedule.capped.items() if second >= start and least]
    return tuple(sorted(capped, key=lambda pair: (pair[1], pair[0]), reverse=True))


def _number(fault: Fault) -> int | None:
    """The number of an ERROR state; a busy API is only tried again."""
    return None if fault.kind is Kind.BUSY else fault.status if fault.code is None else fault.code
