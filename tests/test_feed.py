"""The one loop on virtual time: polls, state words, server time, directories."""

from __future__ import annotations

from itertools import pairwise

import pytest

from dialer_tui.floor.changes import Changes
from dialer_tui.floor.directories import Directory
from dialer_tui.floor.link import Status
from dialer_tui.floor.view import View
from dialer_tui.model import Agent, Poll
from tests.floor.world import BASE, call
from tests.staged import BUSY, POLL, Api, Stage, staged


@staged
async def test_a_call_is_new_within_an_interval_and_the_words_lead_to_live() -> None:
    stage = Stage(Api())
    await stage.until(20)
    assert stage.words()[0] == "CONNECTING"
    assert stage.words()[-1] == "LIVE"
    stage.api.world.put(call("C", BASE + 10), stage.api.now)
    listed = stage.api.clock.tick()
    await stage.until(26)
    (seen,) = [at for at, update in stage.heard if isinstance(update, Changes) and update.new]
    assert seen - listed <= POLL.interval + stage.api.took
    assert stage.new() == ["C"]


@staged
async def test_polls_start_on_a_grid_with_a_random_phase_and_never_without_a_rest() -> None:
    stage = Stage(Api())
    stage.api.took = 0.3
    await stage.until(100)
    polls = [at for at, _ in stage.api.calls() if at > 20]
    steps = [b - a for a, b in pairwise(polls)]
    assert all(step == pytest.approx(5, abs=0.01) for step in steps)
    stage.api.took = 4.7
    await stage.until(200)
    late = [at for at, _ in stage.api.calls() if at > 110]
    steps = [b - a for a, b in pairwise(late)]
    assert all(step == pytest.approx(10, abs=0.01) for step in steps), "a missed poll is skipped"


@staged
async def test_agents_and_campaigns_come_after_the_newest_calls_and_every_five_minutes() -> None:
    api = Api()
    api.world.put(call("C", BASE - 1), BASE - 1.0)
    stage = Stage(api)
    await stage.until(10)
    first = [ask.function for _, ask in stage.api.asked[:3]]
    assert first == ["getCalls", "getAgents", "getCampaigns"]
    stage.api.agents = [*stage.api.agents, Agent("2", "Bob", "Ray")]
    await stage.until(320)
    directories = [update for _, update in stage.heard if isinstance(update, Directory)]
    assert [len(update.agents or ()) for update in directories] == [1, 1, 2]
    assert sum(ask.function == "getAgents" for _, ask in stage.api.asked) == 2


@staged
async def test_the_newest_calls_come_before_agents_and_campaigns_though_nobody_called_lately() -> None:
    api = Api()
    api.world.put(call("C", BASE - 600), BASE - 600.0)
    stage = Stage(api)
    await stage.until(10)
    kinds = [
        type(update) for _, update in stage.heard if isinstance(update, Directory) or getattr(update, "existing", ())
    ]
    assert kinds[:2] == [Changes, Directory]
    quiet = Stage(Api())
    await quiet.until(20)
    assert quiet.feed.directory.agents, "where nobody called at all they come too"


@staged
async def test_refresh_asks_everything_again_at_once() -> None:
    stage = Stage(Api())
    await stage.until(21.5)
    before = len(stage.api.asked)
    stage.feed.refresh()
    await stage.until(22)
    assert [ask.function for _, ask in stage.api.asked[before:]] == ["getCalls", "getAgents", "getCampaigns"]


@staged
async def test_a_status_says_since_when_its_word_holds_however_long_nobody_has_heard_it() -> None:
    stage = Stage(Api())
    await stage.until(50)
    began = stage.feed.status().since
    assert began is not None
    stage.api.trouble = lambda at, ask: BUSY if at > 50 else None
    said: list[tuple[float, Status]] = []
    for _ in range(1_000):
        await stage.until(stage.api.clock.tick() + 0.1)
        said.append((stage.feed.now(), stage.feed.status()))
    assert {one.word for _, one in said} >= {"LIVE", "OFFLINE"}
    assert said[0][1].since == began
    for (_, before), (now, after) in pairwise(said):
        assert after.since == pytest.approx(before.since if after.word == before.word else now, abs=1.2)


@staged
async def test_a_supervisors_wrong_clock_hides_no_call() -> None:
    """The server is a day ahead: the first question is about the wrong time, and asked again at once."""
    stage = Stage(Api(skew=86_400.0))
    stage.api.world.put(call("C", BASE + 86_400 - 30), BASE)
    await stage.until(3)
    assert [entry.call.id for entry in stage.feed.window.shown()] == ["C"]
    assert stage.feed.status().skew == pytest.approx(86_400, abs=1)
    assert stage.api.calls()[1][0] == pytest.approx(0.1)


@staged
async def test_without_a_date_the_local_clock_is_used_and_said() -> None:
    stage = Stage(Api(dates=False))
    await stage.until(20)
    assert not stage.feed.status().clock_known
    assert stage.word == "LIVE"


@staged
async def test_a_slow_answer_is_stale_while_it_is_awaited() -> None:
    stage = Stage(Api())
    await stage.until(20)
    stage.api.took = 29.0
    await stage.until(45)
    assert stage.word == "STALE"
    age = stage.feed.status().age
    assert age is not None
    assert age > 15


@staged
async def test_a_long_fill_does_not_starve_the_newest_calls() -> None:
    stage = Stage(Api(), Poll(interval=5, window=3600, look_back=0, records_per_minute=600))
    for at in range(9000):
        stage.api.world.put(call(f"C{at}", BASE - 3600 + at * 3600 // 9000), BASE - 1.0)
    stage.api.took = 2.0
    await stage.until(14)
    newest = [at for at, ask in stage.api.calls() if ask.end > BASE + 200]
    assert len(newest) >= 3
    assert stage.word == "FILLING"


@staged
async def test_status_words_are_published_once_each_time_they_change() -> None:
    stage = Stage(Api())
    await stage.until(100)
    words = stage.words()
    assert all(a != b for a, b in pairwise(words))
    assert words.count("LIVE") == 1


@staged
async def test_a_call_that_began_seventy_minutes_ago_and_is_listed_now_comes_on_top() -> None:
    stage = Stage(Api(), Poll(interval=5, window=3600, look_back=7200))
    view = View()
    stage.feed.subscribe(lambda update: view.apply(update) if isinstance(update, Changes) else None)
    for at in range(40):
        stage.api.world.put(call(f"C{at}", BASE - 60 * at - 40), BASE - 1.0)
    await stage.until(20)
    stage.api.world.put(call("long", BASE - 4200, total=4215), stage.api.now)
    await stage.until(30)
    assert stage.new() == ["long"]
    assert view[0].call.id == "long"


@staged
async def test_new_is_measured_from_the_first_server_now() -> None:
    """The server is three seconds ahead: a call dated before the run began, on its clock, was there."""
    stage = Stage(Api(skew=3.0))
    stage.api.world.put(call("there", BASE + 2), BASE)
    await stage.until(3)
    assert stage.new() == []
    assert stage.feed.window.began == pytest.approx(BASE + 3, abs=0.6)
