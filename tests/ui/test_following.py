"""The calls pane follows the newest, or stays where somebody is; marks come and fade."""

from __future__ import annotations

import pytest

from dialer_tui.floor.changes import Changes, Entry
from dialer_tui.model import Agent
from tests.ui import fakes
from tests.ui.seat import NARROW, WIDE, seated

# --- following, cursor, scroll ------------------------------------------------------------------------------


async def test_the_pane_follows_the_newest_until_the_cursor_is_moved() -> None:
    async with seated() as seat:
        await seat.say(fakes.new(500))
        assert seat.under_cursor == "C500"
        row = seat.lines[seat.line("Contact 500 ")]
        assert "✦" in row
        await seat.press("down")
        await seat.say(fakes.new(501))
        assert seat.under_cursor == "C1"
        await seat.press("home")
        assert seat.under_cursor == "C501"
        await seat.say(fakes.new(502))
        assert seat.under_cursor == "C502"


@pytest.mark.parametrize("size", [WIDE, NARROW])
async def test_the_cursor_stays_on_its_call_and_line_through_fifty_inserts(size: tuple[int, int]) -> None:
    async with seated(size) as seat:
        await seat.press("down", "down", "down")
        assert seat.under_cursor == "C4"
        line, below = seat.line("Contact 4 "), seat.lines[seat.line("Contact 4 ") + 3]
        for number in range(500, 550):
            await seat.say(fakes.new(number, at=fakes.NOW + number))
            assert seat.under_cursor == "C4"
            assert seat.line("Contact 4 ") == line
        assert seat.lines[line + 3] == below
        assert "↑ 50 new" in seat.text
        assert len(seat.app.state.view) == 150


async def test_rows_between_cursor_and_top_push_the_top_not_the_cursor() -> None:
    async with seated() as seat:
        await seat.press("pagedown", "down", "down")
        line = seat.line(f"Contact {seat.under_cursor[1:]} ")
        top = seat.app.main.calls.top
        between = fakes.NOW - 20.5  # C10 and C11
        one = Entry(fakes.call(900, ended=15), fakes.NOW, between, new=False)
        await seat.say(Changes(existing=[one]))
        assert seat.app.main.calls.top == top + 1
        assert seat.line(f"Contact {seat.under_cursor[1:]} ") == line


async def test_when_the_call_under_the_cursor_ages_out_its_neighbour_takes_the_line() -> None:
    async with seated() as seat:
        await seat.press("down", "down")
        entry = seat.app.state.view[2]
        line = seat.line("Contact 3 ")
        await seat.say(Changes(aged=[entry]))
        assert seat.under_cursor == "C4"
        assert seat.line("Contact 4 ") == line
        await seat.press("end")
        last = seat.app.state.view[98]
        await seat.say(Changes(aged=[last]))
        assert seat.under_cursor == "C99"


async def test_keys_typed_ahead_find_the_cursor_on_its_row() -> None:
    async with seated(NARROW) as seat:
        main = seat.app.main
        await seat.say(fakes.directory(Agent(str(number), "Cy", str(number)) for number in range(60)))
        await seat.press("down", "down", "down")
        main.action_show("agents")  # which were never seen yet
        main.action_step(1)
        await seat.press("down")
        assert (main.agents.cursor, main.agents.top) == (2, 0)
        await seat.say(fakes.new(901))
        main.action_show("calls")  # and the next key before anything is drawn
        assert seat.under_cursor == "C4"
        main.action_home()
        main.action_step(1)
        assert seat.under_cursor == "C1"


async def test_n_goes_to_the_next_new_call_and_counters_say_where_they_are() -> None:
    async with seated() as seat:
        await seat.press("end")
        await seat.say(fakes.new(500, at=fakes.NOW + 1), fakes.new(501, at=fakes.NOW + 2))
        assert "↑ 2 new" in seat.text
        await seat.press("n")
        assert seat.under_cursor == "C501"
        await seat.press("n")
        assert seat.under_cursor == "C500"
        await seat.press("n")
        assert seat.under_cursor == "C501"
        assert " new ─╯" not in seat.text
        await seat.press("end")
        assert "↑ 2 new" in seat.text


async def test_position_and_page_keys() -> None:
    async with seated() as seat:
        assert "1–31 of 100" in seat.text
        await seat.press("pagedown")
        assert seat.under_cursor == "C31"
        await seat.press("end")
        assert seat.under_cursor == "C100"
        assert "70–100 of 100" in seat.text
        await seat.press("pageup", "up")
        assert seat.under_cursor == "C69"


# --- marks --------------------------------------------------------------------------------------------------


async def test_marks_for_new_changed_gone_and_how_they_fade() -> None:
    async with seated() as seat:
        await seat.say(fakes.new(500))
        second, third = seat.app.state.view[1], seat.app.state.view[2]
        await seat.say(fakes.updated(second, ended=11, talk=62))
        await seat.say(fakes.gone(third))
        marks = {name: seat.lines[seat.line(f"Contact {name} ")][40] for name in ("500", "1", "2", "3")}
        assert marks == {"500": "✦", "1": "~", "2": "×", "3": " "}
        await seat.pass_time(10)
        assert not any("Contact 2 " in line for line in seat.lines)
        await seat.pass_time(5)
        assert seat.lines[seat.line("Contact 1 ")][40] == " "
        assert seat.lines[seat.line("Contact 500 ")][40] == "✦"
        await seat.pass_time(15)
        assert seat.lines[seat.line("Contact 500 ")][40] == " "


async def test_marks_wait_while_the_calls_are_out_of_sight() -> None:
    async with seated(NARROW) as seat:
        await seat.press("2")
        await seat.say(fakes.new(500))
        assert seat.lines[1].endswith(" 1 new")
        await seat.pass_time(60)
        await seat.press("1")
        assert seat.lines[seat.line("Contact 500 ")].startswith(" ✦")
        await seat.pass_time(30)
        assert "✦" not in seat.text


async def test_a_call_dated_ahead_of_the_server_is_flagged() -> None:
    async with seated() as seat:
        await seat.say(fakes.new(500, date=fakes.NOW + 300))
        assert "✦" in seat.lines[seat.line("Contact 500 ")]
        await seat.pass_time(30)
        assert "»" in seat.lines[seat.line("Contact 500 ")]
