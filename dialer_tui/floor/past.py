"""A past range as people type it: "yesterday 14-15", "monday 9-10:30", "2026-11-24 14:00 - 15:00", "last 2 h".

Pure: the text, the zone that civil times are of, and what time it is come from outside.
"""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import msgspec

from dialer_tui import zones

EXAMPLES = (
    "yesterday 14-15",
    "9-10:30",
    "last 2 h",
    "monday 22-6",
    "24.11. 14-15",
    "2026-11-24 14:00 - 15:00",
)
LONGEST = 31 * 86_400  # seconds
_UNITS = {"d": 86_400, "h": 3_600, "m": 60, "s": 1}
_DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_YEARS = range(2000, 2100)  # the API is younger, and a year beyond these is a slip of the keyboard

_OFFSET = r"z|[+-][01]\d:\d\d"
_TIME = rf"(?:now|\d{{1,2}}(?::\d\d(?::\d\d)?)?)(?:{_OFFSET})?"
_DAY = r"\d{4}-\d\d-\d\d|\d{1,2}\.\d{1,2}\.(?:\d{4})?|(?!now\b|to\b)[a-z]+"
_TO = r"/|-|–|\bto\b"


def _moment(n: int) -> str:
    """A day, a time, or both: with a T or blanks between them."""
    return rf"(?:(?P<day{n}>{_DAY})(?:t(?=\d)|\s+|$|(?=\s*(?:{_TO}))))?(?P<time{n}>{_TIME})?"


_RANGE = re.compile(rf"{_moment(1)}\s*(?:{_TO})\s*{_moment(2)}")
_WHOLE = re.compile(rf"(?P<day>{_DAY})")
_LAST = re.compile(r"(?:(?:the )?last\s+)?((?:\d+\s*[a-z]+\s*)+)")
_PART = re.compile(r"(\d+)\s*(d(?:ays?)?|h(?:(?:ou)?rs?)?|m(?:in(?:ute)?s?)?|s(?:ec(?:ond)?s?)?)\s*")
_CLOCK = re.compile(rf"(\d{{1,2}})(?::(\d\d)(?::(\d\d))?)?({_OFFSET})?")


class PastError(ValueError):
    """A text that names no past range, or one that cannot be had, in words.

    `brief`: the same where there is little room. `unread`: it is not understood, and examples would help.
    """

    def __init__(self, message: str, brief: str = "", *, unread: bool = False) -> None:
        super().__init__(message)
        self.brief = brief or message
        self.unread = unread


class Past(msgspec.Struct, frozen=True):
    """Calls dated from `start` to before `end`, seconds since 1970 UTC.

    `only`: the filters whose calls alone they are: what was found by looking for them; none for all.
    """

    start: int
    end: int
    only: tuple[str, ...] = ()

    @property
    def seconds(self) -> int:
        """How long it is."""
        return self.end - self.start


def read(text: str, zone: ZoneInfo, now: float) -> Past:
    """The range that a text names, in a zone and at a server time, seconds since 1970 UTC.

    A time of no day is of today, or of yesterday where it is not over today; a weekday's is of the last such.
    PastError where the text names none, one that is not over yet, one that is longer than LONGEST, or a time that a
    clock change doubles or skips.
    """
    found = _read(" ".join(text.lower().split()).removeprefix("from "), _Now(zone, int(now)))
    if found.end > int(now):
        raise PastError(f"that is not over yet: it is {datetime.fromtimestamp(now, zone):%H:%M}", "not over yet")
    if found.seconds <= 0:
        raise PastError("that is no time at all: the end is where it begins", "that is no time at all")
    if found.seconds > LONGEST:
        raise PastError(f"that is longer than {LONGEST // 86_400} days")
    return found


class _Now(msgspec.Struct, frozen=True):
    """When and where it is."""

    zone: ZoneInfo
    second: int

    @property
    def today(self) -> date:
        return datetime.fromtimestamp(self.second, self.zone).date()


def _read(text: str, now: _Now) -> Past:
    if (last := _last(text)) is not None:
        return Past(now.second - last, now.second)
    if (whole := _WHOLE.fullmatch(text)) is not None:
        day = _day(whole["day"], now)
        return Past(_begin(day, now), min(_begin(day + timedelta(days=1), now), now.second))
    match = _RANGE.fullmatch(text)
    if match is None or not (match["time1"] or match["day1"]) or not (match["time2"] or match["day2"]):
        raise PastError("from when to when?", unread=True)
    return _range(match["day1"], match["time1"], match["day2"], match["time2"], now)


def _last(text: str) -> int | None:
    """Seconds of "last 2 h", "90m" or "1h30m"; None where it is something else."""
    match = _LAST.fullmatch(text)
    if match is None or _PART.sub("", match[1]).strip():
        return None
    return sum(int(count[:9]) * _UNITS[unit[0]] for count, unit in _PART.findall(match[1]))


def _range(day: str | None, begin: str | None, until: str | None, end: str | None, now: _Now) -> Past:
    """From one day and time to another. Without a day the end is of the first day's, or of the next one."""
    if day is not None:
        found = _on(_day(day, now), begin, until, end, now)
        if found.end > now.second and _weekday(day) is not None:
            return _on(_day(day, now) - timedelta(days=7), begin, until, end, now)
        return found
    if until is not None:
        raise PastError("the first day is missing", unread=True)
    found = _on(now.today, begin, None, end, now)
    return found if found.end <= now.second else _on(now.today - timedelta(days=1), begin, None, end, now)


def _on(day: date, begin: str | None, until: str | None, end: str | None, now: _Now) -> Past:
    start = _second(day, begin, now) if begin else _begin(day, now)
    last = _day(until, now) if until else day
    if end is None:
        return Past(start, min(_begin(last + timedelta(days=1), now), now.second))
    found = _second(last, end, now)
    if found < start and until is None and end != "now":
        found = _second(day + timedelta(days=1), end, now)  # over midnight
    return _ordered(start, found)


def _ordered(start: int, end: int) -> Past:
    if end < start:
        raise PastError("that ends before it begins")
    return Past(start, end)


def _day(word: str, now: _Now) -> date:
    """The day that a word names: of a weekday, or of a date without a year, the last one that has begun."""
    today = now.today
    if word == "today":
        return today
    if word == "yesterday":
        return today - timedelta(days=1)
    weekday = _weekday(word)
    if weekday is not None:
        return today - timedelta(days=(today.weekday() - weekday) % 7)
    try:
        if "-" in word:
            return _sane(date.fromisoformat(word))
        if "." in word:
            return _dated(word, today)
    except PastError:
        raise
    except ValueError:
        raise PastError(f"there is no day {word}", "there is no such day") from None
    raise PastError(f"{word} is no day", "that is no day", unread=True)


def _weekday(word: str) -> int | None:
    """The number of a weekday, Monday 0, by its first letters; None where the word is none."""
    return next((at for at, name in enumerate(_DAYS) if len(word) > 1 and name.startswith(word)), None)


def _dated(word: str, today: date) -> date:
    """A date such as 24.11. or 24.11.2026."""
    number, month, year = word.split(".")
    if year:
        return _sane(date(int(year), int(month), int(number)))
    for year_ in range(today.year, today.year - 9, -1):  # of 29.2. the last leap year's
        try:
            found = date(year_, int(month), int(number))
        except ValueError:
            continue
        if found <= today:
            return found
    raise ValueError


def _sane(day: date) -> date:
    if day.year not in _YEARS:
        raise PastError(f"the year is one from {_YEARS.start} to {_YEARS.stop - 1}", "there is no such year")
    return day


def _begin(day: date, now: _Now) -> int:
    """The first second of a day; where clocks skip midnight, the one after that."""
    return zones.epoch(datetime.combine(day, time(), now.zone))


def _second(day: date, text: str, now: _Now) -> int:
    """The instant of a time on a day. PastError where a clock change doubles or skips it."""
    if text.startswith("now"):
        return now.second
    match = _CLOCK.fullmatch(text)
    assert match is not None  # of the same shape as what was found
    hour, minute, second = (int(part or 0) for part in match.groups()[:3])
    if (hour, minute, second) == (24, 0, 0):
        day, hour = day + timedelta(days=1), 0
    try:
        civil = datetime.combine(day, time(hour, minute, second))
    except ValueError:
        raise PastError(f"there is no time {text}", "there is no such time") from None
    if match[4]:
        civil = datetime.fromisoformat(f"{civil.isoformat()}{match[4].upper()}")
    try:
        return zones.epoch(zones.instant(civil, now.zone))
    except zones.CivilTimeError as error:
        skipped = "skipped" in str(error)
        offsets = " or ".join(re.findall(r"[+-]\d\d:\d\d", str(error)))
        brief = "clocks skip that time" if skipped else f"comes twice: add {offsets}"
        raise PastError(f"{civil:%Y-%m-%d %H:%M} {error}", brief) from None
