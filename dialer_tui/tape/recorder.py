"""A client that writes down what it is asked and what it is answered, before anybody else hears of it."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import msgspec

from dialer_tui.api.protocol import Fault
from dialer_tui.clock import Clock
from dialer_tui.intake import Asks
from dialer_tui.model import Answer, Ask, Scope
from dialer_tui.tape.form import LISTS, End, Line, Trouble
from dialer_tui.tape.others import Others
from dialer_tui.tape.write import Tape


class Recorder:
    """Asks another client. `trouble` hears the OSError that a line could not be written with: nothing more is.

    `hidden`: words that no line may hold, such as the host's name, in messages of faults.
    """

    def __init__(
        self,
        client: Asks,
        clock: Clock,
        tape: Tape,
        scope: Scope,
        trouble: Callable[[OSError], None],
        others: Others | None = None,
        hidden: tuple[str, ...] = (),
    ) -> None:
        self.answers = 0
        self._client, self._clock, self._tape, self._scope = client, clock, tape, scope
        self._trouble, self._others = trouble, others
        self._hidden = re.compile("|".join(re.escape(word) for word in hidden if word) or "(?!)", re.IGNORECASE)
        self._began = clock.tick()
        self._broken = False

    @property
    def passed(self) -> float:
        """Seconds since it began."""
        return self._clock.tick() - self._began

    async def fetch(self, ask: Ask) -> Answer[Any]:
        """One request. Raises Fault."""
        sent = self._clock.tick()
        try:
            answer = await self._client.fetch(ask)
        except Fault as fault:
            line = self._line(ask, sent, self._clock.tick())
            line.trouble = self._told(fault)
            self._write(line)
            raise
        line = self._line(ask, answer.sent, answer.received)
        line.unchanged, line.size, line.count = answer.unchanged, answer.size, answer.count
        line.bad, line.doubled, line.repaired = msgspec.structs.astuple(answer.oddities)
        setattr(line, LISTS[ask.function], self._records(ask, answer.records))
        self._write(line)
        return answer

    async def close(self) -> None:
        """Let go of the connection; the file is ended."""
        if not self._broken:
            self._write(End(self.passed))
        try:
            self._tape.close()
        except OSError as error:
            self._fail(error)
        await self._client.close()

    def _line(self, ask: Ask, sent: float, received: float) -> Line:
        scope = None if ask.scope == self._scope else ask.scope
        if scope is not None and self._others is not None:
            scope = self._others.scope(scope)
        return Line(
            ask.function,
            sent - self._began,
            received - self._began,
            now=self._clock.at(received),
            wall=self._clock.wall(),
            known=self._clock.known,
            start=ask.start,
            end=ask.end,
            scope=scope,
        )

    def _records(self, ask: Ask, records: list[Any]) -> list[Any]:
        if self._others is None:
            return records
        turns: dict[str, Callable[[Any], Any]] = {
            "getCalls": self._others.call,
            "getAgents": self._others.agent,
            "getCampaigns": self._others.campaign,
        }
        return list(map(turns[ask.function], records))

    def _told(self, fault: Fault) -> Trouble:
        """A fault without the host, and where names are to be others', without the API's own words."""
        message = self._hidden.sub("…", fault.message)
        if self._others is not None:
            message = "(left out)"
        return Trouble(fault.kind.name, message, fault.code, fault.status, fault.retry_after)

    def _write(self, line: Line | End) -> None:
        if self._broken:
            return
        try:
            self._tape.write(line)
            self.answers += isinstance(line, Line)
        except OSError as error:
            self._fail(error)

    def _fail(self, error: OSError) -> None:
        self._broken = True
        self._trouble(error)
