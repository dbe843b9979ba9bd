"""What stays known when other calls are asked for, and of which seconds a call that comes would be new."""

from __future__ import annotations

from itertools import pairwise

import pytest

from dialer_tui.floor.changes import Entry
from dialer_tui.floor.memory import Memory
from dialer_tui.floor.window import RollingWindow
from dialer_tui.model import Answer, Ask, Call, Poll, Scope
from tests.floor.world import BASE, call, grown

ALL, SALES, BOTH, OTHER = (Scope(campaigns=names) for names in ((), ("1",), ("1", "2"), ("2",)))
ANN, ANN_OR_BOB, BOB = (Scope(agents=names) for names in (("a",), ("a", "b"), ("b",)))
POLL = Poll(interval=5, window=600, look_back=300)


def known(*calls: Call, new: bool = False, at: float = BASE, gone: bool = False) -> dict[str, Entry]:
    return {one.id: Entry(one, at, at, new, gone=gone) for one in calls}


def test_what_comes_again_is_as_it_was_and_known_elsewhere_from_then_on() -> None:
    one, other = call("A", BASE), call("B", BASE)
    memory = Memory()
    assert not memory
    memory.take(known(one, other), [], ALL, SALES)
    assert memory
    assert len(memory) == 2
    had = memory.recall(one)
    assert had is not None
    assert (had.call, had.version) == (one, 0)
    assert memory.recall(one) is None
    changed = memory.recall(grown(other, 5))
    assert changed is not None
    assert (changed.call.total, changed.version, changed.grew, changed.first_seen) == (35, 1, True, BASE)
    assert not len(memory)


def test_what_was_gone_is_there_again() -> None:
    memory = Memory()
    memory.take(known(call("A", BASE), gone=True), [], ALL, SALES)
    had = memory.recall(call("A", BASE))
    assert had is not None
    assert (had.gone, had.version) == (False, 1)


@pytest.mark.parametrize(
    ("scopes", "of"),
    [
        ((ALL, SALES), "12"),
        ((SALES, ALL), "1"),
        ((SALES, OTHER), "1"),
        ((BOTH, SALES), "12"),
        ((ALL, SALES, ALL), "1"),  # what was not asked for meanwhile may have come at any time
        ((SALES, ALL, SALES), "1"),
        ((BOTH, SALES, BOTH), "1"),
        ((SALES, OTHER, ALL), ""),
        ((ANN_OR_BOB, ANN), "12"),
        ((ANN, ANN), "12"),
        ((ANN, ANN_OR_BOB), ""),
        ((ANN, BOB), ""),
        ((ANN, ALL), ""),
    ],
)
def test_a_call_is_new_in_a_second_that_was_answered_for_with_its_campaign_asked_for_all_the_time(
    scopes: tuple[Scope, ...], of: str
) -> None:
    memory = Memory()
    for had, wanted in pairwise(scopes):
        memory.take({}, [(BASE, BASE + 10)] if had is scopes[0] else [], had, wanted)
    lacked = {name: memory.lacked(call("x", BASE + 9, campaign_id=name)) for name in "12"}
    assert lacked == {name: name in of for name in "12"}
    assert bool(memory) is bool(of)
    assert [memory.lacked(call("x", BASE + at, campaign_id="1")) for at in (-1, 10)] == [False, False]


def test_a_second_that_was_not_answered_for_whole_proves_nothing() -> None:
    memory = Memory()
    memory.take({}, [(BASE, BASE + 10)], ALL, SALES)
    memory.retract(BASE + 2, BASE + 4)
    assert [at for at in range(12) if memory.lacked(call("x", BASE + at))] == [0, 1, 4, 5, 6, 7, 8, 9]


def test_what_is_older_than_anybody_asks_for_is_forgotten() -> None:
    memory = Memory()
    memory.take(known(call("A", BASE), call("B", BASE + 1)), [(BASE, BASE + 10)], ALL, SALES)
    memory.forget(BASE + 1)
    assert memory.recall(call("A", BASE)) is None
    assert [at for at in range(12) if memory.lacked(call("x", BASE + at))] == list(range(1, 10))
    assert memory.recall(call("B", BASE + 1)) is not None
    memory.forget(BASE + 10)
    assert not memory


def test_what_was_said_to_be_new_lately_is_remembered_though_it_is_dated_long_ago() -> None:
    new, existing = known(call("A", BASE), new=True, at=BASE + 50.5), known(call("B", BASE), at=BASE + 50)
    memory = Memory()
    memory.take(new | existing, [], ALL, SALES)
    memory.forget(BASE + 50)
    assert len(memory) == 1
    memory.take(known(call("C", BASE)), [], SALES, ALL)
    assert len(memory) == 2
    memory.forget(BASE + 51)
    assert not len(memory)


def test_one_that_was_asked_for_anew_later_is_remembered_as_long_as_it_was_then() -> None:
    """Its index is of how it was taken first: what it is now counts."""
    memory = Memory()
    memory.take(known(call("A", BASE)), [], ALL, SALES)
    memory._entries |= known(call("A", BASE + 100))
    memory.forget(BASE + 50)
    assert len(memory) == 1
    memory.forget(BASE + 101)
    assert not len(memory)


def hear(window: RollingWindow, *calls: Call, at: float, start: int = -900) -> list[str]:
    """Whole answers to a window. The IDs that are new to it."""
    ask = Ask("getCalls", BASE + start, BASE + int(at))
    changes = window.apply(Answer(ask, list(calls), len(calls), at, at), True, BASE + at)
    return [entry.call.id for entry in changes.new]


@pytest.mark.parametrize(
    ("at", "is_new"),
    [
        (-101, False),  # it had not been answered for
        (-100, True),
        (0, True),  # from when it was first asked on, a call is new
        (60, True),  # it was asked until then
        (61, False),  # and not afterwards: it began again later
        (99, False),
        (100, True),
    ],
)
def test_what_a_window_leaves_says_which_calls_are_new(at: int, is_new: bool) -> None:
    first = RollingWindow(POLL, BASE)
    hear(first, at=0, start=-100)
    memory = first.leave(ALL, SALES, BASE + 60.5)
    second = RollingWindow(POLL, BASE + 100, memory=memory)
    assert hear(second, call("x", BASE + at, total=600), at=120) == (["x"] if is_new else [])


def test_what_a_window_leaves_is_not_new_again_and_what_had_gone_neither() -> None:
    first = RollingWindow(POLL, BASE)
    kept, gone = call("A", BASE - 50), call("B", BASE - 60)
    hear(first, kept, gone, at=0)
    hear(first, kept, at=5)
    hear(first, kept, at=30)
    second = RollingWindow(POLL, BASE + 60, memory=first.leave(ALL, SALES, BASE + 60))
    assert hear(second, kept, gone, call("C", BASE - 55), at=70) == ["C"]
    assert second.entries["A"].first_seen == BASE
    assert not second.entries["B"].gone


def test_what_a_window_finds_not_answered_for_after_all_makes_nothing_new() -> None:
    first = RollingWindow(POLL, BASE)
    hear(first, at=0)
    second = RollingWindow(POLL, BASE + 60, memory=first.leave(ALL, SALES, BASE + 60))
    second.retract(BASE - 90, BASE - 80)
    calls = [call(str(at), BASE + at) for at in (-91, -90, -81, -80)]
    assert hear(second, *calls, at=70) == ["-91", "-80"]


@pytest.mark.parametrize(("wanted", "new"), [(ANN, ["x"]), (BOB, [])])
def test_what_a_window_leaves_proves_nothing_of_agents_that_were_not_asked_for(wanted: Scope, new: list[str]) -> None:
    first = RollingWindow(POLL, BASE)
    hear(first, at=0)
    second = RollingWindow(POLL, BASE + 60, memory=first.leave(ANN, wanted, BASE + 60))
    assert hear(second, call("x", BASE - 50), at=70) == new
