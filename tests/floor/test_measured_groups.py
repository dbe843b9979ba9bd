"""The figures' groups by hand: when a call counts, under which names and in which order, and which quarter hours."""

from __future__ import annotations

from collections.abc import Iterable

import pytest

from dialer_tui.floor.changes import Changes
from dialer_tui.floor.measured import QUARTER, Group, Measured, touched
from dialer_tui.floor.people import People
from dialer_tui.floor.tally import Rules
from dialer_tui.model import Call
from tests.floor.test_measured import NOW, RULES, entry, measured


def calls(many: int, of: str = "1", **what: object) -> list[Call]:
    values = {"total": 0, "type": "Inbound", "agent": "Ann", "queue": 5, "campaign": f"Campaign {of}"} | what
    at = values.pop("date", NOW - 500)
    return [Call(f"{of}-{values}-{n}", at, campaign_id=of, **values) for n in range(many)]  # type: ignore[arg-type]


def shown(groups: Iterable[Group]) -> list[tuple[object, str, int, int]]:
    return [(group.key, group.name, group.tally["calls"], group.in_motion) for group in groups]


def test_a_call_counts_from_the_second_on_at_which_it_settles_whichever_way_the_clock_is_set() -> None:
    ends = range(NOW - 200, NOW + 200, 7)
    found = Measured(RULES, People().key)
    found.advance(NOW)
    found.apply(Changes(existing=[entry(Call(str(end), end, agent="Ann", type="Inbound")) for end in ends]))
    found.work()
    for now in (NOW, NOW + 1, NOW + 90, NOW + 60, NOW - 1, NOW - 60, NOW + 59, NOW - 121, NOW - 120, NOW + 400):
        version, had = found.version, found.whole["calls"]
        found.turn(now)
        settled = sum(end + RULES.settle <= now for end in ends)
        assert (found.whole["calls"], found.in_motion) == (settled, len(ends) - settled), now - NOW
        assert len(found.calls_of(["ann"])) == settled
        assert found.version - version == abs(settled - had), "each call that counts, or counts no more"


@pytest.mark.parametrize(("back", "moves"), [(0, False), (4.9, False), (5, True), (100, True)])
def test_a_clock_that_trembles_is_not_one_that_was_set(back: float, moves: bool) -> None:
    found = measured()
    found.advance(NOW - back)
    assert found.now == (NOW - back if moves else NOW)


def test_a_call_that_grew_in_motion_counts_when_it_now_settles_and_once() -> None:
    found = measured(now=NOW)
    had, has = Call("A", NOW, total=0), Call("A", NOW, total=50)
    found.put_on(had)
    found.take_off(had)
    found.put_on(has)
    found.work()
    counted = []
    for now in (NOW + 30, NOW + 79, NOW + 80, NOW + 300):
        found.advance(now)
        counted.append(found.whole["calls"])
    assert counted == [0, 0, 1, 1]


def test_groups_stand_by_calls_then_by_those_in_motion_then_by_name_and_quarter_hours_in_time() -> None:
    moving = {"date": NOW, "list_id": "9", "list": "Nine"}
    found = measured(
        *calls(2, "2", list_id="7", list="Seven"),
        *calls(3, "1", list_id="7", list="Seven"),
        *calls(2, "4", date=NOW - QUARTER),
        *calls(1, "3", **moving),
        *calls(2, "5", campaign="", **moving),
        *calls(1, "4", **moving),
        *calls(1, "", campaign="Of no ID", **moving),
    )
    assert shown(found.groups("campaign")) == [
        ("1", "Campaign 1", 3, 0),
        ("4", "Campaign 4", 2, 1),
        ("2", "Campaign 2", 2, 0),
        ("5", "", 0, 2),
        ("3", "Campaign 3", 0, 1),
        ("", "Of no ID", 0, 1),
    ]
    assert shown(found.groups("list")) == [("7", "Seven", 5, 0), ("", "", 2, 0), ("9", "Nine", 0, 5)]
    assert shown(found.groups("type")) == [("in", "", 7, 5)]
    first = NOW - NOW % QUARTER
    assert [group.key for group in found.groups("quarter")] == [first - QUARTER, first]
    assert found.campaigns() == {"1": "Campaign 1", "4": "Campaign 4", "2": "Campaign 2", "5": "", "3": "Campaign 3"}


def test_what_is_known_of_quarter_hours_is_of_all_calls_or_of_one_group_or_of_one_quarter_hour() -> None:
    at = NOW - NOW % QUARTER - 4 * QUARTER
    found = measured(
        *calls(2, "1", date=at + QUARTER),
        *calls(3, "1", date=at, list_id="7"),
        *calls(4, "2", date=at + QUARTER - 1, list_id="7"),
    )
    counts = {start: tally["calls"] for start, tally in found.quarters().items()}
    assert list(counts.items()) == [(at, 7), (at + QUARTER, 2)]
    assert {start: tally["calls"] for start, tally in found.quarters("campaign", "1").items()} == {
        at: 3,
        at + QUARTER: 2,
    }
    assert {start: tally["calls"] for start, tally in found.quarters("list", "7").items()} == {at: 7}
    assert {key: tally["calls"] for key, tally in found.of_quarter("campaign", at).items()} == {"1": 3, "2": 4}
    assert found.of_quarter("list", at + 2 * QUARTER) == {}


@pytest.mark.parametrize(
    ("span", "starts"),
    [
        ((899, 901), {0, 900}),
        ((900, 1_800), {900}),
        ((900, 1_801), {900, 1_800}),
        ((950, 951), {900}),
        ((900, 900), set()),
    ],
)
def test_a_span_of_time_touches_the_quarter_hours_it_reaches_into(span: tuple[int, int], starts: set[int]) -> None:
    assert touched([span]) == starts
    assert touched([span, (5_000, 5_001)]) == starts | {4_500}


@pytest.mark.parametrize(("short", "long", "lasts"), [(95, 5, 10), (94, 6, 300), (0, 1, 300), (0, 0, 0)])
def test_a_quarter_hour_is_young_until_95_per_cent_of_all_calls_would_be_over(
    short: int, long: int, lasts: int
) -> None:
    found = measured(*calls(short, total=10), *calls(long, "2", total=300, date=NOW - 900), *calls(1, "3", total=None))
    now = int(found.now)
    assert not found.young(now - QUARTER - lasts)
    assert found.young(now - QUARTER - lasts + 1)


def test_the_worst_campaigns_have_the_lowest_level_and_of_equals_most_calls() -> None:
    found = measured(
        *calls(10, "1"),
        *calls(12, "2", queue=90),
        *calls(15, "3", queue=90),
        *calls(10, "5", queue=90),
        *calls(10, "4", queue=90),
        *calls(9, "6", queue=90),
    )
    assert shown(found.worst_ones(4)) == [
        (key, f"Campaign {key}", n, 0) for key, n in zip("3245", (15, 12, 10, 10), strict=True)
    ]
    worst = found.worst()
    assert worst is not None
    assert worst.key == "3"


def test_groups_together_have_the_calls_of_each_of_them() -> None:
    found = measured(*calls(2, "1"), *calls(3, "2", queue=60), *calls(4, "3"))
    for keys, many, waited in (("1", 2, 5), ("12", 5, 60), ("2x3", 7, 60), ("x", 0, None)):
        tally = found.together("campaign", keys)
        assert (tally["calls"], max(tally.waits, default=None)) == (many, waited)
    assert found.tally("campaign", "1")["calls"] == 2, "and they stay what they were"


def test_nobody_has_waited_longest_where_nobody_waited() -> None:
    found = Measured(Rules(), People().key)
    assert found.longest() is None
    found.advance(NOW)
    found.apply(Changes(new=[entry(one) for one in calls(1, queue=None)]))
    found.work()
    assert found.longest() is None
