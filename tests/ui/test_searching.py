"""Looking further back for what no shown call meets: offered, begun, stopped, shown. Real processes, and a seat."""

from __future__ import annotations

import asyncio
import dataclasses
import json
import re
from typing import Any

import pytest

from dialer_tui.floor.effort import Effort
from dialer_tui.floor.past import Past
from dialer_tui.lookback import Had
from dialer_tui.model import Answer, Ask, Poll
from dialer_tui.simulator.server import Server
from dialer_tui.ui.messages import PastFailed, PastHad, PastProgressed
from tests.conftest import FLOOR_TIME, Dialer, Opened
from tests.ui import fakes
from tests.ui.fakes import NOW, FakeClient
from tests.ui.seat import NARROW, WIDE, Seat, seated
from tests.ui.test_past import at_rest, iso

DAY = 86_400
OFFER = re.compile(r"enter: search back 24 h \(about (\d+) requests\)\.")


def listed(dialer: Dialer, start: int, end: int, *where: str) -> list[dict[str, Any]]:
    told = dialer("calls", "--from", iso(start), "--to", iso(end), "--format", "json", *where)
    found: list[dict[str, Any]] = json.loads(told.out)
    return found


def talk(call: dict[str, Any]) -> int:
    return call["callTalkTime"] or 0


@pytest.mark.parametrize("size", [WIDE, NARROW])
def test_what_no_shown_call_meets_is_found_in_the_day_before(
    opened: Opened, still_floor: Server, dialer: Dialer, size: tuple[int, int]
) -> None:
    day = listed(dialer, FLOOR_TIME - DAY, FLOOR_TIME)
    shown = json.loads(dialer("calls", "--format", "json").out)
    longest = max(call["callQueueTime"] or 0 for call in shown)
    wanted = {call["callID"] for call in day if (call["callQueueTime"] or 0) > longest}
    assert wanted
    terminal = opened(dialer, size)
    terminal.until(lambda text: "● LIVE" in text)
    terminal.send("/", f"queue>{longest}")
    terminal.until(lambda text: "enter keeps the filter, enter again: search back 24 h" in text)
    terminal.send("enter")
    terminal.until(lambda text: OFFER.search(text) is not None)
    offered = OFFER.search(terminal.text)
    assert offered is not None
    asked = still_floor.api.asked
    terminal.send("enter")
    terminal.until(lambda text: "PAST" in text and "found in Mon 23 Nov" in text)
    assert still_floor.api.asked - asked == pytest.approx(int(offered[1]), rel=0.5)
    terminal.until(lambda text: f"{len(wanted):,} of {len(wanted):,}" in text)
    assert "SL" not in terminal.lines[0], "figures of what was looked for are figures of nothing"
    asked = at_rest(still_floor, terminal)
    terminal.settle(6.0, 7)
    assert still_floor.api.asked == asked, "nothing polls"
    terminal.send("esc")
    terminal.until(lambda text: "● LIVE" in text and OFFER.search(text) is not None)
    terminal.send("esc")
    terminal.until(lambda text: "No call meets" not in text)
    terminal.send("q")
    assert terminal.end() == 0
    assert b"Traceback" not in terminal.raw


def test_an_agents_calls_are_looked_for_by_the_agents_id(opened: Opened, still_floor: Server, dialer: Dialer) -> None:
    """Somebody who had no call of this kind in the hour: the agent's own calls are asked for, and all are found."""
    day = listed(dialer, FLOOR_TIME - DAY, FLOOR_TIME)
    shown = {call["callID"] for call in json.loads(dialer("calls", "--format", "json").out)}
    agents = json.loads(dialer("agents", "--format", "json").out)
    full = [f"{agent['agentNameFirst']} {agent['agentNameLast']}" for agent in agents]
    longest = {name: max((c for c in day if c["callAgentName"] == name), key=talk) for name in full if name.isascii()}
    name, call = next((n, c) for n, c in longest.items() if full.count(n) == 1 and c["callID"] not in shown)
    text = f'agent="{name}" talk>={talk(call)}'
    terminal = opened(dialer, NARROW)
    terminal.until(lambda text: "● LIVE" in text)
    terminal.still()
    terminal.send("/", text, "enter")
    terminal.until(lambda text: OFFER.search(text) is not None)
    served = still_floor.api.served
    terminal.send("enter")
    terminal.until(lambda text: "PAST" in text and "1 of 1" in text)
    assert still_floor.api.served - served < len(day) / 4
    terminal.send("q")
    assert terminal.end() == 0


# --- a seat: what is said, and what each key does ---------------------------------------------------------------


async def filtered(seat: Seat, text: str = "qqq") -> None:
    await seat.press("slash", *text, "enter")


async def test_it_is_offered_only_where_it_can_bring_something() -> None:
    async with seated(NARROW) as seat:
        await filtered(seat)
        assert OFFER.search(seat.text)
        for word in ("CONNECTING", "FILLING 43 %", "OFFLINE", "REFUSED", "ERROR 80"):
            seat.feed.standing = fakes.status(word)
            await seat.pass_time(1)
            assert "search back" not in seat.text, word
            await seat.press("enter")
            assert seat.app.main.asking is None, word
        seat.feed.standing = fakes.status("PARTIAL")
        await seat.pass_time(1)
        assert OFFER.search(seat.text)


async def test_what_only_live_calls_are_is_not_looked_for() -> None:
    async with seated(NARROW) as seat:
        await filtered(seat, "is:new")
        assert "No call meets" in seat.text
        assert "search back" not in seat.text
        await seat.press("enter")
        assert seat.app.main.asking is None


async def test_too_many_requests_are_not_sent() -> None:
    async with seated(NARROW) as seat:
        seat.feed.needed = Effort(1_240, 2_400_000)
        await filtered(seat)
        assert "about 1,240 requests: too many" in seat.text
        await seat.press("enter")
        assert "about 1,240 requests: too many, filter by an agent too" in seat.lines[-1]
        assert not seat.feed.held


async def test_it_says_how_far_it_is_and_esc_stops_it() -> None:
    async with seated(NARROW) as seat:
        await filtered(seat)
        await seat.press("enter")
        assert seat.feed.held
        seat.app.post_message(PastProgressed(0.43, 0))
        await seat.press()
        assert "searching: 43 %, 0 found, esc stops" in seat.lines[0]
        assert "Searching back 24 h: 43 %, 0 found so far. esc stops." in seat.text
        await seat.press("enter", "r")
        assert "it is asked for already: esc stops" in seat.lines[-1]
        await seat.press("escape")
        assert not seat.feed.held
        assert OFFER.search(seat.text)
        await seat.press("escape")
        assert "No call meets" not in seat.text


async def test_nothing_found_is_said_and_stays_said() -> None:
    async with seated(NARROW) as seat:
        await filtered(seat)
        await seat.press("enter")
        seat.app.post_message(PastHad(Had(seat.app.main.asking.past, [], seat.feed.now())))
        await seat.press()
        assert "no call of the last 24 h meets this" in seat.lines[-1]
        assert not seat.feed.held
        assert "None in the last 24 h either, as of 14:00." in seat.text
        assert "enter: search once more (about 9 requests)." in seat.text
        await filtered(seat, "x")
        assert OFFER.search(seat.text), "of another filter that is not known"


async def test_what_is_found_takes_the_place_of_the_live_calls_until_esc() -> None:
    async with seated(WIDE) as seat:
        await filtered(seat, "zebra")
        await seat.press("enter")
        past = seat.app.main.asking.past
        assert (past.end - past.start, past.only) == (DAY - 3_600, ("zebra",))
        found = [fakes.entry(fakes.call(900 + n, ended=40_000 + n, contact="Zebra")) for n in range(3)]
        seat.app.post_message(PastHad(Had(past, found, seat.feed.now())))
        await seat.press()
        assert "found in Mon 23 Nov 14:00 – Tue 24 Nov 13:00" in seat.lines[0]
        assert "PAST" in seat.lines[0]
        assert "3 of 3" in seat.text
        await seat.press("b")
        assert "not on a past range" in seat.lines[-1]
        await seat.press("f", "escape")
        assert "PAST" in seat.lines[0], "first what was put on since"
        await seat.press("escape")
        assert "PAST" not in seat.lines[0]
        assert OFFER.search(seat.text), "the filter is as it was"


async def test_r_looks_for_the_same_again() -> None:
    async with seated(NARROW) as seat:
        await filtered(seat, "zebra")
        await seat.press("enter")
        past = seat.app.main.asking.past
        found = [fakes.entry(fakes.call(900, ended=40_000, contact="Zebra"))]
        seat.app.post_message(PastHad(Had(past, found, seat.feed.now())))
        await seat.press("f", "r")
        assert seat.app.main.asking.past == past
        await seat.press("escape")
        assert seat.app.main.asking is None
        assert "PAST" in seat.lines[0]


async def test_a_filter_that_has_changed_meanwhile_is_not_answered_with_the_calls_of_another() -> None:
    async with seated(NARROW) as seat:
        await filtered(seat)
        await seat.press("enter")
        past = seat.app.main.asking.past
        await filtered(seat, "x")
        seat.app.post_message(PastHad(Had(past, [fakes.entry(fakes.call(900, ended=40_000))], seat.feed.now())))
        await seat.press()
        assert "the filter has changed" in seat.lines[-1]
        assert "PAST" not in seat.lines[0]
        assert not seat.feed.held


async def test_what_cannot_be_had_says_why() -> None:
    async with seated(NARROW) as seat:
        await filtered(seat)
        await seat.press("enter")
        seat.app.post_message(PastFailed("900: The interface encountered an error"))
        await seat.press()
        assert "not had: 900: The interface encountered an error" in seat.lines[-1]
        assert not seat.feed.held


class Slow(FakeClient):
    """Answers a few requests, each with one call of the first second that it is asked for, and then no more."""

    answers = 3

    async def fetch(self, ask: Ask) -> Answer[Any]:
        if not self.answers:
            await asyncio.Event().wait()
        self.answers -= 1
        number = 900 + self.answers
        made = fakes.call(number, date=ask.start, contact="Zebra")
        return Answer(ask, [made], 1, 0.0, 0.1)


async def test_esc_shows_what_was_found_so_far_and_in_which_part() -> None:
    async with seated(WIDE) as seat:
        seat.feed.client = Slow()
        await filtered(seat, "zebra")
        await seat.press("enter")
        while "3 found so far. esc stops and shows them." not in seat.text:
            await seat.press()
        past = seat.app.main.asking.past
        await seat.press("escape")
        shown = seat.app.state.past
        assert past.start < shown.start < past.end == shown.end
        assert "PAST" in seat.lines[0]
        assert "3 of 3" in seat.text
        assert seat.feed.held
        await seat.press("escape")
        assert "PAST" not in seat.lines[0]
        assert not seat.feed.held


async def test_in_a_past_range_and_in_a_long_window_there_is_nothing_further_back() -> None:
    async with seated(NARROW) as seat:
        seat.app.state.look_back(Past(NOW - 7_200, NOW - 3_600))
        await filtered(seat)
        assert "search back" not in seat.text
    long = dataclasses.replace(fakes.settings(), poll=Poll(window=2 * DAY))
    async with seated(NARROW, settings=long) as seat:
        await filtered(seat)
        assert "No call meets" in seat.text
        assert "search back" not in seat.text
