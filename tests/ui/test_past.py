"""A past range at a terminal: typed in plain words, had from the simulated API, and left again. Real processes."""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime

import pytest

from dialer_tui.floor.past import Past
from dialer_tui.simulator.server import Server
from tests.conftest import FLOOR_TIME, Dialer, Opened
from tests.ui.seat import NARROW, WIDE, seated

RANGE = "yesterday 9-10"
START = FLOOR_TIME - FLOOR_TIME % 86_400 - 86_400 + 9 * 3_600


def iso(second: int) -> str:
    return datetime.fromtimestamp(second, UTC).isoformat()


@pytest.mark.parametrize("size", [WIDE, NARROW])
def test_a_range_is_shown_whole_nothing_polls_and_esc_is_live_again(
    opened: Opened, still_floor: Server, dialer: Dialer, size: tuple[int, int]
) -> None:
    told = json.loads(dialer("figures", "--from", iso(START), "--to", iso(START + 3_600), "--format", "json").out)
    (whole,) = told
    terminal = opened(dialer, size)
    terminal.until(lambda text: "● LIVE" in text)
    terminal.send("w", "p", RANGE)
    terminal.until(lambda text: "Mon 23 Nov 09:00–10:00" in text)
    terminal.send("enter")
    terminal.until(lambda text: "PAST" in text and "had 14:0" in text)
    level = whole["figures"]["service_level"]["value"] * 100

    def same(text: str) -> bool:
        said = re.search(r"SL (?:20 s)? *([\d.]+) %", text)
        return f"{whole['calls']:,}" in text and said is not None and abs(float(said[1]) - level) < 1

    terminal.until(same)
    assert "Mon 23 Nov 09:00–10:00" in terminal.lines[0]
    terminal.settle()
    asked = still_floor.api.asked
    terminal.settle(6.0, 7)
    assert still_floor.api.asked == asked, "nothing polls"
    terminal.send("f", "esc")
    terminal.until(lambda text: "PAST" in text)
    terminal.send("esc")
    terminal.until(lambda text: "● LIVE" in text and "PAST" not in text)
    terminal.send("q")
    assert terminal.end() == 0
    assert b"Traceback" not in terminal.raw


@pytest.mark.parametrize("size", [WIDE, NARROW])
async def test_the_line_says_what_is_typed_what_is_wrong_and_esc_takes_it_away(size: tuple[int, int]) -> None:
    async with seated(size) as seat:
        await seat.press("w", "p")
        assert seat.lines[-1].startswith(" past range")
        assert "yesterday 14-15" in seat.lines[-1]
        await seat.press(*"today 15-16", "enter")
        assert "not over yet" in seat.lines[-1]
        await seat.press("ctrl+u", *"9-10")
        assert "Tue 24 Nov 09:00–10:00" in seat.lines[-1]
        await seat.press("ctrl+u", *"soon 1-2")
        assert re.search(r"soon is no day; such as yesterday 14-15", seat.lines[-1]) or size == NARROW
        assert "no day" in seat.lines[-1]
        await seat.press("escape")
        assert "past range" not in seat.lines[-1]
        assert "LIVE" in seat.lines[0]


async def test_what_is_of_the_live_window_alone_is_refused_there() -> None:
    async with seated(NARROW) as seat:
        seat.app.state.look_back(Past(START, START + 3_600))
        for key in ("b", "o", "space"):
            await seat.press(key)
            assert "not on a past range: esc goes back to the live calls" in seat.lines[-1], key
        assert not seat.app.state.paused


async def test_in_a_past_range_a_filter_of_marks_says_that_there_are_none() -> None:
    async with seated(NARROW) as seat:
        seat.app.state.look_back(Past(START, START + 3_600))
        await seat.press("slash", *"is:new")
        assert "in a past range no call is new" in seat.lines[-1]
