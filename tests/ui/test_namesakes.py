"""Namesakes on the screen: whose a call is stands wherever its agent does, from the moment on that it is known."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace

import pytest

from dialer_tui.floor.changes import Changes
from dialer_tui.floor.names import NOBODY, Claim, Claims
from dialer_tui.model import Agent
from dialer_tui.ui.copying import row
from dialer_tui.ui.state import FloorState
from tests.ui import fakes
from tests.ui.seat import NARROW, WIDE, Seat, seated

LONG = "Annabella-Maria Montgomery-Leighton"
AGENTS = [
    Agent("4711", "Ann", "Lee"),
    Agent("4802", "Ann", "Lee"),
    Agent("4650", "Bob", "Ray"),
    Agent("11", *LONG.split()),
    Agent("12", *LONG.split()),
]
CALLS = {
    number: fakes.call(number, ended=number, agent=name, contact=f"Contact {number}")
    for number, name in enumerate(["Ann Lee", "Ann Lee", "Bob Ray", "Ann Lee", "Lee, Ann", "Ann Lee", LONG, "VDAD"], 1)
}
WHOSE = {1: "4802", 2: "4711", 4: "4802", 5: "4711", 6: NOBODY, 7: "12"}


def claims(*numbers: int, **whose: str) -> Claims:
    """What is known of some calls."""
    return Claims(tuple(Claim(CALLS[number], WHOSE[number]) for number in numbers))


@asynccontextmanager
async def floor(
    size: tuple[int, int] = WIDE, told: tuple[int, ...] = tuple(WHOSE), mask: bool = False
) -> AsyncIterator[Seat]:
    """Somebody at a console with namesakes, some of whose calls are told apart."""
    async with seated(size, empty=True, settings=replace(fakes.settings(), mask=mask)) as seat:
        calls = Changes(existing=[fakes.entry(one) for one in CALLS.values()])
        await seat.say(fakes.directory(AGENTS), calls)
        await seat.say(claims(*told))
        yield seat


def shown(state: FloorState) -> list[str]:
    return [state.view[row].call.id for row in range(len(state.view))]


@pytest.mark.parametrize("size", [WIDE, NARROW, (160, 50)])
async def test_a_name_alone_becomes_one_that_says_whose_the_call_is(size: tuple[int, int]) -> None:
    async with floor(size, ()) as seat:
        assert "Ann Lee " in seat.text
        assert "·4" not in seat.text
        await seat.press("down")
        before = seat.under_cursor
        await seat.say(claims(*WHOSE))
        rows = [next(line for line in seat.lines if f"Contact {number} " in line) for number in CALLS]
        assert ["Ann Lee ·4802" in rows[0], "Ann Lee ·4711" in rows[1], "Bob Ray  " in rows[2]] == [True] * 3
        assert "Lee, Ann ·4711" in rows[4].replace("…", "") or "… ·4711" in rows[4], "the name is cut, and not the ID"
        assert "Ann Lee (?)" in rows[5]
        assert " ·12 " in rows[6]
        assert seat.under_cursor == before
        await seat.say(Claims((Claim(CALLS[1], None),)))
        assert "Ann Lee ·4802" not in next(line for line in seat.lines if "Contact 1" in line)


async def test_agents_have_a_row_each_and_enter_shows_as_many_calls_as_it_counts() -> None:
    async with floor(told=()) as seat:
        agents = seat.app.main.agents
        assert seat.left("Ann Lee").startswith("Ann Lee · 2 ")
        assert agents.titles()[1] == "3+ of 5 with calls", "four calls, of one of them or of both"
        await seat.say(claims(*WHOSE))
        assert agents.titles()[1] == "4 of 5 with calls", "whoever has those of nobody is one of the two"
        rows = [row for row in map(agents.called, range(agents.count())) if row is not None]
        assert sum(row.calls for row in rows) == 7
        await seat.press("2")
        for at, row in enumerate(rows):
            await seat.press("home", *["down"] * at, "enter")
            assert len(seat.app.state.view) == row.calls, row
            whose = {seat.app.state.people.claimed(seat.app.state.view[n].call) for n in range(row.calls)}
            assert whose <= {row.claimed}
            await seat.press("escape")
        assert {line[2:17].strip() for line in seat.lines} >= {"Ann Lee ·4802", "Ann Lee ·4711", "Ann Lee (?)"}


@pytest.mark.parametrize("order", ["calls", "aht", "last"])
async def test_what_namesakes_have_together_leads_no_list_and_is_dimmed(order: str) -> None:
    async with floor(told=()) as seat:
        agents = seat.app.main.agents
        while agents.order[0] != order:
            agents.sort(order)
        rows = [row for row in map(agents.called, range(agents.count())) if row is not None]
        assert [(row.name, row.calls) for row in rows if row.calls] == [("Bob Ray", 1), ("Ann Lee", 5), (LONG, 1)]
        assert {role for _, role in agents.parts(1, 34)} == {"dim"}
        assert "plain" in {role for _, role in agents.parts(0, 34)}
        agents.sort("name")
        assert [row.name for row in map(agents.called, range(3)) if row] == ["Ann Lee", LONG, "Bob Ray"]


@pytest.mark.parametrize("pane", ["agents", "calls"])
async def test_an_id_keeps_its_place_behind_a_name_that_terminals_draw_wider_than_reckoned(pane: str) -> None:
    async with seated(empty=True) as seat:
        one = fakes.call(1, agent="सुनीता वर्मा")
        agents = [Agent("4711", "सुनीता", "वर्मा"), Agent("4802", "सुनीता", "वर्मा")]
        await seat.say(fakes.directory(agents), Changes(existing=[fakes.entry(one)]))
        await seat.say(Claims((Claim(one, "4711"),)))
        table = seat.app.main.panes[pane]  # type: ignore[index]
        (line,) = [line for line in table.lines(table.size) if "सुनीता" in line.text and "·4711" in line.text]
        assert [segment for segment in line if segment.text.startswith(" ·4711")], (
            "the terminal is told where it begins"
        )


async def test_calls_that_are_not_told_apart_yet_have_a_row_beside_the_others() -> None:
    async with floor(told=(1, 2)) as seat:
        await seat.press("2")
        assert seat.left("Ann Lee · 2")[15:20].strip() == "3"
        assert seat.left("Ann Lee ·4711")[15:20].strip() == "1"
        await seat.press("home", *["down"] * 3, "enter")  # below those of whom it is known
        assert len(seat.app.state.view) == 3
        assert 'agent="Ann Lee · 2 agents"' in seat.text


@pytest.mark.parametrize(
    ("down", "ids", "term"),
    [
        (0, {"C1", "C4"}, 'agent="Ann Lee ·4802"'),
        (1, {"C2", "C5"}, 'agent="Ann Lee ·4711"'),
        (2, {"C3"}, 'agent="Bob Ray"'),
        (5, {"C6"}, 'agent="Ann Lee (?)"'),
    ],
)
async def test_f_keeps_that_agents_calls_and_no_namesakes(down: int, ids: set[str], term: str) -> None:
    async with floor() as seat:
        await seat.press(*["down"] * down, "f")
        assert set(shown(seat.app.state)) == ids
        assert term in seat.text
        await seat.press("escape")
        assert len(seat.app.state.view) == 8


async def test_what_is_filtered_by_comes_in_as_it_becomes_known() -> None:
    async with floor(told=(1,)) as seat:
        await seat.press("f")
        assert shown(seat.app.state) == ["C1"]
        await seat.say(claims(2, 4, 5))
        assert shown(seat.app.state) == ["C1", "C4"]
        await seat.say(Claims((Claim(CALLS[1], "4711"),)))
        assert shown(seat.app.state) == ["C4"]


@pytest.mark.parametrize(
    "text",
    [
        "agent=4711",
        'agent="Ann Lee ·4711"',
        'agent="lee, ann ·4711"',
        "4711",
        "·4711",
        "agent:4711 ann",
        "lee (4711 or Howard)",
    ],
)
async def test_a_typed_filter_takes_an_id_and_what_rows_say(text: str) -> None:
    async with floor() as seat:
        await seat.press("/")
        seat.app.main.typed(text)
        await seat.press("enter")
        assert set(shown(seat.app.state)) == {"C2", "C5"}


@pytest.mark.parametrize(("text", "found"), [("not 4711 lee", {"C1", "C4", "C6"}), ('agent:"lee (?)"', {"C6"})])
async def test_what_rows_say_is_looked_for_like_any_text(text: str, found: set[str]) -> None:
    async with floor() as seat:
        await seat.press("/")
        seat.app.main.typed(text)
        await seat.press("enter")
        assert set(shown(seat.app.state)) == found


async def test_in_order_of_agents_each_stands_alone() -> None:
    async with floor(told=()) as seat:
        seat.app.state.sort("agent")
        await seat.say(claims(1, 2, 4, 6))
        order = [(CALLS[int(one[1:])].agent, WHOSE.get(int(one[1:]))) for one in shown(seat.app.state)]
        lees = [whose for name, whose in order if name == "Ann Lee"]
        assert lees == [NOBODY, "4711", "4802", "4802"]
        assert shown(seat.app.state)[0] == "C8", "nobody first"


@pytest.mark.parametrize("mask", [False, True])
async def test_details_copies_and_a_mask_say_whose_it_is(mask: bool) -> None:
    async with floor(mask=mask) as seat:
        name = "A. L." if mask else "Ann Lee"
        assert seat.left(f"{name} ·4711")
        assert not mask or "Ann Lee" not in seat.text
        await seat.press("enter")
        assert f"Agent            {name} ·4802" in seat.text
        await seat.say(Claims((Claim(CALLS[1], "4711"),)))
        assert f"Agent            {name} ·4711" in seat.text, "the sheet too"
        assert f"\t{name} ·4711\t" in row(CALLS[1], seat.app.main.text)
        await seat.press("escape", "f")
        assert f'agent="{name} ·4711"' in seat.text


async def test_while_paused_names_grow_truer_and_rows_stay() -> None:
    async with floor(told=()) as seat:
        await seat.press("space")
        before = shown(seat.app.state)
        await seat.say(Changes(aged=[fakes.entry(CALLS[2])]), claims(1, 4))
        assert shown(seat.app.state) == before
        assert "Ann Lee ·4802" in seat.text
        await seat.press("space")
        assert set(shown(seat.app.state)) == {*before} - {"C2"}


def test_what_is_known_of_calls_that_have_left_is_forgotten_once_no_row_shows_them(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("dialer_tui.ui.state.LOOK", 60.0)  # the figures are never behind, however slow the machine
    state = FloorState(())
    state.directory(fakes.directory(AGENTS))
    entries = [fakes.entry(fakes.call(number, agent="Ann Lee", ended=number)) for number in range(5_000)]
    state.changed(Changes(existing=entries))
    state.claimed(Claims(tuple(Claim(one.call, "4711") for one in entries)))
    state.changed(fakes.gone(entries[0]))
    state.pause()
    state.changed(Changes(aged=entries[1:4_000]))
    assert state.people.claimed(state.view[3_000].call) == "4711", "a paused row says what it said"
    state.resume()
    state.changed(Changes(aged=entries[4_000:4_500]))
    held = state.people._claims
    assert len(held) == 501
    assert state.people.claimed(entries[0].call) == "4711", "its row is still to be seen"
    assert {row.claimed: row.calls for row in state.people.rows()}["4711"] == 500
