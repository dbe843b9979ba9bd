"""What a report says of its own data: what was not had, when the link failed and what that means, what is unclear."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from dialer_tui.export.facts import Shift
from dialer_tui.export.stamps import Stamps, lasted
from dialer_tui.floor.outages import RESTED, Outage

_LESSER = {
    "PARTIAL": "Answers were in doubt or cut off",
    RESTED: "A past range was shown, and nothing asked meanwhile,",
}  # what is no failure of the link


def failures(shift: Shift) -> list[Outage]:
    """When nothing new was to be seen: neither by choice, nor for doubts alone."""
    return [one for one in shift.outages if one.word not in _LESSER]


def lacks(shift: Shift, at: Stamps, most: int) -> Iterator[str]:
    """The paragraphs, each of them whole. `most`: spans of time that one of them names."""
    yield _missing(shift, at, most)
    if shift.watched is not None:
        yield from _watched(shift, at, most)
    tally = shift.figures.whole
    unknown = tally["calls_in"] - tally["waits_known"]
    yield (
        f"Unclear: {tally['unclear']:,} of {tally['calls']:,} calls, where it is not said whether anybody answered. "
        f"Unknown queue time: {unknown:,} inbound calls."
    )


def _missing(shift: Shift, at: Stamps, most: int) -> str:
    if not shift.missing:
        return "Every part of the range was had."
    longest = sorted(sorted(shift.missing, key=lambda span: span[0] - span[1])[:most])
    spans = ", ".join(at.span(start, end) for start, end in longest)
    rest = f" and {len(shift.missing) - most} shorter ones" if len(shift.missing) > most else ""
    seconds = sum(end - start for start, end in shift.missing)
    return f"Not had: {spans}{rest}, {lasted(seconds)} in all. Calls of then may be missing from every number here."


def _watched(shift: Shift, at: Stamps, most: int) -> Iterator[str]:
    since = f"since {at.clock(shift.watched or 0)}, when this console began to watch"
    failed = failures(shift)
    if failed:
        had = "" if shift.missing else " The calls have been had since."
        yield (
            f"The link failed {times(len(failed))} {since}, for {lasted(total(failed))} in all: "
            f"{_named(failed, at, most)}. Then nothing new was seen, and no alert could be raised.{had}"
        )
    else:
        yield f"The link held {since}."
    for word, told in _LESSER.items():
        if found := [one for one in shift.outages if one.word == word]:
            spans = _named(found, at, most // 2)  # of what matters less than a failure, half as many
            yield f"{told} {times(len(found))}{spans and f': {spans}'}."


def _named(outages: Sequence[Outage], at: Stamps, most: int) -> str:
    """The longest of them, in time."""
    if not most:
        return ""
    longest = sorted(sorted(outages, key=lambda one: one.start - one.end)[:most], key=lambda one: one.start)
    said = "; ".join(_outage(one, at) for one in longest)
    return said + (f"; and {len(outages) - most} shorter ones" if len(outages) > most else "")


def _outage(one: Outage, at: Stamps) -> str:
    word = "" if one.word in _LESSER else f" {one.word}"
    return f"{at.clock(one.start, seconds=True)} until now{word}" if one.lasts else at.span(one.start, one.end) + word


def total(outages: Sequence[Outage]) -> int:
    """Seconds of all of them."""
    return sum(one.end - one.start for one in outages)


def times(count: int) -> str:
    """How often, in words."""
    return {1: "once", 2: "twice"}.get(count, f"{count} times")
