"""A week of a floor against the real feed, client and folds, in virtual time, while faults come and go by dice."""

from __future__ import annotations

import asyncio
import gc
import os
import random
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from statistics import median

from dialer_tui.api import protocol
from dialer_tui.clock import Clock
from dialer_tui.feed import Feed, Update
from dialer_tui.floor.changes import Changes
from dialer_tui.model import Poll
from dialer_tui.simulator.answers import Api, Behaviour
from dialer_tui.simulator.faults import KINDS, Fault, parse
from dialer_tui.simulator.world import World
from dialer_tui.ui.state import FloorState
from tests.bench import inside
from tests.conftest import FLOOR_TIME
from tests.folding import fold

HOUR = 3_600
POLL = Poll(interval=10, window=900, look_back=1_800, records_per_minute=2_000)
OFTEN = 1_500  # seconds between the begins of two faults, on average
SHORTEST, LONGEST = 5, 600  # seconds of one
CALM = 1_800  # seconds at the end of it all in which nothing goes wrong any more
RESTED = 1_000  # seconds after a fault from which on nothing may be lacking: a refused key is asked with anew by then
FLAT, BUSIER = 1.05, 1.5  # how much more memory, and time of the processor, the last day may take than the second
_LEFT_OUT = ("huge",)  # 80 MB an answer
_MANNERS: tuple[dict[str, object], ...] = ({"lag": 20.0}, {"cap": 150}, {"edges": "start"}, {"shape": "table"}, {})


def plan(seed: int, seconds: float) -> list[Fault]:
    """What goes wrong, in order: any kind of fault, for seconds or minutes, with quarters of an hour between."""
    dice, at, found = random.Random(seed), 0.0, list[Fault]()
    names = [name for name in KINDS if name not in _LEFT_OUT]
    while (at := at + SHORTEST + dice.expovariate(1 / OFTEN)) < seconds - CALM:
        lasts = SHORTEST * (LONGEST / SHORTEST) ** dice.random()
        found.append(parse(f"{dice.choice(names)}@{at:.1f}s+{min(lasts, seconds - CALM - at):.1f}s"))
        at += lasts
    return found


@dataclass
class Report:
    """What was seen; by the hour: blocks of memory, open descriptors, processor seconds. `wrong`: sentences."""

    hours: int = 0
    faults: int = 0
    calls: int = 0
    looks: int = 0
    shown: int = 0
    blocks: list[int] = field(default_factory=list)
    descriptors: list[int] = field(default_factory=list)
    seconds: list[float] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)

    def judge(self) -> None:
        """Look for what grows."""
        day = min(24, self.hours // 3)
        for what, values, limit in (
            ("blocks of memory", self.blocks, FLAT),
            ("descriptors", self.descriptors, 1.0),
            ("seconds of the processor", self.seconds, BUSIER),
        ):
            early, late = median(values[day : 2 * day]), median(values[-day:])
            if late > early * limit:
                self.wrong.append(f"{what} an hour grew from {early:.1f} to {late:.1f}")


class Week:
    """Everything between that wire and the widgets."""

    def __init__(self, loop: asyncio.AbstractEventLoop, seed: int, hours: int) -> None:
        self.world = World(
            seed, agents=30, calls_per_hour=150, start=FLOOR_TIME, tick=loop.time, kept=600, late=True, moved=True,
            vanish=True, hostile=True,
        )  # fmt: skip
        self.world.affiliate_id, self.world.affiliate_key = inside.ACCOUNT
        clock = Clock(wall=lambda: FLOOR_TIME + loop.time(), tick=loop.time)
        client = inside.client(lambda _: b"", clock)
        self.faults = plan(seed, hours * HOUR)
        self.wire = inside.Faulty(Api(self.world, Behaviour()), clock, self.faults)
        client._wire = self.wire  # type: ignore[assignment]
        self.client, self.dice = client, random.Random(seed)
        self.feed = Feed(client, clock, POLL, rng=random.Random(seed), unattended=True)
        self.state = FloorState(())
        self.report = Report(hours, len(self.faults))
        self._new = set[str]()
        self._time = loop.time
        self.feed.subscribe(self.hear)

    def hear(self, update: Update) -> None:
        """Fold it; nothing may be new twice as long as it can still be remembered."""
        self.state.at(self.feed.now())
        if isinstance(update, Changes):
            new = {entry.call.id for entry in update.new}
            if twice := new & self._new:
                self.report.wrong.append(f"new twice: {min(twice)}")
            self._new |= new
            self.report.calls += len(new)
        fold(self.state, update)
        while self.state.busy:
            self.state.seek()

    def turn(self) -> None:
        """An hour has passed: the API behaves in another manner, and what cannot be listed any more is forgotten."""
        api = self.wire.api
        api.behaviour = replace(Behaviour(), **self.dice.choice(_MANNERS))  # type: ignore[arg-type]
        now = self.feed.now()
        self._new &= set(self.world.ids(now - 6 * HOUR, now + HOUR))

    def rested(self) -> bool:
        """Whether nothing has gone wrong for long."""
        now = self._time()
        return not any(fault.start <= now < fault.start + fault.duration + RESTED for fault in self.faults)

    def compare(self, when: str) -> None:
        """What is shown is what the floor lists: all of it, and nothing else."""
        now = self.feed.now()
        must = set(self.world.window(POLL.window - 60, POLL.look_back - 60, now - 45))
        must &= set(self.world.window(POLL.window - 60, POLL.look_back - 60, now))
        may = {one for ago in range(0, 200, 20) for one in self.world.window(POLL.window + 60, HOUR * 2, now - ago)}
        shown = {entry.call.id for entry in self.feed.window.shown()}
        drawn = {ident for ident in must if self.state.view.get(ident) is not None}
        for what, idents in {"lost": must - shown, "not drawn": must - drawn, "too many": shown - may}.items():
            if idents:
                self.report.wrong.append(f"{when}: {len(idents)} of {len(must)} {what}, as {min(idents)}")
        self.report.looks += 1
        self.report.shown = len(shown)


async def live(seed: int, hours: int, each: Callable[[Report, int], None] = lambda *_: None) -> Report:
    """Live through so many hours; `each` is told after every one."""
    loop = asyncio.get_running_loop()
    week = Week(loop, seed, hours)
    report, spent = week.report, time.process_time()
    polling = asyncio.create_task(week.feed.run())
    for hour in range(1, hours + 1):
        for _ in range(HOUR):
            await asyncio.sleep(1)
            week.state.fade(1.0)
        if polling.done():
            report.wrong.append(f"hour {hour}: the feed has ended")
            break
        if week.rested():
            week.compare(f"hour {hour}")
        week.turn()
        report.blocks.append(_size(week))
        report.descriptors.append(len(os.listdir("/proc/self/fd")))
        report.seconds.append(time.process_time() - spent)
        spent = time.process_time()
        each(report, hour)
    if week.feed.status().word != "LIVE":
        report.wrong.append(f"{week.feed.status().word} at the end")
    polling.cancel()
    await asyncio.gather(polling, return_exceptions=True)
    report.judge()
    return report


def _size(week: Week) -> int:
    """Blocks of memory in use, without what is remembered only so as not to be read twice, which has its bounds."""
    week.world._load._firsts.clear()  # the floor's own, which a simulation of days needs
    protocol.iso.cache_clear()
    decoder = week.client._decoder._chunks["getCalls"]
    for memo in (decoder._names, decoder._durations, decoder._moments):
        memo.clear()
    gc.collect()
    return sys.getallocatedblocks()
