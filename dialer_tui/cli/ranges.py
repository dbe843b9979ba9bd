"""The range of calls that --since, --from and --to name, and how people read it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from dialer_tui import zones
from dialer_tui.config.kinds import in_words, span
from dialer_tui.model import Window
from dialer_tui.oneshot import Range

SINCE = span(1, 366 * 86_400)
_YEARS = range(2000, 2100)  # the API is younger, and a year beyond these is a slip of the keyboard


class RangeError(ValueError):
    """A range that is none, in words."""


def read(since: int | None, begin: str | None, end: str | None, zone: ZoneInfo) -> Range:
    """The range of three options. RangeError where they contradict each other or name no instant."""
    if since is not None and (begin or end):
        raise RangeError("--since cannot go with --from or --to")
    if end and not begin:
        raise RangeError("--to needs --from; for the calls of the last hour there is --since 1h")
    start = _instant("--from", begin, zone) if begin else None
    until = _instant("--to", end, zone) if end else None
    if start is not None and until is not None and until <= start:
        raise RangeError(f"--to {end} is not after --from {begin}")
    return Range(since, start, until)


def _instant(option: str, text: str, zone: ZoneInfo) -> int:
    try:
        moment = datetime.fromisoformat(text.strip())
    except ValueError:
        allowed = "2026-11-24, 2026-11-24T13:00 or 2026-11-24T13:00:00+01:00"
        raise RangeError(f"{option} {text} is no ISO date and time; allowed: such as {allowed}") from None
    if moment.year not in _YEARS:
        raise RangeError(f"{option} {text}: the year is one from {_YEARS.start} to {_YEARS.stop - 1}")
    try:
        return zones.epoch(zones.instant(moment, zone))
    except zones.CivilTimeError as error:
        raise RangeError(f"{option} {text} {error}") from None


def civil(second: int, zone: ZoneInfo, *, day: bool = True, offset: bool = False) -> str:
    """A second as people read it in a zone: 2026-11-24 13:00:00, on wish without its day or with " +01:00"."""
    moment = datetime.fromtimestamp(second, zone)
    written = moment.strftime("%Y-%m-%d %H:%M:%S" if day else "%H:%M:%S")
    return f"{written} {zones.offset(moment)}" if offset else written


def title(asked: Range, first: int, window: Window, zone: ZoneInfo, *, offset: bool = False) -> str:
    """Which calls a table shows, and in which zone its times are. `first`: the first second shown."""
    since = civil(first, zone, offset=offset)
    if asked.whole_window:
        which = f"of the last {in_words(window)}, " if isinstance(window, int) else ""
        return f"Calls {which}begun or ended since {since}, {zone.key}"
    if asked.end is None:
        return f"Calls dated from {since} on, {zone.key}"
    return f"Calls dated from {since} to before {civil(asked.end, zone, offset=offset)}, {zone.key}"


def one_day(seconds: Iterable[int], zone: ZoneInfo) -> bool:
    """Whether all these seconds lie on one civil day."""
    return len({datetime.fromtimestamp(second, zone).date() for second in seconds}) == 1


def shifting(seconds: Iterable[int], zone: ZoneInfo) -> bool:
    """Whether clocks change on a civil day from the first to the last of these: times then need their offset."""
    days = sorted(datetime.fromtimestamp(second, zone).date() for second in seconds)
    span = (days[-1] - days[0]).days + 1
    return any(zones.changing(days[0] + timedelta(days=n), zone) for n in range(span))
