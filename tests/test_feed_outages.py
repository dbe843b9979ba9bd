"""What the feed tells of its own outages, and of what it lacks: for the report of a shift. Virtual time."""

from __future__ import annotations

from dialer_tui.floor.outages import Outage
from tests.floor.world import BASE
from tests.staged import BUSY, Api, Stage, staged


def told(stage: Stage) -> list[Outage]:
    return list(stage.feed.outages.since(0, stage.feed.now()))


@staged
async def test_an_outage_begins_with_the_last_good_request_and_leaves_no_gap_once_it_is_over() -> None:
    stage = Stage(Api())
    stage.api.trouble = lambda at, ask: BUSY if 100 <= at < 400 else None
    await stage.until(390)
    last = max(at for at, _ in stage.api.calls() if at < 100)
    (away,) = told(stage)
    assert away.lasts
    assert abs(away.start - (BASE + last)) <= 1
    assert [(abs(start - BASE - last) <= 1, abs(end - BASE - 390) <= 1) for start, end in stage.feed.missing()] == [
        (True, True)
    ], "what has not been had reaches up to now"
    await stage.until(500)
    (away,) = told(stage)
    assert (away.word, away.lasts) == ("OFFLINE", False)
    assert BASE + 400 <= away.end <= BASE + 470
    assert stage.feed.missing() == []


@staged
async def test_the_newest_seconds_are_under_way_and_not_missing() -> None:
    stage = Stage(Api(skew=0.7))
    for at in range(30, 90):
        await stage.until(at + 0.3)
        assert stage.feed.missing() == []


@staged
async def test_it_has_watched_since_it_was_started_by_the_servers_clock() -> None:
    stage = Stage(Api(skew=3_600.0))
    stage.api.trouble = lambda at, ask: BUSY if at < 60 else None
    await stage.until(200)
    assert abs(stage.feed.outages.began - (BASE + 3_600)) <= 1
    (away,) = told(stage)
    assert abs(away.start - (BASE + 3_600)) <= 1
    assert away.end > BASE + 3_660


@staged
async def test_while_something_else_is_looked_at_nothing_fails() -> None:
    stage = Stage(Api())
    await stage.until(60)
    await stage.feed.hold()
    held = stage.api.clock.tick()
    await stage.until(held + 300)
    assert stage.word == "STALE"
    stage.feed.go_on()
    await stage.until(held + 330)
    assert [(one.start - BASE, one.end - BASE, one.word) for one in told(stage)] == [
        (int(held), int(held) + 300, "PAST")
    ]


@staged
async def test_a_link_that_is_down_when_it_is_asked_again_is_an_outage_from_then_on() -> None:
    stage = Stage(Api())
    await stage.until(60)
    await stage.feed.hold()
    stage.api.trouble = lambda at, ask: BUSY
    await stage.until(360)
    stage.feed.go_on()
    await stage.until(420)
    rest, away = told(stage)
    assert (rest.word, away.word, away.lasts) == ("PAST", "OFFLINE", True)
    assert away.start == rest.end
