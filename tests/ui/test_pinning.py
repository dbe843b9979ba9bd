"""A campaign pinned as the scope: what is asked for then, what is said of it, and the way back. Real processes too."""

from __future__ import annotations

import json
import re
from collections import Counter
from pathlib import Path

import pytest

from dialer_tui.floor.changes import Changes
from dialer_tui.model import Scope
from dialer_tui.simulator.server import Server
from tests.conftest import Dialer, Opened
from tests.ui import fakes
from tests.ui.seat import NARROW, WIDE, Seat, seated

RULES = """\
[[alerts]]
name = "crowd"
calls = "campaign=1111"
at_least = 50
for = "1s"
[[alerts]]
name = "theirs"
figure = "asa"
above = 60.0
campaign = "1112"
"""
SLOW = 60.0  # seconds: a window that starts over takes many requests
AGED = 20  # calls that may leave the window meanwhile


async def pinned(seat: Seat) -> None:
    """Filter by the campaign under the cursor, and pin it; the feed has taken it."""
    await seat.press("3", "enter", "p")
    await aimed(seat)


async def aimed(seat: Seat) -> None:
    """What the feed says when it asks for other calls: those of before leave."""
    await seat.say(Changes(aged=seat.app.state.view.entries()), seat.feed.scopes[-1])


async def test_the_key_that_pins_has_room_where_there_is_something_to_pin_or_pinned() -> None:
    async with seated((72, 24)) as seat:
        assert " pin" not in seat.lines[-1]
        await seat.press("3", "enter")
        assert " p pin " in seat.lines[-1]
        await seat.press("p")
        await aimed(seat)
        await seat.press("f5")  # whatever was said makes room for the keys
        assert " p unpin " in seat.lines[-1]
        await seat.press("p")
        await aimed(seat)
        await seat.press("f5")
        assert "pin" not in seat.lines[-1]


def watched(seat: Seat) -> dict[str, bool]:
    """Which alerts are watched, and whether they are raised."""
    assert seat.app.state.alerts is not None
    return {
        alert.rule.name: alert.since is not None for alert in seat.app.state.alerts.every if alert.rule.name in RULES
    }


@pytest.mark.parametrize("size", [WIDE, NARROW])
async def test_the_filtered_campaign_is_pinned_said_and_let_go_again(size: tuple[int, int]) -> None:
    async with seated(size) as seat:
        await seat.press("p")
        assert "filter" in seat.lines[-1]
        assert not seat.feed.scopes
        await pinned(seat)
        assert seat.feed.scopes == [Scope(campaigns=("1111",))]
        assert "only Spring Sale" in seat.lines[0]
        assert "asked for from now on: only Spring Sale" in seat.lines[-1]
        assert not seat.app.state.filters, "the scope does what the filter did"
        await seat.press("b")
        assert any("only Spring Sale" in line for line in seat.lines)
        await seat.press("b", "escape")
        assert "pinned: p asks for all campaigns again" in seat.lines[-1]
        await seat.press("p")
        assert seat.feed.scopes[-1] == Scope()
        assert "only" not in seat.lines[0]
        assert "asked for from now on: all campaigns" in seat.lines[-1]


async def test_another_filter_stays_and_several_campaigns_are_pinned_at_once() -> None:
    async with seated(WIDE) as seat:
        await seat.press("slash", *"campaign:spring or campaign:renewals", "enter", "f", "p")
        assert seat.feed.scopes == [Scope(campaigns=("1111", "1112"))]
        await aimed(seat)
        assert "only 2 campaigns" in seat.lines[0]
        assert seat.app.state.filters.shown(mask=False) == 'agent="Ann Lee"'


@pytest.mark.parametrize("word", ["OFFLINE", "REFUSED", "ERROR 80", "STALE", "CONNECTING"])
async def test_nothing_is_let_go_while_nothing_could_take_its_place(word: str) -> None:
    async with seated(WIDE) as seat:
        seat.feed.standing = fakes.status(word)
        await seat.say(seat.feed.standing)
        await seat.press("3", "enter", "p")
        assert not seat.feed.scopes
        assert f"not while {word.partition(' ')[0]}" in seat.lines[-1]


async def test_a_paused_screen_goes_on_when_something_else_is_asked_for() -> None:
    async with seated(WIDE) as seat:
        await seat.press("space")
        await pinned(seat)
        assert not seat.app.state.paused
        await seat.say(fakes.existing(3))
        assert seat.app.state.calls == 3


async def test_of_campaigns_that_are_not_asked_for_no_number_of_calls_is_said() -> None:
    async with seated(WIDE) as seat:
        assert seat.left("  Renewals").split()[2:] == ["0", "—"]
        await pinned(seat)
        await seat.say(fakes.existing(3))
        assert seat.left("  Renewals").split()[2:] == ["—", "—"]


async def test_alerts_are_judged_anew_and_of_pinned_campaigns_alone(tmp_path: Path) -> None:
    path = tmp_path / "config.toml"
    path.write_text(RULES)
    async with seated(WIDE, settings=fakes.settings(DIALER_TUI_CONFIG=str(path))) as seat:
        await seat.pass_time(5)
        assert watched(seat) == {"crowd": True, "theirs": False}
        await pinned(seat)
        assert watched(seat) == {"crowd": False}, "theirs is not asked for; that the crowd is over nobody knows"
        await seat.pass_time(5)
        assert "over" not in seat.lines[-1]
        await seat.press("p")
        await seat.say(seat.feed.scopes[-1], fakes.existing(100))
        await seat.pass_time(5)
        assert watched(seat) == {"crowd": True, "theirs": False}


def shown(text: str) -> int:
    """How many calls there are, as their frame or their tab says it; 0 where it does not."""
    found = re.search(r"Calls.* ([\d,]+)(\]| ─)", text)
    return int(found[1].replace(",", "")) if found else 0


@pytest.mark.parametrize("size", [WIDE, NARROW])
def test_the_api_is_asked_for_the_pinned_campaign_alone_and_all_its_calls_are_there(
    opened: Opened, still_floor: Server, dialer: Dialer, size: tuple[int, int], tmp_path: Path
) -> None:
    calls = json.loads(dialer("calls", "--format", "json").out)
    counted = Counter((one["callCampaignID"], one["callCampaignName"]) for one in calls)
    _, (campaign, name) = min((times, named) for named, times in counted.items() if times > 2 * AGED)
    seldom = tmp_path / "config.toml"
    seldom.write_text('[poll]\ninterval = "5m"\n')
    terminal = opened(dialer, size, DIALER_TUI_CONFIG=str(seldom))
    terminal.until(lambda text: "● LIVE" in text, SLOW)

    def brought() -> int:
        """Records that one look at everything brings."""
        before = still_floor.api.served
        terminal.send("r")
        had = -1
        while had != (had := still_floor.api.served - before) or not had:
            terminal.settle(2.0, 2.0)
        return had

    every, whole = shown(terminal.text), brought()
    terminal.send("/", f"campaign={campaign}", "enter")
    terminal.still(limit=SLOW)  # what is found while it is typed stands there, too
    found = re.search(r"(\d+) of \d+[\] ]", terminal.until(re.compile(r"Calls.* of \d+[\] ]").search, SLOW))
    assert found is not None
    theirs = range(int(found[1]) - AGED, int(found[1]) + 1)
    terminal.send("p")
    terminal.until(lambda text: f"only {name}" in text and "● LIVE" in text and shown(text) in theirs, SLOW)
    assert brought() < whole / 2, "the poll's cost narrows with the scope"
    terminal.send("p")
    terminal.until(lambda text: "only" not in text and "● LIVE" in text and every - AGED <= shown(text) <= every, SLOW)
    terminal.send("q")
    assert terminal.end() == 0
    assert b"Traceback" not in terminal.raw
