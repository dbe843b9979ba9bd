"""A filter that is typed and another order: key to the first rows that they ask for."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator
from statistics import median

from dialer_tui.ui.panes.calls import LABELS
from tests.bench import desk
from tests.bench.floor import Wanted
from tests.bench.line import Line
from tests.bench.moving import HUGE, QUIET
from tests.bench.run import Run, Scenario, Seen, ms
from tests.bench.size import settle
from tests.bench.starting import LARGE

_ROWS = slice(3, 8)  # the first lines of the screen that hold calls
_QUIET = 0.4  # seconds without a byte: whatever a key does in the background has sent its last
_COLUMNS = tuple(LABELS.values())[1:]
_LEFT = 40  # columns that the panes at the left have


def _top(line: Line) -> list[str]:
    """The first calls on the screen, as far as they do not change by themselves."""
    return [text[_LEFT:] for text in line.lines[_ROWS]]


def first_rows(line: Line, key: str, title: str) -> float:
    """Seconds from a key to the frame that shows the first rows as they stay, under a title that says so."""
    _ = line.lines  # drawn up to here
    had, sent = len(line.chunks), time.monotonic()
    line.send(key)
    line.listen(0.05)
    line.quiet(_QUIET, 60)
    later = line.chunks[had:]
    del line.chunks[had:]
    seen: list[tuple[float, list[str], bool]] = []
    for chunk in later:
        line.chunks.append(chunk)
        seen.append((chunk.at, _top(line), re.search(title, line.lines[1]) is not None))
    final = _top(line)
    if not re.search(title, line.lines[1]):
        raise AssertionError(f"{title} is not in the title of\n{line.text}")
    return next(at for at, top, titled in seen if titled and top == final) - sent


def typed(line: Line, word: str) -> list[float]:
    """Type a filter, a key at a time; how long each took. Then take it off."""
    line.press("/", quiet=0.2)
    took = []
    for at in range(len(word)):
        took.append(first_rows(line, word[at], rf"/ {re.escape(word[: at + 1])}\b"))
    line.press("esc", quiet=_QUIET, patience=2)
    return took


def filtering(run: Run, wanted: Wanted, row: str) -> Iterator[Seen]:
    """The longest of the word's keys, which is mostly the first: a letter that half of the calls have."""
    floor = run.floor(wanted)
    with desk.console(floor, QUIET) as line:
        settle(line, 600)
        times = [typed(line, floor.word) for _ in range(run.many(5, 2))]
        keys = [median(each) for each in zip(*times, strict=True)]
        yield Seen(row, max(keys) * 1000, f"“{floor.word}”, a call in {1 / floor.share:.0f}: {', '.join(map(ms, keys))}")
        if run.wants(f"{row}-key"):
            yield Seen(f"{row}-key", longest(line, floor.word) * 1000)


def longest(line: Line, word: str) -> float:
    """The longest that a key takes while a filter fills in."""
    line.press("/", quiet=0.2)
    line.send(word)
    time.sleep(0.02)
    took = [line.press("down", quiet=0.01, patience=5).first or 0.0 for _ in range(30)]
    line.press("esc", quiet=_QUIET, patience=2)
    return max(took)


def sorting(run: Run) -> Iterator[Seen]:
    """One column after the other, as the menu lists them: its cursor is on the one that orders."""
    with desk.console(run.floor(LARGE), QUIET) as line:
        settle(line)
        took: dict[str, float] = {}
        for column in _COLUMNS[: run.many(8, 4)]:
            line.press("s", quiet=0.2)
            line.press("down", quiet=0.1)
            took[column] = first_rows(line, "enter", f"by {column} ")
    yield Seen("sort-100k", max(took.values()) * 1000, ", ".join(f"{name} {ms(at)}" for name, at in took.items()))


def measure(run: Run) -> Iterator[Seen]:
    """All of it."""
    if run.wants("filter-100k"):
        yield from filtering(run, LARGE, "filter-100k")
    if run.wants("sort-100k"):
        yield from sorting(run)
    if run.wants("filter-1m", "filter-1m-key") and not run.quick:
        yield from filtering(run, HUGE, "filter-1m")


SCENARIO = Scenario(("filter-100k", "sort-100k", "filter-1m", "filter-1m-key"), measure)
