"""State words: how things stand between us and the API, the gravest first. Pure: facts in, one status out."""

from __future__ import annotations

from math import ceil

import msgspec

from dialer_tui.model import Poll

WHOLE = 0.995
"""Share of the window's seconds from which it counts as had whole: the newest second is under way."""
_STALE_AFTER = 15.0  # seconds, at least
_LONG = 120.0  # seconds of a wait that is told in minutes


class Facts(msgspec.Struct, frozen=True):
    """What the feed knows. Times in seconds; `sent` is the age of the newest good request, None when there is none.

    `had`: it asked for the calls that are asked for now.
    """

    sent: float | None = None
    had: bool = True
    round_trip: float = 0.0
    coverage: float = 0.0
    thin: float = 0.0  # seconds for which the coverage has not been whole
    filling: bool = True
    refused: bool = False
    error: int | None = None
    message: str = ""
    failures: int = 0
    next_try: float | None = None
    doubted: int = 0
    capped: tuple[tuple[int, int], ...] = ()
    lateness: float = 0.0
    newest: float = 0.0
    far: int = 0
    skew: float = 0.0
    clock_known: bool = True


class Status(msgspec.Struct, frozen=True):
    """One word for the link, and what a person needs beside it.

    `age`: seconds since the newest good request for these calls was sent, None before any; said whenever the word is
    not LIVE.
    `coverage`: share of the window had whole, 0 to 1. `lateness`: a call dated at the far end of what is asked for,
    `far` seconds ago, appears at most so many seconds late, one dated now `newest`. `skew`: server time minus local
    time. `capped`: seconds since 1970 UTC that alone hold more calls than the API lists, with how many it does list,
    most first. `filling`: some of the window has not been asked for yet. `doubted`: an answer lacked too many calls to
    be believed. `since`: when the word was first this one, seconds since 1970 UTC; None where that is not known.
    """

    word: str
    detail: str
    age: float | None
    coverage: float
    lateness: float
    skew: float
    clock_known: bool
    message: str
    capped: tuple[tuple[int, int], ...] = ()
    filling: bool = False
    doubted: bool = False
    newest: float = 0.0
    far: int = 0
    since: float | None = None

    def late(self, age: float) -> float:
        """Seconds by which a call dated so long ago may appear late, or its change be seen late: by the law."""
        return max(self.newest, self.lateness * min(age / self.far, 1.0)) if self.far else self.lateness


def stale_after(poll: Poll, round_trip: float) -> float:
    """Seconds after which the newest good answer is too old to be called live."""
    return max(3 * poll.interval, _STALE_AFTER, 2 * round_trip)


def status(facts: Facts, poll: Poll) -> Status:
    """The gravest state that holds, in words."""
    word, detail = _word(facts, poll)
    return Status(
        word,
        detail,
        facts.sent if facts.had else None,
        facts.coverage,
        facts.lateness,
        facts.skew,
        facts.clock_known,
        facts.message,
        facts.capped,
        facts.filling,
        facts.doubted > 0,
        facts.newest,
        facts.far,
    )


def _until(seconds: float) -> str:
    """A time to wait in words: to the second only where it is short, so that a long one is not told each second."""
    return f"{max(0, round(seconds))} s" if seconds <= _LONG else f"{ceil(seconds / 60)} min"


def _word(facts: Facts, poll: Poll) -> tuple[str, str]:
    retry = "" if facts.next_try is None else f"next try in {_until(facts.next_try)}"
    if facts.refused:
        return "REFUSED", "ID and key are not accepted" + (f", {retry}" if retry else "")
    if facts.error is not None:
        return f"ERROR {facts.error}", retry
    if facts.failures > 1:
        return "OFFLINE", retry
    if facts.sent is None:
        return "CONNECTING", retry
    if facts.sent > stale_after(poll, facts.round_trip):
        return "STALE", retry
    if facts.doubted:
        return "PARTIAL", f"{facts.doubted} calls missing from an answer"
    if facts.capped:
        return "PARTIAL", "answers cut off"
    if facts.filling:
        return "FILLING", f"{min(int(facts.coverage * 100), 99)} %"  # something is missing
    if facts.thin > stale_after(poll, facts.round_trip):
        return "PARTIAL", f"{int(facts.coverage * 100)} % had whole"
    return "LIVE", ""
