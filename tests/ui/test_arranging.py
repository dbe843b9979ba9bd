"""`c`: the columns of the calls are chosen, ordered and widened in a sheet, and the table behind follows at once."""

from __future__ import annotations

import re

import pytest

from dialer_tui.ui import remember
from dialer_tui.ui.columnset import SHIPPED
from tests.conftest import Dialer, Opened
from tests.ui import fakes
from tests.ui.rain import rain
from tests.ui.seat import NARROW, WIDE, Seat, seated


def sheet(seat: Seat) -> dict[str, str]:
    """What the sheet says of each column that is seen in it."""
    found = {}
    for line in seat.lines:
        if match := re.search(r"│ ([✓ ] \S.{18}) +(.*?) *│", line):
            found[match[1][2:].strip()] = f"{match[1][0]} {match[2]}".strip()
    return found


@pytest.mark.parametrize("size", [WIDE, NARROW])
async def test_what_is_chosen_shows_at_once_and_stays(size: tuple[int, int]) -> None:
    async with seated(size) as seat:
        left = 39 if size == WIDE else 0  # the panes beside the calls
        assert "Call ID" not in seat.lines[2]
        await seat.press("c", "end")
        assert sheet(seat)["Call ID"] == ""
        await seat.press("space")
        assert re.search("Contact .* Call ID", seat.lines[2])
        assert re.search(r"✓ Call ID +12 +│", seat.text)
        await seat.press(*["K"] * 30)
        assert re.match(r"\W*Call ID +Began +Agent", seat.lines[2][left:])
        await seat.press("plus", "plus", "minus", "greater_than_sign")
        assert re.search(r"✓ Call ID +14 +own width", seat.text)
        assert re.match(r"\W*Call ID {8}Began +Agent", seat.lines[2][left:])
        await seat.press("enter")
        assert "Columns" not in seat.text
        assert seat.app.main.place == "calls"
        assert re.match(r"\W*Call ID {8}Began +Agent", seat.lines[2][left:])
        assert re.match(r"\W*C1 {13}13:5\d:", seat.lines[3][left:])


async def test_esc_leaves_all_as_it_was_and_0_as_it_is_shipped() -> None:
    async with seated() as seat:
        before = seat.lines
        await seat.press("c", "space", "down", "J", "minus", "down", "down", "space")
        assert seat.lines[2] != before[2]
        await seat.press("escape")
        assert seat.lines[:-1] == before[:-1]
        assert seat.app.main.remembered().columns == SHIPPED
        await seat.press("c", "home", "down", "space", "J", "enter")
        kept = seat.app.main.remembered().columns
        assert "began" not in kept.names()
        await seat.press("c", "0")
        assert seat.lines[2] == before[2]
        await seat.press("escape")
        assert seat.app.main.remembered().columns == kept
        await seat.press("c", "backspace", "enter")
        assert seat.app.main.remembered().columns == SHIPPED
        assert seat.lines[:-1] == before[:-1]


async def test_whoever_leaves_in_the_midst_of_it_has_kept_nothing() -> None:
    async with seated() as seat:
        await seat.press("c", "home", "space")
        assert seat.app.main.calls.columns != SHIPPED
        assert seat.app.main.remembered().columns == SHIPPED


async def test_one_column_stays_and_it_is_said() -> None:
    async with seated() as seat:
        await seat.press("c", "home")
        for slot in SHIPPED.slots:
            if slot.shown:
                await seat.press("space")
            await seat.press("down")
        assert seat.app.main.calls.columns.names() == ("total",)
        await seat.press("up", "space")
        assert "one column stays" in seat.lines[-1]
        await seat.press("enter")
        assert re.match(r"│\W*Total +│", seat.lines[2][38:])
        await seat.press("right", "right", "left")
        assert seat.app.main.calls.sideways.at == "total"


async def test_the_sheet_says_for_what_there_is_no_room() -> None:
    async with seated(NARROW) as seat:
        await seat.press("c", "home")
        assert sheet(seat)["Listed"] == "✓ 8  no room"
        assert "Listed" not in seat.lines[2]
        await seat.press("plus")
        assert sheet(seat)["Listed"] == "✓ 9  own width"
        assert "Listed" in seat.lines[2]
        await seat.pilot.resize_terminal(60, 24)
        await seat.pilot.pause()
        assert sheet(seat)["Campaign"] == "✓ 11  no room"


async def test_the_cursor_of_the_sheet_starts_at_the_column_cursor_and_marks_its_head() -> None:
    async with seated() as seat:
        await seat.press("right", "right", "c")
        calls = seat.app.main.calls
        assert (calls.sideways.at, calls.pointed) == ("contact", "contact")
        await seat.press("down")
        assert calls.pointed == "campaign"
        await seat.press("escape")
        assert (calls.sideways.at, calls.pointed) == ("contact", None)
        await seat.press("c", "space", "enter")
        assert calls.sideways.at is None  # its column is gone


async def test_fields_that_the_document_does_not_know_can_be_columns() -> None:
    async with seated() as seat:
        extra = (("callDisposition", "sale\x1b[31m"), ("note", "x"))
        await seat.say(fakes.new(500, extra=extra), fakes.new(501, at=fakes.NOW + 1))
        await seat.press("c", "end")
        assert {"callDisposition", "note"} <= set(sheet(seat))
        await seat.press("up", "space", *["K"] * 30, "enter")
        assert "callDisposi" in seat.lines[2]
        assert re.match(r"│ ✦ +13:58", seat.lines[3][38:])
        assert re.match(r"│ ✦ sale\[31m +13:58", seat.lines[4][38:])
        await seat.press("home", "down", "right", *["left"] * 9, "f")
        assert seat.app.state.filters.shown(mask=False) == 'callDisposition="sale[31m"'
        assert [call.id for call in seat.app.state.view.calls()] == ["C500"]
        kept = seat.app.main.remembered().columns
        assert kept.names()[0] == "extra:callDisposition"
        assert "extra:note" not in [slot.name for slot in kept.slots]
    async with seated(remembered=remember.Remembered(columns=kept)) as seat:
        assert "callDisposi" in seat.lines[2]  # though no call has had it yet


async def test_a_column_that_is_chosen_can_be_sorted_and_filtered_by() -> None:
    async with seated() as seat:
        await seat.say(fakes.new(500, campaign_id="9999", campaign="Spring Sale"))
        assert "Campaign ID" not in seat.app.main.calls.sorts.values()
        await seat.press("c", *["down"] * 3, "space", "enter", "s")
        await seat.press("escape", "c", "home", *["down"] * 7, "space", "enter")
        assert "campaign_id" in seat.app.main.calls.columns.names()
        await seat.press("s", "home", *["down"] * 16)
        assert seat.app.main.menu.chosen.label == "Campaign ID"
        await seat.press("enter")
        assert "Calls · by Campaign ID ↑" in seat.text
        await seat.press("s", "enter", "home")
        assert seat.under_cursor == "C500"
        while seat.app.main.calls.sideways.at != "campaign_id":
            await seat.press("right")
        await seat.press("f")
        assert [call.id for call in seat.app.state.view.calls()] == ["C500"]


async def test_calls_that_come_in_meanwhile_are_laid_out_so_too() -> None:
    async with seated() as seat:
        await seat.press("c", "home", "space", "down", "space")
        await rain(seat)
        assert "Columns" in seat.text
        await seat.press("enter")
        await rain(seat, 6_000)
        rows = [line for line in seat.lines if "✦" in line]
        assert len(rows) > 10
        assert not any(re.search(r"✦ \d\d:", line) for line in rows)


def test_columns_are_there_again_at_the_next_start(opened: Opened, dialer: Dialer) -> None:
    terminal = opened(dialer, (120, 36))
    terminal.until(lambda text: "● LIVE" in text)
    terminal.send("c")
    terminal.until(lambda text: "as shipped" in text and "Columns" in text)
    terminal.send("end", " ", *["K"] * 30, "+", "enter")
    terminal.until(lambda text: re.search("Call ID +Began", text) and "Columns" not in text)
    terminal.send("q")
    assert terminal.end() == 0
    assert remember.load().columns.names()[0] == "id"
    again = opened(dialer, (80, 24))
    again.until(lambda text: "● LIVE" in text and re.search(r"Call ID {7}Began", text))
    again.send("c", "0", "enter")
    again.until(lambda text: "Columns" not in text and "Call ID" not in text)
    again.send("q")
    assert again.end() == 0
    assert "columns" not in remember.default_file().read_text()
