"""The figures of calls that are all there, by what they are grouped by, and the tree's names of all that was seen."""

from __future__ import annotations

from dialer_tui.floor.changes import Changes, Entry
from dialer_tui.floor.grouping import Part, parts
from dialer_tui.floor.measured import By
from dialer_tui.floor.names import NOBODY, Claim
from dialer_tui.floor.people import People
from dialer_tui.floor.tally import Rules
from dialer_tui.floor.tree import Stray, Tree
from dialer_tui.model import Agent, Call, Campaign, CampaignList
from tests.floor.world import BASE, call

NOW = BASE + 1_000.0
AGENTS = [Agent("1", "Ann", "Lee"), Agent("2", "Ann", "Lee"), Agent("3", "Bob", "Ray"), Agent("5", "Zoë", "Quiet")]
CALLS = [
    call("a", BASE, agent="Ann Lee", campaign_id="1", campaign="One", type="Inbound"),
    call("b", BASE, agent="Ann Lee", campaign_id="1", campaign="One", type="Inbound"),
    call("c", BASE, agent="Ann Lee", campaign_id="2", campaign="Two", type="Outbound"),
    call("d", BASE, agent="Bob Ray", campaign_id="2", campaign="Two", type="Inbound"),
    call("e", BASE + 900, agent="Ray, Bob", campaign_id="2", campaign="Two", type="Inbound", queue=7),
    call("f", BASE, agent="Ray, Bob", campaign_id="2", campaign="Two", type="Inbound", queue=9),
    call("g", int(NOW) - 40, agent="bob ray", campaign_id="2", campaign="Two"),
    call("h", BASE, agent="VDAD", campaign_id="1", campaign="One"),
    call("i", BASE, agent="Stranger", campaign_id="1", campaign="One"),
]


def grouped(by: By | None, people: People | None = None) -> list[Part]:
    entries = (Entry(one, NOW, NOW, False) for one in CALLS)
    return parts(entries, by, people or People(), Rules(settle=30), NOW)


def shown(found: list[Part]) -> list[tuple[object, str | None, int, int, str]]:
    return [(part.key, part.name, part.tally["calls"], part.in_motion, part.apart) for part in found]


def told(which: dict[str, str]) -> People:
    people = People()
    people.agents(AGENTS)
    by_id: dict[str, Call] = {one.id: one for one in CALLS}
    people.learn(Claim(by_id[call_id], agent_id) for call_id, agent_id in which.items())
    return people


def test_all_calls_are_one_part_without_a_name() -> None:
    assert shown(grouped(None)) == [(None, None, 8, 1, "")]


def test_campaigns_and_types_have_their_keys_and_names_most_calls_first() -> None:
    assert shown(grouped("campaign")) == [("2", "Two", 4, 1, ""), ("1", "One", 4, 0, "")]
    assert shown(grouped("type")) == [("in", "", 5, 0, ""), ("other", "", 2, 1, ""), ("out", "", 1, 0, "")]


def test_quarter_hours_stand_in_time() -> None:
    starts = [part.key for part in grouped("quarter")]
    assert starts == sorted(starts, key=str)
    assert sum(part.tally["calls"] for part in grouped("quarter")) == 8


def test_the_spellings_of_an_agent_are_one_part_and_namesakes_that_nobody_told_apart_another() -> None:
    found = grouped("agent", told({}))
    assert shown(found) == [
        ("3", "Bob Ray", 3, 1, ""),
        (None, "Ann Lee", 3, 0, ""),
        (None, None, 1, 0, ""),
        (None, "Stranger", 1, 0, ""),
    ]
    assert found[0].tally.waits == {7: 1, 9: 1}


def test_namesakes_that_are_told_apart_have_a_part_each_and_say_which() -> None:
    assert shown(grouped("agent", told({"a": "1", "b": "1", "c": NOBODY}))) == [
        ("3", "Bob Ray", 3, 1, ""),
        ("1", "Ann Lee", 2, 0, " ·1"),
        (None, None, 1, 0, ""),
        (None, "Ann Lee", 1, 0, " (?)"),
        (None, "Stranger", 1, 0, ""),
    ]


def test_the_tree_knows_all_it_has_seen_by_name_and_what_is_not_in_the_list() -> None:
    tree = Tree()
    calls = [
        call(name, BASE, campaign_id=c, campaign=f"c{c}", list_id=p, list=f"p{p}")
        for name, c, p in (("a", "1", "11"), ("b", "1", "12"), ("c", "1", "12"), ("d", "2", ""), ("e", "3", "31"))
    ]
    tree.campaigns([Campaign("1", "One", (CampaignList("11", "x"),)), Campaign("2", "Two", (CampaignList(None),))])
    entries = [Entry(one, BASE, BASE, False) for one in calls]
    tree.apply(Changes(existing=entries))
    assert {(one.campaign_id, one.list_id, one.name, one.calls) for one in tree.seen()} == {
        ("1", None, "c1", 3),
        ("2", None, "c2", 1),
        ("3", None, "c3", 1),
        ("1", "11", "p11", 1),
        ("1", "12", "p12", 2),
        ("2", "", "p", 1),
        ("3", "31", "p31", 1),
    }
    assert tree.strays() == [Stray("3", None, "c3", 1), Stray("1", "12", "p12", 2)]
    assert [tree.count_list("1", "12"), tree.count_list("1", None), tree.count_list("2", None)] == [2, 2, 1]
    tree.apply(Changes(aged=entries[1:]))
    assert [(one.campaign_id, one.list_id) for one in tree.seen()] == [("1", None), ("1", "11")]


def test_strays_stand_by_their_calls_and_by_name_and_bear_their_id_where_they_have_none() -> None:
    tree = Tree()
    tree.campaigns([Campaign("1", "One", (CampaignList("11", "x"),))])
    strays = [("7", "B", "", 1), ("8", "A", "", 1), ("9", "", "", 2)]
    strays += [("1", "One", "12", 1), ("1", "One", "13", 3), ("1", "One", "14", 1)]
    for campaign, name, part, many in strays:
        listed = {"12": "Z", "14": "Y"}.get(part, "")
        for at in range(many):
            one = call(f"{campaign}{part}{at}", BASE, campaign_id=campaign, campaign=name, list_id=part, list=listed)
            tree.put_on(one)
    assert [(one.list_id or one.campaign_id, one.name, one.calls) for one in tree.strays()] == [
        ("9", "9", 2),
        ("8", "A", 1),
        ("7", "B", 1),
        ("13", "13", 3),
        ("14", "Y", 1),
        ("12", "Z", 1),
    ]
    assert Tree().count_list("1", None) == 0
