"""Views: columns, order, type and filter under a name, in a file that several consoles share."""

from __future__ import annotations

import json
import os
import stat
from concurrent.futures import ThreadPoolExecutor

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec import structs

from dialer_tui.ui import remember, statefile, views
from dialer_tui.ui.columnset import SHIPPED
from dialer_tui.ui.remember import Remembered
from dialer_tui.ui.statefile import Newer
from dialer_tui.ui.views import MOST, TooMany, Views
from tests.ui.test_views import LONG_WAITS, SALE, put


def test_views_are_kept_for_their_owner_alone_and_had_back_by_name() -> None:
    path = remember.default_file()
    there = Views(path)
    assert there.all() == []
    there.keep(SALE)
    there.keep(LONG_WAITS)
    assert Views(path).all() == [LONG_WAITS, SALE]
    there.keep(structs.replace(SALE, type="out"))
    assert [view.type for view in there.all()] == ["in", "out"]
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert [one.name for one in path.parent.iterdir()] == ["state.json"]
    there.drop("Spring")
    there.drop("nobody's")
    assert Views(path).all() == [LONG_WAITS]
    there.drop("long waits")
    assert "views" not in json.loads(path.read_text())


def test_leaving_and_saving_take_nothing_from_each_other() -> None:
    path = remember.default_file()
    Views(path).keep(SALE)
    left = Remembered(("queue", True), type="in", columns=SHIPPED.toggled("id"))
    remember.save(left)
    assert (remember.load(), Views(path).all()) == (left, [SALE])
    Views(path).keep(LONG_WAITS)
    assert remember.load() == left
    put(path.read_bytes().replace(b'"version"', b'"tomorrow": {"x": 1}, "version"'))
    remember.save(Remembered())
    assert json.loads(path.read_text())["tomorrow"] == {"x": 1}  # what a later program of this version put there
    assert "columns" not in json.loads(path.read_text())
    assert len(Views(path).all()) == 2


def test_many_who_save_at_once_lose_nothing() -> None:
    path = remember.default_file()

    def work(at: int) -> None:
        mine = Views(path)
        for n in range(5):
            mine.keep(structs.replace(SALE, name=f"{at}-{n}"))
            remember.save(Remembered(type=("in", "out")[n % 2]), path)
            if n:
                mine.drop(f"{at}-{n - 1}")

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(work, range(8)))
    assert [view.name for view in Views(path).all()] == [f"{at}-4" for at in range(8)]


def test_somebody_who_holds_the_lock_for_ever_holds_up_nobody_for_long(monkeypatch: pytest.MonkeyPatch) -> None:
    import fcntl

    path = put(b'{"version": 1}')
    monkeypatch.setattr(statefile, "_PATIENCE", 0.1)
    descriptor = os.open(path.parent, os.O_RDONLY)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        Views(path).keep(SALE)
    finally:
        os.close(descriptor)
    assert Views(path).all() == [SALE]


@pytest.mark.parametrize("content", [b"", b"{", b"[1]", b"\xff\xfe", b'{"version": 1, "views": 7}'])
def test_what_is_broken_is_made_anew(content: bytes) -> None:
    path = put(content)
    assert Views(path).all() == []
    Views(path).keep(SALE)
    assert Views(path).all() == [SALE]


def test_a_newer_versions_file_is_left_alone() -> None:
    path = put(b'{"version": 2, "views": {"theirs": {}}}')
    with pytest.raises(Newer):
        Views(path).keep(SALE)
    with pytest.raises(Newer):
        remember.save(Remembered())
    assert path.read_bytes() == b'{"version": 2, "views": {"theirs": {}}}'
    assert Views(path).all() == []


def test_there_are_so_many_views_and_no_more() -> None:
    there = Views()
    for n in range(MOST):
        there.keep(structs.replace(SALE, name=str(n)))
    with pytest.raises(TooMany):
        there.keep(structs.replace(SALE, name="one more"))
    there.keep(structs.replace(SALE, name="7", type="in"))
    assert len(there.all()) == MOST


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("  long   waits ", "long waits"),
        ("a\x1b[31mb\u202ec\x00", "a[31mbc"),
        ("x" * 300, "x" * 40),
        ("z\u200b" * 50, "z" * 40),
        (" \t\u200b ", ""),
    ],
)
def test_names_are_cleaned_and_not_too_long(typed: str, name: str) -> None:
    assert views.named(typed) == name
    assert views.named(name) == name


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=6) | st.sampled_from(["in", "queue"]),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(st.sampled_from(["sort", "type", "filter", "columns", "x"]), inner, max_size=5)
    ),
    max_leaves=20,
)


@settings(deadline=None)
@given(st.text(max_size=60), json_values)
def test_of_whatever_stands_there_a_view_is_whole_or_not_there(name: str, found: object) -> None:
    view = views.read(name, found)
    if view is not None:
        assert views.read(name, json.loads(json.dumps(views.written(view)))) == view


@pytest.mark.parametrize("what", ["sort", "type", "filter"])
def test_half_a_view_is_none(what: str) -> None:
    whole = views.written(LONG_WAITS)
    assert views.read("x", whole) == structs.replace(LONG_WAITS, name="x")
    assert views.read("x", whole | {what: 7}) is None
    assert views.read("x", {key: value for key, value in whole.items() if key != what}) is None
    assert views.read("x", whole | {"columns": [["agent", False, None]]}) is None
    assert views.read("x\x1b", whole) is None
