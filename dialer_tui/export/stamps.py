"""Times as a report writes them: with the day where it is about several, with the offset where clocks change."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from dialer_tui import zones

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

    def part(self, start: int, end: int) -> str:
        """A quarter hour, or an hour: "10:15–10:30"; by its start alone where clocks change: there is an offset to be
        told."""
        begin = self.clock(start)
        return begin if self._shifts else f"{begin}–{self._moment(end):%H:%M}"

    def hours(self, spans: Iterable[tuple[int, int]]) -> list[str]:
        """Hours one after another, by their starts: the day, and the offset, stand where they are others than before.

        One that is not whole has its end beside it.
        """
        said, before, behind = [], "", ""
        for start, end in spans:
            moment = self._moment(start)
            day, offset = self._day(moment), self._offset(moment)
            until = "" if end - start == HOUR else f"–{self._moment(end):%H:%M}"
            said.append(f"{day if day != before else ''}{moment:%H:%M}{until}{offset if offset != behind else ''}")
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
