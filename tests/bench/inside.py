"""The way of an answer into the program, without the network: a real client on a wire that has its bodies already."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from typing import Any

from dialer_tui.api import protocol
from dialer_tui.api.client import Client
from dialer_tui.api.inflate import Inflater
from dialer_tui.api.wire import Reply
from dialer_tui.clock import Clock
from dialer_tui.simulator.answers import Api, said
from dialer_tui.simulator.faults import Fault, active

ACCOUNT = ("A1B2C3D4E5F6", "0123456789abcdefghijklmnopqrstuv")
"""The affiliate that asks."""
SILENT = ("refused", "slow", "cut", "drip")  # faults under which no answer arrives, though one may be made
_GIVEN_UP = 30.0  # seconds for which an answer is waited for
Body = Callable[[bytes], bytes]
"""What the API answers to the body of a request."""


class Wire:
    """Stands in for `api.wire.Wire`: no socket, but each body is read and digested as it would be."""

    def __init__(self, answer: Body, clock: Clock) -> None:
        self._answer = answer
        self._clock = clock

    async def post(self, body: Callable[[], bytes]) -> Reply:
        """Answer at once."""
        sent = self._clock.tick()
        inflater = Inflater("", 2**30)
        for _ in inflater.feed(self._answer(body())):
            pass
        self._clock.learn(self._clock.wall(), sent, sent)
        return Reply(200, inflater.parts(), inflater.digest, "", "", None, sent, self._clock.tick())

    async def close(self) -> None:
        """There is nothing to let go."""


class Faulty(Wire):
    """The wire of an API whose faults come and go: what it answers while one holds, and what never arrives.

    `good`: when the last good answer was made. Their times are the clock's own.
    """

    def __init__(self, api: Api, clock: Clock, faults: Sequence[Fault]) -> None:
        self.api, self.faults = api, faults
        self.good = 0.0
        super().__init__(self._found, clock)

    def holding(self) -> list[Fault]:
        """The faults that hold now."""
        return active(self.faults, self._clock.tick())

    def _found(self, body: bytes) -> bytes:
        found = self.api.answer(body)
        if isinstance(found, bytes):
            return found
        records = [(record.id, record.body) for record in found]
        for fault in self.holding():
            if fault.kind.records is not None:
                records = fault.kind.records(records)
        self.good = self._clock.tick()
        return self.api.calls(records) if records else said(340)

    async def post(self, body: Callable[[], bytes]) -> Reply:
        for fault in self.holding():
            if fault.kind.reply is not None:
                made = fault.kind.reply(fault)
                reply = await Wire(lambda _, made=made: made.body, self._clock).post(body)  # type: ignore[misc]
                later = made.headers.get("Retry-After")
                return reply._replace(status=made.status, retry_after=float(later) if later else None)
            if fault.name in SILENT:
                await asyncio.sleep(0 if fault.name in ("refused", "cut") else _GIVEN_UP)
                raise protocol.Fault(protocol.Kind.BUSY, "no answer")
        return await super().post(body)


def client(answer: Body, clock: Clock) -> Client:
    """A client of an API that is a function."""
    made = Client("http://127.0.0.1:9/", *ACCOUNT, clock)
    wire: Any = Wire(answer, clock)
    made._wire = wire
    return made
