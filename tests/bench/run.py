"""What the scenarios of one run share: the floors, how thorough it is, and what has been seen."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from statistics import quantiles

from tests.bench import desk
from tests.bench.budgets import BY_NAME
from tests.bench.floor import Floor, Wanted
from tests.bench.line import Line

SMALL, LARGE, HUGE = Wanted(1_000), Wanted(100_000), Wanted(1_000_000, window=24 * 3600, still=True)
# Where a filter looks through a million calls, new ones would come on top before it is done.
QUIET = '[view]\nclock = "minutes"\n'
"""Settings without a tick every second among the keys' own bytes."""
FILLED = 0.3  # of a core: below it, the fill behind LIVE has ended


@dataclass(frozen=True)
class Seen:
    """What was measured for the row `name`, in its unit; `note`: the figures behind it."""

    name: str
    value: float
    note: str = ""


@dataclass(frozen=True)
class Scenario:
    """Measures rows. `rows`: their names, all of which `measure` yields where they are wanted.

    `works`: the floors at whose consoles it works, each idle and with all its calls. Scenarios in a row share them.
    """

    rows: tuple[str, ...]
    measure: Callable[[Run], Iterator[Seen]]
    works: tuple[Wanted, ...] = ()


class Run:
    """One run of the harness. `quick`: fewer samples, and no slow rows. `only`: the rows that were asked for.

    `filtered`: the filter that consoles work under once they have their calls, "" for none.
    """

    def __init__(self, quick: bool = False, only: Iterable[str] = (), filtered: str = "") -> None:
        self.quick = quick
        self.filtered = filtered
        self._only = frozenset(only)
        self._floors: dict[Wanted, Floor] = {}
        self._open = ExitStack()
        self._consoles: dict[Wanted, Line] = {}

    def wants(self, *rows: str) -> bool:
        """Whether one of these rows is to be measured."""
        if self._only:
            return not self._only.isdisjoint(rows)
        return not self.quick or any(not BY_NAME[row].slow for row in rows)

    def draw(self, wanted: Wanted) -> Floor:
        """A floor; drawn in the background until somebody waits for it (`Floor.ready`)."""
        if wanted not in self._floors:
            self._floors[wanted] = Floor(wanted)
        return self._floors[wanted]

    def floor(self, wanted: Wanted) -> Floor:
        """A floor that serves."""
        return self.draw(wanted).ready()

    def console(self, wanted: Wanted) -> Line:
        """A console that has had all its calls and stands at the newest, shared by those that work at it."""
        if wanted not in self._consoles:
            line = self._open.enter_context(desk.console(self.floor(wanted), QUIET))
            self.settle(line)
            self._consoles[wanted] = line
        line = self._consoles[wanted]
        line.press("home", quiet=0.3)
        return line

    def settle(self, line: Line) -> None:
        """Wait until a console has had all that it asks for, and let it work as it is wanted to."""
        settle(line)
        self.narrow(line)

    def narrow(self, line: Line) -> None:
        """Set the filter that is wanted."""
        if self.filtered:
            for key in ("/", self.filtered, "enter"):
                line.press(key, quiet=0.5)

    def keep(self, wanted: Iterable[Wanted]) -> None:
        """Close the consoles, unless all of them are wanted."""
        if not self._consoles.keys() <= set(wanted):
            self._consoles.clear()
            self._open.close()

    def close(self) -> None:
        """End every console and every floor."""
        self.keep(())
        for floor in self._floors.values():
            floor.close()

    def many(self, thorough: int, quick: int) -> int:
        """How many samples to take."""
        return quick if self.quick else thorough


def settle(line: Line, limit: float = 600) -> None:
    """Wait until a console has had all that it asks for: it is live, and does next to nothing."""
    line.until(lambda text: "● LIVE" in text, limit)
    end = time.monotonic() + limit
    while time.monotonic() < end:
        before = line.cpu()
        line.listen(1.0)
        if line.cpu() - before < FILLED:
            return


def percentile(values: Sequence[float], percent: int) -> float:
    """The value that so many percent of the values do not exceed."""
    return quantiles(values, n=100, method="inclusive")[percent - 1]


def ms(seconds: float) -> str:
    """Seconds as milliseconds, for notes."""
    return f"{seconds * 1000:.{1 if seconds < 0.1 else 0}f} ms"
