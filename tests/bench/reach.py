"""`python -m tests.bench.reach`: what 1, 10 and 100 consoles cost one API, on paper and at a simulated one.

On paper: the schedule alone tells requests and records, one answer of the floor tells their bytes. Seen: so many real
feeds (client, schedule, window) in one process, their bytes counted between them and the floor. A minute's worth each.
"""

from __future__ import annotations

import asyncio
import gzip
import random
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from urllib.parse import urlsplit

from dialer_tui.api.client import Client
from dialer_tui.clock import Clock
from dialer_tui.feed import Feed
from dialer_tui.floor.directories import EVERY
from dialer_tui.model import Ask, Poll
from dialer_tui.simulator.answers import Api, Behaviour
from dialer_tui.simulator.world import World
from tests.bench.asking import FLOORS, steady
from tests.bench.floor import Floor, Wanted, per_hour

CONSOLES = (1, 10, 100)
SEEN = ("100", "10k")  # larger floors: one console fills this machine's cores long before a hundred do
_SETTLED, _MEASURED = 30, 120  # seconds
_PIECE = 1 << 16


@dataclass(frozen=True)
class Cost:
    """Of a minute: requests, records and bytes; bytes when the API compresses its answers."""

    requests: float
    records: float
    plain: float
    packed: float


@dataclass(frozen=True)
class Sizes:
    """Bytes: of a record, of a request with all that goes both ways around its records, of the two lists."""

    record: float
    packed: float
    request: float
    lists: float


class Relay:
    """Passes bytes on between consoles and a floor, and counts them, both ways."""

    def __init__(self, host: str, port: int) -> None:
        self.bytes = 0
        self._to = host, port
        self._open: set[asyncio.Task[None]] = set()

    @asynccontextmanager
    async def serving(self) -> AsyncIterator[int]:
        """The port to connect to."""
        server = await asyncio.start_server(self._joined, "127.0.0.1", 0, backlog=512)
        async with server:
            yield int(server.sockets[0].getsockname()[1])
        await asyncio.gather(*self._open)  # who came has left: these end with what is on its way

    async def _joined(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        far_reader, far_writer = await asyncio.open_connection(*self._to)
        for way in (self._pass(reader, far_writer), self._pass(far_reader, writer)):
            task = asyncio.create_task(way)
            self._open.add(task)
            task.add_done_callback(self._open.discard)

    async def _pass(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while piece := await reader.read(_PIECE):
                self.bytes += len(piece)
                writer.write(piece)
                await writer.drain()
        except OSError:
            pass
        finally:
            writer.close()


async def sizes(floor: Floor, relay: Relay, url: str) -> Sizes:
    """Asked of a floor, one question at a time."""
    clock = Clock()
    client = Client(url, floor.env["DIALER_TUI_AFFILIATE_ID"], floor.env["DIALER_TUI_AFFILIATE_KEY"], clock)

    async def took(ask: Ask) -> tuple[int, int]:
        before = relay.bytes
        answer = await client.fetch(ask)
        return relay.bytes - before, len(answer.records)

    try:
        await took(Ask("getAgents"))  # the connection's own
        now = int(clock.now())
        lists = (await took(Ask("getAgents")))[0] + (await took(Ask("getCampaigns")))[0]
        empty, none = await took(Ask("getCalls", now + 86_400, now + 86_460))
        full, records = await took(Ask("getCalls", now - 10_800, now))
    finally:
        await client.close()
    assert none == 0
    each = (full - empty) / records
    return Sizes(each, each * _packing(), empty, lists)


def _packing() -> float:
    """The part of a body that gzip leaves, of 500 calls."""
    now = time.time()
    world = World(seed=7, agents=120, calls_per_hour=per_hour(10_000, 10_800, now), start=now)
    drawn = world.records(now - 3_600, now)[:500]
    body = Api(world, Behaviour()).calls((record.id, record.body) for record in drawn)
    return len(gzip.compress(body, 6)) / len(body)


def paper(name: str, size: Sizes) -> Cost:
    """One console by the law of the schedule."""
    requests, records, _ = steady(*FLOORS[name])
    lists = 60 / EVERY
    around = requests * size.request + lists * size.lists
    return Cost(requests + 2 * lists, records, records * size.record + around, records * size.packed + around)


async def seen(floor: Floor, relay: Relay, url: str, consoles: int) -> tuple[float, float]:
    """Requests and bytes a minute of so many feeds, once all are filled."""
    rng = random.Random(5)
    clients = []
    filled = asyncio.Event()

    def heard(_: object) -> None:
        if len(feeds) == consoles and all(feed.schedule.progress == 1 for feed in feeds):
            filled.set()

    async with asyncio.TaskGroup() as tasks:
        feeds: list[Feed] = []
        running = []
        for _ in range(consoles):
            clock = Clock()
            client = Client(url, floor.env["DIALER_TUI_AFFILIATE_ID"], floor.env["DIALER_TUI_AFFILIATE_KEY"], clock)
            clients.append(client)
            feeds.append(Feed(client, clock, Poll(), rng=random.Random(rng.random())))
            feeds[-1].subscribe(heard)
            running.append(tasks.create_task(feeds[-1].run()))
            await asyncio.sleep(rng.random() * 5 / consoles)
        await filled.wait()
        await asyncio.sleep(_SETTLED)
        asked, moved, began = await asyncio.to_thread(floor.asked), relay.bytes, time.monotonic()
        await asyncio.sleep(_MEASURED)
        minutes = (time.monotonic() - began) / 60
        found = (await asyncio.to_thread(floor.asked) - asked) / minutes, (relay.bytes - moved) / minutes
        assert all(feed.pulse.fault is None for feed in feeds)
        for task in running:
            task.cancel()
    for client in clients:
        await client.close()
    return found


async def measured(name: str) -> tuple[Sizes, dict[int, tuple[float, float]]]:
    """A floor's sizes, and what each number of consoles was seen to cost."""
    floor = Floor(Wanted(FLOORS[name][0])).ready()
    try:
        whole = urlsplit(floor.env["DIALER_TUI_URL"])
        assert whole.hostname is not None
        assert whole.port is not None
        relay = Relay(whole.hostname, whole.port)
        async with relay.serving() as port:
            url = whole._replace(netloc=f"127.0.0.1:{port}").geturl()
            size = await sizes(floor, relay, url)
            return size, {consoles: await seen(floor, relay, url, consoles) for consoles in CONSOLES}
    finally:
        floor.close()


def lines() -> Iterator[str]:
    """The table, a line at a time."""
    points = {name: asyncio.run(measured(name)) for name in SEEN}
    size = points[SEEN[-1]][0]
    yield (
        f"a record {size.record:.0f} B, compressed {size.packed:.0f} B; a request and all around its records "
        f"{size.request:.0f} B; both lists {size.lists:.0f} B"
    )
    yield ""
    yield (
        "| calls in the range | consoles | requests a minute | seen | records a minute "
        "| MB a minute | seen | compressed |"
    )
    yield "|---|---|---|---|---|---|---|---|"
    for name, (calls, _) in FLOORS.items():
        cost = paper(name, points[name][0] if name in points else size)
        for n in CONSOLES:
            requests, moved = points[name][1][n] if name in points else (None, None)
            yield (
                f"| {calls:,} | {n} | {n * cost.requests:,.0f} | {'–' if requests is None else f'{requests:,.0f}'} "
                f"| {n * cost.records:,.0f} | {n * cost.plain / 1e6:,.1f} "
                f"| {'–' if moved is None else f'{moved / 1e6:,.1f}'} | {n * cost.packed / 1e6:,.1f} |"
            )


if __name__ == "__main__":
    for line in lines():
        print(line, flush=True)
