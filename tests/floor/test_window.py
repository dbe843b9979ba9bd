"""What an answer means to the window, rule by rule (window.md, "Absence is not evidence")."""

from __future__ import annotations

from array import array

import pytest

from dialer_tui.floor.changes import Changes
from dialer_tui.floor.standing import Known
from dialer_tui.floor.window import RollingWindow
from dialer_tui.model import Answer, Ask, Call, Poll
from tests.floor.by_hand import POLL, A, B, C, D, Floor, names
from tests.floor.world import BASE, call, grown, moved


def test_the_first_fill_is_existing_and_listed_at_its_end() -> None:
    changes = Floor().hear(A)
    assert names(changes.existing) == ["A"]
    assert not changes.new
    assert changes.existing[0].listed == A.ended_at


def test_an_existing_call_of_a_clock_that_is_ahead_was_listed_when_it_was_seen_and_stays_below_what_comes() -> None:
    floor = Floor()
    ahead = call("ahead", BASE - 10, total=100)
    floor.hear(ahead, A, at=1)
    new = floor.hear(ahead, A, B, at=6).new[0]
    assert new.listed > floor.window.entries["ahead"].listed == BASE + 1


def test_a_call_of_a_second_already_had_whole_is_new_and_listed_now() -> None:
    floor = Floor()
    floor.hear(A)
    changes = floor.hear(A, B, at=5)
    assert [(entry.call.id, entry.new) for entry in changes.new] == [("B", True)]
    assert changes.new[0].listed == BASE + 5


@pytest.mark.parametrize("others", [(), (A,)])
def test_a_call_is_shown_from_the_second_on_at_which_the_window_starts(others: tuple[Call, ...]) -> None:
    floor = Floor()
    floor.hear(*others, start=-200)
    edge, before = call("edge", BASE - 630), call("before", BASE - 631)
    changes = floor.hear(*others, edge, before, B, complete=False)
    (existing,) = (entry for entry in changes.existing if entry.call.id != "B")
    assert (existing.call, existing.listed) == (edge, BASE - 600)


def test_a_long_answer_is_merged_whole_with_a_pause_now_and_then() -> None:
    window, calls = RollingWindow(POLL, BASE), [call(f"C{at}", BASE - 100) for at in range(1_200)]
    answer = Answer(Ask("getCalls", BASE - 900, BASE + 300), calls, 1_200, 0.0, 0.1)
    assert len(list(window.merge(answer, True, BASE, changes := Changes()))) == 3
    assert [entry.call for entry in changes.existing] == calls


def test_whether_the_last_answer_was_whole_and_how_much_it_lacked() -> None:
    floor = Floor()
    assert (floor.window.whole, floor.window.lacked) == (False, 0)
    told = []
    for at, calls, complete in ((0, (A, B, C), True), (5, (C,), True), (10, (C,), False), (15, (A, B, C), True)):
        floor.hear(*calls, at=at, complete=complete)
        told.append((floor.window.whole, floor.window.lacked))
    assert told == [(True, 0), (False, 2), (False, 0), (True, 0)]


def test_a_call_of_a_second_never_had_whole_is_existing() -> None:
    floor = Floor()
    floor.hear(A, start=-50, complete=True)
    floor.hear(A, complete=False)
    assert names(floor.hear(A, B, at=5).existing) == ["B"]


@pytest.mark.parametrize(("date", "new"), [(BASE - 1, False), (BASE, True), (BASE + 3, True)])
def test_a_call_dated_after_the_run_began_is_new_even_in_a_gap(date: int, new: bool) -> None:
    (entry,) = [*(changes := Floor().hear(call("late", date), at=60)).new, *changes.existing]
    assert entry.new is new
    assert bool(changes.new) is new


def test_an_unchanged_record_is_no_change_and_a_changed_one_keeps_what_it_was() -> None:
    floor = Floor()
    floor.hear(A)
    assert not floor.hear(call("A", A.date), at=5)
    (update,) = floor.hear(grown(A, 10), at=10).updated
    assert (update.before.total, update.entry.call.total, update.returned) == (30, 40, False)


def test_two_misses_three_intervals_apart_make_a_call_gone() -> None:
    floor = Floor()
    floor.hear(A)
    assert not floor.hear(at=5)
    assert not floor.hear(at=10)
    assert not floor.hear(at=19)
    gone = floor.hear(at=20).gone
    assert [(entry.call.id, entry.gone) for entry in gone] == [("A", True)]
    assert floor.ids() == set()


def test_a_sighting_in_between_forgets_the_miss() -> None:
    floor = Floor()
    floor.hear(A)
    floor.hear(at=5)
    floor.hear(A, at=10)
    assert not floor.hear(at=20).gone
    assert floor.hear(at=35).gone


def test_a_call_that_blinked_is_given_twice_as_long() -> None:
    floor = Floor()
    floor.hear(A)
    floor.hear(at=5)
    floor.hear(A, at=25)
    floor.hear(at=30)
    assert not floor.hear(at=50).gone
    assert floor.hear(at=70).gone


@pytest.mark.parametrize(
    ("start", "end", "counts"), [(-99, 300, False), (-100, 300, True), (-900, -100, False), (-900, -99, True)]
)
def test_absence_counts_only_with_two_seconds_to_spare(start: int, end: int, counts: bool) -> None:
    """A is dated at -100; a slice is asked two seconds earlier and one later than its edges."""
    floor = Floor()
    floor.hear(A)
    floor.hear(at=5, start=start, end=end)
    assert bool(floor.hear(at=30, start=start, end=end).gone) is counts


def test_an_answer_that_proves_nothing_misses_nothing() -> None:
    floor = Floor()
    floor.hear(A)
    for at in range(5, 120, 5):
        assert not floor.hear(at=at, complete=False)


def test_an_unreadable_record_may_be_the_missing_one() -> None:
    floor = Floor()
    floor.hear(A)
    floor.hear(at=5, bad=1)
    assert not floor.hear(at=60, bad=1)
    floor.hear(at=65)
    assert floor.hear(at=80).gone


def test_a_mass_miss_is_doubted_until_three_answers_over_a_minute_agree() -> None:
    floor = Floor()
    floor.hear(A, B, C)
    floor.hear(C, at=5)
    assert floor.window.lacked == 2
    assert floor.window.doubted == 2
    assert not floor.hear(C, at=40)
    assert not floor.hear(C, at=64)
    assert sorted(names(floor.hear(C, at=65).gone)) == ["A", "B"]
    assert floor.window.doubted == 0


def test_two_answers_a_minute_apart_do_not_settle_a_mass_miss() -> None:
    floor = Floor()
    floor.hear(A, B, C)
    floor.hear(C, at=5)
    assert not floor.hear(C, at=70)
    assert len(floor.hear(C, at=75).gone) == 2


def test_what_was_missed_among_many_stays_in_doubt_when_the_others_are_back() -> None:
    floor = Floor()
    floor.hear(A, B, C)
    floor.hear(C, at=5)
    assert not floor.hear(B, C, at=30).gone
    assert not floor.hear(B, C, at=64).gone
    assert names(floor.hear(B, C, at=65).gone) == ["A"]


def test_a_blip_of_no_calls_at_all_costs_nothing() -> None:
    floor = Floor()
    floor.hear(A, B, C, D)
    floor.hear(at=5)
    assert not floor.hear(A, B, C, D, at=10)
    assert floor.window.doubted == 0
    assert floor.ids() == set("ABCD")


def test_one_call_in_a_large_answer_is_an_ordinary_miss() -> None:
    floor = Floor()
    crowd = [call(f"x{at}", BASE - 200 - at) for at in range(30)]
    floor.hear(*crowd)
    floor.hear(*crowd[3:], at=5)
    assert floor.window.lacked == 0
    assert len(floor.hear(*crowd[3:], at=20).gone) == 3


def test_a_call_back_from_gone_is_an_update_that_says_so() -> None:
    floor = Floor()
    floor.hear(A)
    floor.hear(at=5)
    floor.hear(at=20)
    changes = floor.hear(A, B, at=25)
    assert [(update.entry.call, update.returned) for update in changes.updated] == [(A, True)]
    assert names(changes.new) == ["B"], "and who comes with it comes"
    assert floor.ids() == {"A", "B"}


def test_a_moved_call_is_judged_by_its_present_date() -> None:
    floor = Floor()
    floor.hear(A)
    floor.hear(moved(A, BASE - 400), at=5, start=-500, end=-300)
    for at in range(10, 200, 10):
        assert not floor.hear(at=at, start=-200)
    floor.hear(at=200, start=-500, end=-300)
    assert floor.hear(at=215, start=-500, end=-300).gone


def test_a_call_moved_there_and_back_is_missed_once_an_answer() -> None:
    floor = Floor()
    floor.hear(A)
    floor.hear(moved(A, BASE - 400), at=5)
    floor.hear(A, at=10)
    floor.hear(at=15)
    assert floor.window.lacked == 0
    assert floor.hear(at=30).gone


def test_a_long_call_listed_at_its_end_is_shown_though_it_began_before_the_window() -> None:
    floor = Floor()
    floor.hear(A)
    long = call("long", BASE - 850, total=840)
    changes = floor.hear(A, long, at=5)
    assert names(changes.new) == ["long"]
    assert changes.new[0].listed == BASE + 5


def test_a_call_that_ended_before_the_window_is_known_but_not_shown() -> None:
    floor = Floor()
    old = call("old", BASE - 800, total=60)
    assert not floor.hear(old)
    assert floor.ids() == set()
    (update,) = floor.hear(grown(old, 700), at=5).updated
    assert (update.entry.call.id, update.before) == ("old", None)
    assert floor.ids() == {"old"}


@pytest.mark.parametrize(("at", "stands"), [(-151, True), (-150, False), (-101, False), (-100, True)])
def test_an_answer_for_less_stands_where_no_call_would_be_lacking_behind_it(at: int, stands: bool) -> None:
    floor = Floor()
    floor.hear(call("B", BASE + at))
    floor.window.standing.turn()
    floor.window.standing.keep(BASE - 300, Known(b"", 0, BASE - 150, array("q"), array("q"), BASE - 302, BASE - 149))
    assert (floor.window.known(BASE - 300, BASE - 100) is not None) is stands


def test_coverage_is_the_share_of_seconds_had_whole() -> None:
    floor = Floor()
    assert floor.window.coverage(BASE) == 0
    assert (floor.window.start(BASE + 60), floor.window.horizon(BASE + 60)) == (BASE - 540, BASE - 840)
    floor.hear(start=-300, end=300)
    assert floor.window.coverage(BASE) == pytest.approx(0.5)
    floor.hear(complete=False)
    assert floor.window.coverage(BASE) == pytest.approx(0.5)
    floor.hear()
    assert floor.window.coverage(BASE) == 1


def test_coverage_ends_where_the_server_was_when_asked() -> None:
    floor = Floor()
    floor.hear(at=0)
    assert BASE - 1 in floor.window.covered
    assert BASE not in floor.window.covered, "what is dated later may still come"


@pytest.mark.parametrize(("at", "gone"), [(300, False), (640, False), (641, True)])
def test_a_blink_is_forgotten_after_ten_minutes(at: int, gone: bool) -> None:
    window = RollingWindow(Poll(interval=5, window=7200, look_back=0), BASE)

    def hear(at: float, *calls: Call) -> Changes:
        return window.apply(
            Answer(Ask("getCalls", BASE - 900, BASE + 300), list(calls), len(calls), at, at), True, BASE
        )

    hear(0, A)
    hear(5)
    hear(55, A)
    hear(at)
    assert bool(hear(at + 15).gone) is gone
    assert gone or hear(at + 100).gone
