"""Questions to answers: `Client.fetch(Ask) → Answer`. Whatever goes wrong leaves as a Fault."""

from __future__ import annotations

import asyncio
import re
from typing import Any

from dialer_tui.api import protocol
from dialer_tui.api.decode import Decoder, Envelope, envelope
from dialer_tui.api.protocol import Fault, Kind
from dialer_tui.api.wire import Reply, Stats, Wire
from dialer_tui.clock import Clock
from dialer_tui.model import Answer, Ask


class Client:
    """The API at one URL, for one affiliate. Use it from one event loop, and `close()` it."""

    def __init__(
        self,
        url: str,
        affiliate_id: str,
        affiliate_key: str,
        clock: Clock,
        *,
        ca_file: str | None = None,
        dated_at_end: bool = False,
        deadline: float = 30.0,
        limit: int = 64 * 2**20,
    ) -> None:
        """Nothing is sent yet. `deadline`: seconds for a whole request; `limit`: bytes of a body, decompressed.

        Raises ValueError for a URL, credentials or a file of certificates that cannot be used, saying why.
        """
        protocol.check_credentials(affiliate_id, affiliate_key)
        self._credentials = protocol.Credentials(affiliate_id, affiliate_key)
        self._wire = Wire(url, clock, ca_file, deadline, limit)
        self._decoder = Decoder(dated_at_end)

    @property
    def stats(self) -> Stats:
        """What was sent and received so far."""
        return self._wire.stats

    async def fetch(self, ask: Ask) -> Answer[Any]:
        """Ask once. Every answer, a fault too, teaches the clock the server's time.

        Bytes that the ask knows are not decoded again. Raises Fault.
        """
        reply = await self._wire.post(lambda: protocol.body(ask, *self._credentials))
        size = reply.size
        if reply.digest == ask.known and not reply.broken:
            return Answer(ask, [], 0, reply.sent, reply.received, unchanged=True, size=size, digest=reply.digest)
        outer = self._judge(reply)
        if isinstance(outer, Fault):
            raise outer
        reading = self._decoder.read(ask.function, outer)
        for _ in reading:
            await asyncio.sleep(0)
        return Answer(
            ask=ask,
            records=reading.records,
            count=reading.count,
            sent=reply.sent,
            received=reply.received,
            oddities=reading.oddities,
            size=size,
            digest=reply.digest,
        )

    async def close(self) -> None:
        """Close the connections."""
        await self._wire.close()

    def _judge(self, reply: Reply) -> Envelope | Fault:
        """The outer level of an answer with data, or with none to have (EMPTY); a Fault for every other answer.

        A responseCode wins over the HTTP status; without one the status counts.
        """
        outer, why = None, reply.broken
        if not why:
            try:
                outer = envelope(reply.body)
            except Fault as broken:
                why = broken.message
        if outer is None or outer.code is None:
            if not 200 <= reply.status < 300:
                return protocol.fault_of_status(reply.status, reply.location, reply.retry_after)
            return self._busy(why or "The server's answer has no responseCode: check that the url is the API's", reply)
        if outer.code in protocol.EMPTY:
            outer.details = []
        elif outer.code != protocol.SUCCESS:
            message = self._without_key(outer.message)
            return protocol.fault_of_code(outer.code, message, reply.status, reply.retry_after)
        elif outer.details is None:
            return self._busy("The API reported success, but without any details", reply)
        return outer

    @staticmethod
    def _busy(why: str, reply: Reply) -> Fault:
        return Fault(Kind.BUSY, why, status=reply.status, retry_after=reply.retry_after)

    def _without_key(self, message: str) -> str:
        """The API's words, should they repeat the key, without it."""
        return re.sub(re.escape(self._credentials.affiliate_key), "[key]", message, flags=re.IGNORECASE)
