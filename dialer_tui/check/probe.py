"""What can be learnt by asking: each function, the connection, the clock, and what the document leaves open.

A fault of one function does not end the check; refused credentials, no answer at all, and a wish to be left alone do.
"""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Callable
from datetime import UTC, datetime
from urllib.parse import urlsplit

from msgspec.structs import replace

from dialer_tui.api.client import Client
from dialer_tui.api.protocol import Fault
from dialer_tui.check.account import SERVER
from dialer_tui.check.advice import OPERATOR, unanswered, way_out
from dialer_tui.clock import Clock
from dialer_tui.config import Settings
from dialer_tui.floor.evidence import Evidence
from dialer_tui.floor.facts import CAPPED, Diagnostics, Fact, Grade, facts, span
from dialer_tui.intake import Counted, measured
from dialer_tui.model import Ask, Call, Function
from dialer_tui.oneshot import Incomplete, OneShot, Range

_LONGEST = 3 * 3600  # seconds of calls that are asked for, at most
_RECENT = 900  # seconds of calls that are looked at twice, or at all where the API is slow
_SLOW = 2.0  # seconds of a round trip
_SETTLED = 120  # seconds after which a callDate is not expected to change any more
_PATIENCE = 20.0  # seconds after which nothing more is asked for evidence
_WITHOUT_CALLS = ("requests", "round trips", "clock")  # what is known although no answer to getCalls came
_EXPIRES_SOON = 21  # days that a certificate should be good for
_DIRECTORIES: dict[Function, tuple[str, str]] = {
    "getAgents": ("agent", "agents"),
    "getCampaigns": ("campaign", "campaigns"),
}


class Probe:
    """Asks an account's API; `pause`: seconds between two looks at calls that may grow."""

    def __init__(
        self,
        client: Client,
        clock: Clock,
        found: Settings,
        pause: float = 3.0,
        progress: Callable[[float], None] | None = None,
    ) -> None:
        self._client = client
        self._clock = clock
        self._found = found
        self._pause = pause
        self._progress = progress
        self._asks = Counted(client)
        self._evidence = Evidence()
        self._one = OneShot(self._asks, clock, found.poll, found.scope, evidence=self._evidence)
        self._ended = ""  # the function whose fault ended the asking
        self._advised: dict[str, str] = {}  # what to do → the function at which it has been said
        self._calls: list[Call] = []

    async def facts(self) -> AsyncIterator[Fact]:
        """The facts, as they become known."""
        began = self._clock.tick()
        told_server = False
        for function in _DIRECTORIES:
            fact = await self._directory(function)
            if not told_server:
                told_server = True
                yield self._server()
            yield fact
        fact = await self._list_calls()
        yield fact
        had = fact.grade in (Grade.WELL, Grade.REMARK) or self._evidence.largest > 0
        if self._calls and not self._ended:
            late = await self._look_closer(began)
            if late is not None:
                yield late
        for fact in facts(self._diagnostics()):
            if had or fact.name in _WITHOUT_CALLS:
                yield fact

    # --- the functions ------------------------------------------------------------------------------------------

    async def _directory(self, function: Function) -> Fact:
        if self._ended:
            return self._not_asked(function)
        try:
            answer = await self._asks.fetch(Ask(function, scope=self._found.scope))
        except Fault as fault:
            return self._faulted(function, fault)
        self._one.left_out.take(answer)
        one, many = _DIRECTORIES[function]
        trip = span(answer.received - answer.sent)
        if not answer.records:
            do = f"ask {OPERATOR} whether this account should see {many}"
            if self._found.scope.own:
                do += "; own is set, which leaves out those of others"
            return Fact(function, Grade.REMARK, f"answers in {trip}: no {many}", do)
        count = len(answer.records)
        return Fact(function, Grade.WELL, f"answers in {trip}: {count:,} {one if count == 1 else many}")

    async def _list_calls(self) -> Fact:
        name: Function = "getCalls"
        if self._ended:
            return self._not_asked(name)
        poll, before = self._found.poll, self._asks.traffic.requests
        slow = max(self._asks.traffic.trips, default=0.0) > _SLOW
        began = self._clock.tick()
        try:
            # Once without second tries: what is wrong is to be told, not survived.
            now = int(self._clock.now())
            await self._asks.fetch(Ask(name, now, now + 1, self._found.scope))
            since = min(now - poll.horizon(now), _RECENT if slow else _LONGEST)
            entries = await self._one.calls(Range(since=since), self._progress)
        except Fault as fault:
            return self._faulted(name, fault)
        except Incomplete as why:
            do = f"have the limit lifted by {OPERATOR}, or ask for less: --campaign, or campaigns in the profile"
            return Fact(name, Grade.FAULT, str(why), do, code=CAPPED)
        self._calls = [entry.call for entry in entries]
        took, requests = span(self._clock.tick() - began), self._asks.traffic.requests - before
        how = f"answers: the last {span(since)} took {took} in {requests:,} request{'' if requests == 1 else 's'}"
        if entries:
            return Fact(name, Grade.WELL, f"{how}, {len(entries):,} call{'' if len(entries) == 1 else 's'}")
        do = "well on a floor at rest; else check this profile's campaigns and agents, which limit what is asked for"
        if not self._found.scope.campaigns and not self._found.scope.agents:
            do = f"well on a floor at rest; else ask {OPERATOR} whether this account should see calls"
        return Fact(name, Grade.REMARK, f"{how}, no calls", do)

    def _faulted(self, name: str, fault: Fault) -> Fact:
        if unanswered(fault):
            self._ended = name
        do = way_out(fault, self._found.sources)
        before = self._advised.setdefault(do, name)
        return Fact(name, Grade.FAULT, str(fault), do if before == name else f"see {before}", code=fault.exit_code)

    def _not_asked(self, name: str) -> Fact:
        return Fact(name, Grade.UNKNOWN, f"not asked: see {self._ended}")

    # --- the connection -----------------------------------------------------------------------------------------

    def _server(self) -> Fact:
        parts = urlsplit(self._found.url)
        host = parts.netloc
        if parts.scheme.lower() == "http":
            return Fact(SERVER, Grade.WELL, f"{host}: TLS not used, for it is this machine itself (loopback)")
        secured = self._client.stats.secured
        if secured is None:
            return Fact(SERVER, Grade.UNKNOWN, f"{host}: no secure connection came about, see getAgents")
        value = f"{host}: {secured.protocol}, certificate verified"
        if secured.until is None:
            return Fact(SERVER, Grade.WELL, value)
        days = int((secured.until - self._clock.wall()) // 86_400)  # it is verified by the local clock
        value += f", good for {days:,} days (until {datetime.fromtimestamp(secured.until, UTC):%Y-%m-%d})"
        if days >= _EXPIRES_SOON:
            return Fact(SERVER, Grade.WELL, value)
        return Fact(SERVER, Grade.REMARK, value, f"have {OPERATOR} renew it: without it nothing is asked any more")

    # --- what the document leaves open --------------------------------------------------------------------------

    async def _look_closer(self, began: float) -> Fact | None:
        """Ask again for the evidence of edges and of growing calls; what went wrong with it, if anything."""
        first_look = self._clock.tick()
        try:
            for look in (self._ask_at_edges, lambda: self._watch_growth(first_look)):
                if self._clock.tick() - began > _PATIENCE:
                    return Fact("evidence", Grade.UNKNOWN, "not asked for: the answers take too long")
                await look()
        except Fault as fault:
            do = way_out(fault, self._found.sources)
            return Fact("evidence", Grade.REMARK, f"asking again failed: {fault}", do)
        return None

    async def _ask_at_edges(self) -> None:
        """A busy second three ways: with a margin on both sides, as dateStart, as dateEnd."""
        now = self._clock.now()
        dates = Counter(call.date for call in self._calls if call.date < now - _SETTLED)
        if not dates:
            return
        second = dates.most_common(1)[0][0]
        known = await self._dated(second, second - 1, second + 1)
        for edge, span_ in (
            (self._evidence.first, (second, second + 2)),
            (self._evidence.last, (second - 2, second)),
        ):
            came = await self._dated(second, *span_)
            edge.take(len(known), len(came & known))

    async def _dated(self, second: int, start: int, end: int) -> set[str]:
        """IDs of the calls dated in a second that an answer to [start, end] as sent holds."""
        return {call.id for call in await self._asked(start, end) if call.date == second}

    async def _watch_growth(self, first_look: float) -> None:
        """Look at the newest calls a second time."""
        await asyncio.sleep(max(0.0, first_look + self._pause - self._clock.tick()))
        evidence, before = self._evidence, {call.id: call for call in self._calls}
        now = int(self._clock.now())
        for call in await self._asked(now - _RECENT, now):
            if call.id in before:
                evidence.watched += 1
                evidence.compare(before[call.id], call)

    async def _asked(self, start: int, end: int) -> list[Call]:
        """What an answer holds for dateStart and dateEnd just as given."""
        ask = Ask("getCalls", start + Ask.BEFORE, end - Ask.AFTER, self._found.scope)
        answer = await self._asks.fetch(ask)
        return list(answer.records)

    def _diagnostics(self) -> Diagnostics:
        one, found = self._one, self._found
        capped = sorted(one.schedule.capped.items(), key=lambda pair: -pair[1]) if one.schedule is not None else []
        known = measured(found.poll, self._asks, one.left_out, self._evidence, one.schedule, self._clock)
        return replace(known, known=len(self._calls), capped=tuple(capped))
