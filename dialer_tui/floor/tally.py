"""What one call adds to the figures, and the sums of many: each figure is read from these (`figures.py`).

A sum is whole seconds or a number of calls, so that taking a call out again leaves nothing behind. All sums of a tally
are one large integer, each in 64 bits of its own: a call is then added to all of them at once, and to a hundred tallies
in the time that a list of sums takes for ten.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Literal, NamedTuple, TypeVar

import msgspec

from dialer_tui.model import Call

Outcome = Literal["answered", "unanswered", "unclear"]
Kind = Literal["in", "out", "other"]
_KINDS: Mapping[str, Kind] = {"inbound": "in", "outbound": "out"}

SUMS = (
    "calls",
    "calls_in",
    "calls_out",
    "unclear",
    "hits",  # inbound, answered, within the answer time
    "level",  # what the service level is a share of
    "unsure",  # what might belong to it, had the API said more
    "queue_seconds",  # inbound, answered
    "queue_known",
    "waits_known",  # inbound, whatever became of them
    "lost_seconds",  # the queue times of inbound, unanswered calls
    "lost_known",
    "lost",  # inbound, unanswered
    "told",  # inbound, answered or unanswered
    "handle_seconds",  # answered, from here on
    "handle_known",
    "talk_seconds",
    "talk_known",
    "hold_seconds",
    "hold_known",
    "held",
    "acw_seconds",
    "acw_known",
    "length_seconds",  # all calls
    "length_known",
    "won",  # outbound, answered
    "tried",  # outbound, answered or unanswered
    "won_seconds",  # the talk times of those won
    "won_known",
)
_BITS = 64
_AT = {name: _BITS * at for at, name in enumerate(SUMS)}
_ONE = {name: 1 << bits for name, bits in _AT.items()}
_MOST = (1 << _BITS) - 1


Counted = TypeVar("Counted", int, str)


class Rules(msgspec.Struct, frozen=True):
    """`[figures]`: seconds after its end from which a call counts, the answer time and the shortest wait of an
    unanswered call that count for the service level, and the targets by the figure's name, in its unit."""

    settle: int = 30
    answer_within: int = 20
    short_abandon: int = 0
    targets: Mapping[str, float] = {}


class Score(NamedTuple):
    """What a call adds: to all SUMS at once; its queue time where it is inbound, the same where it is also unanswered
    (None: unknown, or not such a call); and whom it names, "" for nobody."""

    sums: int
    wait: int | None
    lost: int | None
    person: str


@lru_cache(256)
def kind_of(call_type: str) -> Kind:
    """Inbound, outbound or neither, by callType."""
    return _KINDS.get(call_type.strip().casefold(), "other")


def outcome(call: Call, human: bool) -> Outcome:
    """What became of a call, as far as its record says. `human`: a person is named on it."""
    talk, handle = call.talk, call.handle
    busy = bool(talk or handle)
    if human:
        return "answered" if busy or (talk is None and handle is None) else "unclear"
    return "unclear" if busy else "unanswered"


def score(call: Call, person: str, rules: Rules) -> Score:
    """What a settled call adds to the figures. `person`: whom it names (`People.key`)."""
    became, kind = outcome(call, bool(person)), kind_of(call.type)
    queue, told = call.queue, became != "unclear"
    sums = _CALLS if told else _CALLS + _UNCLEAR
    if call.total is not None:
        sums += _LENGTH * call.total + _LENGTH_KNOWN
    if became == "answered":
        sums += _handled(call)
    if kind == "out":
        sums += _CALLS_OUT + _TRIED * told
        if became == "answered":
            sums += _WON
            if call.talk is not None:
                sums += _WON_TALK * call.talk + _WON_KNOWN
    if kind != "in":
        return Score(sums, None, None, person)
    sums += _CALLS_IN + _TOLD * told + _LOST * (became == "unanswered")
    if queue is None:
        return Score(sums + _UNSURE, None, None, person)
    sums += _WAITS
    if became == "answered":
        sums += _LEVEL + _HITS * (queue <= rules.answer_within) + _QUEUE * queue + _QUEUE_KNOWN
    elif became == "unanswered":
        sums += _LEVEL * (queue >= rules.short_abandon) + _LOST_WAIT * queue + _LOST_KNOWN
    else:
        sums += _UNSURE
    return Score(sums, queue, queue if became == "unanswered" else None, person)


def _handled(call: Call) -> int:
    """What an answered call adds, whichever way it went."""
    sums = 0
    if call.handle is not None:
        sums += _HANDLE * call.handle + _HANDLE_KNOWN
    if call.talk is not None:
        sums += _TALK * call.talk + _TALK_KNOWN
    if call.hold is not None:
        sums += _HOLD * call.hold + _HOLD_KNOWN + _HELD * (call.hold > 0)
    if call.acw is not None:
        sums += _ACW * call.acw + _ACW_KNOWN
    return sums


class Tally:
    """The sums of some calls, how many waited how long, and how many calls name whom."""

    __slots__ = ("listed_after", "lost", "people", "sums", "waits")

    def __init__(self) -> None:
        self.sums = 0
        self.waits: dict[int, int] = {}
        self.lost: dict[int, int] = {}
        self.people: dict[str, int] = {}
        self.listed_after: Sequence[float] = ()  # seconds; only a console that has watched the floor knows them

    def __getitem__(self, name: str) -> int:
        """One of SUMS."""
        return self.sums >> _AT[name] & _MOST

    def put_on(self, scored: Score) -> None:
        """Add a call."""
        self.sums += scored.sums
        for counts, value in ((self.waits, scored.wait), (self.lost, scored.lost)):
            if value is not None:
                counts[value] = counts.get(value, 0) + 1
        if scored.person:
            self.people[scored.person] = self.people.get(scored.person, 0) + 1

    def take_off(self, scored: Score) -> None:
        """Take a call out again."""
        self.sums -= scored.sums
        if scored.wait is not None:
            _less(self.waits, scored.wait)
        if scored.lost is not None:
            _less(self.lost, scored.lost)
        if scored.person:
            _less(self.people, scored.person)

    def merge(self, other: Tally) -> None:
        """Add all calls of another one."""
        self.sums += other.sums
        for mine, theirs in ((self.waits, other.waits), (self.lost, other.lost)):
            for value, count in theirs.items():
                mine[value] = mine.get(value, 0) + count
        for name, count in other.people.items():
            self.people[name] = self.people.get(name, 0) + count


def _less(counts: dict[Counted, int], key: Counted) -> None:
    left = counts[key] - 1
    if left:
        counts[key] = left
    else:
        del counts[key]


# What one second, or one call, of each is in the large integer.
_CALLS, _CALLS_IN, _CALLS_OUT, _UNCLEAR = (_ONE[name] for name in ("calls", "calls_in", "calls_out", "unclear"))
_HITS, _LEVEL, _UNSURE, _WAITS = (_ONE[name] for name in ("hits", "level", "unsure", "waits_known"))
_LOST, _TOLD, _HELD, _WON, _TRIED = (_ONE[name] for name in ("lost", "told", "held", "won", "tried"))
_QUEUE, _QUEUE_KNOWN = _ONE["queue_seconds"], _ONE["queue_known"]
_LOST_WAIT, _LOST_KNOWN = _ONE["lost_seconds"], _ONE["lost_known"]
_HANDLE, _HANDLE_KNOWN = _ONE["handle_seconds"], _ONE["handle_known"]
_TALK, _TALK_KNOWN = _ONE["talk_seconds"], _ONE["talk_known"]
_HOLD, _HOLD_KNOWN = _ONE["hold_seconds"], _ONE["hold_known"]
_ACW, _ACW_KNOWN = _ONE["acw_seconds"], _ONE["acw_known"]
_LENGTH, _LENGTH_KNOWN = _ONE["length_seconds"], _ONE["length_known"]
_WON_TALK, _WON_KNOWN = _ONE["won_seconds"], _ONE["won_known"]
