"""Durations and moments as they are typed: read, and laid on the server's time."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from dialer_tui import zones
from dialer_tui.floor.query.tree import Age, Moment

_SECONDS = re.compile(r"(?:(\d+):)??(\d+):([0-5]\d)|(?:(\d+)h)?(?:(\d+)m)?(?:(\d+)s?)?", re.IGNORECASE | re.ASCII)
_AGO = re.compile(r"-?(?=\d+[hms])(?:\d+h)?(?:\d+m)?(?:\d+s)?", re.IGNORECASE | re.ASCII)
_TIME = re.compile(r"\d{1,2}:\d\d(?::\d\d)?(?:Z|[+-]\d\d:?\d\d)?", re.ASCII)
_DATE = re.compile(r"\d{4}-\d\d-\d\d(.*)", re.ASCII)
_TAILS = ("0", "00", ":00", "0:00", "00:00", "1s")  # of which one makes a time of the beginning of one
_WHOLE = "2000-01-01T00:00"
_YEARS = range(2000, 2100)  # the API is younger, and a year beyond these is a slip of the keyboard
_MOST = 10**9  # seconds; nothing lasts so long


class NoMoment(ValueError):
    """A moment that there is not, or twice, in words that follow its name."""


def seconds_of(text: str) -> int | None:
    """Seconds that a duration says: 90, 1:30, 1:00:00, 1m30s, 2h. None where it says none."""
    match = _SECONDS.fullmatch(text)
    if match is None or not text or len(text) > 24:
        return None
    hours, minutes, seconds = (int(match[n] or match[n + 3] or 0) for n in (1, 2, 3))
    return min(hours * 3600 + minutes * 60 + seconds, _MOST)


def moment_of(text: str) -> Moment | None:
    """The moment that a text says: -5m, 14:00, 2026-11-24, 2026-11-24T13:00, with an offset or without. None: none."""
    if text.startswith("-"):
        seconds = seconds_of(text[1:])
        return None if seconds is None else Age(seconds)
    text = text.upper()
    try:
        if _TIME.fullmatch(text):
            return time.fromisoformat(text.rjust(len(text) + (text[1] == ":"), "0"))
        dated = _DATE.fullmatch(text)
        if dated is not None:
            return datetime.fromisoformat(text) if dated[1] else date.fromisoformat(text)
    except ValueError:
        pass
    return None


def ago_of(text: str) -> Age | None:
    """The age that a text says with its units, as the 5m of listed:5m does: 90s, 1h30m, -5m. None: none."""
    seconds = seconds_of(text.removeprefix("-")) if _AGO.fullmatch(text) else None
    return None if seconds is None else Age(seconds)


def begins(text: str, reads: Callable[[str], object]) -> bool:
    """Whether a text may be the beginning of one that `reads` (`seconds_of`, `moment_of`) reads: "1:3", "2026-11"."""
    return any(reads(text + tail) is not None for tail in (*_TAILS, _WHOLE[len(text) :]))


def laid(moment: Moment, zone: ZoneInfo, now: Callable[[], float]) -> Callable[[], float]:
    """When a moment is, in seconds since 1970 UTC, each time it is asked. NoMoment where a clock change says no.

    What is of today stays on the day that is today now: a filter means the same after midnight. An age goes with time.
    """
    if isinstance(moment, Age):
        ago = moment.seconds
        return lambda: now() - ago
    if isinstance(moment, time):
        civil = datetime.combine(datetime.fromtimestamp(now(), zone).date(), moment)
    elif isinstance(moment, datetime):
        civil = moment
    else:
        civil = datetime.combine(moment, time())
    if civil.year not in _YEARS:
        raise NoMoment(f"the year is one from {_YEARS.start} to {_YEARS.stop - 1}")
    try:
        second = zones.instant(civil, zone).timestamp()
    except zones.CivilTimeError as error:
        raise NoMoment(str(error)) from None
    return lambda: second
