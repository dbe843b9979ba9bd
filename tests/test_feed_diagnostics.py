"""What the feed says of itself, on virtual time: as much as happened, and nothing it cannot know."""

from __future__ import annotations

from math import inf

from dialer_tui.api.protocol import Fault, Kind
from dialer_tui.floor.facts import Grade, facts
from tests.floor.world import BASE, call, grown
from tests.staged import Api, Stage, staged


def said(stage: Stage, name: str) -> str:
    (fact,) = [fact for fact in facts(stage.feed.diagnostics()) if fact.name == name]
    return fact.value


@staged
async def test_before_the_first_answer_nothing_is_claimed() -> None:
    stage = Stage(Api())
    known = stage.feed.diagnostics()
    assert (known.requests, known.failed, known.received, known.trips, known.known) == (0, 0, 0, (), 0)
    assert {fact.name for fact in facts(known) if fact.grade is Grade.FAULT} == set()
    stage.task.cancel()


@staged
async def test_requests_failures_and_round_trips_are_counted() -> None:
    api = Api()
    stage = Stage(api)
    await stage.until(60)
    known = stage.feed.diagnostics()
    assert (known.requests, known.failed) == (len(api.asked), 0)
    assert known.trips
    assert all(abs(trip - api.took) < 1e-6 for trip in known.trips)
    api.trouble = lambda at, ask: Fault(Kind.BUSY, "busy", code=900)
    await stage.until(200)
    known = stage.feed.diagnostics()
    assert known.requests == len(api.asked)
    assert known.failed == sum(at > 60 for at, _ in api.asked)


@staged
async def test_the_next_poll_is_told_to_the_second() -> None:
    api = Api()
    stage = Stage(api)
    await stage.until(61.3)
    wait = stage.feed.diagnostics().next_poll
    assert wait is not None
    asked = len(api.asked)
    await stage.until(61.3 + wait - 0.01)
    assert len(api.asked) == asked
    await stage.until(61.3 + wait + 0.01)
    assert len(api.asked) == asked + 1
    assert stage.feed.diagnostics().k == inf


@staged
async def test_after_a_fault_the_next_poll_is_the_next_try() -> None:
    api = Api()
    stage = Stage(api)
    await stage.until(30)
    api.trouble = lambda at, ask: Fault(Kind.BUSY, "busy", code=900, retry_after=50)
    await stage.until(40)
    wait = stage.feed.diagnostics().next_poll
    assert wait is not None
    assert 30 < wait <= 50


@staged
async def test_new_calls_while_live_say_how_long_after_their_end_they_are_listed() -> None:
    api = Api()
    api.world.put(call("old", BASE - 100, 30), BASE - 100)
    stage = Stage(api)
    await stage.until(30)
    assert stage.word == "LIVE"
    assert said(stage, "listed after").startswith("no evidence")
    end = api.now - 20
    api.world.put(call("C", int(end) - 30, 30), api.now)
    await stage.until(40)
    (after,) = stage.feed.diagnostics().evidence.listed_after
    assert 20 <= after <= 20 + stage.feed.poll.interval + 1
    assert "of 1 new call" in said(stage, "listed after")


@staged
async def test_contradictions_of_call_date_are_counted_over_all_calls() -> None:
    api = Api()
    api.world.put(call("old", BASE - 100, 30), BASE - 100)
    stage = Stage(api)
    await stage.until(30)
    assert said(stage, "callDate") == "is the start: 0 of 1 contradict"
    api.world.put(call("C", int(api.now) - 3, 300), api.now)
    await stage.until(40)
    assert said(stage, "callDate") == "is the start: 1 of 2 contradict"


@staged
async def test_calls_that_grow_are_live_ones() -> None:
    api = Api()
    stage = Stage(api)
    await stage.until(30)
    one = call("C", int(api.now) - 3, 3)
    api.world.put(one, api.now)
    await stage.until(40)
    assert said(stage, "live calls").startswith("none is listed, as far as seen")
    api.world.put(grown(one, 9), api.now)
    await stage.until(50)
    assert said(stage, "live calls") == "are listed: the callTime of 1 call grew"


@staged
async def test_lateness_coverage_and_clock_are_those_of_the_state() -> None:
    api = Api(skew=40)
    stage = Stage(api)
    await stage.until(30)
    known, status = stage.feed.diagnostics(), stage.feed.status()
    assert known.coverage == status.coverage == 1
    assert known.lateness is not None
    assert known.lateness[-1] == status.lateness
    assert said(stage, "clock").startswith("the server's is 40 s ahead")
