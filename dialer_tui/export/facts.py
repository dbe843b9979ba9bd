"""What the report of a shift is made of: the calls, what they are, and how much of them was had. Plain values."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from heapq import nlargest
from typing import NamedTuple
from zoneinfo import ZoneInfo

import msgspec

from dialer_tui.floor.figures import BY_NAME, ENOUGH
from dialer_tui.floor.measured import Group, Measured
from dialer_tui.floor.outages import Outage
from dialer_tui.floor.people import People
from dialer_tui.floor.tally import Tally, kind_of
from dialer_tui.model import Call, Scope
from dialer_tui.text import clean, mask_name

LEVEL = BY_NAME["service_level"]
WAITS = 5
_LONGEST_ID = 12


class Shift(msgspec.Struct, frozen=True):
    """What a report is about. Times are seconds since 1970 UTC, by the server's clock.

    The calls dated in [start, end), or where `window` that begun or ended since `start`; `end` None: up to `made`.
    `figures` has folded them, by campaign and by quarter hour; `waits` are those that waited longest. `missing`: the
    parts of the range that were not had. `outages`, and `watched` since when they were watched, are a console's alone.
    `people`: who is a person, and whose the calls of namesakes are. `mask`: names are initials.
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
    people: People
    mask: bool = False
    missing: tuple[tuple[int, int], ...] = ()
    outages: tuple[Outage, ...] = ()
    watched: int | None = None


class Named(NamedTuple):
    """A person's name, cleaned or as initials, "" for nobody; and what tells it from others of that name, or says
    that nothing does."""

    name: str
    apart: str = ""


def name(shift: Shift, text: str) -> str:
    """A name as it may be shown."""
    return mask_name(text) if shift.mask else clean(text)


def taker(shift: Shift, call: Call) -> Named:
    """Who took a call, as far as it is known."""
    if not shift.people.human(call):
        return Named("")
    claimed, many = shift.people.claimed(call), shift.people.bearers(call)
    if claimed is None:
        return Named(name(shift, call.agent), f" · {many} agents" if many > 1 else "")
    return Named(name(shift, call.agent), f" ·{clean(claimed, _LONGEST_ID)}" if claimed else " (?)")


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
    return _worst((at, one) for at, one in figures.quarters().items() if not figures.young(at))


def hours(quarters: Mapping[int, Tally], zone: ZoneInfo) -> list[tuple[int, Tally]]:
    """The hours of the zone's clock in which the calls of quarter hours are dated, by their first second, in time."""
    found: dict[int, Tally] = {}
    for at, tally in quarters.items():
        found.setdefault(at - datetime.fromtimestamp(at, zone).minute * 60, Tally()).merge(tally)
    return sorted(found.items())


def worst_hour(figures: Measured, campaign: Group, zone: ZoneInfo) -> tuple[int, Tally] | None:
    """The hour of a campaign with the worst service level, where there are several to choose from."""
    found = _worst(hours(figures.quarters("campaign", campaign.key), zone))
    return found[0] if len(found) > 1 else None


def _worst(spans: Iterable[tuple[int, Tally]]) -> list[tuple[int, Tally]]:
    """Those with enough inbound calls, the worst service level first, of equals the one with more calls."""
    known = (span for span in spans if judged(span[1]))
    return sorted(known, key=lambda span: (LEVEL.read(span[1]).value or 0.0, -span[1]["level"]))
