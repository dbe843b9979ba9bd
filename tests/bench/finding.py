"""A filter that is typed and another order: key to the first rows that they ask for."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator
from statistics import median

from dialer_tui.ui.panes.calls import LABELS
from tests.bench.floor import Wanted
from tests.bench.line import Line
from tests.bench.run import HUGE, LARGE, SMALL, Run, Scenario, Seen, ms

_ROWS = slice(3, 8)  # the first lines of the screen that hold calls
_QUIET = 0.25  # seconds without a byte: whatever a key does in the background has sent its last
_COLUMNS = tuple(LABELS.values())[1:]
_LIMIT = 20.0  # seconds
_LEFT = 40  # columns that the panes at the left have


def _top(lines: list[str]) -> list[str]:
    """The first calls on the screen."""
    return [text[_LEFT:] for text in lines[_ROWS]]


def first_rows(line: Line, key: str, title: str) -> float:
    """Seconds from a key to the frame that shows the first rows as they stay, under a title that says so."""
    at = len(line.chunks)
    line.drawn(at)
    sent = time.monotonic()
    line.send(key)
    seen: list[tuple[float, list[str], bool]] = []
    while not seen or not seen[-1][-1]:
        line.quiet(_QUIET, _LIMIT)
        for chunk in line.chunks[at:]:
            at += 1
            lines = line.drawn(at)
            seen.append((chunk.at, _top(lines), re.search(title, lines[1]) is not None))
        if time.monotonic() > sent + _LIMIT:
            raise AssertionError(f"{title} is not in the title of\n{line.text}")
    final = seen[-1][1]
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
    floor, line = run.floor(wanted), run.console(wanted)
    times = [typed(line, floor.word) for _ in range(run.many(5, 1))]
    keys = [median(each) for each in zip(*times, strict=True)]
    yield Seen(row, max(keys) * 1000, f"“{floor.word}”, a call in {1 / floor.share:.0f}: {', '.join(map(ms, keys))}")


def longest(line: Line, word: str) -> float:
    """The longest that a key takes while a filter fills in."""
    line.press("/", quiet=0.2)
    line.send(word)
    time.sleep(0.02)
    took = [line.press("pgdn", quiet=0.01, patience=5).first or 0.0 for _ in range(30)]
    line.press("esc", quiet=_QUIET, patience=2)
    return max(took)


def sorting(run: Run) -> Iterator[Seen]:
    """One column after the other, as the menu lists them: its cursor is on the one that orders."""
    line, took = run.console(LARGE), dict[str, float]()
    for column in _COLUMNS[: run.many(8, 3)]:
        line.press("s", quiet=0.2)
        line.press("down", quiet=0.1)
        took[column] = first_rows(line, "enter", f"by {column} ")
    yield Seen("sort-100k", max(took.values()) * 1000, ", ".join(f"{name} {ms(at)}" for name, at in took.items()))


def at_large(run: Run) -> Iterator[Seen]:
    """100,000 calls."""
    if run.wants("filter-100k"):
        yield from filtering(run, LARGE, "filter-100k")
    if run.wants("sort-100k"):
        yield from sorting(run)


def at_huge(run: Run) -> Iterator[Seen]:
    """A million."""
    yield from filtering(run, HUGE, "filter-1m")
    yield Seen("filter-1m-key", longest(run.console(HUGE), run.floor(HUGE).word) * 1000)


SCENARIO = Scenario(("filter-100k", "sort-100k"), at_large, works=(LARGE,))
MILLION = Scenario(("filter-1m", "filter-1m-key"), at_huge, works=(SMALL, HUGE))
