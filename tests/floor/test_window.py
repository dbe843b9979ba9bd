"""What an answer means to the window, rule by rule (window.md, "Absence is not evidence")."""

from __future__ import annotations

import sys
from array import array
from itertools import islice

import pytest

from dialer_tui.floor.changes import Changes
from dialer_tui.floor.standing import Known
from dialer_tui.floor.window import RollingWindow
from dialer_tui.model import Answer, Ask, Call, Oddities, Poll
from tests.floor.world import BASE, call, grown, moved

POLL = Poll(interval=5, window=600, look_back=300)


class Floor:
    """A window and answers to it by hand. Seconds count from BASE."""

    def __init__(self) -> None:
        self.window = RollingWindow(POLL, BASE)

    def hear(
        self, *calls: Call, at: float = 0, start: int = -900, end: int = 300, complete: bool = True, bad: int = 0
    ) -> Changes:
        answer = Answer(
            Ask("getCalls", BASE + start, BASE + end),
            list(calls),
            len(calls) + bad,
            sent=at,
            received=at + 0.1,
            oddities=Oddities(bad=("unreadable",) * bad),
        )
        assert not self.window.advance(BASE + at).gone
        return self.window.apply(answer, complete, BASE + at)

    def ids(self) -> set[str]:
        return {entry.call.id for entry in self.window.shown()}


A, B, C, D = (call(name, BASE - 100 - at) for at, name in enumerate("ABCD"))


def names(entries: list[object]) -> list[str]:
    return [entry.call.id for entry in entries]  # type: ignore[attr-defined]


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
    assert names(changes.new) == ["B"]
    assert changes.new[0].listed == BASE + 5


def test_a_call_of_a_second_never_had_whole_is_existing() -> None:
    floor = Floor()
    floor.hear(A, start=-50, complete=True)
    floor.hear(A, complete=False)
    assert names(floor.hear(A, B, at=5).existing) == ["B"]


def test_a_call_dated_after_the_run_began_is_new_even_in_a_gap() -> None:
    assert names(Floor().hear(call("late", BASE + 3), at=60).new) == ["late"]


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
    changes = floor.hear(A, at=25)
    assert [(update.entry.call, update.returned) for update in changes.updated] == [(A, True)]
    assert not changes.new
    assert floor.ids() == {"A"}


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
    """Both near ones leave the window before either is forgotten; then one is, and then the other."""
    floor = Floor()
    floor.hear(call("A", BASE), call("B", BASE + 200), call("F", BASE + 1_000_000))
    aged, known = [], []
    for changes in islice(floor.window.move(BASE + 2_000_000, 100), 100):
        aged += [names(changes.aged)] if changes else []
        known.append("".join(floor.window.entries))
    assert aged == [["A"], ["B"], ["F"]]
    assert list(dict.fromkeys(known)) == ["ABF", "BF", "F", ""]


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


@pytest.mark.parametrize(("at", "stands"), [(-151, True), (-150, False), (-101, False), (-100, True)])
def test_an_answer_for_less_stands_where_no_call_would_be_lacking_behind_it(at: int, stands: bool) -> None:
    floor = Floor()
    floor.hear(call("B", BASE + at))
    floor.window.standing.turn()
    floor.window.standing.keep(BASE - 300, Known(b"", 0, BASE - 150, array("q"), array("q"), BASE - 302, BASE - 149))
    assert (floor.window.known(BASE - 300, BASE - 100) is not None) is stands


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


def test_a_fixed_range_never_ages() -> None:
    window = RollingWindow(POLL, BASE, start=BASE - 5000)
    answer = Answer(Ask("getCalls", BASE - 5000, BASE), [call("x", BASE - 4990)], 1, 0.0, 0.1)
    window.apply(answer, True, BASE)
    assert window.advance(BASE + 90_000) == Changes()
    assert len(window.shown()) == 1
    assert window.start(BASE + 90_000) == window.horizon(BASE + 90_000) == BASE - 5000


def test_coverage_ends_where_the_server_was_when_asked() -> None:
    floor = Floor()
    floor.hear(at=0)
    assert BASE - 1 in floor.window.covered
    assert BASE not in floor.window.covered, "what is dated later may still come"


def test_a_doubt_about_a_call_that_is_asked_for_no_more_ends() -> None:
    floor = Floor()
    long = [call(f"L{at}", BASE - 890 + at, total=880) for at in range(3)]
    floor.hear(*long)
    floor.hear(at=5)
    assert floor.window.doubted == 3
    floor.window.advance(BASE + 20)
    assert floor.window.doubted == 0
    assert len(floor.ids()) == 3


def test_a_blink_is_forgotten_after_ten_minutes() -> None:
    window = RollingWindow(Poll(interval=5, window=7200, look_back=0), BASE)

    def hear(at: float, *calls: Call) -> Changes:
        return window.apply(
            Answer(Ask("getCalls", BASE - 900, BASE + 300), list(calls), len(calls), at, at), True, BASE
        )

    hear(0, A)
    hear(5)
    hear(55, A)
    hear(60)
    assert not hear(80).gone
    hear(90, A)
    hear(900)
    assert hear(915).gone


def test_calls_that_come_and_go_leave_no_holes_behind() -> None:
    floor = Floor()
    for at in range(0, 7200, 10):
        floor.hear(*(call(f"C{at + second}", BASE + at + second) for second in range(10)), at=at, complete=False)
        entries = floor.window.entries
        assert sys.getsizeof(entries) <= sys.getsizeof(dict(entries)), f"{len(entries)} calls after {at} s"
    assert len(floor.window.entries) == 910
