"""Each screen of the frozen floor as it was last looked at. `python -m tests.screenshots` takes them anew.

What screenshots/ shows is compared there, not here.
"""

from __future__ import annotations

from typing import Any

import pytest

from tests.screenshots import ACCOUNTS, MIDDLE, NARROW, OUTAGE, Picture, SetUp
from tests.ui.fakes import status

REFUSED = status("REFUSED", age=None, message="Invalid ID and Transaction Key combination")
CONNECTING = status("CONNECTING", age=None)
PAUSED = ("slash", *"type:in", "enter", *["down"] * 3, "f", *["right"] * 3, "f", "space")
COMMAND = ACCOUNTS.replace('_key = "0', '_key_command = "echo 0', 1)
WRONG = (*"ACME", "tab", "tab", "ctrl+u", *"Mars", "tab")

SCREENS: dict[str, Picture | SetUp] = {
    "agents": Picture(NARROW, ("2",)),
    "campaigns": Picture(NARROW, ("3", "right", "down", "right", "down", "right")),
    "details-narrow": Picture(NARROW, ("enter",)),
    "details-light": Picture(NARROW, ("enter", "down"), theme="light"),
    "filter": Picture(MIDDLE, ("slash", *"sam")),
    "filter-wrong": Picture(NARROW, ("slash", *"talk=soon")),
    "filter-without-match": Picture(NARROW, ("slash", *"qqq", "enter")),
    "paused": Picture(MIDDLE, PAUSED, late=2),
    "paused-narrow": Picture(NARROW, PAUSED, late=2),
    "menu-sort": Picture(NARROW, ("right", "s")),
    "columns": Picture(MIDDLE, ("c", "end", "space", *["K"] * 9, "plus", "plus")),
    "columns-narrow": Picture(NARROW, ("c", *["down"] * 3, "space")),
    "menu-window": Picture(MIDDLE, ("w",)),
    "menu-copy": Picture(NARROW, ("down", "y")),
    "palette": Picture(MIDDLE, ("ctrl+p", *"row")),
    "palette-open": Picture(NARROW, ("ctrl+p",)),
    "alerts-narrow": Picture(NARROW, ("a", "down")),
    "help-alerts": Picture(MIDDLE, ("a", "question_mark")),
    "diagnostics": Picture(MIDDLE, ("d",)),
    "diagnostics-narrow": Picture(NARROW, ("d",)),
    "help-narrow": Picture(NARROW, ("question_mark",)),
    "help-agents": Picture(MIDDLE, ("2", "question_mark")),
    "help-campaigns": Picture(MIDDLE, ("3", "question_mark")),
    "help-details": Picture(MIDDLE, ("enter", "question_mark")),
    "help-diagnostics": Picture(MIDDLE, ("d", "question_mark")),
    "masked": Picture(MIDDLE, ("m", "down", "f")),
    "masked-narrow": Picture(NARROW, ("m", "enter")),
    "zoomed": Picture(MIDDLE, ("z",)),
    "outage-narrow": Picture(NARROW, standing=OUTAGE),
    "refused": Picture(NARROW, standing=REFUSED, empty=True),
    "connecting": Picture(MIDDLE, standing=CONNECTING, empty=True),
    "empty-light": Picture(MIDDLE, theme="light", empty=True),
    "terminal-colours": Picture(NARROW, theme="terminal"),
    "sixteen-colours": Picture(MIDDLE, ("right",), environ={"TERM": "xterm"}),
    "no-colour": Picture(MIDDLE, ("right", "s"), environ={"NO_COLOR": "1"}),
    "ascii": Picture(MIDDLE, ("enter",), environ={"LANG": "C"}),
    "board-narrow": Picture(NARROW, ("b",)),
    "board-outage": Picture(MIDDLE, ("b",), standing=OUTAGE),
    "board-outage-narrow": Picture(NARROW, ("b",), standing=OUTAGE, theme="light"),
    "board-refused": Picture(NARROW, ("b",), standing=REFUSED, empty=True),
    "board-empty": Picture(NARROW, ("b",), empty=True),
    "board-hint": Picture(NARROW, ("b", "x"), theme="terminal"),
    "board-ascii": Picture(NARROW, ("b",), environ={"LANG": "C", "NO_COLOR": "1"}),
    "set-up-wrong": SetUp(NARROW, WRONG),
    "account-wrong": SetUp(MIDDLE, ("tab", "backspace", *["tab"] * 3, "left", "delete"), file=COMMAND),
    "set-up-wrong-ascii": SetUp(NARROW, WRONG, environ={"LANG": "C", "NO_COLOR": "1"}),
}


@pytest.mark.parametrize("name", SCREENS)
def test_screen(name: str, snap_compare: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    picture = SCREENS[name]
    for variable, value in picture.environ.items():
        monkeypatch.setenv(variable, value)
    app = picture.app()

    async def pose(pilot: Any) -> None:
        await picture.pose(app, pilot)

    assert snap_compare(app, terminal_size=picture.size, run_before=pose)
