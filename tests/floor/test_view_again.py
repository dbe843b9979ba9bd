"""A view looks again at calls of which its filter, or what orders them, may say something else by now."""

from __future__ import annotations

from unittest.mock import patch

import pytest

from dialer_tui.floor.changes import Changes, Entry
from dialer_tui.floor.view import View
from tests.floor.world import BASE, call

CALLS = [Entry(call(f"C{at}", BASE + at), BASE, float(BASE + at), False) for at in range(9)]


class Kept:
    """A view, and a filter that keeps what it is told to."""

    def __init__(self, *numbers: int, descending: bool = True) -> None:
        self.numbers = set(numbers)
        self.view = View(descending=descending)
        self.view.apply(Changes(existing=CALLS))
        self.view.filter(lambda one: int(one.call.id[1:]) in self.numbers)
        assert self.view.seek() is bool(numbers)

    @property
    def rows(self) -> str:
        return "".join(one.call.id[1:] for one in self.view.rows())


@pytest.mark.parametrize("descending", [True, False])
def test_what_a_review_finds_comes_and_goes_row_by_row_and_none_is_out_of_sight_meanwhile(descending: bool) -> None:
    kept = Kept(0, 2, 4, 6, 8, descending=descending)
    kept.numbers = {1, 2, 3, 5, 7, 8}
    kept.view.review()
    assert kept.view.reviewing
    seen = []
    with patch("dialer_tui.floor.view._STEP", 3):
        kept.view._many = 3
        while kept.view.reviewing:
            seen.append((kept.view.seek(0), kept.rows))
    down = [(True, "87420"), (True, "875320"), (True, "875321"), (False, "875321")]
    up = [(True, "12468"), (True, "123568"), (True, "123578"), (False, "123578")]
    assert seen == (down if descending else up)
    kept.view.review()
    assert not kept.view.seek(), "nothing has come or gone since"


def test_there_is_nothing_to_review_without_a_filter_or_without_calls_or_while_it_seeks() -> None:
    view = View()
    view.apply(Changes(existing=CALLS))
    view.review()
    assert not view.reviewing
    view.filter(lambda one: True)
    assert view.seeking
    view.review()
    assert not view.reviewing
    view.drop([one.call.id for one in CALLS])
    view.seek()
    view.review()
    assert not view.reviewing
    view.filter(lambda one: True)
    assert not view.seeking


def test_some_calls_are_looked_at_again_by_themselves() -> None:
    kept = Kept(0, 2, 4)
    kept.numbers = {2, 3, 5, 8}
    assert kept.view.recheck(["C0", "C2", "C3", "C7", "nobody"])
    assert kept.rows == "432", "of the others nothing was asked"
    assert not kept.view.recheck(["C0", "C2", "C3", "C7", "nobody"])
    assert not View().recheck(["C0"])


def test_calls_that_seeking_has_not_come_to_are_not_looked_at_before() -> None:
    kept = Kept()
    kept.numbers = set(range(9))
    with patch("dialer_tui.floor.view._STEP", 3):
        kept.view.filter(kept.view._keep)
        assert kept.view.seek(0)
        assert kept.rows == "876"
        assert not kept.view.recheck(["C5"])
        kept.numbers -= {7}
        assert kept.view.recheck(["C5", "C7"])
    assert kept.rows == "86"


def test_what_orders_a_call_may_change_within() -> None:
    names = {one.call.id: f"agent {one.call.id}" for one in CALLS}
    view = View(person=lambda one: names[one.id])
    view.sort("agent", False)
    view.apply(Changes(existing=CALLS))
    view.filter(lambda one: names[one.call.id] != "nobody")
    view.seek()
    with view.anew(["C0", "C4", "C6", "stranger"]):
        names |= {"C0": "agent Z", "C4": "nobody", "C6": "agent A"}
    assert [one.id for one in view.calls()] == ["C6", "C1", "C2", "C3", "C5", "C7", "C8", "C0"]
    assert [view.index(one.id) for one in view.calls()] == list(range(8))
    assert view.get("C4") is CALLS[4]


def test_only_columns_that_there_are_order_the_rows() -> None:
    view = View()
    for column, second in (("nothing", None), ("listed", ("nothing", True))):
        with pytest.raises(KeyError):
            view.sort(column, True, second)
    assert (view.column, view.descending, view.second) == ("listed", True, None)
    for row in (-1, 0):
        with pytest.raises(IndexError):
            view[row]


def test_another_order_keeps_the_filter_and_an_unknown_length_stands_below_none_at_all() -> None:
    view = View()
    queues = {"A": 1, "B": None, "C": 0, "D": 9}
    view.apply(
        Changes(existing=[Entry(call(name, BASE, queue=queue), BASE, BASE, False) for name, queue in queues.items()])
    )
    view.filter(lambda one: one.call.id != "D")
    view.seek()
    for descending, order in ((True, ["A", "C", "B"]), (False, ["B", "C", "A"])):
        view.sort("queue", descending)
        view.seek()
        assert [one.id for one in view.calls()] == order


def test_all_that_happened_while_it_was_frozen_is_shown_then() -> None:
    view = View()
    view.apply(Changes(existing=CALLS[:2]))
    view.freeze()
    view.apply(Changes(new=CALLS[2:3]))
    view.apply(Changes(aged=CALLS[:1]))
    view.thaw()
    assert [one.id for one in view.calls()] == ["C2", "C1"]
