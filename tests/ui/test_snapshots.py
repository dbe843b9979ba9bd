"""Each screen of the frozen floor as it was last looked at. `python -m tests.screenshots` takes them anew.

What screenshots/ shows is compared there, not here.
"""

from __future__ import annotations

from typing import Any

import pytest

from tests.screenshots import MIDDLE, NARROW, OUTAGE, Picture
from tests.ui.fakes import status

REFUSED = status("REFUSED", age=None, message="Invalid ID and Transaction Key combination")
CONNECTING = status("CONNECTING", age=None)

SCREENS: dict[str, Picture] = {
    "agents": Picture(NARROW, ("2",)),
    "campaigns": Picture(NARROW, ("3", "right", "down", "right", "down", "right")),
    "details-narrow": Picture(NARROW, ("enter",)),
    "filter": Picture(MIDDLE, ("slash", *"sam")),
    "filter-without-match": Picture(NARROW, ("slash", *"qqq", "enter")),
    "palette": Picture(MIDDLE, ("ctrl+p", *"row")),
    "zoomed": Picture(MIDDLE, ("z",)),
    "outage-narrow": Picture(NARROW, standing=OUTAGE),
    "refused": Picture(NARROW, standing=REFUSED, empty=True),
    "connecting": Picture(MIDDLE, standing=CONNECTING, empty=True),
    "empty-light": Picture(MIDDLE, theme="light", empty=True),
    "terminal-colours": Picture(NARROW, theme="terminal"),
}


@pytest.mark.parametrize("name", SCREENS)
def test_screen(name: str, snap_compare: Any) -> None:
    picture = SCREENS[name]
    app = picture.app()

    async def pose(pilot: Any) -> None:
        await picture.pose(app, pilot)

    assert snap_compare(app, terminal_size=picture.size, run_before=pose)
