"""Single values off the wire."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dialer_tui.api import values


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("1111", "1111"),
        (" as sent ", " as sent "),
        (1111, "1111"),
        (1111.0, "1111"),
        (-0.0, "0"),
        (1.5, "1.5"),
        (1e300, "1e+300"),
        (float("nan"), ""),
        (float("inf"), ""),
        (True, "true"),
        (False, "false"),
        (None, ""),
        ([], ""),
        ({"a": 1}, ""),
    ],
)
def test_text(value: Any, text: str) -> None:
    assert values.text(value) == text


@pytest.mark.parametrize(
    ("value", "text"), [({"a": [1, None]}, '{"a":[1,null]}'), ([], "[]"), (7, "7"), (None, ""), ("x", "x")]
)
def test_extra_text(value: Any, text: str) -> None:
    assert values.extra_text(value) == text


@pytest.mark.parametrize(
    ("value", "seconds"),
    [
        ("00:20:27", 1227),
        ("00:00:00", 0),
        ("0:0:5", 5),
        ("27:00:01", 97201),
        ("123:59:59", 446399),
        (" 00:00:05 ", 5),
        (12, 12),
        (12.0, 12),
        ("12", 12),
        ("12.0", 12),
        ("0", 0),
        (10 * 366 * 86_400, 316224000),
        (10 * 366 * 86_400 + 1, None),
        ("99999999:00:00", None),
        ("9" * 5000, None),
        (10**30, None),
        (1e300, None),
        (float("nan"), None),
        (float("inf"), None),
        (12.5, None),
        ("12.5", None),
        (-1, None),
        ("-1", None),
        ("-00:00:05", None),
        ("00:-1:05", None),
        ("00:60:00", None),
        ("00:00:60", None),
        ("20:27", None),
        ("00:00:05.5", None),
        ("٠٠:٠٠:٠٥", None),
        ("five minutes", None),
        ("", None),
        (None, None),
        (True, None),
        ([5], None),
        ({}, None),
    ],
)
def test_seconds(value: Any, seconds: int | None) -> None:
    assert values.seconds(value) == seconds


@given(st.integers(0, values._LONGEST))
def test_seconds_reads_what_a_clock_writes(whole: int) -> None:
    assert values.seconds(f"{whole // 3600:02}:{whole // 60 % 60:02}:{whole % 60:02}") == whole


EVENING = 1641070699


@pytest.mark.parametrize(
    ("value", "moment"),
    [
        ("2022-01-01T20:58:19+00:00", EVENING),
        ("2022-01-01T20:58:19Z", EVENING),
        ("2022-01-01t20:58:19z", EVENING),
        ("2022-01-01T20:58:19", EVENING),
        ("2022-01-01 20:58:19", EVENING),
        ("2022-01-01T21:58:19+01:00", EVENING),
        ("2022-01-01T15:28:19-0530", EVENING),
        ("2022-01-01T20:58:19.987654+00:00", EVENING),
        (" 2022-01-01T20:58:19+00:00\n", EVENING),
        ("20220101T205819", EVENING),
        ("1970-01-01T00:00:00+00:00", 0),
        ("1970-01-01T00:00:00+00:01", None),
        ("0001-01-01T00:00:00+14:00", None),
        ("9999-12-31T23:59:59-14:00", None),
        ("10000-01-01T00:00:00+00:00", None),
        ("0000-00-00T00:00:00+00:00", None),
        ("-0001-11-30T00:00:00+00:00", None),
        ("2022-02-30T00:00:00+00:00", None),
        ("2022-01-01", None),
        ("yesterday", None),
        ("", None),
        (None, None),
        (1641070699, None),
        (True, None),
        ({}, None),
    ],
)
def test_moment(value: Any, moment: int | None) -> None:
    assert values.moment(value) == moment


@given(
    st.datetimes(datetime(1971, 1, 1), datetime(9800, 1, 1)),
    st.integers(-14 * 60, 14 * 60).map(lambda minutes: timezone(timedelta(minutes=minutes))),
)
def test_moment_reads_what_isoformat_writes(when: datetime, zone: timezone) -> None:
    when = when.replace(tzinfo=zone, microsecond=0)
    assert values.moment(when.isoformat()) == (when - datetime(1970, 1, 1, tzinfo=UTC)).total_seconds()


def test_a_call_at_the_last_moment_can_still_be_shown() -> None:
    datetime.fromtimestamp(values._LAST + values._LONGEST, timezone(timedelta(hours=14)))


def test_memo_makes_equal_texts_one_object_and_stays_bounded() -> None:
    memo = values.Memo(values.text, 100)
    first = memo["".join(["A", "nn"])]
    assert memo["".join(["An", "n"])] is first
    for number in range(110):
        memo[number]
    assert len(memo) <= 100
