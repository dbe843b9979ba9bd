"""A known call as it changes, and what happened to some, as a whole and in pieces."""

from __future__ import annotations

import pytest

from dialer_tui.floor.changes import Changes, Entry, Update
from tests.floor.world import BASE, call

ONES = [Entry(call(str(n), BASE), BASE, BASE, False) for n in range(7)]
UPDATES = [Update(ONES[0], None)]


@pytest.mark.parametrize(
    ("before", "after", "grew"),
    [(30, 31, True), (30, 30, False), (30, 29, False), (None, 30, False), (30, None, False)],
)
@pytest.mark.parametrize("new", [True, False])
def test_a_call_that_is_longer_than_it_was_grew(before: int | None, after: int | None, grew: bool, new: bool) -> None:
    had = Entry(call("A", BASE, total=before), BASE + 1.0, BASE + 2.0, new, version=3)
    one = call("A", BASE, total=after)
    assert had.changed(one) == Entry(one, BASE + 1.0, BASE + 2.0, new, 4, False, grew)
    assert had.changed(one, gone=True).gone


@pytest.mark.parametrize(("had", "may"), [(BASE + 60, False), (BASE + 59, True), (BASE + 10, True)])
def test_a_call_may_go_on_until_it_has_been_asked_for_a_while_after_its_end(had: float, may: bool) -> None:
    assert Entry(call("A", BASE, total=30), BASE, BASE, False).may_go_on(had, settle=30) is may


@pytest.mark.parametrize(
    "changes",
    [Changes(new=ONES), Changes(existing=ONES), Changes(updated=UPDATES), Changes(gone=ONES), Changes(aged=ONES)],
)
def test_whatever_happened_something_did(changes: Changes) -> None:
    assert changes
    assert not Changes()


def test_pieces_hold_each_call_once_under_what_happened_to_it() -> None:
    whole = Changes(new=ONES[:3], existing=ONES[3:5], updated=UPDATES, gone=ONES[5:6], aged=ONES[6:])
    pieces = list(whole.pieces(2))
    assert [len(piece.new) for piece in pieces] == [2, 1, 0, 0, 0, 0]
    for kind in Changes.__struct_fields__:
        assert [one for piece in pieces for one in getattr(piece, kind)] == getattr(whole, kind)
