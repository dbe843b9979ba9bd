"""A queue on fire: from a second on, more and more callers leave it who have waited for a quarter of an hour."""

from __future__ import annotations

import math
from collections.abc import Iterator
from random import Random
from typing import NamedTuple

SHORTEST, LONGEST = 660, 960
"""Seconds that its callers wait before they give up."""


class Burn(NamedTuple):
    """A queue that burns: callers leave it from `start` on, until `end`. Seconds since 1970 UTC.

    `campaign`: its ID, "" for the busiest queue.
    """

    campaign: str
    start: float
    end: float = math.inf


def callers(burn: Burn, seed: int, minute: int, rate: float) -> Iterator[tuple[int, int]]:
    """Who begins to wait in a minute and gives up while it burns: the second they begin, and how long they wait.

    They have been waiting since before it: a call is listed when it is over. `rate`: the floor's calls a minute.
    """
    rng = Random(f"burn {burn.campaign} {seed} {minute}")
    for _ in range(max(3, round(rate / 2))):
        start = minute * 60 + int(rng.random() * 60)
        wait = SHORTEST + int(rng.random() * (LONGEST - SHORTEST))
        if burn.start <= start + wait < burn.end:
            yield start, wait
