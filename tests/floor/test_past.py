"""Past ranges as they are typed, in a zone whose clocks change."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dialer_tui.floor.past import LONGEST, Past, PastError, read
from dialer_tui.ui import times

BERLIN = ZoneInfo("Europe/Berlin")
NOW = datetime(2026, 11, 24, 14, 30, tzinfo=BERLIN).timestamp()  # a Tuesday


def iso(second: int) -> str:
    return datetime.fromtimestamp(second, BERLIN).isoformat(timespec="minutes")


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("yesterday 14-15", "2026-11-23T14:00+01:00", "2026-11-23T15:00+01:00"),
        ("Today 9-10:30", "2026-11-24T09:00+01:00", "2026-11-24T10:30+01:00"),
        ("9 to 10", "2026-11-24T09:00+01:00", "2026-11-24T10:00+01:00"),
        ("from 14 – 15", "2026-11-23T14:00+01:00", "2026-11-23T15:00+01:00"),  # not over yet today
        ("9-now", "2026-11-24T09:00+01:00", "2026-11-24T14:30+01:00"),
        ("monday 14-15", "2026-11-23T14:00+01:00", "2026-11-23T15:00+01:00"),
        ("tue 9-10", "2026-11-24T09:00+01:00", "2026-11-24T10:00+01:00"),
        ("tuesday 14-15", "2026-11-17T14:00+01:00", "2026-11-17T15:00+01:00"),  # the last such that is over
        ("24.11. 9-10", "2026-11-24T09:00+01:00", "2026-11-24T10:00+01:00"),
        ("25.11. 9-10", "2025-11-25T09:00+01:00", "2025-11-25T10:00+01:00"),
        ("24.10.2026 14-15", "2026-10-24T14:00+02:00", "2026-10-24T15:00+02:00"),
        ("2026-11-20 14:00 - 15:00", "2026-11-20T14:00+01:00", "2026-11-20T15:00+01:00"),
        ("2026-11-20T14:00+01:00/2026-11-20T14:00Z", "2026-11-20T14:00+01:00", "2026-11-20T15:00+01:00"),
        ("2026-11-20T08:00-09:00", "2026-11-20T08:00+01:00", "2026-11-20T09:00+01:00"),
        ("yesterday 14–15 h", "2026-11-23T14:00+01:00", "2026-11-23T15:00+01:00"),
        ("yesterday 14-15h", "2026-11-23T14:00+01:00", "2026-11-23T15:00+01:00"),
        ("yesterday, 14h — 15h", "2026-11-23T14:00+01:00", "2026-11-23T15:00+01:00"),
        ("yesterday from 14 to 15", "2026-11-23T14:00+01:00", "2026-11-23T15:00+01:00"),
        ("yesterday between 2 and 3 p.m.", "2026-11-23T14:00+01:00", "2026-11-23T15:00+01:00"),
        ("14-15 yesterday", "2026-11-23T14:00+01:00", "2026-11-23T15:00+01:00"),
        ("2 pm until 3 pm on monday", "2026-11-23T14:00+01:00", "2026-11-23T15:00+01:00"),
        ("yesterday 2-3 pm", "2026-11-23T14:00+01:00", "2026-11-23T15:00+01:00"),
        ("yesterday 2:30-3pm", "2026-11-23T14:30+01:00", "2026-11-23T15:00+01:00"),
        ("yesterday 11-1 pm", "2026-11-23T11:00+01:00", "2026-11-23T13:00+01:00"),
        ("yesterday 12-1 pm", "2026-11-23T12:00+01:00", "2026-11-23T13:00+01:00"),
        ("yesterday 11-12 pm", "2026-11-23T11:00+01:00", "2026-11-23T12:00+01:00"),
        ("yesterday 12 am - 1 am", "2026-11-23T00:00+01:00", "2026-11-23T01:00+01:00"),
        ("yesterday 9 am - 5 pm", "2026-11-23T09:00+01:00", "2026-11-23T17:00+01:00"),
        ("yesterday 9 am - 17", "2026-11-23T09:00+01:00", "2026-11-23T17:00+01:00"),
        ("22.11. 10 pm - 23.11. 6 am", "2026-11-22T22:00+01:00", "2026-11-23T06:00+01:00"),
        ("yesterday 14", "2026-11-23T14:00+01:00", "2026-11-23T15:00+01:00"),
        ("yesterday at 2 pm", "2026-11-23T14:00+01:00", "2026-11-23T15:00+01:00"),
        ("14 h yesterday", "2026-11-23T14:00+01:00", "2026-11-23T15:00+01:00"),
        ("yesterday 23", "2026-11-23T23:00+01:00", "2026-11-24T00:00+01:00"),
        ("monday 9-10", "2026-11-23T09:00+01:00", "2026-11-23T10:00+01:00"),
        ("tuesday 14", "2026-11-17T14:00+01:00", "2026-11-17T15:00+01:00"),  # the last such that is over
        ("2026-11-20 14:00", "2026-11-20T14:00+01:00", "2026-11-20T15:00+01:00"),
        ("14-15", "2026-11-23T14:00+01:00", "2026-11-23T15:00+01:00"),
        ("last hour", "2026-11-24T13:30+01:00", "2026-11-24T14:30+01:00"),
        ("the past half hour", "2026-11-24T14:00+01:00", "2026-11-24T14:30+01:00"),
        ("25.10. 1", "2026-10-25T01:00+02:00", "2026-10-25T02:00+02:00"),  # an hour, whatever the clocks say after it
        ("25.10. 2+02:00", "2026-10-25T02:00+02:00", "2026-10-25T02:00+01:00"),
        ("25.10. 2+01:00", "2026-10-25T02:00+01:00", "2026-10-25T03:00+01:00"),
        ("25.10. 1-3 am", "2026-10-25T01:00+02:00", "2026-10-25T03:00+01:00"),  # three hours
        ("29.3. 1", "2026-03-29T01:00+01:00", "2026-03-29T03:00+02:00"),
        ("29.3. 1-3", "2026-03-29T01:00+01:00", "2026-03-29T03:00+02:00"),  # one hour
        ("last 2 h", "2026-11-24T12:30+01:00", "2026-11-24T14:30+01:00"),
        ("last 90 minutes", "2026-11-24T13:00+01:00", "2026-11-24T14:30+01:00"),
        ("1 hr 30 mins", "2026-11-24T13:00+01:00", "2026-11-24T14:30+01:00"),
        ("1h30m", "2026-11-24T13:00+01:00", "2026-11-24T14:30+01:00"),
        ("yesterday", "2026-11-23T00:00+01:00", "2026-11-24T00:00+01:00"),
        ("yesterday 22-6", "2026-11-23T22:00+01:00", "2026-11-24T06:00+01:00"),
        ("yesterday 20-24", "2026-11-23T20:00+01:00", "2026-11-24T00:00+01:00"),
        ("22.11. 22 - 23.11. 6", "2026-11-22T22:00+01:00", "2026-11-23T06:00+01:00"),
        ("2026-11-20 - 2026-11-21", "2026-11-20T00:00+01:00", "2026-11-22T00:00+01:00"),
        ("25.10. 2:30+02:00 - 2:30+01:00", "2026-10-25T02:30+02:00", "2026-10-25T02:30+01:00"),
        ("29.2. 1-2", "2024-02-29T01:00+01:00", "2024-02-29T02:00+01:00"),
    ],
)
def test_plain_words_and_iso(text: str, start: str, end: str) -> None:
    found = read(text, BERLIN, NOW)
    assert (iso(found.start), iso(found.end)) == (start, end)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "from when to when?"),
        ("14", "from when to when?"),
        ("someday 1-2", "someday is no day"),
        ("31.2. 1-2", "there is no day 31.2."),
        ("2026-02-31 1-2", "there is no day 2026-02-31"),
        ("25-26", "there is no time 25"),
        ("today 9-15", "not over yet: it is 14:30"),
        ("25.11.2026 1-2", "not over yet"),
        ("9-9", "no time at all"),
        ("last 0 h", "no time at all"),
        ("today 14", "not over yet: it is 14:30; such as 14:00-now"),
        ("yesterday 9 - today 18", "it is 14:30; such as 2026-11-23 09:00 - now"),
        ("mon - fri", "ends before it begins"),
        ("yesterday 14:00+0１:00 - 15", "from when to when?"),
        ("yesterday 14:00+01:75 - 15", "from when to when?"),
        ("yesterday 14:30", "until when?"),
        ("yesterday 9 am - 5", "5 am, or 5 pm?"),
        ("22.11. 9 - 23.11. 9 am", "9 am, or 9 pm?"),
        ("yesterday 14 pm", "there is no time 14 pm"),
        ("yesterday 0 pm", "there is no time 0 pm"),
        ("25.10. 2", "2026-10-25 02:00 comes twice in Europe/Berlin, where clocks go back; add +02:00 or +01:00"),
        ("25.10. 1-2 am", "2026-10-25 02:00 comes twice"),
        ("29.3. 2 am", "2026-03-29 02:00 is skipped"),
        ("yesterday morning", "from when to when?"),
        ("last week", "from when to when?"),
        ("2 months", "months is no day"),
        ("last 2 months", "from when to when?"),
        ("last 2 hounds", "from when to when?"),
        ("23.11. 6 - 22.11. 22", "ends before it begins"),
        ("2026-01-01 - 2026-03-01", "longer than 31 days"),
        ("0999-01-01 1-2", "the year is one from 2000 to 2099"),
        ("25.10. 2:30-4", "2026-10-25 02:30 comes twice in Europe/Berlin, where clocks go back; add +02:00 or +01:00"),
        ("29.3. 2:30-4", "2026-03-29 02:30 is skipped in Europe/Berlin"),
    ],
)
def test_what_is_none_says_why(text: str, words: str) -> None:
    with pytest.raises(PastError) as caught:
        read(text, BERLIN, NOW)
    assert words in str(caught.value)


@given(st.text(max_size=30) | st.from_regex(r"[a-z0-9:./ +-]{0,24}", fullmatch=True))
def test_any_text_is_a_past_range_or_refused(text: str) -> None:
    try:
        found = read(text, BERLIN, NOW)
    except PastError:
        return
    assert found.start < found.end <= NOW
    assert found.seconds <= LONGEST


@given(
    st.dates(date(2026, 1, 1), date(2026, 11, 22)),
    st.integers(0, 23 * 60),
    st.integers(1, 59),
    st.sampled_from(["{day:%Y-%m-%d} {a:%H:%M} - {b:%H:%M}", "{day:%d.%m.%Y} {a:%H:%M}-{b:%H:%M}"]),
)
def test_a_civil_range_is_that_of_the_zone(day: date, minute: int, length: int, shape: str) -> None:
    a = datetime.combine(day, datetime.min.time()) + timedelta(minutes=minute)
    b = a + timedelta(minutes=length)
    text = shape.format(day=day, a=a, b=b)
    if day in (date(2026, 3, 29), date(2026, 10, 25)) and a.hour in (1, 2):
        return  # the clock change is among the examples above
    found = read(text, BERLIN, NOW)
    assert datetime.fromtimestamp(found.start, BERLIN).replace(tzinfo=None) == a
    assert datetime.fromtimestamp(found.end, BERLIN).replace(tzinfo=None) == b


@given(st.integers(int(NOW) - 300 * 86_400, int(NOW) - 7_200), st.integers(60, 7_200))
def test_iso_with_offsets_is_exact_on_every_day(start: int, seconds: int) -> None:
    first, last = (datetime.fromtimestamp(second, UTC) for second in (start, start + seconds))
    assert read(f"{first.isoformat()} - {last.isoformat()}", BERLIN, NOW) == Past(start, start + seconds)


def test_a_range_is_said_with_its_day_and_with_offsets_where_clocks_change() -> None:
    said = [
        times.between(*_ends(text), BERLIN) for text in ("yesterday 14-15", "yesterday", "yesterday 22-6", "25.10. 1-4")
    ]
    assert said == [
        "Mon 23 Nov 14:00–15:00",
        "Mon 23 Nov",
        "Mon 23 Nov 22:00 – Tue 24 Nov 06:00",
        "Sun 25 Oct 01:00 +02:00–04:00 +01:00",
    ]


def _ends(text: str) -> tuple[int, int]:
    found = read(text, BERLIN, NOW)
    return found.start, found.end
