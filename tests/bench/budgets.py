"""What is allowed, as data, and what was seen when it was last measured (see README.md for the machine)."""

from __future__ import annotations

from dataclasses import dataclass

MACHINE = "2 shared cores"
"""Where `seen` was measured."""


@dataclass(frozen=True)
class Budget:
    """A row: its name (what `--only` takes), what it is of, the unit and the most of it. `seen`: None until measured.

    A unit with × is a ratio to something measured in the same run. `slow`: not with `--quick`.
    """

    name: str
    words: str
    unit: str
    most: float | None
    seen: float | None = None
    slow: bool = False


BUDGETS: tuple[Budget, ...] = (
    Budget("start-1k", "start to first calls on screen, 1,000 calls", "× bare app", 2.0),
    Budget("start-100k", "start to first calls on screen, 100,000 calls", "× bare app", 2.5),
    Budget("down-p50", "cursor down, 100,000 calls, p50", "× bare table", 2.0),
    Budget("down-p99", "cursor down, 100,000 calls, p99", "× bare table", 5.0),
    Budget("scroll-p50", "cursor down at the last row: the pane scrolls, p50", "× bare table", 2.0),
    Budget("page-p50", "page down, 100,000 calls, p50", "× bare table", 2.0),
    Budget("jump-p50", "end and home, 100,000 calls, p50", "× bare table", 2.0),
    Budget("down-1m", "cursor down at 1,000,000 calls, p50", "× at 1,000", 1.5, slow=True),
    Budget("scroll-1m", "scrolling down at 1,000,000 calls, p50", "× at 1,000", 1.5, slow=True),
    Budget("page-1m", "page down at 1,000,000 calls, p50", "× at 1,000", 1.5, slow=True),
    Budget("jump-1m", "end and home at 1,000,000 calls, p50", "× at 1,000", 1.5, slow=True),
    Budget("filling-p99", "cursor down while 100,000 calls are filled in, p99 beyond idle p99", "ms", 50, slow=True),
    Budget(
        "merging-p99", "cursor down while 2,000 records a second are merged, p99 beyond idle p99", "ms", 50, slow=True
    ),
    Budget("filter-100k", "filter typed, 100,000 calls: key to first matching rows", "ms", 100),
    Budget("filter-1m", "filter typed, 1,000,000 calls: key to first matching rows", "ms", 150, slow=True),
    Budget("filter-1m-key", "a key while that filter fills in, the longest", "ms", 100, slow=True),
    Budget("sort-100k", "another column orders 100,000 calls: key to first screen", "ms", 250),
    Budget("cpu-1800", "steady CPU, 1,800 calls an hour, interval 5 s", "% of a core", 1.5, slow=True),
    Budget("cpu-100k", "steady CPU, 100,000 calls an hour", "% of a core", 10, slow=True),
    Budget("memory-100k", "resident memory, 100,000 calls", "MB", 160),
    Budget("memory-growth", "its growth over 8 h of the floor's time", "%", 2, slow=True),
    Budget("bytes-down", "cursor down", "B", 560),
    Budget("bytes-cell", "one changed cell", "B", 120),
    Budget("bytes-focus", "focus to another pane", "B", 1_500),
    Budget("bytes-new", "one new row on top of a full pane", "B", 16_000),
    Budget("bytes-page", "a page", "B", 16_000),
    Budget("bytes-room", "one new call at 120×36 while its pane has room", "B", 2_500),
    Budget("bytes-first", "first paint, with its calls", "B", 40_000),
    Budget("bytes-palette", "palette opened", "B", 50_000),
    Budget("bytes-closed", "palette closed", "B", 50_000),
    Budget("bytes-terminal", "the terminal loses the focus and gets it again", "B", 0),
    Budget("bytes-mouse", "a mouse button pressed", "B", 100),
    Budget("bytes-tick", "the clock, a second", "B", 60, slow=True),
    Budget("bytes-ages", "one pass over the ages in minutes", "B", 2_000, slow=True),
    Budget("bytes-minutes", 'a quiet minute with clock = "minutes", without the ages', "B", 60, slow=True),
    Budget(
        "stalled-late",
        "a terminal that does not read for 20 s: longest pause of the timers meanwhile",
        "ms",
        200,
        slow=True,
    ),
    Budget("stalled-bytes", "and what it is sent when it reads again", "B", 40_000, slow=True),
    Budget("stalled-polls", "and polls meanwhile", "% of those due", None, slow=True),
    Budget("decode-merge", "decode and merge of 100,000 new records", "× msgspec structs", 4),
    Budget("unchanged", "an unchanged answer of 100,000 records", "× that decode", 0.10),
    Budget("records-100", "records a minute, 100 calls", "", 26_400),
    Budget("records-10k", "records a minute, 10,000 calls", "", 26_400),
    Budget("records-100k", "records a minute, 100,000 calls", "", 26_400),
    Budget("records-1m", "records a minute, 1,000,000 calls in 24 h", "", 26_400, slow=True),
    Budget("requests-100", "requests a minute, 100 calls", "", 120),
    Budget("requests-10k", "requests a minute, 10,000 calls", "", 120),
    Budget("requests-100k", "requests a minute, 100,000 calls", "", 120),
    Budget("requests-1m", "requests a minute, 1,000,000 calls in 24 h", "", 120, slow=True),
    Budget("export-100k", "calls --since 1h --format json, 100,000 calls", "× curl + msgspec", 1.5, slow=True),
)

BY_NAME = {budget.name: budget for budget in BUDGETS}
