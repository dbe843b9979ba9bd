"""Alerts on the board: one line that stands until they are over; and what a slow line is spared."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import pytest
from textual.drivers.headless_driver import HeadlessDriver

from dialer_tui.config import Settings
from dialer_tui.floor.changes import Changes
from dialer_tui.text import width
from dialer_tui.ui import boardalerts, thrift
from dialer_tui.ui.boardalerts import Alarm
from dialer_tui.ui.theme import ASCII, UNICODE
from tests.ui import fakes
from tests.ui.onwall import folded, shown, wall
from tests.ui.seat import NARROW, WIDE, Seat, seated

SIZES = [(40, 10), NARROW, WIDE]
_POINTER = "\x1b]22;"  # the shape of the mouse pointer, which Textual sets
RULES = """\
[view]
timezone = "UTC"
[[alerts]]
name = "slow"
figure = "asa"
above = 60.0
minimum = 5
for = "1s"
bell = true
notify = true
[[alerts]]
name = "data stale"
state = "STALE"
for = "2s"
"""
SLOW = Alarm("longest wait", "longest wait 12:41, above 10:00", "since 14:02")
KNOWN = Alarm("service level", "service level 41 %, below 50 %", "since 13:58", acked=True)


@pytest.fixture
def ruled(tmp_path: Path) -> Settings:
    """Settings with rules of their own."""
    path = tmp_path / "config.toml"
    path.write_text(RULES)
    return fakes.settings(DIALER_TUI_CONFIG=str(path))


@pytest.fixture
def written(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Everything that is written past Textual's frames."""
    out: list[str] = []
    monkeypatch.setattr(HeadlessDriver, "write", lambda self, data: _POINTER in data or out.append(data))
    return out


def waiting(many: int = 60) -> Changes:
    """Calls that waited for long, and have settled."""
    calls = [fakes.call(9_000 + n, ended=60, queue=500, contact="Jo Smith", agent="Bob Ray") for n in range(many)]
    return Changes(existing=[fakes.entry(call) for call in calls])


# --- the line ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("cells", "said"),
    [
        (120, f"▲ 2 alerts · {SLOW.said}, since 14:02 · {KNOWN.said}, since 13:58, acked"),
        (76, "▲ 2 alerts · longest wait, since 14:02 · service level, since 13:58, acked"),
        (40, "▲ 2 alerts · longest wait, since 14:02"),
        (30, "▲ 2 alerts · since 14:02, lon…"),
    ],
)
def test_it_says_which_since_when_and_how_many_as_fully_as_there_is_room(cells: int, said: str) -> None:
    assert boardalerts.line((SLOW, KNOWN), cells, UNICODE) == (said, "alert")


def test_what_somebody_knows_of_is_no_longer_loud() -> None:
    assert boardalerts.line((KNOWN,), 80, ASCII) == (
        f"{ASCII.trouble} alert {ASCII.dot} {KNOWN.said}, since 13:58, acked",
        "strong",
    )


def test_the_name_of_a_rule_is_drawn_as_text_and_no_wider_than_there_is_room() -> None:
    alarm = Alarm("日本語のキュー" * 9, "x" * 200, "since 14:02")
    for cells in (1, 5, 36, 76):
        assert width(boardalerts.line((alarm, SLOW), cells, UNICODE)[0]) <= cells


# --- over the console -------------------------------------------------------------------------------------------


async def burning(seat: Seat) -> Changes:
    """A floor on which callers have waited for long."""
    changes = waiting()
    await seat.say(changes)
    await seat.pass_time(3)
    return changes


@pytest.mark.parametrize("size", SIZES)
async def test_the_board_holds_an_alert_until_it_is_over(
    size: tuple[int, int], ruled: Settings, written: list[str]
) -> None:
    async with seated(size, settings=ruled) as seat:
        await seat.press("b")
        assert "alert" not in seat.text
        changes = await burning(seat)
        assert len(written) == 1, "the board silences no bell"
        for _ in range(3):
            await seat.pass_time(600)
            assert seat.lines[1].startswith("  ▲ alert · slow")
            assert "since 14:00" in seat.lines[1]
            assert "Smith" not in seat.text
        await seat.say(Changes(aged=changes.existing))
        await seat.pass_time(2)
        assert "alert" not in seat.text
        assert len(written) == 1


async def test_what_was_raised_on_the_board_is_said_once_it_is_left(ruled: Settings, written: list[str]) -> None:
    async with seated(settings=ruled) as seat:
        await seat.press("b")
        await burning(seat)
        assert "slow: average speed" not in seat.lines[-1]
        await seat.press("b")
        await seat.pass_time(1)
        assert "▲ slow: average speed of answer" in seat.lines[-1]


async def test_acked_it_stands_as_such_and_snoozed_it_does_not(ruled: Settings, written: list[str]) -> None:
    async with seated(settings=ruled) as seat:
        await burning(seat)
        await seat.press("a", "k", "escape", "b")
        await seat.pass_time(1)
        assert seat.lines[1].endswith("since 14:00, acked")
        await seat.press("b", "a", "x", "escape", "b")
        await seat.pass_time(1)
        assert "alert" not in seat.text


# --- at the wall ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("size", SIZES)
async def test_at_the_wall_alerts_are_raised_ring_once_and_stand_while_the_data_is_old(
    size: tuple[int, int], ruled: Settings, written: list[str]
) -> None:
    async with wall(size, settings=ruled) as (app, feed, pilot):

        async def pass_time(seconds: int) -> None:
            for _ in range(seconds):
                feed.time += 1
                app.tick()
            await pilot.pause()

        await pass_time(5)
        assert "alert" not in shown(app)
        changes = waiting()
        feed.say(changes)
        await folded(app, pilot)
        await pass_time(3)
        assert "▲ alert · slow" in shown(app)
        assert "since 14:00" in shown(app)
        assert "".join(written).startswith("\x07\x1b]9;dialer-tui: slow: average speed of answer")
        feed.standing = fakes.status("OFFLINE", "next try in 3 s", 90.0)
        await pass_time(5)
        assert "2 alerts" in shown(app)
        assert "slow" in shown(app).partition("2 alerts")[2] or size == SIZES[0]
        feed.standing = fakes.LIVE
        feed.say(Changes(aged=changes.existing))
        await folded(app, pilot)
        await pass_time(3)
        assert "alert" not in shown(app)
        assert len(written) == 1


async def test_nothing_is_raised_before_all_that_came_is_counted(ruled: Settings, written: list[str]) -> None:
    async with wall(NARROW, settings=ruled) as (app, feed, pilot):
        feed.say(waiting())
        app.tick()
        feed.time += 2
        app.tick()
        assert written == [], "its message is still on its way"
        await folded(app, pilot)
        feed.time += 2
        app.tick()
        assert len(written) == 1


async def test_a_thrifty_board_is_drawn_now_and_then_and_a_slow_line_is_spared_for_a_minute(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(thrift, "EVERY", 3_600.0)  # it is drawn when the test says so
    settings = dataclasses.replace(fakes.settings(), low_bandwidth=True)
    async with wall(NARROW, settings=settings) as (app, feed, pilot):
        app._draw()
        feed.standing = fakes.status("OFFLINE", age=90.0)
        for _ in range(5):
            feed.time += 1
            app.tick()
        await pilot.pause()
        assert "● LIVE" in shown(app)
        await pilot.press("x")
        await pilot.pause()
        assert "q leaves" in shown(app), "a key is answered at once"
        app.on_caught_up()
        await pilot.pause()
        assert "▲ OFFLINE" in shown(app)
    async with wall(NARROW) as (app, feed, pilot):
        now = 0.0
        app.thrift = thrift.Thrift(False, lambda: now)
        app.on_slow_line()
        feed.standing = fakes.status("OFFLINE", age=90.0)
        app.tick()
        await pilot.pause()
        assert "● LIVE" in shown(app)
        now = 61.0
        app.tick()
        await pilot.pause()
        assert "▲ OFFLINE" in shown(app)
