"""Pause: what is held is one thing a call, however long it lasts, and going on shows the floor as it is."""

from __future__ import annotations

from dialer_tui.floor.changes import Changes, Update
from dialer_tui.ui.state import FloorState
from tests.ui import fakes


def test_a_long_pause_holds_the_last_of_each_call_and_resume_shows_the_floor_as_it_is() -> None:
    state = FloorState(())
    growing, leaving, ageing = (fakes.entry(fakes.call(number, ended=number)) for number in (1, 2, 3))
    state.changed(Changes(existing=[growing, leaving, ageing]))
    state.pause()
    for talk in range(500):
        changes = fakes.updated(growing, talk=talk)
        growing = changes.updated[0].entry
        state.changed(changes)
    came = [fakes.entry(fakes.call(10 + n), new=True, seen=fakes.NOW + n) for n in range(5)]
    state.changed(Changes(new=came))
    state.changed(Changes(gone=[leaving, came[0]], aged=[ageing, came[1]]))
    assert state.missed == 5
    assert {state.view[row].call.id for row in range(len(state.view))} == {"C1", "C2", "C3"}
    assert state.view[0].call.talk == 61, "as it was"
    assert state._held is not None
    held = state._held.changes()
    assert (len(held.updated), len(held.new), len(held.gone)) == (1, 3, 2)
    state.resume()
    shown = {state.view[row].call.id for row in range(len(state.view))}
    assert shown == {"C1", "C2", "C10", "C12", "C13", "C14"}, "gone ones stay until they have faded"
    assert [state.marks.mark(call_id) for call_id in ("C1", "C2", "C3", "C12")] == ["changed", "gone", None, "new"]
    (one,) = [state.view[row] for row in range(len(state.view)) if state.view[row].call.id == "C1"]
    assert one.call.talk == 499


def test_a_call_back_from_gone_during_a_pause_is_not_gone() -> None:
    state = FloorState(())
    one = fakes.entry(fakes.call(1))
    state.changed(Changes(existing=[one]))
    state.pause()
    state.changed(Changes(gone=[one]))
    state.changed(Changes(updated=[Update(one.changed(one.call), None, returned=True)]))
    state.resume()
    assert state.marks.mark("C1") == "changed"
    assert state.calls == 1
