"""Yesterday's same quarter hours beside today's, above an agent's calls."""

from __future__ import annotations

import asyncio
import re

import pytest

from dialer_tui.api.protocol import Fault, Kind
from dialer_tui.model import Answer, Ask, Call
from tests.ui import fakes
from tests.ui.seat import NARROW, WIDE, Seat, seated
from tests.ui.test_workbench import floor

DAY, QUARTER = 86_400, 900
PAIRS = {"13:15": 7, "13:45": 5}  # Bob Ray's calls of yesterday


def yesterday() -> list[Call]:
    """Bob Ray's calls, and many of somebody else."""
    start = fakes.NOW - DAY - 3_600
    quarters = [start + QUARTER] * PAIRS["13:15"] + [start + 3 * QUARTER] * PAIRS["13:45"]
    calls = [fakes.call(5_000 + n, date=at + n, agent="Bob Ray") for n, at in enumerate(quarters)]
    return [*calls, *(fakes.call(6_000 + n, date=start + QUARTER + n, agent="Cy Poe") for n in range(40))]


async def opened(seat: Seat, fault: Fault | None = None) -> None:
    """Open Bob Ray's calls, and wait until yesterday is had or is not to be had."""

    async def fetch(ask: Ask) -> Answer[Call]:
        await asyncio.sleep(0)
        if fault is not None:
            raise fault
        sent = seat.feed.clock.tick()
        found = [call for call in yesterday() if ask.start <= call.date < ask.end]
        return Answer(ask, found, len(found), sent, sent)

    seat.feed.client.fetch = fetch  # type: ignore[method-assign]
    await floor(seat)
    await seat.press("2", "down", "enter")
    await seat.pass_time(1)
    while [worker for worker in seat.app.workers if worker.name == "yesterday" and worker.is_running]:
        await seat.pilot.pause(0.01)
    await seat.pass_time(1)


@pytest.mark.parametrize("size", [WIDE, NARROW])
async def test_yesterdays_calls_of_the_agent_stand_behind_todays(size: tuple[int, int]) -> None:
    async with seated(size) as seat:
        await opened(seat)
        (line,) = [line for line in seat.lines if "calls by quarter hour" in line]
        assert "(yesterday)" in line
        for at, many in PAIRS.items():
            assert re.search(rf"{at} \S*12 \({many}\)", line), line


async def test_where_yesterday_is_not_to_be_had_todays_stand_alone() -> None:
    async with seated() as seat:
        await opened(seat, Fault(Kind.CODE, "no such range", code=555))
        (line,) = [line for line in seat.lines if "calls by quarter hour" in line]
        assert "yesterday" not in line
        assert re.search(r"13:15 \S*12 ", line)
        assert "(" not in line
