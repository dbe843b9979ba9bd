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
    Budget("start-1k", "start to first calls on screen, 1,000 calls", "× bare app", 2.0, seen=1.984),
    Budget("start-100k", "start to first calls on screen, 100,000 calls", "× bare app", 2.5, seen=1.965),
    Budget("down-p50", "cursor down, 100,000 calls, p50", "× bare table", 2.0, seen=1.532),
    Budget("down-p99", "cursor down, 100,000 calls, p99", "× bare table", 5.0, seen=2.911),
    Budget("scroll-p50", "cursor down at the last row: the pane scrolls, p50", "× bare table", 2.0, seen=1.351),
    Budget("page-p50", "page down, 100,000 calls, p50", "× bare table", 2.0, seen=1.529),
    Budget("jump-p50", "end and home, 100,000 calls, p50", "× bare table", 2.0, seen=1.425),
    Budget("down-1m", "cursor down at 1,000,000 calls, p50", "× at 1,000", 1.5, seen=1.013, slow=True),
    Budget("scroll-1m", "scrolling down at 1,000,000 calls, p50", "× at 1,000", 1.5, seen=1.032, slow=True),
    Budget("page-1m", "page down at 1,000,000 calls, p50", "× at 1,000", 1.5, seen=1.06, slow=True),
    Budget("jump-1m", "end and home at 1,000,000 calls, p50", "× at 1,000", 1.5, seen=1.046, slow=True),
    Budget(
        "filling-p99",
        "cursor down while 100,000 calls are filled in, p99 beyond idle p99",
        "ms",
        50,
        seen=17.14,
        slow=True,
    ),
    Budget(
        "merging-p99",
        "cursor down while 2,000 records a second are merged, p99 beyond idle p99",
        "ms",
        50,
        seen=0.8634,
        slow=True,
    ),
    Budget("filter-100k", "filter typed, 100,000 calls: key to first matching rows", "ms", 100, seen=47.01),
    Budget("filter-1m", "filter typed, 1,000,000 calls: key to first matching rows", "ms", 150, seen=54.9, slow=True),
    Budget("filter-1m-key", "a key while that filter fills in, the longest", "ms", 100, seen=177, slow=True),
    Budget("sort-100k", "another column orders 100,000 calls: key to first screen", "ms", 250, seen=99.5),
    Budget("cpu-1800", "steady CPU, 1,800 calls an hour, interval 5 s", "% of a core", 1.5, seen=0.9, slow=True),
    Budget("cpu-100k", "steady CPU, 100,000 calls an hour", "% of a core", 10, seen=3.133, slow=True),
    Budget("memory-100k", "resident memory, 100,000 calls", "MB", 160, seen=133.7),
    Budget("memory-growth", "its growth over 8 h of a steady floor's time", "%", 2, seen=10.49, slow=True),
    Budget("bytes-down", "cursor down", "B", 560, seen=424),
    Budget("bytes-cell", "one changed cell", "B", 120, seen=77),
    Budget("bytes-focus", "focus to another pane", "B", 1_500, seen=949),
    Budget("bytes-new", "one new row on top of a full pane", "B", 16_000, seen=8117),
    Budget("bytes-page", "a page", "B", 16_000, seen=7947),
    Budget("bytes-room", "one new call at 120×36 while its pane has room", "B", 2_500, seen=915),
    Budget("bytes-scrolled", "a list at 80×24 scrolled by a row: the terminal moves the others", "B", 600),
    Budget("bytes-pushed", "one new row on top of a full pane at 80×24", "B", 1_200),
    Budget("bytes-first", "first paint, with its calls", "B", 40_000, seen=22590),
    Budget("bytes-palette", "palette opened", "B", 50_000, seen=6772),
    Budget("bytes-closed", "palette closed", "B", 50_000, seen=7340),
    Budget("bytes-terminal", "the terminal loses the focus and gets it again", "B", 0, seen=0),
    Budget("bytes-mouse", "a mouse button pressed", "B", 100, seen=0),
    Budget("bytes-tick", "the clock, a second", "B", 60, seen=53, slow=True),
    Budget("bytes-ages", "one pass over the ages in minutes", "B", 2_000, seen=263, slow=True),
    Budget("bytes-minutes", 'a quiet minute with clock = "minutes", without the ages', "B", 60, seen=45, slow=True),
    Budget(
        "stalled-late",
        "a terminal that does not read for 20 s: longest pause of the timers meanwhile",
        "ms",
        200,
        seen=33.43,
        slow=True,
    ),
    Budget("stalled-bytes", "and what it is sent when it reads again", "B", 40_000, seen=35620, slow=True),
    Budget("stalled-polls", "and polls meanwhile", "% of those due", None, seen=109.1, slow=True),
    Budget("decode-merge", "decode and merge of 100,000 new records", "× msgspec structs", 4, seen=3.64),
    Budget("unchanged", "an unchanged answer of 100,000 records", "× that decode", 0.10, seen=0.09908),
    Budget("records-100", "records a minute, 100 calls", "", 26_400, seen=1157),
    Budget("records-10k", "records a minute, 10,000 calls", "", 26_400, seen=24420),
    Budget("records-100k", "records a minute, 100,000 calls", "", 26_400, seen=21850),
    Budget("records-1m", "records a minute, 1,000,000 calls in 24 h", "", 26_400, seen=17260, slow=True),
    Budget("requests-100", "requests a minute, 100 calls", "", 120, seen=12.67),
    Budget("requests-10k", "requests a minute, 10,000 calls", "", 120, seen=39.2),
    Budget("requests-100k", "requests a minute, 100,000 calls", "", 120, seen=45.2),
    Budget("requests-1m", "requests a minute, 1,000,000 calls in 24 h", "", 120, seen=38.47, slow=True),
    Budget(
        "export-csv", "e: 100,000 calls as CSV, keys pressed meanwhile", "× csv.writer of the same rows", 8, slow=True
    ),
    Budget(
        "export-csv-key",
        "a key while that file is written, the longest beyond the longest without it",
        "ms",
        100,
        slow=True,
    ),
    Budget("export-csv-memory", "more resident memory meanwhile", "MB", 40, slow=True),
    Budget(
        "export-100k", "calls --since 1h --format json, 100,000 calls", "× curl + msgspec", 1.5, seen=4.401, slow=True
    ),
)

BY_NAME = {budget.name: budget for budget in BUDGETS}
