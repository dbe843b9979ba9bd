"""Calls that come in while somebody works, and which of them are shown."""

from __future__ import annotations

from dialer_tui.floor.window import Changes
from tests.ui import fakes
from tests.ui.seat import Seat


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
