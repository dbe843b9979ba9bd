"""How a shift went, in a few sentences: what a report says before any table."""

from __future__ import annotations

from collections.abc import Iterator

from dialer_tui.export.facts import (
    LEVEL,
    Shift,
    campaigns,
    hours,
    judged,
    lately,
    latest,
    quarters,
    taker,
    worst,
    worst_hour,
)
from dialer_tui.export.lacks import failures, times, total
from dialer_tui.export.stamps import Stamps, lasted
from dialer_tui.floor.figures import BY_NAME, Figure, verdict, written
from dialer_tui.floor.measured import QUARTER, Group
from dialer_tui.floor.tally import Tally, outcome
from dialer_tui.text import clean

_JUDGED = {"meets": "which meets the target of", "misses": "which misses the target of"}
_NAME = 24
_CALLED = {1: "the quarter hour", 2: "the half hour", 3: "the 45 minutes", 4: "its worst hour,"}
"""An hour of the clock, or as much of it as is known whole, by its quarters."""


def story(shift: Shift, at: Stamps) -> Iterator[str]:
    """The sentences, each of them whole."""
    tally = shift.figures.whole
    if shift.missing:
        yield "Part of the range could not be had, so every number of calls below is “at least”."
    if not tally["calls"]:
        yield "No call of this range is over, as far as the API lists calls."
        return
    yield f"{_many(tally['calls'], 'call')}: {tally['calls_in']:,} inbound and {tally['calls_out']:,} outbound."
    if tally["calls_in"]:
        yield _level(shift)
        yield from _trend(shift, at)
        yield from _where(shift, at)
        yield from _waits(shift, at)
    else:
        yield "Without inbound calls there is no service level."
    connect = BY_NAME["outbound_connect_rate"]
    value = connect.read(tally)
    if value.value is not None and tally["calls_out"] > tally["calls_in"]:
        yield f"Of {value.n:,} outbound calls {written(connect, value.value, shift.figures.rules)} were answered."
    yield from _blind(shift, at)


def _level(shift: Shift) -> str:
    rules = shift.figures.rules
    value = LEVEL.read(shift.figures.whole)
    if value.value is None:
        return "What their service level was is not known."
    said = f"{written(LEVEL, value.value, rules)} of the inbound calls were answered within {rules.answer_within} s"
    judgement = verdict(LEVEL, value, rules)
    if not judgement:
        return f"{said}; with {_many(value.n, 'call')} behind it that is neither good nor bad."
    return f"{said}, {_JUDGED[judgement]} {_target(shift, LEVEL)}."


def _trend(shift: Shift, at: Stamps) -> Iterator[str]:
    """How it went at the end: an hour against the one before."""
    known = lately(shift)
    if known is not None:
        last, before = (_reached(shift, span.tally) for span in known)
        when = at.part(known[0].start, known[0].end)
        against = "as in the hour before" if last == before else f"after {before} in the hour before"
        yield f"In the last hour that is known whole, {when}, it was {last}, {against}."


def _where(shift: Shift, at: Stamps) -> Iterator[str]:
    """Which campaign was worst, when, and how many were bad; and which quarter hour was worst."""
    rules = shift.figures.rules
    known = [group for group in campaigns(shift.figures) if judged(group.tally)]
    missed = [group for group in known if verdict(LEVEL, LEVEL.read(group.tally), rules) == "misses"]
    if len(known) > 1:
        share = "All" if len(missed) == len(known) else f"{len(missed)} of the" if missed else "None of the"
        yield f"{share} {len(known)} campaigns with ten inbound calls or more missed it; {_worst(shift, known[0], at)}."
    found = worst(quarters(shift))
    if len(found) > 1:
        span = at.part(found[0].start, found[0].end)
        yield f"The worst quarter hour was {span}, with {_reached(shift, found[0].tally)}."
        where = latest(shift, found[0])
        if where is not None and where.calls * 2 > where.of:
            name = clean(where.campaign, _NAME)
            yield f"Of its {where.of:,} calls answered late or not at all {where.calls:,} were in {name}."


def _worst(shift: Shift, campaign: Group, at: Stamps) -> str:
    said = f"{clean(campaign.name or str(campaign.key), _NAME)} was lowest with {_reached(shift, campaign.tally)}"
    hour = worst_hour(shift, campaign)
    if hour is None:
        return said
    called = _CALLED[(hour.end - hour.start) // QUARTER]
    said = f"{said}, and with {_reached(shift, hour.tally)} in {called} {at.part(hour.start, hour.end)}"
    last = hours(shift, campaign)[-1]
    if last.start == hour.start or not judged(last.tally):
        return said
    return f"{said}; at the end, {at.part(last.start, last.end)}, it had {_reached(shift, last.tally)}"


def _reached(shift: Shift, tally: Tally) -> str:
    return written(LEVEL, LEVEL.read(tally).value, shift.figures.rules)


def _waits(shift: Shift, at: Stamps) -> Iterator[str]:
    rules, wait, lost = shift.figures.rules, BY_NAME["longest_wait"], BY_NAME["unanswered_rate"]
    value = wait.read(shift.figures.whole)
    if value.value is not None and shift.waits:
        call = shift.waits[0]
        where = f" in {clean(call.campaign or call.campaign_id, _NAME)}" if call.campaign or call.campaign_id else ""
        unanswered = outcome(call, bool(taker(shift, call).name)) == "unanswered"
        which = (
            f"an unanswered call of {at.clock(call.began_at)}" if unanswered else f"a call of {at.clock(call.began_at)}"
        )
        yield f"The longest wait was {lasted(value.value)}, of {which}{where}."
    share = lost.read(shift.figures.whole)
    if share.value is not None:
        judgement = verdict(lost, share, rules)
        against = f", {_JUDGED[judgement]} {_target(shift, lost)} at most" if judgement else ""
        yield f"{written(lost, share.value, rules)} of the inbound calls went unanswered{against}."


def _blind(shift: Shift, at: Stamps) -> Iterator[str]:
    """When the console saw nothing, in a sentence: the end of the page tells more."""
    failed = failures(shift)
    if not failed:
        return
    longest = max(failed, key=lambda one: one.end - one.start)
    span = f"from {at.clock(longest.start)} " + ("until now" if longest.lasts else f"to {at.clock(longest.end)}")
    long, had = lasted(total(failed)), "" if shift.missing else "; its calls have been had since"
    if len(failed) == 1:
        yield f"This console was blind for {long}, {span}{had}."
    else:
        yield f"This console was blind {times(len(failed))} for {long} in all, at the longest {span}{had}."


def _target(shift: Shift, figure: Figure) -> str:
    return written(figure, shift.figures.rules.targets[figure.name], shift.figures.rules)


def _many(count: int, noun: str) -> str:
    return f"{count:,} {noun}{'' if count == 1 else 's'}"
