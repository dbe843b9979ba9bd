"""Yesterday's calls by quarter hour, to stand beside today's same ones: the same by the clock on the wall."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from dialer_tui import zones
from dialer_tui.floor.measured import QUARTER, quarter
from dialer_tui.floor.names import APART
from dialer_tui.floor.tally import Kind, kind_of
from dialer_tui.model import Call

AHEAD = 3_600  # seconds asked for beyond the present quarter hour, so that it is asked for once an hour at most


def same(at: int, zone: ZoneInfo) -> int | None:
    """The same quarter hour of the day before, by civil time; seconds since 1970 UTC.

    None where it has no one pair: clocks skipped that time, or it came twice, on either day.
    """
    today = datetime.fromtimestamp(at, zone)
    if zones.doubled(today):
        return None
    before = today.replace(tzinfo=None, fold=0) - timedelta(days=1)
    try:
        found = int(zones.instant(before, zone).astimezone(UTC).timestamp())
    except zones.CivilTimeError:
        return None
    return found if found % QUARTER == 0 else None


class Yesterday:
    """The calls of a past range [start, end), had whole."""

    def __init__(self, calls: Iterable[Call], start: int, end: int, zone: ZoneInfo) -> None:
        self.start, self.end = start, end
        self._zone = zone
        self._kinds: Counter[tuple[Kind, int]] = Counter()
        self._names: dict[str, list[Call]] = {}
        for call in calls:
            self._kinds[kind_of(call.type), quarter(call)] += 1
            self._names.setdefault(call.agent, []).append(call)

    def of_kind(self, kind: Kind, at: int) -> int | None:
        """How many calls of a kind the quarter hour had that is beside today's at `at`; None: it is not known."""
        there = self._beside(at)
        return None if there is None else self._kinds[kind, there]

    def of_people(
        self, keys: Sequence[str], person: Callable[[Call], str], quarters: Iterable[int]
    ) -> dict[int, int] | None:
        """How many calls name one of these people (`People.key`), for each of today's quarter hours that has a pair.

        None for namesakes that are told apart: whose yesterday's calls were has not been asked.
        """
        if any(APART in key for key in keys):
            return None
        calls = [call for known in self._names.values() if person(known[0]) in keys for call in known]
        counts = Counter(map(quarter, calls))
        return {at: counts[there] for at in quarters if (there := self._beside(at)) is not None}

    def _beside(self, at: int) -> int | None:
        there = same(at, self._zone)
        return there if there is not None and self.start <= there <= self.end - QUARTER else None


def wanted(start: int, now: float, zone: ZoneInfo, had: Yesterday | None) -> tuple[int, int] | None:
    """What of yesterday is to be asked for, [start, end), to stand beside a window from `start` to now; None: nothing.

    What was had is enough as long as it holds the present quarter hour's pair.
    """
    first, last = -(-start // QUARTER) * QUARTER, int(now) // QUARTER * QUARTER
    pairs = [there for at in range(first, last + 1, QUARTER) if (there := same(at, zone)) is not None]
    if not pairs or (had is not None and had.start <= pairs[0] and pairs[-1] + QUARTER <= had.end):
        return None
    return pairs[0], pairs[-1] + QUARTER + AHEAD
