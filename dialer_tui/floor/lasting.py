"""Since when a campaign or a list has missed a target: its quarter hours in a row, walked back from the newest one."""

from __future__ import annotations

from typing import NamedTuple

import msgspec

from dialer_tui.floor.figures import Figure, verdict
from dialer_tui.floor.measured import QUARTER, By, Key, Measured
from dialer_tui.floor.tally import Tally


class Known(msgspec.Struct, frozen=True):
    """Whose quarter hours are known whole: from when to when calls were asked for, in seconds since 1970 UTC.

    `lacking`: the quarter hours in between of which not all was had.
    """

    start: int = 0
    end: float = 0.0
    lacking: frozenset[int] = frozenset()

    @property
    def newest(self) -> float:
        """The last second of it. Times of its day need not say which day that is."""
        return self.end - 1

    def in_part(self, at: int, figures: Measured) -> bool:
        """Whether a quarter hour lacks calls, or may. Such a one is neither good nor bad."""
        return at < self.start or at + QUARTER > self.end or at in self.lacking or figures.young(at)


class Since(NamedTuple):
    """When a row of misses began or, `over`, ended: a quarter hour's start. Not `exact`: then, or earlier."""

    at: int
    exact: bool
    over: bool = False


def since(figure: Figure, figures: Measured, by: By, key: Key, known: Known) -> Since | None:
    """Since when a group that misses a figure's target has missed it, up to the newest quarter hour that can be judged;
    where that one met it, until when.

    Quarter hours with too few calls to be judged are passed over. The row ends at one that met the target; where it
    reaches one that is known in part, or the beginning, nobody knows whether it began there. None: there is no row, or
    nobody knows where it ended; nor is one over while what is known of a newer quarter hour misses the target.
    """
    if verdict(figure, figure.read(figures.tally(by, key)), figures.rules) != "misses":
        return None
    quarters = figures.quarters(by, key)
    newest, first = "", 0  # the verdict of the row at the newest end, and where that row begins as far as is known
    again = False  # whether it is bad in part once more
    for at in range(int(known.end) // QUARTER * QUARTER, known.start - 1, -QUARTER):
        said = verdict(figure, figure.read(quarters.get(at) or Tally()), figures.rules)
        if known.in_part(at, figures):
            if newest:
                break
            again = again or said == "misses"
            continue
        if newest and said and said != newest:
            over = newest == "meets"
            return None if over and again else Since(first, exact=True, over=over)
        if said:
            newest, first = said, at
    return Since(first, exact=False) if newest == "misses" else None
