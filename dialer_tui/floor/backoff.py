"""When to ask again after a fault. Pure but for the dice that spread many consoles apart."""

from __future__ import annotations

import random
from enum import Enum, auto

LONGEST = 60.0  # seconds of back-off, at most
CONFIRM, SELDOM = 60.0, 900.0  # to the second look at a refusal in mid-shift, and between the ones after it


class Trouble(Enum):
    """How a fault is taken. REFUSED: the credentials; OURS: the request's form; PASSING: what may be over soon."""

    REFUSED = auto()
    OURS = auto()
    PASSING = auto()


class Backoff:
    """Failures in a row and the pause each deserves."""

    def __init__(self, interval: int, rng: random.Random, *, unattended: bool = False) -> None:
        """`unattended`: no person is there to ask, so that nothing is ever given up."""
        self._interval = interval
        self._rng = rng
        self._unattended = unattended
        self._worked = False
        self._repeats = 0
        self.failures = 0
        self.settled = False

    def good(self) -> None:
        """An answer came: all is forgotten."""
        self._worked, self._repeats, self.failures, self.settled = True, 0, 0, False

    def failed(self, trouble: Trouble, retry_after: float | None = None) -> float | None:
        """Seconds until the next try; None: none until a person asks for it.

        What has worked before and is refused now is confirmed once a minute later and then tried every 15 minutes;
        `settled` is True once it is no passing thing. What has never worked is tried again every 15 minutes too where
        nobody is there to ask. Passing faults: full jitter under a doubling bound.
        """
        self.failures += 1
        if trouble is Trouble.PASSING:
            bound = min(LONGEST, self._interval * 2.0 ** min(self.failures, 10))
            return max(self._rng.uniform(0, bound), retry_after or 0.0)
        self._repeats += 1
        self.settled = not self._worked or self._repeats > 1
        if not (self._worked or self._unattended):
            return None
        return SELDOM if self.settled else CONFIRM
