"""What it takes to have a past range: how many requests, for how many calls. An estimate by the pace of late."""

from __future__ import annotations

from math import ceil

import msgspec

from dialer_tui.floor.past import Past
from dialer_tui.floor.schedule import FIRST, GROWTH, Schedule

MOST_REQUESTS = 250
"""More of them are not asked for: what they bring would fill the memory of a jump host."""


class Effort(msgspec.Struct, frozen=True):
    """So many requests, about, for so many calls."""

    requests: int
    calls: int

    @property
    def sensible(self) -> bool:
        """Whether it may be asked for."""
        return self.requests <= MOST_REQUESTS


def effort(schedule: Schedule, past: Past, now: float, share: float = 1.0) -> Effort:
    """What a range would take if calls came as they have come in the slices that were had, of all of them a share.

    As a fill goes (`Schedule`): the first piece is short, each next one longer than all before by a factor at most,
    none with more records than a request aims at.
    """
    had = [piece for piece in schedule.slices if piece.filled and piece.start < now]
    seconds = sum(min(piece.end, now) - piece.start for piece in had)
    pace = share * sum(piece.count for piece in had) / seconds if seconds >= 1 else 0.0
    longest = max(schedule.most / pace, 1.0) if pace else float(past.seconds)
    filled, requests = 0.0, 0
    while filled < past.seconds:
        step = max(FIRST, GROWTH * filled)
        if step >= longest:
            requests += ceil((past.seconds - filled) / longest)
            break
        filled += step
        requests += 1
    return Effort(requests, round(pace * past.seconds))
