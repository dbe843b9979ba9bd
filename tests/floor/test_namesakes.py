"""Namesakes told apart: how many requests it takes, how far each reaches, and that what is said is true."""

from __future__ import annotations

from dataclasses import dataclass, field

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dialer_tui.floor.changes import Changes, Entry, Update
from dialer_tui.floor.names import NOBODY, name_key
from dialer_tui.floor.namesakes import AGAIN, EVERY, MOST_IDS, Namesakes, Question
from dialer_tui.model import Agent, Answer, Ask, Call
from tests.floor.world import BASE, call

LEE = [Agent("1", "Ann", "Lee"), Agent("2", "Ann", "Lee"), Agent("3", "Ann", "Lee")]
BOB = [Agent("8", "Bob", "Ray"), Agent("9", "Bob", "Ray")]
ZOE = Agent("7", "Zoë", "Quiet")


def pairs(count: int) -> list[Agent]:
    return [Agent(f"{name}{which}", "Twin", f"No {name}") for name in range(count) for which in "ab"]


def entry(one: Call) -> Entry:
    return Entry(one, BASE, BASE, new=False)


@dataclass
class Floor:
    """Calls and the agents who have them, asked as the feed asks; what was told of each is in `known`."""

    agents: list[Agent]
    namesakes: Namesakes = field(default_factory=Namesakes)
    calls: dict[str, Call] = field(default_factory=dict)
    had_by: dict[str, set[str]] = field(default_factory=dict)
    known: dict[str, str | None] = field(default_factory=dict)
    said: list[str | None] = field(default_factory=list)
    asked: list[tuple[float, Question]] = field(default_factory=list)
    records: list[int] = field(default_factory=list)
    tick: float = 0.0
    most: int = 2000
    cap: int | None = None
    among: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        self.list(self.agents)

    def list(self, agents: list[Agent]) -> None:
        self.agents = agents
        for _ in self.namesakes.agents(agents, list(self.calls.values()), self.among):
            pass
        self.take()

    def put(self, name: str, date: int, *had_by: str, call_id: str = "") -> str:
        """A call that names somebody, and whom filterAgents would find it by."""
        call_id = call_id or f"C{len(self.calls)}"
        one = self.calls[call_id] = call(call_id, BASE + date, agent=name)
        self.had_by[call_id] = set(had_by)
        self.fold(Changes(new=[entry(one)]))
        return call_id

    def change(self, call_id: str, **how: object) -> None:
        before = self.calls[call_id]
        after = self.calls[call_id] = msgspec.structs.replace(before, **how)
        self.fold(Changes(updated=[Update(entry(after), before)]))

    def drop(self, call_id: str, how: str = "aged") -> None:
        del self.had_by[call_id]
        self.fold(Changes(**{how: [entry(self.calls.pop(call_id))]}))
        self.known.pop(call_id, None)

    def fold(self, changes: Changes) -> None:
        self.namesakes.apply(changes)
        self.take()

    def take(self) -> None:
        for claim in self.namesakes.told():
            assert self.calls[claim.call.id] is claim.call, "as it was last told"
            self.known[claim.call.id] = claim.agent_id
            self.said.append(claim.agent_id)

    def answer(self, question: Question) -> Answer[Call]:
        wanted = set(question.agents.values())
        found = [
            one
            for one in self.calls.values()
            if question.start <= one.date < question.end and self.had_by[one.id] & wanted
        ]
        self.records.append(len(found))
        found = sorted(found, key=lambda one: one.date, reverse=True)[: self.cap]
        ask = Ask("getCalls", question.start, question.end)
        return Answer(ask, found, len(found), self.tick, self.tick + 0.1)

    def poll(self, times: int = 1) -> None:
        """So many polls, five seconds apart."""
        for _ in range(times):
            question = self.namesakes.next(self.tick, self.most)
            if question is not None:
                self.asked.append((self.tick, question))
                for _ in self.namesakes.answered(question, self.answer(question), self.cap):
                    pass
                self.take()
            self.tick += 5.0

    def truth(self) -> dict[str, str]:
        """Whose each namesake's call is."""
        names: dict[str, set[str]] = {}
        for agent in self.agents:
            names.setdefault(name_key(agent.name), set()).add(agent.id)
        found = {}
        for one in self.calls.values():
            bearers = names.get(name_key(one.agent), set())
            had = self.had_by[one.id] & bearers
            if len(bearers) > 1:
                found[one.id] = min(had) if len(had) == 1 else NOBODY
        return found


def test_three_people_of_one_name_cost_three_requests_however_many_other_names_there_are() -> None:
    floor = Floor([*pairs(40), *LEE, ZOE])
    for at in range(400):
        agent = floor.agents[at % len(floor.agents)]
        floor.put(agent.name, 7 * at, agent.id)
    floor.poll(100)
    assert len(floor.asked) == 3
    assert floor.known == floor.truth()
    assert len(floor.known) == sum(one.agent != "Zoë Quiet" for one in floor.calls.values())
    assert all(after - before >= EVERY for (before, _), (after, _) in zip(floor.asked, floor.asked[1:], strict=False))
    for _, question in floor.asked:
        assert len(set(question.agents)) == len(question.agents) <= 41, "an agent of each name"
    assert floor.namesakes.counts == (len(floor.known), 0, 0)


def test_a_request_reaches_from_the_oldest_to_the_newest_call_in_question_and_no_further() -> None:
    floor = Floor([*LEE[:2], *BOB])
    floor.put("Ann Lee", -3000, "1")
    floor.put("Bob Ray", -90, "9")
    floor.poll(10)
    assert [at for at, _ in floor.asked] == [0, 15]
    assert [(asked.start - BASE, asked.end - BASE) for _, asked in floor.asked] == [(-3000, -89)] * 2
    assert [set(asked.agents.values()) for _, asked in floor.asked] == [{"1", "8"}, {"2", "9"}]
    late = floor.put("Ann Lee", -40, "2")
    floor.poll(10)
    assert [(asked.start - BASE, asked.end - BASE) for _, asked in floor.asked[2:]] == [(-40, -39)] * 2
    assert floor.known[late] == "2"
    floor.poll(100)
    assert len(floor.asked) == 4, "what is known is not asked for again"


def test_without_namesakes_nothing_is_asked() -> None:
    floor = Floor([LEE[0], BOB[0], ZOE])
    floor.put("Ann Lee", 0, "1")
    floor.put("Nobody Known", 5)
    floor.poll(10)
    assert not floor.asked
    assert not floor.known


def test_a_call_that_nobody_has_or_that_two_have_is_nobodys() -> None:
    floor = Floor(LEE[:2])
    none, two, one = floor.put("Ann Lee", 0), floor.put("Ann Lee", 5, "1", "2"), floor.put("lee, ann", 9, "2")
    floor.poll(4)
    assert floor.known == {none: NOBODY, two: NOBODY, one: "2"}
    assert floor.namesakes.counts == (1, 0, 2)


def test_nothing_is_told_before_all_of_the_name_have_been_asked_for() -> None:
    floor = Floor(LEE)
    floor.put("Ann Lee", 0, "1")
    floor.poll(4)
    assert len(floor.asked) == 2
    assert not floor.known
    assert floor.namesakes.counts == (0, 1, 0)


def test_a_call_that_nobody_had_is_asked_for_once_more_and_not_again() -> None:
    floor = Floor(LEE[:2])
    lagging, nobodys = floor.put("Ann Lee", 0), floor.put("Ann Lee", 1)
    floor.poll(4)
    assert floor.known == {lagging: NOBODY, nobodys: NOBODY}
    floor.had_by[lagging] = {"2"}  # the replica that answered did not have it yet
    floor.poll(int(AGAIN / 5) - 3)
    assert len(floor.asked) == 2
    floor.poll(500)
    assert floor.known == {lagging: "2", nobodys: NOBODY}
    assert len(floor.asked) == 4


def test_new_calls_are_told_apart_as_they_come() -> None:
    floor = Floor([*LEE[:2], *BOB])
    came: dict[str, float] = {}
    for at in range(120):
        agent = floor.agents[at % 4]
        came[floor.put(agent.name, 5 * at, agent.id)] = floor.tick
        floor.poll()
        for call_id in floor.known.keys() & came.keys():
            assert floor.tick - came.pop(call_id) <= 3 * EVERY + 5
    assert len(came) < 10
    assert len(floor.asked) <= 120 * 5 / EVERY


def test_a_request_aims_at_no_more_records_than_it_may() -> None:
    floor = Floor(pairs(30), most=50)
    for at in range(900):
        agent = floor.agents[at % 60]
        floor.put(agent.name, -4 * at, agent.id)
    floor.poll(1000)
    assert floor.known == floor.truth()
    assert max(floor.records) <= 1.3 * 50
    assert len(floor.asked) < 3 * 900 / 50 + 10


def test_a_request_names_no_more_agents_than_it_may() -> None:
    floor = Floor(pairs(MOST_IDS + 50))
    for agent in floor.agents:
        floor.put(agent.name, 0, agent.id)
    floor.poll(50)
    named = [len(asked.agents) for _, asked in floor.asked]
    assert max(named) == MOST_IDS
    assert sum(named) == 2 * (MOST_IDS + 50), "nobody twice"
    assert len(named) == 4
    assert floor.known == floor.truth()


def test_who_is_slow_is_asked_seldom_and_failures_make_it_seldomer() -> None:
    namesakes = Namesakes()
    floor = Floor(LEE, namesakes)
    floor.put("Ann Lee", 0, "1")
    question = namesakes.next(0.0, 2000)
    assert question is not None
    slow = msgspec.structs.replace(floor.answer(question), sent=0.0, received=9.0)
    for _ in namesakes.answered(question, slow):
        pass
    assert namesakes.next(89.0, 2000) is None
    assert namesakes.next(90.0, 2000) is not None
    namesakes.failed(100.0)
    assert namesakes.next(129.0, 2000) is None
    assert namesakes.next(130.0, 2000) is not None
    for _ in range(9):
        namesakes.failed(200.0, 400.0)
    assert namesakes.next(599.0, 2000) is None
    assert namesakes.next(600.0, 2000) is not None


def test_an_answer_that_was_cut_off_takes_no_call_from_anybody() -> None:
    floor = Floor(LEE[:2], cap=10)
    for at in range(300):
        floor.put("Ann Lee", -11 * at, str(1 + at % 2))
    floor.poll(2000)
    assert floor.known == floor.truth()
    assert set(floor.said) == {"1", "2"}, "not for a moment"


def test_another_name_voids_what_was_known_and_the_same_spelt_otherwise_is_another_record_only() -> None:
    floor = Floor([*LEE[:2], *BOB])
    one = floor.put("Ann Lee", 0, "1")
    floor.poll(4)
    floor.change(one, total=500)
    floor.change(one, agent="ANN  LEE")
    assert floor.known == {one: "1"}
    floor.change(one, agent="Zoë Quiet")
    assert floor.known == {one: None}
    floor.change(one, agent="Bob Ray")
    floor.had_by[one] = {"9"}
    asked = len(floor.asked)
    floor.poll(10)
    assert floor.known == {one: "9"}
    assert len(floor.asked) == asked + 2


def test_what_has_left_is_forgotten_and_asked_for_again_when_it_comes_back() -> None:
    floor = Floor(LEE[:2])
    ids = [floor.put("Ann Lee", 60 * at, "1") for at in range(50)]
    floor.poll()
    floor.drop(ids[0])
    floor.poll(10)
    for call_id in ids[1:]:
        floor.drop(call_id, "gone")
    assert floor.namesakes.counts == (0, 0, 0)
    assert (floor.namesakes._cases, floor.namesakes._open, floor.namesakes._minutes) == ({}, {}, {})
    asked = len(floor.asked)
    floor.put("Ann Lee", 0, "1", call_id=ids[0])
    floor.poll(10)
    assert floor.known == {ids[0]: "1"}
    assert len(floor.asked) == asked + 2


def test_another_agent_list_opens_what_it_must_and_nothing_else() -> None:
    floor = Floor([LEE[0], *BOB])
    lees, nobodys = floor.put("Ann Lee", 0, "1"), floor.put("Bob Ray", 1, "new")
    bobs = floor.put("Bob Ray", 2, "8")
    floor.poll(100)
    assert floor.known == {nobodys: NOBODY, bobs: "8"}
    asked = len(floor.asked)
    floor.list([*LEE[:2], *BOB, Agent("new", "Bob", "Ray")])  # Ann Lee has a namesake now, and a third Bob has come
    floor.poll(100)
    assert floor.known == {lees: "1", nobodys: "new", bobs: "8"}
    assert [set(asked.agents.values()) for _, asked in floor.asked[asked:]] == [{"1", "new"}, {"2"}]
    asked = len(floor.asked)
    floor.list([LEE[0], BOB[1]])  # those who have left keep their calls
    floor.put("Ann Lee", 3, "1")
    floor.poll(100)
    assert floor.known == {lees: "1", nobodys: "new", bobs: "8"}
    assert len(floor.asked) == asked


def test_who_leaves_the_list_while_calls_are_in_question() -> None:
    floor = Floor([*LEE[:2], *BOB])
    first, second = floor.put("Ann Lee", 0, "1"), floor.put("Ann Lee", 1, "2")
    floor.poll()
    bobs = floor.put("Bob Ray", 2, "8")
    floor.list([LEE[0], BOB[0]])
    floor.poll(100)
    assert floor.known == {first: "1", second: "2"}, "what was begun is brought to its end"
    assert bobs not in floor.known, "the name alone says whose it is"
    assert len(floor.asked) == 2


def test_calls_asked_for_by_agent_are_theirs() -> None:
    """With --agent the API has told already: of two who bear a name only one was asked for."""
    floor = Floor([*LEE, *BOB], among=("2", "8", "9"))
    lees, bobs = floor.put("Ann Lee", 0, "2"), floor.put("Bob Ray", 0, "9")
    assert floor.known == {lees: "2"}
    floor.poll(10)
    assert floor.known == {lees: "2", bobs: "9"}
    assert [set(asked.agents.values()) for _, asked in floor.asked] == [{"8"}, {"9"}]


NAMES = ["Ann Lee", "lee, ann", "Bob Ray", "Zoë Quiet", "Stranger", "VDAD", ""]
QUIETS = [ZOE, Agent("Z", "Zoë", "Quiet")]
LISTS = [[*LEE, *BOB, ZOE], [*LEE[:2], *BOB, ZOE], [LEE[0], BOB[0], ZOE], [*LEE, BOB[1], *QUIETS]]
IDS = {"Ann Lee": ["1", "2", "3"], "lee, ann": ["1", "2", "3"], "Bob Ray": ["8", "9"], "Zoë Quiet": ["7", "Z"]}


def owners(name: str, seed: int) -> set[str]:
    """Who has a call: mostly one of those of the name, sometimes nobody, sometimes two."""
    ids = IDS.get(name, [])
    return {*ids[seed % 5 : seed % 5 + 1], *ids[seed % 7 : seed % 7 + 1]}


STEP = st.tuples(st.sampled_from(["put", "put", "put", "change", "aged", "gone", "list", "poll"]), st.integers(0, 9999))


@settings(max_examples=150, deadline=None)
@given(st.lists(STEP, max_size=60), st.integers(1, 40))
def test_whatever_happens_on_the_floor_what_is_known_is_true(steps: list[tuple[str, int]], most: int) -> None:
    floor = Floor(LISTS[0], most=most)
    for number, (step, seed) in enumerate(steps):
        some = sorted(floor.calls)[seed % len(floor.calls)] if floor.calls else None
        if step == "put":
            floor.put(NAMES[seed % 7], -seed, *owners(NAMES[seed % 7], seed), call_id=f"C{number}")
        elif step == "list":
            floor.list(LISTS[seed % 4])
        elif step == "poll":
            floor.poll(seed % 5)
        elif some is not None and step == "change":
            if name_key(floor.calls[some].agent) != name_key(NAMES[seed % 7]):
                floor.had_by[some] = owners(NAMES[seed % 7], seed)
            floor.change(some, agent=NAMES[seed % 7], date=BASE - seed)
        elif some is not None:
            floor.drop(some, step)
    floor.poll(400)
    assert not floor.namesakes._open
    known = {call_id: agent_id for call_id, agent_id in floor.known.items() if agent_id is not None}
    for call_id, whose in floor.truth().items():
        # What has been told stays though the list is another one now: of who has left it, and of a newcomer who has the
        # call too.
        stays = known[call_id] in floor.had_by[call_id] and "list" in {step for step, _ in steps}
        assert known[call_id] == whose or stays, (call_id, whose)
    for call_id, agent_id in known.items():
        assert agent_id == NOBODY or agent_id in floor.had_by[call_id]
    asked = len(floor.asked)
    floor.poll(100)
    assert len(floor.asked) == asked, "it comes to rest"


@pytest.mark.parametrize("spared", [0, 1])
def test_records_are_counted_for_a_minute(spared: int) -> None:
    floor = Floor(LEE)
    for at in range(30):
        floor.put("Ann Lee", at, "1")
    floor.poll(2 + spared)
    assert floor.namesakes.spent(0.2) == 30
    assert floor.namesakes.spent(59.0) == 30
    assert floor.namesakes.spent(60.2) == 0
