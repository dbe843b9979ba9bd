"""The rolling window: every call known within window + look_back, and what each answer changed.

Absence is not evidence: only a complete answer that should hold a call and does not counts as a miss, and only two of
them, apart, make it gone. See `Ask.asked` for the margins that edges of either kind need.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import compress, repeat
from math import ceil
from operator import attrgetter

import msgspec

from dialer_tui.floor.changes import CHUNK, Changes, Entry, Update
from dialer_tui.floor.memory import Memory
from dialer_tui.floor.seconds import BySecond
from dialer_tui.floor.spans import Spans
from dialer_tui.floor.standing import Known, Standing
from dialer_tui.model import Answer, Ask, Call, Poll, Scope, ends

SPARE = 2  # seconds by which an asked range must exceed a call's callDate for its absence to count
_APART = 3  # intervals between the two misses that make a call gone
_MASS_CALLS, _MASS_SHARE = 2, 0.10  # an answer lacking so many calls, and so large a share, is itself in doubt
_LONGEST_BLINK = 60.0  # seconds; a slice asked seldom says nothing of replicas
_BLINK_COUNTS = 600.0  # seconds for which one is remembered
LEAP = 120  # seconds of calls that leave the window between two breaths of the loop
_AT_ONCE = 10**10
TREMOR = 5.0  # seconds by which the estimate of server-now may go back without anybody having set a clock
_AGREEING, _AGREED_AFTER = 3, 60.0  # answers, and seconds, that settle such a doubt

_id = attrgetter("id")


class _Miss(msgspec.Struct):
    first: float  # monotonic seconds
    count: int = 1
    mass: bool = False


class RollingWindow:
    """All calls known; `apply` and `advance` are the only ways in.

    `began` is the first server-now at which these calls were asked for. A fixed range (`start`) never ages. `memory`:
    what is known of them from before.
    """

    def __init__(self, poll: Poll, began: float, start: int | None = None, memory: Memory | None = None) -> None:
        self.poll = poll
        self.began = began
        self.entries: dict[str, Entry] = {}
        self.covered = Spans()
        self.standing = Standing()
        self.whole = False  # whether the last answer was complete and lacked nothing
        self.lacked = 0  # calls missing from the last complete answer, when too many to be believed
        self._fixed = start is not None
        self._now = began
        self._start = poll.start(began) if start is None else start  # as it was last moved
        self._longest = 0  # the longest that a window was before another: what it showed is remembered
        self._forgotten = 0  # the second before which calls have been forgotten: who comes from there is not new
        self._emptied = 0  # places of calls that have left, in the dict of them
        self._departed: dict[str, Entry] = {}
        self._memory = memory or Memory()
        self._missed: dict[str, _Miss] = {}
        self._dates = BySecond()
        self._ends = BySecond()
        self._blink = self._blinked = 0.0

    # --- what is known --------------------------------------------------------------------------------------

    def start(self, now: float) -> int:
        """The first second shown: calls that end before it are not."""
        return self._start if self._fixed else self.poll.start(now)

    def horizon(self, now: float) -> int:
        """The first second remembered."""
        return self._start if self._fixed else self.poll.horizon(now)

    def shown(self) -> list[Entry]:
        """The calls whose start or end lies in the window."""
        return [entry for entry in self.entries.values() if self._shows(entry.call)]

    def coverage(self, now: float) -> float:
        """Share of the window's seconds up to `now` that have been answered for completely: 0 to 1."""
        start, end = self.start(now), int(now)
        return self.covered.measure(start, end) / (end - start) if end > start else 1.0

    def dated(self, second: int) -> int:
        """How many known calls have their callDate in a second."""
        return sum(self._is_dated(second, call_id) for call_id in set(self._dates.at(second)))

    def _is_dated(self, second: int, call_id: str) -> bool:
        """Whether a call of the index has neither moved nor left since."""
        entry = self.entries.get(call_id)
        return entry is not None and entry.call.date == second

    @property
    def doubted(self) -> int:
        """Calls lacking from answers that lacked too many to be believed."""
        return sum(miss.mass and self._shows(self.entries[call_id].call) for call_id, miss in self._missed.items())

    # --- in -------------------------------------------------------------------------------------------------

    def apply(self, answer: Answer[Call], complete: bool, now: float) -> Changes:
        """Merge an answer in one go: see `merge`."""
        changes = Changes()
        for _ in self.merge(answer, complete, now, changes):
            pass
        return changes

    def merge(self, answer: Answer[Call], complete: bool, now: float, changes: Changes) -> Iterator[None]:
        """Merge an answer into the window and its changes into `changes`, pausing every CHUNK records.

        `complete`: as far as can be known, no record of [start, end) is missing from it. `now` is server-now when the
        request was sent: what is dated after it may still come.
        """
        records = answer.records
        seen: set[str] = set()
        self.standing.turn()
        for at in range(0, len(records), CHUNK):
            chunk = records[at : at + CHUNK]
            ids = list(map(_id, chunk))
            seen.update(ids)
            if self._missed:
                self._sight(chunk, answer.sent)
            self._take(chunk, ids, now, changes)
            yield
        self.lacked = 0
        self.whole = False
        if complete:
            self._miss(answer, seen, changes)
            self.cover(answer.ask, now)

    def cover(self, ask: Ask, now: float) -> None:
        """A range has been answered for completely, as far as can be known, by what was asked at server-now."""
        self.covered.add(ask.start, min(ask.end, int(now)))

    def retract(self, start: int, end: int) -> None:
        """[start, end) turns out not to have been answered for completely."""
        self.covered.remove(start, end)
        self._memory.retract(start, end)

    def _sight(self, chunk: list[Call], sent: float) -> None:
        """Calls missed before are there: this is how a lagging replica shows itself."""
        for call in chunk:
            miss = self._missed.pop(call.id, None)
            if miss is not None and not miss.mass:
                self._blink = max(self._blink, min(sent - miss.first, _LONGEST_BLINK))
                self._blinked = sent

    def _take(self, chunk: list[Call], ids: list[str], now: float, changes: Changes) -> None:
        """Every record of a chunk: one not known yet, one that has changed, or nothing new."""
        entries, fresh = self.entries, chunk
        if not entries.keys().isdisjoint(ids):
            fresh = [call for call in chunk if call.id not in entries]
            for call in chunk:
                entry = entries.get(call.id)
                if entry is None or entry.call is call:
                    continue
                if entry.call != call:
                    self._change(entry, call, changes)
        if fresh:
            self._arrive(fresh, now, changes)

    def _arrive(self, fresh: list[Call], now: float, changes: Changes) -> None:
        entries, covered, memory, start = self.entries, self.covered, self._memory, self._start
        from_then = max(self.began, self._forgotten)
        ids, dates, ended = [call.id for call in fresh], [call.date for call in fresh], ends(fresh)
        self._dates.add(dates, ids)
        self.standing.touch(dates)
        late = [end >= start for end in ended]
        latest = max(dates)
        first_fill = not (memory or self._departed)
        if first_fill and latest < from_then and not covered.measure(min(dates), latest + 1):
            # A first fill is all existing: no need to look at each.
            listed = [float(end) if end < now else now for end in ended]
            made = list(map(Entry, fresh, repeat(now), listed, repeat(False)))
            entries.update(zip(ids, made, strict=True))
            changes.existing.extend(compress(made, late))
        else:
            for call, date, end in zip(fresh, dates, ended, strict=True):
                if call.id in self._departed:
                    self._return(call, changes)
                    continue
                if (had := memory.recall(call)) is not None:
                    entries[call.id], new = had, False  # it has been said already
                else:
                    new = date >= from_then or date in covered or memory.lacked(call)
                    entries[call.id] = Entry(call, now, now if new else min(float(end), now), new)
                if end >= start:
                    (changes.new if new else changes.existing).append(entries[call.id])
        if not self._fixed:  # such a range never ages
            self._ends.add(list(compress(ended, late)), compress(ids, late))

    def _return(self, call: Call, changes: Changes) -> None:
        had = self._departed.pop(call.id)
        entry = self.entries[call.id] = had.changed(call)
        if self._shows(call):
            changes.updated.append(Update(entry, None, returned=True))

    def _change(self, had: Entry, call: Call, changes: Changes) -> None:
        entry = self.entries[call.id] = had.changed(call)
        before, was_shown = had.call, self._shows(had.call)
        self.standing.touch((before.date, call.date))
        if call.date != before.date:
            self._dates.add([call.date], [call.id])
        if self._shows(call):
            self._ends.add([call.ended_at], [call.id])
            changes.updated.append(Update(entry, before if was_shown else None))
        elif was_shown:
            changes.aged.append(had)

    def _shows(self, call: Call) -> bool:
        """Whether its end lies in the window as it was last moved."""
        return call.ended_at >= self._start

    def known(self, start: int, end: int) -> Known | None:
        """The last answer to a range from `start`, if the same bytes for [start, end) would change nothing.

        It may have been asked for less: then there must be no call where it would be lacking now and was not then.
        """
        known = self.standing.get(start)
        if known is None or self._dates.between(known.end + 2 - SPARE, end + 2 - SPARE):
            return None
        return known

    def lacking(self, answer: Answer[Call], seen: set[str]) -> tuple[list[str], int]:
        """IDs that a complete answer should hold and does not, and how many it should hold (0 where it lacks none)."""
        low, high = answer.ask.asked
        first, end = low + SPARE, high - SPARE + 1
        absent = self._dates.without(first, end, seen)
        missing = [pair for pair in dict.fromkeys(absent) if self._is_dated(*pair)]
        if not missing:
            return [], 0
        expected = sum(self._is_dated(*pair) for pair in set(self._dates.between(first, end)))
        return [call_id for _, call_id in missing], expected

    def _miss(self, answer: Answer[Call], seen: set[str], changes: Changes) -> None:
        missing, expected = self.lacking(answer, seen)
        self.whole = not missing
        if len(missing) <= len(answer.oddities.bad):
            return  # the records that could not be read may be these
        mass = len(missing) >= _MASS_CALLS and len(missing) > _MASS_SHARE * expected
        self.lacked = len(missing) if mass else 0
        if answer.sent - self._blinked > _BLINK_COUNTS:
            self._blink = 0.0
        apart = max(_APART * self.poll.interval, 2 * self._blink)
        self.standing.touch(self.entries[call_id].call.date for call_id in missing)
        for call_id in missing:
            miss = self._missed.get(call_id)
            if miss is None:
                self._missed[call_id] = _Miss(answer.sent, mass=mass)
                continue
            miss.count += 1
            miss.mass = miss.mass or mass
            needed, after = (_AGREEING, max(apart, _AGREED_AFTER)) if miss.mass else (2, apart)
            if miss.count >= needed and answer.sent - miss.first >= after:
                self._depart(call_id, changes)

    def _depart(self, call_id: str, changes: Changes) -> None:
        del self._missed[call_id]
        had = self.entries.pop(call_id)
        entry = self._departed[call_id] = had.changed(had.call, gone=True)
        if self._shows(had.call):
            changes.gone.append(entry)

    # --- time -----------------------------------------------------------------------------------------------

    def advance(self, now: float) -> Changes:
        """Let calls that have left the window go, silently, and forget what is older than window + look_back."""
        return next(self.move(now, _AT_ONCE), Changes())

    def move(self, now: float, leap: int = LEAP) -> Iterator[Changes]:
        """The same in leaps of the window's start, with what each changed: a day may leave at midnight.

        Time in which nothing leaves is one leap, however long: a clock may be set by years.
        """
        if self._fixed or self._now - TREMOR < now < self._now:
            return
        self._now = now
        while True:
            changes = Changes()
            self._slide(changes, leap)
            yield changes
            if self._start >= self.poll.start(self._now):
                return
            if not changes:
                self._skip(leap)

    def resize(self, poll: Poll) -> Changes:
        """Another length of window, or look_back. What is known of it comes back as existing, what it leaves out ages.

        Calls of a window that was longer are remembered, so that they are not said to be new when it is long again;
        its seconds must be answered for anew.
        """
        changes = Changes()
        self._longest = max(self._longest, self.poll.length(self._now))
        self.poll = poll
        self._slide(changes)
        return changes

    def leave(self, had: Scope, wanted: Scope, now: float) -> Memory:
        """What stays known when the calls of another scope are asked for; the window is of no use from then on."""
        answered = [*self.covered, (ceil(max(self.began, self._forgotten)), int(now) + 1)]
        self._memory.take({**self._departed, **self.entries}, answered, had, wanted)
        return self._memory

    def _slide(self, changes: Changes, leap: int = _AT_ONCE) -> None:
        """Bring the window's start to where it now is, but forward by one leap at most."""
        before = self._start
        start = self._start = min(self.poll.start(self._now), before + leap)
        if start < before:
            self._bring_back(start, before, changes)
        for end, call_id in dict.fromkeys(self._ends.pop_before(start)):
            entry = self.entries.get(call_id)
            if entry is not None and entry.call.ended_at == end:
                changes.aged.append(entry)
        self.covered.remove(0, self.horizon(self._now))
        self._forget(min(start, int(self._now) - self._longest) - self.poll.look_back)

    def _skip(self, leap: int) -> None:
        """Bring the start, and what hangs on it, to the leap before the next call that leaves or is forgotten."""
        forgotten = self._dates.first(self._start - self.poll.look_back)
        due = [self._ends.first(self._start), None if forgotten is None else forgotten + self.poll.look_back]
        busy = min((second for second in due if second is not None), default=self.poll.start(self._now))
        self._start = max(self._start, min(busy, self.poll.start(self._now)) - leap)

    def _bring_back(self, start: int, before: int, changes: Changes) -> None:
        """Server-now was set back, or the window grew: calls that had left are in the window again."""
        back = [entry for entry in self.entries.values() if start <= entry.call.ended_at < before]
        changes.existing += back
        self._ends.add([entry.call.ended_at for entry in back], [entry.call.id for entry in back])

    def _forget(self, horizon: int) -> None:
        for date, call_id in dict.fromkeys(self._dates.pop_before(horizon)):
            if not self._is_dated(date, call_id):
                continue
            entry = self.entries[call_id]
            self._missed.pop(call_id, None)  # it is asked for no more, so no answer can settle a doubt
            # It ended in the window: look_back was too short to ask for it, not to know it. Or it was said to be new,
            # and the API has moved it since: it is not to be new again.
            if self._shows(entry.call) or (entry.new and entry.first_seen >= horizon):
                self._dates.add([date], [call_id])
            else:
                del self.entries[call_id]
                self._forgotten = max(self._forgotten, date + 1)
                self._emptied += 1
        if 2 * self._emptied > len(self.entries):
            # A dict that loses as many as it gets grows to twice what it needs, since places are not used again.
            self.entries, self._emptied = dict(self.entries), 0
        self._memory.forget(horizon)
        self.standing.forget(horizon)
        for call_id in [i for i, entry in self._departed.items() if entry.call.date < horizon]:
            del self._departed[call_id]
