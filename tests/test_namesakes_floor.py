"""Namesakes on the simulated floor: 30 pairs among 2,000 agents within the request budget, and over real sockets."""

from __future__ import annotations

import asyncio
import random
from collections import Counter
from itertools import pairwise

from dialer_tui.api.client import Client
from dialer_tui.clock import Clock
from dialer_tui.feed import Feed, Update
from dialer_tui.floor.changes import Changes
from dialer_tui.floor.names import Claims, name_key
from dialer_tui.floor.namesakes import EVERY, Namesakes
from dialer_tui.floor.people import People
from dialer_tui.model import Poll
from dialer_tui.oneshot import OneShot, Range
from dialer_tui.simulator import requests
from dialer_tui.simulator.answers import Api, Behaviour
from dialer_tui.simulator.server import Server
from dialer_tui.simulator.world import World
from dialer_tui.ui.state import FloorState
from tests import virtual
from tests.bench import inside
from tests.conftest import FLOOR_TIME
from tests.folding import fold

POLL = Poll(interval=10, window=900, look_back=900)


def shared(world: World) -> set[str]:
    """The names that several agents bear."""
    names = Counter(agent.name for agent in world.roster.agents)
    return {name_key(name) for name, count in names.items() if count > 1}


def owners(world: World, start: float, end: float) -> dict[str, str]:
    """Whose each namesake's call is, as the floor knows."""
    names = shared(world)
    return {
        record.id: agent.id
        for agent in world.roster.agents
        if name_key(agent.name) in names
        for record in world.records(start, end, agents={agent.id})
    }


class Floor:
    """A feed and a console's folds on a simulated floor, every request counted."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.api = Api(world, Behaviour())
        world.affiliate_id, world.affiliate_key = inside.ACCOUNT
        loop = asyncio.get_running_loop()
        clock = Clock(wall=lambda: FLOOR_TIME + loop.time(), tick=loop.time)
        self.feed = Feed(inside.client(self.answer, clock), clock, POLL, rng=random.Random(1))
        self.state = FloorState(())
        self.feed.subscribe(self.hear)
        self.apart: list[tuple[float, int, int]] = []  # when, how many agents, how many records
        self.records: Counter[int] = Counter()

    def answer(self, body: bytes) -> bytes:
        loop = asyncio.get_running_loop()
        found = self.api.answer(body)
        asked = requests.parse(body, *inside.ACCOUNT)
        listed = [] if isinstance(found, bytes) else list(found)
        self.records[int(loop.time() // 60)] += len(listed)
        if asked.agents is not None:
            self.apart.append((loop.time(), len(asked.agents), len(listed)))
        return found if isinstance(found, bytes) else self.api.calls((record.id, record.body) for record in listed)

    def hear(self, update: Update) -> None:
        fold(self.state, update)

    def adds_up(self) -> bool:
        """Whether the rows hold every call that names a person, once."""
        people, entries = self.state.people, self.feed.window.shown()
        return sum(row.calls for row in people.rows()) == sum(people.human(entry.call) for entry in entries)


def test_thirty_pairs_among_two_thousand_agents_stay_within_the_budget_of_requests() -> None:
    async def play() -> None:
        loop = asyncio.get_running_loop()
        world = World(
            seed=4, agents=2_000, calls_per_hour=16_000, namesakes=30, start=FLOOR_TIME, tick=loop.time, kept=20_000
        )
        assert len(shared(world)) == 30
        floor = Floor(world)
        working = asyncio.create_task(floor.feed.run())
        truth: dict[str, str] = {}
        for second in range(300):
            await asyncio.sleep(1)
            if second % 30 == 29:
                assert floor.adds_up()
                start = floor.feed.window.start(floor.feed.now())
                truth |= owners(world, start - 900, floor.feed.now())
        working.cancel()
        people, first = floor.state.people, floor.apart[:2]
        told = {entry.call.id: people.claimed(entry.call) for entry in floor.feed.window.shown()}
        told = {call_id: whose for call_id, whose in told.items() if whose is not None}
        assert len(told) > 60
        assert told == {call_id: truth[call_id] for call_id in told}, "and no (?)"
        named = sum(name_key(entry.call.agent) in shared(world) for entry in floor.feed.window.shown())
        assert named - len(told) < 8, "what came in the last half minute"
        assert max(agents for _, agents, _ in floor.apart) <= 30
        assert all(later - sooner >= EVERY for (sooner, _, _), (later, _, _) in pairwise(floor.apart))
        assert len(floor.apart) <= 300 / EVERY
        assert sum(records for _, _, records in first) >= 0.9 * len(told) / 2, "two requests told most"
        assert sum(records for _, _, records in floor.apart) < 2_000
        del floor.records[0]  # the first fill is not bound by it
        assert max(floor.records.values()) < 1.1 * POLL.records_per_minute

    virtual.run(play())


def test_over_real_sockets_a_console_tells_them_apart() -> None:
    """The floor stands still; only the pause between two requests is shorter than it would be."""

    async def play() -> None:
        world = World(seed=3, agents=60, calls_per_hour=600, start=FLOOR_TIME, freeze=0)
        with Server(world) as server:
            client = Client(server.url, world.affiliate_id, world.affiliate_key, clock := Clock())
            feed = Feed(client, clock, Poll(interval=1), rng=random.Random(1))
            feed.namesakes = Namesakes(every=0.2)
            state = FloorState(())
            known = asyncio.Event()

            def hear(update: Update) -> None:
                fold(state, update)
                if isinstance(update, Claims) and not feed.namesakes.counts[1]:
                    known.set()

            feed.subscribe(hear)
            task = asyncio.create_task(feed.run())
            async with asyncio.timeout(15):
                await known.wait()
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)
            await client.close()
            truth = owners(world, FLOOR_TIME - 12_000, FLOOR_TIME + 10)
            shown = [entry.call for entry in feed.window.shown()]
            told = {one.id: whose for one in shown if (whose := state.people.claimed(one)) is not None}
            assert told == {one.id: truth[one.id] for one in shown if name_key(one.agent) in shared(world)}
            assert len(set(told.values())) > 3
            rows = {row.agent_id: row.calls for row in state.people.rows() if row.claimed}
            assert {key: calls for key, calls in rows.items() if calls} == dict(Counter(told.values()))
            assert not server.api.refused

    asyncio.run(play())


def test_a_command_tells_the_calls_of_a_range_apart_by_as_few_requests() -> None:
    async def play() -> None:
        world = World(seed=3, agents=60, calls_per_hour=600, start=FLOOR_TIME, freeze=0)
        with Server(world) as server:
            client = Client(server.url, world.affiliate_id, world.affiliate_key, clock := Clock())
            one = OneShot(client, clock, Poll())
            calls = [entry.call for entry in await one.calls(Range(since=7200))]
            agents = await one.directory("getAgents")
            asked = server.api.asked
            claims = await one.claims(calls, agents)
            assert server.api.asked - asked == 3, "three bear one name, and pairs others"
            truth = owners(world, FLOOR_TIME - 7200, FLOOR_TIME + 1)
            told = {claim.call.id: claim.agent_id for claim in claims}
            assert told == {call.id: truth[call.id] for call in calls if name_key(call.agent) in shared(world)}
            people = People()
            people.agents(agents)
            people.learn(claims)
            people.apply(Changes(existing=await one.calls(Range(since=7200))))
            rows = {row.agent_id: row.calls for row in people.rows() if row.claimed and row.calls}
            assert rows == dict(Counter(told.values()))
            asked = server.api.asked
            names = shared(world)
            assert not await one.claims(calls, [agent for agent in agents if name_key(agent.name) not in names])
            assert server.api.asked == asked, "nobody to be told apart, nothing asked"
            await client.close()

    asyncio.run(play())
