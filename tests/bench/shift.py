"""A shift in minutes: eight hours of a floor's time against the real feed on a clock of its own, and its memory.

Three processes: the harness, the program (`python -m tests.bench.shift`), and the floor that it asks (`… floor`), so
that nothing but the program's own is in its memory.
"""

from __future__ import annotations

import asyncio
import json
import os
import random
import struct
import subprocess
import sys
import time
from collections.abc import Iterator
from typing import BinaryIO

from dialer_tui import heap
from dialer_tui.clock import Clock
from dialer_tui.feed import Feed, Update
from dialer_tui.model import Poll
from dialer_tui.simulator.answers import Api, Behaviour
from dialer_tui.simulator.world import World
from dialer_tui.ui.state import FloorState
from tests import virtual
from tests.bench import inside, process
from tests.bench.run import Run, Scenario, Seen
from tests.conftest import FLOOR_TIME
from tests.folding import fold

CALLS = 100_000
HOURS = 8
_POLL = Poll()
_ASKED = _POLL.window + _POLL.look_back
_SETTLED = 1800.0  # seconds after the start: from here on it is a shift like any other
_TURNED = 6  # half hours until every call of the beginning has been forgotten
_FRAME = struct.Struct("<dI")
_LENGTH = struct.Struct("<I")


def serve() -> None:
    """The floor: a time and a question on stdin, the answer on stdout, until stdin ends."""
    tick = [0.0]
    world = World(
        seed=7,
        agents=120,
        calls_per_hour=CALLS * 3600 / _ASKED,
        start=FLOOR_TIME,
        tick=lambda: tick[0],
        kept=2 * CALLS,
        even=True,  # what grows with a floor's own day is no leak
    )
    api = Api(world, Behaviour())
    # Written for: the one account that `inside` asks as.
    world.affiliate_id, world.affiliate_key = inside.ACCOUNT
    while head := sys.stdin.buffer.read(_FRAME.size):
        tick[0], length = _FRAME.unpack(head)
        found = api.answer(sys.stdin.buffer.read(length))
        body = found if isinstance(found, bytes) else api.calls((record.id, record.body) for record in found)
        sys.stdout.buffer.write(_LENGTH.pack(len(body)) + body)
        sys.stdout.buffer.flush()


class Shift:
    """Feed and state over a floor's process; `sizes`: memory in MB at each half hour from `_SETTLED` on."""

    def __init__(self, floor: subprocess.Popen[bytes]) -> None:
        assert floor.stdin is not None
        assert floor.stdout is not None
        self._to: BinaryIO = floor.stdin  # type: ignore[assignment]
        self._from: BinaryIO = floor.stdout  # type: ignore[assignment]
        self.state = FloorState(())
        self.sizes: list[float] = []
        self.calls: list[int] = []

    def _answer(self, body: bytes) -> bytes:
        self._to.write(_FRAME.pack(asyncio.get_running_loop().time(), len(body)) + body)
        self._to.flush()
        (length,) = _LENGTH.unpack(self._from.read(_LENGTH.size))
        return self._from.read(length)

    def hear(self, update: Update) -> None:
        """What the console does with an update."""
        fold(self.state, update)

    async def run(self) -> None:
        """The whole shift."""
        loop = asyncio.get_running_loop()
        clock = Clock(wall=lambda: FLOOR_TIME + loop.time(), tick=loop.time)
        feed = Feed(inside.client(self._answer, clock), clock, _POLL, rng=random.Random(1))
        feed.subscribe(self.hear)
        working = asyncio.create_task(feed.run())
        end = _SETTLED + HOURS * 3600
        heap.settle()  # as the console does
        for second in range(1, int(end) + 1):
            await asyncio.sleep(second - loop.time())
            self.state.at(feed.now())
            self.state.fade(1.0)
            while self.state.busy:
                self.state.seek()
            if second >= _SETTLED and (second - _SETTLED) % 1800 == 0:
                self.sizes.append(process.resident(os.getpid()))
                self.calls.append(self.state.calls)
        working.cancel()


def main() -> None:
    """The program: print what was seen as JSON."""
    with subprocess.Popen(
        [sys.executable, "-m", "tests.bench.shift", "floor"], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as floor:
        shift = Shift(floor)
        virtual.run(shift.run())
    print(json.dumps({"sizes": shift.sizes, "calls": shift.calls}))


def measure(_: Run) -> Iterator[Seen]:
    """From the first half hour to the end, at the same number of calls."""
    began = time.monotonic()
    done = subprocess.run([sys.executable, "-m", "tests.bench.shift"], stdout=subprocess.PIPE, check=True)
    seen = json.loads(done.stdout)
    sizes, calls = seen["sizes"], seen["calls"]
    yield Seen(
        "memory-growth",
        100 * (sizes[-1] / sizes[0] - 1),
        f"{sizes[0]:.0f} → {sizes[-1]:.0f} MB, {100 * (sizes[-1] / sizes[_TURNED] - 1):.1f} % since the third hour; "
        f"{calls[0]:,} → {calls[-1]:,} calls shown; in {time.monotonic() - began:.0f} s",
    )


SCENARIO = Scenario(("memory-growth",), measure)

if __name__ == "__main__":
    serve() if sys.argv[1:] == ["floor"] else main()
