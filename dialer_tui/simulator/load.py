"""How many calls begin when, and whose turn it is: closed formulas, so that any minute stands on its own.

A minute's calls could be drawn from its own random numbers alone, but then nothing would keep an agent from taking two
calls at once. So calls carry a running number, known for any minute without counting, and turns go round by it.
"""

from __future__ import annotations

from itertools import accumulate, pairwise
from random import Random

from dialer_tui.simulator.roster import HALF_HOURS, Agent

DAY = 1440
"""Minutes."""

# Calls at each hour of the day (GMT), relative. The floor serves several time zones: nights are quiet, not dead.
_HOURS = (55, 50, 46, 45, 48, 56, 72, 94, 116, 131, 138, 134, 122, 126, 137, 140, 135, 124, 112, 104, 96, 86, 74, 63)
# People call on the hour, and less before it.
_QUARTERS = (1.07, 1.01, 0.98, 0.94)


def _curve() -> tuple[float, ...]:
    raw = []
    for (here, after), part in ((pair, part) for pair in pairwise((*_HOURS, _HOURS[0])) for part in range(4)):
        raw.append((here + (after - here) * part / 4) * _QUARTERS[part])
    mean = sum(raw) / len(raw)
    return tuple(value / mean for value in raw)


CURVE: tuple[float, ...] = _curve()
"""Load of the day's 96 quarter hours (GMT) against the day's mean, 1."""


class Load:
    """The stream of calls of one floor. `share` of them, evenly mixed, are taken by agents; minutes count from 1970.

    `even`: it has no day and no shifts; as many call, and everybody works, at any hour.
    """

    def __init__(
        self,
        seed: int,
        calls_per_hour: float,
        agents: tuple[Agent, ...],
        share: float,
        even: bool = False,
    ) -> None:
        self.seed = seed
        self.share = share if agents else 0.0
        mean = calls_per_hour / 60
        self._minutes = tuple(mean if even else CURVE[minute // 15] * mean for minute in range(DAY))
        self._before = (0.0, *accumulate(self._minutes))
        self._firsts: dict[int, int] = {}
        self._rings = tuple(
            tuple(place for place, agent in enumerate(agents) if even or agent.on_shift(half))
            or tuple(range(len(agents)))
            for half in range(HALF_HOURS)
        )
        laps = (
            self.share * sum(self._minutes[half * 30 : half * 30 + 30]) / max(1, len(self._rings[half]))
            for half in range(HALF_HOURS)
        )
        self._laps = (0.0, *accumulate(laps))

    def rate(self, minute: int) -> float:
        """Calls expected in a minute."""
        return self._minutes[minute % DAY]

    def first(self, minute: int) -> int:
        """The running number of the minute's first call. A minute's count is 0 to twice what is expected."""
        known = self._firsts.get(minute)
        if known is None:
            jitter = Random(f"jitter {self.seed} {minute}").random()
            if len(self._firsts) > 10_000:
                self._firsts.clear()
            known = self._firsts[minute] = int(self._expected(minute) + jitter * self.rate(minute))
        return known

    def taken(self, number: int) -> bool:
        """Whether the call of a running number is taken by an agent."""
        return int((number + 1) * self.share) > int(number * self.share)

    def ring(self, minute: int) -> tuple[int, ...]:
        """The places of the agents on shift, who take turns; everybody where nobody is."""
        return self._rings[minute // 30 % HALF_HOURS]

    def turn(self, minute: int, number: int) -> int:
        """Whose turn a call is, as a place in the minute's ring. The ring runs on smoothly when shifts change."""
        day, half = divmod(minute // 30, HALF_HOURS)
        since = int(number * self.share) - self.share * self._expected(minute - minute % 30)
        size = len(self._rings[half])
        lap = day * self._laps[HALF_HOURS] + self._laps[half] + since / size
        return int(lap % 1.0 * size)

    def again(self, minute: int, number: int, turns: int) -> int:
        """A second before which so many more calls will not have been taken (since 1970)."""
        later = number + int((turns - 1) / self.share)
        at = minute + max(1, int((later - number) / self.rate(minute)) - 2)
        while self.first(at) <= later and at < minute + DAY:
            at += 1
        while self.first(at) > later and at > minute:
            at -= 1
        return at * 60

    def _expected(self, minute: int) -> float:
        day, at = divmod(minute, DAY)
        return day * self._before[DAY] + self._before[at]
