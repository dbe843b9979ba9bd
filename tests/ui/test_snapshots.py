"""Each screen of the frozen floor as it was last looked at. `python -m tests.screenshots` takes them anew.

What screenshots/ shows is compared there, not here.
"""

from __future__ import annotations

from typing import Any

import pytest
from msgspec.structs import replace

from dialer_tui.floor.link import Status
from tests.conftest import FLOOR_TIME
from tests.pictures import MIDDLE, NARROW, OUTAGE, RANGE, LookedBack, Picture, Pinned, Played, SetUp, Taken
from tests.screenshots import ACCOUNTS
from tests.ui.fakes import status

REFUSED = status("REFUSED", age=None, message="Invalid ID and Transaction Key combination")
CONNECTING = status("CONNECTING", age=None)
SMALL = (40, 10)


def since(word: str, detail: str = "", age: float | None = 130.0, **more: Any) -> Status:
    """A state that has stood for two minutes."""
    return replace(status(word, detail, age), since=FLOOR_TIME - 130.0, **more)


STATES = {
    "stale": since("STALE", age=25.0),
    "partial": since("PARTIAL", "12 calls missing from an answer", 3.0, doubted=True),
    "filling": since("FILLING", "43 %", 3.0, filling=True, coverage=0.43),
    "connecting": since("CONNECTING", "next try in 3 s", None),
    "error": since("ERROR 404", "next try in 41 s"),
    "refused-later": since("REFUSED", "ID and key are not accepted, next try in 13 min", 735.0),
}
PAUSED = ("slash", *"type:in", "enter", *["down"] * 3, "f", *["right"] * 3, "f", "space")
COMMAND = ACCOUNTS.replace('_key = "0', '_key_command = "echo 0', 1)
WRONG = (*"ACME", "tab", "tab", "ctrl+u", *"Mars", "tab")

EXPORT = ("e", "c", "ctrl+u", *"~/calls.csv")
SEARCH = ("slash", *"queue>20m", "enter", "enter")


SCREENS: dict[str, Picture | SetUp | Played] = {
    "range-typed": Picture(MIDDLE, RANGE[:-1]),
    "range-typed-narrow": Picture(NARROW, RANGE[:-1]),
    "range-untyped-narrow": Picture(NARROW, RANGE[:2]),
    "range-wrong-narrow": Picture(NARROW, (*RANGE[:2], *"someday 1-2", "enter")),
    "range-asked-narrow": LookedBack(NARROW, RANGE, share=0.43),
    "past-narrow": LookedBack(NARROW, RANGE),
    "past-agents-narrow": LookedBack(NARROW, RANGE, then=("2",)),
    "past-refuses-narrow": LookedBack(NARROW, RANGE, then=("b",)),
    "searching": LookedBack(MIDDLE, SEARCH, share=0.43),
    "searching-narrow": LookedBack(NARROW, SEARCH, share=0.43),
    "found": LookedBack(MIDDLE, SEARCH),
    "found-narrow": LookedBack(NARROW, SEARCH),
    "replay-narrow": Played(NARROW, ("g", *"14:10:02", "enter", "down")),
    "workbench-narrow": Picture(NARROW, ("2", "down", "enter")),
    "queue": Picture(MIDDLE, ("3", "enter")),
    "queue-narrow": Picture(NARROW, ("3", "enter")),
    "pinned": Pinned(MIDDLE, ("3", "enter", "p")),
    "pinned-narrow": Pinned(NARROW, ("3", "enter", "p")),
    "export-forms-narrow": Picture(NARROW, ("e",)),
    "export-path": Picture(MIDDLE, EXPORT),
    "export-path-narrow": Picture(NARROW, EXPORT),
    "export-taken": Taken(MIDDLE, (*EXPORT, "enter")),
    "export-taken-narrow": Taken(NARROW, (*EXPORT, "enter")),
    "agents": Picture(NARROW, ("2",)),
    "campaigns": Picture(NARROW, ("3", "right", "down", "right", "down", "right")),
    "details-narrow": Picture(NARROW, ("enter",)),
    "details-light": Picture(NARROW, ("enter", "down"), theme="light"),
    "filter": Picture(MIDDLE, ("slash", *"sam")),
    "filter-wrong": Picture(NARROW, ("slash", *"talk=soon")),
    "filter-offers": Picture((120, 40), ("slash", *"type:in agent:", "tab", "tab")),
    "filter-offers-narrow": Picture(NARROW, ("slash", *"agent:s", "tab")),
    "filter-marked": Picture((120, 40), ("slash", *"sam quue=5", "home", "right")),
    "filter-marked-no-colour": Picture(NARROW, ("slash", *"is:onanswered sam"), environ={"NO_COLOR": "1"}),
    "help-filter": Picture((120, 40), ("slash", *"ag", "f1")),
    "help-filter-narrow": Picture(NARROW, ("slash", "f1", "pagedown", "pagedown")),
    "filter-without-match": Picture(NARROW, ("slash", *"qqq", "enter")),
    "paused": Picture(MIDDLE, PAUSED, late=2),
    "paused-narrow": Picture(NARROW, PAUSED, late=2),
    "menu-sort": Picture(NARROW, ("right", "s")),
    "columns": Picture(MIDDLE, ("c", "end", "space", *["K"] * 9, "plus", "plus")),
    "columns-narrow": Picture(NARROW, ("c", *["down"] * 3, "space")),
    "view-name": Picture(MIDDLE, ("t", "ctrl+p", *"save view", "enter", *"lunch")),
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
    **{f"board-{name}": Picture(NARROW, ("b",), standing=state) for name, state in STATES.items()},
    "board-alert": Picture(MIDDLE, ("b",), standing=OUTAGE, passed=62),
    "board-small": Picture(SMALL, ("b",)),
    "board-small-alert": Picture(SMALL, ("b",), standing=STATES["refused-later"], passed=62),
    "board-sixteen-colours": Picture(NARROW, ("b",), standing=STATES["error"], environ={"TERM": "xterm"}),
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
