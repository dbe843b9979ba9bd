"""What the report of a shift is made of: the calls, what they are, and how much of them was had. Plain values."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from heapq import nlargest
from zoneinfo import ZoneInfo

import msgspec

from dialer_tui.floor.figures import BY_NAME, ENOUGH
from dialer_tui.floor.measured import Group, Measured
from dialer_tui.floor.outages import Outage
from dialer_tui.floor.tally import Tally, kind_of
from dialer_tui.model import Call, Scope

LEVEL = BY_NAME["service_level"]
WAITS = 5
QUARTERS = 5


class Shift(msgspec.Struct, frozen=True):
    """What a report is about. Times are seconds since 1970 UTC, by the server's clock.

    The calls dated in [start, end), or where `window` that begun or ended since `start`; `end` None: up to `made`.
    `figures` has folded them, by campaign and by quarter hour; `waits` are those that waited longest. `missing`: the
    parts of the range that were not had. `outages`, and `watched` since when they were watched, are a console's alone.
    """

    profile: str
    zone: ZoneInfo
    scope: Scope
    start: int
    end: int | None
    window: bool
    made: int
    figures: Measured
    waits: tuple[Call, ...]
    agent: Callable[[Call], str]  # who took a call, as it may be shown; "" where no person is named
    missing: tuple[tuple[int, int], ...] = ()
    outages: tuple[Outage, ...] = ()
    watched: int | None = None


def longest(calls: Iterable[Call], settled: int, most: int = WAITS) -> tuple[Call, ...]:
    """The inbound calls that waited longest, of those that had ended by a second; the latest of equals first."""
    known = (call for call in calls if call.queue and call.ended_at <= settled and kind_of(call.type) == "in")
    return tuple(nlargest(most, known, key=lambda call: (call.queue, call.date, call.id)))


def judged(tally: Tally) -> bool:
    """Whether enough calls are behind a service level for it to be good or bad."""
    return LEVEL.read(tally).n >= ENOUGH


def campaigns(figures: Measured) -> list[Group]:
    """The campaigns, the worst service level first; then those with too few inbound calls, most calls first."""

    def rank(group: Group) -> tuple[bool, float, int]:
        level = LEVEL.read(group.tally).value
        known = level is not None and judged(group.tally)
        return not known, level if known and level is not None else 0.0, -group.tally["calls"]

    return sorted(figures.groups("campaign"), key=rank)


def quarters(figures: Measured) -> list[tuple[int, Tally]]:
    """The quarter hours with enough inbound calls, the worst service level first, without those that still grow."""
    known = [(at, one) for at, one in figures.quarters().items() if judged(one) and not figures.young(at)]
    return sorted(known, key=lambda pair: (LEVEL.read(pair[1]).value or 0.0, -pair[1]["level"]))


def hours(figures: Measured, zone: ZoneInfo) -> list[tuple[int, Tally]]:
    """The hours of the zone's clock in which calls are dated, by their first second, in time."""
    from datetime import datetime

    found: dict[int, Tally] = {}
    for at, tally in figures.quarters().items():
        found.setdefault(at - datetime.fromtimestamp(at, zone).minute * 60, Tally()).merge(tally)
    return sorted(found.items())
