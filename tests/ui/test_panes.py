"""What panes say of their rows."""

from __future__ import annotations

import re

import pytest

from dialer_tui.floor.changes import Changes
from dialer_tui.model import Campaign
from tests.ui import fakes
from tests.ui.rain import crowd
from tests.ui.seat import NARROW, WIDE, seated


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


async def test_a_queue_goes_by_its_name_alone_unless_another_has_the_same() -> None:
    name = "Returns, claims"
    async with seated(WIDE, empty=True) as seat:
        await seat.say(fakes.directory(campaigns=[Campaign("1111", name), Campaign("1112", "Sales")]))
        assert "1111" not in seat.left(f"  {name}")
        await seat.say(fakes.directory(campaigns=[Campaign("1111", name), Campaign("1112", name)]))
        assert [line[2:36].split()[-3] for line in seat.lines if line[2:].startswith("  Returns")] == ["1111", "1112"]


async def test_a_service_level_just_short_of_its_target_stands_apart_from_the_calls() -> None:
    """It is written with a decimal, so that it does not look like 80 %."""
    async with seated(WIDE) as seat:
        queues = [5] * 100 + [60] * 46
        await seat.say(
            Changes(existing=[fakes.entry(fakes.call(1_000 + n, ended=600, queue=q)) for n, q in enumerate(queues)])
        )
        assert re.search(r" 246 79\.\d %▲$", seat.left("▸ Spring Sale").rstrip())
