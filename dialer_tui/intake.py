"""One answer on its way in: who is asked, what is counted, what was left out, and how window and schedule take it."""

from __future__ import annotations

import asyncio
from array import array
from collections import deque
from operator import attrgetter
from typing import Any, Protocol

from dialer_tui.api.protocol import Fault
from dialer_tui.clock import Clock
from dialer_tui.floor.changes import Changes
from dialer_tui.floor.evidence import Evidence, Traffic
from dialer_tui.floor.facts import Diagnostics
from dialer_tui.floor.namesakes import Question
from dialer_tui.floor.schedule import FRESH, Schedule
from dialer_tui.floor.standing import Known
from dialer_tui.floor.window import RollingWindow
from dialer_tui.model import EVERYTHING, Answer, Ask, Call, Function, Poll, Scope, ends


class Asks(Protocol):
    """What the feed needs of a client: `api.client.Client`, or a recording."""

    async def fetch(self, ask: Ask) -> Answer[Any]:
        """One request. Raises Fault."""

    async def close(self) -> None:
        """Let go of the connection."""


class Counted:
    """A client whose requests are counted in `traffic`."""

    def __init__(self, client: Asks) -> None:
        self.traffic = Traffic()
        self._client = client

    async def fetch(self, ask: Ask) -> Answer[Any]:
        """One request. Raises Fault."""
        self.traffic.requests += 1
        try:
            answer = await self._client.fetch(ask)
        except Fault:
            self.traffic.failed += 1
            raise
        self.traffic.take(answer.size, answer.received - answer.sent)
        return answer

    async def close(self) -> None:
        """Let go of the connection."""
        await self._client.close()


class LeftOut:
    """What answers held that could not be used, for diagnostics and stderr. Reasons carry no personal data."""

    def __init__(self) -> None:
        self.bad = 0
        self.doubled = 0
        self.repaired = 0
        self.reasons: deque[str] = deque(maxlen=50)

    def take(self, answer: Answer[Any]) -> None:
        """Count an answer's oddities; an unchanged answer's have been counted."""
        if answer.unchanged or not answer.oddities:
            return
        self.bad += len(answer.oddities.bad)
        self.doubled += answer.oddities.doubled
        self.repaired += answer.oddities.repaired
        for reason in answer.oddities.bad:
            self.note(answer.ask.function, reason)

    def note(self, function: Function, reason: str) -> None:
        """Keep a reason, once."""
        said = f"{function}: {reason}"
        if said not in self.reasons:
            self.reasons.append(said)


def measured(
    poll: Poll, asked: Counted, left_out: LeftOut, evidence: Evidence, schedule: Schedule | None, clock: Clock
) -> Diagnostics:
    """What was measured on the way in, of a feed and of one asking alike. `schedule`: None where there was none."""
    return Diagnostics(
        poll=poll,
        requests=asked.traffic.requests,
        failed=asked.traffic.failed,
        received=asked.traffic.received,
        trips=tuple(asked.traffic.trips),
        known=0,
        evidence=evidence,
        bad=left_out.bad,
        doubled=left_out.doubled,
        repaired=left_out.repaired,
        reasons=tuple(left_out.reasons),
        cap=None if schedule is None else schedule.caps.cap,
        suspected=schedule is not None and schedule.caps.probe() is not None,
        skew=clock.skew,
        clock_known=clock.known,
    )


def question(window: RollingWindow, start: int, end: int, scope: Scope = EVERYTHING) -> Ask:
    """The request for a slice [start, end), which knows the last answer to it where that still stands."""
    known = window.known(start, end)
    return Ask("getCalls", start, end, scope, known.digest if known is not None else b"")


def about(question: Question, scope: Scope = EVERYTHING) -> Ask:
    """The request that a question about namesakes stands for."""
    agents = tuple(question.agents.values())
    return Ask("getCalls", question.start, question.end, Scope(scope.campaigns, agents))


async def merge(
    schedule: Schedule,
    window: RollingWindow,
    answer: Answer[Call],
    now: float,
    evidence: Evidence | None = None,
    live: bool = False,
) -> Changes:
    """Take an answer to getCalls into both, breathing between chunks. `now`: server-now when it was sent.

    `evidence` is told too; `live`: whether calls that are new in it were waited for.
    """
    changes = Changes()
    start, end = answer.ask.start, answer.ask.end
    gist = window.standing.recall(start) if answer.unchanged else _gist(answer)
    if gist is None:
        return changes  # while it was under way the window was made another: it is asked again, and read
    inside = gist.inside(start, end)
    fresh = gist.ended_after(now - FRESH, start, end)
    clear = schedule.answered(start, end, inside, gist.count, answer.sent, fresh)
    for span in schedule.retracted():
        window.retract(*span)
    if not answer.unchanged:
        for _ in window.merge(answer, clear, now, changes):
            await asyncio.sleep(0)
        if window.whole:
            window.standing.keep(start, gist)
        if window.lacked:
            schedule.doubt(start, end, len(inside), gist.count)
    elif clear:
        window.cover(answer.ask, now)
    if evidence is not None:
        evidence.answered(answer.size, gist.count)
        for _ in evidence.take(changes, now + answer.received - answer.sent, live):
            await asyncio.sleep(0)
        for edge, second in zip((evidence.first, evidence.last), answer.ask.asked, strict=True):
            edge.take(window.dated(second), gist.dated(second))
    return changes


def _gist(answer: Answer[Call]) -> Known:
    """What is kept of an answer, should the same bytes come again."""
    records = sorted(answer.records, key=attrgetter("date"))
    dates = array("q", [call.date for call in records])
    low, high = answer.ask.asked
    if dates:  # a server may send what it was not asked for
        low, high = min(low, dates[0]), max(high, dates[-1])
    return Known(answer.digest, answer.count, answer.ask.end, dates, array("q", ends(records)), low, high)
