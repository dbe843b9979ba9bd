"""Times across midnight and across changes of the clocks: in rows, in a call's details, and beside the zone's name."""

from __future__ import annotations

from collections import defaultdict
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo, available_timezones

import pytest
from textual.geometry import Region

from dialer_tui.floor.changes import Changes
from dialer_tui.ui import times
from dialer_tui.ui.widgets.painted import Painted
from tests.ui import fakes
from tests.ui.seat import NARROW, Seat, seated

BROAD = (170, 40)  # where both columns of times are seen

BERLIN, LORD_HOWE = ZoneInfo("Europe/Berlin"), ZoneInfo("Australia/Lord_Howe")


def second(text: str) -> int:
    """The second of an ISO time with its offset."""
    return int(datetime.fromisoformat(text).timestamp())


# --- as words -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("zone", "at", "today", "short", "full"),
    [
        (BERLIN, "2026-11-24T13:27:29Z", "2026-11-24", "14:27:29", "14:27:29"),
        (BERLIN, "2026-11-24T22:58:02Z", "2026-11-25", "24 23:58", "2026-11-24 23:58:02"),
        (BERLIN, "2026-11-24T23:00:00Z", "2026-11-24", "25 00:00", "2026-11-25 00:00:00"),
        (BERLIN, "2026-02-07T12:00:00Z", "2026-03-10", "07 Feb", "2026-02-07 13:00:00"),
        # Clocks go forward: an hour is not there, none comes twice.
        (BERLIN, "2026-03-29T00:59:59Z", "2026-03-29", "01:59:59", "01:59:59 +01:00"),
        (BERLIN, "2026-03-29T01:00:00Z", "2026-03-29", "03:00:00", "03:00:00 +02:00"),
        (BERLIN, "2026-03-29T21:59:59Z", "2026-03-29", "23:59:59", "23:59:59 +02:00"),
        (BERLIN, "2026-03-29T22:00:00Z", "2026-03-30", "00:00:00", "00:00:00"),
        # Clocks go back.
        (BERLIN, "2026-10-24T23:59:59Z", "2026-10-25", "01:59:59", "01:59:59 +02:00"),
        (BERLIN, "2026-10-25T00:00:00Z", "2026-10-25", "02A00:00", "02A00:00 +02:00"),
        (BERLIN, "2026-10-25T00:59:59Z", "2026-10-25", "02A59:59", "02A59:59 +02:00"),
        (BERLIN, "2026-10-25T01:00:00Z", "2026-10-25", "02B00:00", "02B00:00 +01:00"),
        (BERLIN, "2026-10-25T02:00:00Z", "2026-10-25", "03:00:00", "03:00:00 +01:00"),
        (BERLIN, "2026-10-25T01:14:07Z", "2026-10-26", "25 02B14", "2026-10-25 02B14:07 +01:00"),
        # By half an hour, from 11 to 10.5 hours before GMT and back.
        (LORD_HOWE, "2026-04-04T14:29:59Z", "2026-04-05", "01:29:59", "01:29:59 +11:00"),
        (LORD_HOWE, "2026-04-04T14:30:00Z", "2026-04-05", "01A30:00", "01A30:00 +11:00"),
        (LORD_HOWE, "2026-04-04T15:00:00Z", "2026-04-05", "01B30:00", "01B30:00 +10:30"),
        (LORD_HOWE, "2026-04-04T15:30:00Z", "2026-04-05", "02:00:00", "02:00:00 +10:30"),
        (LORD_HOWE, "2026-10-03T15:30:00Z", "2026-10-04", "02:30:00", "02:30:00 +11:00"),
        # At midnight, so that the hour that comes twice is of the day before.
        (ZoneInfo("America/Santiago"), "2026-04-05T03:30:00Z", "2026-04-05", "04 23B30", "2026-04-04 23B30:00 -04:00"),
    ],
)
def test_times_in_a_zone(zone: ZoneInfo, at: str, today: str, short: str, full: str) -> None:
    day = date.fromisoformat(today)
    assert times.stamp(second(at), zone, day) == short
    assert times.when(second(at), zone, day) == full


def test_minutes_alone_keep_what_tells_hours_apart() -> None:
    at = second("2026-10-25T01:14:07Z")
    assert times.when(at, BERLIN, times.day(at, BERLIN), seconds=False) == "02B14 +01:00"


def backward(zone: ZoneInfo) -> list[int]:
    """When the clocks of a zone go back in 2026, to the hour."""
    begin = datetime(2026, 1, 1, tzinfo=UTC)

    def offset(hours: int) -> timedelta:
        return (begin + timedelta(hours=hours)).astimezone(zone).utcoffset() or timedelta()

    days = [day for day in range(0, 365 * 24, 24) if offset(day + 24) < offset(day)]
    hours = [next(hour for hour in range(day, day + 25) if offset(hour) == offset(day + 24)) for day in days]
    return [int((begin + timedelta(hours=hour)).timestamp()) for hour in hours]


@pytest.mark.parametrize("later", [0, 1], ids=["today", "the day after"])
def test_in_no_zone_do_two_times_look_alike(later: int) -> None:
    changes = {name: found for name in sorted(available_timezones()) if (found := backward(ZoneInfo(name)))}
    assert len(changes) > 100
    for name, found in changes.items():
        zone = ZoneInfo(name)
        for change in found:
            today = times.day(change, zone) + timedelta(days=later)
            said = defaultdict(list)
            for at in range(change - 3 * 3_600, change + 3 * 3_600, 60):
                said[times.stamp(at, zone, today)].append(at)
                assert len(times.stamp(at, zone, today)) <= 8
            assert all(len(seconds) == 1 for seconds in said.values()), name


# --- on the screen --------------------------------------------------------------------------------------------


def made(*dates: str) -> Changes:
    """Calls there at the start, which began at these times, the newest first: C1, C2 …"""
    calls = (fakes.call(number, date=second(at), total=20) for number, at in enumerate(dates, 1))
    return Changes(existing=[fakes.entry(one) for one in calls])


async def console(seat: Seat, *dates: str) -> None:
    await seat.say(fakes.directory(), made(*dates))


def row(seat: Seat, number: int) -> str:
    """The row of a call from its times on."""
    return seat.lines[seat.line(f"Contact {number} ")].rpartition("││")[2].strip("│ ")


def clock(seat: Seat) -> str:
    """What stands at the right of the last line, from the time on."""
    return seat.lines[-1].rpartition("  ")[2]


ZONE = fakes.settings(TZ="Europe/Berlin")
CALM = {"empty": True, "settings": ZONE}


async def test_when_midnight_passes_every_row_shows_its_day_in_one_pass(monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[tuple[str | None, tuple[Region, ...]]] = []
    real = Painted.refresh

    def refresh(self: Painted, *regions: Region, **how: bool) -> Painted:
        seen.append((self.id, regions))
        return real(self, *regions, **how)

    async with seated(BROAD, at=second("2026-11-24T22:59:50Z"), **CALM) as seat:
        await console(seat, "2026-11-24T22:58:10Z", "2026-11-24T22:40:00Z")
        assert row(seat, 1).startswith("23:58:30 23:58:10 in")
        monkeypatch.setattr(Painted, "refresh", refresh)
        await seat.pass_time(9)
        assert {name for name, _ in seen} == {"clock"}
        seen.clear()
        await seat.pass_time(1)
        ((region,),) = [regions for name, regions in seen if name == "calls"]
        assert (region.y, region.height) == (2, 2), "both rows, once"
        assert row(seat, 1).startswith("24 23:58 24 23:58 in")
        assert row(seat, 2).startswith("24 23:40 24 23:40 in")
        await seat.say(fakes.new(3, at=seat.feed.time, date=second("2026-11-24T23:00:00Z"), total=0))
        assert row(seat, 3).startswith("✦ 00:00:00 00:00:00 in")
        seen.clear()
        await seat.pass_time(29)
        assert {name for name, _ in seen} == {"clock"}


@pytest.mark.parametrize("size", [NARROW, BROAD])
async def test_the_hour_that_comes_twice_is_told_apart_wherever_it_is_shown(size: tuple[int, int]) -> None:
    name = "Berlin" if size == NARROW else "Europe/Berlin"
    async with seated(size, at=second("2026-10-25T00:59:59Z"), **CALM) as seat:
        await console(seat, "2026-10-25T00:14:07Z", "2026-10-24T23:59:00Z")
        assert clock(seat) == f"02A59:59 +02:00 {name}"
        assert row(seat, 1).startswith("02A14:27 02A14:07 in" if size == BROAD else "02A14:07 in")
        await seat.pass_time(1)
        assert clock(seat) == f"02B00:00 +01:00 {name}"
        await seat.say(fakes.new(3, at=seat.feed.time + 847, date=second("2026-10-25T01:14:07Z"), total=20))
        assert "02B14:07 in" in row(seat, 3)
        assert "02A14:07 in" in row(seat, 1)
        assert "01:59:00 in" in row(seat, 2)
        await seat.press("enter")
        assert "began 02B14:07 +01:00 (01:14:07 GMT)" in seat.text
        await seat.press("down")
        assert "began 02A14:07 +02:00 (00:14:07 GMT)" in seat.text
        assert "ended 02A14:27 +02:00" in seat.text


async def test_the_hour_that_is_skipped_leaves_the_offset_beside_the_clock_until_midnight() -> None:
    async with seated(NARROW, at=second("2026-03-29T00:59:59Z"), **CALM) as seat:
        await console(seat, "2026-03-29T00:59:00Z")
        assert clock(seat) == "01:59:59 +01:00 Berlin"
        await seat.pass_time(1)
        assert clock(seat) == "03:00:00 +02:00 Berlin"
        assert row(seat, 1).startswith("01:59:00 in")
        assert "f focus" not in seat.lines[-1]
        seat.feed.time = second("2026-03-29T22:00:00Z")
        await seat.pass_time(0)
        seat.app.tick()
        await seat.pilot.pause()
        assert clock(seat) == "00:00:00 Berlin"
        assert row(seat, 1).startswith("29 01:59 in")
        assert "f focus" in seat.lines[-1], "the keys take the room that the offset leaves"


async def test_heads_and_order_stand_as_ever_over_times_of_another_day() -> None:
    async with seated(NARROW, at=second("2026-10-26T00:30:00Z"), **CALM) as seat:
        await console(seat, "2026-10-25T22:58:10Z", "2026-10-25T23:40:00Z")
        await seat.press("s", "down", "s")
        heads, first = seat.lines[2], seat.lines[3]
        assert heads.startswith("   Began↓       Agent")
        assert first.startswith("   00:40:00 in  Ann Lee")
        assert seat.lines[4].startswith("   25 23:58 in  Ann Lee")
        assert heads.index("Agent") == first.index("Ann Lee")


async def test_the_first_answer_sets_the_day_that_rows_are_of() -> None:
    async with seated(NARROW, at=second("2026-10-01T12:00:00Z"), **CALM) as seat:
        seat.feed.time = second("2026-11-24T22:59:50Z")
        await console(seat, "2026-11-24T22:58:10Z")
        assert row(seat, 1).startswith("23:58:10 in")
