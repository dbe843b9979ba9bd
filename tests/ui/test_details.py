"""A call's details: nothing of a name is lost on any screen, and the sheet stays where it is while calls are walked."""

from __future__ import annotations

from typing import Any

import pytest

from dialer_tui.floor.window import Changes
from tests.ui import fakes
from tests.ui.seat import NARROW, WIDE, Seat, seated

SMALL, BROAD, HUGE = (40, 10), (170, 40), (240, 70)
LONG = {
    "contact": "Prof. Dr. Maximiliane-Theodora Gräfin von und zu Hohenlohe-Waldenburg-Schillingsfürst, geb. Öttingen",
    "agent": "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaftsmitarbeiterin Zwei",
    "campaign": " ".join(f"Sale{n}" for n in range(60)),
    "list": "".join(chr(0x4E00 + n) for n in range(60)),  # two cells wide each
    "number_in": "+49 (0) 89 / 123456789-0123456789",
}


async def opened(seat: Seat, number: int = 200, **fields: Any) -> None:
    """The details of a call with these fields, the newest of all."""
    await seat.say(Changes(existing=[fakes.entry(fakes.call(number, ended=1, **fields))]))
    await seat.press("enter")


def drawn(seat: Seat) -> list[str]:
    """What is to be seen in the sheet, without its frame."""
    top = seat.line("╭─ Call ")
    left = seat.lines[top].index("╭─ Call ")
    end = next(y for y, line in enumerate(seat.lines) if y > top and line[left:].startswith("╰"))
    return [line[left + 2 :].partition(" │")[0].strip() for line in seat.lines[top + 1 : end]]


@pytest.mark.parametrize("size", [SMALL, NARROW, WIDE, BROAD, HUGE])
async def test_nothing_of_a_name_is_lost(size: tuple[int, int]) -> None:
    async with seated(size) as seat:
        await opened(seat, **LONG)
        seen = drawn(seat)
        assert ("pgdn more" in seat.text) == (size in (SMALL, NARROW))
        while "pgdn more" in seat.text:
            await seat.press("pagedown")
            seen += drawn(seat)
        # The last page may show lines again that were on the one before.
        text = "".join(dict.fromkeys(seen)).replace(" ", "")
        for name in LONG.values():
            assert name.replace(" ", "") in text
        assert "Durationsas" in text


async def test_a_name_that_is_none_is_cut_and_says_so() -> None:
    async with seated(HUGE) as seat:
        await opened(seat, contact="x" * 100_000)
        await seat.press("pagedown")
        text = "".join(drawn(seat))
        assert "x" * 2_000 + "…" in text
        assert "x" * 2_001 not in text


async def test_the_keys_that_do_not_fit_leave_and_more_is_said_to_be_there() -> None:
    async with seated(SMALL) as seat:
        await seat.press("enter")
        assert "pgdn more   esc back ─── 1–6 of 20" in seat.text
        await seat.press("pagedown", "pagedown")
        assert "13–18 of 20" in seat.text
        await seat.press("down")
        assert "Call C2 · 2 of 100" in seat.text
        assert "13–18 of 20" in seat.text, "the same lines of the next call"
        await seat.press("pagedown")
        assert "pgup more   esc back ─ 15–20 of 20" in seat.text
        await seat.pilot.resize_terminal(*NARROW)
        await seat.pilot.pause()
        assert "y copy   f this agent's calls   ↑↓ next call   esc back" in seat.text
        assert "Inbound · began" in seat.text


@pytest.mark.parametrize("size", [NARROW, WIDE, BROAD, HUGE])
async def test_the_sheet_stays_where_it_is_from_call_to_call_and_widens_with_the_screen(size: tuple[int, int]) -> None:
    async with seated(size) as seat:
        await opened(seat, contact="名前太郎", agent="", list="", list_id="", queue=None)
        places = set()
        for _ in range(4):
            places.add(seat.app.main.details.region)
            await seat.press("down")
        assert len(places) == 1
        assert places.pop().width == {80: 78, 120: 84, 170: 117, 240: 124}[size[0]]


async def test_times_of_another_day_are_dated_and_a_long_id_leaves_room_for_the_place() -> None:
    async with seated(NARROW) as seat:
        late = fakes.call(200, id="C" * 90, date=fakes.NOW - 20 * 3_600, total=19 * 3_600)
        await seat.say(Changes(existing=[fakes.entry(late)]))
        await seat.press("end", "enter")
        assert "began 2026-11-23 18:00:00 (18:00:00 GMT)" in seat.text
        assert "ended 13:00:00" in seat.text
        assert "CCC… · 101 of 101 ─╮" in seat.text
