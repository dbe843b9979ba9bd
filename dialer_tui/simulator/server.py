"""The simulated API on a real socket: starlette behind uvicorn, in a thread of its own."""

from __future__ import annotations

import asyncio
import gzip
import logging
import socket
import threading
from collections.abc import AsyncIterator, Iterable
from email.utils import formatdate
from types import TracebackType

import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse
from starlette.routing import Route

from dialer_tui.simulator.answers import Api, Behaviour, said
from dialer_tui.simulator.faults import Fault, Reply, active
from dialer_tui.simulator.requests import IMPROPER
from dialer_tui.simulator.world import Listed, World

_METHODS = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"]
_PATIENCE = 10.0
_GLANCE = 0.05
_KEEP_ALIVE = 75  # seconds; as common web servers have it, and longer than any poll
_SILENT = logging.CRITICAL + 1


class Server:
    """A world's API at `url`, until `stop`. Also a context manager.

    `faults` may be changed while it runs; their times count from `start` in real seconds. `api` counts what was asked.
    """

    def __init__(
        self,
        world: World,
        behaviour: Behaviour | None = None,
        faults: Iterable[Fault] = (),
        host: str = "127.0.0.1",
        port: int = 0,
    ) -> None:
        self.world = world
        self.behaviour = behaviour or Behaviour()
        self.faults = list(faults)
        self.api = Api(world, self.behaviour)
        self._address = (host, port)
        self._began = world.tick()
        self._ready = threading.Event()
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._run, name="simulated floor", daemon=True)
        self._socket: socket.socket | None = None

    @property
    def url(self) -> str:
        """Where the API is, as `DIALER_TUI_URL` wants it."""
        host, port = self._address
        return f"http://[{host}]:{port}/dialer/" if ":" in host else f"http://{host}:{port}/dialer/"

    def start(self) -> Server:
        """Listen. Raises OSError when the address cannot be had."""
        self._socket = self._listen()
        self._address = (self._address[0], self._socket.getsockname()[1])
        self._began = self.world.tick()
        self._thread.start()
        if not self._ready.wait(_PATIENCE):
            raise RuntimeError("the simulated floor did not start to listen")
        return self

    def stop(self) -> None:
        """Close every connection and end the thread."""
        self._stopping.set()
        if self._thread.is_alive():
            self._thread.join(_PATIENCE)

    def elapsed(self) -> float:
        """Real seconds since `start`."""
        return self.world.tick() - self._began

    def active(self) -> dict[str, Fault]:
        """The faults that hold now, by name."""
        return {fault.name: fault for fault in active(self.faults, self.elapsed())}

    def __enter__(self) -> Server:
        return self.start()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    def _listen(self) -> socket.socket:
        family = socket.AF_INET6 if ":" in self._address[0] else socket.AF_INET
        # asyncio sends small answers at once only where the protocol is said.
        sock = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
        try:
            sock.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            sock.bind(self._address)
            sock.listen(128)
        except OSError:
            sock.close()
            raise
        return sock

    def _run(self) -> None:
        asyncio.run(self._live())

    async def _live(self) -> None:
        """Serve, except while the fault `refused` holds: then the socket is closed, and opened again on its port."""
        while not self._stopping.is_set():
            if "refused" not in self.active():
                await self._serve()
            elif self._socket is not None:
                self._socket.close()
                self._socket = None
            self._ready.set()
            await asyncio.sleep(_GLANCE)
        if self._socket is not None:
            self._socket.close()

    async def _serve(self) -> None:
        """Serve until stopped or refused; then drop the connections, busy ones too, as a dying server would."""
        if self._socket is None:
            try:
                self._socket = self._listen()
            except OSError:  # the port is still held by connections that die; tried again at the next glance
                return
        config = uvicorn.Config(
            create(self),
            http="h11",
            ws="none",
            lifespan="off",
            log_config=None,
            log_level=_SILENT,
            access_log=False,
            server_header=False,
            date_header=False,
            timeout_keep_alive=_KEEP_ALIVE,
        )
        server = uvicorn.Server(config)
        serving = asyncio.create_task(server.serve(sockets=[self._socket]))
        while not serving.done() and not self._stopping.is_set() and "refused" not in self.active():
            if server.started:
                self._ready.set()
            await asyncio.sleep(_GLANCE if self._ready.is_set() else 0.005)
        server.should_exit = server.force_exit = True
        await serving  # uvicorn closes the socket
        _drop(server)
        self._socket = None


def _drop(server: uvicorn.Server) -> None:
    for connection in list(server.server_state.connections):
        connection.transport.abort()


def create(server: Server) -> Starlette:
    """The API as an application: it answers a POST on any path, and whatever else with code 80."""

    async def answer(request: Request) -> Response:
        body = await request.body()
        faults = server.active()
        if "slow" in faults:
            await asyncio.sleep(faults["slow"].argument)
        reply = _reply(server, request.method, body, faults)
        return _respond(server, request, reply, faults)

    return Starlette(routes=[Route("/{path:path}", answer, methods=_METHODS)])


def _reply(server: Server, method: str, body: bytes, faults: dict[str, Fault]) -> Reply:
    for fault in faults.values():
        if fault.kind.reply is not None:
            return fault.kind.reply(fault)
    if method != "POST":
        return Reply(said(IMPROPER))
    found = server.api.answer(body)
    if isinstance(found, bytes):
        return Reply(found)
    return Reply(_write(server, found, faults))


def _write(server: Server, found: list[Listed], faults: dict[str, Fault]) -> bytes:
    records = [(record.id, record.body) for record in found]
    for fault in faults.values():
        if fault.kind.records is not None:
            records = fault.kind.records(records)
    return server.api.calls(records) if records else said(340)


def _respond(server: Server, request: Request, reply: Reply, faults: dict[str, Fault]) -> Response:
    headers = {"Content-Type": reply.type, **reply.headers}
    if server.behaviour.date != "none":
        headers["Date"] = formatdate(server.world.now(), usegmt=True)
    body = reply.body
    if "huge" in faults:
        body = b" " * int(faults["huge"].argument * 2**20) + body
    if server.behaviour.gzip and "gzip" in request.headers.get("accept-encoding", ""):
        headers["Content-Encoding"] = "gzip"
        body = gzip.compress(body, 1)
    if "drip" in faults:
        headers["Content-Length"] = str(len(body))
        return StreamingResponse(_drip(body, faults["drip"].argument), reply.status, headers)
    if "cut" in faults:
        headers["Content-Length"] = str(len(body))
        return StreamingResponse(_cut(body), reply.status, headers)
    return Response(body, reply.status, headers)


async def _drip(body: bytes, pause: float) -> AsyncIterator[bytes]:
    for place in range(len(body)):
        yield body[place : place + 1]
        await asyncio.sleep(pause)


async def _cut(body: bytes) -> AsyncIterator[bytes]:
    """Half of what Content-Length promised: uvicorn then closes the connection."""
    yield body[: len(body) // 2]
