"""Working in the list: order, type, columns, filters put on and taken off, pause, what is asked for."""

from __future__ import annotations

import re
from dataclasses import replace

import msgspec
import pytest
from textual import events

from dialer_tui.floor.window import Changes
from dialer_tui.model import Campaign, CampaignList
from dialer_tui.ui.call_text import COLUMNS
from dialer_tui.ui.columns import place
from dialer_tui.ui.panes.calls import LABELS
from dialer_tui.ui.panes.sideways import FIXED, Sideways
from tests.ui import fakes
from tests.ui.seat import NARROW, WIDE, Seat, seated


def some(first: int, count: int, **fields: object) -> Changes:
    """New calls from a number on."""
    made = [fakes.call(first + n, **fields) for n in range(count)]  # type: ignore[arg-type]
    return Changes(new=[fakes.entry(one, new=True, seen=fakes.NOW + first) for one in made])


def ids(seat: Seat) -> list[str]:
    view = seat.app.state.view
    return [view[row].call.id for row in range(len(view))]


async def rain(seat: Seat, first: int = 5_000, count: int = 200) -> None:
    """Calls of everybody come in, twenty at a time."""
    agents = ("Ann Lee", "Bob Ray", "Cy Poe", "")
    for at in range(first, first + count, 20):
        made = [
            fakes.entry(
                fakes.call(
                    n, agent=agents[n % 4], campaign_id=str(1111 + n % 2), campaign=("Spring Sale", "Renewals")[n % 2]
                ),
                new=True,
                seen=fakes.NOW + n,
            )
            for n in range(at, at + 20)
        ]
        await seat.say(Changes(new=made))


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


# --- f, /, enter, esc ---------------------------------------------------------------------------------------


async def test_f_filters_by_the_agent_then_one_more_term_each_time() -> None:
    async with seated() as seat:
        await seat.say(some(500, 4, agent="Bob Ray", queue=40), some(510, 2, agent="Bob Ray", queue=41))
        await seat.press("f")
        assert '/ agent="Bob Ray"' in seat.lines[1]
        assert "6 of 106" in seat.lines[1]
        await seat.press("right", *["right"] * 3)
        assert seat.app.main.calls.sideways.at == "queue"
        await seat.press("f")
        assert '/ agent="Bob Ray" queue=0:41' in seat.lines[1]
        assert ids(seat) == ["C511", "C510"]
        await seat.press("f")
        assert "that filter is on already" in seat.lines[-1]
        await seat.press("escape")
        assert len(seat.app.state.view) == 6
        await seat.press("escape")
        assert "agent=" not in seat.text
        assert len(seat.app.state.view) == 106


@pytest.mark.parametrize(
    ("column", "term"),
    [
        ("agent", 'agent="Ann Lee"'),
        ("contact", 'contact="Contact 1"'),
        ("campaign", 'campaign="Spring Sale"'),
        ("list", 'list="Leads A"'),
        ("type", "type=in"),
        ("number_in", "numberin=8885551212"),
        ("number_out", "numberout=8885551313"),
        ("queue", "queue=0:12"),
        ("total", "total=1:40"),
    ],
)
async def test_f_takes_any_cell(column: str, term: str) -> None:
    async with seated((240, 30)) as seat:
        await seat.say(
            some(
                500,
                1,
                agent="No",
                contact="No",
                campaign_id="9",
                campaign="No",
                list_id="9",
                list="No",
                type="Outbound",
                number_in="1",
                number_out="2",
                queue=1,
                total=2,
            )
        )
        await seat.press("down")
        seat.app.main.calls.sideways.at = column
        await seat.press("f")
        assert f"/ {term} " in seat.lines[1]
        assert seat.under_cursor == "C1"
        assert "C500" not in ids(seat)


async def test_f_on_a_time_says_that_there_is_no_such_filter() -> None:
    async with seated() as seat:
        seat.app.main.calls.sideways.at = "began"
        await seat.press("f")
        assert "no filter by a time" in seat.lines[-1]
        assert not seat.app.state.filters


async def test_f_on_nobody_is_every_call_that_names_no_person() -> None:
    async with seated() as seat:
        await seat.say(some(500, 2, agent="VDAD"), some(510, 1, agent=""))
        await seat.press("f")
        assert "/ agent:none" in seat.lines[1]
        assert ids(seat) == ["C510", "C501", "C500"]


async def test_f_in_details_shows_that_agents_calls() -> None:
    async with seated() as seat:
        await seat.say(some(500, 2, agent="Bob Ray"))
        await seat.press("enter", "f")
        assert seat.app.main.place == "calls"
        assert ids(seat) == ["C501", "C500"]


async def test_a_filter_that_means_nothing_says_so_and_the_last_good_one_stays() -> None:
    async with seated() as seat:
        await seat.press("slash", *"agent:ann")
        assert "100 of 100" in seat.lines[-1]
        await seat.press("home", *"agnt:x ")
        assert "agnt is no field; agent?" in seat.lines[-1]
        await seat.say(some(500, 1))
        assert "agnt is no field; agent?" in seat.lines[-1]
        assert len(seat.app.state.view) == 101
        await seat.press("enter")
        assert seat.app.main.place == "filter"  # not kept while it means nothing
        await seat.press("ctrl+u", "enter")
        assert seat.app.main.place == "calls"
        assert "/ agent:ann" in seat.lines[1]


async def test_enter_on_an_agent_shows_its_calls_under_every_spelling_and_esc_goes_back() -> None:
    async with seated() as seat:
        await seat.say(some(500, 3, agent="Ray, Bob"), some(510, 4, agent="bob  ray"))
        await seat.press("pagedown", "2", "down")
        spot = seat.app.main.calls.top, seat.under_cursor
        (row,) = [line for line in seat.lines if line[2:].startswith("Bob Ray ")]
        await seat.press("enter")
        assert seat.app.main.place == "calls"
        assert len(seat.app.state.view) == int(row.split()[3]) == 7
        assert seat.app.main.calls.following
        await seat.press("down", "down", "escape")
        assert seat.app.main.place == "agents"
        assert seat.app.main.agents.called(seat.app.main.agents.cursor) == "Bob Ray"
        assert (seat.app.main.calls.top, seat.under_cursor) == spot


async def test_enter_in_the_tree_shows_as_many_calls_as_it_counts() -> None:
    tree = (
        Campaign("1111", "Sales", (CampaignList("111000", "Leads"), CampaignList("2", "Sales"))),
        Campaign("1112", "Sales"),
        Campaign("1113", "", (CampaignList(None),)),
    )
    async with seated() as seat:
        await seat.say(fakes.directory(campaigns=tree))
        await seat.say(
            some(500, 3, campaign_id="1112", campaign="Sales", list_id="", list=""),
            some(510, 2, campaign_id="1113", campaign="", list_id="", list=""),
            some(520, 4, list_id="odd", list="Odd"),
            some(530, 5, campaign_id="gone", campaign="Gone", list_id="", list=""),
        )
        await seat.press("3", "right", "end", "right", "home")
        counted = 0
        for row in range(seat.app.main.campaigns.count()):
            seat.app.main.campaigns.go(row)
            node = seat.app.main.campaigns.node
            assert node is not None
            if node.campaign is None:
                continue
            await seat.press("enter")
            assert len(seat.app.state.view) == node.calls, node
            counted += 1
            await seat.press("escape")
            assert (seat.app.main.place, seat.app.main.campaigns.cursor) == ("campaigns", row)
        assert counted == 7


async def test_a_call_that_comes_in_is_kept_or_not_by_what_is_put_on() -> None:
    async with seated() as seat:
        await seat.press("2", "enter", "t", "slash", *"contact", "enter")
        assert len(seat.app.state.view) == 100
        await seat.say(some(500, 1), some(501, 1, type="Outbound"), some(502, 1, agent="Bob Ray"))
        assert len(seat.app.state.view) == 101


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
        third.gone, third.version = True, third.version + 1
        await seat.say(Changes(gone=[third]))
        seat.feed.standing = fakes.status("STALE", age=40.0)
        await seat.pass_time(65)
        assert (rows(seat) if size == WIDE else seat.lines[2:-1]) == before
        assert "PAUSED +200" in seat.lines[0]
        assert "300 calls" in seat.lines[0]
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
        assert "own agents" in seat.lines[0]
        assert "Agents ──" in seat.text  # not before they have come
        found = fakes.directory()
        await seat.say(type(found)(found.agents, found.campaigns, agents_own=True, campaigns_own=True))
        assert "Own agents ─" in seat.text
        assert "Own campaigns ─" in seat.text
        await seat.press("o")
        assert [scope.own for scope in seat.feed.scopes] == [True, False]
        assert "own agents" not in seat.lines[0]


async def test_a_window_of_ones_own_is_among_the_choices() -> None:
    found = fakes.settings()
    found = replace(found, poll=msgspec.structs.replace(found.poll, window=7_200))
    async with seated(settings=found) as seat:
        await seat.press("w")
        assert re.search(r"3 +the last 2 h +now", seat.text)


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


async def test_a_notice_goes_by_itself_and_the_keys_come_back() -> None:
    async with seated() as seat:
        keys = seat.lines[-1]
        seat.app.main.say("something was done")
        await seat.pilot.pause()
        assert "something was done" in seat.lines[-1]
        await seat.press("slash")
        assert "something" not in seat.lines[-1]
        await seat.press("escape")
        assert seat.lines[-1] == keys
        seat.app.main.say("something was done")
        seat.app.main.notice.end()
        await seat.pilot.pause()
        assert seat.lines[-1] == keys


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
        assert "copied 10 characters" in seat.lines[-1]
        assert await step("escape") == trail[-1]
        assert await step("escape") == ("agents", trail[-2][1])
        assert await step("escape") == ("campaigns", trail[-3][1])
        assert await step("1") == ("calls", trail[-3][1])
        assert await step("escape") == ("calls", trail[2][1])
        assert not seat.app.state.filters
        assert await step("space") == ("calls", trail[2][1])
        assert seat.app.state.calls == len(seat.app.state.view) > 2_000


@pytest.mark.parametrize("pane", ["2", "3"])
async def test_a_filter_typed_in_another_pane_shows_the_calls_it_is_for(pane: str) -> None:
    async with seated(NARROW) as seat:
        await seat.press(pane, "slash", "C", "7")
        assert "[1 Calls" in seat.lines[1]
        assert seat.under_cursor == "C7"
