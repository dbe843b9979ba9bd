"""--since, --from and --to."""

from __future__ import annotations

from zoneinfo import ZoneInfo

import pytest

from dialer_tui.cli import ranges
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
