"""Time zones by IANA name, this machine's own, and civil times that a clock change doubles or skips."""

from __future__ import annotations

import difflib
import io
import os
from collections.abc import Mapping
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError, available_timezones

_LOCALTIME = Path("/etc/localtime")


class CivilTimeError(ValueError):
    """A civil time that names no instant of its zone, or two; the text says which and what to do."""


def zone(name: str) -> ZoneInfo:
    """The zone of an IANA name. ValueError with the nearest names where there is none of that name."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise ValueError(f"no time zone is called “{name}”{_nearest(name)}") from None


def local(environ: Mapping[str, str] = os.environ) -> ZoneInfo:
    """This machine's zone: TZ (a name, or a POSIX rule such as CET-1CEST), else /etc/localtime, else UTC."""
    name = environ.get("TZ", "").removeprefix(":")
    if name:
        try:
            return ZoneInfo(name)
        except (ZoneInfoNotFoundError, ValueError, OSError):
            return _by_rule(name)
    try:
        target = str(_LOCALTIME.resolve())
        if "/zoneinfo/" in target:
            return ZoneInfo(target.rpartition("/zoneinfo/")[2])
        with _LOCALTIME.open("rb") as file:
            return ZoneInfo.from_file(file, key="local time")
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return ZoneInfo("UTC")


def instant(civil: datetime, where: ZoneInfo) -> datetime:
    """The one instant of a civil time: aware as it is, naive as read in the zone. Else CivilTimeError."""
    if civil.tzinfo is not None:
        return civil
    first, second = (civil.replace(tzinfo=where, fold=fold) for fold in (0, 1))
    if first.utcoffset() == second.utcoffset():
        return first
    before, after = offset(first), offset(second)
    if first.astimezone(UTC).astimezone(where).replace(tzinfo=None) != civil:
        raise CivilTimeError(f"is skipped in {where.key}: clocks go forward there ({before} becomes {after})")
    raise CivilTimeError(f"comes twice in {where.key}, where clocks go back; add {before} or {after} to say which")


def offset(moment: datetime) -> str:
    """The offset of an aware time from GMT: "+01:00"."""
    return moment.strftime("%z")[:3] + ":" + moment.strftime("%z")[3:5]


def doubled(moment: datetime) -> bool:
    """Whether the civil time of an instant comes twice in its zone, where clocks go back; `fold` says which it is."""
    return moment.utcoffset() != moment.replace(fold=1 - moment.fold).utcoffset()


@lru_cache(256)
def changing(day: date, where: ZoneInfo) -> bool:
    """Whether clocks change on a civil day of a zone."""
    begin, end = (datetime.combine(one, time(), where) for one in (day, day + timedelta(days=1)))
    return begin.utcoffset() != end.utcoffset()


def _nearest(name: str) -> str:
    """ ", did you mean …?", matching the whole name or its city alone, whatever the case."""
    names = {known.casefold(): known for known in sorted(available_timezones())}
    cities = {known.rpartition("/")[2]: known for known in names if "/" in known}
    wanted = name.strip().replace(" ", "_").casefold()
    near = difflib.get_close_matches(wanted, names, 1, 0.7)
    near = near or [cities[city] for city in difflib.get_close_matches(wanted, cities, 1, 0.7)]
    return f", did you mean {names[near[0]]}?" if near else ""


def _by_rule(rule: str) -> ZoneInfo:
    """A zone by a POSIX rule: a TZif file whose footer is the rule (RFC 9636). UTC where it is none."""
    header = b"TZif2" + bytes(15) + b"".join(count.to_bytes(4, "big") for count in (0, 0, 0, 0, 1, 4))
    block = header + bytes(6) + b"UTC\0"
    try:
        made = ZoneInfo.from_file(io.BytesIO(block + block + f"\n{rule}\n".encode()), key=rule)
        datetime.now(made).utcoffset()
    except (ValueError, OSError):
        return ZoneInfo("UTC")
    return made


def epoch(moment: datetime) -> int:
    """Whole seconds since 1970 UTC of an aware time; a broken second counts as the next whole one."""
    return -((datetime(1970, 1, 1, tzinfo=UTC) - moment) // timedelta(seconds=1))
