"""Alerts on a clock of the test's own: raised, held, over; acked, snoozed; and where nothing can be told."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from msgspec.structs import replace

from dialer_tui.config.alerts import rules
from dialer_tui.floor.alertrules import SHIPPED, Rule, clear_of
from dialer_tui.floor.alerts import SNOOZE, Alerts, Event
from dialer_tui.floor.changes import Changes, Entry
from dialer_tui.floor.figures import BY_NAME
from dialer_tui.floor.link import Status
from dialer_tui.floor.measured import Measured
from dialer_tui.floor.people import People
from dialer_tui.floor.query import Ground
from dialer_tui.floor.tally import Rules
from dialer_tui.model import Agent, Call

NOW = 1_795_528_800
LIVE = Status("LIVE", "", 1.0, 1.0, 5.0, 0.0, True, "")
NO_RULE: Mapping[str, Any] = dict.fromkeys(
    ("figure", "above", "below", "campaign", "list", "agent", "calls", "state", "clear")
) | {"minimum": 20, "at_least": 1, "for": 120, "bell": False, "notify": False}


class Floor:
    """Calls, figures and alerts, a second at a time."""

    def __init__(self, *tables: Mapping[str, Any], shipped: bool = False) -> None:
        self.now, self.status = float(NOW), LIVE
        self.people = People()
        self.figures = Measured(Rules(settle=0), self.people.key)
        ground = Ground(ZoneInfo("UTC"), lambda: self.now, self.people)
        found = rules([{**NO_RULE, "name": "rule", **table} for table in tables], ground)
        names = {rule.name for rule in SHIPPED}
        self.alerts = Alerts([r for r in found if shipped or r.name not in names], self.figures, self.people.meant)
        self.calls: list[Entry] = []
        self.figures.advance(self.now)

    def come(self, many: int, **what: Any) -> None:
        fresh = []
        for _ in range(many):
            number = len(self.calls)
            values = {"type": "Inbound", "agent": "Ann Lee", "talk": 60, "queue": 5, "total": 65, "campaign_id": "1"}
            call = Call(id=str(number), date=int(self.now) - 100, **values | what)
            fresh.append(Entry(call, self.now, self.now, True))
            self.calls.append(fresh[-1])
        self._take(Changes(new=fresh))

    def go(self, many: int) -> None:
        going, self.calls = self.calls[:many], self.calls[many:]
        self._take(Changes(aged=going))

    def _take(self, changes: Changes) -> None:
        self.figures.apply(changes)
        self.figures.work()
        self.alerts.apply(changes)

    def judge(self, seconds: int = 1, **how: Any) -> list[tuple[str, str, int]]:
        """What happens in so many seconds: name, state, and whether it rings; at the second it did."""
        return [(e.rule.name, e.state, int(e.at) - NOW) for e in self.events(seconds, **how)]

    def events(self, seconds: int = 1, **how: Any) -> list[Event]:
        found = []
        for _ in range(seconds):
            self.now += 1
            self.figures.advance(self.now)
            found += self.alerts.judge(self.now, self.status, **how)
        return found


ASA = {"figure": "asa", "above": 60.0, "for": 30}


def test_a_rule_is_raised_once_when_it_has_been_so_for_so_long_and_ends_on_the_good_side_of_the_bound() -> None:
    floor = Floor(ASA)
    floor.come(20, queue=59)
    assert floor.judge(60) == []
    floor.come(20, queue=63)  # a mean of 61
    assert floor.judge(30) == []
    assert floor.judge(300) == [("rule", "raised", 91)], "once, however many calls"
    floor.come(20, queue=55)  # 59: below the bound, but not by 10 %
    assert floor.judge(60) == []
    floor.come(100, queue=50)  # 53.1
    assert floor.judge(60) == [("rule", "cleared", 451)]


def test_what_lasts_shorter_than_for_is_not_raised() -> None:
    floor = Floor(ASA)
    floor.come(20, queue=90)
    assert floor.judge(25) == []
    floor.come(200, queue=5)
    assert floor.judge(60) == []
    floor.go(20)
    assert floor.judge(60) == []


def test_a_written_clear_counts_instead() -> None:
    floor = Floor({**ASA, "for": 0, "clear": 30.0})
    floor.come(20, queue=90)
    assert floor.judge() == [("rule", "raised", 1)]
    floor.come(40, queue=14)  # 39
    assert floor.judge() == []
    floor.come(40, queue=10)
    assert floor.judge() == [("rule", "cleared", 3)]


def test_too_few_calls_raise_nothing_but_may_end_it() -> None:
    floor = Floor({**ASA, "for": 0})
    floor.come(19, queue=90)
    assert floor.judge(5) == []
    floor.come(1, queue=90)
    assert floor.judge() == [("rule", "raised", 6)]
    floor.go(15)
    assert floor.judge() == [], "five calls say no other"
    floor.go(5)
    assert floor.judge() == [("rule", "cleared", 8)], "nothing is left that says so"


@pytest.mark.parametrize(
    ("figure", "above", "bound", "clear"),
    [
        ("service_level", False, 0.8, 0.83),
        ("service_level", False, 0.98, 0.99),
        ("unanswered_rate", True, 0.2, 0.17),
        ("unanswered_rate", True, 0.02, 0.01),
        ("longest_wait", True, 600, 540),
        ("calls", False, 100, 110),
    ],
)
def test_an_alert_ends_three_points_or_ten_per_cent_away(figure: str, above: bool, bound: float, clear: float) -> None:
    assert clear_of(BY_NAME[figure], above, bound) == pytest.approx(clear)


@pytest.mark.parametrize(
    ("blind", "raised"),
    [({"word": "OFFLINE"}, 120), ({"filling": True}, 120), ({"doubted": True}, 0), ({}, 0)],
)
def test_how_long_it_was_so_while_nobody_could_tell_does_not_count(blind: Mapping[str, Any], raised: int) -> None:
    floor = Floor({"figure": "longest_wait", "above": 60.0, "minimum": 1, "for": 120})
    floor.come(1, queue=90)
    assert not floor.judge(10)
    floor.status = replace(LIVE, **blind)
    floor.judge(600) if blind else floor.judge(109)
    floor.status = LIVE
    floor.come(1, queue=90)
    came = [int(event.at) for event in floor.events(200)]
    assert len(came) == 1
    assert abs(came[0] - (int(floor.now) - 200) - raised) <= 3


def test_a_past_range_counts_for_nothing_either_and_what_is_snoozed_stays_so() -> None:
    floor = Floor({"figure": "longest_wait", "above": 60.0, "minimum": 1, "for": 120})
    floor.come(1, queue=90)
    floor.judge(10)
    floor.judge(600, past=True)
    assert not floor.judge(100)
    assert floor.judge(30)
    floor.alerts.every[0].snooze(floor.now)
    others = Alerts([floor.alerts.every[0].rule], floor.figures, floor.people.meant)
    others.take_after(floor.alerts, floor.now)
    assert others.every[0].snoozed(floor.now)


def test_a_rule_of_a_campaign_a_list_or_an_agent_sees_only_their_calls() -> None:
    wide = {"figure": "asa", "above": 60.0, "for": 0, "minimum": 5}
    floor = Floor(
        {**wide, "name": "campaign", "campaign": "2"},
        {**wide, "name": "list", "list": "21"},
        {**wide, "name": "agent", "agent": "4711"},
        {**wide, "name": "other", "campaign": "1"},
    )
    floor.people.agents([Agent("4711", "Bob", "Ray")])
    floor.come(500)
    floor.come(5, campaign_id="2", list_id="21", agent="Ray, Bob", queue=90)
    assert {name for name, _, _ in floor.judge()} == {"campaign", "list", "agent"}


def test_calls_that_a_filter_keeps_are_counted_as_they_come_go_and_grow_old() -> None:
    floor = Floor({"calls": "queue>60 listed>-5m", "at_least": 3, "for": 0})
    floor.come(2, queue=90)
    floor.come(50)
    assert floor.judge(10) == []
    floor.come(1, queue=90)
    (raised,) = floor.events()
    assert (raised.found.value, raised.found.n) == (3, 3)
    assert floor.judge(280) == []
    assert floor.judge(30) == [("rule", "cleared", 300)], "the first two were listed five minutes ago"


def test_a_count_takes_note_of_people_who_become_known() -> None:
    floor = Floor({"calls": "agent=4711", "at_least": 1, "for": 0})
    floor.come(1, agent="Ray, Bob")
    assert floor.judge() == []
    floor.people.agents([Agent("4711", "Bob", "Ray")])
    floor.alerts.review()
    assert floor.judge() == [("rule", "raised", 2)]


def test_a_state_holds_while_the_link_is_in_it_or_in_a_graver_one() -> None:
    floor = Floor({"state": "STALE", "for": 10})
    floor.status = replace(LIVE, word="STALE")
    assert floor.judge(5) == []
    floor.status = replace(LIVE, word="OFFLINE")
    (raised,) = floor.events(60)
    assert (raised.at - NOW, raised.found.value, raised.found.n) == (11, "OFFLINE", None)
    floor.status = replace(LIVE, word="ERROR 900")
    assert floor.judge() == []
    floor.status = replace(LIVE, word="PARTIAL")
    assert floor.judge() == [("rule", "cleared", 67)]


@pytest.mark.parametrize(
    "status",
    [
        replace(LIVE, word="FILLING", filling=True),
        replace(LIVE, word="PARTIAL", filling=True),
        replace(LIVE, word="PARTIAL", doubted=True),
        replace(LIVE, word="STALE"),
        replace(LIVE, word="OFFLINE"),
    ],
)
def test_nothing_is_judged_while_nothing_can_be_told(status: Status) -> None:
    floor = Floor({**ASA, "for": 0})
    floor.come(30, queue=90)
    floor.status = status
    assert floor.judge(300) == []
    floor.status = LIVE
    assert floor.judge() == [("rule", "raised", 301)]
    floor.status = status
    floor.go(30)
    assert floor.judge(300) == [], "nor is it over"


def test_nothing_is_judged_on_a_past_range_or_before_the_calls_are_folded() -> None:
    floor = Floor({**ASA, "for": 0}, {"name": "stale", "state": "STALE", "for": 0})
    floor.come(30, queue=90)
    floor.status = replace(LIVE, word="STALE")
    assert floor.judge(300, past=True) == []
    floor.status = LIVE
    floor.figures.put_on(floor.calls[0].call)
    assert floor.judge() == []
    floor.figures.work()
    assert floor.judge() == [("rule", "raised", 302)]


def test_where_not_all_was_had_it_says_at_least() -> None:
    floor = Floor({**ASA, "for": 0})
    floor.come(30, queue=90)
    floor.status = replace(LIVE, word="PARTIAL", coverage=0.9)
    (raised,) = floor.events()
    assert raised.found.at_least
    assert raised.rule.said(raised.found.value, True) == "average speed of answer at least 1:30, above 1:00"


def test_a_second_in_which_nothing_happened_reads_no_figure_until_a_rules_time_has_come() -> None:
    floor, read = Floor(), list[float]()
    asa = BY_NAME["asa"]
    counting = replace(asa, read=lambda tally: (read.append(floor.now), asa.read(tally))[1])
    floor.alerts = Alerts([Rule("asa", counting, True, 60.0, 54.0, seconds=30)], floor.figures, floor.people.meant)
    floor.come(30, queue=90)
    assert floor.judge(300) == [("asa", "raised", 31)]
    assert read == [NOW + 1, NOW + 31], "when the calls came, and when it had lasted"
    (alert,) = floor.alerts.every
    alert.snooze(floor.now)
    assert [int(event.at - NOW) for event in floor.events(900)] == [300 + SNOOZE]
    floor.come(1, queue=90)
    assert floor.judge(60) == []
    assert read[2:] == [NOW + 900, NOW + 1_201]
    for status, back in ((replace(LIVE, coverage=0.9), 0), (LIVE, 0), (LIVE, 130)):
        many, floor.status = len(read), status
        floor.now -= back
        floor.judge(60)
        assert len(read) == many + 1, "some were not had; all were; the clock was set back"


def test_an_acked_alert_is_no_longer_wanted_until_it_is_raised_anew() -> None:
    floor = Floor({**ASA, "for": 0})
    (alert,) = floor.alerts.every
    floor.come(20, queue=90)
    assert [event.rings for event in floor.events()] == [True]
    assert alert.wants(floor.now)
    alert.ack()
    assert not alert.wants(floor.now)
    assert floor.judge(2_000) == []
    floor.go(20)
    assert [event.rings for event in floor.events()] == [False]
    floor.come(20, queue=90)
    assert [event.rings for event in floor.events()] == [True]
    assert alert.wants(floor.now)


@pytest.mark.parametrize(
    ("calls", "blind", "same"),
    [
        ({"many": 20, "queue": 90}, 300, True),
        ({"many": 3, "queue": 90}, 0, False),  # too few to tell
        ({"many": 20, "queue": 57}, 0, False),  # neither bad nor good
        ({"many": 20, "queue": 90}, int(SNOOZE), False),
    ],
)
def test_what_was_acked_of_other_calls_is_known_only_while_it_may_be_the_same(
    calls: Mapping[str, Any], blind: int, same: bool
) -> None:
    floor = Floor({**ASA, "for": 20})
    floor.come(20, queue=90)
    assert floor.judge(30)
    floor.alerts.every[0].ack()
    others = Alerts([floor.alerts.every[0].rule], floor.figures, floor.people.meant)
    others.take_after(floor.alerts, floor.now)
    floor.alerts = others
    floor.go(20)
    floor.come(**calls)
    floor.status = replace(LIVE, word="OFFLINE")
    floor.judge(blind)
    floor.status = LIVE
    floor.judge(10)
    floor.go(len(floor.calls))
    floor.come(20, queue=90)
    assert [event.rings for event in floor.events(60)] == [not same]
    assert others.every[0].wants(floor.now) is not same


def test_a_snoozed_alert_rings_again_after_ten_minutes_if_it_still_stands() -> None:
    floor = Floor({**ASA, "for": 0})
    (alert,) = floor.alerts.every
    floor.come(20, queue=90)
    floor.judge()
    alert.snooze(floor.now)
    assert not alert.wants(floor.now)
    assert floor.judge(int(SNOOZE) - 1) == []
    assert [(event.state, event.rings) for event in floor.events()] == [("raised", True)]
    assert floor.judge(2_000) == []
    alert.snooze(floor.now)
    floor.go(20)
    assert [event.state for event in floor.events()] == ["cleared"]
    floor.come(20, queue=90)
    assert [(event.state, event.rings) for event in floor.events()] == [("raised", False)], "still snoozed"
    assert [event.rings for event in floor.events(int(SNOOZE))] == [True]


def test_a_rule_of_the_file_replaces_the_shipped_one_of_its_name_alone() -> None:
    floor = Floor({**ASA, "name": "longest wait"}, {**ASA, "name": "mine"}, shipped=True)
    every = {alert.rule.name: alert.rule for alert in floor.alerts.every}
    assert [*every] == ["service level", "data stale", "longest wait", "mine"]
    assert every["longest wait"].figure is BY_NAME["asa"]


@pytest.mark.parametrize("rule", SHIPPED, ids=lambda rule: rule.name)
def test_the_shipped_rules_end_where_rules_of_the_file_would(rule: Rule) -> None:
    if rule.figure is not None:
        assert rule.clear == pytest.approx(clear_of(rule.figure, rule.above, rule.bound))
