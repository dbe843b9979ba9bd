"""Bytes: what each gesture and each happening on the floor sends, on a floor that stands still."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from statistics import median

from dialer_tui.ui.thrift import EVERY
from tests.bench import desk
from tests.bench.counted import Scripted, still
from tests.bench.run import LARGE, Run, Scenario, Seen

_STEADY = 10  # rows stepped over, panes gone through: the dearest counts


def _page(line: Scripted) -> int:
    return max(line.key("pgdn") for _ in range(4))


def _new(line: Scripted) -> int:
    line.key("home")
    return max(line.say("new") for _ in range(4))


def _cell(line: Scripted) -> int:
    """The figure, and the mark that says that it is another."""
    return max(line.say("change", nth) for nth in (0, 3, 9))


def _focus(line: Scripted) -> int:
    return max(line.key("tab") for _ in range(6))


GESTURES: dict[str, Callable[[Scripted], int]] = {
    "bytes-first": lambda line: line.first,
    "bytes-down": lambda line: max(line.key("down") for _ in range(_STEADY)),
    "bytes-cell": _cell,
    "bytes-focus": _focus,
    "bytes-page": _page,
    "bytes-palette": lambda line: line.key("ctrl+p"),
    "bytes-closed": lambda line: line.key("esc"),
    "bytes-terminal": lambda line: line.key("focus out", "focus in"),
    "bytes-mouse": lambda line: line.key("press"),
    "bytes-new": _new,
}
"""Row → its bytes, in the order in which they are made on one console; the palette is closed after it was opened."""

ROOM = "bytes-room"
NARROW = ("bytes-scrolled", "bytes-pushed")
MINUTE = ("bytes-tick", "bytes-ages", "bytes-minutes")
STALLED = ("stalled-late", "stalled-bytes")


def gestures(filtered: str = "") -> Iterator[Seen]:
    """Everything that is made on the full screen; under a filter, where there is one."""
    with still() as line:
        if filtered:
            line.key("/", *filtered, "enter")
        for name, made in GESTURES.items():
            yield Seen(name, made(line))


def room() -> Seen:
    """New calls at 120×36 while their pane has room."""
    with still(size=(120, 36), calls=4) as line:
        return Seen(ROOM, max(line.say("new") for _ in range(5)))


def narrow() -> Iterator[Seen]:
    """A list as wide as the screen, 80×24, whose rows move by one."""
    with still(size=(80, 24)) as line:
        yield Seen(NARROW[1], max(line.say("new") for _ in range(4)))
        line.key(*["down"] * 30)
        # Not the dearest: where a longer text comes into sight, a column gets wider.
        yield Seen(NARROW[0], median(line.key("down") for _ in range(_STEADY)))


def _ticks(config: str = "") -> list[int]:
    """What each second of a minute sends in which nothing happens: the calls in motion have settled before."""
    with still(config) as line:
        line.say("tick", 60)
        return [line.say("tick") for _ in range(60)]


def minute() -> Iterator[Seen]:
    """A minute in which nothing happens. Most seconds move the clock alone; what the others send more is the ages."""
    ticks = _ticks()
    clock = sorted(ticks)[len(ticks) // 2]
    ages = sum(ticks) - clock * len(ticks)
    yield Seen("bytes-tick", clock, f"{sum(ticks)} B in the minute")
    yield Seen("bytes-ages", ages)
    slow = sum(_ticks('[view]\nclock = "minutes"\n'))
    yield Seen("bytes-minutes", max(slow - ages, 0), f"{slow} B with the ages")


def stalled(seconds: float) -> Iterator[Seen]:
    """A terminal that does not read, while a call a fifth of a second comes in; then it reads again."""
    with still() as line:
        line.ask("watch")
        line.deaf = True
        end, longest = time.monotonic() + seconds, 0.0
        while time.monotonic() < end:
            asked = time.monotonic()
            line.ask("new")
            line.ask("tick")
            longest = max(longest, time.monotonic() - asked)
            time.sleep(0.2)
        pause = float(line.ask("longest"))
        line.deaf = False
        line.listen(1.25 * EVERY)  # on a line that was slow the floor is drawn so seldom
        came = line.settle() - line.first
        newest = line.lines[:-1]  # the last line may hold a notice, which the next key ends
        line.key("ctrl+l")
        if newest != line.lines[:-1]:
            raise AssertionError("what was sent on resuming is not the newest state")
    yield Seen("stalled-late", max(pause, longest) * 1000)
    yield Seen("stalled-bytes", came)


def polls(run: Run, seconds: float) -> Seen:
    """Requests that come while a real console's terminal does not read, against those that come while it does."""
    floor = run.floor(LARGE)
    with desk.console(floor, '[poll]\ninterval = "1s"\n') as line:
        run.settle(line)
        before = floor.asked()
        line.listen(seconds)
        reading = floor.asked() - before
        line.deaf = True
        time.sleep(1)
        before = floor.asked()
        time.sleep(seconds)
        deaf = floor.asked() - before
    return Seen("stalled-polls", 100 * deaf / reading, f"{deaf} requests, {reading} while it reads")


def measure(run: Run) -> Iterator[Seen]:
    """All of it."""
    if run.wants(*GESTURES):
        yield from gestures(run.filtered)
    if run.wants(ROOM):
        yield room()
    if run.wants(*NARROW):
        yield from narrow()
    if run.wants(*MINUTE):
        yield from minute()
    if run.wants(*STALLED):
        yield from stalled(run.many(20, 4))
    if run.wants("stalled-polls"):
        yield polls(run, run.many(20, 4))


SCENARIO = Scenario((*GESTURES, ROOM, *NARROW, *MINUTE, *STALLED, "stalled-polls"), measure)
