"""What there is to say of one agent beside their calls: how busy, calls by quarter hour, the floor's medians."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from statistics import median

import msgspec

from dialer_tui.floor.figures import BY_NAME, ENOUGH
from dialer_tui.floor.measured import By, Measured, quarter
from dialer_tui.floor.spans import Spans
from dialer_tui.model import Call


class Subject(msgspec.Struct, frozen=True):
    """Whom or what somebody looks at. `key`: an ID of a campaign or a list, or the key of an agent's row.

    `masked`: the name where names of people are masked; "" where it is nobody's.
    """

    by: By
    key: str
    name: str
    masked: str = ""


def busy(calls: Iterable[Call], start: int, now: float) -> float | None:
    """The share of a window in which an agent was at work on listed calls, at least: 0 to 1; None of no window.

    A call keeps them from its queue's end for its handle time; two at once count once, unknown times not at all.
    """
    end = int(now)
    if end <= start:
        return None
    spans = Spans()
    for call in calls:
        if call.queue is not None and call.handle:
            begin = call.began_at + call.queue
            spans.add(max(begin, start), min(begin + call.handle, end))
    return spans.measure(start, end) / (end - start)


def medians(figures: Measured) -> tuple[float | None, float | None]:
    """Over all people with settled calls: the median of how many they have, and of their average handle times."""
    aht = BY_NAME["aht"]
    tallies = [group.tally for group in figures.groups("agent") if group.key and group.tally["calls"]]
    times = [value for tally in tallies if (value := aht.read(tally).value) is not None]
    return (
        median(tally["calls"] for tally in tallies) if tallies else None,
        median(times) if len(times) >= ENOUGH else None,
    )


def by_quarter(calls: Sequence[Call]) -> dict[int, int]:
    """How many calls are dated in each quarter hour, in time."""
    counts: dict[int, int] = {}
    for call in calls:
        counts[quarter(call)] = counts.get(quarter(call), 0) + 1
    return dict(sorted(counts.items()))
