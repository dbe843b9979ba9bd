"""What time does to the window: calls leave it and are forgotten, and clocks are set."""

from __future__ import annotations

import sys
from itertools import islice

import pytest

from dialer_tui.floor.changes import Changes
from dialer_tui.floor.window import RollingWindow
from dialer_tui.model import Answer, Ask
from tests.floor.by_hand import POLL, A, B, C, D, Floor, names
from tests.floor.world import BASE, call, grown, moved


def test_a_call_that_turns_out_to_have_ended_before_the_window_leaves_it() -> None:
    floor = Floor()
    floor.hear(call("long", BASE - 650, total=60))
    assert names(floor.hear(call("long", BASE - 650, total=40), at=5).aged) == ["long"]
    assert floor.ids() == set()


def test_ageing_out_is_silent_and_the_id_stays_known() -> None:
    floor = Floor()
    floor.hear(A)
    assert not floor.window.advance(BASE + 530)
    aged = floor.window.advance(BASE + 531)
    assert names(aged.aged) == ["A"]
    assert not aged.gone
    assert not floor.hear(A, at=532).new
    floor.window.advance(BASE + 801)
    assert not floor.window.entries


def test_server_now_set_back_brings_calls_back() -> None:
    floor = Floor()
    floor.hear(A)
    assert floor.window.advance(BASE + 600).aged
    assert not floor.window.advance(BASE + 598), "an estimate trembles"
    assert names(floor.window.advance(BASE).existing) == ["A"]
    assert names(floor.window.advance(BASE + 600).aged) == ["A"]


@pytest.mark.parametrize(("back", "existing"), [(4.9, []), (5, ["edge"]), (6, ["edge"]), (9, ["edge", "A"])])
def test_a_clock_set_back_brings_back_what_ends_from_then_on_and_nothing_twice(
    back: float, existing: list[str]
) -> None:
    floor = Floor()
    edge, still = call("edge", BASE - 5, total=0), call("still", BASE, total=0)
    floor.hear(edge, call("A", BASE - 9, total=0), still)
    floor.window.advance(BASE + 600)
    assert floor.ids() == {"still"}
    assert names(floor.window.advance(BASE + 600 - back).existing) == existing


def test_time_goes_in_leaps_each_of_which_lets_few_calls_go_and_forgets_few() -> None:
    """Those that are near have both left the window before either is forgotten; then one is, and then the other."""
    floor = Floor()
    floor.hear(call("A", BASE), call("B", BASE + 100), call("F", BASE + 1_000_000), call("G", BASE + 1_000_030))
    aged, known = [], []
    for changes in islice(floor.window.move(BASE + 2_000_000, 20), 100):
        aged += [names(changes.aged)] if changes else []
        known.append("".join(floor.window.entries))
    assert aged == [["A"], ["B"], ["F"], ["G"]]
    assert list(dict.fromkeys(known)) == ["ABFG", "BFG", "FG", "G", ""]


def test_what_moved_is_forgotten_by_its_present_date_and_others_beside_it_by_theirs() -> None:
    floor = Floor()
    floor.hear(moved(A, BASE - 400), call("B", BASE - 390))
    floor.hear(A, call("B", BASE - 390), at=5)
    floor.window.advance(BASE + 520)
    assert set(floor.window.entries) == {"A"}


def test_what_was_said_to_be_new_is_remembered_as_long_though_it_is_moved_into_the_past() -> None:
    floor = Floor()
    floor.hear()
    assert names(floor.hear(A, at=5).new) == ["A"]
    floor.hear(moved(A, BASE - 850), at=10)
    floor.window.advance(BASE + 905)
    assert set(floor.window.entries) == {"A"}
    floor.window.advance(BASE + 906)
    assert not floor.window.entries


def test_who_comes_from_a_second_of_which_calls_have_been_forgotten_is_not_new() -> None:
    floor = Floor()
    floor.hear(call("F", BASE + 10), at=20, complete=False)
    floor.window.advance(BASE + 921)
    assert not floor.window.entries
    late = [call(str(at), BASE + at, total=800) for at in (10, 11)]
    changes = floor.hear(*late, at=921, complete=False)
    assert (names(changes.existing), names(changes.new)) == (["10"], ["11"])


@pytest.mark.parametrize(("at", "returned"), [(800, True), (801, False)])
def test_what_has_gone_is_known_as_long_as_it_is_asked_for(at: int, returned: bool) -> None:
    floor = Floor()
    floor.hear(A)
    floor.hear(at=5)
    floor.hear(at=20)
    floor.window.advance(BASE + at)
    assert bool(floor.hear(grown(A, 600), at=at).updated) is returned


def test_a_clock_set_by_centuries_lets_each_call_go_once_and_takes_no_longer_than_they_do() -> None:
    floor, century = Floor(), 100 * 365 * 86_400
    far = call("F", BASE + century // 2)
    floor.hear(A, B, C, D, far)
    moved = list(islice(floor.window.move(BASE + century), 1_000))
    assert len(moved) < 50
    assert sorted(name for changes in moved for name in names(changes.aged)) == ["A", "B", "C", "D", "F"]
    assert floor.ids() == set()
    assert (floor.window.entries, floor.window.start(BASE + century)) == ({}, BASE + century - 600)
    after = call("G", BASE + century - 5)
    changes = floor.window.apply(
        Answer(Ask("getCalls", BASE + century - 900, BASE + century), [after], 1, 100, 100.1), True, BASE + century
    )
    assert names([*changes.new, *changes.existing]) == ["G"]
    assert floor.ids() == {"G"}


def test_a_fixed_range_never_ages() -> None:
    window = RollingWindow(POLL, BASE, start=BASE - 5000)
    answer = Answer(Ask("getCalls", BASE - 5000, BASE), [call("x", BASE - 4990)], 1, 0.0, 0.1)
    window.apply(answer, True, BASE)
    assert window.advance(BASE + 90_000) == Changes()
    assert len(window.shown()) == 1
    assert window.start(BASE + 90_000) == window.horizon(BASE + 90_000) == BASE - 5000


def test_a_doubt_about_a_call_that_is_asked_for_no_more_ends() -> None:
    floor = Floor()
    long = [call(f"L{at}", BASE - 890 + at, total=880) for at in range(3)]
    floor.hear(*long)
    floor.hear(at=5)
    assert floor.window.doubted == 3
    floor.window.advance(BASE + 20)
    assert floor.window.doubted == 0
    assert len(floor.ids()) == 3


def test_calls_that_come_and_go_leave_no_holes_behind() -> None:
    floor = Floor()
    for at in range(0, 7200, 10):
        floor.hear(*(call(f"C{at + second}", BASE + at + second) for second in range(10)), at=at, complete=False)
        entries = floor.window.entries
        assert sys.getsizeof(entries) <= sys.getsizeof(dict(entries)), f"{len(entries)} calls after {at} s"
    assert len(floor.window.entries) == 910
