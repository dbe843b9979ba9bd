"""Names and agents, and the tree's counts: folded, they equal a recount."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dialer_tui.floor.changes import Changes, Entry, Fold, Update
from dialer_tui.floor.figures import BY_NAME
from dialer_tui.floor.measured import Measured
from dialer_tui.floor.names import NOBODY, Claim, fewest
from dialer_tui.floor.people import AgentRow, People
from dialer_tui.floor.tally import Rules, Tally, score
from dialer_tui.floor.tree import Tree
from dialer_tui.model import Agent, Call, Campaign, CampaignList
from tests.floor.world import BASE, call

AGENTS = [
    Agent("1", "Ann", "Lee"),
    Agent("2", "Ann", "Lee"),
    Agent("3", "Bob", "Ray"),
    Agent("4", "Lee", "Ann"),
    Agent("5", "Zoë", "Quiet"),
]


def shown(
    call_id: str, agent: str, handle: int | None = 60, total: int = 100, campaign: str = "", part: str = ""
) -> Entry:
    one = call(call_id, BASE, total=total, agent=agent, handle=handle, campaign_id=campaign, list_id=part)
    return Entry(one, BASE, BASE, new=False)


def rows(people: People, calls: Iterable[Entry] = ()) -> dict[str, tuple[int, float | None, int | None, bool]]:
    figures = measured(people, calls)
    return {row.name: (row.calls, aht(figures, people, row), row.last_ended, row.listed) for row in people.rows()}


def test_every_agent_has_a_row_and_those_without_calls_come_last() -> None:
    people = People()
    people.agents(AGENTS)
    calls = [shown("a", "bob  RAY"), shown("b", "Bob Ray", None, 130), shown("c", "Stranger")]
    people.apply(Changes(existing=calls))
    assert [row.name for row in people.rows()] == ["Bob Ray", "Stranger", "Ann Lee", "Lee Ann", "Zoë Quiet"]
    assert rows(people, calls)["Bob Ray"] == (2, 60.0, BASE + 130, True)
    assert rows(people, calls)["Stranger"] == (1, 60.0, BASE + 100, False)
    assert rows(people, calls)["Zoë Quiet"] == (0, None, None, True)


def test_a_turned_name_counts_only_where_it_fits_exactly_one() -> None:
    people = People()
    people.agents(AGENTS)
    people.apply(
        Changes(existing=[shown("a", "Ray, Bob"), shown("b", "Ray Bob"), shown("c", "Lee Ann"), shown("d", "Lee, Ann")])
    )
    counted = rows(people)
    assert counted["Bob Ray"][0] == 2
    assert counted["Lee Ann"][0] == 1, "its own spelling is never taken from it"
    assert counted["Ann Lee"][0] == 1, "Lee, Ann is Ann Lee turned; Lee Ann turned is Ann, Lee"


def test_a_name_nobody_has_is_not_taken_for_an_agent_of_a_like_key() -> None:
    people = People()
    people.agents([Agent("1", "Name", "Lee")])
    people.apply(Changes(existing=[shown("a", "Lee"), shown("b", "Name Lee")]))
    assert sorted((row.name, row.calls, row.listed) for row in people.rows()) == [
        ("Lee", 1, False),
        ("Name Lee", 1, True),
    ]


def test_dialers_and_blanks_are_nobody() -> None:
    people = People()
    people.apply(Changes(existing=[shown("a", "VDAD"), shown("b", " "), shown("c", "vdcl")]))
    assert people.rows() == []
    assert not people.human(call("x", BASE, agent="system"))
    assert people.human(call("x", BASE, agent="Ann"))


def test_calls_are_counted_under_a_key_that_says_whose_row_they_stand_in() -> None:
    people = People()
    people.agents(AGENTS)
    spelt = [call(name, BASE, agent=name) for name in ("bob  RAY", "Ray, Bob", "Stranger")]
    assert [people.key(one) for one in spelt] == ["bob ray", "ray, bob", "stranger"]
    assert people.key(call("x", BASE, agent="vdad")) == people.key(call("y", BASE, agent=" ")) == ""
    people.apply(Changes(existing=[Entry(one, BASE, BASE, new=False) for one in spelt]))
    names = {row.key: row.name for row in people.rows()}
    assert [names[people.row(people.key(one))] for one in spelt] == ["Bob Ray", "Bob Ray", "Stranger"]


def told(people: People, which: dict[str, str | None], calls: dict[str, Entry], *others: Fold) -> None:
    """What is known of whose calls are, as `FloorState.claimed` takes it."""
    claims = [Claim(calls[call_id].call, agent_id) for call_id, agent_id in which.items()]
    folds = people, *others
    for fold, claim in product(folds, claims):
        fold.take_off(claim.call)
    people.learn(claims)
    for fold, claim in product(folds, claims):
        fold.put_on(claim.call)


def measured(people: People, calls: Iterable[Entry] = ()) -> Measured:
    """The figures of calls, by the keys of these people; all of them have settled."""
    found = Measured(Rules(), people.key)
    found.advance(BASE + 10_000)
    found.apply(Changes(existing=list(calls)))
    return found


def aht(figures: Measured, people: People, row: AgentRow) -> float | None:
    """The average handle time of a row's calls, as the pane shows it."""
    figures.work()
    keys = [key for key in figures.people() if people.row(key) == row.key]
    return BY_NAME["aht"].read(figures.together("agent", keys)).value


def said(people: People) -> list[tuple[str, str | None, int, int, bool]]:
    return [(row.name, row.claimed, row.calls, row.agents, row.rest) for row in people.rows()]


def lees(count: int) -> tuple[People, dict[str, Entry]]:
    """So many calls of two Ann Lees."""
    people = People()
    people.agents([*AGENTS[:3], Agent("9", "Yan", "Old")])
    calls = {call_id: shown(call_id, "Ann Lee", 60 + 10 * at) for at, call_id in enumerate("abcdefgh"[:count])}
    people.apply(Changes(existing=[*calls.values(), shown("x", "Bob Ray")]))
    return people, calls


def test_namesakes_are_one_row_until_their_calls_are_told_apart_then_each_has_one() -> None:
    people, calls = lees(5)
    assert said(people)[0] == ("Ann Lee", None, 5, 2, False)
    told(people, {"a": "1", "b": "1", "c": "2"}, calls)
    assert said(people) == [
        ("Ann Lee", None, 2, 2, True),
        ("Ann Lee", "1", 2, 1, False),
        ("Ann Lee", "2", 1, 1, False),
        ("Bob Ray", None, 1, 1, False),
        ("Yan Old", None, 0, 1, False),
    ]
    told(people, {"d": NOBODY, "e": "1"}, calls)
    assert said(people)[:3] == [
        ("Ann Lee", "1", 3, 1, False),
        ("Ann Lee", NOBODY, 1, 2, True),
        ("Ann Lee", "2", 1, 1, False),
    ]
    assert [row.agent_id for row in people.rows()[:3]] == ["1", None, "2"]
    assert aht(measured(people, calls.values()), people, people.rows()[0]) == (60 + 70 + 100) / 3
    people.apply(Changes(aged=[calls[call_id] for call_id in "abce"]))
    assert said(people)[:2] == [("Ann Lee", NOBODY, 1, 2, True), ("Bob Ray", None, 1, 1, False)]
    assert ("Ann Lee", "1", 0, 1, False) in said(people), "who has had calls keeps a row"
    told(people, {"d": None}, calls)
    assert ("Ann Lee", None, 1, 2, True) in said(people)


def test_who_leaves_the_list_keeps_a_row_for_her_calls_under_those_not_in_it() -> None:
    people, calls = lees(4)
    told(people, {"a": "1", "b": "2", "c": "2"}, calls)
    people.agents([AGENTS[0], AGENTS[2]])
    rows = [(row.name, row.claimed, row.calls, row.listed) for row in people.rows()]
    assert ("Ann Lee", "2", 2, False) in rows
    assert ("Ann Lee", "1", 2, True) in rows, "the name alone means her now: the call that was not told apart is hers"
    keys = {row.key for row in people.rows()}
    assert {people.row(people.key(one.call)) for one in calls.values()} <= keys


def test_a_claim_holds_for_the_name_it_was_made_under_alone() -> None:
    people, calls = lees(1)
    told(people, {"a": "1"}, calls)
    one = calls["a"].call
    assert people.claimed(one) == "1"
    assert people.claimed(call("a", BASE, agent="ann   LEE")) == "1"
    assert people.claimed(call("a", BASE, agent="Bob Ray")) is None
    assert people.key(call("a", BASE, agent="Bob Ray")) == "bob ray"
    assert people.key(call("a", BASE, agent="VDAD")) == ""
    people.take_off(one)
    people.forget(["a"])
    assert people.claimed(one) is None


def test_how_many_people_some_calls_name_at_the_least() -> None:
    people, calls = lees(6)
    told(people, {"a": "1", "b": "1", "c": "2", "d": NOBODY}, calls)
    keys = {people.key(one.call) for one in calls.values()}
    assert len(keys) == 4
    assert fewest(keys) == 2, "the calls left may be of one of the two"
    assert fewest([people.key(calls["e"].call)]) == fewest([people.key(calls["d"].call)]) == 1
    assert fewest(["bob ray", *keys, "stranger"]) == 4
    assert fewest([]) == 0
    tally = Tally()
    for key in keys:
        tally.put_on(score(calls["a"].call, key, Rules()))
    assert BY_NAME["agents_with_calls"].read(tally).value == 2


@pytest.mark.parametrize(
    ("text", "means"),
    [
        ("Ann Lee", "abcdef"),
        ("ann  lee", "abcdef"),
        ("1", "ab"),
        (" 2 ", "c"),
        ("Ann Lee ·1", "ab"),
        ("Ann Lee |2", "c"),
        ("lee, ann ·2", "c"),
        ("Ann Lee ·3", ""),
        ("Ann Lee (?)", "d"),
        ("Ann Lee · 2 agents", "ef"),
        ("Ann Lee | 2 agents", "ef"),
        ("3", "x"),
        ("Bob Ray ·3", "x"),
        ("Bob Ray ·1", ""),
        ("Ray, Bob", "x"),
        ("left", "y"),
        ("Yan Old ·left", "y"),
        ("·1", ""),
        ("", ""),
        ("?", ""),
    ],
)
def test_a_text_means_an_agent_by_name_by_id_or_as_rows_say_it(text: str, means: str) -> None:
    people, calls = lees(6)
    told(people, {"a": "1", "b": "1", "c": "2", "d": NOBODY}, calls)
    calls |= {"x": shown("x", "Bob Ray"), "y": shown("y", "Yan Old")}
    people.apply(Changes(existing=[calls["y"]]))
    told(people, {"y": "left"}, calls)
    assert "".join(key for key, one in calls.items() if people.called(one.call, text)) == means


STEPS = st.lists(
    st.tuples(st.sampled_from(["add", "add", "change", "gone", "aged", "told", "list"]), st.integers(0, 500)),
    max_size=50,
)
NAMES = ["Ann Lee", "Bob Ray", "Nobody Known", "", "VDAD"]


@settings(max_examples=100, deadline=None)
@given(STEPS)
def test_folds_equal_a_recount(steps: list[tuple[str, int]]) -> None:
    people, tree, alive = People(), Tree(), dict[str, Entry]()
    people.agents(AGENTS)
    tree.campaigns([Campaign("1", "One", (CampaignList("11", "x"),)), Campaign("2", "Two", (CampaignList(None),))])

    def make(call_id: str, seed: int) -> Entry:
        handle = seed % 90 or None
        return shown(call_id, NAMES[seed % 5], handle, seed % 77, str(seed % 3 + 1), ["11", "12"][seed % 2])

    known: dict[str, tuple[str, str]] = {}
    figures = measured(people)

    for step, seed in steps:
        some = sorted(alive)[seed % len(alive)] if alive else None
        if step == "list":
            people.agents(AGENTS if seed % 2 else AGENTS[1:])
            continue
        if step == "add":
            one = make(f"C{seed}", seed)
            if one.call.id in alive:
                continue
            alive[one.call.id] = one
            changes = Changes(new=[one])
        elif some is None:
            continue
        elif step == "told":
            agent_id = ["1", "2", NOBODY, None][seed % 4]
            told(people, {some: agent_id}, alive, figures)
            known.pop(some, None)
            if agent_id is not None:
                known[some] = alive[some].call.agent, agent_id
            continue
        elif step == "change":
            before = alive[some].call
            alive[some] = alive[some].changed(make(some, seed).call)
            changes = Changes(updated=[Update(alive[some], before)])
        else:
            changes = Changes(**{step: [alive.pop(some)]})
        for fold in (people, tree, figures):
            fold.apply(changes)
    calls = [one.call for one in alive.values()]
    rows = people.rows()
    whose: defaultdict[str, list[Call]] = defaultdict(list)
    for one in filter(people.human, calls):
        claim = known.get(one.id)
        assert people.claimed(one) == (claim[1] if claim is not None and claim[0] == one.agent else None)
        whose[people.row(people.key(one))].append(one)
    assert whose.keys() <= {row.key for row in rows}
    for row in rows:
        mine = whose[row.key]
        assert {one.agent for one in mine} <= {row.name}
        assert row.claimed is None or {people.claimed(one) for one in mine} <= {row.claimed, None}
        handles = [one.handle for one in mine if one.handle is not None]
        assert row.calls == len(mine)
        assert aht(figures, people, row) == (sum(handles) / len(handles) if handles else None)
        assert row.last_ended == max((one.ended_at for one in mine), default=None)
    assert len({row.key for row in rows}) == len(rows)
    assert sum(row.calls for row in rows) == sum(people.human(one) for one in calls)
    campaigns = Counter(one.campaign_id for one in calls)
    assert [tree.count(key) for key in "123"] == [campaigns[key] for key in "123"]
    lists = Counter((one.campaign_id, one.list_id) for one in calls)
    assert tree.count_list("1", "11") == lists["1", "11"]
    assert tree.count_list("2", None) == campaigns["2"]
    strays = {(stray.campaign_id, stray.list_id): stray.calls for stray in tree.strays()}
    assert strays == {key: n for key, n in {("3", None): campaigns["3"], ("1", "12"): lists["1", "12"]}.items() if n}
