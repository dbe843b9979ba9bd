"""How many calls a filter keeps, as they come and go, and when they are looked at again."""

from __future__ import annotations

from unittest.mock import patch

import pytest

from dialer_tui.floor.changes import Changes, Entry, Update
from dialer_tui.floor.counted import Counted
from dialer_tui.floor.query import Query
from dialer_tui.floor.query.tree import Word
from tests.floor.world import BASE, call

CALLS = [Entry(call(f"C{at}", BASE), BASE, BASE, False) for at in range(7)]


def counted(kept: set[str], timed: bool = False) -> tuple[Counted, list[str]]:
    """A count of the calls in a set that may change, and the IDs that it looked at."""
    seen: list[str] = []

    def keep(entry: Entry) -> bool:
        seen.append(entry.call.id)
        return entry.call.id in kept

    found = Counted(Query(Word("x"), "x", keep, timed))
    found.apply(Changes(existing=CALLS))
    seen.clear()
    return found, seen


@pytest.mark.parametrize("kind", ["gone", "aged"])
def test_what_leaves_is_counted_no_more_and_not_looked_at_again(kind: str) -> None:
    kept = {"C1", "C2"}
    found, seen = counted(kept, timed=True)
    assert len(found) == 2
    found.apply(Changes(**{kind: [CALLS[1], Entry(call("stranger", BASE), BASE, BASE, False)]}))
    assert len(found) == 1
    found.look()
    assert (len(found), seen) == (1, ["C0", "C2", "C3", "C4", "C5", "C6"])


def test_what_changes_is_judged_at_once() -> None:
    kept = {"C1"}
    found, seen = counted(kept)
    kept |= {"C3"}
    kept -= {"C1"}
    found.apply(Changes(new=[CALLS[0]], updated=[Update(CALLS[3], None), Update(CALLS[1], None)]))
    assert (len(found), seen) == (1, ["C0", "C3", "C1"])


def test_without_a_reason_nothing_is_looked_at_and_with_one_all_once_a_little_at_a_time() -> None:
    kept = {"C1"}
    found, seen = counted(kept)
    found.look()
    assert seen == []
    with patch("dialer_tui.floor.counted._STEP", 3):
        kept |= {"C0", "C6"}
        found.review()
        told = []
        for _ in range(5):
            found.look()
            told.append((len(found), len(seen)))
    assert told == [(2, 3), (2, 6), (3, 7), (3, 7), (3, 7)]


def test_what_time_changes_is_looked_at_round_after_round() -> None:
    found, seen = counted(set(), timed=True)
    for _ in range(3):
        found.look()
    assert len(seen) >= 14
