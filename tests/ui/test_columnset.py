"""The set of columns: whatever somebody does to it, no column is lost, doubled, or left without room for ever."""

from __future__ import annotations

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dialer_tui.ui import columnset
from dialer_tui.ui.call_text import COLUMNS, OFFERED
from dialer_tui.ui.columns import place
from dialer_tui.ui.columnset import SHIPPED, ColumnSet
from dialer_tui.ui.panes.sideways import Sideways

FIELDS = ("callDisposition", "note", "名前")
NAMES = sorted(slot.name for slot in SHIPPED.with_fields(FIELDS).slots)


@st.composite
def arranged(draw: st.DrawFn) -> ColumnSet:
    """A set after some of what can be done to it."""
    columns = SHIPPED.with_fields(FIELDS)
    for name, what, by in draw(
        st.lists(st.tuples(st.sampled_from(NAMES), st.sampled_from("tms"), st.integers(-70, 70)), max_size=40)
    ):
        if what == "t":
            columns = columns.toggled(name)
        elif what == "m":
            columns = columns.moved(name, by)
        else:
            columns = columns.sized(name, by)
    return columns


def test_the_shipped_set_is_the_table_as_it_always_was() -> None:
    assert SHIPPED.columns() == COLUMNS
    hidden = {slot.name for slot in SHIPPED.slots if not slot.shown}
    assert hidden == {column.name for column in OFFERED}


@settings(deadline=None)
@given(arranged())
def test_every_column_is_there_once_and_one_is_shown(columns: ColumnSet) -> None:
    assert sorted(slot.name for slot in columns.slots) == NAMES
    assert columns.names()
    assert [column.name for column in columns.columns()] == ["mark", *columns.names()]
    for slot in columns.slots:
        least, most = columnset.bounds(slot.name)
        assert slot.cells is None or least <= slot.cells <= most


@settings(deadline=None)
@given(arranged(), st.sampled_from(NAMES), st.integers(-30, 30))
def test_a_move_changes_one_place_and_can_be_taken_back(columns: ColumnSet, name: str, by: int) -> None:
    moved = columns.moved(name, by)
    at, to = columns.at(name), moved.at(name)
    assert to == max(0, min(at + by, len(NAMES) - 1))
    assert [slot for slot in moved.slots if slot.name != name] == [slot for slot in columns.slots if slot.name != name]
    assert moved.moved(name, at - to) == columns


@settings(deadline=None)
@given(arranged(), st.integers(1, 240))
def test_what_is_placed_fits_and_is_in_order_at_any_width(columns: ColumnSet, width: int) -> None:
    placed = place(columns.columns(), width)
    names = [at.column.name for at in placed]
    assert names == [name for name in ("mark", *columns.names()) if name in names]
    assert len(names) >= 2
    if len(names) > 2:
        assert sum(at.cells for at in placed) + len(placed) - 1 <= width
    for at in placed:
        own = next((slot.cells for slot in columns.slots if slot.name == at.column.name), None)
        assert own is None or at.cells == own


@settings(deadline=None)
@given(arranged(), st.integers(1, 200))
def test_the_column_cursor_comes_to_every_column_that_is_shown(columns: ColumnSet, width: int) -> None:
    sideways = Sideways(columns.columns(), "agent")
    sideways.move(1, width)
    sideways.move(-100, width)
    walked = [sideways.at]
    for _ in NAMES:
        sideways.move(1, width)
        assert sideways.at in [at.column.name for at in sideways.seen(width)]
        walked.append(sideways.at)
    assert set(walked) == set(columns.names())


def test_a_width_of_ones_own_keeps_a_column_where_others_go() -> None:
    def at_80(columns: ColumnSet) -> list[str]:
        return [at.column.name for at in place(columns.columns(), 78)]

    assert "number_in" not in at_80(SHIPPED)
    assert "number_in" in at_80(SHIPPED.sized("number_in", 13))
    assert "id" in at_80(SHIPPED.toggled("id"))  # asked for, so it stays
    assert "listed" not in at_80(SHIPPED)
    assert "listed" in at_80(SHIPPED.toggled("contact"))  # what is hidden leaves its room to others


def test_the_last_column_cannot_be_hidden_and_alone_it_needs_no_room() -> None:
    columns = SHIPPED
    for name in SHIPPED.names():
        columns = columns.toggled(name)
    assert columns.names() == ("total",)
    assert columns.toggled("total") == columns
    assert [at.column.name for at in place(columns.columns(), 4)] == ["mark", "total"]


def test_fields_that_nobody_knows_are_offered_and_forgotten_when_hidden() -> None:
    offered = SHIPPED.with_fields(FIELDS)
    assert offered.with_fields(FIELDS) == offered
    assert offered.kept() == SHIPPED
    shown = offered.toggled("extra:note")
    assert shown.kept().names() == (*SHIPPED.names(), "extra:note")
    assert len(SHIPPED.with_fields(map(str, range(10_000))).slots) < 100
    assert SHIPPED.with_fields(["x" * 1_000]) == SHIPPED


# --- as JSON ---------------------------------------------------------------------------------------------------


@settings(deadline=None)
@given(arranged())
def test_what_was_written_is_read(columns: ColumnSet) -> None:
    assert columnset.read(json.loads(json.dumps(columnset.written(columns)))) == columns


@settings(deadline=None)
@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8) | st.sampled_from(NAMES),
        lambda inner: st.lists(inner, max_size=6) | st.dictionaries(st.text(max_size=4), inner, max_size=3),
        max_leaves=30,
    )
)
def test_whatever_is_read_is_a_whole_set_or_none(found: object) -> None:
    columns = columnset.read(found)
    if columns is not None:
        assert columns.names()
        assert {slot.name for slot in SHIPPED.slots} <= {slot.name for slot in columns.slots}
        assert len({slot.name for slot in columns.slots}) == len(columns.slots)


@pytest.mark.parametrize("found", [None, {}, [], "agent", [["agent", False, None]], [["nothing", True, None]]])
def test_a_set_without_any_column_is_none(found: object) -> None:
    assert columnset.read(found) is None


def test_of_another_versions_set_what_is_known_stays_and_new_columns_are_hidden() -> None:
    found = [["talk", True, 9], ["sentiment", True, None], ["agent", True, 4_000], ["queue", True, "x"], ["talk", 1]]
    columns = columnset.read(found)
    assert columns is not None
    assert columns.names() == ("talk", "agent")
    assert [slot.cells for slot in columns.slots[:2]] == [9, 60]
    assert len(columns.slots) == len(SHIPPED.slots)
