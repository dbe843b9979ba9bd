"""Names and agents, and the tree's counts: folded, they equal a recount."""

from __future__ import annotations

from collections import Counter

from hypothesis import given, settings
from hypothesis import strategies as st

from dialer_tui.floor.people import People
from dialer_tui.floor.tree import Tree
from dialer_tui.floor.window import Changes, Entry, Update
from dialer_tui.model import Agent, Campaign, CampaignList
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


def rows(people: People) -> dict[str, tuple[int, float | None, int | None, bool]]:
    return {row.name: (row.calls, row.aht, row.last_ended, row.listed) for row in people.rows()}


def test_every_agent_has_a_row_and_those_without_calls_come_last() -> None:
    people = People()
    people.agents(AGENTS)
    people.apply(Changes(existing=[shown("a", "bob  RAY"), shown("b", "Bob Ray", None, 130), shown("c", "Stranger")]))
    assert [row.name for row in people.rows()] == ["Bob Ray", "Stranger", "Ann Lee", "Lee Ann", "Zoë Quiet"]
    assert rows(people)["Bob Ray"] == (2, 60.0, BASE + 130, True)
    assert rows(people)["Stranger"] == (1, 60.0, BASE + 100, False)
    assert rows(people)["Zoë Quiet"] == (0, None, None, True)


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


STEPS = st.lists(st.tuples(st.sampled_from(["add", "change", "gone", "aged"]), st.integers(0, 500)), max_size=50)
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

    for step, seed in steps:
        some = sorted(alive)[seed % len(alive)] if alive else None
        if step == "add":
            one = make(f"C{seed}", seed)
            if one.call.id in alive:
                continue
            alive[one.call.id] = one
            changes = Changes(new=[one])
        elif some is None:
            continue
        elif step == "change":
            before = alive[some].call
            alive[some] = alive[some].changed(make(some, seed).call)
            changes = Changes(updated=[Update(alive[some], before)])
        else:
            changes = Changes(**{step: [alive.pop(some)]})
        people.apply(changes)
        tree.apply(changes)
    calls = [one.call for one in alive.values()]
    for row in people.rows():
        mine = [one for one in calls if one.agent and row.name.startswith(one.agent)]
        handles = [one.handle for one in mine if one.handle is not None]
        assert row.calls == len(mine)
        assert row.aht == (sum(handles) / len(handles) if handles else None)
        assert row.last_ended == max((one.ended_at for one in mine), default=None)
    assert sum(row.calls for row in people.rows()) == sum(people.human(one) for one in calls)
    campaigns = Counter(one.campaign_id for one in calls)
    assert [tree.count(key) for key in "123"] == [campaigns[key] for key in "123"]
    lists = Counter((one.campaign_id, one.list_id) for one in calls)
    assert tree.count_list("1", "11") == lists["1", "11"]
    assert tree.count_list("2", None) == campaigns["2"]
    strays = {(stray.campaign_id, stray.list_id): stray.calls for stray in tree.strays()}
    assert strays == {key: n for key, n in {("3", None): campaigns["3"], ("1", "12"): lists["1", "12"]}.items() if n}
