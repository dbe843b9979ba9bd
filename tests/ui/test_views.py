"""Views at the console: saved, chosen, shown, deleted; by somebody on a terminal, and in a state file of no use."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest
from msgspec import structs

from dialer_tui.simulator.server import Server
from dialer_tui.ui import remember
from dialer_tui.ui.columnset import SHIPPED
from dialer_tui.ui.remember import Remembered
from dialer_tui.ui.views import SavedView, Views
from tests.conftest import Dialer, Opened
from tests.ui import fakes
from tests.ui.seat import NARROW, WIDE, Seat, seated
from tests.ui.terminal import ESC, Terminal

LONG_WAITS = SavedView(
    "long waits", ("queue", True), ("agent", False), "in", 'queue>1:30 agent:"Ann Lee"', SHIPPED.toggled("id")
)
SALE = SavedView("Spring", ("talk", False), filter="campaign:spring")


def put(content: bytes) -> Path:
    """A state.json with this in it."""
    path = remember.default_file()
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    return path


def rows(seat: Seat) -> list[str]:
    """Heads and rows of the calls; what stands above an agent's calls is not a view's."""
    lines = [line[39:] if seat.app.size.width > 80 else line for line in seat.lines]
    return lines[next(at for at, line in enumerate(lines) if "Began" in line) :][:3]


async def palette(seat: Seat, words: str) -> None:
    """Do the first action that has these words."""
    await seat.press("ctrl+p", *words, "enter")


async def save(seat: Seat, name: str) -> None:
    """Save a view."""
    await palette(seat, "save view")
    await seat.press("ctrl+u", *name, "enter")
    await kept(seat)


async def kept(seat: Seat) -> None:
    """Wait until the views are as they are to be, and it is said."""
    for worker in [one for one in seat.app.workers if one.group == "views"]:
        await worker.wait()
    await seat.pilot.pause()


@pytest.mark.parametrize("size", [WIDE, NARROW])
async def test_a_view_brings_back_all_it_holds(size: tuple[int, int]) -> None:
    async with seated(size) as seat:
        await seat.say(fakes.new(500, contact="Zoe Fry", type="Outbound"), fakes.new(501, contact="Zoe Fry"))
        await seat.press("s", *["down"] * 9, "enter", "t", "slash", *"zoe", "enter", "f")
        await seat.press("c", "end", "space", *["K"] * 9, "enter")
        before, columns = rows(seat), seat.app.main.calls.columns
        assert [call.id for call in seat.app.state.view.calls()] == ["C501"]
        await save(seat, "zoe's")
        assert "view zoe's saved" in seat.lines[-1]
        await seat.press("escape", "escape", "t", "t", "s", "home", "enter", "c", "0", "enter", "2")
        assert len(seat.app.state.view) == 102
        assert seat.app.main.calls.columns == SHIPPED
        await palette(seat, "view zoe's")
        assert seat.app.main.place == "calls"
        assert seat.app.main.calls.columns == columns
        assert rows(seat) == before
        assert "view zoe's" in seat.lines[-1]
        await seat.press("slash")
        assert '/ zoe agent="Ann Lee"' in seat.lines[-1]  # to be changed
        await seat.press("enter", "escape")
        assert len(seat.app.state.view) == 101  # its type stays
        assert seat.app.main.place == "agents"  # where one came from


async def test_a_view_without_a_filter_takes_filters_off() -> None:
    async with seated() as seat:
        await save(seat, "all")
        await seat.press("slash", *"contact:1", "enter", "f")
        assert seat.app.state.filters
        await palette(seat, "view all")
        assert not seat.app.state.filters
        assert len(seat.app.state.view) == 100


async def test_several_filters_are_kept_as_one_that_keeps_the_same_calls() -> None:
    async with seated() as seat:
        await seat.say(fakes.new(500, agent="Bob Ray"))
        await seat.press("slash", *"contact=contact1 or contact:500 or contact:2", "enter", "home", "f")
        shown = [call.id for call in seat.app.state.view.calls()]
        assert shown == ["C500"]
        await save(seat, "both")
        await seat.press("escape", "escape")
        await palette(seat, "view both")
        assert seat.app.state.filters.text == '(contact=contact1 or contact:500 or contact:2) agent="Bob Ray"'
        assert [call.id for call in seat.app.state.view.calls()] == shown


async def test_the_line_says_what_saving_does_and_esc_saves_nothing() -> None:
    async with seated() as seat:
        await palette(seat, "save view")
        assert seat.lines[-1].startswith(" name of the view")
        assert "until you leave · enter saves · esc off" in seat.lines[-1]  # a floor that leaves no trace
        await seat.press("enter")
        assert "a view needs a name" in seat.lines[-1]
        await seat.press(*"q2", "escape")
        assert seat.app.main.place == "calls"
        assert seat.app.main.views.all() == []
        await save(seat, "q2")
        await palette(seat, "save view")
        assert "q2" in seat.lines[-1]  # to be saved anew
        assert "enter replaces the one of that name" in seat.lines[-1]
        await seat.press("x")
        assert "enter saves" in seat.lines[-1]
        await seat.press("backspace", "escape", "t")
        await save(seat, "q2")
        assert [view.type for view in seat.app.main.views.all()] == ["in"]


async def test_the_name_of_the_view_that_is_shown_stands_there_and_typing_takes_its_place() -> None:
    async with seated() as seat:
        main = seat.app.main

        async def asked(*keys: str) -> str:
            await seat.press("escape", "ctrl+p", *"save view")
            await seat.press("enter", *keys)
            return main.prompt.text

        assert await asked() == ""
        await seat.press(*"one", "enter")
        assert await asked() == "one"
        assert await asked("x") == "x"
        assert await asked("backspace") == ""
        assert await asked("end", "x") == "onex"
        seat.app.main.views.drop("one")
        assert await asked() == "", "it is there no more"


async def test_a_view_is_deleted_once_that_is_said_again() -> None:
    async with seated() as seat:
        await palette(seat, "delete view")
        assert "no view has been saved yet" in seat.lines[-1]
        await save(seat, "one")
        await save(seat, "two")
        await palette(seat, "delete view one")
        assert "Delete view one?" in seat.text
        await seat.press("enter")
        assert len(seat.app.main.views.all()) == 2
        await palette(seat, "delete view one")
        await seat.press("d")
        await kept(seat)
        assert "view one deleted" in seat.lines[-1]
        assert [view.name for view in seat.app.main.views.all()] == ["two"]


async def test_views_are_also_chosen_from_a_menu() -> None:
    async with seated() as seat:
        await seat.app.main.run_action("view")
        await seat.pilot.pause()
        assert "no view has been saved yet" in seat.lines[-1]
        seat.app.main.views.keep(SALE)
        seat.app.main.views.keep(LONG_WAITS)
        await seat.app.main.run_action("view")
        await seat.pilot.pause()
        assert re.search(r"long waits +in · by Queue ↓, Agent ↑ · own columns", seat.text)
        await seat.press("end", "down", "enter")
        assert "/ campaign:spring" in seat.text
        await seat.app.main.run_action("drop_view")
        await seat.press("enter", "d")
        await kept(seat)
        assert "view long waits deleted" in seat.lines[-1]


async def test_a_filter_that_means_nothing_any_more_is_told_and_changes_nothing() -> None:
    async with seated() as seat:
        seat.app.main.views.keep(structs.replace(LONG_WAITS, filter="sentiment:bad"))
        await seat.press("slash", *"contact:1", "enter")
        before, text = seat.lines, seat.app.state.filters.text
        await palette(seat, "view long")
        assert "view long waits is not shown: in its filter, sentiment is no field" in seat.lines[-1]
        assert seat.lines[:-1] == before[:-1]
        assert seat.app.state.filters.text == text
        assert seat.app.main.calls.columns == SHIPPED
        await seat.say(fakes.new(500, extra=(("sentiment", "bad"),)))  # now there is such a field
        await seat.press("escape")
        await palette(seat, "view long")
        assert [call.id for call in seat.app.state.view.calls()] == ["C500"]


async def test_where_names_are_masked_a_view_shows_none() -> None:
    masked = replace(fakes.settings(), mask=True)
    async with seated(settings=masked) as seat:
        await seat.press("home", "down", "right", "right", "f")
        await save(seat, "that one")
        assert "Contact 2" in seat.app.main.views.all()[0].filter
        await seat.press("escape", "ctrl+p", *"view that")
        assert "/ filtered" in seat.text
        assert "Contact 2" not in seat.text
        await seat.press("enter")
        assert [call.id for call in seat.app.state.view.calls()] == ["C2"]
        assert "/ contact=" in seat.text
        assert "Contact 2" not in seat.text
        await seat.press("slash")
        assert "Contact" not in seat.lines[-1]


async def test_hostile_names_and_filters_are_seen_as_text() -> None:
    async with seated() as seat:
        await palette(seat, "save view")
        seat.app.main.typed("x') or [red]\x1b]0;evil\x07\u202e(")
        await seat.press("enter")
        await kept(seat)
        (name,) = [view.name for view in seat.app.main.views.all()]
        assert name == "x') or [red]]0;evil("
        await seat.press("t", "ctrl+p", *"view x')")
        assert f"view         {name}" in seat.text
        await seat.press("enter")
        assert f"view {name}" in seat.lines[-1]
        assert seat.app.state.type == ""


@pytest.mark.parametrize(
    ("trouble", "words"),
    [
        ("broken", "state.json cannot be understood: nothing is remembered from before"),
        ("newer", "state.json is a newer version's: nothing is remembered, and it stays as it is"),
    ],
)
async def test_a_state_file_of_no_use_is_told_once(trouble: str, words: str) -> None:
    async with seated(remembered=Remembered(trouble=trouble)) as seat:
        assert words in seat.lines[-1]
        await seat.press("down")
        assert "state.json" not in seat.text


def _live(terminal: Terminal) -> None:
    terminal.until(lambda text: "● LIVE" in text)
    terminal.still()


def _save(terminal: Terminal, name: str) -> None:
    terminal.send("\x10", "save view", "enter")
    terminal.until(lambda text: "name of the view" in text)
    terminal.send("\x15", name, "enter")
    terminal.until(lambda text: f"view {name} saved" in text)


def test_two_consoles_at_once_keep_each_others_views(opened: Opened, dialer: Dialer) -> None:
    one, other = opened(dialer, (120, 36)), opened(dialer, (80, 24))
    _live(one)
    _live(other)
    one.send("\x10", "save view", "enter")
    one.until(lambda text: "go to state.json · enter saves" in text)
    one.send(ESC, "t")
    _save(one, "in alone")
    other.send("/", "talk>1:00", "enter")
    _save(other, "long talks")
    one.send("\x10", "view long")  # it sees what the other one has saved
    one.until(lambda text: "long talks" in text)
    one.send(ESC, "q")
    assert one.end() == 0
    other.send("q")
    assert other.end() == 0
    assert [view.name for view in Views(remember.default_file()).all()] == ["in alone", "long talks"]
    again = opened(dialer, (120, 36))
    _live(again)
    again.send("\x10", "view long", "enter")
    again.until(lambda text: "/ talk>1:00" in text)
    again.send("\x10", "view in", "enter")
    again.until(lambda text: "Calls · in" in text and "/ talk>1:00" not in text)
    again.send("q")
    assert again.end() == 0


@pytest.mark.parametrize(
    ("content", "words"), [(b'{"version": 99}', "newer version"), (b'{"ver', "cannot be understood")]
)
def test_a_console_on_a_state_file_of_no_use(
    opened: Opened, dialer: Dialer, still_floor: Server, content: bytes, words: str
) -> None:
    path = put(content)
    terminal = opened(dialer, (120, 36))
    terminal.until(lambda text: words in text)
    _live(terminal)
    terminal.send("c", " ", "enter")
    terminal.still()
    terminal.send("q")
    assert terminal.end() == 0
    assert (path.read_bytes() == content) is (b"99" in content)
    if b"99" not in content:
        assert remember.load().columns.names()[0] == "began"
