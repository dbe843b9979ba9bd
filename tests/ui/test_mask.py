"""`[view] mask`: no whole name of a person and no whole number on any part of the screen."""

from __future__ import annotations

import asyncio
from dataclasses import replace

import pytest

from dialer_tui.floor.window import Changes
from tests.ui import fakes
from tests.ui.seat import NARROW, WIDE

PRIVATE = ("Contact", "Ann Lee", "Bob Ray", "Cy Poe", "8885551212", "8885551313", "private remark")


@pytest.mark.parametrize("size", [WIDE, NARROW, (240, 70)])
@pytest.mark.parametrize("mask", [True, False])
async def test_a_mask_covers_lists_agents_and_details(size: tuple[int, int], mask: bool) -> None:
    feed = fakes.FakeFeed()
    app = fakes.console(feed, replace(fakes.settings(), mask=mask))
    seen = ""
    async with app.run_test(size=size) as pilot:
        changes = Changes(
            existing=[fakes.entry(fakes.call(1, contact="Contact Person", extra=(("note", "private remark"),)))]
        )
        feed.say(fakes.directory(), changes)
        await pilot.pause()
        for key in ("1", "enter", "escape", "2", "3"):
            await pilot.press(key)
            await asyncio.sleep(0.05)
            await pilot.pause()
            seen += "\n".join(fakes.text(app)).replace(" Contact   ", "").replace("Contact  ", "")
    names = [private for private in PRIVATE if private in seen]
    assert names == ([] if mask else list(PRIVATE))
    if mask:
        assert "A. L." in seen
        assert "C. P." in seen
        assert "…1212" in seen
