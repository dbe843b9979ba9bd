"""Agents of one name told apart: whom to ask for next by filterAgents, and what came of it. Pure: no clock, no network.

A request asks for one agent of each name that several bear: three people called Ann Lee cost three requests, however
many other names there are. An answer claims calls by their ID. It covers nothing, and what it lacks is not gone.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter, deque
from collections.abc import Iterable, Iterator, Mapping

import msgspec
from msgspec.structs import replace

from dialer_tui.floor.changes import CHUNK, Changes
from dialer_tui.floor.names import NOBODY, Claim, Group, grouped, name_key
from dialer_tui.model import Agent, Answer, Call

EVERY = 15.0  # seconds between two requests, at least
AGAIN = 60.0  # seconds after which calls that nobody has are asked for once more: a replica may have lagged
MOST_IDS = 200  # agents that one request asks for, at most
_PACE = 10  # a request rests for so many times as long as the last one took: what is slow is asked seldom
_LONGEST_REST = 300.0  # seconds after requests that failed
_MINUTE = 60


class Question(msgspec.Struct, frozen=True):
    """Calls of [start, end), seconds since 1970 UTC, to be asked for by filterAgents: an agent's ID by group."""

    start: int
    end: int
    agents: Mapping[str, str]


class _Case(msgspec.Struct):
    """A namesake's call: the IDs asked for while it was listed, and those of them that had it.

    `told`: somebody has been told whose it is. `again`: it is asked for a second time, or has been.
    """

    call: Call
    group: Group
    asked: tuple[str, ...] = ()
    had_by: tuple[str, ...] = ()
    told: bool = False
    again: bool = False

    @property
    def minute(self) -> int:
        return self.call.date // _MINUTE

    @property
    def next(self) -> str | None:
        """The agent to ask for next, None when all have been."""
        return next((agent.id for agent in self.group.agents if agent.id not in self.asked), None)


_Minutes = dict[int, dict[str, _Case]]


class Namesakes:
    """The window's calls of agents whose names are not theirs alone, folded from its changes, and whose they are."""

    def __init__(self, every: float = EVERY, again: float | None = AGAIN) -> None:
        """`every`: seconds between two requests, at least. `again`: until a second look, None for no such look."""
        self._every = every
        self._again = again
        self._groups: dict[str, Group] = {}  # by name key; their agents are those that may be asked for
        self._cases: dict[str, _Case] = {}
        self._minutes: _Minutes = {}  # of their callDates
        self._open: dict[str, _Case] = {}  # those to be asked for; who has waited longest comes first
        self._later: deque[tuple[float, str]] = deque()
        self._told: list[Claim] = []
        self._spent: deque[tuple[float, int]] = deque()
        self._tick = self._due = 0.0
        self._failures = 0
        self._limit: int | None = None  # records to aim at since an answer was cut off

    # --- what is known --------------------------------------------------------------------------------------

    @property
    def names(self) -> int:
        """How many names several agents bear."""
        return len({group.key for group in self._groups.values()})

    @property
    def counts(self) -> tuple[int, int, int]:
        """How many of their calls are told apart, how many not yet, and how many nobody has, or more than one."""
        waiting = sum(not case.told for case in self._cases.values())
        nobodys = sum(case.told and len(case.had_by) != 1 for case in self._cases.values())
        return len(self._cases) - waiting - nobodys, waiting, nobodys

    def spent(self, tick: float) -> int:
        """Records that requests have brought within the last minute."""
        while self._spent and self._spent[0][0] <= tick - 60:
            self._spent.popleft()
        return sum(count for _, count in self._spent)

    def told(self) -> tuple[Claim, ...]:
        """What has become known of whose calls are, told once."""
        told, self._told = tuple(self._told), []
        return told

    def known(self) -> tuple[Claim, ...]:
        """Everything that is known of whose calls are, told before or not."""
        return tuple(
            Claim(case.call, case.had_by[0] if len(case.had_by) == 1 else NOBODY)
            for case in self._cases.values()
            if case.told
        )

    # --- the calls and the agents ---------------------------------------------------------------------------

    def apply(self, changes: Changes) -> None:
        """Fold what happened in the window."""
        if not self._groups and not self._cases:
            return
        for entry in (*changes.new, *changes.existing):
            self._come(entry.call)
        for update in changes.updated:
            self._become(update.entry.call)
        for entry in (*changes.gone, *changes.aged):
            self._leave(entry.call.id)

    def agents(self, agents: Iterable[Agent], calls: Iterable[Call], among: Iterable[str] = ()) -> Iterator[None]:
        """Take the agent list, and the window's calls, pausing now and then.

        `among`: the only agents whose calls were asked for, by ID; none: everybody's. What has been told of a call
        stays; it is asked for anew where nobody had it, and the list names somebody who has not been asked for.
        """
        had, asked_for = self._groups, set(among)
        self._groups = {
            key: replace(group, agents=tuple(one for one in group.agents if not asked_for or one.id in asked_for))
            for group in grouped(agents)
            if len(group.agents) > 1
            for key in group.keys
        }
        for number, case in enumerate(list(self._cases.values()), 1):
            self._regroup(case)
            if number % CHUNK == 0:
                yield
        if fresh := self._groups.keys() - had.keys():
            for number, call in enumerate(calls, 1):
                if name_key(call.agent) in fresh and call.id not in self._cases:
                    self._come(call)
                if number % CHUNK == 0:
                    yield

    def _regroup(self, case: _Case) -> None:
        group = self._groups.get(name_key(case.call.agent))
        if group is not None:
            case.group = group
            if not case.told or (not case.had_by and case.next is not None):
                self._look_at(case)
        elif not case.told and not case.asked:
            self._leave(case.call.id)  # the name is one agent's now, or nobody's

    def _come(self, call: Call) -> None:
        group = self._groups.get(name_key(call.agent))
        if group is None:
            return
        case = self._cases[call.id] = _Case(call, group)
        self._minutes.setdefault(case.minute, {})[call.id] = case
        if len(group.agents) < 2:  # of all that was asked for it can be nobody else's
            case.had_by = case.asked = tuple(agent.id for agent in group.agents)
        self._look_at(case)

    def _become(self, call: Call) -> None:
        case = self._cases.get(call.id)
        if case is not None and name_key(case.call.agent) == name_key(call.agent):
            self._unplace(case)
            case.call = call
            self._minutes.setdefault(case.minute, {})[call.id] = case
            return
        if case is not None:
            self._leave(call.id)
            if case.told:
                self._told.append(Claim(call, None))
        self._come(call)

    def _leave(self, call_id: str) -> None:
        case = self._cases.pop(call_id, None)
        if case is not None:
            self._open.pop(call_id, None)
            self._unplace(case)

    def _unplace(self, case: _Case) -> None:
        minute = self._minutes[case.minute]
        del minute[case.call.id]
        if not minute:
            del self._minutes[case.minute]

    def _look_at(self, case: _Case) -> None:
        """Put a case behind those that have waited longer, or settle it when there is nobody left to ask for."""
        self._open.pop(case.call.id, None)
        if case.next is None:
            self._settle(case)
        else:
            self._open[case.call.id] = case

    def _settle(self, case: _Case) -> None:
        self._open.pop(case.call.id, None)
        agent_id = case.had_by[0] if len(case.had_by) == 1 else NOBODY
        if not case.told or agent_id != NOBODY:
            self._told.append(Claim(case.call, agent_id))
        case.told = True
        if not case.had_by and self._again is not None and not case.again:
            self._later.append((self._tick + self._again, case.call.id))

    # --- asking ---------------------------------------------------------------------------------------------

    def next(self, tick: float, most: int) -> Question | None:
        """What to ask for at a monotonic time; None when it is not yet time for anything.

        `most`: records that the answer should hold, at most.
        """
        self._tick = tick
        while self._later and self._later[0][0] <= tick:
            case = self._cases.get(self._later.popleft()[1])
            if case is not None and case.told and not case.had_by and not case.again:
                case.again, case.asked = True, ()
                self._look_at(case)
        if tick < self._due or not self._open:
            return None
        self._due = tick + self._every
        return self._question(most if self._limit is None else min(most, self._limit))

    def about(self, start: int, end: int, agents: Iterable[str]) -> Question:
        """The question that asked for some agents, by ID."""
        ids = set(agents)
        groups = {group.key: group for group in self._groups.values()}
        of = {key: one.id for key, group in groups.items() for one in group.agents if one.id in ids}
        return Question(start, end, of)

    def _question(self, most: int) -> Question:
        """About who has waited longest, and whoever else can be asked for along with that."""
        first = next(iter(self._open.values()))
        minutes = sorted({case.minute for case in self._open.values()})
        reach = _Reach(self._minutes, self._open, most, first)
        at = bisect_left(minutes, first.minute)
        for side in (minutes[at + 1 :], minutes[:at][::-1]):
            for minute in side:
                if not reach.widen(minute):
                    break
        dates = [case.call.date for case in self._asked_of(reach.low, reach.high, reach.agents)]
        return Question(min(dates), max(dates) + 1, reach.agents)

    def _asked_of(self, low: int, high: int, agents: Mapping[str, str]) -> Iterator[_Case]:
        """The open calls of some minutes, both included, of which it is not known whether these agents have them."""
        for minute in sorted(one for one in self._minutes if low <= one <= high):  # a recording may say any times
            for call_id, case in self._minutes[minute].items():
                agent_id = agents.get(case.group.key)
                if call_id in self._open and agent_id is not None and agent_id not in case.asked:
                    yield case

    # --- answers --------------------------------------------------------------------------------------------

    def answered(self, question: Question, answer: Answer[Call], cap: int | None = None) -> Iterator[None]:
        """Take in what came, pausing every CHUNK calls. `cap`: records that the API's answers hold at most, if known.

        A call that the answer lacks is not the agent's, unless the answer was cut off.
        """
        self._failures = 0
        self._spent.append((answer.received, answer.count))
        if self._every:
            self._due = max(self._due, answer.sent + _PACE * (answer.received - answer.sent))
        low, high = question.start // _MINUTE, (question.end - 1) // _MINUTE
        whole = cap is None or answer.count < cap or (low == high and len(question.agents) == 1)
        if not whole:
            self._limit = max(1, min(self._limit or answer.count, answer.count) // 2)
        names = {record.id: name_key(record.agent) for record in answer.records}
        cases = [
            case
            for case in self._asked_of(low, high, question.agents)
            if question.start <= case.call.date < question.end
        ]
        for number, case in enumerate(cases, 1):
            self._heard(case, question, names.get(case.call.id), whole)
            if number % CHUNK == 0:
                yield

    def _heard(self, case: _Case, question: Question, name: str | None, whole: bool) -> None:
        """What an answer says of a call. `name`: the name key of its record there, None where there is none."""
        if case.call.id not in self._open:
            return  # it has left meanwhile
        agent_id = question.agents[case.group.key]
        if name == name_key(case.call.agent):
            case.had_by += (agent_id,)
        elif not whole:
            return  # it was perhaps cut off
        case.asked += (agent_id,)
        self._look_at(case)

    def failed(self, tick: float, retry_after: float | None = None) -> None:
        """A request came to nothing: the next one waits longer."""
        self._failures += 1
        rest = min(_LONGEST_REST, self._every * 2**self._failures)
        self._due = tick + max(rest, retry_after or 0.0)


class _Reach:
    """How far one request reaches: minutes side by side, both ends included, and an agent of each name asked about."""

    def __init__(self, minutes: _Minutes, waiting: Mapping[str, _Case], most: int, first: _Case) -> None:
        self.low = self.high = first.minute
        self.agents: dict[str, str] = {}
        self._minutes = minutes
        self._open = waiting
        self._most = most
        self._sizes: dict[str, int] = {}
        self._calls = self._count(range(first.minute, first.minute + 1))
        self._expected = 0.0
        self._admit(first)
        self._admit_of(first.minute)

    def widen(self, minute: int) -> bool:
        """Reach as far as a minute that has a call to ask about; False where too many records would be expected."""
        if not any(self._asks_about(call_id, case) for call_id, case in self._minutes[minute].items()):
            return True
        between = range(self.high + 1, minute + 1) if minute > self.high else range(minute, self.low)
        calls = self._count(between)
        expected = sum(calls[key] / size for key, size in self._sizes.items())
        if self._expected + expected > self._most:
            return False
        self._expected += expected
        self._calls += calls
        self.low, self.high = min(self.low, minute), max(self.high, minute)
        self._admit_of(minute)
        return True

    def _asks_about(self, call_id: str, case: _Case) -> bool:
        """Whether it is an open question if a call is the agent's who is asked for, or who still may be."""
        return call_id in self._open and self.agents.get(case.group.key, case.next) not in case.asked

    def _count(self, minutes: Iterable[int]) -> Counter[str]:
        return Counter(case.group.key for minute in minutes for case in self._minutes.get(minute, {}).values())

    def _admit_of(self, minute: int) -> None:
        for call_id, case in self._minutes[minute].items():
            if call_id in self._open:
                self._admit(case)

    def _admit(self, case: _Case) -> None:
        """Ask about a call's name too. The agents of a name are expected to have equal shares of its calls."""
        key, size = case.group.key, len(case.group.agents)
        if key in self.agents or len(self.agents) == MOST_IDS or (agent_id := case.next) is None:
            return
        expected = self._calls[key] / size
        if not self.agents or self._expected + expected <= self._most:
            self.agents[key], self._sizes[key] = agent_id, size
            self._expected += expected
