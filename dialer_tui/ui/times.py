"""Times and ages as the console writes them."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from functools import lru_cache
from math import ceil
from zoneinfo import ZoneInfo

from dialer_tui import zones
from dialer_tui.model import Daily, Window

_MONTH = timedelta(days=28)  # from which on the day of the month alone may be that of two months


def day(second: float, zone: ZoneInfo) -> date:
    """The civil day of a second since 1970 UTC in a zone."""
    return datetime.fromtimestamp(second, zone).date()


@lru_cache(8_192)
def stamp(second: int, zone: ZoneInfo, today: date) -> str:
    """A second since 1970 UTC in a zone, in at most eight cells: "14:27:29".

    Not of today: "24 23:58", with the day of the month; from four weeks on "24 Oct". Of an hour that comes twice as
    clocks go back, "02A14:07" is the first time and "02B14:07" the second: no two hours look alike.
    """
    moment = datetime.fromtimestamp(second, zone)
    if moment.date() == today:
        return f"{moment:%H}{_colon(moment)}{moment:%M:%S}"
    if abs(moment.date() - today) < _MONTH:
        return f"{moment:%d %H}{_colon(moment)}{moment:%M}"
    return f"{moment:%d %b}"


def to_minute(second: int, zone: ZoneInfo, now: float) -> str:
    """The same without its seconds: "14:27"; one that is not of today has its day before it."""
    said = stamp(second, zone, day(now, zone))
    return said[:5] if day(second, zone) == day(now, zone) else said


def when(second: int, zone: ZoneInfo, today: date, *, seconds: bool = True) -> str:
    """The same in full: "14:27:29", "2026-10-24 23:58:02"; on a day when clocks change "02A14:07 +02:00"."""
    moment = datetime.fromtimestamp(second, zone)
    dated = "" if moment.date() == today else f"{moment:%Y-%m-%d} "
    offset = f" {zones.offset(moment)}" if zones.changing(moment.date(), zone) else ""
    return f"{dated}{moment:%H}{_colon(moment)}{moment:{'%M:%S' if seconds else '%M'}}{offset}"


def _colon(moment: datetime) -> str:
    """What stands after the hour."""
    return "AB"[moment.fold] if zones.doubled(moment) else ":"


def zone_name(zone: ZoneInfo) -> str:
    """The zone as said beside the clock."""
    return zone.key or "local time"


def length(seconds: int) -> str:
    """A duration in at most six cells: m:ss, from an hour on hours and minutes, "1h05"."""
    return f"{seconds // 60}:{seconds % 60:02}" if seconds < 3_600 else f"{seconds // 3_600}h{seconds // 60 % 60:02}"


def age(seconds: float, step: int = 1) -> str:
    """An age from 0 s on in steps: "40 s", "2 m 10 s", "1 h 05 m". Rounded up: nothing is fresher than is said."""
    whole = ceil(max(seconds, 0) / step) * step
    if whole >= 3600:
        whole = ceil(whole / 60) * 60
    minutes, second = divmod(whole, 60)
    hours, minute = divmod(minutes, 60)
    if hours:
        return f"{hours} h {minute:02} m"
    return f"{minutes} m {second:02} s" if minutes else f"{second} s"


def briefly(seconds: float) -> str:
    """The same where there is little room: "40 s", "11 m", "1 h 05 m", "12 h". Rounded up too."""
    if seconds <= 60:
        return age(seconds)
    hours, minute = divmod(ceil(seconds / 60), 60)
    if hours >= 10:
        return f"{ceil(seconds / 3600)} h"
    return f"{hours} h {minute:02} m" if hours else f"{minute} m"


def minutes(seconds: float) -> str:
    """An age in whole minutes, at most six cells: "< 1 m", "99 m", "1 h 40", "12 h", "31 d"."""
    whole = max(int(seconds), 0) // 60
    if whole < 100:
        return f"{whole} m" if whole else "< 1 m"
    hours, minute = divmod(whole, 60)
    if hours < 100:
        return f"{hours} h {minute:02}" if hours < 10 else f"{hours} h"
    return f"{hours // 24} d"


def window(shown: Window) -> str:
    """A window as a label: "last 1 h", "today", "since 06:00"."""
    return f"last {span(shown)}" if isinstance(shown, int) else _since(shown) or "today"


def within(shown: Window, word: str = "") -> str:
    """A window in a sentence: "the last 1 h", "today", "since 06:00"; with "in" or "of" before it where one says so."""
    if isinstance(shown, int):
        return f"{word} the last {span(shown)}".strip()
    return _since(shown) or ("of today" if word == "of" else "today")


def _since(daily: Daily) -> str:
    """When of the day a window begins; "" for midnight."""
    return f"since {daily.at:%H:%M}" if daily.at != time() else ""


def between(start: int, end: int, zone: ZoneInfo) -> str:
    """A range in words, always with its day: "Mon 23 Nov 14:00–15:00", "Mon 23 Nov 22:00 – Tue 24 Nov 06:00".

    Whole days are "Mon 23 Nov"; where clocks change, times say their offset.
    """
    begin, until = (datetime.fromtimestamp(second, zone) for second in (start, end))
    last = datetime.fromtimestamp(end - 1, zone)
    if begin.time() == until.time() == time():
        return _on(begin) if begin.date() == last.date() else f"{_on(begin)} – {_on(last)}"
    if begin.date() == until.date():
        return f"{_on(begin)} {_time(begin)}–{_time(until)}"
    if begin.date() == last.date() and until.time() == time():
        return f"{_on(begin)} {_time(begin)}–24:00"
    return f"{_on(begin)} {_time(begin)} – {_on(until)} {_time(until)}"


def _on(moment: datetime) -> str:
    return f"{moment:%a} {moment.day} {moment:%b}"


def _time(moment: datetime) -> str:
    offset = f" {zones.offset(moment)}" if zones.changing(moment.date(), moment.tzinfo) else ""
    return f"{moment:{'%H:%M:%S' if moment.second else '%H:%M'}}{offset}"


def span(seconds: int) -> str:
    """A length of time in its greatest whole unit: "1 h", "90 m", "45 s"."""
    for size, unit in ((86_400, "d"), (3_600, "h"), (60, "m")):
        if seconds >= size and seconds % size == 0:
            return f"{seconds // size} {unit}"
    return f"{seconds} s"
