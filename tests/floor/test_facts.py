"""What was measured, in words: each fact, when it is well and when not."""

from __future__ import annotations

from math import inf
from typing import Any

import pytest
from msgspec.structs import replace

from dialer_tui.floor.evidence import Edge, Evidence
from dialer_tui.floor.facts import TABLE, Apart, Diagnostics, Fact, Grade, facts, quantile, size, span
from dialer_tui.model import Poll

NOTHING = Diagnostics(Poll(), requests=0, failed=0, received=0, trips=(), known=0, clock_known=False)
LIVE = Diagnostics(
    Poll(),
    requests=1_204,
    failed=3,
    received=34_200_000,
    trips=(0.08, 0.07, 0.31),
    known=1_500,
    coverage=1.0,
    lateness=(0.0, 54.0),
    k=inf,
    next_poll=2.2,
    evidence=Evidence(judged=312, size=48_000, records=100, largest=1_500, watched=9),
    apart=Apart(names=2, told=140, waiting=0, nobodys=0),
)


def fact(name: str, **changed: Any) -> Fact:
    """The fact of a name, of what is measured on a live floor but for these."""
    (found,) = [fact for fact in facts(replace(LIVE, **changed)) if fact.name == name]
    assert bool(found.do) == (found.grade in (Grade.REMARK, Grade.FAULT)), "what is not well says what to do"
    return found


def test_before_anything_came_nothing_is_claimed() -> None:
    unknown = {fact.name for fact in facts(NOTHING) if fact.grade is Grade.UNKNOWN}
    assert unknown == {"round trips", "callDate", "edges", "live calls", "cut-off", "clock", "budget"}


def test_each_fact_has_a_name_of_its_own_that_fits_the_column() -> None:
    names = [fact.name for fact in facts(LIVE)]
    assert len(names) == len(set(names)) == len(TABLE)
    assert max(map(len, names)) <= 13


def test_a_one_shot_command_has_no_facts_of_a_window_kept() -> None:
    assert not {"coverage", "lateness", "next poll", "listed after"} & {fact.name for fact in facts(NOTHING)}


@pytest.mark.parametrize(
    ("apart", "grade", "says"),
    [
        (Apart(1, 1, 0, 0), Grade.WELL, "1 is a name of several agents: 1 call told apart"),
        (Apart(2, 140, 3, 0), Grade.WELL, "2 are names of several agents: 140 calls told apart, 3 not yet"),
        (Apart(2, 140, 0, 2), Grade.REMARK, "140 calls told apart, 2 that none of them has, or more than one"),
    ],
)
def test_namesakes(apart: Apart, grade: Grade, says: str) -> None:
    found = fact("namesakes", apart=apart)
    assert (found.grade, found.value.endswith(says)) == (grade, True), found.value
    assert not [one for one in facts(replace(LIVE, apart=Apart(0, 0, 0, 0))) if one.name == "namesakes"]


@pytest.mark.parametrize(
    ("judged", "sooner", "at_end", "grade", "says"),
    [
        (312, 0, False, Grade.WELL, "is the start: 0 of 312 contradict"),
        (312, 3, False, Grade.WELL, "is the start: 3 of 312 contradict"),
        (312, 4, False, Grade.REMARK, "is the start: 4 of 312 contradict"),
        (0, 0, False, Grade.UNKNOWN, "no evidence"),
        (312, 20, True, Grade.WELL, "is the end: 20 of 312 were listed too soon for a start"),
        (312, 0, True, Grade.REMARK, "is the end: 0 of 312"),
        (5, 0, True, Grade.WELL, "is the end: 0 of 5"),
    ],
)
def test_call_date(judged: int, sooner: int, at_end: bool, grade: Grade, says: str) -> None:
    found = fact("callDate", evidence=Evidence(judged=judged, sooner=sooner, dated_at_end=at_end))
    assert (found.grade, says in found.value) == (grade, True)
    assert ("call_date" in found.do) == (grade is Grade.REMARK)


@pytest.mark.parametrize(
    ("first", "last", "says"),
    [
        (Edge(3, 3), Edge(4, 4), "both belong to the range (calls dated then that came: 3 of 3 and 4 of 4)"),
        (Edge(3, 0), Edge(4, 0), "neither belongs"),
        (Edge(3, 3), Edge(4, 0), "dateStart belongs to the range, dateEnd does not"),
        (Edge(3, 0), Edge(), "dateStart does not belong to the range, dateEnd is not known"),
        (Edge(), Edge(), "no evidence"),
    ],
)
def test_edges(first: Edge, last: Edge, says: str) -> None:
    found = fact("edges", evidence=Evidence(first=first, last=last))
    assert says in found.value
    assert found.grade is (Grade.UNKNOWN if says == "no evidence" else Grade.WELL)


def test_every_state_of_the_edges_can_be_told() -> None:
    for first in (Edge(), Edge(1, 0), Edge(1, 1)):
        for last in (Edge(), Edge(1, 0), Edge(1, 1)):
            assert fact("edges", evidence=Evidence(first=first, last=last)).value


@pytest.mark.parametrize(
    ("changed", "grade", "says", "code"),
    [
        ({}, Grade.WELL, "none: the largest answer held 1,500 calls", 0),
        ({"suspected": True}, Grade.REMARK, "1,500 calls, which looks cut off", 0),
        ({"cap": 500}, Grade.REMARK, "at most 500 calls", 0),
        (
            {"cap": 500, "capped": ((1_795_528_800, 500), (3, 500))},
            Grade.FAULT,
            "the calls of 2026-11-24 14:00:00 GMT do not fit into an answer, nor do those of 1 second more: 500",
            5,
        ),
    ],
)
def test_a_cap(changed: dict[str, Any], grade: Grade, says: str, code: int) -> None:
    found = fact("cut-off", **changed)
    assert (found.grade, found.code) == (grade, code)
    assert says in found.value


@pytest.mark.parametrize(
    ("skew", "known", "grade", "says"),
    [
        (0.4, True, Grade.WELL, "agree to the second"),
        (-3.2, True, Grade.WELL, "the server's is 3 s behind this machine's"),
        (37.4, True, Grade.REMARK, "the server's is 37 s ahead of this machine's"),
        (-7200.0, True, Grade.REMARK, "2 h behind"),
        (0.0, False, Grade.REMARK, "no usable Date"),
    ],
)
def test_the_clock(skew: float, known: bool, grade: Grade, says: str) -> None:
    found = fact("clock", skew=skew, clock_known=known)
    assert (found.grade, says in found.value) == (grade, True)
    assert bool(found.do) == (grade is Grade.REMARK)


def test_the_budget_is_in_bytes_as_measured_and_no_more_than_the_floor_holds() -> None:
    found = fact("budget", known=100).value
    assert "24,000 records a minute are 11.5 MB a minute (480 bytes a record" in found
    assert "this floor takes about 576.0 kB" in found  # 100 calls 12 times a minute
    assert "this floor takes about 11.5 MB" in fact("budget", known=1_000_000).value


@pytest.mark.parametrize(
    ("requests", "failed", "grade"),
    [(1_204, 3, Grade.WELL), (3, 3, Grade.REMARK), (1, 1, Grade.REMARK), (10, 1, Grade.REMARK), (11, 1, Grade.WELL)],
)
def test_requests_are_not_well_where_many_fail(requests: int, failed: int, grade: Grade) -> None:
    found = fact("requests", requests=requests, failed=failed)
    assert found.value.startswith(f"{requests:,} sent, {failed} failed · ")
    assert found.grade is grade


def test_slow_answers_are_worth_a_remark_when_polls_are_skipped() -> None:
    assert fact("round trips").value == "median 0.08 s · worst 0.31 s · of the last 3"
    found = fact("round trips", trips=(6.1, 7.0, 5.5))
    assert found.grade is Grade.REMARK
    assert 'interval = "8s"' in found.do


def test_coverage_says_100_percent_of_all_of_it_alone() -> None:
    assert fact("coverage").value == "100 % of the window had whole · 1,500 calls known"
    newest_under_way, thin = fact("coverage", coverage=0.99999), fact("coverage", coverage=0.99)
    assert newest_under_way.value.startswith("99.9 %")
    assert (newest_under_way.grade, thin.grade) == (Grade.WELL, Grade.REMARK)


def test_lateness_is_never_less_than_the_interval() -> None:
    assert fact("lateness").value == (
        "while LIVE at most 5 s at the window's edge, 1 h ago · 54 s at the far end of what is asked for, 3 h ago"
    )


def test_a_feed_that_has_stopped_has_no_next_poll() -> None:
    found = fact("next poll", next_poll=None, stopped=True)
    assert found.value == "none until you ask for it"
    assert found.grade is Grade.REMARK


def test_the_next_poll() -> None:
    assert fact("next poll").value == "in 3 s · everything every 5 s"
    assert fact("next poll", next_poll=None, k=120.0).value.startswith(
        "now · new calls every 5 s, older ones less often, as the budget allows"
    )


def test_listed_after_gives_median_and_p95() -> None:
    evidence = Evidence()
    assert fact("listed after", evidence=evidence).grade is Grade.UNKNOWN
    evidence.listed_after.extend(range(100, 0, -1))
    value = fact("listed after", evidence=evidence).value
    assert value == "median 50 s · p95 1 m 35 s after a call's end, of 100 new calls"


def test_bad_records_come_with_their_reasons() -> None:
    assert fact("bad records").value == "none"
    found = fact("bad records", bad=2, reasons=("getCalls: a record that is no object",))
    assert (found.grade, found.more) == (Grade.REMARK, ("getCalls: a record that is no object",))
    assert fact("bad records", reasons=("getAgents: failed",)).value == "none, but an answer failed"


def test_oddities() -> None:
    assert fact("oddities").value == "none"
    assert fact("oddities", doubled=1, repaired=2).value == (
        "1 call ID twice in one answer, one record of each kept · 2 answers not quite JSON, mended"
    )


def test_live_calls() -> None:
    assert "no callTime of 9 calls grew" in fact("live calls").value
    evidence = Evidence(watched=9, grew={"C"})
    assert fact("live calls", evidence=evidence).value == "are listed: the callTime of 1 call grew"


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (0, "0 s"),
        (0.081, "0.08 s"),
        (1.25, "1.2 s"),
        (5, "5 s"),
        (12.4, "12 s"),
        (130, "2 m 10 s"),
        (120, "2 m"),
        (3600, "1 h"),
        (3900, "1 h 05 m"),
    ],
)
def test_times_in_words(seconds: float, words: str) -> None:
    assert span(seconds) == words


def test_sizes_in_words() -> None:
    assert (size(999), size(1_000), size(12_345_678)) == ("999 bytes", "1.0 kB", "12.3 MB")


def test_a_quantile_is_one_of_the_values() -> None:
    assert quantile([1.0, 2.0, 3.0], 0.95) == 3.0
    assert quantile([1.0], 0.0) == 1.0
    assert quantile(list(range(1, 101)), 0.95) == 95


def test_a_slow_api_is_no_wrong_clock() -> None:
    assert fact("clock", skew=6.0, trips=(0.1,)).grade is Grade.REMARK
    assert fact("clock", skew=6.0, trips=(10.0,)).grade is Grade.WELL
