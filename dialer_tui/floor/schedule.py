"""What to ask next: slices by age, back to back while filling, within a budget of records. Pure: no clock, no network.

The law: a slice is asked again after max(interval, age / k), k as large as the budget allows.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from math import ceil, inf

import msgspec
from msgspec.structs import replace

from dialer_tui.floor.budget import afford
from dialer_tui.floor.caps import Caps, Seen, middle
from dialer_tui.floor.window import TREMOR
from dialer_tui.model import Poll

AHEAD = 300  # seconds past server-now that are asked for: dialers' clocks are not the web server's
MOST = 2000  # records that one request aims at, at most
FRESH = 120  # seconds for which a replica may lag, and a call that has ended not be listed by all
LONGEST = 1024  # seconds in one slice
FIRST = 64  # seconds in the first slice asked for: the newest calls are on screen at once
_AIM = MOST // 4  # records in one slice; neighbours due together are asked as one
GROWTH = 4  # an unknown stretch is asked for at most so many times as long as what has been filled
_MARGIN = 3  # seconds asked for beyond a slice, see model.Ask
_RETHINK = 30.0  # seconds between two looks at the budget
_ASIDE = 1 / 3  # of a minute's records, at most, are for what is asked for beside the slices


class Slice(msgspec.Struct):
    """[start, end): when it was last had and last asked for (monotonic seconds), and the records it holds.

    Had is: as whole as can be. A lone second that the API cuts off is had, and stands in `Schedule.capped`.
    """

    start: int
    end: int
    had: float = -inf
    sent: float = -inf
    count: int = 0
    whole: int = 0  # records in the body that said so
    doubted: bool = False

    @property
    def filled(self) -> bool:
        return self.had > -inf


class Schedule:
    """The slices of a range and when each is due.

    Rolling (`end` None): from the horizon, window + look_back ago, to five minutes ahead of server-now.
    One-shot: [start, end), each slice once.
    """

    def __init__(self, poll: Poll, now: float, start: int | None = None, end: int | None = None) -> None:
        self.poll = poll
        self.caps = Caps()
        self.capped: dict[int, int] = {}
        self.beside = 0  # records that the last minute's requests for anything else have brought
        self.k = inf
        self._rolling = end is None
        self._now = now
        self._tick = -inf
        self._thought = -inf
        self._since = -inf
        self._newest_last = False
        self._retracted: list[tuple[int, int]] = []
        first, last = poll.horizon(now) if start is None else start, ceil(now) + AHEAD if end is None else end
        self.slices = self._tile(first, last)

    # --- the range ------------------------------------------------------------------------------------------

    @property
    def start(self) -> int:
        """The first second that is asked for."""
        return self.slices[0].start if self.slices else int(self._now)

    def resize(self, poll: Poll, now: float) -> None:
        """Another window or look_back: slices kept where the range still has them, empty ones where it is new."""
        self.poll, self._now, self._thought = poll, now, -inf
        self._move(now)

    def begin(self, now: float, tick: float) -> None:
        """A poll starts: what was asked before `tick` may be due again; the range moves on with server-now."""
        self._newest_last = False
        self._begin(now, tick)

    def _begin(self, now: float, tick: float) -> None:
        if not self._now - TREMOR < now < self._now:  # else the window's start might be on both sides of midnight
            self._now = now
        self._since = tick
        if not self._rolling:
            return
        self._move(self._now)
        if tick - self._thought >= _RETHINK or self.filling:
            self._thought = tick
            self.k = self._afford()

    def _move(self, now: float) -> None:
        slices, horizon, top = self.slices, self.poll.horizon(now), ceil(now) + AHEAD
        gone = 0
        while gone < len(slices) and slices[gone].end <= horizon:
            gone += 1
        del slices[:gone]
        if not slices:
            self.slices = self._tile(horizon, top)
            return
        if slices[0].start > horizon:  # server-now went back, or the window grew
            slices[:0] = self._tile(horizon, slices[0].start)
        while slices[-1].end < top:
            start, size = slices[-1].end, self._size()
            slices.append(Slice(start, (start // size + 1) * size))
        self.capped = {second: least for second, least in self.capped.items() if second >= horizon}

    def _size(self) -> int:
        """Seconds of a new slice, a power of two: as many as hold what a slice aims at, at the newest pace."""
        pace, size = self._pace(len(self.slices) - 1), LONGEST
        while size > 1 and pace * size > self._aim:
            size //= 2
        return size

    def _tile(self, start: int, end: int) -> list[Slice]:
        """Slices of [start, end), none longer than LONGEST, shorter around server-now."""
        todo, done, newest = [(start, end)] if start < end else [], list[Slice](), min(self._now, end)
        while todo:
            a, b = todo.pop()
            near = a <= newest < b + FIRST and b - a > FIRST
            if b - a > LONGEST or near:
                cut = middle(a, b)
                todo += [(cut, b), (a, cut)]
            else:
                done.append(Slice(a, b))
        return done

    # --- what is known --------------------------------------------------------------------------------------

    @property
    def most(self) -> int:
        """Records that one request aims at, at most."""
        return MOST if self.caps.cap is None else max(1, self.caps.cap // 2)

    @property
    def _aim(self) -> int:
        return min(_AIM, self.most)

    @property
    def filling(self) -> bool:
        """Whether a second up to server-now has never been had."""
        return self.unfilled(self.start)

    def unfilled(self, start: int) -> bool:
        """Whether a second from `start` up to server-now has never been had."""
        return any(not piece.filled for piece in self.slices if piece.end > start and piece.start <= self._now)

    @property
    def progress(self) -> float:
        """Share of the range that has been had, 0 to 1."""
        seconds = sum(piece.end - piece.start for piece in self.slices)
        return sum(piece.end - piece.start for piece in self.slices if piece.filled) / seconds if seconds else 1.0

    def hurry(self) -> None:
        """Make the newest slices due at the next poll, as many as a minute's budget holds."""
        left = self.poll.records_per_minute
        for piece in reversed(self.slices):
            left -= piece.count
            if left < 0:
                break
            piece.doubted = True

    def wait(self, age: float) -> float:
        """Seconds until a slice of this age is asked again: the law."""
        return max(self.poll.interval, age / self.k)

    def _age(self, piece: Slice) -> float:
        return max(0.0, self._now - piece.end)

    def _pace(self, at: int) -> float:
        """Records a second expected of the slice at an index: of the filled ones next to it, newer first."""
        slices = self.slices
        for near in (slices[at + 1 : at + 5], slices[max(0, at - 4) : at + 1]):
            known = [piece for piece in near if piece.filled and piece.start < self._now]
            if known:
                seconds = sum(min(piece.end, self._now + 1) - piece.start for piece in known)
                return sum(piece.count for piece in known) / max(1.0, seconds)
        return 0.0

    def _afford(self) -> float:
        """The largest k whose records a minute fit the budget; inf when everything fits at every poll."""
        interval = self.poll.interval
        costs = [
            (self._age(piece), piece.count * (1 + _MARGIN / (piece.end - piece.start)) * 60 / interval)
            for piece in self.slices
            if piece.count
        ]
        return afford(costs, interval, self.poll.records_per_minute - self.beside)

    def aside(self, every: float) -> int:
        """Records that each request beside those for slices may aim at, when one is sent every so many seconds."""
        return max(1, min(self.most, int(self.poll.records_per_minute * _ASIDE * every / 60)))

    # --- asking ---------------------------------------------------------------------------------------------

    def _due(self, piece: Slice) -> bool:
        """Not asked in this poll yet, and the next one would be too late."""
        if piece.sent >= self._since:
            return False
        if not piece.filled:
            return True
        if not self._rolling:
            return False
        wait = self.poll.interval if piece.doubted else self.wait(self._age(piece))
        return piece.had + wait < self._since + self.poll.interval

    def next(self, now: float, tick: float) -> tuple[int, int] | None:
        """The slice [start, end) to ask for now, None when nothing is due before the next poll.

        The newest first, then open suspicions, then what was never had, newest first, then the most overdue.
        """
        if not self.slices:
            return None
        newest = self._newest()
        late = self._rolling and tick - self._since >= self.poll.interval
        if late and self._other(newest, now, tick) is not None:
            self._begin(now, tick)  # a long fill, or a slow server, must not starve the newest calls
            newest = self._newest()
        due = self._due(self.slices[newest])
        other = self._other(newest, now, tick) if self._newest_last or not due else None
        self._newest_last = other is None
        return other or (self._joined(newest, newest, now) if due else None)

    def verify(self) -> None:
        """Where nothing is left to fill, put the fullest answer to the test."""
        if not self.filling:
            self.caps.verify()

    def _other(self, newest: int, now: float, tick: float) -> tuple[int, int] | None:
        """What to ask for when it is not the newest calls' turn: each second turn, however slow the answers are."""
        slices = self.slices
        self.verify()
        probe = self.caps.probe()
        if probe is not None:
            return probe
        due = [at for at in range(newest - 1, -1, -1) if self._due(slices[at])]
        if not due:
            return None
        first = next((at for at in due if not slices[at].filled), None)
        if first is not None:
            return self._stretch(first, now)
        latest = max(due, key=lambda at: (tick - slices[at].had) / self.wait(self._age(slices[at])))
        return self._joined(latest, latest, now)

    def _newest(self) -> int:
        """The index of the slice that holds server-now; what lies after it is asked along with it."""
        return max(0, bisect_right(self.slices, self._now, key=lambda piece: piece.start) - 1)

    def _end(self, at: int, now: float) -> int:
        return min(self.slices[at].end, ceil(now) + AHEAD) if self._rolling else self.slices[at].end

    def _joined(self, low: int, high: int, now: float) -> tuple[int, int]:
        """The range around a due slice: neighbours that are due too, while few enough records are expected."""
        slices, last = self.slices, len(self.slices) - 1
        if high == self._newest():
            high = last  # the open end
        expected = sum(self._weight(slices[at]) for at in range(low, high + 1))
        while low > 0 and slices[low - 1].filled and self._due(slices[low - 1]):
            expected += self._weight(slices[low - 1])
            if expected > self.most:
                break
            low -= 1
        while high < last and slices[high + 1].filled and self._due(slices[high + 1]):
            expected += self._weight(slices[high + 1])
            if expected > self.most:
                break
            high += 1
        return slices[low].start, self._end(high, now)

    def _weight(self, piece: Slice, pace: float = 0.0) -> float:
        """Records expected of a slice. A second that is cut off by itself would cut off whatever is asked with it."""
        if piece.start in self.capped:
            return inf
        return max(piece.count, pace * (piece.end - piece.start))

    def _stretch(self, high: int, now: float) -> tuple[int, int]:
        """The range to fill, down from an index: as long as few enough records are expected, and not a leap."""
        slices = self.slices
        pace = self._pace(high)
        filled = sum(piece.end - piece.start for piece in slices if piece.filled and piece.end <= now)
        longest = max(FIRST, GROWTH * filled)
        while self._weight(slices[high], pace) > self.most and slices[high].end - slices[high].start > 1:
            self._split(high)
            high += 1  # the newer half of what would hold too many
        low, records = high, self._weight(slices[high], pace)
        while low > 0 and not slices[low - 1].filled and self._due(slices[low - 1]):
            records += self._weight(slices[low - 1], pace)
            if records > self.most or slices[high].end - slices[low - 1].start > longest:
                break
            low -= 1
        return slices[low].start, self._end(high, now)

    # --- answers --------------------------------------------------------------------------------------------

    def answered(self, start: int, end: int, seconds: Sequence[int], whole: int, sent: float, fresh: int = 0) -> bool:
        """Take in what came for [start, end): the callDates inside, ascending, and the count of the whole body.

        `sent` is monotonic; `fresh`: how many inside have ended within FRESH seconds. True: the answer is complete as
        far as can be known, so absence from it means something.
        """
        seen, cap = Seen(start, end, len(seconds), whole, fresh), self.caps.cap
        clear = self.caps.judge(seen, sent)
        if self.caps.cap is not None and self.caps.cap != cap:
            self._retract(self.caps.cap)
        if end - start == 1:
            self.capped.pop(start, None)
            if not clear:
                self.capped[start] = len(seconds)
                self._retracted.append((start, end))
        low, high = self._touched(start, end)
        if not clear:
            # What answers as full as this one have proven is as doubtful, until the halves say better.
            doubtful = [piece for piece in self.slices[low:high] if piece.filled and piece.whole >= whole]
            self._retracted += [(piece.start, piece.end) for piece in doubtful]
        for at in range(high - 1, low - 1, -1):
            self._take(at, seen, seconds, sent, clear or end - start == 1)
        if not clear and self.caps.cap is not None and end - start > 1:
            self._cut(start, end, whole)
        return clear

    def _retract(self, cap: int) -> None:
        """Answers are cut off at `cap`: what was held to be whole by so full an answer never was."""
        for piece in self.slices:
            if piece.filled and piece.whole >= cap:
                piece.had = piece.sent = -inf
                self._retracted.append((piece.start, piece.end))

    def retracted(self) -> list[tuple[int, int]]:
        """The spans that turned out not to have been had whole, told once."""
        told, self._retracted = self._retracted, []
        return told

    def doubt(self, start: int, end: int, inside: int, whole: int) -> None:
        """An answer lacks too many calls known to be there: ask again at every poll; perhaps it was cut off."""
        self.caps.doubt(Seen(start, end, inside, whole))
        low, high = self._touched(start, end)
        for piece in self.slices[low:high]:
            piece.doubted = True

    def _touched(self, start: int, end: int) -> tuple[int, int]:
        low = bisect_right(self.slices, start, key=lambda piece: piece.start) - 1
        high = bisect_right(self.slices, end - 1, key=lambda piece: piece.start)
        return max(0, low), high

    def _take(self, at: int, seen: Seen, seconds: Sequence[int], sent: float, had: bool) -> None:
        """Mark the slice at an index, when the range holds it, and split it when it holds too many."""
        piece, start, end = self.slices[at], seen.start, seen.end
        open_end = self._rolling and piece.end > end >= self._now
        if piece.start < start or (piece.end > end and not open_end):
            if piece.end - piece.start > 1 and start < piece.end and piece.start < end:
                self._halve_towards(at, seen, seconds, sent, had)
            return
        count = bisect_right(seconds, piece.end - 1) - bisect_right(seconds, piece.start - 1)
        piece.sent = sent
        piece.count = count
        piece.doubted = piece.end > self._now  # what has not been yet cannot have been had
        if had:
            piece.had, piece.whole = sent, seen.whole
        if count > self._aim and piece.end - piece.start > 1:
            self._split(at)
            for half in (at + 1, at):
                self._take(half, seen, seconds, sent, had)

    def _halve_towards(self, at: int, seen: Seen, seconds: Sequence[int], sent: float, had: bool) -> None:
        """A probe asked for part of a slice: split it so that the part can be marked."""
        self._split(at)
        for half in (at + 1, at):
            piece = self.slices[half]
            if seen.start < piece.end and piece.start < seen.end:
                self._take(half, seen, seconds, sent, had)

    def _split(self, at: int) -> None:
        """Cut a slice in two, keeping what is known of it."""
        piece = self.slices[at]
        cut = middle(piece.start, piece.end)
        newer = replace(piece, start=cut, count=piece.count // 2)
        older = replace(piece, end=cut, count=piece.count - newer.count)
        self.slices[at : at + 1] = [older, newer]

    def _cut(self, start: int, end: int, whole: int) -> None:
        """An answer was cut off: what it was asked for is asked again in smaller pieces.

        Nobody knows where in the range the missing records are, so a full answer's worth is spread evenly over it.
        """
        low, high = self._touched(start, end)
        if high - low == 1:
            self._split(low)
            high += 1
        seconds = sum(piece.end - piece.start for piece in self.slices[low:high])
        for piece in self.slices[low:high]:
            piece.had = piece.sent = -inf
            piece.count = max(piece.count, ceil(whole * (piece.end - piece.start) / seconds))
