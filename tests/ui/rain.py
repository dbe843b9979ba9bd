"""Floors that are busy or crowded while somebody works, and which calls are shown."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from dialer_tui.floor.changes import Changes
from dialer_tui.model import Agent, Call, Campaign
from tests.ui import fakes
from tests.ui.seat import Seat, seated

NAMES = [f"Agent{n:02} Of{n:02}" for n in range(75)]


def some(first: int, count: int, **fields: object) -> Changes:
    """New calls from a number on."""
    made = [fakes.call(first + n, **fields) for n in range(count)]  # type: ignore[arg-type]
    return Changes(new=[fakes.entry(one, new=True, seen=fakes.NOW + first) for one in made])


def ids(seat: Seat) -> list[str]:
    """The IDs of the calls shown, in their order."""
    view = seat.app.state.view
    return [view[row].call.id for row in range(len(view))]


async def rain(seat: Seat, first: int = 5_000, count: int = 200) -> None:
    """Calls of everybody come in, twenty at a time."""
    agents = ("Ann Lee", "Bob Ray", "Cy Poe", "")
    for at in range(first, first + count, 20):
        made = [
            fakes.entry(
                fakes.call(
                    n, agent=agents[n % 4], campaign_id=str(1111 + n % 2), campaign=("Spring Sale", "Renewals")[n % 2]
                ),
                new=True,
                seen=fakes.NOW + n,
            )
            for n in range(at, at + 20)
        ]
        await seat.say(Changes(new=made))


@asynccontextmanager
async def crowd(size: tuple[int, int]) -> AsyncIterator[Seat]:
    """Somebody at a console with 70 agents, 5 names more on its calls, and 40 campaigns."""
    async with seated(size, empty=True) as seat:
        agents = [Agent(str(n), *NAMES[n].split()) for n in range(70)]
        campaigns = [Campaign(f"c{n}", f"Campaign {n:02}") for n in range(40)]
        calls = [of(n, n) for n in range(150)]
        await seat.say(fakes.directory(agents, campaigns), Changes(existing=[fakes.entry(call) for call in calls]))
        yield seat


def of(number: int, whose: int) -> Call:
    """A call of one of the agents and one of the campaigns."""
    campaign = whose % 40
    return fakes.call(number, agent=NAMES[whose % 75], campaign_id=f"c{campaign}", campaign=f"Campaign {campaign:02}")
