"""Namesakes told apart by the one loop: when it asks, how often, and that it takes nothing else for proven."""

from __future__ import annotations

import asyncio
import random
from itertools import pairwise
from typing import Any

import msgspec
import pytest

from dialer_tui.api.protocol import Fault, Kind
from dialer_tui.feed import Feed
from dialer_tui.floor.changes import Changes
from dialer_tui.floor.names import NOBODY, Claims
from dialer_tui.floor.namesakes import EVERY
from dialer_tui.model import Agent, Answer, Ask, Poll, Scope
from tests.floor.world import BASE, call
from tests.staged import BUSY, POLL, Api, Stage, staged

LEES = [Agent("1", "Ann", "Lee"), Agent("2", "Ann", "Lee"), Agent("3", "Ann", "Lee")]
BOB = Agent("9", "Bob", "Ray")


class Floor(Api):
    """An API that knows who has a call: who its record's `extra` names."""

    def __init__(self) -> None:
        super().__init__()
        self.agents = [*LEES, BOB]

    def put(self, call_id: str, at: int, agent_id: str, listed: float = BASE - 1.0, name: str = "Ann Lee") -> None:
        """A call of an agent, from a moment on."""
        self.world.put(call(call_id, BASE + at, agent=name, campaign_id="7", extra=(("of", agent_id),)), listed)

    async def fetch(self, ask: Ask) -> Answer[Any]:
        answer = await super().fetch(msgspec.structs.replace(ask, known=b"") if ask.scope.agents else ask)
        if ask.function != "getCalls" or not ask.scope.agents:
            return answer
        theirs = [one for one in answer.records if one.extra[0][1] in ask.scope.agents]
        return msgspec.structs.replace(answer, records=theirs, count=len(theirs))

    def apart(self) -> list[tuple[float, Ask]]:
        """What was asked by agent."""
        return [(at, ask) for at, ask in self.calls() if ask.scope.agents]


def known(stage: Stage) -> dict[str, str | None]:
    """What was said of whose calls are."""
    return {
        claim.call.id: claim.agent_id
        for _, update in stage.heard
        if isinstance(update, Claims)
        for claim in update.claims
    }


def crowd(api: Floor, count: int = 60) -> dict[str, str]:
    """Calls of three of one name, and of one of another."""
    for at in range(count):
        api.put(f"C{at}", -8 * at - 20, "1239"[at % 4], name="Bob Ray" if at % 4 == 3 else "Ann Lee")
    return {f"C{at}": "123"[at % 4] for at in range(count) if at % 4 < 3}


@staged
async def test_three_of_a_name_are_told_apart_by_three_requests_after_the_window_has_been_had() -> None:
    api = Floor()
    truth = crowd(api)
    stage = Stage(api)
    await stage.until(300)
    asked = api.apart()
    assert [ask.scope.agents for _, ask in asked] == [("1",), ("2",), ("3",)]
    assert all(after - before >= EVERY for (before, _), (after, _) in pairwise(asked))
    assert known(stage) == truth
    before = [ask.end for at, ask in api.calls() if at < asked[0][0]]
    assert max(before) > BASE, "the newest slice came first"
    assert all((ask.start, ask.end) == (BASE - 8 * 58 - 20, BASE - 19) for _, ask in asked), "oldest to newest"
    assert stage.word == "LIVE"


@staged
async def test_it_waits_for_the_window_and_never_comes_before_the_newest_slice() -> None:
    """Everything that is due takes longer than an interval, so that no poll comes to its end."""
    api = Floor()
    crowd(api)
    api.took = 2.0
    stage = Stage(api, Poll(interval=5, window=3600, look_back=0))
    for at in range(3000):
        api.put(f"D{at}", -at - 1, "9", name="Bob Ray")
    await stage.until(60)
    first = api.apart()[0][0]
    assert stage.feed.window.coverage(stage.feed.now() - 10) > 0.99
    filled = [at for at, ask in api.calls() if not ask.scope.agents and ask.start < BASE - 3000]
    assert min(filled) < first
    for at, ask in api.apart():
        newest = [sent for sent, other in api.calls() if other.end > BASE + sent + 100 and sent < at]
        assert at - max(newest) < POLL.interval + 2 * api.took, ask


@staged
async def test_what_it_brings_neither_covers_nor_takes_away() -> None:
    """Each answer lacks the calls of everybody else, and the API has fewer of them each time."""
    api = Floor()
    truth = crowd(api)
    stage = Stage(api)
    feed, covered = stage.feed, list[tuple[int, int]]()
    ask_apart = feed._ask_apart

    async def watched() -> None:
        before = feed.window.covered.measure(0, BASE * 2), len(feed.window._missed), feed.schedule.progress
        counted = feed.evidence.records, feed.window.standing.recall(feed.schedule.slices[0].start)
        await ask_apart()
        assert (feed.window.covered.measure(0, BASE * 2), len(feed.window._missed), feed.schedule.progress) == before
        assert (feed.evidence.records, feed.window.standing.recall(feed.schedule.slices[0].start)) == counted
        covered.append((0, 0))

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(feed, "_ask_apart", watched)
        for at in range(100):
            api.put(f"N{at}", at, "1", BASE + at + 3.0)
        await stage.until(200)
    assert covered
    assert len(api.apart()) > 6
    gone = [one for _, update in stage.heard if isinstance(update, Changes) for one in update.gone]
    assert not gone
    assert {key: whose for key, whose in known(stage).items() if key in truth} == truth


@staged
async def test_new_calls_are_told_apart_as_they_come_and_nobodys_are_said_to_be() -> None:
    api = Floor()
    stage = Stage(api)
    await stage.until(20)
    api.put("N1", 20, "3", api.now)
    api.put("N2", 21, "left", api.now)
    await stage.until(20 + 3 * EVERY + 12)
    assert known(stage) == {"N1": "3", "N2": NOBODY}
    await stage.until(600)
    assert len(api.apart()) == 6, "and once more for the one that nobody has"


@staged
async def test_a_function_that_fails_stops_nothing_and_is_asked_for_less_and_less() -> None:
    api = Floor()
    truth = crowd(api)
    api.trouble = lambda at, ask: Fault(Kind.STATUS, "no such filter", status=500) if ask.scope.agents else None
    stage = Stage(api)
    await stage.until(1000)
    assert stage.word == "LIVE"
    assert set(stage.words()) <= {"CONNECTING", "FILLING", "LIVE"}
    tries = [at for at, _ in api.apart()]
    assert len(tries) < 8
    assert all(b >= a * 0.9 for a, b in pairwise([b - a for a, b in pairwise(tries)]))
    assert any("no such filter" in reason for reason in stage.feed.left_out.reasons)
    api.trouble = lambda at, ask: None
    api.world.versions.clear()
    truth = crowd(api)
    for call_id in truth:
        api.world.put(call(call_id, BASE + 990, agent="Ann Lee", extra=(("of", truth[call_id]),)), BASE)
    await stage.until(1700)
    assert {key: whose for key, whose in known(stage).items() if key in truth} == truth


@staged
async def test_busy_is_waited_out_as_long_as_the_server_says() -> None:
    api = Floor()
    crowd(api)
    busy = Fault(BUSY.kind, "busy", code=900, retry_after=200.0)
    api.trouble = lambda at, ask: busy if ask.scope.agents else None
    stage = Stage(api)
    await stage.until(230)
    first, second = [at for at, _ in api.apart()][:2]
    assert second - first >= 200
    assert stage.word == "LIVE"


@staged
async def test_records_of_it_count_within_the_budget() -> None:
    api = Floor()
    for at in range(1800):
        api.put(f"C{at}", -at - 1, "12"[at % 2])
    api.agents = LEES[:2]
    poll = Poll(interval=5, window=1700, look_back=0, records_per_minute=3000)
    stage = Stage(api, poll)
    silent = Feed(api, api.clock, poll, rng=random.Random(3), apart=False)
    task = asyncio.create_task(silent.run())
    await stage.until(65)
    task.cancel()
    assert stage.feed.namesakes.spent(65.0) > 400
    assert stage.feed.schedule.k < 0.9 * silent.schedule.k, "the old is asked for less often meanwhile"
    await stage.until(400)
    counts = dict.fromkeys(range(2, 7), 0)
    for at, ask in api.apart():
        asked = [one for one in api.world.calls(BASE + at) if ask.start <= one.date < ask.end]
        mine = sum(one.extra is not None and one.extra[0][1] in ask.scope.agents for one in asked)
        assert mine <= 3000 / 12 * 1.3, "a third of a minute's records in four requests"
        if at >= 120:
            counts[int(at // 60)] = counts.get(int(at // 60), 0) + mine
    assert max(counts.values()) <= 3000 / 3 * 1.3


@staged
async def test_the_scope_goes_along_and_who_watches_only_events_is_asked_nothing() -> None:
    api = Floor()
    crowd(api)
    narrow = Feed(api, api.clock, POLL, Scope(campaigns=("7",)))
    task = asyncio.create_task(narrow.run())
    await asyncio.sleep(60)
    task.cancel()
    assert {ask.scope.campaigns for _, ask in api.apart()} == {("7",)}
    asked = len(api.apart())
    silent = Feed(api, api.clock, POLL, apart=False)
    task = asyncio.create_task(silent.run())
    await asyncio.sleep(60)
    task.cancel()
    assert len(api.apart()) == asked
    assert silent.diagnostics().apart is None


@staged
async def test_another_agent_list_is_heeded_while_calls_come_and_the_window_changes() -> None:
    api = Floor()
    truth = crowd(api)
    api.agents = [LEES[0], BOB]
    stage = Stage(api)
    await stage.until(60)
    assert not api.apart()
    api.agents = [*LEES, BOB]
    stage.feed.refresh()
    await stage.until(75)
    stage.feed.set_window(300)
    await stage.until(76)
    stage.feed.set_window(600)
    await stage.until(150)
    said = known(stage)
    shown = {entry.call.id for entry in stage.feed.window.shown()}
    assert {key: said[key] for key in truth.keys() & shown} == {key: truth[key] for key in truth.keys() & shown}
    assert stage.feed.diagnostics().apart is not None
