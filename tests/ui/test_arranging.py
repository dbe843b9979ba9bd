"""`c`: the columns of the calls are chosen, ordered and widened in a sheet, and the table behind follows at once."""

from __future__ import annotations

import csv
import io
import json
import re
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from dialer_tui.export import records
from dialer_tui.export.chosen import of_chosen, record
from dialer_tui.export.files import Form
from dialer_tui.floor.people import People
from dialer_tui.ui import remember
from dialer_tui.ui.call_text import CallText
from dialer_tui.ui.columnset import SHIPPED
from dialer_tui.ui.copying import row
from dialer_tui.ui.theme import UNICODE
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


@pytest.mark.parametrize("size", [WIDE, NARROW])
async def test_that_esc_takes_changes_back_is_said_before_and_after(size: tuple[int, int]) -> None:
    async with seated(size) as seat:
        await seat.press("c", "home")
        assert "esc back" in seat.text
        await seat.press("space")
        assert "esc as before" in seat.text
        await seat.press("space")
        assert "esc back" in seat.text, "nothing has changed after all"
        await seat.press("space", "escape")
        assert "the columns are as they were before: enter keeps changes" in seat.lines[-1]
        await seat.press("c", "escape")
        assert "the columns are" not in seat.lines[-1]


@pytest.mark.parametrize("size", [WIDE, NARROW])
async def test_help_leads_back_to_the_columns_as_they_are_being_arranged(size: tuple[int, int]) -> None:
    async with seated(size) as seat:
        await seat.press("c", "end", "space")
        before = seat.lines[:-1]
        await seat.press("question_mark")
        assert "Help · columns" in seat.text
        assert "a cell wider" in seat.text
        assert seat.app.main.remembered().columns == SHIPPED, "nothing is kept yet"
        await seat.press("escape")
        assert seat.lines[:-1] == before
        assert seat.app.main.place == "columns"
        await seat.press("question_mark", "ctrl+p", *"the agents", "enter")
        assert seat.app.main.place == "agents"
        assert seat.app.main.remembered().columns != SHIPPED


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


async def test_however_many_calls_there_are_only_the_rows_that_are_seen_are_written_anew() -> None:
    async with seated(empty=True) as seat:
        await seat.say(fakes.existing(20_000))
        calls = seat.app.main.calls
        while len(calls.state.view) < 20_000:  # they are folded in turns
            await seat.pilot.pause(0.02)
        rank = calls.state.view._ranks[0]
        await seat.press("c", "end", "space", "K", "plus", "enter")
        assert 0 < len(calls._cells) <= calls.page
        assert calls.state.view._ranks[0] is rank  # nothing is sorted anew


def test_columns_are_there_again_at_the_next_start(opened: Opened, dialer: Dialer) -> None:
    terminal = opened(dialer, (120, 36))
    terminal.until(lambda text: "● LIVE" in text)
    terminal.send("c")
    terminal.until(lambda text: "as shipped" in text and "Columns" in text)
    terminal.send("end", " ", *["K"] * 30, "+", "enter")
    terminal.until(lambda text: re.search("Call ID +Began", text) and "Columns" not in text)
    terminal.send("q")
    assert terminal.end() == 0
    kept = remember.load().columns
    assert kept.names()[0] == "id"
    cells = kept.slots[kept.at("id")].cells
    assert cells is not None
    again = opened(dialer, (80, 24))
    again.until(lambda text: "● LIVE" in text and re.search(f"Call ID {{{cells - 6}}}Began", text))
    again.send("c", "0", "enter")
    again.until(lambda text: "Columns" not in text and "Call ID" not in text)
    again.send("q")
    assert again.end() == 0
    assert "columns" not in remember.default_file().read_text()


# --- what is taken out of it ---------------------------------------------------------------------------------------

CHOSEN = ("extra:note", "id", "talk", "contact", "listed", "ended", "number_in")
FIELDS = ["note", "callID", "callTalkTime", "callContact", "listed", "ended", "callNumberInbound"]
LIST = [
    fakes.entry(fakes.call(1, ended=60, contact="=Dee", extra=(("note", "x\x1b"),)), new=True, seen=fakes.NOW),
    fakes.entry(fakes.call(2, total=None, talk=None)),
    *(fakes.entry(fakes.call(n)) for n in range(3, 250)),
]


@pytest.mark.parametrize("count", [0, 1, 2, 249])
def test_a_file_has_the_chosen_columns_in_their_order_and_no_other(count: int) -> None:
    made: dict[Form, str] = {
        form: b"".join(of_chosen(LIST[:count], CHOSEN, form, None)).decode() for form in ("csv", "json", "ndjson")
    }
    found = json.loads(made["json"])
    assert [json.loads(line) for line in made["ndjson"].splitlines()] == found
    rows = list(csv.reader(io.StringIO(made["csv"])))
    assert rows[0] == FIELDS
    assert len(rows) == count + 1
    assert all(list(one) == FIELDS for one in found)
    if count:
        assert found[0]["callID"] == "C1"
        assert found[0]["ended"] == "2026-11-24T13:59:00+00:00"
        assert rows[1] == ["x", "C1", "00:01:01", "'=Dee", "2026-11-24T14:00:00+00:00", *rows[1][5:]]
    if count > 1:
        assert (found[1]["ended"], found[1]["callTalkTime"], found[1]["note"]) == (None, None, None)


def test_a_mask_holds_in_chosen_columns_too() -> None:
    people = People(())
    said = b"".join(of_chosen(LIST, CHOSEN, "csv", people)).decode()
    assert "8885551212" not in said
    assert "Contact" not in said.partition("\n")[2]
    assert not [row for row in csv.DictReader(io.StringIO(said)) if row["note"]]


def test_every_column_there_is_can_be_taken_out() -> None:
    entry, text = LIST[0], CallText(ZoneInfo("UTC"), UNICODE, People(()))
    columns = [slot.name for slot in SHIPPED.with_fields(["note"]).slots]
    assert None not in record(entry, columns, None).values()
    assert set(records.CALL) <= set(record(entry, columns, None))
    cells = row(entry.call, text, columns, int(entry.listed)).split("\t")
    assert len(cells) == len(columns)
    assert all(cells)


async def test_a_copied_row_is_what_is_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    async with seated() as seat:
        await seat.press("y")
        whole = seat.app.main.menu
        assert [choice.label for choice in whole._choices][-1] == "row"
        await seat.press("escape", "c", "home")
        for slot in SHIPPED.slots:
            if slot.shown and slot.name not in ("agent", "talk"):
                await seat.press("space")
            await seat.press("down")
        await seat.press("enter", "home", "y")
        assert re.search(r"r +row +Ann Lee 1:01 ", seat.text)


def test_what_is_exported_is_what_is_shown(opened: Opened, dialer: Dialer, tmp_path: Path) -> None:
    terminal = opened(dialer, (120, 36))
    terminal.until(lambda text: "● LIVE" in text)
    terminal.send("c", "home", " ", "down", "J", "enter")  # no Listed; Began behind Ended
    terminal.until(lambda text: "Columns" not in text)
    terminal.send("c", "end", " ", *["K"] * 30, "enter")
    terminal.until(lambda text: re.search("Call ID +Began", text) and "Columns" not in text)
    terminal.send("e")
    terminal.until(lambda text: "Export your columns of the calls shown as" in text)
    terminal.send("c")
    terminal.until(lambda text: "to be written to" in text)
    terminal.send("\x15", str(tmp_path / "out.csv"), "enter")
    terminal.until(lambda text: re.search(r"\d calls(,| written)", text))
    head = (tmp_path / "out.csv").read_text().splitlines()[0].split(",")
    assert head[:4] == ["callID", "callDate", "callType", "callAgentName"]
    assert set(head) == set(records.CALL) - {"callCampaignID", "callListID"}
