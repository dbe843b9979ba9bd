"""The one loop on virtual time: polls, state words, back-off, refusals, server time, directories."""

from __future__ import annotations

import asyncio
import random
from collections.abc import Callable, Coroutine
from itertools import pairwise
from typing import Any

import pytest

from dialer_tui.api.protocol import Fault, Kind
from dialer_tui.clock import Clock
from dialer_tui.feed import Feed, Update
from dialer_tui.floor.changes import Changes
from dialer_tui.floor.directories import Directory
from dialer_tui.floor.link import Status
from dialer_tui.floor.view import View
from dialer_tui.model import Agent, Answer, Ask, Campaign, Poll
from tests.floor.world import BASE, World, call
from tests.virtual import run

POLL = Poll(interval=5, window=600, look_back=300)
BUSY = Fault(Kind.BUSY, "busy", code=900)
REFUSED = Fault(Kind.REFUSED, "Invalid ID and Transaction Key combination", code=100)
MISSHAPEN = Fault(Kind.REQUEST, "Improperly formatted request", code=80)


class Api:
    """A client on a world; `trouble` may raise for a request. `skew`: the server's clock minus ours."""

    def __init__(self, skew: float = 0.0, dates: bool = True) -> None:
        loop = asyncio.get_running_loop()
        self.skew, self.dates = skew, dates
        self.clock = Clock(wall=lambda: BASE + loop.time(), tick=loop.time)
        self.world = World()
        self.asked: list[tuple[float, Ask]] = []
        self.trouble: Callable[[float, Ask], Fault | None] = lambda at, ask: None
        self.took = 0.1
        self.agents = [Agent("1", "Ann", "Lee")]
        self.campaigns = [Campaign("1", "Sales")]

    @property
    def now(self) -> float:
        return self.clock.wall() + self.skew

    async def fetch(self, ask: Ask) -> Answer[Any]:
        sent = self.clock.tick()
        self.asked.append((sent, ask))
        await asyncio.sleep(self.took)
        fault = self.trouble(sent, ask)
        self.clock.learn(float(int(self.now)) if self.dates else None, sent, self.clock.tick())
        if fault is not None:
            raise fault
        if ask.function == "getCalls":
            return self.world.answer(ask, self.now, sent, self.took)
        records = self.agents if ask.function == "getAgents" else self.campaigns
        return Answer(ask, records, len(records), sent, self.clock.tick())

    async def close(self) -> None:
        pass

    def calls(self) -> list[tuple[float, Ask]]:
        return [(at, ask) for at, ask in self.asked if ask.function == "getCalls"]


class Stage:
    """A feed on an Api for some virtual seconds at a time, with everything it published."""

    def __init__(self, api: Api, poll: Poll = POLL, *, unattended: bool = False) -> None:
        self.api = api
        self.feed = Feed(api, api.clock, poll, rng=random.Random(3), unattended=unattended)
        self.heard: list[tuple[float, Update]] = []
        self.feed.subscribe(lambda update: self.heard.append((api.clock.tick(), update)))
        self.task = asyncio.create_task(self.feed.run())

    async def until(self, tick: float) -> None:
        await asyncio.sleep(tick - self.api.clock.tick())
        assert not self.task.done()

    @property
    def word(self) -> str:
        return self.feed.status().word

    def words(self) -> list[str]:
        return [update.word for _, update in self.heard if isinstance(update, Status)]

    def new(self) -> list[str]:
        return [entry.call.id for _, update in self.heard if isinstance(update, Changes) for entry in update.new]


def staged(play: Callable[[], Coroutine[Any, Any, None]]) -> Callable[[], None]:
    """A test that runs on virtual time."""

    def test() -> None:
        run(play())

    test.__name__, test.__doc__ = play.__name__, play.__doc__
    return test


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
    stage = Stage(Api())
    await stage.until(10)
    first = [ask.function for _, ask in stage.api.asked[:3]]
    assert first == ["getCalls", "getAgents", "getCampaigns"]
    stage.api.agents = [*stage.api.agents, Agent("2", "Bob", "Ray")]
    await stage.until(320)
    directories = [update for _, update in stage.heard if isinstance(update, Directory)]
    assert [len(update.agents or ()) for update in directories] == [1, 1, 2]
    assert sum(ask.function == "getAgents" for _, ask in stage.api.asked) == 2


@staged
async def test_refresh_asks_everything_again_at_once() -> None:
    stage = Stage(Api())
    await stage.until(21.5)
    before = len(stage.api.asked)
    stage.feed.refresh()
    await stage.until(22)
    assert [ask.function for _, ask in stage.api.asked[before:]] == ["getCalls", "getAgents", "getCampaigns"]


@staged
async def test_an_outage_is_offline_rows_stay_the_gap_is_filled_and_nothing_is_lost_or_doubled() -> None:
    stage = Stage(Api())
    world = stage.api.world
    world.put(call("before", BASE - 50), BASE - 1.0)
    await stage.until(30)
    stage.api.trouble = lambda at, ask: BUSY if 30 < at < 150 else None
    for at in range(30, 150, 10):
        world.put(call(f"during{at}", BASE + at), BASE + at + 2.0)
    await stage.until(60)
    assert stage.word == "OFFLINE"
    assert {entry.call.id for entry in stage.feed.window.shown()} == {"before"}
    await stage.until(260)
    assert stage.word == "LIVE"
    assert sorted(stage.new()) == sorted(f"during{at}" for at in range(30, 150, 10))
    words = stage.words()
    assert words.index("STALE") < words.index("OFFLINE") if "STALE" in words else "OFFLINE" in words
    assert stage.feed.window.coverage(stage.feed.now() - 6) == 1


@staged
async def test_a_single_failed_request_is_not_offline() -> None:
    stage = Stage(Api())
    await stage.until(20)
    once = iter([BUSY])
    stage.api.trouble = lambda at, ask: next(once, None)
    await stage.until(60)
    assert "OFFLINE" not in stage.words()
    assert stage.word == "LIVE"


@staged
async def test_a_wrong_key_is_refused_with_no_request_after_it() -> None:
    stage = Stage(Api())
    stage.api.trouble = lambda at, ask: REFUSED
    for at in range(10):
        await stage.until(2 + 5 * at)
        stage.feed.refresh()
    assert len(stage.api.asked) == 1, "not hammered by an impatient person either"
    await stage.until(4000)
    assert stage.word == "REFUSED"
    assert len(stage.api.asked) == 1
    assert stage.feed.pulse.stopped
    assert stage.feed.status().message == REFUSED.message
    stage.api.trouble = lambda at, ask: None
    stage.feed.refresh()
    await stage.until(4010)
    assert stage.word == "LIVE", "a person asked"


@staged
async def test_with_nobody_there_a_key_that_is_refused_from_the_start_is_tried_every_quarter_hour_until_it_is_not() -> (
    None
):
    stage = Stage(Api(), unattended=True)
    stage.api.trouble = lambda at, ask: REFUSED if at < 3_000 else None
    await stage.until(2_900)
    said = stage.feed.status()
    assert said.word == "REFUSED"
    assert said.since == pytest.approx(BASE + stage.api.asked[0][0], abs=2), "since the first of them"
    assert not stage.feed.pulse.stopped
    steps = [after - before for (before, _), (after, _) in pairwise(stage.api.asked)]
    assert steps == [pytest.approx(900, abs=1)] * 3
    await stage.until(3_700)
    assert stage.word == "LIVE"
    assert stage.words()[:2] == ["CONNECTING", "REFUSED"]


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
async def test_code_100_in_mid_shift_is_confirmed_a_minute_later_then_tried_every_quarter_hour() -> None:
    stage = Stage(Api())
    stage.api.world.put(call("C", BASE - 50), BASE - 1.0)
    await stage.until(50)
    stage.api.trouble = lambda at, ask: REFUSED if at > 50 else None
    await stage.until(70)
    assert stage.word != "REFUSED"
    await stage.until(125)
    assert stage.word == "REFUSED"
    assert len(stage.feed.window.shown()) == 1
    await stage.until(3000)
    tries = [at for at, _ in stage.api.asked if at > 50]
    steps = [b - a for a, b in pairwise(tries)]
    assert steps[0] == pytest.approx(60, abs=1)
    assert all(step == pytest.approx(900, abs=1) for step in steps[1:])


@staged
async def test_one_stray_code_100_in_mid_shift_passes() -> None:
    stage = Stage(Api())
    await stage.until(50)
    once = iter([REFUSED])
    stage.api.trouble = lambda at, ask: next(once, None)
    await stage.until(130)
    assert "REFUSED" not in stage.words()
    assert stage.word == "LIVE"


@staged
async def test_code_80_before_any_success_is_said_and_not_repeated() -> None:
    stage = Stage(Api())
    stage.api.trouble = lambda at, ask: MISSHAPEN
    await stage.until(4000)
    assert stage.word == "ERROR 80"
    assert stage.feed.status().message == "Improperly formatted request"
    assert len(stage.api.asked) == 1


@staged
async def test_an_http_status_is_an_error_backed_off_and_tried_again() -> None:
    stage = Stage(Api())
    await stage.until(20)
    stage.api.trouble = lambda at, ask: Fault(Kind.STATUS, "Not Found", status=404) if at < 200 else None
    await stage.until(100)
    assert stage.word == "ERROR 404"
    await stage.until(300)
    assert stage.word == "LIVE"


@staged
async def test_a_directory_that_fails_does_not_stop_the_calls() -> None:
    stage = Stage(Api())
    stage.api.trouble = lambda at, ask: BUSY if ask.function == "getAgents" and at < 100 else None
    await stage.until(90)
    assert stage.word == "LIVE"
    assert stage.feed.directory.agents is None
    assert any("getAgents" in reason for reason in stage.feed.left_out.reasons)
    await stage.until(200)
    assert stage.feed.directory.agents is not None


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
async def test_calls_that_a_cap_had_hidden_are_not_said_to_be_new() -> None:
    stage = Stage(Api(), Poll(interval=5, window=3600, look_back=0))
    stage.api.world.cap = 137
    for at in range(500):
        stage.api.world.put(call(f"C{at}", BASE - 3500 + at * 7, total=3500), BASE - 1.0)
    await stage.until(60)
    assert stage.feed.schedule.caps.cap == 137
    assert len(stage.feed.window.shown()) == 500
    assert stage.new() == []


@staged
async def test_code_80_in_mid_shift_is_tried_again() -> None:
    stage = Stage(Api())
    await stage.until(30)
    stage.api.trouble = lambda at, ask: MISSHAPEN if at < 60 else None
    await stage.until(50)
    assert stage.word == "ERROR 80"
    assert not stage.feed.pulse.stopped
    await stage.until(120)
    assert stage.word == "LIVE"


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
async def test_a_slow_server_settles_each_suspicion_and_polls_end() -> None:
    """Three hundred calls look like a cut; each answer takes 1.5 s, and newer ones are asked for in between."""
    stage = Stage(Api(), Poll(interval=5, window=3600, look_back=7200))
    stage.api.took = 1.5
    for at in range(300):
        stage.api.world.put(call(f"C{at}", BASE - 10 - 36 * at), BASE - 1.0)
    await stage.until(120)
    worst = 1.0
    for minute in range(3, 20):
        await stage.until(60 * minute)
        worst = min(worst, stage.feed.status().coverage)
    assert worst > 0.99
    assert stage.feed.schedule.caps.cap is None
    rests = [b - a for (a, _), (b, _) in pairwise(stage.api.asked)]
    assert max(rests) > 2, "a poll comes to its end"


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_a_lagging_replica_on_a_floor_that_wakes_up_proves_no_cap(seed: int) -> None:
    @staged
    async def play() -> None:
        stage = Stage(Api(), Poll(interval=5, window=3600, look_back=7200))
        rng, world = random.Random(seed), stage.api.world
        world.lag = 7.0
        world.rng.seed(seed)
        for at in range(30):
            world.put(call(f"N{at}", BASE - 360 * at), BASE - 20.0)
        at = 0.0
        while at < 2400:
            at += rng.expovariate(200 / 3600)
            world.put(call(f"C{at}", BASE + int(at) - 60, total=60), BASE + at)
        await stage.until(2400)
        assert stage.feed.schedule.caps.cap is None
        late = sum(tick > 1800 for tick, _ in stage.api.asked)
        assert late / 10 < 30, "requests a minute"

    play()


@pytest.mark.parametrize("step", [700.0, 3600.0, -3600.0])
def test_a_step_of_the_local_clock_says_nothing_of_the_floor(step: float) -> None:
    @staged
    async def play() -> None:
        stage = Stage(Api())
        stepped = 0.0
        wall = stage.api.clock.wall
        stage.api.clock.wall = lambda: wall() + stepped
        stage.api.skew = 0.0
        for at in range(25):
            stage.api.world.put(call(f"C{at}", BASE - 20 * at), BASE - 1.0)
        await stage.until(20)
        heard = len(stage.heard)
        stepped, stage.api.skew = step, -step
        await stage.until(40)
        assert not [update for _, update in stage.heard[heard:] if isinstance(update, Changes)]

    play()


@staged
async def test_a_directory_that_is_refused_does_not_stop_the_calls() -> None:
    stage = Stage(Api())
    stage.api.trouble = lambda at, ask: REFUSED if ask.function == "getCampaigns" else None
    await stage.until(600)
    assert len(stage.api.calls()) >= 118
    assert stage.word == "LIVE"
    assert any("getCampaigns" in reason for reason in stage.feed.left_out.reasons)
    tries = [at for at, ask in stage.api.asked if ask.function == "getCampaigns"]
    assert [round(b - a, -1) for a, b in pairwise(tries)][:2] == [60, 120], "less and less often"


@staged
async def test_retry_after_is_kept_to() -> None:
    stage = Stage(Api())
    await stage.until(20)
    once = iter([Fault(Kind.BUSY, "slow down", status=429, retry_after=90.0)])
    stage.api.trouble = lambda at, ask: next(once, None)
    await stage.until(100)
    failed = next(at for at, _ in stage.api.asked if at > 20)
    assert not [at for at, _ in stage.api.asked if failed < at < failed + 90]


@staged
async def test_new_is_measured_from_the_first_server_now() -> None:
    """The server is three seconds ahead: a call dated before the run began, on its clock, was there."""
    stage = Stage(Api(skew=3.0))
    stage.api.world.put(call("there", BASE + 2), BASE)
    await stage.until(3)
    assert stage.new() == []
    assert stage.feed.window.began == pytest.approx(BASE + 3, abs=0.6)


@staged
async def test_what_cannot_be_had_whole_is_partial() -> None:
    stage = Stage(Api(), Poll(interval=5, window=600, look_back=0))
    await stage.until(20)
    stage.feed.window.covered.remove(BASE - 300, BASE - 200)
    await stage.until(27)
    assert stage.word == "LIVE", "for a moment it may be"
    stage.feed.window.covered.remove(BASE - 300, BASE - 200)
    whole = stage.api.world.answer

    def cut(ask, now, tick, took):  # type: ignore[no-untyped-def]
        answer = whole(ask, now, tick, took)
        return type(answer)(ask, answer.records, 100, tick, tick + took)

    stage.api.world.answer = cut  # type: ignore[method-assign]
    await stage.until(120)
    assert stage.word == "PARTIAL"
