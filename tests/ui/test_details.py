"""A call's details: nothing of a name is lost on any screen, and the sheet stays where it is while calls are walked."""

from __future__ import annotations

from typing import Any

import pytest
from msgspec.structs import replace

from dialer_tui.floor.changes import Changes
from dialer_tui.ui.columnset import ColumnSet, Slot
from tests.ui import fakes
from tests.ui.seat import NARROW, WIDE, Seat, seated

SMALL, BROAD, HUGE = (40, 10), (170, 40), (240, 70)
LONG = {
    "contact": "Prof. Dr. Maximiliane-Theodora Gräfin von und zu Hohenlohe-Waldenburg-Schillingsfürst, geb. Öttingen",
    "agent": "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaftsmitarbeiterin Zwei",
    "campaign": " ".join(f"Sale{n}" for n in range(60)),
    "list": "".join(chr(0x4E00 + n) for n in range(60)),  # two cells wide each
    "number_in": "+49 (0) 89 / 123456789-0123456789",
}


async def opened(seat: Seat, number: int = 200, **fields: Any) -> None:
    """The details of a call with these fields, the newest of all."""
    await seat.say(Changes(existing=[fakes.entry(fakes.call(number, ended=1, **fields))]))
    await seat.press("enter")


def drawn(seat: Seat) -> list[str]:
    """What is to be seen in the sheet, without its frame."""
    top = seat.line("╭─ Call ")
    left = seat.lines[top].index("╭─ Call ")
    end = next(y for y, line in enumerate(seat.lines) if y > top and line[left:].startswith("╰"))
    return [line[left + 2 :].partition(" │")[0].strip() for line in seat.lines[top + 1 : end]]


@pytest.mark.parametrize("size", [SMALL, NARROW, WIDE, BROAD, HUGE])
async def test_nothing_of_a_name_is_lost(size: tuple[int, int]) -> None:
    async with seated(size) as seat:
        await opened(seat, **LONG)
        seen = drawn(seat)
        assert ("pgdn more" in seat.text) == (size in (SMALL, NARROW))
        while "pgdn more" in seat.text:
            await seat.press("pagedown")
            seen += drawn(seat)
        # The last page may show lines again that were on the one before.
        text = "".join(dict.fromkeys(seen)).replace(" ", "")
        for name in LONG.values():
            assert name.replace(" ", "") in text
        assert "Durationsas" in text


async def test_a_name_that_is_none_is_cut_and_says_so() -> None:
    async with seated(HUGE) as seat:
        await opened(seat, contact="x" * 100_000)
        await seat.press("pagedown")
        text = "".join(drawn(seat))
        assert "x" * 2_000 + "…" in text
        assert "x" * 2_001 not in text


async def test_the_keys_that_do_not_fit_leave_and_more_is_said_to_be_there() -> None:
    async with seated(SMALL) as seat:
        await seat.press("enter")
        assert "pgdn more   esc back ─── 1–6 of 21" in seat.text
        await seat.press("pagedown", "pagedown")
        assert "13–18 of 21" in seat.text
        await seat.press("down")
        assert "Call C2 · 2 of 100" in seat.text
        assert "13–18 of 21" in seat.text, "the same lines of the next call"
        await seat.press("pagedown")
        assert "pgup more   esc back ─ 16–21 of 21" in seat.text
        await seat.pilot.resize_terminal(*NARROW)
        await seat.pilot.pause()
        assert "y copy   f this agent's calls   ↑↓ next call   esc back" in seat.text
        assert "Inbound · began" in seat.text


@pytest.mark.parametrize("size", [NARROW, WIDE, BROAD, HUGE])
async def test_the_sheet_stays_where_it_is_from_call_to_call_and_widens_with_the_screen(size: tuple[int, int]) -> None:
    async with seated(size) as seat:
        await opened(seat, contact="名前太郎", agent="", list="", list_id="", queue=None)
        places = set()
        for _ in range(4):
            places.add(seat.app.main.details.region)
            await seat.press("down")
        assert len(places) == 1
        assert places.pop().width == {80: 78, 120: 84, 170: 117, 240: 124}[size[0]]


async def test_times_of_another_day_are_dated_and_a_long_id_leaves_room_for_the_place() -> None:
    async with seated(NARROW) as seat:
        late = fakes.call(200, id="C" * 90, date=fakes.NOW - 20 * 3_600, total=19 * 3_600)
        await seat.say(Changes(existing=[fakes.entry(late)]))
        await seat.press("end", "enter")
        assert "began 2026-11-23 18:00:00 (18:00:00 GMT)" in seat.text
        assert "ended 13:00:00" in seat.text
        assert "CCC… · 101 of 101 ─╮" in seat.text


async def test_of_a_call_that_may_go_on_nobody_says_that_it_ended() -> None:
    """A call is listed while it lasts, perhaps: then its record reaches up to now, and grows."""
    async with seated(WIDE) as seat:
        call = fakes.call(200, ended=1)
        await seat.say(Changes(existing=[fakes.entry(call)]))
        await seat.press("enter")
        assert "ended 13:59:59, or still going on" in seat.text
        assert "Durations as the API gives them" in seat.text
        assert call.total is not None
        await seat.say(fakes.updated(fakes.entry(call), total=call.total + 1))
        assert "still going on at 14:00:00" in seat.text
        assert "ended" not in seat.text
        assert "Durations so far, as the API gives them" in seat.text
        await seat.pass_time(60 + 35)
        assert "ended 14:00:00" in seat.text
        assert "going on" not in seat.text


async def test_a_new_call_that_grows_is_said_to_go_on_until_it_would_have_been_seen_to_grow() -> None:
    async with seated(WIDE) as seat:
        seat.feed.standing = replace(fakes.status("LIVE"), lateness=300.0, far=3 * 3_600)
        call = fakes.call(200, ended=1, date=fakes.NOW - 3 * 3_600, total=3 * 3_600 - 1)
        await seat.say(Changes(new=[fakes.entry(call, new=True, seen=fakes.NOW)]), seat.feed.standing)
        await seat.press("enter")
        assert "going on" not in seat.text
        assert call.total is not None
        await seat.say(fakes.updated(fakes.entry(call, new=True, seen=fakes.NOW), total=call.total + 1))
        await seat.pass_time(240)
        assert "still going on at 14:00:00" in seat.text
        await seat.pass_time(180)
        assert "going on" not in seat.text


async def test_a_call_that_was_seen_long_ago_is_not_said_to_have_ended_because_nobody_looks_any_more() -> None:
    async with seated(WIDE) as seat:
        call = fakes.call(200, ended=1)
        await seat.say(Changes(existing=[fakes.entry(call)]))
        await seat.press("enter")
        assert call.total is not None
        await seat.say(fakes.updated(fakes.entry(call), total=call.total + 1))
        seat.feed.standing = fakes.status("OFFLINE", age=120.0)
        await seat.pass_time(120)
        assert "still going on at 14:00:00" in seat.text
        seat.feed.standing = fakes.LIVE
        await seat.pass_time(60)
        assert "ended 14:00:00" in seat.text


async def test_a_long_call_may_go_on_until_it_would_have_been_asked_for_again_a_short_one_settles_sooner() -> None:
    """The law: the longer ago a call is dated, the later it is asked for again."""
    async with seated(WIDE) as seat:
        seat.feed.standing = replace(fakes.status("LIVE"), lateness=300.0, far=3 * 3_600)
        long = fakes.call(201, ended=1, date=fakes.NOW - 9_000, total=9_000 - 1)
        found = Changes(existing=[fakes.entry(fakes.call(200, ended=1)), fakes.entry(long)])
        await seat.say(found, seat.feed.standing)
        await seat.pass_time(240)
        await seat.press("enter")
        assert "ended 13:59:59 " in seat.text
        await seat.press("down")
        assert "ended 13:59:59, or still going on" in seat.text
        await seat.pass_time(120)
        assert "going on" not in seat.text


async def test_when_a_call_of_unknown_length_ended_is_not_said() -> None:
    async with seated(WIDE) as seat:
        await opened(seat, total=None)
        assert "when it ended is not said" in seat.text


async def test_the_column_says_from_when_on_a_call_may_have_ended() -> None:
    async with seated(WIDE) as seat:
        seat.app.main.calls.lay_out(ColumnSet(tuple(map(Slot, ("began", "ended", "agent")))))
        await seat.say(Changes(existing=[fakes.entry(fakes.call(200, ended=1))]))
        assert "≥13:59:59" in seat.text
        await seat.pass_time(60)
        assert "≥" not in seat.text
        assert "13:59:59" in seat.text
