"""A hundred thousand calls that come or leave at once: no key waits for them, and nothing is lost or turned round."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from functools import partial

from textual import events

from dialer_tui.floor.changes import Changes
from dialer_tui.ui import folding
from dialer_tui.ui.folding import Folding
from dialer_tui.ui.state import FloorState
from tests.ui import fakes
from tests.ui.rain import ids
from tests.ui.seat import seated


def test_a_day_that_leaves_is_folded_in_turns_of_some_milliseconds() -> None:
    state, waiting, done = FloorState(()), list[Callable[[], None]](), list[int]()
    folds = Folding(lambda _, call: waiting.append(call), lambda: done.append(state.calls))
    came = fakes.existing(20_000)
    for changes in (came, Changes(aged=came.existing[:4_999:-1])):
        folds.take(partial(state.changed, piece) for piece in changes.pieces())
    turns = list[float]()
    while waiting:
        began = time.perf_counter()
        waiting.pop()()
        turns.append(time.perf_counter() - began)
    assert state.calls == len(state.view) == 5_000
    assert done == [5_000]
    assert len(turns) > 5
    turns.sort()
    assert turns[len(turns) // 2] < 4 * folding.TURN  # a piece may be long, and this machine busy


def test_what_is_little_is_folded_at_once() -> None:
    state, done = FloorState(()), list[int]()
    folds = Folding(lambda *_: None, lambda: done.append(state.calls))
    folds.take([partial(state.changed, fakes.existing(100))])
    assert done == [100]


async def test_keys_are_answered_while_a_day_leaves() -> None:
    async with seated(empty=True) as seat:
        came = fakes.existing(30_000)
        await seat.say(came)
        while seat.app.state.calls < 30_000:
            await seat.pilot.pause()
        seat.feed.say(Changes(aged=came.existing[:9:-1]))
        await asyncio.sleep(0)
        seat.app.post_message(events.Key("down", None))
        seat.app.post_message(events.Key("down", None))
        for _ in range(10_000):
            if seat.app.main.calls.cursor == 2:
                break
            await asyncio.sleep(0)
        assert seat.app.main.calls.cursor == 2
        assert seat.app.state.calls > 10, "all was folded before the keys had their turn"
        while seat.app.state.calls > 10:
            await seat.pilot.pause(0.02)
        assert ids(seat) == [f"C{n}" for n in range(1, 11)]
        assert seat.under_cursor == "C3"
