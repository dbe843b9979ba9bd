"""Who has handled how many of the window's calls, and when last: by the names they carry, beside the agent list."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import chain
from operator import itemgetter

import msgspec

from dialer_tui.floor.changes import Fold
from dialer_tui.floor.names import APART, NOBODY, Claim, Group, grouped, name_key
from dialer_tui.model import Agent, Call

NOT_AGENTS = ("VDAD", "VDCL", "[None]", "System")
# "Ann Lee ·4711", "Ann Lee (?)", "Ann Lee · 2 agents", as rows say it; with | where a terminal has no dot.
_SAID = re.compile(r"(?P<name>.*?) (?:(?P<nobody>\(\?\))|[·|](?: (?P<many>\d+ agents)|(?P<id>.+)))", re.DOTALL)


class _Tally(msgspec.Struct):
    """The calls of one name: how many, and when they ended. `name`: as spelt last."""

    name: str = ""
    calls: int = 0
    ends: Counter[int] = msgspec.field(default_factory=Counter)
    last: int | None = None

    def put_on(self, call: Call) -> None:
        self.name = call.agent
        self.calls += 1
        self.ends[call.ended_at] += 1
        self.last = call.ended_at if self.last is None else max(self.last, call.ended_at)

    def take_off(self, call: Call) -> None:
        self.calls -= 1
        end = call.ended_at
        self.ends[end] -= 1
        if not self.ends[end]:
            del self.ends[end]
            if end == self.last:
                self.last = max(self.ends, default=None)


class AgentRow(msgspec.Struct, frozen=True):
    """A row of the agents pane: who, and how many calls name them. Their figures are in `Measured`, by the same keys.

    `last_ended` in seconds since 1970 UTC. `agents`: how many of the list the row may stand for, 0 where the name fits
    nobody. `claimed`: of namesakes whose calls are told apart, the ID of the one whose row it is; NOBODY for the calls
    that none of them has, or more than one; else None. `rest`: it stands beside rows of the same agents.
    """

    key: str
    name: str
    agent_id: str | None
    calls: int
    last_ended: int | None
    agents: int
    claimed: str | None = None
    rest: bool = False

    @property
    def listed(self) -> bool:
        """Whether the name is one of the agent list."""
        return self.agents > 0

    @property
    def shared(self) -> bool:
        """Whether its calls may be of several agents, so that nobody knows how many one of them has."""
        return self.agents > 1 or self.rest


class _Meaning(msgspec.Struct, frozen=True):
    """What a text means by an agent: calls under these names, whosever they are, and calls under these keys."""

    names: frozenset[str]
    keys: frozenset[str]

    @property
    def borne(self) -> frozenset[str]:
        """The names that calls under its keys carry."""
        return frozenset(map(_name, self.keys))


class People(Fold):
    """Folds the window's changes by the person a call names and lays them beside the agent list.

    `version` grows with every change. Rows are made anew only of those whose calls have changed since.
    """

    def __init__(self, not_agents: Iterable[str] = NOT_AGENTS) -> None:
        self.version = 0
        self._not_agents = {name_key(name) for name in not_agents} | {""}
        self._groups: dict[str, Group] = {}  # by each name key that means them
        self._listed: dict[str, tuple[Agent, Group]] = {}  # by ID
        self._claims: dict[str, tuple[str, str]] = {}  # by call ID: the name key it was claimed under, and its key
        self._told: dict[str, dict[str, tuple[str, str]]] = {}  # the same by name key and ID, of all ever told apart
        self._tallies: dict[str, _Tally] = {}
        self._stale: set[str] = set()  # keys
        self._rows: dict[str, list[tuple[tuple[int, str, str], AgentRow]]] = {}  # by group, with what orders them
        self._meanings: dict[str, _Meaning] = {}

    def human(self, call: Call) -> bool:
        """Whether a person is named on the call: dialers book calls without one to such names as VDAD."""
        return name_key(call.agent) not in self._not_agents

    def key(self, call: Call) -> str:
        """What a call is counted under by whoever counts by person; "" where no person is named on it.

        The name key, and behind it the ID of the namesake who has the call, or NOBODY. Two spellings of one agent's
        name are two keys: `row` says where each stands. Only `learn` and `forget` may change a call's key.
        """
        name = name_key(call.agent)
        if name in self._not_agents:
            return ""
        claim = self._claims.get(call.id)
        return claim[1] if claim is not None and claim[0] == name else name

    def claimed(self, call: Call) -> str | None:
        """Of a namesake's call that has been told apart, the ID of the agent who has it, or NOBODY; else None."""
        claim = self._claims.get(call.id)
        return None if claim is None or claim[0] != name_key(call.agent) else claim[1][len(claim[0]) + 1 :]

    def bearers(self, call: Call) -> int:
        """How many of the agent list a call's agent may be, by the name alone."""
        return len(self._group(name_key(call.agent)).agents)

    def said(self, call: Call) -> str:
        """A namesake's name and what tells it apart, as rows say it: "Ann Lee ·4711", "Ann Lee (?)"; else ""."""
        agent_id = self.claimed(call)
        return "" if agent_id is None else f"{call.agent} ·{agent_id}" if agent_id else f"{call.agent} (?)"

    def perhaps_said(self, call: Call) -> tuple[str, ...]:
        """The same; of a namesake's call that has not been told apart, all that may be said of it then."""
        if said := self.said(call):
            return (said,)
        agents = self._group(name_key(call.agent)).agents
        ids = [f"{call.agent} ·{agent.id}" for agent in agents] if len(agents) > 1 else []
        return (*ids, f"{call.agent} (?)") if ids else ()

    def row(self, key: str) -> str:
        """The `AgentRow.key` of the row in which the calls of a key stand. Another agent list may change that."""
        name, apart, agent_id = key.partition(APART)
        group = self._group(name)
        if apart:
            return f"{group.key}{APART}{agent_id}"
        alone = len(group.agents) == 1 and self._apart(group)
        return f"{group.key}{APART}{group.agents[0].id}" if alone else group.key

    # --- in -----------------------------------------------------------------------------------------------------

    def agents(self, agents: Iterable[Agent]) -> None:
        """Take the agent list; those no longer on it go."""
        groups = grouped(agents)
        self._groups = {key: group for group in groups for key in group.keys}
        self._listed = {agent.id.casefold(): (agent, group) for group in groups for agent in group.agents}
        self._rows.clear()
        self._meanings.clear()
        self._stale = {*self._groups, *map(_name, self._tallies)}
        self.version += 1

    def learn(self, claims: Iterable[Claim]) -> None:
        """Take what is known of whose calls are; whoever counts by `key` has to have taken them off before."""
        for claim in claims:
            name = name_key(claim.call.agent)
            if claim.agent_id is None:
                self._claims.pop(claim.call.id, None)
                continue
            told = self._told.setdefault(name, {})
            if claim.agent_id not in told:
                told[claim.agent_id] = name, f"{name}{APART}{claim.agent_id}"
                self._meanings.clear()
            self._claims[claim.call.id] = told[claim.agent_id]
            self._stale.add(name)
        self.version += 1

    def recall(self, told: Iterable[tuple[str, str]]) -> None:
        """Of namesakes, by name keys and IDs, only these have ever been told apart: it is another time now.

        What is known of single calls stays, so whose calls are must have been learned to be theirs, or nobody's.
        """
        found: dict[str, dict[str, tuple[str, str]]] = {}
        for name, agent_id in told:
            known = self._told.get(name, {}).get(agent_id)
            found.setdefault(name, {})[agent_id] = known or (name, f"{name}{APART}{agent_id}")
        self._stale |= self._told.keys() | found.keys()
        self._told = found
        self._meanings.clear()
        self.version += 1

    def forget(self, call_ids: Iterable[str]) -> None:
        """Let go of calls that nobody counts any more."""
        for call_id in call_ids:
            self._claims.pop(call_id, None)

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
        self._stale.add(_name(key))
        self.version += 1

    def _group(self, name: str) -> Group:
        """The agents that a name key means; nobody's, where it means none."""
        return self._groups.get(name) or Group(f"{APART}{name}", keys=(name,))

    def _apart(self, group: Group) -> bool:
        """Whether calls of these agents have been told apart."""
        return any(name in self._told for name in group.keys)

    # --- whose calls a text means ---------------------------------------------------------------------------------

    def called(self, call: Call, text: str) -> bool:
        """Whether a call is of whom a text means: a name under any spelling that means nobody else, an agent's ID, or
        a namesake as rows say it ("Ann Lee ·4711", "Ann Lee (?)", "Ann Lee · 2 agents")."""
        meaning = self._meaning(text)
        return name_key(call.agent) in meaning.names or self.key(call) in meaning.keys

    def perhaps(self, call: Call, text: str) -> bool:
        """The same, and of a namesake's call that has not been told apart, whether it may be."""
        if self.called(call, text):
            return True
        return self.claimed(call) is None and name_key(call.agent) in self._meaning(text).borne

    def ids(self, text: str) -> frozenset[str]:
        """The IDs of those in the agent list whose calls a text means; none where it may mean others' (`(?)`)."""
        wanted = text.strip().casefold()
        found = [*self._group(name_key(text)).agents]
        if wanted in self._listed:
            found.append(self._listed[wanted][0])
        if (said := _SAID.fullmatch(text.strip())) is not None and not said["nobody"]:
            group = self._group(name_key(said["name"]))
            found += [one for one in group.agents if said["many"] or one.id.casefold() == said["id"].casefold()]
        return frozenset(agent.id for agent in found)

    @property
    def listed(self) -> Iterator[Agent]:
        """The agent list."""
        return (agent for agent, _ in self._listed.values())

    def meant(self, text: str) -> frozenset[str]:
        """The keys (see `key`) of whom a text means, an agent's ID or a name as for `called`."""
        meaning = self._meaning(text)
        return meaning.names | meaning.keys

    def _meaning(self, text: str) -> _Meaning:
        meaning = self._meanings.get(text)
        if meaning is None:
            meaning = self._meanings[text] = self._meant(text.strip())
        return meaning

    def _meant(self, text: str) -> _Meaning:
        keys: set[str] = set()
        wanted = text.casefold()
        if (listed := self._listed.get(wanted)) is not None:
            keys |= self._keys_of(*listed)
        keys |= {key for told in self._told.values() for name, key in told.values() if wanted and _id(key) == wanted}
        if (said := _SAID.fullmatch(text)) is not None:
            group = self._group(name_key(said["name"]))
            if said["nobody"]:
                keys |= {f"{name}{APART}" for name in group.keys}
            elif said["many"]:
                keys |= set(group.keys)
            else:
                wanted = said["id"].casefold()
                for agent in group.agents:
                    keys |= self._keys_of(agent, group) if agent.id.casefold() == wanted else set()
                told = [key for name in group.keys for _, key in self._told.get(name, {}).values()]
                keys |= {key for key in told if _id(key) == wanted}
        return _Meaning(frozenset(self._group(name_key(text)).keys), frozenset(keys - {""}))

    def _keys_of(self, agent: Agent, group: Group) -> set[str]:
        """Under which calls of an agent are counted: by the name alone where nobody else bears it."""
        alone = set(group.keys) if len(group.agents) == 1 else set()
        return alone | {f"{name}{APART}{agent.id}" for name in group.keys}

    # --- rows -----------------------------------------------------------------------------------------------------

    def rows(self) -> list[AgentRow]:
        """Every agent of the list and every other name on a call: most calls first, those without calls last.

        Agents of one name are one row until their calls have been told apart for the first time.
        """
        for key, group in {(group := self._group(name)).key: group for name in self._stale}.items():
            rows = list(self._apart_rows(group) if self._apart(group) else self._joint_row(group))
            if rows:
                self._rows[key] = [((-row.calls, name_key(row.name), row.key), row) for row in rows]
            else:
                self._rows.pop(key, None)
        self._stale.clear()
        return [row for _, row in sorted(chain.from_iterable(self._rows.values()), key=itemgetter(0))]

    def _joint_row(self, group: Group) -> Iterator[AgentRow]:
        """All calls of a name, whoever bears it."""
        keys = [key for key in group.keys if key in self._tallies]
        if keys or group.agents:
            agent_id = group.agents[0].id if len(group.agents) == 1 else None
            yield self._row(group, group.key, keys, agent_id, len(group.agents))

    def _apart_rows(self, group: Group) -> Iterator[AgentRow]:
        """A row for each agent of a name, for those who have left the list too, and for the calls that are left."""
        told = dict.fromkeys(agent.id for agent in group.agents)
        told |= dict.fromkeys(agent_id for name in group.keys for agent_id in self._told.get(name, ()))
        alone = len(group.agents) == 1
        plain = [name for name in group.keys if name in self._tallies]
        many = len(group.agents)
        for agent_id in told:
            keys = [key for name in group.keys if (key := f"{name}{APART}{agent_id}") in self._tallies]
            listed = any(agent.id == agent_id for agent in group.agents)
            if alone and listed:
                keys += plain
            if keys or listed:
                agents = many if agent_id == NOBODY else int(listed)
                key = f"{group.key}{APART}{agent_id}"
                yield self._row(group, key, keys, agent_id or None, agents, agent_id, rest=agent_id == NOBODY)
        if plain and not alone:
            yield self._row(group, group.key, plain, None, many, rest=True)

    def _row(
        self,
        group: Group,
        key: str,
        keys: list[str],
        agent_id: str | None,
        agents: int,
        claimed: str | None = None,
        rest: bool = False,
    ) -> AgentRow:
        tallies = [self._tallies[key] for key in keys]
        return AgentRow(
            key,
            group.agents[0].name if group.agents else tallies[0].name.strip(),
            agent_id,
            sum(tally.calls for tally in tallies),
            max((tally.last for tally in tallies if tally.last is not None), default=None),
            agents,
            claimed,
            rest,
        )


def _name(key: str) -> str:
    return key.partition(APART)[0]


def _id(key: str) -> str:
    return key.partition(APART)[2].casefold()
