"""Does the API silently cap its answers? Counts that look like a cap are put to the test, in halves.

Nothing here asks or decodes: `Caps` says which range to ask next, and is told what came.
"""

from __future__ import annotations

from collections import deque

import msgspec

TRUST = 600.0  # seconds for which a slice's count that halving has cleared is believed
SMALLEST = 100  # records of a page as most APIs cut them
_MORE = 1.1  # times the count that is proven to be whole: more than that is to be proven anew
_FEW = 10  # fewer records than this are cut off by nobody
_REMEMBERED = 64


class Seen(msgspec.Struct, frozen=True):
    """One answer as far as its count matters: the slice, its records inside [start, end), and all in the body.

    `fresh`: of those inside, the ones that ended so lately that a lagging replica may not list them yet.
    """

    start: int
    end: int
    inside: int
    whole: int
    fresh: int = 0

    def held(self, settled: bool) -> int:
        """The records inside that are compared: all, or the settled ones."""
        return self.inside - self.fresh if settled else self.inside


def middle(start: int, end: int) -> int:
    """Where [start, end) of at least two seconds is cut: the roundest binary second inside, so cuts repeat."""
    bit = (start ^ (end - 1)).bit_length() - 1
    return (end - 1) >> bit << bit


class _Probe(msgspec.Struct):
    """A suspect answer being halved: first the older half, then the newer one, then perhaps the whole again."""

    suspect: Seen
    above: tuple[Seen, ...] = ()  # what held all its records in the one part that is now halved
    halves: list[Seen] = msgspec.field(default_factory=list)
    again: bool = False

    def range(self) -> tuple[int, int]:
        suspect = self.suspect
        if self.again:
            return suspect.start, suspect.end
        cut = middle(suspect.start, suspect.end)
        return (suspect.start, cut) if not self.halves else (cut, suspect.end)


class Caps:
    """What is known of a cap. `cap`: records an answer holds at most, None while none is proven."""

    def __init__(self) -> None:
        self.cap: int | None = None
        self._tested = False  # whether a suspicion has been followed to its end, whatever that was
        self._until = 0.0
        self._proven, self._proven_until = 0, 0.0
        self._largest: Seen | None = None
        self._trusted: dict[tuple[int, int], float] = {}
        self._recent: deque[Seen] = deque(maxlen=_REMEMBERED)
        self._probes: list[_Probe] = []

    def elsewhere(self) -> Caps:
        """What of it holds for other calls of the same API: a cap that is proven, for as long as it is believed."""
        caps = Caps()
        caps.cap, caps._until, caps._tested = self.cap, self._until, self._tested
        return caps

    @property
    def untested(self) -> bool:
        """Whether a full answer has come and none has been put to the test yet: records may be missing anywhere."""
        return not self._tested and self.cap is None and (self._largest is not None or bool(self._probes))

    def probe(self) -> tuple[int, int] | None:
        """The range to ask next to settle a suspicion, None when there is none."""
        return self._probes[-1].range() if self._probes else None

    def judge(self, seen: Seen, tick: float) -> bool:
        """Take an answer in. True: nothing suggests that records are missing from it."""
        if self.cap is not None and (seen.whole > self.cap or tick >= self._until):
            self.cap = None  # more came than that; or it was long ago and is to be shown anew
        probing = bool(self._probes) and self._probes[-1].range() == (seen.start, seen.end)
        clear = self._clear(seen, tick)
        if probing:
            clear = self._settle(self._probes[-1], seen, clear, tick)
            self._tested = self._tested or not self._probes
        elif not clear and self.cap is None and not self._probes:
            self._suspect(seen)
        self._recent.append(seen)
        if clear and not probing:
            self._note(seen, tick)
        return clear

    def _note(self, seen: Seen, tick: float) -> None:
        """Remember the fullest answer that nothing proves yet. If that one is whole, so are all with fewer records."""
        if tick >= self._proven_until:
            self._proven = 0
        fullest = self._proven * _MORE if self._largest is None else self._largest.whole
        if self.cap is None and seen.whole >= _FEW and seen.whole > fullest and seen.end - seen.start > 1:
            self._largest = seen

    def verify(self) -> None:
        """Put the fullest answer to the test, looks it suspect or not: a cut at any count must show in that one."""
        if self._largest is not None and not self._probes and self.cap is None:
            self._suspect(self._largest)
        self._largest = None

    def _clear(self, seen: Seen, tick: float) -> bool:
        if self.cap is not None:
            return seen.whole < self.cap
        if seen.whole < _FEW or self._trusted.get((seen.start, seen.whole), 0.0) > tick:
            return True
        if seen.whole >= SMALLEST and (seen.whole % SMALLEST == 0 or self._other_length(seen)):
            return False
        return not self._most_and_again(seen)

    def _other_length(self, seen: Seen) -> bool:
        """Whether a slice half as long again or shorter held just as many."""
        length = seen.end - seen.start
        same = (other.end - other.start for other in self._recent if other.whole == seen.whole)
        return any(2 * max(length, other) >= 3 * min(length, other) for other in same)

    def _most_and_again(self, seen: Seen) -> bool:
        """Whether two other answers held as many and none held more.

        A floor that is asked for whole at each poll shows no slices of other lengths: its cut-off shows like this.
        """
        same = sum(other.whole == seen.whole for other in self._recent)
        return same > 1 and all(other.whole <= seen.whole for other in self._recent)

    def doubt(self, seen: Seen) -> None:
        """Put an answer to the test that lacks calls known to be there, whatever was believed of its count."""
        self._trusted.pop((seen.start, seen.whole), None)
        if seen.whole >= _FEW and self.cap is None and not self._probes:
            self._suspect(seen)

    def _settle(self, probe: _Probe, seen: Seen, clear: bool, tick: float) -> bool:
        """Take the answer to a probe's question. Returns whether this answer is clear by now."""
        suspect = probe.suspect
        if probe.again:
            self._probes.remove(probe)
            if seen.whole == suspect.whole:
                self.cap, self._until = seen.whole, tick + TRUST  # the halves hold more, the whole still as few
                self._probes.clear()
                return False
            return clear or self._suspect(seen)
        probe.halves.append(seen)
        if len(probe.halves) < 2:
            return clear
        # Answers may come from replicas of which one lags: what has just been listed proves nothing, if there is else.
        settled = 2 * suspect.fresh < suspect.inside
        sizes = [half.held(settled) for half in probe.halves]
        if sum(sizes) > suspect.held(settled):
            probe.again = True
            return clear
        self._probes.remove(probe)
        if sum(sizes) < suspect.held(settled):
            return clear  # calls left in between: neither proof nor contradiction; it will be asked again
        full = probe.halves[0] if sizes[0] else probe.halves[1]
        if not all(sizes) and full.whole >= suspect.whole:
            self._suspect(full, (suspect, *probe.above))
            return clear and full is not seen
        # Believed of this slice alone: elsewhere the same count may well be where answers are cut off.
        self._trusted = {key: until for key, until in self._trusted.items() if until > tick}
        for cleared in (suspect, *probe.above, *probe.halves):
            self._trusted[cleared.start, cleared.whole] = tick + TRUST
        self._proven, self._proven_until = max(suspect.whole, self._proven), tick + TRUST
        return True

    def _suspect(self, seen: Seen, above: tuple[Seen, ...] = ()) -> bool:
        """Put an answer to the test. A single second cannot be halved: it stays in doubt. Always False."""
        if seen.end - seen.start > 1:
            self._probes.append(_Probe(seen, above))
        return False
