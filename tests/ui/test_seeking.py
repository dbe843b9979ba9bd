"""A filter over many calls: the first rows at once, the rest a little at a time, and no key waits for it."""

from __future__ import annotations

import pytest

from dialer_tui.floor import view as view_module
from dialer_tui.ui import state as state_module
from dialer_tui.ui.screens import telling
from tests.ui import fakes
from tests.ui.seat import Seat, seated

CALLS = 1_000


@pytest.fixture(autouse=True)
def by_hand(monkeypatch: pytest.MonkeyPatch) -> None:
    """Ten calls a look, and the next look when the test says so."""
    monkeypatch.setattr(view_module, "_STEP", 10)
    monkeypatch.setattr(state_module, "FIRST_LOOK", 0.0)
    monkeypatch.setattr(state_module.FloorState.seek, "__defaults__", (0.0,))
    monkeypatch.setattr(telling, "_BREATH", 3_600.0)


async def look(seat: Seat, times: int | None = None) -> None:
    """Let the filter look on, to the end unless it is said how often."""
    while seat.app.state.view.seeking and times != 0:
        seat.app.main._seek()
        times = times and times - 1
    await seat.pilot.pause()


async def test_rows_come_as_they_are_found_and_keys_act_meanwhile() -> None:
    async with seated(empty=True) as seat:
        await seat.say(fakes.existing(CALLS))
        await seat.press("slash", *"contact:7", "enter")
        view = seat.app.state.view
        assert [view[row].call.id for row in range(len(view))] == ["C7"]
        await look(seat, 3)
        assert any("4+ of 1,000" in line for line in seat.lines), "it says that there may be more"
        await seat.press("down", "down")
        at = seat.under_cursor
        assert at == "C27"
        await seat.say(fakes.new(7_777, ended=0))
        assert (view[0].call.id, seat.under_cursor) == ("C7777", at)
        await look(seat)
        wanted = sum("7" in str(number) for number in range(1, CALLS + 1)) + 1
        assert any(f"{wanted:,} of 1,001" in line for line in seat.lines)
        assert seat.under_cursor == at


async def test_the_pane_fills_at_once_and_then_now_and_then(monkeypatch: pytest.MonkeyPatch) -> None:
    async with seated(empty=True) as seat:
        await seat.say(fakes.existing(CALLS))
        await seat.press("slash", *"contact:1", "enter")
        page, told = seat.app.main.calls.page, list[int]()
        monkeypatch.setattr(seat.app.main, "folded", lambda: told.append(len(seat.app.state.view)))
        monkeypatch.setattr(telling, "_NEWS", 3_600.0)
        await look(seat)
        assert sum(found < page for found in told) > 3
        assert [found for found in told if found >= page][1:] == [len(seat.app.state.view)], "full, and then the end"


async def test_while_nothing_has_been_found_it_does_not_say_that_there_is_nothing() -> None:
    async with seated(empty=True) as seat:
        await seat.say(fakes.existing(CALLS))
        await seat.press("slash", *"nobody", "enter")
        assert any("Looking through 1,000 calls" in line for line in seat.lines)
        await look(seat)
        assert any("No call meets" in line for line in seat.lines)


async def test_another_filter_and_none_end_the_search() -> None:
    async with seated(empty=True) as seat:
        await seat.say(fakes.existing(CALLS))
        await seat.press("slash", *"nobody", "enter", "escape")
        assert not seat.app.state.view.seeking
        assert any("1,000" in line for line in seat.lines)


async def test_the_cursor_stays_with_its_call_through_a_search_it_is_far_down_in() -> None:
    async with seated(empty=True) as seat:
        await seat.say(fakes.existing(CALLS))
        await seat.press("slash", *"contact:7", "enter")
        await look(seat)
        seat.app.main.calls.go(50)
        await seat.pilot.pause()
        at = seat.under_cursor
        line = seat.line(f"Contact {at[1:]} ")
        await seat.press("slash", *" total=1:40", "enter")
        assert seat.under_cursor != at, "it has not been found again yet"
        await look(seat)
        assert (seat.under_cursor, seat.line(f"Contact {at[1:]} ")) == (at, line)
        await seat.press("escape")
        await look(seat)
        assert seat.under_cursor == at


async def test_the_cursor_goes_to_a_neighbour_that_the_filter_keeps_though_it_is_still_looked_for() -> None:
    async with seated(empty=True) as seat:
        await seat.say(fakes.existing(CALLS))
        seat.app.main.calls.go(400)
        await seat.pilot.pause()
        assert seat.under_cursor == "C401"
        await seat.press("slash", *"contact:7", "enter")
        await look(seat)
        assert seat.under_cursor in ("C407", "C397"), seat.under_cursor


async def test_a_sort_while_a_filter_is_on_keeps_the_cursor_on_its_call() -> None:
    async with seated(empty=True) as seat:
        await seat.say(fakes.existing(CALLS))
        await seat.press("slash", *"contact:7", "enter")
        await look(seat)
        seat.app.main.calls.go(30)
        at = seat.under_cursor
        seat.app.state.sort("id")
        seat.app.main.folded()
        await look(seat)
        assert seat.under_cursor == at
