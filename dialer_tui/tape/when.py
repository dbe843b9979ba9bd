"""A time of a recording as people type it: "14:05", "14:05:30", "+5m", "-90s", "2026-11-24 14:05"."""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta
from typing import Literal
from zoneinfo import ZoneInfo

from dialer_tui.floor.query.moments import NoMoment, laid, moment_of, seconds_of
from dialer_tui.floor.query.tree import Age

EXAMPLES = ("14:05", "+5m", "-90s", "14:05:30", "2026-11-24 14:05")
_HOUR = re.compile(r"\d{1,2}", re.ASCII)
_MINUTE = 60.0


class WhenError(ValueError):
    """A text that names no time of a recording: one that is not understood, one `outside`, or one that there is not."""

    def __init__(self, why: Literal["unread", "outside", "none"], message: str = "") -> None:
        super().__init__(message)
        self.why = why


def read(text: str, zone: ZoneInfo, at: float, span: tuple[float, float]) -> float:
    """The moment that a text names, in seconds since 1970 UTC; of several that a time of day may be, the nearest.

    `at`: when it is now; `span`: the recording's begin and end. A time in the minute of its begin is the begin.
    WhenError where there is no such moment in it.
    """
    text = " ".join(text.split())
    if text[:1] in ("+", "-"):
        seconds = seconds_of(text[1:].replace(" ", ""))
        if seconds is None:
            raise WhenError("unread")
        return _inside(at + seconds if text[0] == "+" else at - seconds, span)
    moment = moment_of(f"{text}:00" if _HOUR.fullmatch(text) else text)
    if moment is None or isinstance(moment, Age):
        raise WhenError("unread")
    if not isinstance(moment, time):
        return _inside(_second(moment, zone), span)
    return _of_day(moment, zone, at, span)


def _of_day(moment: time, zone: ZoneInfo, at: float, span: tuple[float, float]) -> float:
    """A time of day on the day of the recording that is the nearest."""
    first, last = (datetime.fromtimestamp(second, zone).date() for second in span)
    found: list[float] = []
    why = WhenError("outside")
    for number in range((last - first).days + 1):
        try:
            found.append(_inside(_second(datetime.combine(first + timedelta(days=number), moment), zone), span))
        except WhenError as error:
            why = error if error.why == "none" else why
    if not found:
        raise why
    return min(found, key=lambda second: abs(second - at))


def _second(moment: datetime | date, zone: ZoneInfo) -> float:
    try:
        return laid(moment, zone, lambda: 0.0)()
    except NoMoment as error:
        raise WhenError("none", f"that {error}") from None


def _inside(second: float, span: tuple[float, float]) -> float:
    begin, end = span
    if not begin - _MINUTE < second <= end:
        raise WhenError("outside")
    return max(second, begin)
