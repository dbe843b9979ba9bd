"""--since, --from and --to."""

from __future__ import annotations

from datetime import datetime, time
from zoneinfo import ZoneInfo

import pytest

from dialer_tui.cli import ranges
from dialer_tui.model import Daily
from dialer_tui.oneshot import Range

BERLIN = ZoneInfo("Europe/Berlin")
NOON = 1_795_521_600  # 2026-11-24T12:00:00+00:00


@pytest.mark.parametrize(
    ("begin", "start"),
    [
        ("2026-11-24T13:00", NOON),
        ("2026-11-24 13:00:00", NOON),
        ("2026-11-24T12:00Z", NOON),
        ("2026-11-24T12:00:00+00:00", NOON),
        ("2026-11-24", NOON - 13 * 3600),
        ("2026-11-24T13:00:00.5", NOON + 1),
        ("2026-10-25T02:30+01:00", 1_792_891_800),
    ],
)
def test_from_is_read_in_the_views_zone(begin: str, start: int) -> None:
    assert ranges.read(None, begin, None, BERLIN) == Range(None, start, None)


@pytest.mark.parametrize(
    ("since", "begin", "end", "words"),
    [
        (60, "2026-11-24", None, "--since cannot go with"),
        (60, None, "2026-11-24", "--since cannot go with"),
        (None, None, "2026-11-24", "--to needs --from"),
        (None, "2026-11-24", "2026-11-24", "--to 2026-11-24 is not after"),
        (None, "yesterday", None, "--from yesterday is no ISO date and time"),
        (None, "2026-13-01", None, "is no ISO date"),
        (None, "2026-11-24", "1999-01-01", "the year is one from 2000 to 2099"),
        (None, "9999-12-31T23:59:59-12:00", None, "the year is one from"),
        (None, "2026-10-25T02:30", None, "--from 2026-10-25T02:30 comes twice in Europe/Berlin"),
        (None, "2026-03-29T01:00", "2026-03-29T02:30", "--to 2026-03-29T02:30 is skipped in Europe/Berlin"),
    ],
)
def test_what_is_no_range(since: int | None, begin: str | None, end: str | None, words: str) -> None:
    with pytest.raises(ranges.RangeError) as caught:
        ranges.read(since, begin, end, BERLIN)
    assert words in str(caught.value)


def test_titles_say_which_calls_and_whose_times() -> None:
    for asked, words in [
        (Range(), "Calls of the last 1h, begun or ended since 2026-11-24 13:00:00, Europe/Berlin"),
        (Range(since=60), "Calls dated from 2026-11-24 13:00:00 on, Europe/Berlin"),
        (Range(start=NOON, end=NOON + 60), "from 2026-11-24 13:00:00 to before 2026-11-24 13:01:00, Europe/Berlin"),
    ]:
        assert words in ranges.title(asked, NOON, 3600, BERLIN)
    today = Daily(time(), BERLIN)
    words = "Calls begun or ended since 2026-11-24 13:00:00, Europe/Berlin"
    assert words in ranges.title(Range(), NOON, today, BERLIN)


def second(text: str) -> int:
    return int(datetime.fromisoformat(text).timestamp())


@pytest.mark.parametrize(
    ("zone", "seconds", "told"),
    [
        (BERLIN, ("2026-11-24T12:00Z",), False),
        (BERLIN, ("2026-10-24T21:59:59Z",), False),
        (BERLIN, ("2026-10-24T22:00:00Z",), True),
        (BERLIN, ("2026-10-25T22:59:59Z",), True),
        (BERLIN, ("2026-10-25T23:00:00Z",), False),
        (BERLIN, ("2026-03-28T22:59:59Z",), False),
        (BERLIN, ("2026-03-28T23:00:00Z",), True),
        (BERLIN, ("2026-10-26T12:00Z", "2026-10-24T12:00Z"), True),
        (BERLIN, ("2026-03-01T12:00Z", "2026-11-01T12:00Z"), True),
        (ZoneInfo("Australia/Lord_Howe"), ("2026-04-04T15:00Z",), True),
        (ZoneInfo("Asia/Tokyo"), ("2026-01-01T12:00Z", "2026-12-31T12:00Z"), False),
    ],
)
def test_offsets_are_told_where_clocks_change_among_the_days_shown(
    zone: ZoneInfo, seconds: tuple[str, ...], told: bool
) -> None:
    assert ranges.shifting(map(second, seconds), zone) is told


def test_with_offsets_no_two_times_read_alike() -> None:
    early, late = second("2026-10-25T00:14:07Z"), second("2026-10-25T01:14:07Z")
    assert ranges.civil(early, BERLIN) == ranges.civil(late, BERLIN)
    assert ranges.civil(early, BERLIN, offset=True) == "2026-10-25 02:14:07 +02:00"
    assert ranges.civil(late, BERLIN, day=False, offset=True) == "02:14:07 +01:00"
    title = ranges.title(Range(start=early, end=late), early, 3600, BERLIN, offset=True)
    assert "from 2026-10-25 02:14:07 +02:00 to before 2026-10-25 02:14:07 +01:00, Europe/Berlin" in title
