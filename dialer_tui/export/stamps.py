"""Times as a report writes them: with the day where it is about several, with the offset where clocks change."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from dialer_tui import zones
from dialer_tui.floor.measured import QUARTER


class Stamps:
    """Writes the seconds of a range, which may go over midnight and over a change of clocks."""

    def __init__(self, start: int, end: int, zone: ZoneInfo) -> None:
        self.zone = zone
        first, last = (datetime.fromtimestamp(second, zone).date() for second in (start, end))
        self._several = first != last
        days = (first + timedelta(days=n) for n in range((last - first).days + 1))
        self._shifts = any(zones.changing(day, zone) for day in days)

    def full(self, second: int) -> str:
        """Day and time, to the second."""
        moment = datetime.fromtimestamp(second, self.zone)
        return f"{moment:%Y-%m-%d %H:%M:%S}{self._offset(moment)}"

    def clock(self, second: int, *, seconds: bool = False) -> str:
        """The time, with its day where the range has several."""
        moment = datetime.fromtimestamp(second, self.zone)
        day = f"{moment:%m-%d} " if self._several else ""
        return f"{day}{moment:{'%H:%M:%S' if seconds else '%H:%M'}}{self._offset(moment)}"

    def quarter(self, second: int) -> str:
        """A quarter hour: "10:15–10:30"."""
        begin, end = (datetime.fromtimestamp(one, self.zone) for one in (second, second + QUARTER))
        day = f"{begin:%m-%d} " if self._several else ""
        return f"{day}{begin:%H:%M}–{end:%H:%M}{self._offset(begin)}"

    def _offset(self, moment: datetime) -> str:
        return f" {zones.offset(moment)}" if self._shifts else ""
