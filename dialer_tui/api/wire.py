"""One POST and its body as bytes, over httpx: deadline, size limit, no redirect, no proxy for this machine itself.

A Fault is raised outside the handler of what caused it: the cause holds the request, and the request the key.
"""

from __future__ import annotations

import asyncio
import ssl
from collections import deque
from collections.abc import Callable
from http.cookiejar import CookieJar, DefaultCookiePolicy
from typing import TYPE_CHECKING, Any, NamedTuple
from urllib.parse import urlsplit

import msgspec

from dialer_tui.api import tls
from dialer_tui.api.headers import check_url, http_date, retry_after
from dialer_tui.api.inflate import Inflater, TooLarge, Undecodable
from dialer_tui.api.protocol import Fault, Kind
from dialer_tui.api.sentences import unreachable
from dialer_tui.clock import Clock

if TYPE_CHECKING:
    import httpx

CONNECT = 5.0
"""Seconds within which a connection must stand."""
_KEEP_ALIVE = 60.0
_MB = 2**20
_HEADERS = {
    "Accept": "application/json",
    "Accept-Encoding": "gzip",
    "Content-Type": "application/json",
    "User-Agent": "dialer-tui",
}


class Stats(msgspec.Struct):
    """What was done so far, for diagnostics: requests sent, bytes of body (decompressed), seconds of the last ones.

    `secured` is the newest connection's, None over plain HTTP and before any answer.
    """

    requests: int = 0
    received: int = 0
    round_trips: deque[float] = msgspec.field(default_factory=lambda: deque(maxlen=60))
    secured: tls.Secured | None = None


class Reply(NamedTuple):
    """An answer to a POST. `broken` is empty, or says as a sentence why the body is not whole. `sent`: see Answer."""

    status: int
    parts: list[bytes]
    digest: bytes
    broken: str
    location: str
    retry_after: float | None
    sent: float
    received: float

    def __repr__(self) -> str:
        return f"Reply({self.status}, {self.size} bytes)"  # never the text: it may repeat the key

    @property
    def size(self) -> int:
        """Bytes of the body."""
        return sum(map(len, self.parts))

    @property
    def body(self) -> bytes:
        """The body in one piece."""
        return b"".join(self.parts)


class _Unopened(Exception):
    """Why not even a connection can be tried, as a sentence."""


class Wire:
    """Connections to one URL, kept alive from one POST to the next."""

    def __init__(self, url: str, clock: Clock, ca_file: str | None, deadline: float, limit: int) -> None:
        self._loopback = check_url(url)
        if ca_file is not None:
            tls.check_ca_file(ca_file)
        self.stats = Stats()
        self._url = url
        self._host = urlsplit(url).netloc  # with its port, where the URL names one
        self._clock = clock
        self._ca_file = ca_file
        self._deadline = deadline
        self._limit = limit
        self._http: httpx.AsyncClient | None = None

    async def post(self, body: Callable[[], bytes]) -> Reply:
        """Send what `body` makes and read the answer. Raises Fault (BUSY) where there is none."""
        from dialer_tui.api.lean import httpx  # here, not at the top: the console paints its first screen before

        try:
            async with asyncio.timeout(self._deadline):
                return await self._exchange(body)
        except TimeoutError:
            why = f"{self._host} did not answer within {self._deadline:g} s"
        except _Unopened as error:
            why = str(error)
        except httpx.ProxyError:
            why = f"Cannot reach {self._host}: the proxy does not pass the request on: check the proxy variables"
        except httpx.RemoteProtocolError:
            why = f"{self._host} closed the connection, or what answers there is no HTTP: check the url"
        except (httpx.HTTPError, httpx.InvalidURL, OSError, UnicodeError) as error:
            why = unreachable(error, self._host)
        raise Fault(Kind.BUSY, why)

    async def close(self) -> None:
        """Close the connections. A later `post` opens new ones."""
        http, self._http = self._http, None
        if http is not None:
            await http.aclose()

    async def _exchange(self, body: Callable[[], bytes]) -> Reply:
        sent = self._clock.tick()
        response = await self._send(body)
        try:
            headed = self._clock.tick()
            self._note_security(response)
            date = http_date(next(iter(response.headers.get_list("date")), None))
            self._clock.learn(date, sent, headed)
            now = self._clock.now() if date is None else date
            parts, digest, broken = await self._read(response)
        finally:
            await response.aclose()
        received = self._clock.tick()
        self.stats.round_trips.append(received - sent)
        reply = Reply(
            status=response.status_code,
            parts=parts,
            digest=digest,
            broken=broken,
            location=response.headers.get("location", ""),
            retry_after=retry_after(response.headers.get("retry-after"), now),
            sent=sent,
            received=received,
        )
        self.stats.received += reply.size
        return reply

    def _note_security(self, response: httpx.Response) -> None:
        stream = response.extensions.get("network_stream")
        connection = None if stream is None else stream.get_extra_info("ssl_object")
        if connection is not None:
            self.stats.secured = tls.secured(connection)

    async def _send(self, body: Callable[[], bytes]) -> httpx.Response:
        """POST, and once more where a connection kept from before turns out closed.

        Servers close idle connections when they like, which may be the very moment one is used again. No answer was
        had then and the functions only read, so this is no second try of a question.
        """
        from dialer_tui.api.lean import httpx

        http = self._http = self._http or self._open()
        opened: list[str] = []

        async def trace(event: str, _: dict[str, Any]) -> None:
            if event == "connection.connect_tcp.started":
                opened.append(event)

        for last in (False, True):
            request = http.build_request("POST", self._url, content=body(), extensions={"trace": trace})
            self.stats.requests += 1
            try:
                return await http.send(request, stream=True)
            except (httpx.RemoteProtocolError, httpx.ReadError, httpx.WriteError):
                if last or opened:
                    raise
        raise AssertionError("the second turn returns or raises")

    async def _read(self, response: httpx.Response) -> tuple[list[bytes], bytes, str]:
        """The decompressed body in parts and its digest, or why there is none."""
        from dialer_tui.api.lean import httpx

        try:
            inflater = Inflater(response.headers.get("content-encoding", ""), self._limit)
            async for part in response.aiter_raw():
                for _ in inflater.feed(part):
                    await asyncio.sleep(0)
            return inflater.parts(), inflater.digest, ""
        except TooLarge:
            return [], b"", f"The server's answer is larger than {self._limit / _MB:g} MB"
        except Undecodable as error:
            return [], b"", f"The server's answer cannot be decompressed ({error})"
        except (httpx.HTTPError, OSError):
            return [], b"", "The server's answer was cut short"

    def _open(self) -> httpx.AsyncClient:
        from dialer_tui.api.lean import httpx

        try:
            secure = self._url.lower().startswith("https:")
            trust = tls.context(self._ca_file) if secure else ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        except OSError:
            raise _Unopened(
                f"The certificates to trust cannot be read: check {self._ca_file or 'the system'}"
            ) from None
        try:
            return httpx.AsyncClient(
                headers=_HEADERS,
                # Cookies are not kept: each question stands alone.
                cookies=CookieJar(DefaultCookiePolicy(allowed_domains=[])),
                verify=trust,
                follow_redirects=False,
                trust_env=not self._loopback,
                timeout=httpx.Timeout(None, connect=CONNECT),
                limits=httpx.Limits(max_connections=4, max_keepalive_connections=2, keepalive_expiry=_KEEP_ALIVE),
            )
        except (ImportError, ValueError, httpx.InvalidURL):  # by its proxy variables alone; SOCKS needs a package
            raise _Unopened("The proxy variables cannot be used: give an http:// or https:// proxy") from None
