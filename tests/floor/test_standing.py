"""An answer whose bytes come again need not be read, unless something it covers was touched."""

from __future__ import annotations

from array import array

import pytest

from dialer_tui.floor.schedule import Schedule
from dialer_tui.floor.standing import Known, Standing
from dialer_tui.floor.window import RollingWindow
from dialer_tui.intake import merge, question
from dialer_tui.model import Answer, Call, Poll
from tests.floor.world import BASE, Watcher, World, call, drive, grown

KNOWN = Known(b"x", 3, 110, array("q", [100, 104, 109]), array("q", [130, 170, 110]), 98, 111)


POLL = Poll(interval=5, window=600, look_back=300)


def kept() -> Standing:
    standing = Standing()
    standing.turn()
    standing.touch([104])
    standing.keep(100, KNOWN)
    standing.turn()
    return standing


@pytest.mark.parametrize("touched", [range(0), range(200, 300)])  # few seconds, and more than it covers
@pytest.mark.parametrize(("second", "stands"), [(97, True), (98, False), (105, False), (111, False), (112, True)])
def test_a_touch_inside_what_it_covers_ends_it(second: int, stands: bool, touched: range) -> None:
    standing = kept()
    standing.touch(touched)
    assert standing.get(100) is KNOWN
    standing.touch([second])
    assert (standing.get(100) is KNOWN) is stands


def test_the_latest_of_many_are_kept_and_what_is_dropped_is_known_no_more() -> None:
    standing = kept()
    assert standing.recall(7) is None
    for start in range(1_000, 1_255):
        standing.keep(start, KNOWN)
    assert standing.recall(100) is standing.get(100) is KNOWN
    standing.keep(100, KNOWN)
    standing.keep(2_000, KNOWN)
    assert (standing.recall(100), standing.recall(1_000), standing.get(1_000)) == (KNOWN, None, None)


def test_it_ends_where_its_calls_are_forgotten_and_when_forgotten_ones_are_wanted_again() -> None:
    standing = kept()
    standing.forget(100)
    assert standing.get(100) is KNOWN
    standing.forget(101)
    assert standing.get(100) is None
    standing = kept()
    standing.forget(90)
    standing.forget(10)
    assert standing.get(100) is None


def test_what_is_kept_says_what_the_schedule_asks() -> None:
    assert list(KNOWN.inside(100, 109)) == [100, 104]
    assert KNOWN.ended_after(130, 100, 109) == 1
    assert (KNOWN.ended_after(129, 100, 109), KNOWN.ended_after(170, 0, 999), KNOWN.dated(104)) == (2, 0, 1)


def test_a_quiet_floor_is_read_once_and_a_change_is_seen_at_once() -> None:
    world = World()
    watcher = Watcher(world, Poll(interval=5, window=600, look_back=600))
    for at in range(300):
        world.put(call(f"C{at}", BASE - 30 - at), BASE - 1000)
    watcher.run(60)
    had = watcher.unchanged
    watcher.run(60)
    assert watcher.unchanged - had > 5
    one = world.present("C200", watcher.now)
    assert one is not None
    world.put(grown(one, 7), watcher.now)
    watcher.run(30)
    assert watcher.folded["C200"] == grown(one, 7)
    world.take("C100", watcher.now)
    watcher.run(60)
    assert watcher.gone == ["C100"]


@pytest.mark.parametrize("knowing", [False, True])
def test_the_same_bytes_for_a_longer_range_are_read_where_a_call_would_be_lacking(knowing: bool) -> None:
    """B is listed, then no more; the range that held only A is asked for with B's along."""
    window, schedule = RollingWindow(POLL, BASE), Schedule(POLL, BASE)
    one, other = call("A", BASE - 200), call("B", BASE - 100)

    def hear(start: int, end: int, records: list[Call], at: float) -> list[str]:
        ask = question(window, BASE + start, BASE + end)
        digest = repr(records).encode() if knowing else b""
        known = bool(digest) and digest == ask.known
        answer = Answer(
            ask, [] if known else records, 0 if known else len(records), at, at, unchanged=known, digest=digest
        )
        return [entry.call.id for entry in drive(merge(schedule, window, answer, BASE + at)).gone]

    assert not hear(-300, -150, [one], 0)
    assert not hear(-150, 0, [other], 1)
    assert not hear(-300, -150, [one], 2)
    gone = [call_id for at in range(10, 100, 20) for call_id in hear(-300, 0, [one], at)]
    assert gone == ["B"]
