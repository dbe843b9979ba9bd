"""The one loop on virtual time, while the API fails: back-off, refusals, and how it goes on."""

from __future__ import annotations

from itertools import pairwise

import pytest

from dialer_tui.api.protocol import Fault, Kind
from tests.floor.world import BASE, call
from tests.staged import BUSY, MISSHAPEN, REFUSED, Api, Stage, staged


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
