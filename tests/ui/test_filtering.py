"""Filters put on and taken off: what is typed, what f and enter make, and esc, one by one."""

from __future__ import annotations

from collections.abc import Hashable

import pytest

from dialer_tui.floor.changes import Changes
from dialer_tui.model import Campaign, CampaignList
from dialer_tui.ui.widgets.table import Table
from tests.ui import fakes
from tests.ui.rain import crowd, ids, of, some
from tests.ui.seat import NARROW, WIDE, Seat, seated

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


@pytest.mark.parametrize("size", [NARROW, WIDE])
@pytest.mark.parametrize(("typed", "seen"), [("1313", True), ("number:131", True), ("spring", False), ("13", False)])
async def test_a_number_that_is_looked_for_is_seen_beside_who_took_the_call(
    size: tuple[int, int], typed: str, seen: bool
) -> None:
    async with seated(size) as seat:
        await seat.say(some(500, 1, agent="Bob Ray", number_in="2125554821"))
        assert "Number in" not in seat.text
        await seat.press("slash", *typed)
        assert ("Number in" in seat.text and "8885551313" in seat.text) is seen
        await seat.press("ctrl+u", *"4821", "enter")
        (row,) = [line for line in seat.lines if "Bob Ray" in line and "2125554821" in line]
        assert "Contact 500" in row
        await seat.press("escape")
        assert "Number in" not in seat.text


@pytest.mark.parametrize("size", [NARROW, (120, 36)])
@pytest.mark.parametrize(("typed", "head"), [("listed:5m", "Listed"), ("hold>1", "Hold")])
async def test_a_time_that_is_looked_for_is_seen(size: tuple[int, int], typed: str, head: str) -> None:
    async with seated(size) as seat:
        await seat.say(some(500, 1, agent="Bob Ray"))
        assert head not in seat.text
        await seat.press("slash", *typed, "enter")
        assert head in seat.text
        assert "Bob Ray" in seat.text
        await seat.press("escape")
        assert head not in seat.text


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


@pytest.mark.parametrize("size", [WIDE, NARROW])
async def test_a_term_that_is_wrong_or_half_typed_is_left_out_and_said_and_the_others_stay(
    size: tuple[int, int],
) -> None:
    async with seated(size) as seat:
        await seat.say(some(500, 3, agent="Bob Ray", queue=90))
        await seat.press("slash")
        found = {"q": 0, "qu": 0, "queue=1": 0, "queue=1:30": 3}
        for char in "queue=1:30":
            await seat.press(char)
            typed = seat.app.main.filter.text
            assert len(seat.app.state.view) == found.get(typed, 103), typed
            assert ("queue= … " in seat.lines[-1] and "enter search" in seat.lines[-1]) == (3 <= len(typed) <= 5)
        await seat.press("ctrl+u", *"agent:bob queue=1:3")
        assert "queue wants a time: 90, 1:30, 1m30s or unknown" in seat.lines[-1]
        assert ids(seat) == ["C502", "C501", "C500"]
        await seat.press("enter")
        assert seat.app.main.place == "filter"  # not kept while a part of it means nothing
        await seat.press("ctrl+u", *"quue=5 agent:bob")
        assert "quue is no field; queue?" in seat.lines[-1]
        assert len(seat.app.state.view) == 3
        await seat.say(some(600, 1, agent="Bob Ray"))
        assert "quue is no field; queue?" in seat.lines[-1]
        assert len(seat.app.state.view) == 4
        await seat.press("ctrl+w", "ctrl+u")
        assert len(seat.app.state.view) == 104
        await seat.press(*'agent="B')
        assert len(seat.app.state.view) == 4
        await seat.press(*'ob Ray"', "enter")
        assert seat.app.main.place == "calls"
        assert '/ agent="Bob Ray"' in seat.lines[1]


async def test_a_word_that_may_become_a_field_is_looked_for_at_enter() -> None:
    async with seated() as seat:
        await seat.say(some(500, 2, contact="Queue of two"))
        await seat.press("slash", *"queue")
        assert len(seat.app.state.view) == 102
        await seat.press("enter")
        assert ids(seat) == ["C501", "C500"]
        assert "/ queue " in seat.lines[1]
        await seat.press("slash", "space", "c")
        assert "2 of 102" in seat.lines[-1]
        await seat.press("escape", "slash", *"que", "escape")
        assert not seat.app.state.filters


async def test_a_type_that_no_call_has_says_what_is_allowed() -> None:
    async with seated(NARROW) as seat:
        await seat.press("slash", *"type:xyz")
        assert "0 of 100 · type is in, out, or what the API says" in seat.lines[-1]
        await seat.press("ctrl+u", *"type:in")
        assert "type is" not in seat.lines[-1]


@pytest.mark.parametrize("size", [WIDE, NARROW])
async def test_filters_kept_before_come_back_newest_first_each_once_and_last_what_was_being_typed(
    size: tuple[int, int],
) -> None:
    async with seated(size) as seat:
        for text in ("contact:1", "agent:lee", "contact:1", "contact:7"):
            await seat.press("slash", "ctrl+u", *text, "enter")
        await seat.press("escape", "slash", *"con")
        seen = []
        for key in ("up", "up", "up", "up", "down", "down", "down", "down"):
            await seat.press(key)
            seen.append(seat.app.main.filter.text)
        assert seen == ["contact:7", "contact:1", "agent:lee", "agent:lee", "contact:1", "contact:7", "con", "con"]
        await seat.press("up")
        assert {call_id[-1] for call_id in ids(seat) if len(call_id) == 2} == {"7"}  # it is in force at once
        await seat.press("1", "up")
        assert seat.app.main.filter.text == "contact:7"  # a changed one is typed anew
        await seat.press("down")
        assert seat.app.main.filter.text == "contact:71"
        cursor = seat.app.main.calls.cursor
        await seat.press("escape", "slash", "c", "up", "pagedown")
        assert seat.app.main.calls.cursor > cursor


async def test_that_no_call_meets_is_said_only_of_a_whole_filter_that_has_looked_at_all() -> None:
    async with seated(NARROW) as seat:
        state = seat.app.state
        assert not state.none_meets
        await seat.press("slash", *"contact:nobody")
        assert state.none_meets
        assert "No call meets / contact:nobody." in seat.text
        await seat.press(*" queue>")
        assert not state.none_meets  # it may become another
        await seat.press("ctrl+u", *"contact=nobody")
        assert not state.none_meets  # it may be the beginning of a name
        await seat.press("ctrl+u", *"contact:nobody queue>", "ctrl+w", "enter")
        assert state.none_meets
        state.view.filter(state.filters.queries()[0].keep)
        assert not state.none_meets  # nobody has looked yet
        state.seek()
        assert state.none_meets
        await seat.say(some(500, 1, contact="Nobody Known"))
        assert not state.none_meets
        await seat.press("escape")
        assert not state.none_meets


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
        row = seat.app.main.agents.called(seat.app.main.agents.cursor)
        assert row is not None
        assert row.name == "Bob Ray"
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


@pytest.mark.parametrize("pane", ["2", "3"])
async def test_a_filter_typed_in_another_pane_shows_the_calls_it_is_for(pane: str) -> None:
    async with seated(NARROW) as seat:
        await seat.press(pane, "slash", "C", "7")
        assert "[1 Calls" in seat.lines[1]
        assert seat.under_cursor == "C7"


async def test_esc_while_typing_leads_back_to_the_pane_unless_somebody_has_moved_to_a_call() -> None:
    async with seated(NARROW) as seat:
        await seat.press("2", "slash", *"contact 7", "escape")
        assert (seat.app.main.place, len(seat.app.state.view)) == ("agents", 100)
        await seat.press("slash", *"contact 7", "pagedown")
        found = seat.under_cursor
        await seat.press("escape")
        assert (seat.app.main.place, seat.under_cursor, len(seat.app.state.view)) == ("calls", found, 100)


# --- there and back ------------------------------------------------------------------------------------------


def cursor_at(seat: Seat, table: Table) -> tuple[Hashable, int, int]:
    """Who is under a pane's cursor, in which row, on which of its lines."""
    return table.identity(table.cursor), table.cursor, table.cursor - table.top


@pytest.mark.parametrize("size", [WIDE, NARROW])
@pytest.mark.parametrize("pane", ["2", "3"])
async def test_esc_leads_back_to_the_same_row_on_the_same_line_whatever_came_in(
    size: tuple[int, int], pane: str
) -> None:
    async with crowd(size) as seat:
        table = seat.app.main.agents if pane == "2" else seat.app.main.campaigns
        await seat.press(pane, "pagedown", "down", "down", "up", "up", "up")
        shown, before = seat.lines, cursor_at(seat, table)
        await seat.press("enter")
        assert seat.app.main.place == "calls"
        await seat.press("escape")
        assert seat.lines == shown
        assert cursor_at(seat, table) == before
        await seat.press("enter")
        ahead = [of(1_000 + n, 60 + n % 15) for n in range(45)]  # who had few calls comes to have most
        await seat.say(Changes(new=[fakes.entry(call, new=True) for call in ahead]))
        await seat.press("escape")
        who, row, line = cursor_at(seat, table)
        assert (who, line) == (before[0], before[2])
        assert (row > before[1]) == (pane == "2")
        assert seat.app.main.place == ("agents" if pane == "2" else "campaigns")


async def test_rows_that_come_and_go_at_the_end_leave_the_scroll_as_it_was() -> None:
    async with crowd(WIDE) as seat:
        agents = seat.app.main.agents
        strangers = [fakes.entry(of(number, number)) for number in range(70, 75)]
        await seat.press("2", "end", *["up"] * 8)
        before = agents.top, cursor_at(seat, agents)
        await seat.press("enter")
        others = [fakes.entry(of(number + 75, number)) for number in range(70, 75)]
        await seat.say(Changes(aged=strangers + others))  # five rows and their heading
        assert agents.count() == 70
        await seat.say(Changes(new=strangers + others))
        await seat.press("escape")
        assert (agents.top, cursor_at(seat, agents)) == before


async def test_the_agent_that_was_opened_on_the_first_row_is_come_back_to_though_another_is_first_now() -> None:
    async with crowd(WIDE) as seat:
        agents = seat.app.main.agents
        await seat.press("2")
        who = cursor_at(seat, agents)[0]
        await seat.press("enter")
        await seat.say(Changes(new=[fakes.entry(of(1_000 + n, 33), new=True) for n in range(9)]))
        await seat.press("escape")
        assert cursor_at(seat, agents) == (who, 1, 0)


async def test_enter_again_on_the_same_agent_campaign_or_list_puts_no_term_on_twice() -> None:
    async with seated((200, 40)) as seat:
        await seat.press("pagedown", "down")
        spot = seat.app.main.calls.top, seat.under_cursor
        await seat.press("2", "enter", "2", "enter")
        assert '/ agent="Ann Lee" ─' in seat.lines[1]
        await seat.press("3", "enter", "3", "right", "down", "enter")
        assert '/ agent="Ann Lee" campaign="Spring Sale" list="Leads A" ─' in seat.lines[1]
        await seat.press("2", "enter")
        assert '/ campaign="Spring Sale" list="Leads A" agent="Ann Lee" ─' in seat.lines[1]
        places = []
        for _ in range(3):
            await seat.press("escape")
            places.append(seat.app.main.place)
        assert places == ["agents", "campaigns", "campaigns"]
        assert not seat.app.state.filters
        assert (seat.app.main.calls.top, seat.under_cursor) == spot


async def test_enter_on_the_agent_that_f_filters_by_leads_back_to_the_agents() -> None:
    async with seated() as seat:
        await seat.press("f", "2", "enter")
        assert '/ agent="Ann Lee" ─' in seat.lines[1]
        await seat.press("escape")
        assert seat.app.main.place == "agents"
        assert not seat.app.state.filters
