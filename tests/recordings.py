"""Recordings of a simulated floor, made in a moment: the real feed, client and recorder on a clock of their own."""

from __future__ import annotations

import asyncio
import random
from collections.abc import Callable
from dataclasses import asdict, replace
from functools import partial
from itertools import count
from pathlib import Path
from typing import Any

from dialer_tui.api.protocol import Fault, Kind
from dialer_tui.cli.replay import of
from dialer_tui.clock import Clock
from dialer_tui.config import Settings
from dialer_tui.feed import Feed, Update
from dialer_tui.floor.figures import FIGURES
from dialer_tui.floor.link import Status
from dialer_tui.model import EVERYTHING, Answer, Ask, Poll
from dialer_tui.player import Player
from dialer_tui.replay import Replay, TapeClock
from dialer_tui.simulator.answers import Api, Behaviour
from dialer_tui.simulator.world import World
from dialer_tui.tape import read
from dialer_tui.tape.form import VERSION, Header, Line
from dialer_tui.tape.recorder import Recorder
from dialer_tui.tape.write import Tape
from dialer_tui.ui.state import FloorState
from tests import virtual
from tests.bench import inside
from tests.conftest import FLOOR_TIME
from tests.folding import fold
from tests.ui import fakes

SECONDS = 720
BEGAN = FLOOR_TIME + 300
POLL = Poll(interval=5, window=900, look_back=900)
REFUSED = Fault(Kind.REFUSED, "Invalid ID and Transaction Key combination", code=100)
Told = list[tuple[float, str]]
"""The link's words, each with the tick from which on it held."""
Trouble = Callable[[float, Ask], Fault | None]


class _Troubled:
    """A client whose answers may not come. It asks `trouble` with the seconds since the begin, and what is asked."""

    def __init__(self, client: Any, clock: Clock, trouble: Trouble) -> None:
        self._client, self._clock, self._trouble = client, clock, trouble

    async def fetch(self, ask: Ask) -> Answer[Any]:
        await asyncio.sleep(0.08)
        if (fault := self._trouble(self._clock.tick(), ask)) is not None:
            raise fault
        return await self._client.fetch(ask)  # type: ignore[no-any-return]

    async def close(self) -> None:
        await self._client.close()


def make(
    path: Path,
    *,
    seconds: float = SECONDS,
    trouble: Trouble = lambda at, ask: None,
    cap: int | None = None,
    ended: bool = True,
    **how: Any,
) -> Told:
    """Record a floor for so many seconds; what the link was meanwhile. `ended`: not cut off."""

    async def recorded() -> Told:
        loop = asyncio.get_running_loop()
        floor = {"seed": 5, "agents": 30, "campaigns": 3, "calls_per_hour": 300, "namesakes": 8, **how}
        world = World(start=BEGAN, tick=loop.time, **floor)
        world.affiliate_id, world.affiliate_key = inside.ACCOUNT
        api = Api(world, Behaviour(cap=cap))

        def answer(body: bytes) -> bytes:
            found = api.answer(body)
            return found if isinstance(found, bytes) else api.calls((one.id, one.body) for one in list(found))

        clock = Clock(wall=lambda: BEGAN + loop.time(), tick=loop.time)
        client: Any = _Troubled(inside.client(answer, clock), clock, trouble)
        client = _recorder(client, clock, path)
        feed = Feed(client, clock, POLL, rng=random.Random(1))
        words: Told = []
        feed.subscribe(lambda update: words.append((clock.tick(), update.word)) if isinstance(update, Status) else None)
        task = asyncio.create_task(feed.run())
        await asyncio.sleep(seconds)
        assert not task.done()
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
        if ended:
            await client.close()
        return words

    return virtual.run(recorded())


def word(told: Told, tick: float) -> str:
    """The link's word at a tick."""
    return [word for at, word in told if at <= tick][-1]


def _recorder(client: Any, clock: Clock, file: Path) -> Recorder:
    def fail(error: OSError) -> None:
        raise error

    figures = asdict(fakes.settings().figures)
    tape = Tape(file)
    tape.write(
        Header(
            VERSION,
            "0",
            False,
            clock.wall(),
            "UTC",
            "start",
            POLL.interval,
            int(str(POLL.window)),
            POLL.look_back,
            POLL.records_per_minute,
            EVERYTHING,
            figures,
        )
    )
    return Recorder(client, clock, tape, EVERYTHING, fail)


def quiet(path: Path, after: float) -> float:
    """A tick from so many on about which no answer comes."""
    found = [line.received for line in read.lines(path) if isinstance(line, Line)]
    return next(tick for tick in count(after, 0.25) if not any(tick - 0.5 < one < tick + 0.5 for one in found))


def settings(path: Path) -> Settings:
    """How the console shows a recording."""
    return replace(of(read.header(path), fakes.settings(), path), alerts=())


def player(path: Path, speed: float = 1.0) -> Player:
    """Somebody's player of a recording."""
    found = settings(path)
    return Player(path, read.header(path).wall, found.poll, found.scope, speed)


# --- what there is to see -------------------------------------------------------------------------------------------


def picture(state: FloorState, now: float) -> dict[str, Any]:
    """All that a state shows at a time: calls in order, figures of all and of each group, agents, campaigns, lists."""
    state.figures.turn(now)
    while state.busy:
        state.seek()
    every = {str(group.key): group.tally for by in ("campaign", "list", "agent") for group in state.figures.groups(by)}
    return {
        "calls": [
            (entry.call, entry.listed, entry.new) for entry in map(state.view.__getitem__, range(len(state.view)))
        ],
        "counted": state.calls,
        "figures": {figure.name: figure.read(state.figures.whole) for figure in FIGURES},
        "groups": {key: [figure.read(tally) for figure in FIGURES] for key, tally in every.items()},
        "in motion": state.figures.in_motion,
        "agents": state.people.rows(),
        "claims": {entry.call.id: state.people.claimed(entry.call) for entry in state.view.entries()},
        "tree": [
            *((one.id, state.tree.count(one.id)) for one in state.campaigns or ()),
            *state.tree.strays(),
        ],
        "lists": (state.agents_known, state.campaigns),
    }


def straight(path: Path, tick: float) -> dict[str, Any]:
    """What somebody sees at a tick who has looked on from the begin, second by second."""

    async def played() -> dict[str, Any]:
        loop = asyncio.get_running_loop()
        found = settings(path)
        clock = TapeClock(read.header(path).wall, 1.0, loop.time)
        feed = Replay(partial(read.lines, path), clock, found.poll, found.scope)
        state = FloorState(found.figures.not_agents, found.figures.rules(), found.timezone)

        def hear(update: Update) -> None:
            state.at(feed.now())
            fold(state, update)
            while state.busy:
                state.seek()
            state.view.drop([entry.call.id for entry in state.view.entries() if entry.gone])

        feed.subscribe(hear)
        task = asyncio.create_task(feed.run())
        await asyncio.sleep(tick + 0.1)
        task.cancel()
        return picture(state, feed.clock.at(tick))

    return virtual.run(played())
