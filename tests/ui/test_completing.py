"""The filter's line offers what a text may go on with, and marks in it what is wrong."""

from __future__ import annotations

import time
from dataclasses import replace
from zoneinfo import ZoneInfo

import pytest

from dialer_tui.floor.changes import Changes
from dialer_tui.floor.query import complete
from dialer_tui.model import Agent, Campaign
from dialer_tui.ui.call_text import CallText
from dialer_tui.ui.state import FloorState
from dialer_tui.ui.theme import UNICODE
from dialer_tui.ui.values import Values
from tests.conftest import Dialer, Opened
from tests.ui import fakes
from tests.ui.rain import some
from tests.ui.seat import NARROW, WIDE, Seat, seated


def bar(seat: Seat) -> str:
    """The filter's line as it is on the screen."""
    return seat.lines[-1]


def parts(seat: Seat, role: str) -> str:
    """What of the filter's line stands there in a role."""
    filter_bar = seat.app.main.filter
    style = filter_bar.palette.style(role)  # type: ignore[arg-type]
    (strip,) = filter_bar.lines(filter_bar.size)
    return "".join(segment.text for segment in strip if segment.style == style)


# --- tab ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("size", [WIDE, NARROW])
async def test_tab_goes_through_what_a_word_may_become_and_back_to_what_was_typed(size: tuple[int, int]) -> None:
    async with seated(size) as seat:
        await seat.say(some(500, 3, agent="Bob Ray"), some(600, 2, agent="Bo Diddley"))
        await seat.press("slash", *"agent:bo")
        assert "Bob Ray 3  Bo Diddley 2" in bar(seat) or ("Bob Ray 3  …" in bar(seat) and size == NARROW)
        seen = []
        for key in ("tab", "tab", "tab", "shift+tab", "shift+tab"):
            await seat.press(key)
            seen.append(seat.app.main.filter.text)
        bob, bo = 'agent="Bob Ray"', 'agent="Bo Diddley"'
        assert seen == [bob, bo, "agent:bo", bo, bob]
        assert parts(seat, "accent").endswith("Bob Ray")
        assert len(seat.app.state.view) == 3  # it is in force at once
        await seat.press(*" que", "tab", "tab")
        assert (
            seat.app.main.filter.text == f"{bob} queue>0:30"
        )  # the only one is taken, and the next tab goes on behind it
        await seat.press("enter")
        assert seat.app.main.place == "calls"
        assert f"/ {bob} queue>0:30" in seat.lines[1]


@pytest.mark.parametrize("size", [WIDE, NARROW])
async def test_what_was_listed_in_the_last_five_minutes_is_found_without_a_manual(size: tuple[int, int]) -> None:
    async with seated(size) as seat:
        await seat.press("slash")
        assert "listed:5m" in bar(seat)
        await seat.press(*"last", "tab")
        assert seat.app.main.filter.text == "listed:5m"
        assert len(seat.app.state.view) == 100
        await seat.press("enter")
        await seat.pass_time(301)
        assert len(seat.app.state.view) == 0, "it goes with time"


async def test_a_candidate_may_be_changed_and_the_text_it_took_the_place_of_comes_back_from_the_history_as_ever() -> (
    None
):
    async with seated() as seat:
        await seat.press("slash", *"contact:7", "enter", "slash", "ctrl+u", *"ag", "tab", "x")
        assert seat.app.main.filter.text == "agent:x"
        await seat.press("up")
        assert seat.app.main.filter.text == "contact:7"
        await seat.press("down")
        assert seat.app.main.filter.text == "agent:x"


async def test_in_the_middle_of_a_text_only_the_word_before_the_cursor_is_completed() -> None:
    async with seated() as seat:
        await seat.press("slash", *"cam type:in", *["left"] * 8, "tab")
        assert seat.app.main.filter.text == "campaign: type:in"
        await seat.press(*"re", "left", "tab")  # within a word there is nothing to put
        assert seat.app.main.filter.text == "campaign:re type:in"


@pytest.mark.parametrize("size", [WIDE, NARROW, (60, 15), (20, 5), (3, 3)])
async def test_the_line_keeps_its_width_whatever_is_offered(size: tuple[int, int]) -> None:
    async with seated(size) as seat:
        await seat.say(
            some(500, 1, agent="A" * 200), some(501, 1, agent="한국" * 30), some(502, 1, agent="x\x1b[31m\u202ey")
        )
        await seat.press("slash", *"agent:")
        for _ in range(8):
            await seat.press("tab")
            strips = seat.app.screen._compositor.render_strips()
            assert {strip.cell_length for strip in strips} == {size[0]}
            assert "\x1b" not in seat.text
        filter_bar = seat.app.main.filter
        cells = filter_bar.size.width
        assert cells < 40 or parts(seat, "accent").strip() in ("/", "") or parts(seat, "accent")[:3] == " / "


async def test_the_one_that_stands_in_the_text_is_in_sight_among_many() -> None:
    async with seated(NARROW) as seat:
        for n in range(30):
            await seat.say(some(500 + 10 * n, 1, agent=f"Guest {n:02}"))
        await seat.press("slash", *"agent:guest")
        for _ in range(30):
            await seat.press("tab")
            name = seat.app.main.filter.text.removeprefix('agent="').removesuffix('"')
            assert parts(seat, "accent") == f" / {name}"


# --- what is offered ----------------------------------------------------------------------------------------------


async def test_what_is_offered_keeps_as_many_calls_as_it_says() -> None:
    tree = (Campaign("1111", "Spring Sale"), Campaign("1112", "Sales"), Campaign("1113", "Sales"))
    namesakes = (Agent("4711", "Ann", "Lee"), Agent("4802", "Bob", "Ray"))
    async with seated((200, 40), empty=True) as seat:
        await seat.say(fakes.directory(namesakes, tree), fakes.existing(5))
        await seat.say(
            some(500, 3, agent="Ray, Bob"),
            some(510, 2, agent="bob ray", campaign_id="1112", campaign="Sales", list_id="", list=""),
            some(520, 4, agent="Zoë Ångström", campaign_id="1113", campaign="Sales", list_id="2", list="Leads A"),
            some(530, 1, agent="VDAD", campaign_id="9", campaign="", list_id="7", list='The "A" list'),
        )
        offered = 0
        for field in ("agent", "campaign", "list"):
            for seen in Values(seat.app.state, seat.app.main.text)(field):
                await seat.press("slash", "ctrl+u")
                seat.app.main.typed(seen.term)
                await seat.press("enter")
                assert len(seat.app.state.view) == seen.calls, seen
                offered += 1
        assert offered == 3 + 4 + 3


async def test_agents_that_are_listed_and_have_no_calls_are_not_offered_nor_is_nobody() -> None:
    async with seated() as seat:
        await seat.say(some(500, 2, agent="VDAD"), some(510, 1, agent=""))
        assert [seen.shown for seen in Values(seat.app.state, seat.app.main.text)("agent")] == ["Ann Lee"]


async def test_a_masked_name_is_offered_by_its_initials_and_asked_for_by_id() -> None:
    async with seated(settings=replace(fakes.settings(), mask=True)) as seat:
        await seat.say(some(500, 3, agent="Bob Ray"), some(510, 1, agent="Jo Unlisted"))
        await seat.press("slash", *"agent:")
        assert "A. L. 100  B. R. 3" in bar(seat)
        await seat.press("b")
        assert "B. R. 3" in bar(seat)
        await seat.press("o")
        assert "B. R." not in bar(seat), "the letters of a masked name are not to be found out"
        await seat.press("backspace", "tab")
        assert seat.app.main.filter.text == 'agent="4802"'
        assert len(seat.app.state.view) == 3
        assert "Bob" not in seat.text
        await seat.press("ctrl+u", *"agent:j")
        assert "J. U." not in bar(seat)


def test_no_call_is_looked_at_and_a_key_does_not_wait_at_100_000_calls() -> None:
    agents = [f"Agent{n} Of{n % 7}" for n in range(2_000)]
    state = FloorState(())
    calls = [
        fakes.call(
            n, agent=agents[n % 2_000], campaign_id=f"c{n % 60}", campaign=f"Campaign {n % 60}", list_id=f"l{n % 400}"
        )
        for n in range(100_000)
    ]
    for at in range(0, 100_000, 5_000):
        state.changed(Changes(existing=[fakes.entry(call) for call in calls[at : at + 5_000]]))
    values = Values(state, CallText(ZoneInfo("UTC"), UNICODE, state.people))
    complete("agent:", 6, state.ground, values)
    taken = []
    for text in ("agent:", "agent:o", "campaign:c", "list:l", "ag", "campaign:campaign 5"):
        began = time.perf_counter()
        found = complete(text, len(text), state.ground, values)
        taken.append(time.perf_counter() - began)
        assert found.candidates or " " in text
    assert min(taken) < 0.05  # seconds; one scan of these calls takes as many tenths
    assert sorted(taken)[len(taken) // 2] < 0.1


# --- what is wrong ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("size", [WIDE, NARROW])
async def test_the_word_that_is_wrong_is_marked_and_the_rest_stays_in_force(size: tuple[int, int]) -> None:
    async with seated(size) as seat:
        await seat.say(some(500, 3, agent="Bob Ray"))
        await seat.press("slash", *"agent:bob quue=5")
        assert parts(seat, "wrong") == "quue"
        assert "quue is no field; queue?" in bar(seat)
        assert len(seat.app.state.view) == 3
        await seat.press("tab")
        assert seat.app.main.filter.text == "agent:bob queue=5"
        assert parts(seat, "wrong") == ""
        await seat.press("ctrl+u", *"blurb:5 ann")
        assert parts(seat, "wrong") == "blurb"
        await seat.press("home", *["right"] * 3)
        assert parts(seat, "wrong") == "blub"  # the cursor has its own look
        assert "allowed: agent" in bar(seat)


async def test_a_word_that_is_only_not_all_typed_is_not_marked_until_enter_wants_it() -> None:
    async with seated() as seat:
        await seat.say(some(500, 3, agent="Bob Ray", queue=90))
        await seat.press("slash", *"agent:bob queue>1:")
        assert parts(seat, "wrong") == ""
        assert "3 of 103" in bar(seat)  # of what is in force
        await seat.press("enter")
        assert seat.app.main.place == "filter"
        assert parts(seat, "wrong") == "queue>1:"
        assert "queue wants a time" in bar(seat)
        await seat.say(some(600, 1, agent="Bob Ray"))
        assert "queue wants a time" in bar(seat), "what comes in does not unsay it"
        await seat.press("3")
        assert parts(seat, "wrong") == ""
        await seat.press("space")
        assert parts(seat, "wrong") == ""
        await seat.press("x")
        assert parts(seat, "wrong") == "queue>1:3"


async def test_a_quote_that_is_not_closed_is_wrong_once_enter_wants_it() -> None:
    async with seated() as seat:
        await seat.say(some(500, 3, agent="Bob Ray"))
        await seat.press("slash", *'agent="Bob R')
        assert len(seat.app.state.view) == 3
        await seat.press("enter")
        assert "this quote is not closed" in bar(seat)
        assert parts(seat, "wrong") == '"Bob R'
        await seat.press(*'ay"', "enter")
        assert '/ agent="Bob Ray"' in seat.lines[1]


async def test_the_value_that_a_field_equals_is_a_beginning_until_it_is_closed() -> None:
    async with seated() as seat:
        await seat.say(some(500, 3, agent="Bob Ray"), some(510, 1, agent="Bob"))
        await seat.press("slash", *"agent=")
        for char, many in zip("bob", (4, 4, 4), strict=True):
            await seat.press(char)
            assert len(seat.app.state.view) == many
            assert "enter exactly" in bar(seat)
        assert "/ agent:bob " in seat.lines[1]
        await seat.press("space")
        assert len(seat.app.state.view) == 1
        assert "enter keep" in bar(seat)
        await seat.press("backspace", "enter")
        assert len(seat.app.state.view) == 1
        assert "/ agent=bob " in seat.lines[1]


# --- help ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("size", [WIDE, NARROW])
async def test_f1_shows_the_language_and_leads_back_to_the_text(size: tuple[int, int]) -> None:
    async with seated(size) as seat:
        await seat.press("slash", *"agent:a?", "f1")
        assert "Help · filter" in seat.text
        assert "What a filter may say" in seat.text
        await seat.press("escape")
        assert seat.app.main.place == "filter"
        await seat.press("x")
        assert seat.app.main.filter.text == "agent:a?x"


@pytest.mark.parametrize(("typed", "place"), [("contact:7", "agents"), ("quue=5", "filter")])
async def test_an_action_of_a_pane_run_over_that_help_keeps_the_filter_first(typed: str, place: str) -> None:
    async with seated() as seat:
        await seat.press("slash", *typed, "f1", "ctrl+p", *"the agents", "enter")
        assert seat.app.main.place == place
        assert seat.app.main.filter.display == (place == "filter")
        assert seat.app.main.footer.display == (place != "filter")


# --- at a terminal ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("size", [(120, 40), (80, 24)])
def test_completion_and_marks_at_a_terminal(opened: Opened, dialer: Dialer, size: tuple[int, int]) -> None:
    terminal = opened(dialer, size)
    terminal.until(lambda text: "● LIVE" in text)
    terminal.send("/", "camp", "tab", "\x1b[Z", "tab", "tab")
    line = terminal.until(lambda text: ' / campaign="' in text.splitlines()[-1]).splitlines()[-1]
    name = line.split('"')[1]
    terminal.send("enter")
    terminal.until(lambda text: f'/ campaign="{name}"'[:30] in text.splitlines()[1] and "/ campaign:" not in text)
    terminal.send("/", " quue=5")
    terminal.until(lambda text: "quue is no field; queue?" in text)
    row, at = terminal.screen.lines - 1, terminal.lines[-1].index("quue")
    assert {terminal.screen.buffer[row][x].underscore for x in range(at, at + 4)} == {True}
    assert not terminal.screen.buffer[row][at + 4].underscore
    terminal.send("\x1bOP")
    terminal.until(lambda text: "What a filter may say" in text)
    terminal.send("esc")
    terminal.until(lambda text: "What a filter may say" not in text)
    terminal.send("tab")
    terminal.until(lambda text: " queue=5" in text.splitlines()[-1])
    terminal.send("esc", "q")
    assert terminal.end() == 0
