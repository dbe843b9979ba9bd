"""Alerts at the console: one line, one bell, a count, and the sheet in which they are acked and snoozed."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from msgspec.structs import replace
from textual.drivers.headless_driver import HeadlessDriver

from dialer_tui.config import Settings
from dialer_tui.floor.alerts import SNOOZE
from dialer_tui.floor.changes import Changes
from tests.ui import fakes
from tests.ui.seat import NARROW, WIDE, Seat, seated

_POINTER = "\x1b]22;"  # the shape of the mouse pointer, which Textual sets
RULES = """\
[[alerts]]
name = "slow"
figure = "asa"
above = 60.0
minimum = 5
for = "1s"
bell = true
notify = true
[[alerts]]
name = "Smith waits"
calls = "queue>60 contact:smith"
at_least = 3
for = "1s"
notify = true
"""


@pytest.fixture
def written(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Everything that is written past Textual's frames."""
    out: list[str] = []
    monkeypatch.setattr(HeadlessDriver, "write", lambda self, data: _POINTER in data or out.append(data))
    return out


@pytest.fixture
def ruled(tmp_path: Path) -> Settings:
    """Settings with rules of their own."""
    path = tmp_path / "config.toml"
    path.write_text(RULES)
    return fakes.settings(DIALER_TUI_CONFIG=str(path))


def waiting(many: int, **what: object) -> Changes:
    """Calls that waited for long, and have settled."""
    return Changes(existing=[fakes.entry(fakes.call(900 + n, ended=60, queue=300, **what)) for n in range(many)])


async def burn(seat: Seat, many: int = 100, **what: object) -> list[object]:
    """So many callers have waited; a few seconds later."""
    changes = waiting(many, **what)
    await seat.say(changes)
    await seat.pass_time(3)
    return list(changes.existing)


@pytest.mark.parametrize("size", [WIDE, NARROW])
async def test_a_quiet_rule_says_its_bound_and_that_the_figure_misses_its_target(size: tuple[int, int]) -> None:
    async with seated(size) as seat:
        late = [fakes.call(3_000 + n, ended=300 + n, queue=60) for n in range(40)]
        await seat.say(Changes(existing=[fakes.entry(call) for call in late]))
        await seat.pass_time(3)
        await seat.press("a")
        at = seat.line("service level  ")
        assert "quiet" in seat.lines[at]
        assert re.search(r"service level \d+ % ▲ target 80 % · alert below 50 % · n \d+", seat.lines[at + 1])
        assert "longest wait 1:00 ✓ target 2:00 · alert above 10:00" in seat.text
        assert "the data is LIVE · alert when STALE or worse" in seat.text


@pytest.mark.parametrize("size", [WIDE, NARROW])
async def test_raised_acked_and_over_with_one_bell_and_one_notification(
    size: tuple[int, int], written: list[str], ruled: Settings
) -> None:
    async with seated(size, settings=ruled) as seat:
        await seat.pass_time(5)
        assert "▲ slow" not in seat.text
        assert "".join(written) == ""
        burning = await burn(seat)
        assert "▲ slow: average speed of answer" in seat.lines[-1]
        assert "above 1:00" in seat.lines[-1]
        assert "".join(written).startswith("\x07\x1b]9;dialer-tui: slow: average speed of answer")
        assert len(written) == 1
        await seat.pass_time(20)
        await seat.press("down")
        assert " a alerts 1 ▲" in seat.lines[-1]
        await seat.press("a")
        assert "Alerts · 1 of 5 raised" in seat.text
        assert "since 14:00:" in seat.lines[seat.line("slow  ")]
        assert "quiet" in seat.lines[seat.line("Smith waits")]
        await seat.press("k")
        assert ", acked" in seat.lines[seat.line("slow  ")]
        await seat.press("escape")
        assert "alerts 1" not in seat.lines[-1]
        await seat.pass_time(int(SNOOZE))
        assert len(written) == 1, "nothing more rings"
        await seat.say(Changes(aged=burning))  # type: ignore[arg-type]
        await seat.pass_time(2)
        assert "over: slow" in seat.lines[-1]
        await seat.say(Changes(existing=burning))  # type: ignore[arg-type]
        await seat.pass_time(3)
        assert len(written) == 2, "raised anew it is a new one"


async def test_snoozed_it_is_silent_for_ten_minutes_and_then_said_again(written: list[str], ruled: Settings) -> None:
    async with seated(settings=ruled) as seat:
        await burn(seat)
        await seat.press("a", "x")
        assert "snoozed until 14:10:" in seat.text
        await seat.press("escape")
        await seat.pass_time(int(SNOOZE) - 2)
        assert len(written) == 1
        await seat.pass_time(5)
        assert len(written) == 2
        assert "▲ slow" in seat.lines[-1]
        await seat.press("a", "x", "x")
        assert "snoozed" not in seat.text
        await seat.pass_time(2)
        assert len(written) == 2, "who has just seen it need not be told"


async def test_what_rises_while_a_filter_is_typed_is_said_afterwards_in_one_line(
    written: list[str], ruled: Settings
) -> None:
    async with seated(settings=ruled) as seat:
        await seat.press("slash", "x")
        await burn(seat, contact="Jo Smith")
        assert seat.lines[-1].startswith(" / x")
        await seat.press("escape")
        await seat.pass_time(1)
        assert "slow" in seat.lines[-1]
        assert "Smith waits" in seat.lines[-1]
        assert "".join(written).count("\x07") == 3, "one bell, and the ends of two notifications"
        assert "contact" not in "".join(written)


async def test_nothing_is_raised_while_the_window_is_fetched_and_the_sheet_says_so(
    written: list[str], ruled: Settings
) -> None:
    async with seated(settings=ruled, empty=True) as seat:
        seat.feed.standing = replace(fakes.status("FILLING"), filling=True)
        await burn(seat)
        await seat.pass_time(60)
        await seat.press("a")
        assert "not judged yet: the window is being fetched" in seat.text
        assert written == []
        seat.feed.standing = fakes.LIVE
        await seat.pass_time(3)
        assert "Alerts · 1 of 5 raised" in seat.text
        assert len(written) == 1


async def test_the_cursor_stays_with_its_rule_and_enter_opens_its_calls(ruled: Settings) -> None:
    async with seated(settings=ruled) as seat:
        await seat.press("a", "end")
        chosen = seat.app.main.alerts.chosen
        assert chosen is not None
        assert chosen.rule.name == "Smith waits"
        await burn(seat, contact="Jo Smith")
        assert seat.app.main.alerts.chosen is chosen
        await seat.press("enter")
        assert seat.app.main.place == "calls"
        assert len(seat.app.state.view) == 100
        await seat.press("escape")
        assert len(seat.app.state.view) == 200


async def test_enter_on_a_wait_that_is_too_long_opens_the_calls_that_waited_longer() -> None:
    async with seated() as seat:
        await seat.press("a")
        while seat.app.main.alerts.chosen.rule.name != "longest wait":  # type: ignore[union-attr]
            await seat.press("down")
        await seat.say(Changes(existing=[fakes.entry(fakes.call(900, ended=60, queue=601, type="Inbound"))]))
        await seat.pass_time(2)
        assert "1 of 3 raised" in seat.text
        await seat.press("enter")
        assert seat.app.main.place == "calls"
        assert "type:in queue>10:00" in seat.text
        assert [entry.call.queue for entry in seat.app.state.view] == [601]
        await seat.press("escape")
        assert len(seat.app.state.view) == 101
