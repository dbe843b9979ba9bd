"""A past range at a terminal: typed in plain words, had from the simulated API, and left again. Real processes."""

from __future__ import annotations

import asyncio
import dataclasses
import json
import re
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace

from dialer_tui.floor.changes import Changes
from dialer_tui.floor.names import Claim, Claims
from dialer_tui.floor.past import Past
from dialer_tui.lookback import Had
from dialer_tui.simulator.server import Server
from dialer_tui.simulator.world import World
from dialer_tui.ui.messages import PastClaimed, PastFailed, PastHad, PastProgressed
from tests.conftest import FLOOR_TIME, Dialer, Opened
from tests.ui import fakes
from tests.ui.seat import NARROW, WIDE, Seat, seated
from tests.ui.terminal import Terminal

RANGE = "yesterday 9-10"
START = FLOOR_TIME - FLOOR_TIME % 86_400 - 86_400 + 9 * 3_600


def iso(second: int) -> str:
    return datetime.fromtimestamp(second, UTC).isoformat()


def at_rest(server: Server, terminal: Terminal) -> int:
    """How many requests there were once no more came for a while: whose the calls are is asked for last."""
    asked = -1
    while asked != server.api.asked:
        asked = server.api.asked
        terminal.settle(2.0, 3)
    return asked


@pytest.mark.parametrize("size", [WIDE, NARROW])
def test_a_range_is_shown_whole_nothing_polls_and_esc_is_live_again(
    opened: Opened, still_floor: Server, dialer: Dialer, size: tuple[int, int]
) -> None:
    told = json.loads(dialer("figures", "--from", iso(START), "--to", iso(START + 3_600), "--format", "json").out)
    (whole,) = told
    terminal = opened(dialer, size)
    terminal.until(lambda text: "● LIVE" in text)
    terminal.send("w", "p", RANGE)
    terminal.until(lambda text: "Mon 23 Nov 09:00–10:00" in text)
    terminal.send("enter")
    terminal.until(lambda text: "PAST" in text and "had 14:" in text)
    level = whole["figures"]["service_level"]["value"] * 100

    def same(text: str) -> bool:
        said = re.search(r"SL (?:20 s)? *([\d.]+) %", text)
        return f"{whole['calls']:,}" in text and said is not None and abs(float(said[1]) - level) < 1

    terminal.until(same)
    assert "Mon 23 Nov 09:00–10:00" in terminal.lines[0]
    asked = at_rest(still_floor, terminal)
    terminal.settle(6.0, 7)
    assert still_floor.api.asked == asked, "nothing polls"
    terminal.send("f", "esc")
    terminal.until(lambda text: "PAST" in text)
    terminal.send("esc")
    terminal.until(lambda text: "● LIVE" in text and "PAST" not in text)
    terminal.send("q")
    assert terminal.end() == 0
    assert b"Traceback" not in terminal.raw


def test_what_came_in_while_a_range_was_shown_is_there_afterwards(opened: Opened) -> None:
    with Server(World(seed=5, calls_per_hour=3_600, even=True)) as server:
        terminal = opened(Dialer(server), NARROW)
        terminal.until(lambda text: "● LIVE" in text, 60)
        terminal.send("w", "p", "yesterday 9-10", "enter")
        terminal.until(lambda text: "PAST" in text, 60)
        asked, before = at_rest(server, terminal), set(server.world.window())
        terminal.settle(8.0, 9)
        missed: list[str] = []
        while len(missed) < 3:  # when they come is a matter of dice
            terminal.settle(1.0, 1)
            missed = [call_id for call_id in server.world.window() if call_id not in before]
        assert server.api.asked == asked, "nothing polls"
        terminal.send("esc")
        terminal.until(lambda text: "● LIVE" in text and "PAST" not in text, 60)
        for call_id in (missed[0], missed[len(missed) // 2], missed[-1]):
            terminal.send("/", "\x15", f"id={call_id}", "enter")
            terminal.until(lambda text: "Calls 1 of " in text, 60)  # calls of long ago are asked for less often
        terminal.send("q")
        assert terminal.end() == 0


def test_since_the_shifts_start_goes_over_midnight(
    opened: Opened, still_floor: Server, dialer: Dialer, tmp_path: Path
) -> None:
    """It is three in the morning in Auckland, and the night shift began at ten."""
    config = tmp_path / "config.toml"
    config.write_text('[view]\ntimezone = "Pacific/Auckland"\nshift = "22:00"\n')
    begun = 5 * 3_600 + int(still_floor.world.now() - FLOOR_TIME)
    wanted = len(still_floor.world.window(begun, 7_200))
    told = json.loads(dialer("--config", str(config), "calls", "--window", "shift", "--format", "json").out)
    assert len(told) == wanted
    terminal = opened(dialer, NARROW, "--config", str(config))
    terminal.until(lambda text: "● LIVE" in text)
    terminal.send("w")
    terminal.until(lambda text: "since 22:00" in text)
    terminal.send("5")
    terminal.until(lambda text: "since 22:00" in text.splitlines()[0] and "● LIVE" in text)
    terminal.until(lambda text: f"Calls {wanted:,}]" in text)
    terminal.send("q")
    assert terminal.end() == 0


@pytest.mark.parametrize("size", [WIDE, NARROW])
async def test_the_line_says_what_is_typed_what_is_wrong_and_esc_takes_it_away(size: tuple[int, int]) -> None:
    async with seated(size) as seat:
        await seat.press("w", "p")
        assert seat.lines[-1].startswith(" past range")
        assert "yesterday 14-15" in seat.lines[-1]
        await seat.press(*"today 15-16", "enter")
        assert "not over yet" in seat.lines[-1]
        await seat.press("ctrl+u", *"9-10")
        assert "Tue 24 Nov 09:00–10:00" in seat.lines[-1]
        await seat.press("ctrl+u", *"yesterday 9")
        assert "Mon 23 Nov 09:00–10:00" in seat.lines[-1]
        await seat.press("ctrl+u", *"soon 1-2")
        assert re.search(r"soon is no day; such as yesterday 14-15", seat.lines[-1]) or size == NARROW
        assert "no day" in seat.lines[-1]
        await seat.press("escape")
        assert "past range" not in seat.lines[-1]
        assert "LIVE" in seat.lines[0]


async def test_what_is_of_the_live_window_alone_is_refused_there() -> None:
    async with seated(NARROW) as seat:
        seat.app.state.look_back(Past(START, START + 3_600))
        for key in ("b", "o", "space"):
            await seat.press(key)
            assert "not on a past range: esc goes back to the live calls" in seat.lines[-1], key
        assert not seat.app.state.paused


async def test_in_a_past_range_a_filter_of_marks_says_that_there_are_none() -> None:
    async with seated(NARROW) as seat:
        seat.app.state.look_back(Past(START, START + 3_600))
        await seat.press("slash", *"is:new")
        assert "in a past range no call is new" in seat.lines[-1]


# --- a seat: what each key does there, and what rests ------------------------------------------------------------


async def looked_back(seat: Seat, calls: int = 3, **fields: Any) -> Past:
    """Yesterday from nine to ten is asked for, and had."""
    await seat.press("w", "p", *RANGE, "enter")
    past = seat.app.main.asking.past
    found = [fakes.entry(fakes.call(900 + n, date=START + 60 * n, **fields)) for n in range(calls)]
    seat.app.post_message(PastHad(Had(past, found, seat.feed.now())))
    await seat.press()
    assert "PAST" in seat.lines[0]
    return past


@pytest.mark.parametrize("size", [WIDE, NARROW])
async def test_esc_while_a_range_is_asked_for_stops_it_and_what_was_shown_stays(size: tuple[int, int]) -> None:
    async with seated(size) as seat:
        before = seat.lines[2:-1]
        await seat.press("w", "p", *RANGE, "enter")
        assert "asking for Mon 23 Nov 09:00–10:00: 0 %, esc stops" in seat.lines[0]
        seat.app.post_message(PastProgressed(0.5))
        await seat.press()
        assert "50 %" in seat.lines[0]
        assert seat.feed.held
        await seat.press("escape")
        assert "asking" not in seat.lines[0]
        assert "LIVE" in seat.lines[0]
        assert seat.lines[2:-1] == before
        assert not seat.feed.held
        had = Had(Past(START, START + 3_600), [fakes.entry(fakes.call(900))], seat.feed.now())
        seat.app.post_message(PastHad(had))  # it was on its way
        await seat.press()
        assert "PAST" not in seat.lines[0]


@pytest.mark.parametrize("size", [WIDE, NARROW])
async def test_the_footer_says_what_esc_does_while_a_range_is_shown(size: tuple[int, int]) -> None:
    async with seated(size) as seat:
        assert "esc" not in seat.lines[-1]
        await looked_back(seat)
        assert seat.lines[-1].startswith(" esc live  / filter ")
        await seat.press("slash", *"lee", "enter")
        assert seat.lines[-1].startswith(" esc back  / filter "), "the filter goes first"
        await seat.press("escape", "escape")
        assert "LIVE" in seat.lines[0]
        assert "esc" not in seat.lines[-1]


async def test_which_campaign_was_worst_stands_in_the_top_line_before_when_it_was_had() -> None:
    async with seated(NARROW, settings=dataclasses.replace(fakes.settings(), profile="acme")) as seat:
        await looked_back(seat, 3)
        assert seat.lines[0].rstrip().endswith("○ PAST · had 14:00")
        await seat.press("escape")
        await looked_back(seat, 20, queue=60)
        assert " Mon 23 Nov 09:00–10:00 · in  SL 0 %▲  worst Spring Sale 0 %▲ " in seat.lines[0]
        assert seat.lines[0].rstrip().endswith("○ PAST")


async def test_r_asks_for_the_range_again_and_no_live_call() -> None:
    async with seated(NARROW) as seat:
        past = await looked_back(seat)
        await seat.press("r")
        assert seat.app.main.asking.past == past
        assert seat.feed.refreshed == 0
        found = [fakes.entry(fakes.call(950 + n, date=START + n)) for n in range(5)]
        seat.app.post_message(PastHad(Had(past, found, seat.feed.now())))
        await seat.press()
        assert "1 Calls 5" in seat.lines[1], "what has been listed late is there now"
        await seat.press("escape", "r")
        assert seat.feed.refreshed == 1


async def test_another_range_takes_the_place_of_the_first_and_esc_is_live() -> None:
    async with seated(NARROW) as seat:
        await looked_back(seat)
        await looked_back(seat, 2)
        assert "1 Calls 2" in seat.lines[1]
        await seat.press("escape")
        assert "1 Calls 100" in seat.lines[1]
        assert not seat.feed.held


async def test_a_report_is_of_the_live_window_and_refused_a_file_of_calls_is_named_after_the_range() -> None:
    async with seated(NARROW) as seat:
        await looked_back(seat)
        await seat.press("e", "r")
        assert "not on a past range: esc goes back to the live calls" in seat.lines[-1]
        await seat.press("ctrl+p", *"report")
        await seat.press("enter")
        assert "not on a past range" in seat.lines[-1]
        await seat.press("e", "c")
        assert re.search(r"/calls-[\w.-]*2026-11-23-0900-1000\.csv", seat.text.replace("\n", ""))


async def test_no_alert_is_raised_by_a_past_range_and_those_of_before_stay(tmp_path: Path) -> None:
    path = tmp_path / "config.toml"
    path.write_text('[[alerts]]\nname = "slow"\nfigure = "asa"\nabove = 60.0\nminimum = 5\nfor = "1s"\nbell = true\n')
    settings = fakes.settings(DIALER_TUI_CONFIG=str(path))
    async with seated(NARROW, settings=settings) as seat:
        await seat.pass_time(40)
        await looked_back(seat, 50, queue=600)
        await seat.pass_time(40)
        alert = seat.app.state.alerts.of("slow")
        assert alert.since is None
        await seat.press("a")
        assert "Nothing is judged while a past range is shown." in seat.text
        await seat.press("escape", "escape")
        await seat.pass_time(40)
        assert alert.since is None, "nor afterwards by what was shown there"
        await seat.say(Changes(existing=[fakes.entry(fakes.call(800 + n, ended=60, queue=900)) for n in range(50)]))
        await seat.pass_time(40)
        assert alert.since is not None, "the rule itself works"


async def test_yesterdays_quarter_hours_are_not_asked_for_meanwhile() -> None:
    async with seated(WIDE) as seat:
        await seat.press("2", "enter")
        await seat.pass_time(1)
        assert seat.app.beside.keeper.asking
        await seat.press("w", "p", *RANGE, "enter")
        await seat.pass_time(3)
        assert not seat.app.beside.keeper.asking
        seat.app.post_message(PastHad(Had(seat.app.main.asking.past, [], seat.feed.now())))
        await seat.press()
        await seat.pass_time(3)
        assert not seat.app.beside.keeper.asking
        await seat.press("w", "1")
        await seat.pass_time(1)
        assert seat.app.beside.keeper.asking


async def test_what_is_learned_of_a_range_that_was_left_is_of_no_use() -> None:
    """Whose its calls are may be known only when none of them is shown any more."""
    async with seated(WIDE) as seat:
        theirs = fakes.entry(fakes.call(500))
        had = Had(Past(START, START + 3_600), [theirs], fakes.NOW)
        seat.app.post_message(PastClaimed(had, Claims((Claim(theirs.call, "4711"),))))
        await seat.pilot.pause()
        assert seat.app.is_running
        assert seat.app.state.calls == 100


async def test_a_call_of_a_range_that_may_have_gone_on_when_it_was_had_is_never_said_to_have_ended() -> None:
    async with seated(WIDE) as seat:
        await looked_back(seat, 2, total=int(fakes.NOW) - START - 60)  # the second reaches up to now
        await seat.pass_time(120)
        await seat.press("enter")
        assert "ended 14:00:00, or still going on" in seat.text
        await seat.press("down")
        assert "ended 13:59:00" in seat.text
        assert "going on" not in seat.text


async def test_help_in_a_range_says_how_late_live_calls_may_be() -> None:
    async with seated(WIDE) as seat:
        seat.feed.standing = replace(fakes.LIVE, lateness=150.0, far=3 * 3_600)
        await looked_back(seat)
        await seat.press("question_mark")
        while "While the link is LIVE" not in seat.text:
            await seat.press("pagedown")
        assert "one dated 3 h ago at most 2 m 30 s" in " ".join(re.sub("[│╭╮╰╯]", " ", seat.text).split())


async def test_figures_of_a_range_stay_as_they_were_when_it_was_had() -> None:
    async with seated(WIDE) as seat:
        seat.app.state.look_back(Past(START, START + 3_600))
        version, at = seat.app.state.figures.version, seat.app.state.figures.now
        await seat.say(fakes.existing(1, first=900))
        await seat.pass_time(120)
        assert seat.app.state.figures.now == at
        seat.app.state.look_back(None)
        await seat.pass_time(1)
        assert seat.app.state.figures.now > at
        assert seat.app.state.figures.version > version


async def test_a_range_that_is_left_stays_until_the_live_calls_are_live_again() -> None:
    """Nothing was asked for meanwhile, and for a moment all that is known of them is old."""
    async with seated(NARROW) as seat:
        await looked_back(seat)
        seat.feed.standing = fakes.status("STALE", age=90.0)
        await seat.press("escape")
        assert not seat.feed.held, "they are asked for at once"
        assert "PAST" in seat.lines[0]
        assert "STALE" not in seat.text
        assert "1 Calls 3" in seat.lines[1]
        await seat.press("r")
        assert seat.app.main.asking is None, "the range is as good as left"
        assert seat.feed.refreshed == 1
        seat.feed.standing = fakes.LIVE
        await seat.say(fakes.new(777), fakes.LIVE)
        for _ in range(5):  # folding takes turns
            await asyncio.sleep(0.02)
            await seat.press()
        assert "LIVE" in seat.lines[0]
        assert "1 Calls 101" in seat.lines[1]
        assert seat.app.state.marks.mark("C777") == "new"


async def test_a_range_that_is_left_is_left_though_no_answer_comes() -> None:
    async with seated(NARROW) as seat:
        await looked_back(seat)
        seat.feed.standing = fakes.status("STALE", age=90.0)
        await seat.press("escape", "escape")
        await asyncio.sleep(1.0)
        assert "STALE" in seat.lines[0]
        assert "1 Calls 100" in seat.lines[1]


async def coming(seat: Seat) -> None:
    """A range is had, and on its way to the screen, which takes its turns."""
    await seat.press("w", "p", *RANGE, "enter")
    past = seat.app.main.asking.past
    seat.app.folding.halt()
    found = [fakes.entry(fakes.call(900 + n, date=START + 60 * n)) for n in range(3)]
    seat.app.post_message(PastHad(Had(past, found, seat.feed.now())))
    await seat.press()
    assert seat.app.state.past is None


async def test_while_a_range_is_on_its_way_to_the_screen_nothing_of_the_live_calls_comes_between() -> None:
    async with seated(NARROW) as seat:
        await coming(seat)
        seat.app.post_message(PastFailed("whose its calls are could not be had"))
        await seat.press("space")
        assert "not on a past range" in seat.lines[-1]
        assert seat.feed.held, "nothing polls"
        seat.app.folding.go_on()
        await seat.press()
        assert "PAST" in seat.lines[0]
        assert "1 Calls 3" in seat.lines[1]


async def test_esc_while_a_range_is_on_its_way_to_the_screen_leads_back() -> None:
    async with seated(NARROW) as seat:
        await coming(seat)
        await seat.press("escape")
        assert not seat.feed.held
        await seat.say(fakes.LIVE)
        await seat.press()
        assert "PAST" not in seat.lines[0]
        assert "1 Calls 100" in seat.lines[1]
