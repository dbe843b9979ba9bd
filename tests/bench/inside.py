"""The way of an answer into the program, without the network: a real client on a wire that has its bodies already."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from dialer_tui.api.client import Client
from dialer_tui.api.inflate import Inflater
from dialer_tui.api.wire import Reply
from dialer_tui.clock import Clock

ACCOUNT = ("A1B2C3D4E5F6", "0123456789abcdefghijklmnopqrstuv")
"""The affiliate that asks."""
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


def client(answer: Body, clock: Clock) -> Client:
    """A client of an API that is a function."""
    made = Client("http://127.0.0.1:9/", *ACCOUNT, clock)
    wire: Any = Wire(answer, clock)
    made._wire = wire
    return made
