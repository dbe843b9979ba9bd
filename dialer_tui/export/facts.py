"""What the report of a shift is made of: the calls, what they are, and how much of them was had. Plain values."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from heapq import nlargest
from typing import NamedTuple
from zoneinfo import ZoneInfo

import msgspec

from dialer_tui.floor.figures import BY_NAME, ENOUGH
from dialer_tui.floor.measured import QUARTER, Group, Measured, touched
from dialer_tui.floor.outages import Outage
from dialer_tui.floor.people import People
from dialer_tui.floor.tally import Tally, kind_of
from dialer_tui.model import Call, Scope
from dialer_tui.text import clean, mask_name

LEVEL = BY_NAME["service_level"]
WAITS = 5
HOUR = 3_600  # seconds
_LONGEST_ID, _CAMPAIGN = 12, 60  # cells


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


class Span(NamedTuple):
    """The calls dated in [start, end)."""

    start: int
    end: int
    tally: Tally


def whole(shift: Shift) -> tuple[int, int]:
    """[start, end) of the quarter hours that are known whole, if they were had: they lie in the range, and lack no
    long call any more."""
    first = -(-shift.start // QUARTER) * QUARTER
    last = (shift.made if shift.end is None else shift.end) // QUARTER * QUARTER
    while last > first and shift.figures.young(last - QUARTER):
        last -= QUARTER
    return first, last


def quarters(shift: Shift, campaign: Group | None = None) -> list[Span]:
    """The quarter hours that are known whole, in time: of all calls, or of a campaign."""
    (first, last), lacking = whole(shift), touched(shift.missing)
    known = shift.figures.quarters() if campaign is None else shift.figures.quarters("campaign", campaign.key)
    return [Span(at, at + QUARTER, tally) for at, tally in known.items() if first <= at < last and at not in lacking]


def hours(shift: Shift, campaign: Group | None = None) -> list[Span]:
    """The hours of the zone's clock, in time; the first and the last as far as they are known whole. Those of which a
    part was not had are left out."""
    (first, last), lacking = whole(shift), touched(shift.missing)
    found: dict[int, Span] = {}
    for quarter in quarters(shift, campaign):
        hour = quarter.start - datetime.fromtimestamp(quarter.start, shift.zone).minute * 60
        span = found.setdefault(hour, Span(max(hour, first), min(hour + HOUR, last), Tally()))
        span.tally.merge(quarter.tally)
    return [span for span in found.values() if lacking.isdisjoint(range(span.start, span.end, QUARTER))]


def lately(shift: Shift) -> tuple[Span, Span] | None:
    """The last hour that is known whole, by quarter hours, and the one before it: None where one of them was not had,
    or has too few calls to be judged."""
    (first, last), lacking = whole(shift), touched(shift.missing)
    middle, start = last - HOUR, last - 2 * HOUR
    if start < first or not lacking.isdisjoint(range(start, last, QUARTER)):
        return None
    before, after = Span(start, middle, Tally()), Span(middle, last, Tally())
    for quarter in quarters(shift):
        if quarter.start >= start:
            (before if quarter.start < middle else after).tally.merge(quarter.tally)
    return (after, before) if judged(after.tally) and judged(before.tally) else None


def called(campaign: Group) -> str:
    """What a campaign is called, cleaned."""
    return clean(campaign.name or str(campaign.key) or "no campaign", _CAMPAIGN)


class Late(NamedTuple):
    """The campaign with most of the inbound calls of a quarter hour that nobody answered in time: how many, and of how
    many in all."""

    campaign: str
    calls: int
    of: int


def late(tally: Tally) -> int:
    """Inbound calls that were answered later than in time, or not at all."""
    return tally["level"] - tally["hits"]


def latest(shift: Shift, quarter: Span) -> Late | None:
    """Where most calls of a quarter hour were late; None where none were."""
    found = shift.figures.of_quarter("campaign", quarter.start)
    groups = (group for group in shift.figures.groups("campaign") if group.key in found)
    most = max(groups, key=lambda group: late(found[group.key]), default=None)
    if most is None or not late(quarter.tally):
        return None
    return Late(called(most), late(found[most.key]), late(quarter.tally))


def worst_hour(shift: Shift, campaign: Group) -> Span | None:
    """The hour of a campaign with the worst service level, where there are several to choose from."""
    found = worst(hours(shift, campaign))
    return found[0] if len(found) > 1 else None


def worst(spans: Iterable[Span]) -> list[Span]:
    """Those with enough inbound calls, the worst service level first, of equals the one with more calls."""
    known = (span for span in spans if judged(span.tally))
    return sorted(known, key=lambda span: (LEVEL.read(span.tally).value or 0.0, -span.tally["level"]))
