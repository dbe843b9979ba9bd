"""How true what is shown can be, as facts in words: one table for `dialer-tui check` and for the diagnostics pane."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime
from enum import Enum
from math import ceil, isinf
from statistics import median

import msgspec

from dialer_tui.floor.evidence import ENOUGH, Edge, Evidence
from dialer_tui.floor.link import WHOLE
from dialer_tui.model import Poll

CAPPED = 5
"""Exit code of answers known to be cut off."""

_AGREES = 1.0  # seconds between the two clocks that cannot be told from none
_SKEWED = 5.0  # seconds between the server's clock and this machine's that are worth a remark
_MANY = 10  # failed requests are worth a remark when at least one in so many failed
_FEW = 100  # contradictions are worth a remark when more than one in so many calls contradicts


class Grade(Enum):
    """How well something is."""

    WELL = "well"
    REMARK = "remark"
    FAULT = "fault"
    UNKNOWN = "unknown"


class Fact(msgspec.Struct, frozen=True):
    """One fact: its name, how well it is, its value in words, and what to do where it is not well.

    `more`: further lines, such as reasons. `code`: what a command exits with for it, 0 for all but faults. The words
    may hold text from outside: they are cleaned where they are shown.
    """

    name: str
    grade: Grade
    value: str
    do: str = ""
    more: tuple[str, ...] = ()
    code: int = 0


class Apart(msgspec.Struct, frozen=True):
    """How many names several agents bear, and of their calls: how many are told apart, not yet, nobody's alone."""

    names: int
    told: int
    waiting: int
    nobodys: int


class Diagnostics(msgspec.Struct, frozen=True):
    """What was measured. Seconds, bytes, counts; None is what a one-shot command cannot know.

    `known`: calls known. `lateness`: of a call dated at the window's edge, and at the far end of what is asked for;
    `ago`: how long ago those are. `k`: see floor/schedule.py. `skew`: server time minus local time. `capped`: see
    `link.Status`.
    """

    poll: Poll
    requests: int
    failed: int
    received: int
    trips: tuple[float, ...]
    known: int
    coverage: float | None = None
    lateness: tuple[float, float] | None = None
    ago: tuple[int, int] = (3_600, 10_800)
    k: float | None = None
    next_poll: float | None = None
    stopped: bool = False
    evidence: Evidence = msgspec.field(default_factory=Evidence)
    bad: int = 0
    doubled: int = 0
    repaired: int = 0
    reasons: tuple[str, ...] = ()
    cap: int | None = None
    suspected: bool = False
    capped: tuple[tuple[int, int], ...] = ()
    skew: float = 0.0
    clock_known: bool = True
    apart: Apart | None = None


def span(seconds: float) -> str:
    """A time in words: "0.08 s", "12 s", "2 m 10 s", "3 h"."""
    if 0 < abs(seconds) < 10 and seconds != round(seconds):
        return f"{seconds:.2f} s" if abs(seconds) < 1 else f"{seconds:.1f} s"
    minutes, second = divmod(round(seconds), 60)
    hours, minute = divmod(minutes, 60)
    if hours:
        return f"{hours} h {minute:02} m" if minute else f"{hours} h"
    if minutes:
        return f"{minutes} m {second:02} s" if second else f"{minutes} m"
    return f"{second} s"


def size(count: float) -> str:
    """Bytes in words: "12.3 MB"."""
    import humanize  # here, not at the top: the console paints its first screen before it is needed

    return humanize.naturalsize(count, format="%.1f") if count >= 1000 else f"{int(count)} bytes"


def quantile(ordered: Sequence[float], share: float) -> float:
    """The value below or at which a share of the ordered values lies; of at least one."""
    return ordered[max(ceil(share * len(ordered)) - 1, 0)]


def _counted(count: int, noun: str) -> str:
    return f"{count:,} {noun}{'' if count == 1 else 's'}"


# --- the facts: each from what was measured, None where it was not ------------------------------------------------


def _requests(d: Diagnostics) -> Fact:
    failed = f", {d.failed:,} failed" if d.failed else ""
    value = f"{d.requests:,} sent{failed} · {size(d.received)} received, uncompressed"
    if not d.failed or d.failed * _MANY < d.requests:
        return Fact("requests", Grade.WELL, value)
    do = "see why in what failed; if it goes on, tell whoever runs the API or the network"
    return Fact("requests", Grade.REMARK, value, do)


def _round_trips(d: Diagnostics) -> Fact:
    name = "round trips"
    if not d.trips:
        return Fact(name, Grade.UNKNOWN, "no good answer yet")
    usual = median(d.trips)
    value = f"median {span(usual)} · worst {span(max(d.trips))} · of the last {len(d.trips)}"
    if usual <= d.poll.interval:
        return Fact(name, Grade.WELL, value)
    return Fact(
        name,
        Grade.REMARK,
        f"{value}: slower than one poll in {d.poll.interval} s",
        f'polls are skipped; set [poll] interval = "{ceil(usual) + 1}s", and tell whoever runs the API or the network',
    )


def _coverage(d: Diagnostics) -> Fact | None:
    if d.coverage is None:
        return None
    # Rounded down: 100 % means all of it.
    value = f"{int(d.coverage * 1000) / 10:g} % of the window had whole · {_counted(d.known, 'call')} known"
    if d.coverage >= WHOLE:
        return Fact("coverage", Grade.WELL, value)
    do = "nothing while the window is being fetched; if it lasts, see round trips, cut-off and bad records"
    return Fact("coverage", Grade.REMARK, value, do)


def _lateness(d: Diagnostics) -> Fact | None:
    if d.lateness is None:
        return None
    edge, far = (span(max(late, d.poll.interval)) for late in d.lateness)
    value = (
        f"while LIVE at most {edge} at the window's edge, {span(d.ago[0])} ago · "
        f"{far} at the far end of what is asked for, {span(d.ago[1])} ago"
    )
    return Fact("lateness", Grade.WELL, value)


def _polls(d: Diagnostics) -> Fact | None:
    if d.k is None:
        return None
    if d.stopped:
        return Fact("next poll", Grade.REMARK, "none until you ask for it", "mend what the state says, then ask again")
    when = "now" if d.next_poll is None else f"in {ceil(d.next_poll)} s"
    how = (
        f"everything every {d.poll.interval} s"
        if isinf(d.k)
        else f"new calls every {d.poll.interval} s, older ones less often, as the budget allows"
    )
    return Fact("next poll", Grade.WELL, f"{when} · {how}")


def _listed_after(d: Diagnostics) -> Fact | None:
    if d.k is None:
        return None
    after = sorted(d.evidence.listed_after)
    if not after:
        return Fact("listed after", Grade.UNKNOWN, "no evidence: no new call yet while LIVE")
    usual, slowest = span(median(after)), span(quantile(after, 0.95))
    value = f"median {usual} · p95 {slowest} after a call's end, of {_counted(len(after), 'new call')}"
    return Fact("listed after", Grade.WELL, value)


def _call_date(d: Diagnostics) -> Fact:
    e, name = d.evidence, "callDate"
    if not e.judged:
        why = "no call of the last hour to tell by"
        return Fact(name, Grade.UNKNOWN, f"no evidence: {why}")
    ahead = f" · {e.ahead:,} dated ahead of the server's clock" if e.ahead else ""
    if e.dated_at_end:
        value = f"is the end: {e.sooner:,} of {e.judged:,} were listed too soon for a start{ahead}"
        if e.sooner or e.judged < _FEW:
            return Fact(name, Grade.WELL, value)
        return Fact(name, Grade.REMARK, value, 'nothing speaks for the end: try [api] call_date = "start"')
    value = f"is the start: {e.sooner:,} of {e.judged:,} contradict{ahead}"
    if e.sooner * _FEW <= e.judged:
        return Fact(name, Grade.WELL, value)
    do = 'if times look too early or too late, set [api] call_date = "end"; dialers whose clocks are ahead look alike'
    return Fact(name, Grade.REMARK, value, do)


_BELONGS = {
    (True, True): "both belong to the range",
    (True, False): "dateStart belongs to the range, dateEnd does not",
    (False, True): "dateEnd belongs to the range, dateStart does not",
    (False, False): "neither belongs to the range",
    (True, None): "dateStart belongs to the range, dateEnd is not known",
    (False, None): "dateStart does not belong to the range, dateEnd is not known",
    (None, True): "dateEnd belongs to the range, dateStart is not known",
    (None, False): "dateEnd does not belong to the range, dateStart is not known",
}


def _edges(d: Diagnostics) -> Fact:
    first, last = d.evidence.first, d.evidence.last
    known = first.belongs, last.belongs
    if known not in _BELONGS:
        return Fact("edges", Grade.UNKNOWN, "no evidence: no call was dated at an edge of what was asked for")
    came = f"calls dated then that came: {_came(first)} and {_came(last)}"
    return Fact("edges", Grade.WELL, f"{_BELONGS[known]} ({came})")


def _came(edge: Edge) -> str:
    return f"{edge.came:,} of {edge.known:,}"


def _live_calls(d: Diagnostics) -> Fact:
    e, name = d.evidence, "live calls"
    if e.grew:
        many = "at least " if len(e.grew) >= ENOUGH else ""
        return Fact(name, Grade.WELL, f"are listed: the callTime of {many}{_counted(len(e.grew), 'call')} grew")
    if not e.watched:
        return Fact(name, Grade.UNKNOWN, "no evidence: no call was watched")
    return Fact(name, Grade.WELL, f"none is listed, as far as seen: no callTime of {_counted(e.watched, 'call')} grew")


def _cap(d: Diagnostics) -> Fact:
    name, largest = "cut-off", f"the largest answer held {_counted(d.evidence.largest, 'call')}"
    if d.capped:
        second, least = d.capped[0]
        more = f", nor do those of {_counted(len(d.capped) - 1, 'second')} more" if len(d.capped) > 1 else ""
        at = datetime.fromtimestamp(second, UTC)
        value = f"the calls of {at:%Y-%m-%d %H:%M:%S} GMT do not fit into an answer{more}: {least:,} of them are listed"
        do = "have the API's limit lifted, or ask for less: --campaign, or campaigns in the profile"
        return Fact(name, Grade.FAULT, value, do, code=CAPPED)
    if d.cap is not None:
        value = (
            f"the API lists at most {_counted(d.cap, 'call')} an answer and does not say so: asked in smaller pieces"
        )
        return Fact(
            name, Grade.REMARK, value, "nothing, all is had; with the limit lifted it would take fewer requests"
        )
    if d.suspected:
        do = "nothing: the halves will show whether it was"
        return Fact(name, Grade.REMARK, f"{largest}, which looks cut off; it is being asked for in halves", do)
    if not d.evidence.largest:
        return Fact(name, Grade.UNKNOWN, "no evidence: no call came")
    return Fact(name, Grade.WELL, f"none: {largest}")


def _left_out(d: Diagnostics) -> Fact:
    name = "bad records"
    if not d.bad and not d.reasons:
        return Fact(name, Grade.WELL, "none")
    value = f"{d.bad:,} left out, in the answers that were read" if d.bad else "none, but an answer failed"
    return Fact(name, Grade.REMARK, value, "tell whoever runs the API, with the reasons", more=d.reasons)


def _oddities(d: Diagnostics) -> Fact:
    odd = []
    if d.doubled:
        odd.append(f"{_counted(d.doubled, 'call ID')} twice in one answer, one record of each kept")
    if d.repaired:
        odd.append(f"{_counted(d.repaired, 'answer')} not quite JSON, mended")
    if not odd:
        return Fact("oddities", Grade.WELL, "none")
    return Fact("oddities", Grade.REMARK, " · ".join(odd), "tell whoever runs the API")


def _namesakes(d: Diagnostics) -> Fact | None:
    if d.apart is None or not d.apart.names:
        return None
    apart, name = d.apart, "namesakes"
    several = "is a name" if apart.names == 1 else "are names"
    value = f"{apart.names:,} {several} of several agents: {_counted(apart.told, 'call')} told apart"
    value += f", {apart.waiting:,} not yet" if apart.waiting else ""
    if not apart.nobodys:
        return Fact(name, Grade.WELL, value)
    value += f", {apart.nobodys:,} that none of them has, or more than one"
    return Fact(name, Grade.REMARK, value, "these say (?): who took them may have left the agent list")


def _clock(d: Diagnostics) -> Fact:
    if not d.clock_known and d.requests <= d.failed:
        return Fact("clock", Grade.UNKNOWN, "no answer yet to read the server's time from")
    if not d.clock_known:
        do = "keep this machine's clock right (NTP), and tell whoever runs the API that Date is missing"
        return Fact("clock", Grade.REMARK, "answers carry no usable Date: times are told by this machine's clock", do)
    # Date has whole seconds.
    way = "ahead of" if d.skew > 0 else "behind"
    value = f"the server's is {span(round(abs(d.skew)))} {way} this machine's"
    if abs(d.skew) <= _AGREES:
        return Fact("clock", Grade.WELL, "the server's and this machine's agree to the second")
    # A Date was written somewhere in its round trip: a slow API says as much less of the time.
    doubt = max(d.trips, default=0.0) / 2
    if abs(d.skew) <= _AGREES + doubt:
        said = f"the server's and this machine's agree, as far as answers that take {span(round(2 * doubt))} can tell"
        return Fact("clock", Grade.WELL, said)
    if abs(d.skew) <= _SKEWED + doubt:
        return Fact("clock", Grade.WELL, value)
    return Fact("clock", Grade.REMARK, f"{value}; the server's is shown", "set this machine's clock (NTP)")


def _budget(d: Diagnostics) -> Fact:
    e, most = d.evidence, d.poll.records_per_minute
    if not e.records:
        return Fact("budget", Grade.UNKNOWN, f"{most:,} records a minute; no record came to measure")
    each = e.size / e.records
    polls = 60 / d.poll.interval
    value = f"{most:,} records a minute are {size(most * each)} a minute ({each:,.0f} bytes a record, uncompressed)"
    if d.known:
        value += f"; this floor takes about {size(min(float(most), d.known * polls) * each)}"
    return Fact("budget", Grade.WELL, value)


TABLE: tuple[Callable[[Diagnostics], Fact | None], ...] = (
    _requests,
    _round_trips,
    _coverage,
    _lateness,
    _polls,
    _listed_after,
    _call_date,
    _edges,
    _live_calls,
    _cap,
    _left_out,
    _oddities,
    _namesakes,
    _clock,
    _budget,
)
"""In the order in which they are told."""


def facts(known: Diagnostics) -> Iterator[Fact]:
    """The facts that were measured."""
    for make in TABLE:
        fact = make(known)
        if fact is not None:
            yield fact
