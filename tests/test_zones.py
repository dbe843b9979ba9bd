"""Lengths of time, lines of a settings file, time zones."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from dialer_tui import zones
from dialer_tui.config import lines
from dialer_tui.config.kinds import WrongValue, in_words, seconds


@pytest.mark.parametrize(
    ("text", "count"),
    [("90", 90), ("5s", 5), ("1h30m", 5400), (" 2 h ", 7200), ("2d", 172800), ("1d2h3m4s", 93784), (7, 7), ("0s", 0)],
)
def test_lengths_of_time(text: object, count: int) -> None:
    assert seconds(text) == count
    assert seconds(in_words(count)) == count


@pytest.mark.parametrize("text", ["", "s", "5x", "-5s", "1.5h", "5s5s", "5m1h", None, True, 1.5, "५s"])
def test_what_is_no_length_of_time(text: object) -> None:
    with pytest.raises(WrongValue):
        seconds(text)


def test_lines_of_tables_keys_and_arrays() -> None:
    found = lines.locate('a.b = 1\n[x."y z"] # c\n"q k" = 2\n[[r]]\nn = 1\n[[ r ]]\nn = 2\n')
    assert found[("a", "b")] == 1
    assert found[("x", "y z")] == 2
    assert found[("x", "y z", "q k")] == 3
    assert (found[("r", 0, "n")], found[("r", 1)], found[("r", 1, "n")]) == (5, 6, 7)
    assert lines.line_of(found, ("r", 1, "other")) == 6
    assert lines.line_of(found, ("nowhere",)) is None


@pytest.mark.parametrize(
    ("name", "nearest"),
    [("berlin", "Europe/Berlin"), ("New York", "America/New_York"), ("europe/london", "Europe/London")],
)
def test_a_wrong_zone_names_the_nearest(name: str, nearest: str) -> None:
    with pytest.raises(ValueError, match=f"did you mean {nearest}"):
        zones.zone(name)


@pytest.mark.parametrize("name", ["", "Europe", "../../etc/passwd", "/etc/localtime", "no such"])
def test_what_is_no_zone(name: str) -> None:
    with pytest.raises(ValueError, match="no time zone is called"):
        zones.zone(name)


@pytest.mark.parametrize(
    ("tz", "summer"),
    [("Asia/Tokyo", 9), (":Asia/Tokyo", 9), ("CET-1CEST,M3.5.0,M10.5.0/3", 2), ("<+03>-3", 3), ("rubbish", 0)],
)
def test_the_machines_zone_follows_tz(tz: str, summer: int) -> None:
    assert datetime(2026, 7, 1, tzinfo=zones.local({"TZ": tz})).utcoffset() == timedelta(hours=summer)


def test_a_clock_change_doubles_and_skips() -> None:
    berlin = ZoneInfo("Europe/Berlin")
    with pytest.raises(zones.CivilTimeError, match=r"comes twice in Europe/Berlin.*\+02:00 or \+01:00"):
        zones.instant(datetime(2026, 10, 25, 2, 30), berlin)
    with pytest.raises(zones.CivilTimeError, match="is skipped in Europe/Berlin"):
        zones.instant(datetime(2026, 3, 29, 2, 30), berlin)
    assert zones.epoch(zones.instant(datetime(2026, 3, 29, 3, 0), berlin)) == 1774746000
    assert zones.epoch(zones.instant(datetime.fromisoformat("2026-10-25T02:30+01:00"), berlin)) == 1792891800


def test_a_broken_second_counts_as_the_next_whole_one() -> None:
    assert zones.epoch(datetime.fromisoformat("1970-01-01T00:00:01.5+00:00")) == 2
    assert zones.epoch(datetime.fromisoformat("1970-01-01T00:00:01+00:00")) == 1
