"""What panes say of their rows."""

from __future__ import annotations

import pytest

from tests.ui.rain import crowd
from tests.ui.seat import NARROW, WIDE


@pytest.mark.parametrize("size", [WIDE, NARROW])
async def test_agents_are_counted_once_whatever_heads_those_not_in_the_list(size: tuple[int, int]) -> None:
    async with crowd(size) as seat:
        agents = seat.app.main.agents
        await seat.press("2", "end")
        assert agents.count() == 76  # the heading among them is in sight
        assert agents.position() == f"rows {77 - agents.page}–75 of 75"
        if size == WIDE:
            assert agents.titles()[1] == "70 of 70 with calls", "of those in the list"
            assert "not in the agent list · 5" in seat.text
        assert agents.position() in seat.text
        await seat.press(*["up"] * 40)
        assert agents.position() == f"rows {agents.top + 1}–{agents.top + agents.page} of 75"
