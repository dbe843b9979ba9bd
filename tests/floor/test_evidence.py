"""What answers say about callDate, edges and live calls: counted alike by check and by diagnostics."""

from __future__ import annotations

import pytest

from dialer_tui.floor.changes import Changes, Entry
from dialer_tui.floor.evidence import FRESH, Edge, Evidence
from dialer_tui.floor.schedule import Schedule
from dialer_tui.floor.window import RollingWindow
from dialer_tui.intake import merge
from dialer_tui.model import Answer, Ask, Poll
from tests.floor.world import BASE, EDGES, World, call, drive, grown

NOW = BASE + 10_000


def seen(total: int | None, ago: float) -> Evidence:
    """The evidence of one call, first seen so long after its callDate."""
    evidence = Evidence()
    evidence.sight([call("C", NOW, total)], NOW + ago)
    return evidence


@pytest.mark.parametrize(
    ("total", "ago", "judged", "sooner"),
    [
        (300, 100, 1, 1),  # it cannot have begun 100 s ago and have lasted 300 s
        (300, 301, 1, 0),
        (300, 299, 1, 0),  # within what the clocks may be off
        (300, 297, 1, 1),
        (300, FRESH + 1, 0, 0),  # too old to tell
        (None, 100, 0, 0),
        (0, 0, 1, 0),
    ],
)
def test_a_call_seen_sooner_than_it_is_long_cannot_have_begun_at_its_date(
    total: int | None, ago: float, judged: int, sooner: int
) -> None:
    evidence = seen(total, ago)
    assert (evidence.judged, evidence.sooner, evidence.ahead) == (judged, sooner, 0)


def test_a_call_dated_ahead_of_the_server_is_counted_apart() -> None:
    evidence = seen(300, -60)
    assert (evidence.judged, evidence.sooner, evidence.ahead) == (0, 0, 1)


def folded(evidence: Evidence, changes: Changes, live: bool) -> None:
    for _ in evidence.take(changes, NOW, live):
        pass


def new(date: int, total: int | None, first_seen: float) -> Changes:
    return Changes(new=[Entry(call("C", date, total), first_seen, first_seen, True)])


def test_listed_after_is_of_new_calls_while_live_alone() -> None:
    evidence = Evidence()
    folded(evidence, new(NOW - 100, 90, NOW), False)
    folded(evidence, Changes(existing=new(NOW - 100, 90, NOW).new), True)
    folded(evidence, new(NOW - 100, None, NOW), True)
    assert not evidence.listed_after
    folded(evidence, new(NOW - 100, 90, NOW), True)
    assert list(evidence.listed_after) == [10]


def test_a_call_time_that_grows_is_counted_once_a_call() -> None:
    evidence, one = Evidence(), call("C", NOW, 30)
    evidence.compare(one, one)
    evidence.compare(grown(one, 5), one)
    evidence.compare(call("C", NOW, None), one)
    assert not evidence.grew
    evidence.compare(one, grown(one, 1))
    evidence.compare(one, grown(one, 9))
    assert evidence.grew == {"C"}


def test_an_edge_belongs_as_soon_as_one_call_says_so() -> None:
    edge = Edge()
    assert edge.belongs is None
    edge.take(3, 0)
    assert edge.belongs is False
    edge.take(1, 1)
    assert edge.belongs is True
    assert (edge.known, edge.came) == (4, 1)


@pytest.mark.parametrize("edges", EDGES)
def test_answers_show_which_edges_belong(edges: str) -> None:
    world = World(edges=edges)
    for offset in range(0, 400, 3):
        world.put(call(f"C{offset}", BASE + offset), BASE)
    poll = Poll(interval=5, window=600, look_back=0)
    schedule, window, evidence = Schedule(poll, NOW, BASE, BASE + 400), RollingWindow(poll, NOW, BASE), Evidence()
    for start, end in (
        (BASE, BASE + 400),
        (BASE + 101, BASE + 200),
        (BASE + 102, BASE + 202),
        (BASE + 104, BASE + 302),
    ):
        answer = world.answer(Ask("getCalls", start, end), NOW, 0.0, 0.1)
        drive(merge(schedule, window, answer, NOW, evidence))
    assert (evidence.first.belongs, evidence.last.belongs) == EDGES[edges]


def test_what_an_answer_held_is_measured() -> None:
    evidence = Evidence()
    evidence.answered(size=2, count=0)
    evidence.answered(size=5_000, count=10)
    evidence.answered(size=1_000, count=2)
    assert (evidence.size, evidence.records, evidence.largest) == (6_000, 12, 10)


def test_a_merged_answer_is_seen_when_it_has_been_received() -> None:
    """A slow answer is asked for long before: only what is known at its end can contradict."""
    poll, evidence = Poll(window=3600), Evidence()
    schedule, window = Schedule(poll, NOW), RollingWindow(poll, NOW)
    answer = Answer(Ask("getCalls", NOW - 100, NOW), [call("C", NOW - 50, 58)], 1, 0.0, 10.0, size=500)
    drive(merge(schedule, window, answer, NOW, evidence))
    assert (evidence.judged, evidence.sooner) == (1, 0)
