"""Working in the list: order, type, columns, pause, what is asked for."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import time

import msgspec
import pytest
from textual import events

from dialer_tui.model import Daily
from dialer_tui.ui.call_text import COLUMNS
from dialer_tui.ui.columns import place
from dialer_tui.ui.form import told
from dialer_tui.ui.panes.calls import LABELS
from dialer_tui.ui.panes.sideways import FIXED, Sideways
from tests.ui import fakes
from tests.ui.rain import ids, rain, some
from tests.ui.seat import NARROW, WIDE, Seat, seated

# --- order and type -----------------------------------------------------------------------------------------


async def test_sort_by_a_column_then_by_the_one_before_and_turn_it() -> None:
    async with seated() as seat:
        await seat.say(some(500, 3, queue=90, agent="Zoe"), some(510, 3, queue=90, agent="Bob Ray"))
        await seat.press("s", *["down"] * 9)
        assert "│ Queue " in seat.text
        await seat.press("enter")
        assert "by Queue ↓, Listed ↓" in seat.lines[1]
        assert "Queue↓" in seat.lines[2]
        assert ids(seat)[:6] == ["C512", "C511", "C510", "C502", "C501", "C500"]
        await seat.press("s", "up", "up", "up", "up", "up", "up", "enter")
        assert "by Agent ↑, Queue ↓" in seat.lines[1]
        assert ids(seat)[-3:] == ["C500", "C501", "C502"]
        await seat.press("s", "s")  # the same again: the other way round
        assert "by Agent ↓, Queue ↓" in seat.lines[1]
        assert ids(seat)[:3] == ["C502", "C501", "C500"]
        await seat.press("s", "escape")
        assert "by Agent ↓, Queue ↓" in seat.lines[1]


async def test_every_column_can_be_sorted_by_and_the_menu_says_how_it_is() -> None:
    async with seated(NARROW) as seat:
        for at, label in enumerate(LABELS.values()):
            await seat.press("s")
            seat.app.main.menu.move(at - seat.app.main.menu.cursor)
            await seat.pilot.pause()
            assert re.search(rf"│ {label} ", seat.text)
            await seat.press("enter")
            assert seat.app.main.calls.order().startswith(f"by {label} ") or label == "Listed"
        assert len(LABELS) == 16
        await seat.press("s")
        assert re.search(r"Call ID +↑ now", seat.text)
        assert re.search(r"Total +↓ second", seat.text)


async def test_sorting_leaves_the_cursor_on_its_call() -> None:
    async with seated() as seat:
        await seat.press("down", "down", "down")
        await seat.press("s", "down", "down", "down", "down", "enter")
        assert seat.under_cursor == "C4"
        await rain(seat)
        assert seat.under_cursor == "C4"


async def test_type_goes_from_all_to_in_to_out_and_says_so() -> None:
    async with seated() as seat:
        await seat.say(some(500, 5, type="Outbound"), some(600, 2, type="Manual"))
        await seat.press("t")
        assert "Calls · in · as listed" in seat.lines[1]
        assert "100 of 107" in seat.lines[1]
        await seat.press("t")
        assert "Calls · out · as listed" in seat.lines[1]
        assert len(seat.app.state.view) == 5
        await seat.press("t")
        assert "Calls · as listed" in seat.lines[1]
        assert len(seat.app.state.view) == 107


async def test_an_empty_type_says_how_to_see_the_others() -> None:
    async with seated(NARROW) as seat:
        await seat.press("t", "t")
        assert "No call is out." in seat.text
        assert "t shows the others." in seat.text
        assert seat.lines[1].endswith(" out")


# --- columns ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("cells", [60, 76, 78, 100, 140, 230])
def test_the_column_cursor_reaches_every_column_and_is_always_seen(cells: int) -> None:
    columns = Sideways(COLUMNS, "agent")
    assert columns.seen(cells) == place(COLUMNS, cells)
    names, met = {column.name for column in COLUMNS[1:]}, set()
    columns.move(1, cells)
    assert columns.at == "agent"
    assert columns.seen(cells) == place(COLUMNS, cells)  # nothing jumps when it is first used
    for by in (-1, 1, -1):
        for _ in range(20):
            columns.move(by, cells)
            seen = columns.seen(cells)
            assert columns.at in {at.column.name for at in seen}
            assert sum(at.cells + 1 for at in seen) - 1 <= cells
            assert [at.column for at in seen[:FIXED]] == [at.column for at in place(COLUMNS, cells)[:FIXED]]
            met.add(columns.at)
    assert met == names
    assert columns.seen(cells) == place(COLUMNS, cells)
    columns.hide()
    assert columns.at is None


async def test_columns_out_of_sight_come_into_it_and_go_with_esc() -> None:
    async with seated(NARROW) as seat:
        first = seat.lines[2]
        await seat.press("right")
        assert seat.lines[2] == first
        await seat.press(*["right"] * 8)
        assert seat.app.main.calls.sideways.at == "number_in"
        assert "Number in" in seat.lines[2]
        assert "8885551212" in seat.lines[3]
        await seat.press(*["right"] * 20)
        assert "Total" in seat.lines[2]
        await seat.press("escape")
        assert seat.lines[2] == first


async def test_the_cell_under_the_column_cursor_is_as_wide_as_its_head() -> None:
    async with seated() as seat:
        calls = seat.app.main.calls
        for _ in range(6):
            await seat.press("right")
            heads = [text for text, role in calls.head_parts(78) if role == "caret"]
            cells = [text for text, role in calls.parts(0, 78) if role == "cell"]
            assert [*map(len, cells)] == [*map(len, heads)] != []


# --- pause --------------------------------------------------------------------------------------------------


def rows(seat: Seat) -> list[str]:
    """The calls' rows and the lines of their frame, without title and foot."""
    return [line[38:] for line in seat.lines[2:-2]]


@pytest.mark.parametrize("size", [WIDE, NARROW])
async def test_paused_nothing_of_the_calls_changes_while_counts_clock_and_link_go_on(size: tuple[int, int]) -> None:
    async with seated(size) as seat:
        await seat.say(fakes.new(499))
        state, second, third = seat.app.state, seat.app.state.view[1], seat.app.state.view[2]
        await seat.press("space")
        assert "PAUSED +0" in seat.lines[0]
        before = rows(seat) if size == WIDE else seat.lines[2:-1]
        await rain(seat)
        await seat.say(fakes.updated(second, ended=11, talk=3_000))
        await seat.say(fakes.gone(third))
        seat.feed.standing = fakes.status("STALE", age=40.0)
        await seat.pass_time(65)
        assert (rows(seat) if size == WIDE else seat.lines[2:-1]) == before
        assert "PAUSED +200" in seat.lines[0]
        assert "300 calls" in seat.lines[0] if size == WIDE else "Calls 300" in seat.lines[1]
        assert "STALE 40 s old" in seat.lines[0]
        assert "14:01:05" in seat.lines[-1]
        seat.feed.standing = fakes.LIVE
        await seat.press("space")
        assert "PAUSED" not in seat.text
        assert len(state.view) == 301
        assert seat.under_cursor == "C5199"
        assert state.marks.mark("C499") == "new"  # its clock stood still
        await seat.press("end")
        await seat.pass_time(10)
        assert len(state.view) == 300


async def test_a_paused_list_can_be_sorted_filtered_walked_and_opened() -> None:
    async with seated() as seat:
        entry = seat.app.state.view[3]
        await seat.press("down", "down", "down", "space")
        await seat.say(fakes.updated(entry, ended=13, contact="Changed", talk=9))
        await rain(seat)
        await seat.press("enter")
        assert "Contact 4 " in seat.text
        assert "Changed" not in seat.text
        await seat.press("down")
        assert "Call C5 " in seat.text
        await seat.press("escape", "s", "down", "down", "down", "down", "enter", "slash", *"contact 4", "enter")
        assert "19 of 100" in seat.lines[1], "of those that stand still"
        assert "Changed" not in seat.text
        await seat.press("space")
        assert "Changed" not in seat.text
        await seat.press("escape", "slash", *"changed", "enter")
        assert ids(seat) == ["C4"]


async def test_home_does_not_end_a_pause_and_pause_again_starts_from_nothing() -> None:
    async with seated() as seat:
        await seat.press("space")
        await seat.say(some(500, 3))
        await seat.press("home")
        assert "PAUSED +3" in seat.lines[0]
        await seat.press("space", "space")
        assert "PAUSED +0" in seat.lines[0]
        assert ids(seat)[0] == "C502"


@pytest.mark.parametrize("size", [WIDE, NARROW])
async def test_another_window_during_a_pause_says_of_which_one_the_rows_are(size: tuple[int, int]) -> None:
    async with seated(size) as seat:
        await seat.press("space", "w", "3")
        assert "window: the last 4 h; the paused rows are of the last 1 h" in seat.lines[-1]
        await seat.press("down")
        await seat.say(some(500, 3))
        assert f"{'last ' if size == WIDE else ' '}4 h" in seat.lines[0]
        assert "PAUSED +3, rows of 1 h" in seat.lines[0]
        await seat.press("w", "2")
        assert "paused rows" not in seat.lines[-1]  # they are of the window again
        assert "PAUSED +3  " in seat.lines[0]
        await seat.press("w", "1", "space", "space")
        assert "PAUSED +0  " in seat.lines[0]


# --- what is asked for --------------------------------------------------------------------------------------


async def test_window_and_own_are_asked_of_the_feed_and_said() -> None:
    async with seated() as seat:
        await seat.press("w")
        assert re.search(r"the last 1 h +now", seat.text)
        await seat.press("3")
        assert seat.feed.windows == [14_400]
        assert "last 4 h" in seat.lines[0]
        await seat.press("w", "up", "up", "enter", "w", "enter")
        assert seat.feed.windows == [14_400, 900]
        assert "last 15 m" in seat.lines[0]
        await seat.press("o")
        assert [scope.own for scope in seat.feed.scopes] == [True]
        assert "own lists" in seat.lines[0]
        assert "Agents ──" in seat.text  # not before they have come
        found = fakes.directory()
        await seat.say(type(found)(found.agents, found.campaigns, agents_own=True, campaigns_own=True))
        assert "Own agents ─" in seat.text
        assert "Own campaigns ─" in seat.text
        await seat.press("o")
        assert [scope.own for scope in seat.feed.scopes] == [True, False]
        assert "own lists" not in seat.lines[0]


async def test_a_window_of_ones_own_is_among_the_choices() -> None:
    found = fakes.settings()
    found = replace(found, poll=msgspec.structs.replace(found.poll, window=7_200))
    async with seated(settings=found) as seat:
        await seat.press("w")
        assert re.search(r"3 +the last 2 h +now", seat.text)


async def test_today_and_the_shift_are_windows_too() -> None:
    berlin = fakes.settings(TZ="Europe/Berlin")
    async with seated(settings=berlin) as seat:
        await seat.press("w")
        assert re.search(r"4 +today", seat.text)
        assert re.search(r"5 +since 06:00 +the shift", seat.text)
        await seat.press("5")
        assert seat.feed.windows == [Daily(time(6), berlin.timezone)]
        assert "· since 06:00 ·" in seat.lines[0]
        assert "window: since 06:00" in seat.lines[-1]
        await seat.press("space", "w", "4")
        assert "window: today; the paused rows are since 06:00" in seat.lines[-1]
        assert "PAUSED +0, rows since 06:00" in seat.lines[0]
        assert "· today ·" in seat.lines[0]
        await seat.press("w")
        assert re.search(r"4 +today +now", seat.text)
        await seat.press("1", "space")
        assert seat.feed.windows[1:] == [Daily(time(), berlin.timezone), 900]


async def test_an_empty_day_says_of_when_it_is() -> None:
    async with seated(empty=True) as seat:
        await seat.press("w", "4")
        await seat.pass_time(1)
        assert "No calls today." in seat.text
        seat.feed.standing = fakes.status("FILLING", "43 %")
        await seat.pass_time(1)
        assert "Fetching the calls of today, the newest first: 43 %." in seat.text


# --- the menu and the notice --------------------------------------------------------------------------------


async def test_a_menu_can_be_left_clicked_and_is_not_run_by_pasted_text() -> None:
    async with seated() as seat:
        await seat.press("w")
        seat.app.post_message(events.Paste("133"))
        await seat.press("x", "q", "z")
        assert seat.app.main.place == "menu"
        assert seat.feed.windows == []
        await seat.pilot.click("#menu", offset=(5, 1))
        await seat.press()
        assert seat.feed.windows == [900]
        assert seat.app.main.place == "calls"
        await seat.press("s", "ctrl+l", "escape", "escape")
        assert seat.app.main.place == "calls"


@pytest.mark.parametrize("size", [(80, 10), (40, 8)])
async def test_a_menu_that_does_not_fit_scrolls_with_its_cursor(size: tuple[int, int]) -> None:
    async with seated(size) as seat:
        await seat.press("s")
        for label in LABELS.values():
            assert re.search(rf"│ {label} ", seat.text), seat.text
            await seat.press("down")


async def test_a_notice_goes_by_itself_or_with_the_next_key_which_does_what_it_does() -> None:
    async with seated() as seat:
        keys = seat.lines[-1]
        for key in ("down", "x", "ctrl+l", "t", "w", "slash"):
            seat.app.main.say("something was done")
            await seat.pilot.pause()
            assert "something was done" in seat.lines[-1]
            await seat.press(key)
            assert "something" not in seat.text, key
            if key == "down":
                assert seat.under_cursor == "C2"
            if seat.app.main.place == "calls":
                assert seat.lines[-1] == keys, key
            else:
                await seat.press("escape")
        assert seat.app.state.type == "in"
        seat.app.main.say("something was done")
        seat.app.main.notice.end()
        await seat.pilot.pause()
        assert seat.lines[-1] == keys


async def test_keys_behind_the_one_that_opens_the_account_do_nothing_to_the_panes() -> None:
    async with seated(account=lambda: told("Account", "It is one.")) as seat:
        for char in "u2tzx":
            seat.app.post_message(events.Key(char, char))
        await seat.press()
        assert "It is one." in seat.text
        assert (seat.app.main.place, seat.app.state.type) == ("calls", "")
        await seat.press("escape", "2")
        assert seat.app.main.place == "agents"
    async with seated() as seat:
        await seat.press("u", "2")  # nobody told it of an account
        assert seat.app.main.place == "agents"


# --- nothing under the cursor changes because a row came in -------------------------------------------------


@pytest.mark.parametrize("size", [WIDE, NARROW])
async def test_a_walk_there_and_back_while_calls_rain(size: tuple[int, int]) -> None:
    """Pause, scroll, filter, drill down two levels, look at a call, copy its number, come back with esc."""
    async with seated(size) as seat:
        first = 10_000

        async def step(*keys: str) -> tuple[str, str]:
            """Press keys, let 200 calls come in; where the cursor is must not depend on them."""
            nonlocal first
            await seat.press(*keys)
            before = seat.app.main.place, seat.under_cursor, seat.app.main.calls.cursor - seat.app.main.calls.top
            await rain(seat, first)
            first += 200
            after = seat.app.main.place, seat.under_cursor, seat.app.main.calls.cursor - seat.app.main.calls.top
            assert after == before, keys
            return before[0], before[1]

        await seat.press("down")
        await rain(seat, 2_000)
        trail = [await step("pagedown", "down"), await step("space"), await step("down", "down")]
        trail.append(await step("slash", *"contact", "enter"))
        trail.append(await step("3", "down", "enter", "down"))
        trail.append(await step("2", "down", "enter", "down", "down"))
        assert len({call for _, call in trail}) >= 4
        under = seat.under_cursor
        assert (await step("enter"))[0] == "details"
        assert f"Call {under} " in seat.text
        await step("y", "n")
        assert "copied number in, 10 characters" in seat.lines[-1]
        assert await step("escape") == trail[-1]
        assert await step("escape") == ("agents", trail[-2][1])
        assert await step("escape") == ("campaigns", trail[-3][1])
        assert await step("1") == ("calls", trail[-3][1])
        assert await step("escape") == ("calls", trail[2][1])
        assert not seat.app.state.filters
        assert await step("space") == ("calls", trail[2][1])
        assert seat.app.state.calls == len(seat.app.state.view) > 2_000
