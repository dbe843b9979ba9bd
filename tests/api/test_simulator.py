"""Client and simulator, each written from the document alone, over a real socket."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import msgspec
import pytest

from dialer_tui.api.client import Client
from dialer_tui.api.protocol import Fault, Kind
from dialer_tui.clock import Clock
from dialer_tui.model import Ask, Call, Campaign, CampaignList, Dialer, Scope
from dialer_tui.simulator import faults
from dialer_tui.simulator.answers import EDGES, SHAPES, Behaviour
from dialer_tui.simulator.damage import damage
from dialer_tui.simulator.server import Server
from dialer_tui.simulator.world import World

NOON = 1_700_049_600  # a Wednesday, 12:00
HOUR = (NOON - 3600, NOON)
RECORD_FIELDS = {
    "callCampaignID": "campaign_id",
    "callCampaignName": "campaign",
    "callListID": "list_id",
    "callListName": "list",
    "callAgentName": "agent",
    "callContact": "contact",
    "callType": "type",
    "callNumberInbound": "number_in",
    "callNumberOutbound": "number_out",
}
TIME_FIELDS = {
    "callTime": "total",
    "callQueueTime": "queue",
    "callTalkTime": "talk",
    "callHoldTime": "hold",
    "callHandleTime": "handle",
    "callAfterCallWorkTime": "acw",
}


def still(**options: Any) -> World:
    """A floor whose time stands still."""
    return World(start=NOON, calls_per_hour=2000, tick=lambda: 0.0, **options)


@asynccontextmanager
async def floor(
    world: World, behaviour: Behaviour | None = None, *fault: str, **options: Any
) -> AsyncIterator[tuple[Server, Client]]:
    with Server(world, behaviour, [faults.parse(text) for text in fault]) as server:
        clock = options.pop("clock", None) or Clock()
        client = Client(server.url, world.affiliate_id, options.pop("key", world.affiliate_key), clock, **options)
        try:
            yield server, client
        finally:
            await client.close()


def clocked(seconds: int | None) -> str:
    assert seconds is not None
    return f"{seconds // 3600:02}:{seconds // 60 % 60:02}:{seconds % 60:02}"


def matches(call: Call, record: dict[str, Any]) -> bool:
    """Whether a Call says what a record of the floor says, nothing more."""
    return (
        all(getattr(call, own) == record[name] for name, own in RECORD_FIELDS.items())
        and all(clocked(getattr(call, own)) == record[name] for name, own in TIME_FIELDS.items())
        and call.extra is None
        and set(record) == {"callDate", *RECORD_FIELDS, *TIME_FIELDS}
    )


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("gzip", [False, True])
@pytest.mark.parametrize("hostile", [False, True])
async def test_calls_are_the_floors(shape: str, gzip: bool, hostile: bool) -> None:
    world = still(hostile=hostile)
    async with floor(world, Behaviour(shape=shape, gzip=gzip)) as (server, client):
        answer = await client.fetch(Ask("getCalls", *HOUR))
        assert server.api.refused == []
    listed = world.listed(*HOUR)
    found = {call.id: call for call in answer.records if HOUR[0] <= call.date < HOUR[1]}
    assert len(listed) > 500
    assert found.keys() == listed.keys()
    assert all(matches(found[call_id], record) for call_id, record in listed.items())
    assert not answer.oddities
    assert answer.count == len(answer.records)


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("edges", EDGES)
async def test_no_kind_of_edge_loses_a_call_of_the_slice(shape: str, edges: str) -> None:
    """Slices of one second, so that every call lies on both edges of its own."""
    world = still()
    seconds = range(NOON - 1800, NOON - 1792)
    async with floor(world, Behaviour(shape=shape, edges=edges)) as (_, client):
        for second in seconds:
            answer = await client.fetch(Ask("getCalls", second, second + 1))
            assert set(world.ids(second, second + 1)) <= {call.id for call in answer.records}
    assert world.ids(seconds.start, seconds.stop)


@pytest.mark.parametrize("shape", SHAPES)
async def test_scope_is_what_the_floor_filters_by(shape: str) -> None:
    world = still(campaigns=5)
    campaign, agent = world.roster.campaigns[0], world.roster.agents[0]
    async with floor(world, Behaviour(shape=shape)) as (_, client):
        everything = (await client.fetch(Ask("getCalls", *HOUR))).records
        of_campaign = (await client.fetch(Ask("getCalls", *HOUR, Scope(campaigns=(campaign.id,))))).records
        of_agent = (await client.fetch(Ask("getCalls", *HOUR, Scope(agents=(agent.id,))))).records
    assert of_campaign == [call for call in everything if call.campaign_id == campaign.id]
    assert {call.agent for call in of_agent} == {f"{agent.first} {agent.last}"}
    assert 0 < len(of_agent) < len(of_campaign) < len(everything)


@pytest.mark.parametrize("own", [False, True])
async def test_agents_are_the_floors(own: bool) -> None:
    world = still(hostile=True)
    async with floor(world) as (_, client):
        answer = await client.fetch(Ask("getAgents", scope=Scope(own=own)))
    expected = [(agent.id, agent.first, agent.last) for agent in world.roster.agents if agent.own or not own]
    assert [(agent.id, agent.first, agent.last) for agent in answer.records] == expected
    assert len(expected) < len(world.roster.agents) or not own


@pytest.mark.parametrize("own", [False, True])
@pytest.mark.parametrize("shape", SHAPES)
async def test_campaigns_are_the_floors(shape: str, own: bool) -> None:
    world = still()
    async with floor(world, Behaviour(shape=shape)) as (_, client):
        answer = await client.fetch(Ask("getCampaigns", scope=Scope(own=own)))
    expected = []
    for campaign in world.roster.campaigns:
        if own and not campaign.own:
            continue
        lists = tuple(
            CampaignList(it.id, it.name, tuple(Dialer(d.id, d.name, tuple(d.fields)) for d in it.dialers))
            for it in campaign.lists
        )
        if shape == "table":
            dialers = tuple({dialer.id: dialer for it in lists for dialer in it.dialers}.values())
            lists = (CampaignList(None, "", dialers),) if dialers else ()
        expected.append(Campaign(campaign.id, campaign.name, lists))
    assert answer.records == expected


async def test_nothing_to_list_is_an_empty_answer() -> None:
    async with floor(still()) as (_, client):
        answer = await client.fetch(Ask("getCalls", NOON + 7200, NOON + 7260))
    assert (answer.records, answer.count) == ([], 0)


@pytest.mark.parametrize("function", ["getAgents", "getCalls", "getCampaigns"])
async def test_wrong_key_is_refused(function: Any) -> None:
    async with floor(still(), key="x" * 32) as (_, client):
        with pytest.raises(Fault) as caught:
            await client.fetch(Ask(function, *HOUR))
    assert (caught.value.kind, caught.value.code, caught.value.exit_code) == (Kind.REFUSED, 100, 3)


async def test_clock_learns_the_floors_time() -> None:
    clock = Clock()
    async with floor(still(), clock=clock) as (_, client):
        await client.fetch(Ask("getAgents"))
    assert clock.known
    assert abs(clock.now() - NOON) < 3


async def test_floor_without_a_date_leaves_the_local_clock() -> None:
    clock = Clock()
    async with floor(still(), Behaviour(date="none"), clock=clock) as (_, client):
        await client.fetch(Ask("getAgents"))
    assert not clock.known


@pytest.mark.parametrize(
    ("fault", "kind", "code", "status"),
    [
        ("80", Kind.REQUEST, 80, 200),
        ("100", Kind.REFUSED, 100, 200),
        ("800", Kind.REQUEST, 800, 200),
        ("900", Kind.BUSY, 900, 200),
        ("code7", Kind.CODE, 7, 200),
        ("302", Kind.STATUS, None, 302),
        ("401", Kind.STATUS, None, 401),
        ("403", Kind.STATUS, None, 403),
        ("404", Kind.STATUS, None, 404),
        ("429", Kind.BUSY, None, 429),
        ("500", Kind.BUSY, None, 500),
        ("503", Kind.BUSY, None, 503),
        ("garbage", Kind.BUSY, None, 200),
        ("html", Kind.BUSY, None, 200),
        ("empty", Kind.BUSY, None, 200),
        ("null", Kind.BUSY, None, 200),
        ("hollow", Kind.BUSY, None, 200),
        ("deep", Kind.BUSY, None, 200),
        ("huge=5", Kind.BUSY, None, 200),
        ("cut", Kind.BUSY, None, 200),
        ("slow=5", Kind.BUSY, None, None),
        ("drip", Kind.BUSY, None, None),
        ("refused", Kind.BUSY, None, None),
    ],
)
async def test_faults_of_the_simulator(fault: str, kind: Kind, code: int | None, status: int | None) -> None:
    async with floor(still(), None, fault, deadline=1.0, limit=4 * 2**20) as (_, client):
        with pytest.raises(Fault) as caught:
            await client.fetch(Ask("getCalls", *HOUR))
    assert (caught.value.kind, caught.value.code, caught.value.status) == (kind, code, status)
    assert caught.value.retry_after == (20.0 if fault == "429" else None)


@pytest.mark.parametrize("shape", SHAPES)
async def test_broken_records_cost_no_other(shape: str) -> None:
    world = still()
    async with floor(world, Behaviour(shape=shape), "bad") as (_, client):
        answer = await client.fetch(Ask("getCalls", *HOUR))
    listed = world.listed(*HOUR)
    lost = {call_id for call_id in listed if (hit := damage(call_id)) and hit.lost}
    found = {call.id: call for call in answer.records if HOUR[0] <= call.date < HOUR[1]}
    assert found.keys() == listed.keys() - lost
    assert len(lost) <= len(answer.oddities.bad) == answer.count - len(answer.records)
    assert len(lost) > 10
    assert all(matches(found[call_id], listed[call_id]) for call_id in found if damage(call_id) is None)


@pytest.mark.parametrize("shape", SHAPES)
async def test_doubled_records_are_one_and_counted(shape: str) -> None:
    world = still()
    async with floor(world, Behaviour(shape=shape), "double") as (_, client):
        answer = await client.fetch(Ask("getCalls", *HOUR))
        again = await client.fetch(Ask("getCalls", *HOUR))
    found = [call.id for call in answer.records if HOUR[0] <= call.date < HOUR[1]]
    assert sorted(found) == sorted(world.ids(*HOUR))
    assert answer.oddities.doubled == answer.count - len(answer.records) > 50
    assert again.records == answer.records


@pytest.mark.parametrize("shape", SHAPES)
async def test_past_hour_is_known_by_its_bytes(shape: str) -> None:
    """The floor lives on, but what is long past does not change."""
    world = World(start=NOON, calls_per_hour=500)
    past = Ask("getCalls", NOON - 30_000, NOON - 28_000)
    async with floor(world, Behaviour(shape=shape)) as (_, client):
        first = await client.fetch(past)
        second = await client.fetch(msgspec.structs.replace(past, known=first.digest))
    assert first.records
    assert second.unchanged
