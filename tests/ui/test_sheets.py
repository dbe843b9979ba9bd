"""Details, filter line and help: what lies over the panes, and what keys do there."""

from __future__ import annotations

import pytest
from textual import events

from dialer_tui.floor.changes import Changes
from dialer_tui.text import width
from tests.ui import fakes
from tests.ui.seat import seated

# --- details, filter, help ----------------------------------------------------------------------------------


async def test_details_show_the_call_and_step_through_the_list() -> None:
    async with seated() as seat:
        one = fakes.call(500, total=2030, queue=161, talk=1848, hold=5, handle=1949, extra=(("callScore", "7"),))
        await seat.say(Changes(new=[fakes.entry(one, new=True)]))
        await seat.press("enter")
        assert "Call C500 · 1 of 101" in seat.text
        for said in ("33:50", "30:48", "Inbound number", "888", "Spring Sale (1111)", "callScore", "(13:26:10 GMT)"):
            assert said in seat.text, said
        bars = {label: seat.lines[seat.line(f"│ {label} ")].count("█") for label in ("total", "talk", "handle")}
        assert bars["total"] > bars["handle"] > bars["talk"] > 40
        await seat.press("down")
        assert "Call C1 · 2 of 101" in seat.text
        await seat.say(fakes.new(501))
        assert "Call C1 · 3 of 102" in seat.text
        await seat.press("escape")
        assert "Call C1 " not in seat.text
        assert seat.under_cursor == "C1"


async def test_details_step_from_their_call_though_newer_ones_came_above_it() -> None:
    async with seated() as seat:
        await seat.press("enter")
        await seat.say(fakes.new(500), fakes.new(501, at=fakes.NOW + 1))
        assert "Call C1 · 3 of 102" in seat.text
        await seat.press("down")
        assert "Call C2 · 4 of 102" in seat.text
        await seat.press("up", "up")
        assert "Call C500 · 2 of 102" in seat.text


async def test_the_filter_narrows_while_typed_stays_at_enter_and_goes_at_esc() -> None:
    async with seated() as seat:
        await seat.press("slash", *"contact 7q")
        assert "No call meets / contact 7q." in seat.text
        assert "esc takes the filter off" in seat.text
        await seat.press("backspace")
        assert "19 of 100" in seat.text
        await seat.press("enter")
        assert "/ contact 7 " in seat.lines[1]
        await seat.say(fakes.new(577), fakes.new(588, contact="Somebody", number_in="1", number_out="2"))
        assert "20 of 102" in seat.text
        await seat.press("escape")
        assert "/ contact" not in seat.text
        assert len(seat.app.state.view) == 102


async def test_keys_are_letters_while_a_filter_is_typed_and_pasting_runs_nothing() -> None:
    async with seated() as seat:
        await seat.press("slash", *"qz2?r")
        assert seat.app.main.filter.text == "qz2?r"
        assert seat.app.return_code is None
        seat.app.post_message(events.Paste("qq\x1b[31m\n/n\u202e"))
        await seat.pilot.pause()
        assert seat.app.main.filter.text == "qz2?rqq[31m /n"
        await seat.press("escape")
        seat.app.post_message(events.Paste("qqqqzz"))
        await seat.pilot.pause()
        assert seat.app.is_running
        assert "19 of" not in seat.text


@pytest.mark.parametrize("typed", ["contact 7", "zzz"])
async def test_a_filter_taken_off_leaves_cursor_and_scroll_where_they_were(typed: str) -> None:
    async with seated() as seat:
        await seat.press("pagedown", "down", "down")
        line = seat.line("Contact 33 ")
        await seat.press("slash", *typed)
        assert "Contact 33 " not in seat.text
        await seat.say(fakes.new(577))
        await seat.press("escape")
        assert seat.under_cursor == "C33"
        assert seat.line("Contact 33 ") == line


async def test_the_mouse_picks_opens_and_scrolls() -> None:
    async with seated() as seat:
        await seat.pilot.click("#calls", offset=(20, 5))
        assert seat.under_cursor == "C4"
        await seat.pilot.click("#agents", offset=(5, 3))
        assert seat.app.main.pane == "agents"
        await seat.pilot.click("#calls", offset=(20, 7), times=2)
        await seat.press()
        assert "Call C6 · 6 of 100" in seat.text
        await seat.press("escape")
        await seat.pilot.click("#campaigns", offset=(5, 2), times=2)
        await seat.press()
        assert "Leads A" in seat.left("  ▸ Leads A")
        await seat.pilot.click("#footer", offset=(3, 0))
        await seat.press()
        assert seat.app.main.place == "filter"


async def test_the_filter_line_can_be_edited() -> None:
    async with seated((60, 24)) as seat:
        bar = seat.app.main.filter
        await seat.press("slash", *"kim le", "left", "left", "backspace", "delete", "a")
        assert bar.text == "kimae"
        await seat.press("home", "x", "end", "space", *"two words", "ctrl+w")
        assert bar.text == "xkimae two "
        await seat.press("ctrl+u")
        seat.app.post_message(events.Paste("ab" * 40))
        await seat.press("left")
        assert seat.lines[-1].startswith(" / ")
        assert len(seat.lines[-1]) <= 60
        await seat.press("home")
        assert seat.lines[-1].startswith(" / abab")
        await seat.press(*"z" * 3)
        assert seat.lines[-1].startswith(" / zzzabab")
        seat.app.post_message(events.Paste("日本" * 1000))
        await seat.pilot.pause()
        assert len(bar.text) == 500
        assert width(seat.lines[-1]) <= 60


async def test_the_cursor_finds_its_call_again_when_the_filter_goes() -> None:
    async with seated() as seat:
        await seat.press("slash", *"50", "enter", "down", "up")
        assert seat.under_cursor == "C50"
        await seat.press("escape")
        assert seat.under_cursor == "C50"
        assert "Contact 50 " in seat.text


async def test_help_is_of_the_pane_in_focus() -> None:
    async with seated((120, 60)) as seat:
        await seat.press("question_mark")
        assert "Help · calls" in seat.text
        assert "go to the next call marked new" in seat.text
        await seat.press("escape", "3", "question_mark")
        assert "open the branch under the cursor" in seat.text
        await seat.press("end")
        assert "It does not say who waits or talks" in seat.text
        await seat.press("escape")
        assert "Help" not in seat.text


async def test_keys_do_in_a_place_only_what_the_table_says() -> None:
    async with seated() as seat:
        await seat.press("enter", "slash", "z", "2", "n")
        assert seat.app.main.place == "details"
        assert seat.app.main.pane == "calls"
        await seat.press("escape", "r")
        assert seat.feed.refreshed == 1
        await seat.press("2", "n")
        assert seat.app.main.place == "agents"
