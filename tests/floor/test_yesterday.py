"""Yesterday beside today: pairs by the clock on the wall, ranges, counts, and the budget."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from dialer_tui.floor.budget import Spent
from dialer_tui.floor.measured import QUARTER
from dialer_tui.floor.names import APART
from dialer_tui.floor.yesterday import AHEAD, Yesterday, same, wanted
from dialer_tui.model import Call

BERLIN, LORD_HOWE = ZoneInfo("Europe/Berlin"), ZoneInfo("Australia/Lord_Howe")
DAY = 86_400


def at(text: str, zone: ZoneInfo = BERLIN, fold: int = 0) -> int:
    return int(datetime.fromisoformat(text).replace(tzinfo=zone, fold=fold).timestamp())


@pytest.mark.parametrize(
    ("today", "apart"),
    [
        ("2026-11-24T14:15", DAY),
        ("2026-10-25T14:15", DAY + 3_600),  # clocks went back in the night
        ("2026-10-25T01:45", DAY),
        ("2026-03-29T14:15", DAY - 3_600),  # clocks went forward
        ("2026-03-30T02:15", None),  # yesterday had no such time
        ("2026-10-25T02:15", None),  # it comes twice today
        ("2026-10-26T02:15", None),  # it came twice yesterday
        ("2026-10-26T03:00", DAY),
    ],
)
def test_the_same_quarter_hour_is_that_of_the_clock_on_the_wall(today: str, apart: int | None) -> None:
    now = at(today)
    assert same(now, BERLIN) == (None if apart is None else now - apart)


def test_clocks_that_change_by_half_an_hour_still_have_quarters() -> None:
    now = at("2026-04-05T14:15", LORD_HOWE)
    assert same(now, LORD_HOWE) == now - DAY - 1_800


def test_a_range_is_asked_for_once_an_hour_at_most() -> None:
    now = at("2026-11-24T14:32")
    start, end = wanted(now - 3_600, now, BERLIN, None) or (0, 0)
    assert start == at("2026-11-23T13:45")
    assert end == at("2026-11-23T14:45") + AHEAD
    had = Yesterday((), start, end, BERLIN)
    later = [now + n * 60 for n in range(200)]
    needed = next(second for second in later if wanted(second - 3_600, second, BERLIN, had))
    assert needed - now >= AHEAD
    assert wanted(now - 7_200, now, BERLIN, had) is not None, "a larger window needs more"
    assert wanted(now, now, BERLIN, had) is None


@pytest.mark.parametrize(("start", "end", "enough"), [(0, 0, True), (1, 0, False), (0, -1, False), (-9, 9, True)])
def test_what_was_had_is_enough_where_it_holds_all_pairs(start: int, end: int, enough: bool) -> None:
    now = at("2026-11-24T14:32")
    first, last = at("2026-11-23T13:45"), at("2026-11-23T14:45")
    had = Yesterday((), first + start, last + end, BERLIN)
    assert (wanted(now - 3_600, now, BERLIN, had) is None) is enough


def test_where_clocks_have_changed_the_pair_is_that_of_the_views_zone() -> None:
    now = at("2026-03-29T14:15")
    past = Yesterday([Call("1", now - DAY + 3_600, type="Inbound")], now - 2 * DAY, now, BERLIN)
    assert past.of_kind("in", now) == 1


def test_counts_are_of_a_kind_and_of_people_and_what_was_not_asked_is_not_known() -> None:
    now = at("2026-11-24T14:15")
    there = now - DAY
    kinds = ("Inbound", "Inbound", "Outbound", "inbound")
    names = ("Ann Lee", "Bob Ray", "ANN LEE", "Ann Lee")
    pairs = enumerate(zip(kinds, names, strict=True))
    calls = [Call(str(n), there + 60 * n, type=kind, agent=name) for n, (kind, name) in pairs]
    past = Yesterday(calls, there, there + 2 * QUARTER, BERLIN)
    assert [past.of_kind("in", now), past.of_kind("out", now), past.of_kind("in", now + QUARTER)] == [3, 1, 0]
    assert past.of_kind("in", now + 2 * QUARTER) is None
    assert past.of_kind("in", now - QUARTER) is None
    assert past.of_people(["ann lee"], lambda call: call.agent.casefold(), range(now - QUARTER, now + 1, QUARTER)) == {
        now: 3
    }
    assert past.of_people([f"ann lee{APART}4711"], lambda call: call.agent.casefold(), [now]) is None, (
        "one of namesakes"
    )


def test_what_was_spent_is_waited_for_until_a_minute_has_passed() -> None:
    spent = Spent()
    for tick, count in ((0.0, 500), (10.0, 500), (20.0, 500)):
        spent.take(tick, count)
    assert (spent.within(20.0), spent.wait(20.0, 1_500)) == (1_500, 0.0)
    assert spent.wait(20.0, 1_000) == 40.0
    assert spent.wait(20.0, 0) == 60.0
    assert spent.within(65.0) == 1_000
