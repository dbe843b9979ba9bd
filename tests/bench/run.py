"""What the scenarios of one run share: the floors, how thorough it is, and what has been seen."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from statistics import quantiles

from tests.bench.floor import Floor, Wanted


@dataclass(frozen=True)
class Seen:
    """What was measured for the row `name`, in its unit; `note`: the figures behind it."""

    name: str
    value: float
    note: str = ""


@dataclass(frozen=True)
class Scenario:
    """Measures rows. `rows`: their names, all of which it yields; slow ones only when `Run.quick` is not set."""

    rows: tuple[str, ...]
    measure: Callable[[Run], Iterator[Seen]]


class Run:
    """One run of the harness. `quick`: fewer samples, and nothing of a million calls."""

    def __init__(self, quick: bool = False, wanted: Iterable[str] = ()) -> None:
        self.quick = quick
        self.wanted = frozenset(wanted)
        self._floors: dict[Wanted, Floor] = {}

    def wants(self, *rows: str) -> bool:
        """Whether one of these rows was asked for."""
        return not self.wanted or not self.wanted.isdisjoint(rows)

    def draw(self, wanted: Wanted) -> Floor:
        """A floor; drawn in the background until somebody waits for it (`Floor.ready`)."""
        if wanted not in self._floors:
            self._floors[wanted] = Floor(wanted)
        return self._floors[wanted]

    def floor(self, wanted: Wanted) -> Floor:
        """A floor that serves."""
        return self.draw(wanted).ready()

    def let_go(self, wanted: Wanted) -> None:
        """End a floor's server."""
        if found := self._floors.pop(wanted, None):
            found.close()

    def close(self) -> None:
        """End every floor's server."""
        for wanted in list(self._floors):
            self.let_go(wanted)

    def many(self, thorough: int, quick: int) -> int:
        """How many samples to take."""
        return quick if self.quick else thorough


def percentile(values: Sequence[float], percent: int) -> float:
    """The value that so many percent of the values do not exceed."""
    return quantiles(values, n=100, method="inclusive")[percent - 1]


def ms(seconds: float) -> str:
    """Seconds as milliseconds, for notes."""
    return f"{seconds * 1000:.{1 if seconds < 0.1 else 0}f} ms"
