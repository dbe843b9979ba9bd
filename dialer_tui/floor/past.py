"""A past range as people type it: "yesterday 14–15 h", "2-3 pm monday", "2026-11-24 14:00 - 15:00", "last hour".

Pure: the text, the zone that civil times are of, and what time it is come from outside.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import msgspec

from dialer_tui import zones

EXAMPLES = (
    "yesterday 14-15",
    "9-10:30",
    "last 2 h",
    "monday 2-3 pm",
    "yesterday 22-6",
    "24.11. 14-15",
    "2026-11-24 14:00 - 15:00",
)
LONGEST = 31 * 86_400  # seconds
_UNITS = {"d": 86_400, "h": 3_600, "m": 60, "s": 1}
_DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_YEARS = range(2000, 2100)  # the API is younger, and a year beyond these is a slip of the keyboard

_SAID_ELSE = {"–": "-", "—": "-", "−": "-", ",": " ", "a.m.": "am", "p.m.": "pm", "o'clock": "h", "uhr": "h"}
_FILLING = re.compile(r"\b(?:from|between|at|on)\b")  # said, and says nothing

_OFFSET = r"z|[+-][01]\d:[0-5]\d"
_CIVIL = r"\d{1,2}(?::\d\d(?::\d\d)?)?"
_HOURS = r"h(?:(?:ou)?rs?)?"  # as behind 14-15 h
_TIME = rf"(?:now|{_CIVIL}(?:\s*(?:am|pm|{_HOURS})\b)?)(?:{_OFFSET})?"
_DAY = rf"\d{{4}}-\d\d-\d\d|\d{{1,2}}\.\d{{1,2}}\.(?:\d{{4}})?|(?!(?:now|to|and|until|till|am|pm|{_HOURS})\b)[a-z]+"
_TO = r"/|-|\b(?:to|and|until|till)\b"


def _moment(n: int) -> str:
    """A day, a time, or both: with a T or blanks between them."""
    return rf"(?:(?P<day{n}>{_DAY})(?:t(?=\d)|\s+|$|(?=\s*(?:{_TO}))))?(?P<time{n}>{_TIME})?"


# ASCII: digits of other scripts are no times that Python reads.
_RANGE = re.compile(rf"{_moment(1)}\s*(?:{_TO})\s*{_moment(2)}", re.ASCII)
_ONE = re.compile(_moment(1), re.ASCII)
_BEHIND = re.compile(rf"(?P<times>{_TIME}(?:\s*(?:{_TO})\s*{_TIME})?)\s+(?P<day>{_DAY})", re.ASCII)
_LAST = re.compile(r"(?:(?:the )?(?:last|past)\s+)?((?:\d+\s*[a-z]+\s*)+)", re.ASCII)
_LAST_ONE = re.compile(r"(?:the )?(?:last|past) (half(?: an)? )?(day|hour|minute)", re.ASCII)
_PART = re.compile(r"(\d+)\s*(d(?:ays?)?|h(?:(?:ou)?rs?)?|m(?:in(?:ute)?s?)?|s(?:ec(?:ond)?s?)?)\s*", re.ASCII)
_CLOCK = re.compile(rf"(\d{{1,2}})(?::(\d\d)(?::(\d\d))?)?({_OFFSET})?", re.ASCII)
_SPOKEN = re.compile(rf"(\d{{1,2}})((?::\d\d){{0,2}})\s*(am|pm|{_HOURS})?({_OFFSET})?", re.ASCII)
_OTHER = {"am": "pm", "pm": "am"}


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

    A time of no day is of today, or of yesterday where it is not over today; a weekday's is of the last such. One hour
    of a day is that hour. PastError where the text names none, one that is not over yet, one that is longer than
    LONGEST, a time that may be am or pm, or one that a clock change doubles or skips.
    """
    found = _read(_plain(text), _Now(zone, int(now)))
    if found.end > int(now):
        begun = f"; such as {_since(datetime.fromtimestamp(found.start, zone), now)}" if found.start < now else ""
        raise PastError(f"that is not over yet: it is {datetime.fromtimestamp(now, zone):%H:%M}{begun}", "not over yet")
    if found.seconds < 0:
        raise PastError("that ends before it begins")
    if found.seconds == 0:
        raise PastError("that is no time at all: the end is where it begins", "that is no time at all")
    if found.seconds > LONGEST:
        raise PastError(f"that is longer than {LONGEST // 86_400} days")
    return found


def _since(start: datetime, now: float) -> str:
    """The range from a moment until now, as it can be typed."""
    today = datetime.fromtimestamp(now, start.tzinfo).date()
    return f"{start:%H:%M}-now" if start.date() == today else f"{start:%Y-%m-%d %H:%M} - now"


class _Now(msgspec.Struct, frozen=True):
    """When and where it is."""

    zone: ZoneInfo
    second: int

    @property
    def today(self) -> date:
        return datetime.fromtimestamp(self.second, self.zone).date()


def _plain(text: str) -> str:
    """A text in one spelling: the day first, and no word that says nothing."""
    text = text.lower()
    for said, plain in _SAID_ELSE.items():
        text = text.replace(said, plain)
    text = " ".join(_FILLING.sub(" ", text).split())
    behind = _BEHIND.fullmatch(text)
    return f"{behind['day']} {behind['times']}" if behind and _last(text) is None else text


def _read(text: str, now: _Now) -> Past:
    if (last := _last(text)) is not None:
        return Past(now.second - last, now.second)
    one, two = _ONE.fullmatch(text), _RANGE.fullmatch(text)
    if one is not None and one["day1"] and not one["time1"]:
        return _whole(_day(one["day1"], now), now)
    if two is not None and (two["time1"] or two["day1"]) and (two["time2"] or two["day2"]):
        return _range(two["day1"], two["time1"], two["day2"], two["time2"], now)
    if one is not None and one["day1"] and two is None:
        return _hour(one["day1"], one["time1"], now)
    raise PastError("from when to when?", unread=True)


def _last(text: str) -> int | None:
    """Seconds of "last hour", "last 2 h", "90m" or "1h30m"; None where it is something else."""
    if (one := _LAST_ONE.fullmatch(text)) is not None:
        return _UNITS[one[2][0]] // (2 if one[1] else 1)
    match = _LAST.fullmatch(text)
    if match is None or _PART.sub("", match[1]).strip():
        return None
    return sum(int(count[:9]) * _UNITS[unit[0]] for count, unit in _PART.findall(match[1]))


def _whole(day: date, now: _Now) -> Past:
    """All of a day, as far as it is over."""
    return Past(_begin(day, now), min(_begin(day + timedelta(days=1), now), now.second))


def _hour(day: str, text: str, now: _Now) -> Past:
    """The hour of a day that begins at a time, as "14" names that from 14 to 15; 14:30 names no hour."""
    if (match := _CLOCK.fullmatch(_on_24(text))) is None or int(match[2] or 0) or int(match[3] or 0):
        raise PastError("until when?", unread=True)

    def on(day: date) -> Past:
        start = _second(day, match[0], now)
        return Past(start, start + 3_600)

    return _of(day, on, now)


def _range(day: str | None, begin: str | None, until: str | None, end: str | None, now: _Now) -> Past:
    """From one day and time to another. Without a day the end is of the first day's, or of the next one."""
    begin, end = _clocks(begin, end, one_day=until is None)
    if day is not None:
        return _of(day, lambda on: _on(on, begin, until, end, now), now)
    if until is not None:
        raise PastError("the first day is missing", unread=True)
    found = _on(now.today, begin, None, end, now)
    return found if found.end <= now.second else _on(now.today - timedelta(days=1), begin, None, end, now)


def _of(word: str, on: Callable[[date], Past], now: _Now) -> Past:
    """A range on the day that a word names: on a weekday the last such that is over."""
    day = _day(word, now)
    found = on(day)
    return on(day - timedelta(days=7)) if found.end > now.second and _weekday(word) is not None else found


def _clocks(begin: str | None, end: str | None, *, one_day: bool) -> tuple[str | None, str | None]:
    """Two times on a clock of 24 hours: 2-3 pm are 14 and 15, 11-1 pm are 11 and 13.

    PastError where one is am or pm, and the other may be either.
    """
    first, last = _half(begin), _half(end)
    if one_day and begin and end and first == "" and last in _OTHER:
        until = _on_24(end)
        same, other = _on_24(begin, last), _on_24(begin, _OTHER[last])
        return (same if same < until else other), until
    for text, half, beside in ((begin, first, last), (end, last, first)):
        if half == "" and beside in _OTHER:
            raise PastError(f"{text} am, or {text} pm?")
    return begin and _on_24(begin), end and _on_24(end)


def _half(text: str | None) -> str | None:
    """The half of the day that a time says, am or pm; "" where it may be of either; None where it is of neither."""
    match = _SPOKEN.fullmatch(text or "")
    if match is None:
        return None
    if match[3]:
        return match[3] if match[3] in _OTHER else None
    return "" if 1 <= int(match[1]) <= 12 else None


def _on_24(text: str, half: str | None = None) -> str:
    """A time on a clock of 24 hours; `half`: of which half of the day it is, where it does not say so."""
    match = _SPOKEN.fullmatch(text)
    if match is None:
        return text
    hour, half = int(match[1]), match[3] or half
    if half in _OTHER:
        if not 1 <= hour <= 12:
            raise PastError(f"there is no time {text}", "there is no such time")
        hour = hour % 12 + 12 * (half == "pm")
    return f"{hour:02}{match[2]}{match[4] or ''}"


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
