"""The view against sorted(filter(all))."""

from __future__ import annotations

from math import inf
from unittest.mock import patch
from zoneinfo import ZoneInfo

from hypothesis import given, settings
from hypothesis import strategies as st

from dialer_tui.floor.changes import Changes, Entry, Update
from dialer_tui.floor.people import People
from dialer_tui.floor.query import Ground, fold, parse
from dialer_tui.floor.view import COLUMNS, View
from tests.floor.world import BASE, call

STEP = st.tuples(
    st.sampled_from(["add", "many", "change", "gone", "aged", "drop", "sort", "filter", "seek"]), st.integers(0, 10_000)
)


def entry(at: int, seed: int) -> Entry:
    one = call(
        f"C{at:04}",
        BASE + seed % 50,
        total=None if seed % 7 == 0 else seed % 90,
        agent=["Ann Lee", "Bob", "", "Zoë"][seed % 4],
        queue=seed % 5 or None,
    )
    return Entry(one, BASE, float(BASE + seed % 20), new=bool(seed % 2))


def test_a_call_comes_while_the_view_seeks_in_an_order_whose_second_key_is_turned() -> None:
    """All have the same queue time, so that the second key decides."""
    view = View()
    view.sort("queue", True, ("agent", False))
    some = [Entry(call(f"C{at}", BASE, queue=5, agent=f"Agent {at}"), BASE, BASE, False) for at in range(9)]
    view.apply(Changes(existing=some))
    with patch("dialer_tui.floor.view._STEP", 4):
        view.filter(lambda one: True)
        view.seek(0)
        late = [Entry(call(f"D{at}", BASE, queue=5, agent=f"Agent {at}"), BASE, BASE, True) for at in (0, 8)]
        view.apply(Changes(new=late))
        view.seek()
    assert [view[row].call.agent for row in range(11)] == sorted(one.call.agent for one in (*some, *late))


def test_a_filter_that_takes_long_over_a_call_looks_at_the_time_more_often() -> None:
    """So that a key waits no longer for one of many words than for one of few."""
    now = [0.0]

    def slow(one: Entry) -> bool:
        now[0] += 0.001
        return True

    view = View()
    view.apply(Changes(existing=[Entry(call(f"C{at}", BASE), BASE, BASE, False) for at in range(1_000)]))
    with patch("dialer_tui.floor.view.time.perf_counter", lambda: now[0]):
        for _ in range(20):
            view.filter(slow)
            began = now[0]
            view.seek(0.03)
            assert now[0] - began < 0.05
        view.seek()
    assert len(view) == 1_000


@settings(max_examples=200, deadline=None)
@given(st.lists(STEP, max_size=40), st.sampled_from([1, 7, 256]))
def test_rows_are_what_sorting_and_filtering_everything_gives(steps: list[tuple[str, int]], step_size: int) -> None:
    """While the view seeks they are the first of them."""
    with patch("dialer_tui.floor.view._STEP", step_size):
        live(steps)


def live(steps: list[tuple[str, int]]) -> None:
    view, alive, serial, keep = View(), dict[str, Entry](), 0, None
    for step, seed in steps:
        some = sorted(alive)[seed % len(alive)] if alive else None
        if step in {"add", "many"}:
            fresh = [entry(serial + at, seed + 3 * at) for at in range(1 if step == "add" else 40)]
            serial += len(fresh)
            alive |= {one.call.id: one for one in fresh}
            view.apply(Changes(new=fresh[:1], existing=fresh[1:]))
        elif step == "sort":
            names = sorted(COLUMNS)
            second = (names[seed // 7 % len(names)], seed // 3 % 2 == 0) if seed % 5 else None
            view.sort("type" if seed % 3 else names[seed % len(names)], seed % 2 == 0, second)  # of one type are all
        elif step == "filter":
            query = parse(["", "ann", "zoe", "C00"][seed % 4], Ground(ZoneInfo("UTC"), lambda: BASE))
            keep = query.keep if query else None
            view.filter(keep)
        elif step == "seek":
            view.seek(0 if seed % 3 else inf)
        elif some is not None and step == "change":
            had = alive[some]
            alive[some] = had.changed(entry(int(some[1:]), seed).call)
            view.apply(Changes(updated=[Update(alive[some], had.call)]))
        elif some is not None and step == "gone":
            alive[some] = alive[some].changed(alive[some].call, gone=True)
            view.apply(Changes(gone=[alive[some]]))
        elif some is not None:
            one = alive.pop(some)
            if step == "aged":
                view.apply(Changes(aged=[one]))
            else:
                view.drop([some])
        wanted = [one for one in alive.values() if keep is None or keep(one)]
        wanted.sort(key=lambda one: (one.call.date, one.call.id), reverse=view.descending)
        if view.second is not None:
            wanted.sort(key=lambda one: COLUMNS[view.second[0]](one), reverse=view.second[1])
        wanted.sort(key=lambda one: COLUMNS[view.column](one), reverse=view.descending)
        rows = [view[row].call.id for row in range(len(view))]
        ids = [one.call.id for one in wanted]
        assert rows == (ids[: len(rows)] if view.seeking else ids)
        assert [view.index(call_id) for call_id in rows] == list(range(len(view)))
        assert [one.call.id for one in view.rows()] == [one.id for one in view.calls()] == rows
        assert [one for one in alive.values() if view.shows(one.call.id)] == [
            one for one in alive.values() if keep is None or keep(one)
        ]
        assert view.total == len(view.entries()) == len(alive)
        assert (view.index("nobody"), view.shows("nobody"), view.get("nobody")) == (None, False, None)


def test_the_default_order_is_as_listed_newest_first() -> None:
    view = View()
    old = Entry(call("old", BASE + 10), BASE, BASE + 40.0, new=False)
    long = Entry(call("long", BASE - 1500, total=1540), BASE, BASE + 45.0, new=True)
    view.apply(Changes(existing=[old], new=[long]))
    assert [view[0].call.id, view[1].call.id] == ["long", "old"]


def test_a_frozen_view_shows_the_calls_as_they_were_and_then_as_they_are() -> None:
    view = View()
    some = {one.call.id: one for one in (entry(at, at) for at in range(60))}
    view.apply(Changes(existing=list(some.values())))
    view.freeze()
    before = [(view[row].call, view[row].gone) for row in range(len(view))]
    changes = Changes(new=[entry(99, 5)])
    for call_id, queue in (("C0001", 77), ("C0002", 3), ("C0003", 0)):
        had = some[call_id]
        some[call_id] = had.changed(call(call_id, had.call.date + 1, queue=queue, agent="Somebody else"))
        changes.updated.append(Update(some[call_id], had.call))
    some["C0004"] = some["C0004"].changed(some["C0004"].call, gone=True)
    changes.gone.append(some["C0004"])
    assert [(view[row].call, view[row].gone) for row in range(len(view))] == before
    view.sort("queue", True, ("agent", False))
    assert view[0].call.queue == 4
    assert {view[row].call for row in range(len(view))} == {one for one, _ in before}
    view.apply(changes)
    assert {view[row].call for row in range(len(view))} == {one for one, _ in before}
    view.thaw()
    fresh = View()
    fresh.apply(Changes(existing=[*some.values(), *changes.new]))
    fresh.sort("queue", True, ("agent", False))
    assert [view[row] for row in range(len(view))] == [fresh[row] for row in range(len(fresh))]
    assert view[0].call.queue == 77
    assert view.get("C0004") is some["C0004"]


def test_calls_without_a_person_stand_together_in_the_order_of_agents() -> None:
    names = ["Zoë", "VDAD", "Ann", "System", "", "VDCL"]
    people = People(["VDAD", "VDCL", "System"])
    view = View(person=lambda call: fold(call.agent) if people.human(call) else "")
    view.apply(
        Changes(
            existing=[Entry(call(f"C{at}", BASE + at, agent=name), BASE, BASE, False) for at, name in enumerate(names)]
        )
    )
    view.sort("agent", False)
    assert [view[row].call.agent for row in range(6)] == ["VDAD", "System", "", "VDCL", "Ann", "Zoë"]
