"""Low bandwidth: the floor is drawn now and then, a key at once; by itself where the line is slow."""

from __future__ import annotations

import dataclasses

import pytest

from dialer_tui.ui import thrift
from tests.ui import fakes
from tests.ui.seat import Seat, seated


@pytest.fixture(autouse=True)
def often(monkeypatch: pytest.MonkeyPatch) -> None:
    """The floor is drawn when the test says so."""
    monkeypatch.setattr(thrift, "EVERY", 3_600.0)


def drawn(seat: Seat) -> bool:
    return "Contact 500" in seat.text


async def test_a_thrifty_console_draws_the_floor_later_and_keys_at_once() -> None:
    async with seated(settings=dataclasses.replace(fakes.settings(), low_bandwidth=True)) as seat:
        await seat.say(fakes.new(500))
        assert not drawn(seat)
        await seat.press("down")
        assert drawn(seat), "what a key shows is the newest state"
        await seat.press("home")
        await seat.say(fakes.new(501), fakes.new(502))
        seat.app._draw()
        await seat.pilot.pause()
        assert "Contact 502" in seat.text
        foot = seat.lines[-1]
        await seat.pass_time(20)
        assert seat.lines[-1] == foot, "the clock shows minutes"


async def test_marks_go_in_one_pass_a_minute() -> None:
    async with seated(settings=dataclasses.replace(fakes.settings(), low_bandwidth=True)) as seat:
        seat.feed.time = fakes.NOW // 60 * 60.0
        seat.app.tick()
        await seat.say(fakes.new(500))
        seat.app._draw()
        await seat.pass_time(45)
        assert seat.app.state.marks.mark("C500") == "new"
        await seat.pass_time(15)
        assert seat.app.state.marks.mark("C500") is None


async def test_a_slow_line_is_spared_for_a_minute() -> None:
    async with seated() as seat:
        now = 0.0
        seat.app.thrift = thrift.Thrift(False, lambda: now)
        seat.app.on_slow_line()
        await seat.pilot.pause()
        assert "the line is slow" in seat.lines[-1]
        seat.app.main.notice.end()
        seat.app.on_slow_line()
        await seat.pilot.pause()
        assert "the line is slow" not in seat.lines[-1], "said once"
        await seat.say(fakes.new(500))
        assert not drawn(seat)
        now = 61.0
        await seat.say(fakes.new(501))
        assert drawn(seat)


async def test_a_terminal_that_reads_again_is_sent_the_newest_at_once() -> None:
    async with seated(settings=dataclasses.replace(fakes.settings(), low_bandwidth=True)) as seat:
        seat.app._owe()
        await seat.say(fakes.new(500))
        for _ in range(20):
            await seat.pilot.pause(0.02)
            if drawn(seat):
                break
        assert drawn(seat), "or it would be sent twice: as it was, and as it is"
