"""The figures of calls that are all there: by campaign, list, agent, type or quarter hour, or of all together."""

from __future__ import annotations

from collections.abc import Iterable

import msgspec

from dialer_tui.floor.changes import Changes, Entry
from dialer_tui.floor.measured import By, Key, Measured
from dialer_tui.floor.people import People
from dialer_tui.floor.tally import Rules, Tally


class Part(msgspec.Struct, frozen=True):
    """Some of the calls. `key`: an ID, `in`, `out` or `other`, or the first second of a quarter hour; None for all.

    By agent, `key` is the agent's ID, None where the list has nobody or several of the name; `name` is None where no
    person is named. `apart`: what tells namesakes apart, to stand behind the name.
    """

    key: Key | None
    name: str | None
    tally: Tally
    in_motion: int
    apart: str = ""


def parts(entries: Iterable[Entry], by: By | None, people: People, rules: Rules, now: float) -> list[Part]:
    """The groups of calls, most calls first, quarter hours in time; it is `now` on the server.

    `people` knows the agents, and whose the calls of namesakes are, where that matters.
    """
    known = list(entries)
    measured = Measured(rules, people.key, () if by is None else (by,))
    measured.advance(now)
    measured.apply(Changes(existing=known))
    measured.work()
    if by is None:
        return [Part(None, None, measured.whole, measured.in_motion)]
    if by == "agent":
        people.apply(Changes(existing=known))
        return _by_agent(measured, people)
    return [Part(group.key, group.name, group.tally, group.in_motion) for group in measured.groups(by)]


def _by_agent(measured: Measured, people: People) -> list[Part]:
    """Several spellings of one agent's name are one group."""
    rows = {row.key: row for row in people.rows()}
    found: dict[str, Part] = {}
    for group in measured.groups("agent"):
        key = people.row(str(group.key)) if group.key else ""
        had = found.get(key)
        if had is not None:
            whole = Tally()
            whole.merge(had.tally)
            whole.merge(group.tally)
            found[key] = Part(had.key, had.name, whole, had.in_motion + group.in_motion, had.apart)
        elif not key:
            found[key] = Part(None, None, group.tally, group.in_motion)
        else:
            row = rows[key]
            found[key] = Part(row.agent_id, row.name, group.tally, group.in_motion, _apart(row.claimed))
    return sorted(found.values(), key=lambda part: (-part.tally["calls"], -part.in_motion, part.name or ""))


def _apart(claimed: str | None) -> str:
    return "" if claimed is None else f" ·{claimed}" if claimed else " (?)"
