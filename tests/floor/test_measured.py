"""The figures: folded as calls come and go, they equal a full recount, and that equals the oracle on the raw JSON."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dialer_tui.api.protocol import iso
from dialer_tui.floor.changes import Changes, Entry, Update
from dialer_tui.floor.examples import EXAMPLES
from dialer_tui.floor.figures import BY_NAME, FIGURES, Value, percent, verdict, written
from dialer_tui.floor.measured import BYS, Measured
from dialer_tui.floor.people import People
from dialer_tui.floor.tally import Rules, Tally, kind_of, outcome
from dialer_tui.model import Call
from tests.floor import oracle

NOW = 1_795_528_800
RULES = Rules(targets={"service_level": 0.8, "longest_wait": 120, "unanswered_rate": 0.05})
LENGTH = st.one_of(st.none(), st.just(0), st.integers(0, 400))
CALLS = st.builds(
    Call,
    id=st.uuids().map(str),
    date=st.integers(NOW - 4_000, NOW + 60),
    campaign_id=st.sampled_from(["1", "2", ""]),
    list_id=st.sampled_from(["10", "11"]),
    agent=st.sampled_from(["Ann Lee", " ann  LEE", "Bob Ray", "VDAD", "[none]", "", "Zoë"]),
    type=st.sampled_from(["Inbound", "OUTBOUND", "inbound", "Blended", ""]),
    total=LENGTH,
    queue=LENGTH,
    talk=LENGTH,
    hold=LENGTH,
    handle=LENGTH,
    acw=LENGTH,
)


def entry(call: Call) -> Entry:
    return Entry(call, 0.0, 0.0, False)


def raw(call: Call) -> dict[str, Any]:
    """A call as the API writes it."""

    def length(seconds: int | None) -> str:
        if seconds is None:
            return ""
        return f"{seconds // 3600:02}:{seconds // 60 % 60:02}:{seconds % 60:02}"

    return {
        "callDate": iso(call.date),
        "callCampaignID": call.campaign_id,
        "callListID": call.list_id,
        "callAgentName": call.agent,
        "callType": call.type,
        "callTime": length(call.total),
        "callQueueTime": length(call.queue),
        "callTalkTime": length(call.talk),
        "callHoldTime": length(call.hold),
        "callHandleTime": length(call.handle),
        "callAfterCallWorkTime": length(call.acw),
    }


def measured(*calls: Call, now: float = NOW) -> Measured:
    found = Measured(RULES, People().key)
    found.advance(now)
    found.apply(Changes(existing=[entry(call) for call in calls]))
    found.work()
    return found


def said(tally: Tally) -> dict[str, dict[str, Any]]:
    """All figures, as JSON has them."""
    values = {figure.name: figure.read(tally)._asdict() for figure in FIGURES}
    return {
        name: {k: v for k, v in one.items() if k in ("value", "n") or v is not None} for name, one in values.items()
    }


def close(mine: Any, theirs: Any) -> bool:
    return mine == pytest.approx(theirs) if theirs is not None else mine is None


def agree(mine: dict[str, dict[str, Any]], theirs: dict[str, dict[str, Any]]) -> None:
    assert mine.keys() == theirs.keys()
    for name, one in theirs.items():
        assert one.keys() == mine[name].keys(), name
        assert all(close(mine[name][key], value) for key, value in one.items()), (name, mine[name], one)


@given(st.lists(CALLS, max_size=30))
def test_all_figures_of_all_groups_equal_the_oracle(calls: list[Call]) -> None:
    found = measured(*calls)
    wanted = oracle.groups([raw(call) for call in calls], NOW, None).get(None)
    if wanted is not None:
        agree(said(found.whole), wanted["figures"])
        assert (found.whole["calls"], found.in_motion, found.whole["unclear"]) == (
            wanted["calls"],
            wanted["in_motion"],
            wanted["unclear"],
        )
    for by in BYS:
        theirs = oracle.groups([raw(call) for call in calls], NOW, by)
        groups = {group.key: group for group in found.groups(by)}
        assert groups.keys() == theirs.keys()
        for key, group in groups.items():
            assert (group.tally["calls"], group.in_motion) == (theirs[key]["calls"], theirs[key]["in_motion"])
            agree(said(group.tally), theirs[key]["figures"])


STEPS = st.lists(
    st.tuples(st.sampled_from(["new", "grow", "gone", "age", "time"]), CALLS, st.integers(0, 90)), max_size=40
)


@given(STEPS)
def test_what_is_folded_equals_a_recount(steps: list[tuple[str, Call, int]]) -> None:
    found, there, now = Measured(RULES, People().key), dict[str, Call](), float(NOW)
    found.advance(now)
    for what, call, number in steps:
        some = list(there.values())[number % len(there)] if there else None
        changes = Changes()
        if what == "new":
            changes.new.append(entry(call))
            there[call.id] = call
        elif what == "time":
            now += number if number % 3 else -20 * number
        elif some is not None and what == "grow":
            after = Call(some.id, some.date + number % 3, *[getattr(call, name) for name in Call.__struct_fields__[2:]])
            changes.updated.append(Update(entry(after), some))
            there[some.id] = after
        elif some is not None:
            (changes.gone if what == "gone" else changes.aged).append(entry(there.pop(some.id)))
        found.apply(changes)
        found.advance(now)
        found.work()
    again = measured(*there.values(), now=now)
    assert said(found.whole) == said(again.whole)
    assert found.in_motion == again.in_motion
    for by in BYS:
        assert {group.key: said(group.tally) for group in found.groups(by)} == {
            group.key: said(group.tally) for group in again.groups(by)
        }
    for by, key in (("campaign", "1"), ("list", "10")):
        assert {at: said(one) for at, one in found.quarters(by, key).items()} == {
            at: said(one) for at, one in again.quarters(by, key).items()
        }
    assert [found.young(at) for at in range(NOW - 4_500, NOW + 900, 900)] == [
        again.young(at) for at in range(NOW - 4_500, NOW + 900, 900)
    ]
    people = {"ann lee", "bob ray", "zoë"}
    assert sorted(call.id for call in found.calls_of(people)) == sorted(call.id for call in again.calls_of(people))


@given(st.lists(CALLS, max_size=30), st.integers(0, 3_000))
def test_the_longest_wait_is_known_by_its_call_as_the_window_slides(calls: list[Call], slid: int) -> None:
    found = measured(*calls, now=NOW + 1_000)
    left = [call for call in calls if call.ended_at >= NOW - 3_000 + slid]
    found.apply(Changes(aged=[entry(call) for call in calls if call not in left]))
    found.work()
    waited = [call for call in left if call.queue is not None and kind_of(call.type) == "in"]
    longest = found.longest()
    if not waited:
        assert longest is None
    else:
        most = max(call.queue or 0 for call in waited)
        assert longest in [call for call in waited if call.queue == most]


def test_of_calls_that_end_at_once_the_shorter_wait_leaves_with_the_longer() -> None:
    ended = [Call(f"{queue}", NOW - 100, total=0, type="Inbound", queue=queue) for queue in (1, 2)]
    later = Call("later", NOW, total=0, type="Inbound", queue=0)
    found = measured(ended[0], later, ended[1], now=NOW + 1_000)
    found.apply(Changes(aged=[entry(call) for call in ended]))
    found.work()
    assert found.longest() == later


def test_calls_that_come_by_thousands_are_folded_in_pieces() -> None:
    calls = [Call(str(n), NOW - 100, total=0, type="Inbound", queue=n % 90) for n in range(3_000)]
    found = Measured(RULES, People().key)
    found.advance(NOW)
    found.apply(Changes(new=[entry(call) for call in calls]))
    assert found.work(0.0)
    assert 0 < found.whole["calls"] < 3_000
    while found.work(0.001):
        pass
    assert found.whole["calls"] == 3_000


def test_no_denominator_no_figure() -> None:
    for figure in FIGURES:
        value = figure.read(Tally())
        assert value.n == 0
        assert value.value in (None, 0)
        assert (value.value is None) == (figure.unit in ("ratio", "seconds"))


def test_what_became_of_a_call() -> None:
    assert outcome(Call("1", 0, talk=5), True) == "answered"
    assert outcome(Call("1", 0, talk=0, handle=3), True) == "answered"
    assert outcome(Call("1", 0), True) == "answered"
    assert outcome(Call("1", 0, talk=0, handle=0), True) == "unclear"
    assert outcome(Call("1", 0, talk=0), True) == "unclear"
    assert outcome(Call("1", 0, talk=0, handle=0), False) == "unanswered"
    assert outcome(Call("1", 0), False) == "unanswered"
    assert outcome(Call("1", 0, handle=7), False) == "unclear"


@pytest.mark.parametrize(
    ("value", "target", "text"),
    [
        (0.7996, 0.80, "79.9 %"),
        (0.8004, 0.80, "80.1 %"),
        (0.80, 0.80, "80 %"),
        (0.845, 0.80, "84 %"),
        (0.796, 0.80, "79.6 %"),
        (0.031, 0.05, "3.1 %"),
        (0.0501, 0.05, "5.1 %"),
        (0.05, 0.05, "5.0 %"),
        (0.0, 0.05, "0 %"),
        (0.0002, None, "0.1 %"),
        (0.9999, None, "99.9 %"),
        (1.0, 0.8, "100 %"),
        (0.999, 1.0, "99.9 %"),
    ],
)
def test_rounding_never_crosses_the_target(value: float, target: float | None, text: str) -> None:
    assert percent(value, target) == text


@given(st.integers(0, 500), st.integers(1, 500), st.integers(0, 100))
def test_what_is_written_is_on_the_side_where_the_value_is(part: int, more: int, target: int) -> None:
    value, bound = part / (part + more), target / 100
    read = float(percent(value, bound).removesuffix(" %")) / 100
    assert (read >= bound) == (value >= bound) or read == pytest.approx(bound)
    assert (read > bound) == (value > bound)
    assert (read < bound) == (value < bound)


def test_few_calls_are_neither_good_nor_bad() -> None:
    level = BY_NAME["service_level"]
    assert verdict(level, Value(0.1, 9), RULES) == ""
    assert verdict(level, Value(0.1, 10), RULES) == "misses"
    assert verdict(level, Value(0.8, 10), RULES) == "meets"
    assert verdict(BY_NAME["longest_wait"], Value(121, 10), RULES) == "misses"
    assert verdict(BY_NAME["asa"], Value(121, 10), RULES) == ""


def test_values_are_written_in_their_unit() -> None:
    assert written(BY_NAME["asa"], 14.4, RULES) == "0:14"
    assert written(BY_NAME["longest_wait"], 3_905, RULES) == "1:05:05"
    assert written(BY_NAME["calls"], 1_284, RULES) == "1,284"
    assert written(BY_NAME["service_level"], None, RULES) == "—"


def test_the_worst_campaign_is_one_with_enough_calls() -> None:
    def call(n: int, campaign: str, queue: int) -> Call:
        return Call(
            f"{campaign}{n}", NOW - 500, campaign, f"Campaign {campaign}", agent="Ann", type="Inbound", queue=queue
        )

    calls = [call(n, "1", 5) for n in range(20)] + [call(n, "2", 5 if n % 2 else 60) for n in range(10)]
    worst = measured(*calls, *[call(n, "3", 99) for n in range(9)]).worst()
    assert worst is not None
    assert (worst.key, worst.name) == ("2", "Campaign 2")
    assert measured(*calls[:5]).worst() is None


def test_every_figure_of_calls_has_a_worked_example_that_is_right() -> None:
    watched = {"listed_after_p50", "listed_after_p95"}  # of calls that somebody has seen come
    assert EXAMPLES.keys() == BY_NAME.keys() - watched
    for name, example in EXAMPLES.items():
        tally = measured(*example.calls, now=1_000).whole
        assert written(BY_NAME[name], BY_NAME[name].read(tally).value, Rules()) == example.value, name
