"""What rules are about and say, at their bounds, and what of alerts the screen reads: which stand, and why none may."""

from __future__ import annotations

from typing import Any

import pytest
from msgspec.structs import replace

from dialer_tui.floor.alertrules import Rule
from dialer_tui.floor.alerts import SNOOZE, Finding
from dialer_tui.floor.figures import BY_NAME
from dialer_tui.floor.link import Status
from dialer_tui.model import Scope
from tests.floor.test_alerts import ASA, LIVE, NOW, Floor

LEVEL = {"figure": "service_level", "below": 0.6, "for": 0, "minimum": 1}
CROWD = {"calls": "queue>60", "at_least": 3, "for": 0}


def rule(**table: Any) -> Rule:
    return Floor(table).alerts.every[0].rule


@pytest.mark.parametrize(
    ("table", "value", "bad", "good"),
    [
        (ASA, 61, True, False),
        (ASA, 60, False, False),
        (ASA, 54.1, False, False),
        (ASA, 54, False, True),
        (LEVEL, 0.59, True, False),
        (LEVEL, 0.6, False, False),
        (LEVEL, 0.62, False, False),
        (LEVEL, 0.63, False, True),
        (CROWD, 3, True, False),
        (CROWD, 2, False, True),
    ],
)
def test_a_value_at_a_bound_is_not_beyond_it_and_of_calls_as_many_are(
    table: dict[str, Any], value: float, bad: bool, good: bool
) -> None:
    found = rule(**table)
    assert (found.bad(value), found.good(value)) == (bad, good)


@pytest.mark.parametrize(
    ("table", "value", "said", "at_least"),
    [
        (ASA, 90, "average speed of answer 1:30, above 1:00", "average speed of answer at least 1:30, above 1:00"),
        (LEVEL, 0.41, "service level 41 %, below 60 %", "service level 41 %, below 60 %"),
        (LEVEL, None, "service level —, below 60 %", "service level —, below 60 %"),
        (LEVEL, "STALE", "service level —, below 60 %", "service level —, below 60 %"),
        (CROWD, 1_234, "1,234 calls, 3 or more", "at least 1,234 calls, 3 or more"),
        (CROWD, None, "0 calls, 3 or more", "at least 0 calls, 3 or more"),
        ({"state": "STALE"}, "OFFLINE", "the data is OFFLINE", "the data is OFFLINE"),
        ({"state": "STALE"}, None, "the data is STALE", "the data is STALE"),
    ],
)
def test_a_rule_says_a_value_and_its_bound_and_at_least_where_more_would_be_worse(
    table: dict[str, Any], value: float | str | None, said: str, at_least: str
) -> None:
    assert (rule(**table).said(value), rule(**table).said(value, at_least=True)) == (said, at_least)
    assert rule(**table).measured(value) == said.partition(", above")[0].partition(", below")[0].partition(", 3 ")[0]


def test_a_rule_of_the_file_is_as_it_is_written_there() -> None:
    found = rule(**LEVEL | {"bell": True, "notify": True, "list": "7", "minimum": 5})
    assert (found.figure, found.above, found.bound, found.clear) == (BY_NAME["service_level"], False, 0.6, 0.63)
    assert (found.of, found.minimum, found.seconds, found.bell, found.notify) == (("list", "7"), 5, 0, True, True)
    assert (rule(state="STALE").bound, rule(**ASA).bell, rule(**ASA).notify) == (0, False, False)


@pytest.mark.parametrize(
    ("of", "asked", "within"),
    [
        ({}, ("2",), True),
        ({"list": "1"}, ("2",), True),
        ({"campaign": "1"}, ("2", "1"), True),
        ({"campaign": "1"}, (), True),
        ({"campaign": "1"}, ("2",), False),
    ],
)
def test_only_a_campaign_can_be_one_that_is_not_asked_for(
    of: dict[str, str], asked: tuple[str, ...], within: bool
) -> None:
    assert rule(**ASA | of).within(Scope(campaigns=asked)) is within


def test_a_level_below_its_bound_is_raised_and_is_over_where_nothing_is_left() -> None:
    floor = Floor(LEVEL)
    (alert,) = floor.alerts.every
    assert (alert.found, alert.acked) == (None, False)
    floor.come(3)
    floor.come(5, queue=60)
    (raised,) = floor.events()
    assert raised.found == alert.found == Finding(0.375, 8, True, False)
    floor.go(8)
    floor.status = replace(LIVE, coverage=0.9)
    (cleared,) = floor.events()
    assert cleared.found == alert.found == Finding(None, 0, False, True, at_least=True)
    assert not alert.acked


@pytest.mark.parametrize(
    ("status", "at_least"),
    [
        (LIVE, False),
        (replace(LIVE, coverage=0.9), True),
        (replace(LIVE, capped=((NOW, 100),)), True),
    ],
)
def test_where_a_second_is_cut_off_there_may_be_more(status: Status, at_least: bool) -> None:
    floor = Floor(CROWD)
    floor.status = status
    floor.come(3, queue=90)
    assert [event.found for event in floor.events()] == [Finding(3, 3, True, False, at_least)]


def test_those_that_stand_are_told_the_latest_first_and_how_many_nobody_has_taken_up() -> None:
    floor = Floor({**CROWD, "name": "crowd"}, {**ASA, "name": "slow", "for": 30}, {"name": "old", "state": "STALE"})
    assert (floor.alerts.raised(), floor.alerts.wanted(floor.now)) == ([], 0)
    floor.come(30, queue=90)
    floor.judge(40)
    assert [alert.rule.name for alert in floor.alerts.raised()] == ["slow", "crowd"]
    assert floor.alerts.wanted(floor.now) == 2
    slow = floor.alerts.of("slow")
    assert slow is not None
    slow.snooze(floor.now)
    assert (floor.alerts.wanted(floor.now), floor.alerts.wanted(floor.now + SNOOZE)) == (1, 2)
    assert floor.alerts.of("nothing") is None


def test_a_state_is_judged_behind_a_rule_that_cannot_be() -> None:
    floor = Floor({**ASA, "for": 0}, {"name": "old", "state": "STALE", "for": 0})
    floor.come(30, queue=90)
    floor.status = replace(LIVE, word="OFFLINE")
    assert floor.judge() == [("old", "raised", 1)]


def test_who_wants_to_know_again_hears_of_the_next_one_but_not_of_what_stands() -> None:
    floor = Floor({**ASA, "for": 0})
    (alert,) = floor.alerts.every
    floor.come(20, queue=90)
    floor.judge()
    alert.snooze(floor.now)
    alert.wake()
    assert not alert.snoozed(1.0)
    assert alert.wants(floor.now)
    assert floor.judge(2 * int(SNOOZE)) == []
    floor.go(20)
    floor.judge()
    floor.come(20, queue=90)
    assert [event.rings for event in floor.events()] == [True]


def test_in_another_time_nothing_has_been_judged_and_counts_stay() -> None:
    floor = Floor({**CROWD, "name": "crowd"}, {**ASA, "name": "slow", "for": 0})
    floor.come(30, queue=90)
    assert len(floor.judge()) == 2
    for alert in floor.alerts.every:
        alert.ack()
    floor.alerts.start_over()
    assert floor.alerts.raised() == []
    found = floor.events()
    assert [(event.rule.name, event.found.value, event.rings) for event in found] == [
        ("crowd", 30, True),
        ("slow", 90, True),
    ]


def test_every_review_of_people_is_looked_at() -> None:
    floor = Floor({"calls": "agent=4711", "at_least": 1, "for": 0})
    floor.come(1, agent="Ray, Bob")
    for _ in range(3):
        assert floor.judge() == []
        before = floor.alerts._reviews
        floor.alerts.review()
        assert floor.alerts._reviews > before


@pytest.mark.parametrize(
    ("status", "withheld"),
    [
        (LIVE, ""),
        (replace(LIVE, word="PARTIAL"), ""),
        (replace(LIVE, word="CONNECTING"), "filling"),
        (replace(LIVE, word="FILLING"), "filling"),
        (replace(LIVE, word="PARTIAL", filling=True), "filling"),
        (replace(LIVE, doubted=3), "doubted"),
        (replace(LIVE, word="STALE"), "old"),
    ],
)
def test_why_nothing_is_judged_is_said(status: Status, withheld: str) -> None:
    floor = Floor(ASA)
    assert floor.alerts.withheld(status) == withheld
    assert floor.alerts.withheld(status, past=True) == "past"
    floor.come(1)
    floor.figures.put_on(floor.calls[0].call)
    assert floor.alerts.withheld(status) == (withheld or "behind")


def test_without_rules_nothing_is_raised() -> None:
    floor = Floor()
    assert floor.judge(3) == []


@pytest.mark.parametrize("acked", [True, False])
def test_of_other_calls_only_what_was_acked_may_be_known(acked: bool) -> None:
    floor, others = Floor({**ASA, "for": 0}), Floor({**ASA, "for": 0})
    floor.come(20, queue=90)
    floor.judge()
    if acked:
        floor.alerts.every[0].ack()
    others.alerts.take_after(floor.alerts, floor.now)
    others.come(20, queue=90)
    assert [event.rings for event in others.events()] == [not acked]


def test_what_rings_again_says_what_it_said() -> None:
    floor = Floor({**ASA, "for": 0})
    floor.come(20, queue=90)
    (raised,) = floor.events()
    floor.alerts.every[0].snooze(floor.now)
    (again,) = floor.events(int(SNOOZE))
    assert (again.rule, again.state, again.found) == (raised.rule, "raised", raised.found)


def test_how_what_a_rule_sees_stands_against_the_target_of_its_figure() -> None:
    floor = Floor(LEVEL, ASA, CROWD, {"state": "STALE", "for": 0})
    floor.figures.rules = replace(floor.figures.rules, targets={"service_level": 0.8})
    level, asa, crowd, stale = floor.alerts.every
    assert floor.alerts.stands(level) == (None, ""), "nothing has been judged"
    floor.come(9)
    floor.judge()
    assert floor.alerts.stands(level) == (0.8, ""), "too few"
    floor.come(1)
    floor.judge()
    assert floor.alerts.stands(level) == (0.8, "meets")
    assert floor.alerts.stands(asa) == (None, ""), "it has no target"
    assert floor.alerts.stands(crowd) == floor.alerts.stands(stale) == (None, "")
    floor.come(3, queue=60)
    floor.judge()
    assert not level.found.bad, "its bound is another"
    assert floor.alerts.stands(level) == (0.8, "misses")
