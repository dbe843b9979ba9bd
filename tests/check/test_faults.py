"""`check` against each fault and mode of the simulated floor: it names the fault, and the way out."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest

from dialer_tui import config
from dialer_tui.api.client import Client
from dialer_tui.check.probe import Probe
from dialer_tui.clock import Clock
from dialer_tui.floor.facts import Fact, Grade
from dialer_tui.model import Poll
from dialer_tui.simulator.answers import Behaviour
from dialer_tui.simulator.faults import KINDS, parse
from dialer_tui.simulator.server import Server
from dialer_tui.simulator.world import World

AGREE = "the server's and this machine's agree to the second"
BUSY_FLOOR = {"seed": 5, "agents": 12, "campaigns": 3, "calls_per_hour": 240, "even": True}


@pytest.fixture(scope="module")
def moody() -> Iterator[Server]:
    """A floor whose faults a test chooses."""
    with Server(World(**BUSY_FLOOR)) as server:
        yield server


def probed(server: Server, deadline: float = 5.0, poll: Poll | None = None) -> dict[str, Fact]:
    """The facts of asking, by name; with a client of less patience than check's own, and no pause."""
    world = server.world
    account = {"url": server.url, "affiliate_id": world.affiliate_id, "affiliate_key": world.affiliate_key}
    found = config.load(environ={}, overrides=account)
    found = replace(found, poll=poll or found.poll)

    async def ask() -> list[Fact]:
        clock = Clock()
        client = Client(found.url, found.affiliate_id, found.affiliate_key, clock, deadline=deadline, limit=4 * 2**20)
        try:
            return [fact async for fact in Probe(client, clock, found, pause=0).facts()]
        finally:
            await client.close()

    facts = asyncio.run(ask())
    names = [fact.name for fact in facts]
    assert len(names) == len(set(names))
    for fact in facts:
        assert world.affiliate_key not in repr(fact)
        assert (fact.code != 0) == (fact.grade is Grade.FAULT)
        if fact.grade is Grade.FAULT:
            assert fact.do
    return {fact.name: fact for fact in facts}


# Fault → the fact that names it, its grade, exit code, words of the fault, words of the way out.
EXPECTED: dict[str, tuple[str, Grade, int, str, str]] = {
    "80": ("getAgents", Grade.FAULT, 4, "(code 80): Improperly formatted request", "that of the Dialer API 3.1?"),
    "800": ("getCalls", Grade.FAULT, 4, "(code 800): Invalid function", "see getAgents"),
    "100": (
        "getAgents",
        Grade.FAULT,
        3,
        "refused the affiliate ID and key",
        "check affiliate_id (set in --affiliate_id)",
    ),
    "341": ("getAgents", Grade.REMARK, 0, "no agents", "whether this account should see agents"),
    "340": ("getCalls", Grade.REMARK, 0, "no calls", "whether this account should see calls"),
    "900": ("getAgents", Grade.FAULT, 5, "(code 900)", "try again in a minute"),
    "429": ("getAgents", Grade.FAULT, 5, "HTTP 429", "a longer [poll] interval"),
    "slow=1100ms": ("round trips", Grade.REMARK, 0, "slower than one poll in 1 s", 'interval = "3s"'),
    "slow=9s": ("getAgents", Grade.FAULT, 5, "did not answer within 1.5 s", "too slow"),
    "drip": ("getAgents", Grade.FAULT, 5, "did not answer within 1.5 s", "too slow"),
    "cut": ("getAgents", Grade.FAULT, 5, "cut short", "whoever runs the network"),
    "refused": ("getAgents", Grade.FAULT, 5, "refused the connection", "check the url (set in --url), the network"),
    "garbage": ("getAgents", Grade.FAULT, 5, "not JSON", "is the url (set in --url) that of the API"),
    "html": ("getAgents", Grade.FAULT, 5, "is not JSON but HTML", "is the url (set in --url) that of the API"),
    "empty": ("getAgents", Grade.FAULT, 5, "is empty", "is the url (set in --url) that of the API"),
    "null": ("getAgents", Grade.FAULT, 5, "success, but without any details", "tell whoever runs the API"),
    "hollow": ("getCampaigns", Grade.FAULT, 5, "success, but without any details", "see getAgents"),
    "deep": ("getAgents", Grade.FAULT, 5, "not JSON that can be read", "tell whoever runs the API"),
    "huge": ("getAgents", Grade.FAULT, 5, "larger than 4 MB", "no answer should be so large"),
    "bad": ("bad records", Grade.REMARK, 0, "left out", "with the reasons"),
    "double": ("oddities", Grade.REMARK, 0, "twice in one answer", "tell whoever runs the API"),
    "301": ("getAgents", Grade.FAULT, 4, "to /moved/", "set the url (in --url) to where the API is now"),
    "401": ("getAgents", Grade.FAULT, 4, "HTTP 401", "wants a login"),
    "403": ("getAgents", Grade.FAULT, 4, "HTTP 403", "let its address in"),
    "404": ("getAgents", Grade.FAULT, 4, "HTTP 404", "check the path of the url"),
    "http418": ("getAgents", Grade.FAULT, 4, "HTTP 418", "check the url (set in --url)"),
    "503=30": ("getAgents", Grade.FAULT, 5, "HTTP 503", "it asks to be left alone for 30 s"),
    "code77": ("getAgents", Grade.FAULT, 4, "(code 77)", "ask whoever runs the API what it means"),
}


def test_no_fault_of_the_simulator_is_left_out() -> None:
    assert {name.partition("=")[0] for name in EXPECTED} >= KINDS.keys()


@pytest.mark.parametrize("fault", EXPECTED)
def test_each_fault_is_named_with_the_way_out(moody: Server, fault: str) -> None:
    name, grade, code, says, do = EXPECTED[fault]
    moody.faults = [parse(fault)]
    if fault == "refused":
        time.sleep(0.2)  # the server looks at its faults now and then
    patience = 1.5 if "within 1.5 s" in says else 15.0
    try:
        facts = probed(moody, patience, poll=Poll(1, 60, 0) if name == "round trips" else None)
    finally:
        moody.faults = []
        time.sleep(0.2 if fault == "refused" else 0)
    found = facts[name]
    assert (found.grade, found.code) == (grade, code)
    assert says in found.value
    assert do in found.do
    gravest = {fact.code for fact in facts.values() if fact.code}
    assert gravest == ({code} if code else set())


def test_a_floor_that_is_well_has_no_remark(moody: Server) -> None:
    facts = probed(moody)
    if facts["clock"].value != AGREE:  # on a busy machine an answer may come seconds after it was dated
        facts = probed(moody)
    assert {fact.grade for fact in facts.values()} == {Grade.WELL}
    assert facts["getAgents"].value.endswith(": 12 agents")
    assert facts["getCampaigns"].value.endswith(": 3 campaigns")
    assert facts["server"].value.endswith("(loopback)")
    assert "is the start: 0 of" in facts["callDate"].value
    assert facts["clock"].value == AGREE


@pytest.mark.parametrize("fault", ["100", "429", "refused", "slow=9s"])
def test_after_a_fault_that_more_questions_make_no_better_nothing_is_asked(moody: Server, fault: str) -> None:
    moody.faults = [parse(fault)]
    time.sleep(0.2)
    try:
        facts = probed(moody, deadline=1.0)
    finally:
        moody.faults = []
        time.sleep(0.2)
    assert [facts[name].value for name in ("getCampaigns", "getCalls")] == ["not asked: see getAgents"] * 2
    assert facts["requests"].value.startswith("1 sent, 1 failed")


def ways(world: dict[str, Any] | None = None, poll: Poll | None = None, **behaviour: Any) -> dict[str, Fact]:
    with Server(World(**{**BUSY_FLOOR, **(world or {})}), Behaviour(**behaviour)) as server:
        return probed(server, poll=poll)


@pytest.mark.parametrize(
    ("edges", "says"),
    [
        ("both", "both belong to the range"),
        ("start", "dateStart belongs to the range, dateEnd does not"),
        ("end", "dateEnd belongs to the range, dateStart does not"),
        ("none", "neither belongs to the range"),
    ],
)
def test_which_edges_belong_is_found_out(edges: str, says: str) -> None:
    assert ways(edges=edges)["edges"].value.startswith(says)


def test_a_clock_that_is_off_and_one_that_is_missing() -> None:
    ahead = ways({"skew": 90.0})["clock"]
    assert (ahead.grade, ahead.value) == (
        Grade.REMARK,
        "the server's is 1 m 30 s ahead of this machine's; the server's is shown",
    )
    assert "NTP" in ahead.do
    missing = ways(date="none")["clock"]
    assert (missing.grade, "no usable Date" in missing.value) == (Grade.REMARK, True)


def test_a_silent_cap_is_found_and_told() -> None:
    cap = ways({"calls_per_hour": 1500}, cap=100)["cut-off"]
    assert (cap.grade, cap.code) == (Grade.REMARK, 0)
    assert "at most 100 calls" in cap.value


def test_a_second_that_is_cut_off_is_a_fault() -> None:
    facts = ways({"calls_per_hour": 150_000}, cap=20)
    assert [facts[name].code for name in ("getCalls", "cut-off")] == [5, 5]
    assert "do not fit into an answer" in facts["cut-off"].value
    assert "--campaign" in facts["getCalls"].do


def test_a_floor_with_nobody_and_nothing() -> None:
    facts = ways({"agents": 0, "campaigns": 0, "calls_per_hour": 0})
    assert [facts[name].grade for name in ("getAgents", "getCampaigns", "getCalls")] == [Grade.REMARK] * 3
    for name in ("callDate", "edges", "live calls", "cut-off"):
        assert facts[name].value.startswith("no evidence")


def test_live_calls_are_seen_to_grow() -> None:
    """At 60 times the speed a moment is enough for those that are on to grow."""
    facts = ways({"speed": 60.0, "calls_per_hour": 12_000, "agents": 600}, Poll(5, 600, 0))
    assert facts["live calls"].value.startswith("are listed")


def test_an_end_is_told_from_a_start() -> None:
    """The same records read as ends: none was listed too soon for a start, so nothing speaks for it."""
    with Server(World(**BUSY_FLOOR)) as server:
        world = server.world
        found = config.load(
            environ={},
            overrides={"url": server.url, "affiliate_id": world.affiliate_id, "affiliate_key": world.affiliate_key},
        )

        async def ask() -> list[Fact]:
            clock = Clock()
            client = Client(found.url, world.affiliate_id, world.affiliate_key, clock, dated_at_end=True)
            try:
                return [fact async for fact in Probe(client, clock, found, pause=0).facts()]
            finally:
                await client.close()

        (fact,) = [fact for fact in asyncio.run(ask()) if fact.name == "callDate"]
    assert (fact.grade, "is the end: 0 of" in fact.value) == (Grade.REMARK, True)
