"""Names and agents: calls carry a name, agents an ID. Who has handled how many of the window's calls, and when last."""

from __future__ import annotations

import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import lru_cache
from operator import itemgetter

from dialer_tui.floor.window import Fold
from dialer_tui.model import Agent, Call

NOT_AGENTS = ("VDAD", "VDCL", "[None]", "System")


@lru_cache(1 << 14)
def name_key(name: str) -> str:
    """What two spellings of one name share: NFC, case and blanks aside."""
    return " ".join(unicodedata.normalize("NFC", name).casefold().split())


def spellings(agent: Agent) -> tuple[str, ...]:
    """The name keys under which a call may carry an agent: "First Last", then the two that must fit nobody else."""
    first, last = agent.first, agent.last
    return name_key(f"{first} {last}"), name_key(f"{last}, {first}"), name_key(f"{last} {first}")


@dataclass(slots=True)
class _Tally:
    """The calls of one name: how many, handle times and how many of them are known, ends. `name`: as spelt last."""

    name: str = ""
    calls: int = 0
    handled: int = 0
    handles: int = 0
    ends: Counter[int] = field(default_factory=Counter)
    last: int | None = None

    def put_on(self, call: Call) -> None:
        self.name = call.agent
        self.calls += 1
        if call.handle is not None:
            self.handled += 1
            self.handles += call.handle
        self.ends[call.ended_at] += 1
        self.last = call.ended_at if self.last is None else max(self.last, call.ended_at)

    def take_off(self, call: Call) -> None:
        self.calls -= 1
        if call.handle is not None:
            self.handled -= 1
            self.handles -= call.handle
        end = call.ended_at
        self.ends[end] -= 1
        if not self.ends[end]:
            del self.ends[end]
            if end == self.last:
                self.last = max(self.ends, default=None)


@dataclass(frozen=True, slots=True)
class AgentRow:
    """A row of the agents pane. `aht` in seconds over calls whose handle time is known; None is unknown.

    `last_ended` in seconds since 1970 UTC. `agents`: how many of the list bear this name, 0 where it fits nobody.
    """

    key: str
    name: str
    agent_id: str | None
    calls: int
    aht: float | None
    last_ended: int | None
    agents: int

    @property
    def listed(self) -> bool:
        """Whether the name is one of the agent list."""
        return self.agents > 0


@dataclass(frozen=True, slots=True)
class _Group:
    """The agents of one name, and the name keys by which calls mean them."""

    key: str
    agents: tuple[Agent, ...] = ()
    keys: tuple[str, ...] = ()


class People(Fold):
    """Folds the window's changes by the agent's name and lays them beside the agent list.

    `version` grows with every change. Rows are made anew only of those whose calls have changed since.
    """

    def __init__(self, not_agents: Iterable[str] = NOT_AGENTS) -> None:
        self.version = 0
        self._not_agents = {name_key(name) for name in not_agents} | {""}
        self._groups: dict[str, _Group] = {}  # by each name key that means them
        self._tallies: dict[str, _Tally] = {}
        self._stale: set[str] = set()  # name keys
        self._rows: dict[str, tuple[tuple[int, str, str], AgentRow]] = {}  # by group, with what orders them

    def human(self, call: Call) -> bool:
        """Whether a person is named on the call: dialers book calls without one to such names as VDAD."""
        return name_key(call.agent) not in self._not_agents

    def key(self, call: Call) -> str:
        """What a call is counted under by whoever counts by person; "" where no person is named on it.

        Two spellings of one agent's name are two keys: `row` says where each stands.
        """
        key = name_key(call.agent)
        return "" if key in self._not_agents else key

    def row(self, key: str) -> str:
        """The `AgentRow.key` of the row in which the calls of a key stand. Another agent list may change that."""
        return self._group(key).key

    def agents(self, agents: Iterable[Agent]) -> None:
        """Take the agent list; those no longer on it go."""
        self._groups = {key: group for group in _grouped(agents) for key in group.keys}
        self._rows.clear()
        self._stale = {*self._groups, *self._tallies}
        self.version += 1

    def called(self, call: Call, name: str) -> bool:
        """Whether a call names the agent of this name, under any spelling that means nobody else."""
        key = name_key(name)
        return name_key(call.agent) in self._group(key).keys

    def put_on(self, call: Call) -> None:
        key = self.key(call)
        if not key:
            return
        tally = self._tallies.get(key)
        if tally is None:
            tally = self._tallies[key] = _Tally()
        tally.put_on(call)
        self._change(key)

    def take_off(self, call: Call) -> None:
        key = self.key(call)
        if not key:
            return
        tally = self._tallies[key]
        tally.take_off(call)
        if not tally.calls:
            del self._tallies[key]
        self._change(key)

    def _change(self, key: str) -> None:
        self._stale.add(key)
        self.version += 1

    def _group(self, key: str) -> _Group:
        """The agents that a name key means; nobody's, where it means none."""
        return self._groups.get(key) or _Group(f"\0{key}", keys=(key,))

    def rows(self) -> list[AgentRow]:
        """Every agent of the list and every other name on a call: most calls first, those without calls last.

        Agents of one name are one row while their calls cannot be told apart.
        """
        for group in {self._group(key) for key in self._stale}:
            keys = [key for key in group.keys if key in self._tallies]
            if keys or group.agents:
                row = self._row(group, keys)
                self._rows[group.key] = (-row.calls, name_key(row.name), row.key), row
            else:
                self._rows.pop(group.key, None)
        self._stale.clear()
        return [row for _, row in sorted(self._rows.values(), key=itemgetter(0))]

    def _row(self, group: _Group, keys: list[str]) -> AgentRow:
        tallies = [self._tallies[key] for key in keys]
        agents = group.agents
        handled = sum(tally.handled for tally in tallies)
        name = agents[0].name if agents else tallies[0].name.strip()
        return AgentRow(
            group.key,
            name,
            agents[0].id if len(agents) == 1 else None,
            sum(tally.calls for tally in tallies),
            sum(tally.handles for tally in tallies) / handled if handled else None,
            max((tally.last for tally in tallies if tally.last is not None), default=None),
            len(agents),
        )


def _grouped(agents: Iterable[Agent]) -> list[_Group]:
    """The agents by name. A turned spelling ("Last, First") means a group only where it fits no other."""
    groups: defaultdict[str, list[Agent]] = defaultdict(list)
    claims: defaultdict[str, set[str]] = defaultdict(set)
    for agent in agents:
        names = spellings(agent)
        key = names[0] or agent.id
        groups[key].append(agent)
        for name in names:
            claims[name].add(key)
    return [
        _Group(key, tuple(group), (key, *{name for name in spellings(group[0])[1:] if claims[name] == {key}} - {key}))
        for key, group in groups.items()
    ]
