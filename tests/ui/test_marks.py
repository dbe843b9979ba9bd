"""Marks fade by visible time, and counters know where they are."""

from __future__ import annotations

from dialer_tui.floor.changes import Changes
from dialer_tui.ui.marks import FADES, MOST_WAITING, Marks
from dialer_tui.ui.state import FloorState
from tests.ui import fakes


def test_a_new_call_is_marked_for_thirty_seconds_once_it_can_be_seen() -> None:
    marks = Marks()
    marks.take(fakes.new(1))
    marks.step(300)
    assert marks.mark("C1") == "new"
    marks.seen(["C1"])
    marks.step(29.9)
    assert marks.mark("C1") == "new"
    marks.step(0.1)
    assert marks.mark("C1") is None


def test_a_new_call_that_changes_stays_new() -> None:
    marks = Marks()
    changes = fakes.new(1)
    marks.take(changes)
    marks.take(fakes.updated(changes.new[0], talk=90))
    assert marks.mark("C1") == "new"


def test_a_change_begins_its_time_again() -> None:
    marks = Marks()
    entry = fakes.entry(fakes.call(1))
    marks.take(fakes.updated(entry, talk=1))
    marks.step(10)
    marks.take(fakes.updated(entry, talk=2))
    marks.step(10)
    assert marks.mark("C1") == "changed"
    marks.step(5)
    assert marks.mark("C1") is None


def test_only_gone_calls_are_told_when_their_time_is_over() -> None:
    marks = Marks()
    entry = fakes.entry(fakes.call(1))
    marks.take(Changes(gone=[entry], updated=[]))
    marks.take(fakes.updated(fakes.entry(fakes.call(2)), talk=1))
    assert marks.step(FADES["gone"] - 0.1) == []
    assert marks.step(30) == ["C1"]
    assert marks.mark("C1") is None


def test_a_call_that_returns_is_not_dropped_later() -> None:
    marks = Marks()
    entry = fakes.entry(fakes.call(1))
    marks.take(Changes(gone=[entry]))
    marks.step(5)
    marks.take(fakes.updated(entry, talk=1))
    assert marks.mark("C1") == "changed"
    assert marks.step(60) == []


def test_what_ages_out_loses_its_mark_and_the_waiting_are_bounded() -> None:
    marks = Marks()
    changes = fakes.new(1)
    marks.take(changes)
    marks.take(Changes(aged=changes.new))
    assert marks.mark("C1") is None
    for number in range(MOST_WAITING + 50):
        marks.take(fakes.new(10 + number))
    assert len(marks.new()) == MOST_WAITING
    assert marks.mark("C10") is None
    assert marks.mark(f"C{MOST_WAITING + 59}") == "new"


def test_rows_marked_new_are_counted_above_and_below() -> None:
    state = FloorState(("VDAD",))
    state.changed(fakes.existing(10))
    for number in (100, 101, 102):
        state.changed(fakes.new(number, at=fakes.NOW + number))
    assert [state.view[row].call.id for row in range(4)] == ["C102", "C101", "C100", "C1"]
    assert state.new_rows() == [0, 1, 2]
    assert state.new_outside(1, 2) == (1, 1)
    assert state.new_outside(0, 3) == (0, 0)
    assert [state.next_new(row) for row in (0, 2, 9)] == [1, 0, 0]
    state.marks.seen_all()
    state.fade(30)
    assert state.new_rows() == []
    assert state.next_new(0) is None


def test_gone_rows_stay_until_they_have_faded_and_are_not_counted() -> None:
    state = FloorState(("VDAD",))
    changes = fakes.existing(3)
    state.changed(changes)
    state.changed(fakes.gone(changes.existing[1]))
    assert (len(state.view), state.calls) == (3, 2)
    state.fade(10)
    assert (len(state.view), state.calls) == (2, 2)
    assert state.view.index("C2") is None


def test_while_the_calls_are_out_of_sight_only_new_waits() -> None:
    marks = Marks()
    was = fakes.entry(fakes.call(2))
    marks.take(fakes.new(1))
    marks.seen(["C1"])
    marks.take(fakes.updated(was, talk=7))
    marks.take(Changes(gone=[fakes.entry(fakes.call(3))]))
    assert marks.step(100, visible=False) == ["C3"]
    assert [marks.mark(call_id) for call_id in ("C1", "C2", "C3")] == ["new", None, None]
    marks.step(30)
    assert marks.mark("C1") is None


def test_a_new_call_is_new_for_the_rest_of_its_time_when_it_is_shown_again() -> None:
    """A window or a scope that starts over, or a past range that is left, brings it back as known."""
    marks = Marks()
    first, second = (fakes.new(number).new[0] for number in (1, 2))
    marks.take(Changes(new=[first]))
    marks.seen(["C1"])
    marks.step(20)
    marks.take(Changes(new=[second]))
    marks.take(Changes(aged=[first, second]))
    marks.step(600)
    assert not marks.new()
    marks.take(Changes(existing=[second, first]))
    marks.seen(["C2"])
    marks.step(9.9)
    assert sorted(marks.new()) == ["C1", "C2"]
    marks.step(0.1)
    assert marks.new() == ["C2"]
    marks.step(20)
    assert not marks.new()


def test_of_another_time_no_mark_comes_back() -> None:
    marks = Marks()
    entry = fakes.new(1).new[0]
    marks.take(Changes(new=[entry]))
    marks.take(Changes(aged=[entry]))
    marks.clear()
    marks.take(Changes(existing=[entry]))
    assert not marks.new()


def test_a_call_that_had_gone_and_is_there_again_when_others_are_asked_for_stays() -> None:
    state = FloorState(("VDAD",))
    changes = fakes.existing(3)
    state.changed(changes)
    state.changed(fakes.gone(changes.existing[1]))
    state.changed(Changes(aged=[changes.existing[0], changes.existing[2]]))
    state.changed(Changes(existing=[changes.existing[1]]))
    assert state.marks.mark("C2") is None
    state.fade(30)
    assert state.view.index("C2") == 0
    assert (len(state.view), state.calls) == (1, 1)
