"""Decoding and merging 100,000 new records, beside the least that msgspec could do with the same bytes.

Run as a program, so that nothing else is in its memory.
"""

from __future__ import annotations

import asyncio
import json
import subprocess
import sys
import time
from collections.abc import Iterator
from statistics import median

import msgspec

from dialer_tui.clock import Clock
from dialer_tui.floor.schedule import Schedule
from dialer_tui.floor.window import RollingWindow
from dialer_tui.intake import merge, question
from dialer_tui.model import Poll
from dialer_tui.simulator.answers import Api, Behaviour
from dialer_tui.simulator.calls import Record
from dialer_tui.simulator.world import World
from tests.bench import inside
from tests.bench.floor import per_hour
from tests.bench.run import Run, Scenario, Seen, ms
from tests.conftest import FLOOR_TIME

_RECORDS = 100_000
_ASKED = 3 * 3600
_SLICE = _ASKED // 50  # seconds: 2,000 records
_PLAIN = msgspec.json.Decoder(msgspec.defstruct("Plain", [("responseDetails", dict[str, Record])]))


def bodies() -> dict[int, bytes]:
    """The answers to the slices of a floor, by their first second."""
    world = World(seed=7, agents=120, calls_per_hour=per_hour(_RECORDS, _ASKED, FLOOR_TIME), start=FLOOR_TIME)
    api = Api(world, Behaviour())
    return {
        start: api.calls((record.id, record.body) for record in world.records(start, start + _SLICE, FLOOR_TIME))
        for start in range(FLOOR_TIME - _ASKED, FLOOR_TIME, _SLICE)
    }


class Intake:
    """Schedule and window, and the client's way to them."""

    def __init__(self, found: dict[int, bytes]) -> None:
        clock = Clock(wall=lambda: FLOOR_TIME, tick=time.monotonic)
        clock.learn(FLOOR_TIME, clock.tick(), clock.tick())
        self._found = found
        self._start = 0
        poll = Poll()
        self._client = inside.client(lambda _: self._found[self._start], clock)
        self._schedule = Schedule(poll, FLOOR_TIME)
        self.window = RollingWindow(poll, FLOOR_TIME)

    async def take(self) -> list[tuple[float, int, bool]]:
        """Ask for every slice, and take each answer in: processor seconds, records, whether they were known already."""
        took = []
        for start in self._found:
            began, self._start = time.process_time(), start
            answer = await self._client.fetch(question(self.window, start, start + _SLICE))
            await merge(self._schedule, self.window, answer, FLOOR_TIME)
            took.append((time.process_time() - began, answer.count, answer.unchanged))
        return took


def times(found: dict[int, bytes], turns: int) -> dict[str, float]:
    """Processor seconds for 100,000 records, the medians of so many turns.

    An answer is only known by its bytes once its neighbours have been merged too, and never while its count looks like
    that of a cap: the third time is for those that are.
    """
    took: dict[str, list[float]] = {"plain": [], "new": [], "unchanged": []}
    for _ in range(turns):
        began = time.process_time()
        kept = [_PLAIN.decode(body) for body in found.values()]
        plain = time.process_time() - began
        intake = Intake(found)
        new, _, again = (asyncio.run(intake.take()) for _ in range(3))
        records = sum(count for _, count, _ in new)
        known = [(seconds, count or records / len(new)) for seconds, count, unchanged in again if unchanged]
        assert len(known) > len(found) / 2
        took["plain"].append(plain * _RECORDS / records)
        took["new"].append(sum(seconds for seconds, _, _ in new) * _RECORDS / records)
        took["unchanged"].append(sum(seconds for seconds, _ in known) * _RECORDS / sum(count for _, count in known))
        del kept
    return {name: median(values) for name, values in took.items()}


def measure(run: Run) -> Iterator[Seen]:
    """In a process of its own."""
    done = subprocess.run([sys.executable, "-m", __name__, str(run.many(7, 3))], stdout=subprocess.PIPE, check=True)
    took = json.loads(done.stdout)
    plain = took["plain"]
    yield Seen("decode-merge", took["new"] / plain, f"{ms(took['new'])} / {ms(plain)}")
    yield Seen("unchanged", took["unchanged"] / plain, f"{ms(took['unchanged'])} / {ms(plain)}")


SCENARIO = Scenario(("decode-merge", "unchanged"), measure)

if __name__ == "__main__":
    print(json.dumps(times(bodies(), int(sys.argv[1]))))
