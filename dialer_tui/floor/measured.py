"""The figures of the window, live: what happens to its calls, folded into tallies by campaign, agent and so on.

A call counts once it is settled, which time alone decides; until then it is in motion. What comes in by thousands is
folded a little at a time (`work`), so that no key waits for it.
"""

from __future__ import annotations

import time
from collections import Counter, deque
from collections.abc import Callable, Iterable
from heapq import heappop, heappush, nsmallest
from math import inf
from typing import Literal, TypeVar, get_args

import msgspec

from dialer_tui.floor.changes import Changes, Fold
from dialer_tui.floor.figures import BY_NAME, ENOUGH
from dialer_tui.floor.longest import Longest
from dialer_tui.floor.tally import Rules, Score, Tally, kind_of, score
from dialer_tui.floor.window import TREMOR
from dialer_tui.model import Call

By = Literal["campaign", "list", "agent", "type", "quarter"]
BYS: tuple[By, ...] = get_args(By)
Key = str | int
QUARTER = 900  # seconds
_QUARTERED: tuple[By, ...] = ("campaign", "list")
_NEARLY_ALL = 0.95
_STEP = 64  # calls folded between two looks at the time


Grouped = TypeVar("Grouped")


class Group(msgspec.Struct, frozen=True):
    """Some of the calls: their key (an ID, a name key, a second since 1970 UTC), and a name as calls carry it."""

    key: Key
    name: str
    tally: Tally
    in_motion: int


def quarter(call: Call) -> int:
    """The first second of the quarter hour, of UTC, that a call is dated in."""
    return call.date - call.date % QUARTER


def touched(spans: Iterable[tuple[int, int]]) -> frozenset[int]:
    """The quarter hours that spans of time reach into."""
    return frozenset(at for start, end in spans for at in range(start - start % QUARTER, end, QUARTER))


class Measured(Fold):
    """Tallies of all calls and of each group, and of each campaign by quarter hour."""

    def __init__(self, rules: Rules, person: Callable[[Call], str], bys: Iterable[By] = BYS) -> None:
        """`person`: whom a call names, "" for nobody (`People.key`). `bys`: what it is to be grouped by."""
        self.rules = rules
        self.whole = Tally()
        self.version = 0  # grows with every call that counts, or counts no more
        self.now = 0.0
        self._person = person
        every: dict[By, Callable[[Call], Key]] = {
            "campaign": lambda call: call.campaign_id,
            "list": lambda call: call.list_id,
            "agent": person,
            "type": lambda call: kind_of(call.type),
            "quarter": quarter,
        }
        self._of = {by: every[by] for by in bys}
        self._groups: dict[By, dict[Key, Tally]] = {by: {} for by in bys}
        self._quarters: dict[tuple[By, Key], dict[int, Tally]] = {}
        self._lengths: Counter[int] = Counter()  # how many settled calls were how long, where that is known
        self._lasting = 0, 0  # a version, and how long nearly all calls lasted at it
        self._names: dict[tuple[By, Key], str] = {}
        self._calls: dict[str, list[Call]] = {}  # the settled ones, by whom they name
        self._settled: dict[int, list[Call]] = {}  # all of them, by the minute in which they settled
        self._longest = Longest()
        self._moving: dict[str, Call] = {}
        self._due: list[tuple[int, str]] = []  # a heap: when a call in motion settles
        self._waiting: deque[tuple[Call, bool]] = deque()  # what is still to be put on (True) or taken off

    # --- in -----------------------------------------------------------------------------------------------------

    def apply(self, changes: Changes) -> None:
        """Take what happened in the window; `work` folds it."""
        self._waiting.extend((entry.call, True) for entry in (*changes.new, *changes.existing))
        for update in changes.updated:
            if update.before is not None:
                self._waiting.append((update.before, False))
            self._waiting.append((update.entry.call, True))
        self._waiting.extend((entry.call, False) for entry in (*changes.gone, *changes.aged))

    def put_on(self, call: Call) -> None:
        """Take a call, after what waits already."""
        self._waiting.append((call, True))

    def take_off(self, call: Call) -> None:
        """Take a call out again, as it was when it was put on; while whom it names is what it was then."""
        self.work()
        self._fold(call, False)

    def advance(self, now: float) -> None:
        """It is `now` on the server: calls settle. Where its clock was set back, some are in motion again."""
        if not self.now - TREMOR < now < self.now:
            self.turn(now)

    def turn(self, now: float) -> None:
        """The same, and it is exactly `now`: the clock has not trembled, somebody has set it."""
        before, self.now = self.now, now
        if now < before:
            self._unsettle()
        while self._due and self._due[0][0] <= self.now:
            due, call_id = heappop(self._due)
            call = self._moving.get(call_id)
            if call is not None and self._settles(call) == due:
                del self._moving[call_id]
                self._settle(call, True)

    def _unsettle(self) -> None:
        for minute in [minute for minute in self._settled if (minute + 1) * 60 > self.now]:
            for call in [call for call in self._settled[minute] if self._settles(call) > self.now]:
                self._settle(call, False)
                self._fold(call, True)

    def _settles(self, call: Call) -> int:
        """The second from which on a call counts."""
        return call.ended_at + self.rules.settle

    def work(self, seconds: float = inf) -> bool:
        """Fold what waits, for so long; whether there is more."""
        until = time.perf_counter() + seconds
        while self._waiting:
            for _ in range(min(_STEP, len(self._waiting))):
                self._fold(*self._waiting.popleft())
            if time.perf_counter() >= until:
                break
        return bool(self._waiting)

    def _fold(self, call: Call, on: bool) -> None:
        if not on:
            if self._moving.pop(call.id, None) is None:
                self._settle(call, False)
        elif (due := self._settles(call)) <= self.now:
            self._settle(call, True)
        else:
            self._moving[call.id] = call
            heappush(self._due, (due, call.id))

    def _settle(self, call: Call, on: bool) -> None:
        """Count a settled call in all it belongs to, or take it out of there."""
        person = self._person(call)
        scored = score(call, person, self.rules)
        _count(self.whole, scored, on)
        for by, of in self._of.items():
            key = of(call)
            fresh = _counted(self._groups[by], key, scored, on)
            if by in _QUARTERED:
                _counted(self._quarters.setdefault((by, key), {}), quarter(call), scored, on)
                if fresh:
                    self._names[by, key] = call.campaign if by == "campaign" else call.list
        if call.total is not None:
            self._lengths[call.total] += 1 if on else -1
        self.version += 1
        _listed(self._settled, self._settles(call) // 60, call, on)
        if person:
            _listed(self._calls, person, call, on)
        if scored.wait is not None:
            (self._longest.put_on if on else self._longest.take_off)(call)

    # --- out ----------------------------------------------------------------------------------------------------

    @property
    def behind(self) -> bool:
        """Whether there are calls that have not been folded yet."""
        return bool(self._waiting)

    @property
    def in_motion(self) -> int:
        """Calls that count in no figure yet."""
        return len(self._moving)

    def tally(self, by: By, key: Key) -> Tally:
        """The tally of a group; an empty one where there is none."""
        return self._groups[by].get(key) or Tally()

    def together(self, by: By, keys: Iterable[Key]) -> Tally:
        """The tally of several groups as one."""
        found = [tally for key in keys if (tally := self._groups[by].get(key)) is not None]
        if len(found) == 1:
            return found[0]
        whole = Tally()
        for tally in found:
            whole.merge(tally)
        return whole

    def groups(self, by: By) -> list[Group]:
        """All groups: most calls first, quarter hours in time."""
        moving = Counter(map(self._of[by], self._moving.values()))
        found = [
            Group(key, self._names.get((by, key), ""), tally, moving.pop(key, 0))
            for key, tally in self._groups[by].items()
        ]
        found += [Group(key, self._name_in_motion(by, key), Tally(), n) for key, n in moving.items()]
        if by == "quarter":
            return sorted(found, key=lambda group: group.key)
        return sorted(found, key=lambda group: (-group.tally["calls"], -group.in_motion, group.name, str(group.key)))

    def campaigns(self) -> dict[str, str]:
        """Names of the campaigns that calls came by, by ID; those without an ID have none."""
        return {str(group.key): group.name for group in self.groups("campaign") if group.key}

    def _name_in_motion(self, by: By, key: Key) -> str:
        call = next(call for call in self._moving.values() if self._of[by](call) == key)
        return {"campaign": call.campaign, "list": call.list}.get(by, "")

    def quarters(self, by: By | None = None, key: Key = "") -> dict[int, Tally]:
        """Tallies by quarter hour, in time: of all calls, or of a campaign or a list."""
        if by is None:
            return {int(at): tally for at, tally in sorted(self._groups["quarter"].items())}
        return dict(sorted(self._quarters.get((by, key), {}).items()))

    def of_quarter(self, by: By, at: int) -> dict[Key, Tally]:
        """Tallies of a quarter hour by campaign or by list."""
        return {key: known[at] for (kind, key), known in self._quarters.items() if kind == by and at in known}

    def young(self, at: int) -> bool:
        """Whether a quarter hour may still lack its long calls: until 95 % of all calls would be over."""
        if self._lasting[0] != self.version:
            self._lasting = self.version, self._last()
        return self.now < at + QUARTER + self._lasting[1]

    def _last(self) -> int:
        """How long nearly all calls last, in seconds."""
        counts = sorted((length, n) for length, n in self._lengths.items() if n)
        left = _NEARLY_ALL * sum(n for _, n in counts)
        for length, n in counts:
            left -= n
            if left <= 0:
                return length
        return 0

    def people(self) -> Iterable[str]:
        """Whom settled calls name."""
        return (str(key) for key in self._groups["agent"] if key)

    def calls_of(self, people: Iterable[str]) -> list[Call]:
        """The settled calls that name one of these."""
        return [call for person in people for call in self._calls.get(person, ())]

    def worst(self) -> Group | None:
        """The campaign with the lowest service level, of those with enough calls; None when there is none."""
        return next(iter(self.worst_ones(1)), None)

    def worst_ones(self, most: int) -> list[Group]:
        """So many campaigns at most, those with the lowest service level first, of those with enough calls."""
        level = BY_NAME["service_level"]
        known = [
            (value.value, -value.n, key, tally)
            for key, tally in self._groups["campaign"].items()
            if (value := level.read(tally)).value is not None and value.n >= ENOUGH
        ]
        found = nsmallest(most, known, key=lambda one: one[:3])
        return [Group(key, self._names["campaign", key], tally, 0) for _, _, key, tally in found]

    def longest(self) -> Call | None:
        """The call behind the longest wait, the latest of equals; None when none waited, or it is not known which."""
        most = max(self.whole.waits, default=None)
        return None if most is None else self._longest.of(most)


def _listed(lists: dict[Grouped, list[Call]], key: Grouped, call: Call, on: bool) -> None:
    """Put a call on the list of a key, or take it off."""
    if on:
        lists.setdefault(key, []).append(call)
        return
    calls = lists[key]
    calls.remove(call)
    if not calls:
        del lists[key]


def _count(tally: Tally, scored: Score, on: bool) -> None:
    if on:
        tally.put_on(scored)
    else:
        tally.take_off(scored)


def _counted(tallies: dict[Grouped, Tally], key: Grouped, scored: Score, on: bool) -> bool:
    """Count a call in the group of a key; whether that is one not met before."""
    tally = tallies.get(key)
    fresh = tally is None
    if tally is None:
        tally = tallies[key] = Tally()
    _count(tally, scored, on)
    if not tally["calls"]:
        del tallies[key]
    return fresh
