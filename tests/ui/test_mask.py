"""`[view] mask` and `m`: no whole name of a person and no whole number on any part of the screen."""

from __future__ import annotations

import asyncio
import base64
import re
from dataclasses import replace
from pathlib import Path

import pytest
from textual.drivers.headless_driver import HeadlessDriver

from dialer_tui.floor.changes import Changes
from tests.ui import fakes
from tests.ui.seat import NARROW, WIDE, seated

PRIVATE = ("Contact", "Ann Lee", "Bob Ray", "Cy Poe", "8885551212", "8885551313", "private remark")


@pytest.mark.parametrize("size", [WIDE, NARROW, (240, 70)])
@pytest.mark.parametrize("mask", [True, False])
async def test_a_mask_covers_lists_agents_and_details(size: tuple[int, int], mask: bool) -> None:
    feed = fakes.FakeFeed()
    app = fakes.console(feed, replace(fakes.settings(), mask=mask))
    seen = ""
    async with app.run_test(size=size) as pilot:
        changes = Changes(
            existing=[fakes.entry(fakes.call(1, contact="Contact Person", extra=(("note", "private remark"),)))]
        )
        feed.say(fakes.directory(), changes)
        await pilot.pause()
        for key in ("1", "enter", "escape", "2", "3"):
            await pilot.press(key)
            await asyncio.sleep(0.05)
            await pilot.pause()
            seen += "\n".join(fakes.text(app)).replace(" Contact   ", "").replace("Contact  ", "")
    names = [private for private in PRIVATE if private in seen]
    assert names == ([] if mask else list(PRIVATE))
    if mask:
        assert "A. L." in seen
        assert "C. P." in seen
        assert "…1212" in seen


# --- m ------------------------------------------------------------------------------------------------------

# What is whole somewhere, once it is not masked: the road there from the calls, and what is to be seen there.
PLACES: dict[str, tuple[tuple[str, ...], str, str]] = {
    "calls": ((), "Ann Lee", "A. L."),
    "numbers": (("z",), "8885551212", "…1212"),
    "agents": (("2",), "Bob Ray", "B. R."),
    "details": (("enter",), "Contact 1", "C. 1."),
    "details of numbers": (("enter",), "8885551313", "…1313"),
    "filter made of a cell": (("f",), '/ agent="Ann Lee"', '/ agent="A. L."'),
    "filter made of a number": ((*["right"] * 5, "f"), "/ numberin=8885551212", '/ numberin="…1212"'),
    "workbench": (("2", "enter"), "│ Ann Lee   100 calls", "│ A. L.   100 calls"),
    "words typed": (("slash", *"lee", "enter"), "· / lee ", "· / l. "),
    "terms typed": (
        ("slash", *'-contact:"jo smith" number:88855 or agent:none', "enter"),
        '/ -contact:"jo smith" number:88855 or agent:none',
        '/ not contact:"j. s." number:"…8855" or agent:none',
    ),
    "a filter that nothing meets": (("slash", *"contact:pettigrew", "enter"), "contact:pettigrew.", "contact:p.."),
    "an alert's rule": (("a",), "agent Ann Lee", "agent A. L."),
    "the calls of an alert": (("a", *["down"] * 3, "enter"), '/ agent="Ann Lee"', '/ agent="A. L."'),
}
RULE = '[[alerts]]\nname = "of one"\nfigure = "aht"\nabove = 1.0\nagent = "Ann Lee"\n'
BROAD = (240, 60)


@pytest.mark.parametrize("place", PLACES)
async def test_m_turns_the_mask_wherever_a_name_or_a_number_is(place: str, tmp_path: Path) -> None:
    road, whole, covered = PLACES[place]
    config = tmp_path / "config.toml"
    config.write_text(RULE)
    async with seated(BROAD, settings=fakes.settings(DIALER_TUI_CONFIG=str(config))) as seat:
        await seat.press(*road)
        await seat.pass_time(60)  # alerts are judged, and all that follows from time is drawn
        before = seat.text
        assert whole in before
        assert "masked" not in before
        await seat.press("m")
        assert "masked" in seat.lines[0]
        assert covered in seat.text
        for private in (whole, *PRIVATE[1:]):
            assert private not in seat.text
        await seat.press("m")
        assert seat.text.splitlines()[:-1] == before.splitlines()[:-1]


async def test_m_looks_through_no_calls_and_changes_no_row() -> None:
    async with seated(BROAD) as seat:
        await seat.press("slash", *"lee", "enter", "down", "down")
        state, at = seat.app.state, seat.under_cursor
        version, rows = state.version, list(state.view.calls())
        await seat.press("m")
        assert (state.version, seat.under_cursor) == (version, at)
        assert list(state.view.calls()) == rows
        assert not state.busy


async def test_what_is_hidden_can_be_filtered_by() -> None:
    async with seated(BROAD) as seat:
        await seat.say(fakes.new(500, agent="Bob Ray", number_in="17005550199"))
        await seat.press("m", "slash", *"number:5550199", "enter")
        assert [call.id for call in seat.app.state.view.calls()] == ["C500"]
        assert '/ number:"…0199"' in seat.text
        await seat.press("escape", "home", *["right"] * 5, "f")
        assert [call.id for call in seat.app.state.view.calls()] == ["C500"]
        assert "5550199" not in seat.text


async def test_the_settings_say_how_it_begins_and_m_takes_it_off() -> None:
    async with seated(BROAD, settings=replace(fakes.settings(), mask=True)) as seat:
        assert "masked" in seat.lines[0]
        await seat.press("m")
        assert "Ann Lee" in seat.text
        assert "masked" not in seat.lines[0]
        assert "names and numbers in full again" in seat.lines[-1]


async def test_a_mask_turned_on_is_in_copies_and_names_of_files_too(monkeypatch: pytest.MonkeyPatch) -> None:
    out: list[str] = []
    monkeypatch.setattr(HeadlessDriver, "write", lambda self, data: out.append(data))
    async with seated(BROAD) as seat:
        await seat.press("f", "m", "y", "r")
        (copied,) = [base64.b64decode(one).decode() for one in re.findall(r"\x1b\]52;c;(.*?)\x07", "".join(out))]
        assert "A. L.\tC. 1.\t" in copied
        assert "…1212\t…1313" in copied
        await seat.press("e", "c")
        assert "filtered.csv" in seat.text
        assert "lee" not in seat.text.lower().replace("a. l.", "")


@pytest.mark.parametrize("size", [WIDE, NARROW])
async def test_the_word_masked_stands_where_the_link_does(size: tuple[int, int]) -> None:
    async with seated(size) as seat:
        await seat.press("m", "space")
        assert re.search(r"masked +PAUSED \+0 +● LIVE$", seat.lines[0])


async def test_a_filter_brought_back_is_covered_until_somebody_works_on_it() -> None:
    async with seated(WIDE) as seat:
        await seat.press("slash", *"agent:lee queue>5", "enter", "slash", "ctrl+u", *"number:8885551212", "enter", "m")
        await seat.press("slash")
        assert 'number:"…1212" ' in seat.lines[-1]
        await seat.press("up")
        assert "agent:l. queue>5 " in seat.lines[-1]
        assert not {"lee", "888"} & set(re.split(r"\W", seat.text))
        assert len(seat.app.state.view) == 100
        await seat.press("enter", "slash", "backspace", "8")
        assert "agent:lee queue>8 " in seat.lines[-1]
        await seat.press("enter")
        assert "/ agent:l. queue>8" in seat.text
        await seat.press("m", "slash")
        assert "agent:lee queue>8 " in seat.lines[-1]
