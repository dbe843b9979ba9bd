"""Windows that begin anew each day: when, in zones whose clocks go forward and back, and what that does to the rest."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dialer_tui.floor.schedule import AHEAD, Schedule
from dialer_tui.floor.window import RollingWindow
from dialer_tui.model import Answer, Ask, Daily, Poll
from tests.floor.world import call

BERLIN = ZoneInfo("Europe/Berlin")
DAY = 86_400
# Clocks go back over midnight, skip midnight, skip a day, go by half an hour; and one where nothing happens.
ODD = ("America/St_Johns", "Asia/Beirut", "Pacific/Apia", "Australia/Lord_Howe", "America/Havana", "UTC")


def at(text: str) -> float:
    return datetime.fromisoformat(text).timestamp()


@pytest.mark.parametrize(
    ("of_day", "now", "began"),
    [
        ("00:00", "2026-11-24T00:00:00+01:00", "2026-11-24T00:00:00+01:00"),
        ("00:00", "2026-11-23T23:59:59+01:00", "2026-11-23T00:00:00+01:00"),
        ("06:00", "2026-11-24T05:59:59+01:00", "2026-11-23T06:00:00+01:00"),
        ("06:00", "2026-11-24T06:00:00+01:00", "2026-11-24T06:00:00+01:00"),
        ("22:00", "2026-11-24T03:00:00+01:00", "2026-11-23T22:00:00+01:00"),  # a shift over midnight
        ("22:00", "2026-11-24T21:59:59+01:00", "2026-11-23T22:00:00+01:00"),
        ("22:00", "2026-10-25T04:00:00+01:00", "2026-10-24T22:00:00+02:00"),  # seven hours long by four o'clock
        ("22:00", "2026-03-29T04:00:00+02:00", "2026-03-28T22:00:00+01:00"),  # and five
        ("06:00", "2026-10-25T06:30:00+01:00", "2026-10-25T06:00:00+01:00"),  # a day of 25 hours
        ("06:00", "2026-10-25T05:30:00+01:00", "2026-10-24T06:00:00+02:00"),
        ("00:00", "2026-03-29T23:00:00+02:00", "2026-03-29T00:00:00+01:00"),  # one of 23
        ("02:30", "2026-03-29T03:29:59+02:00", "2026-03-28T02:30:00+01:00"),  # skipped: once clocks have gone on
        ("02:30", "2026-03-29T03:30:00+02:00", "2026-03-29T03:30:00+02:00"),
        ("02:30", "2026-10-25T02:30:00+02:00", "2026-10-25T02:30:00+02:00"),  # twice: the first time
        ("02:30", "2026-10-25T02:30:00+01:00", "2026-10-25T02:30:00+02:00"),
    ],
)
def test_a_day_begins_at_its_time_of_day(of_day: str, now: str, began: str) -> None:
    assert Daily(time.fromisoformat(of_day), BERLIN).last(at(now)) == at(began)


@given(
    zone=st.sampled_from(ODD),
    of_day=st.times().map(lambda one: one.replace(second=0, microsecond=0)),
    moments=st.lists(
        st.datetimes(datetime(2005, 1, 1), datetime(2030, 1, 1)).map(lambda one: one.replace(tzinfo=UTC).timestamp()),
        min_size=2,
        max_size=2,
    ),
)
def test_it_never_begins_in_the_future_nor_earlier_than_it_did(zone: str, of_day: time, moments: list[float]) -> None:
    daily = Daily(of_day, ZoneInfo(zone))
    earlier, later = sorted(moments)
    for now in moments:
        assert daily.last(now) <= now
        assert now - daily.last(now) <= 2 * DAY + 3_600  # Apia left out a day
        assert daily.last(daily.last(now)) == daily.last(now)
    assert daily.last(earlier) <= daily.last(later)


def test_clocks_that_go_back_over_midnight_do_not_bring_yesterday_back() -> None:
    """At 00:01 they go back to 23:01: of the two midnights the first one counts."""
    daily = Daily(time(), ZoneInfo("America/St_Johns"))
    midnight = at("2010-11-07T00:00:00-02:30")
    for minutes in range(0, 120, 7):
        assert daily.last(midnight + 60 * minutes) == midnight


def test_seconds_are_counted_from_the_windows_first() -> None:
    poll = Poll(window=Daily(time(6), BERLIN), look_back=600)
    now = at("2026-11-24T09:00:00+01:00") + 0.7
    assert (poll.start(now), poll.horizon(now), poll.length(now)) == (now - 0.7 - 10_800, now - 0.7 - 11_400, 10_800)


def test_what_is_asked_for_grows_and_starts_anew_at_the_turn() -> None:
    poll = Poll(window=Daily(time(6), BERLIN), look_back=600)
    turn = at("2026-11-24T06:00:00+01:00")
    schedule = Schedule(poll, turn - 3_600)
    assert schedule.start == turn - DAY - 600
    schedule.begin(turn - 60, 3_540.0)
    assert turn - DAY - 600 - 1_024 < schedule.start <= turn - DAY - 600, "it has not moved on, as a sliding one would"
    schedule.begin(turn, 3_600.0)
    assert turn - 600 - 1_024 < schedule.start <= turn - 600
    schedule.begin(turn - 0.2, 3_605.0)
    assert schedule.start > turn - DAY / 2, "an estimate trembles: yesterday is not asked for again"
    schedule.begin(turn - 3_000, 3_610.0)
    assert schedule.start == turn - DAY - 600, "server-now was set back"
    assert schedule.slices[-1].end >= turn - 3_000 + AHEAD


def test_at_the_turn_yesterdays_calls_leave_silently_and_are_forgotten() -> None:
    poll = Poll(interval=5, window=Daily(time(6), BERLIN), look_back=600)
    turn = int(at("2026-11-24T06:00:00+01:00"))
    window = RollingWindow(poll, turn - 100)
    over, last, early = call("over", turn - 50, 60), call("last", turn - 40, 30), call("early", turn - 5_000, 30)
    ask = Ask("getCalls", turn - DAY - 600, turn)
    came = window.apply(Answer(ask, [over, last, early], 3, 0.0, 0.1), True, turn - 0.5)
    assert {entry.call.id for entry in (*came.existing, *came.new)} == {"over", "last", "early"}
    assert not window.advance(turn - 0.2)
    assert window.coverage(turn - 0.2) == pytest.approx(1, abs=0.001)
    left = window.advance(turn + 0.3)
    assert {entry.call.id for entry in left.aged} == {"last", "early"}
    assert not left.gone
    assert set(window.entries) == {"over", "last"}, "what began before the look-back is asked for no more"
    assert window.coverage(turn + 0.3) == 1
    assert window.coverage(turn + 100) == 0
    assert not window.advance(turn - 0.1), "an estimate trembles"


def test_a_window_that_was_a_day_is_remembered_when_it_is_short_and_long_again() -> None:
    daily = Poll(window=Daily(time(6), BERLIN), look_back=600)
    now = int(at("2026-11-24T12:00:00+01:00"))
    window = RollingWindow(daily, now)
    early = call("early", now - 20_000)
    window.apply(Answer(Ask("getCalls", now - 23_000, now), [early], 1, 0.0, 0.1), True, now)
    assert window.resize(Poll(window=900, look_back=600)).aged
    window.advance(now + timedelta(minutes=5).total_seconds())
    assert [entry.call.id for entry in window.resize(daily).existing] == ["early"]
