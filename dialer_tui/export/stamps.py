"""Times as a report writes them: with the day where it is about several, with the offset where clocks change."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from dialer_tui import zones
from dialer_tui.floor.measured import QUARTER

HOUR = 3_600  # seconds


class Stamps:
    """Writes the seconds of a range, which may go over midnight and over a change of clocks."""

    def __init__(self, start: int, end: int, zone: ZoneInfo) -> None:
        self.zone = zone
        first, last = (self._moment(second).date() for second in (start, end))
        self._several = first != last
        days = (first + timedelta(days=n) for n in range((last - first).days + 1))
        self._shifts = any(zones.changing(day, zone) for day in days)

    def full(self, second: int) -> str:
        """Day and time, to the second."""
        moment = self._moment(second)
        return f"{moment:%Y-%m-%d %H:%M:%S}{self._offset(moment)}"

    def clock(self, second: int, *, seconds: bool = False) -> str:
        """The time, with its day where the range has several."""
        moment = self._moment(second)
        return f"{self._day(moment)}{moment:{'%H:%M:%S' if seconds else '%H:%M'}}{self._offset(moment)}"

    def span(self, start: int, end: int) -> str:
        """A span of time, to the second: "12:00:30–12:12:16"."""
        first, last = self._moment(start), self._moment(end)
        if (first.date(), first.utcoffset()) != (last.date(), last.utcoffset()):
            return f"{self.clock(start, seconds=True)}–{self.clock(end, seconds=True)}"
        return f"{self._day(first)}{first:%H:%M:%S}–{last:%H:%M:%S}{self._offset(last)}"

    def quarter(self, second: int) -> str:
        """A quarter hour: "10:15–10:30"; by its start alone where clocks change, for there is an offset to be told."""
        return self._since(second, QUARTER)

    def hour(self, second: int) -> str:
        """An hour of the clock, likewise: "10:00–11:00"."""
        return self._since(second, HOUR)

    def _since(self, second: int, length: int) -> str:
        begin = self.clock(second)
        return begin if self._shifts else f"{begin}–{self._moment(second + length):%H:%M}"

    def hours(self, seconds: Iterable[int]) -> list[str]:
        """Times of day one after another: the day, and the offset, stand where they are others than before."""
        said, before, behind = [], "", ""
        for second in seconds:
            moment = self._moment(second)
            day, offset = self._day(moment), self._offset(moment)
            said.append(f"{day if day != before else ''}{moment:%H:%M}{offset if offset != behind else ''}")
            before, behind = day, offset
        return said

    def _moment(self, second: int) -> datetime:
        return datetime.fromtimestamp(second, self.zone)

    def _day(self, moment: datetime) -> str:
        return f"{moment:%m-%d} " if self._several else ""

    def _offset(self, moment: datetime) -> str:
        return f" {zones.offset(moment)}" if self._shifts else ""


def lasted(seconds: float) -> str:
    """A length of time in words, which no time of day is taken for: "45 s", "15 min 57 s", "2 h 5 min"."""
    minutes, second = divmod(int(seconds), 60)
    hours, minute = divmod(minutes, 60)
    parts = ((hours, "h"), (minute, "min"), (0 if hours else second, "s"))
    return " ".join(f"{count} {unit}" for count, unit in parts if count) or "0 s"
