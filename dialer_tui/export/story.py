"""How a shift went, in a few sentences: what a report says before any table."""

from __future__ import annotations

from collections.abc import Iterator

from dialer_tui.export.facts import LEVEL, Shift, campaigns, judged, quarters
from dialer_tui.export.stamps import Stamps
from dialer_tui.floor.figures import BY_NAME, Figure, verdict, written
from dialer_tui.text import clean

_JUDGED = {"meets": "which meets the target of", "misses": "which misses the target of"}
_NAME = 24


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
        yield from _where(shift, at)
        yield from _waits(shift, at)
    else:
        yield "Without inbound calls there is no service level."
    connect = BY_NAME["outbound_connect_rate"]
    value = connect.read(tally)
    if value.value is not None and tally["calls_out"] > tally["calls_in"]:
        yield f"Of {value.n:,} outbound calls {written(connect, value.value, shift.figures.rules)} were answered."


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


def _where(shift: Shift, at: Stamps) -> Iterator[str]:
    """Which campaign was worst and how many were bad, and which quarter hour was worst."""
    rules = shift.figures.rules
    known = [group for group in campaigns(shift.figures) if judged(group.tally)]
    missed = [group for group in known if verdict(LEVEL, LEVEL.read(group.tally), rules) == "misses"]
    if len(known) > 1:
        worst = clean(known[0].name or str(known[0].key), _NAME)
        level = written(LEVEL, LEVEL.read(known[0].tally).value, rules)
        share = "All" if len(missed) == len(known) else f"{len(missed)} of the" if missed else "None of the"
        yield f"{share} {len(known)} campaigns with ten inbound calls or more missed it; {worst} was lowest, {level}."
    found = quarters(shift.figures)
    if len(found) > 1:
        begin, tally = found[0]
        level = written(LEVEL, LEVEL.read(tally).value, rules)
        yield f"The worst quarter hour was {at.quarter(begin)}, with {level}."


def _waits(shift: Shift, at: Stamps) -> Iterator[str]:
    rules, wait, lost = shift.figures.rules, BY_NAME["longest_wait"], BY_NAME["unanswered_rate"]
    value = wait.read(shift.figures.whole)
    if value.value is not None and shift.waits:
        call = shift.waits[0]
        where = f" in {clean(call.campaign or call.campaign_id, _NAME)}" if call.campaign or call.campaign_id else ""
        said = written(wait, value.value, rules)
        yield f"The longest wait was {said}, of a call of {at.clock(call.began_at)}{where}."
    share = lost.read(shift.figures.whole)
    if share.value is not None:
        judgement = verdict(lost, share, rules)
        against = f", {_JUDGED[judgement]} {_target(shift, lost)} at most" if judgement else ""
        yield f"{written(lost, share.value, rules)} of the inbound calls went unanswered{against}."


def _target(shift: Shift, figure: Figure) -> str:
    return written(figure, shift.figures.rules.targets[figure.name], shift.figures.rules)


def _many(count: int, noun: str) -> str:
    return f"{count:,} {noun}{'' if count == 1 else 's'}"
