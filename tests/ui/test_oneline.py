"""Every line that is typed in is edited by the same keys: the filter, a path, a past range, the palette."""

from __future__ import annotations

import pytest
from textual import events

from dialer_tui.ui.widgets.filterbar import FilterBar
from dialer_tui.ui.widgets.oneline import OneLine
from tests.ui.seat import Seat, seated

OPENED = {"filter": ("/",), "path": ("e", "c"), "range": ("w", "p"), "palette": ("ctrl+p",)}


def line(seat: Seat, place: str) -> OneLine | FilterBar:
    main = seat.app.main
    lines: dict[str, OneLine | FilterBar] = {
        "filter": main.filter,
        "path": main.path,
        "range": main.prompt,
        "palette": main.commands,
    }
    return lines[place]


@pytest.mark.parametrize("place", OPENED)
async def test_the_same_keys_edit_it(place: str) -> None:
    async with seated() as seat:
        await seat.press(*OPENED[place], "ctrl+u")
        typed = line(seat, place)
        assert typed.text == ""
        for keys, text in (
            (("o", "n", "e", "space", "t", "w", "o"), "one two"),
            (("ctrl+w",), "one "),
            (("backspace", "backspace"), "on"),
            (("left", "x"), "oxn"),
            (("delete",), "ox"),
            (("left", "left", "z"), "zox"),
            (("right", "y"), "zoyx"),
            (("ctrl+u",), "x"),
        ):
            await seat.press(*keys)
            assert typed.text == text, keys
        seat.app.post_message(events.Paste("a\nb\x1b[31m"))
        await seat.press("right")
        assert typed.text == "a b[31mx"
        assert any("a b[31mx" in row for row in seat.lines)
