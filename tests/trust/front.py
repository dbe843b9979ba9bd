"""What stands before the floor: passes bytes on, or spoils answers, resets, ends TLS with any certificate."""

from __future__ import annotations

import asyncio
import contextlib
import socket
import ssl
import struct
import threading
from concurrent.futures import Future
from urllib.parse import urlsplit

from tests.trust.replies import Spoil

_PATIENCE = 20.0
_UNREADABLE = b"HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
_RESET = struct.pack("ii", 1, 0)  # linger no second: a reset instead of an orderly end


class Front:
    """A relay on loopback before `upstream`, in a thread of its own. Each change cuts what is connected.

    `tls`: the certificate it shows, None for plain HTTP. `spoil`: what becomes of an answer's body. `resets`:
    connections are taken and reset as soon as something is asked.
    """

    def __init__(self, upstream: str) -> None:
        parts = urlsplit(upstream)
        self._upstream = (parts.hostname or "", parts.port or 80)
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, name="front", daemon=True)
        self._server: asyncio.Server | None = None
        self._open: set[asyncio.StreamWriter] = set()
        self._tasks: set[asyncio.Task[None]] = set()
        self._spoil: Spoil | None = None
        self._resets = False
        self.port = 0

    def start(self, tls: ssl.SSLContext | None = None) -> Front:
        """Listen on a free port."""
        self._thread.start()
        self.set(tls)
        return self

    def set(self, tls: ssl.SSLContext | None = None, spoil: Spoil | None = None, *, resets: bool = False) -> None:
        """Behave so from now on, and cut what is connected."""
        self._call(self._change(tls, spoil, resets))

    def stop(self) -> None:
        """Close everything and end the thread."""
        self._call(self._close())
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(_PATIENCE)
        self._loop.close()

    def _call(self, what: asyncio.Future[None] | object) -> None:
        done: Future[None] = asyncio.run_coroutine_threadsafe(what, self._loop)  # type: ignore[arg-type]
        done.result(_PATIENCE)

    async def _close(self) -> None:
        if self._server is not None:
            self._server.close()
        for task in list(self._tasks):
            task.cancel()
        for writer in list(self._open):
            _reset(writer)
        await asyncio.gather(*self._tasks, return_exceptions=True)

    async def _change(self, tls: ssl.SSLContext | None, spoil: Spoil | None, resets: bool) -> None:
        await self._close()
        self._spoil, self._resets = spoil, resets
        self._server = await asyncio.start_server(self._connected, "127.0.0.1", self.port, ssl=tls)
        self.port = self._server.sockets[0].getsockname()[1]

    def _connected(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = self._loop.create_task(self._serve(reader, writer))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._open.add(writer)
        try:
            while not reader.at_eof():
                asked = await _message(reader)
                if self._resets:
                    _reset(writer)
                    return
                head, body = await self._answer(asked)
                writer.write(head + body if self._spoil is None else self._spoil(body))
                await writer.drain()
                if self._spoil is not None:
                    return
        except ValueError:
            writer.write(_UNREADABLE)
        except (asyncio.IncompleteReadError, asyncio.LimitOverrunError, OSError):
            pass
        finally:
            self._open.discard(writer)
            with contextlib.suppress(OSError, RuntimeError):
                writer.close()

    async def _answer(self, asked: tuple[bytes, bytes]) -> tuple[bytes, bytes]:
        """Ask upstream on a connection of its own."""
        reader, writer = await asyncio.open_connection(*self._upstream)
        try:
            writer.write(asked[0] + asked[1])
            return await _message(reader)
        finally:
            writer.close()


async def _message(reader: asyncio.StreamReader) -> tuple[bytes, bytes]:
    """The head of an HTTP message, its empty line included, and the body that its Content-Length promises.

    Raises ValueError where it is no HTTP, but the begin of TLS.
    """
    first = await reader.readexactly(1)
    if not first.isalpha():
        raise ValueError("no HTTP")
    head = first + await reader.readuntil(b"\r\n\r\n")
    length = 0
    for line in head.lower().split(b"\r\n"):
        name, _, value = line.partition(b":")
        if name == b"content-length":
            length = int(value)
    return head, await reader.readexactly(length)


def _reset(writer: asyncio.StreamWriter) -> None:
    sock = writer.get_extra_info("socket")
    with contextlib.suppress(OSError):
        if sock is not None:
            sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _RESET)
    writer.transport.abort()
