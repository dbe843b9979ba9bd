"""What is said of agents: when each was last busy, whose a namesake's call is or may be, and whom a text means."""

from __future__ import annotations

import pytest

from dialer_tui.floor.changes import Changes
from dialer_tui.floor.names import NOBODY, Claim
from dialer_tui.floor.people import People
from dialer_tui.model import Agent
from tests.floor.test_people import AGENTS, lees, said, shown, told
from tests.floor.world import BASE, call


def test_when_somebody_ended_a_call_last_is_the_latest_end_of_the_calls_that_are_left() -> None:
    people = People()
    calls = [shown(str(at), "Bob Ray", total=total) for at, total in enumerate((130, 100, 100, 90))]
    people.apply(Changes(existing=calls))
    last = [people.rows()[0].last_ended]
    for one in (calls[3], calls[0], calls[1]):
        people.apply(Changes(aged=[one]))
        last.append(people.rows()[0].last_ended)
    assert last == [BASE + 130, BASE + 130, BASE + 100, BASE + 100]
    people.apply(Changes(aged=[calls[2]]))
    assert people.rows() == [], "a name that nobody of the list has leaves with its last call"


def test_a_row_knows_the_id_of_an_agent_whose_name_nobody_shares() -> None:
    people, _ = lees(1)
    people.apply(Changes(existing=[shown("s", "Stranger")]))
    assert {row.name: row.agent_id for row in people.rows()} == {
        "Ann Lee": None,
        "Bob Ray": "3",
        "Stranger": None,
        "Yan Old": "9",
    }


def test_what_is_said_of_a_namesakes_call_and_what_may_be() -> None:
    people, calls = lees(3)
    told(people, {"a": "1", "b": NOBODY}, calls)
    assert [people.said(calls[name].call) for name in "abc"] == ["Ann Lee ·1", "Ann Lee (?)", ""]
    assert [people.perhaps_said(calls[name].call) for name in "abc"] == [
        ("Ann Lee ·1",),
        ("Ann Lee (?)",),
        ("Ann Lee ·1", "Ann Lee ·2", "Ann Lee (?)"),
    ]
    for name in ("Bob Ray", "Stranger", ""):
        assert (people.said(call("x", BASE, agent=name)), people.perhaps_said(call("x", BASE, agent=name))) == ("", ())


def test_every_change_makes_another_version() -> None:
    people, calls = lees(2)
    seen = [people.version]
    for change in (
        lambda: people.apply(Changes(existing=[shown("y", "Yan Old")])),
        lambda: people.apply(Changes(aged=[shown("y", "Yan Old")])),
        lambda: people.agents(AGENTS),
        lambda: people.learn([Claim(calls["a"].call, None)]),
        lambda: people.recall([]),
    ):
        change()
        seen.append(people.version)
    assert seen == sorted(set(seen))


def test_what_is_not_known_any_more_is_learned_beside_what_is() -> None:
    people, calls = lees(3)
    people.forget(["never counted"])
    told(people, {"a": None, "b": "2"}, calls)
    assert [people.claimed(calls[name].call) for name in "abc"] == [None, "2", None]


def test_another_time_knows_its_own_namesakes_as_told_apart_and_no_others() -> None:
    people, calls = lees(2)
    people.recall([("ann lee", "1"), ("ann lee", "7")])
    assert people.meant("7") == {"7", "ann lee\n7"}
    assert said(people)[0] == ("Ann Lee", None, 2, 2, True)
    assert {("Ann Lee", "1", 0, 1, False), ("Ann Lee", "2", 0, 1, False)} < set(said(people))
    told(people, {"a": "1"}, calls)
    assert people.meant("Ann Lee ·1") == {"ann lee ·1", "ann lee\n1", "lee, ann\n1", "lee ann\n1"}
    told(people, {"a": None}, calls)
    people.apply(Changes(existing=[shown("s", "Stranger")]))
    people.recall([])
    assert said(people) == [
        ("Ann Lee", None, 2, 2, False),
        ("Bob Ray", None, 1, 1, False),
        ("Stranger", None, 1, 0, False),
        ("Yan Old", None, 0, 1, False),
    ]
    assert people.meant("7") == {"7"}


@pytest.mark.parametrize(
    ("text", "ids"),
    [
        ("ann  LEE", "12"),
        (" 2 ", "2"),
        ("Ann Lee ·2", "2"),
        ("Ann Lee |1", "1"),
        ("Ann Lee · 2 agents", "12"),
        ("Ann Lee (?)", ""),
        ("Ray, Bob", "3"),
        ("Bob Ray ·1", ""),
        ("Stranger", ""),
        ("", ""),
        ("Eve ·6", "67"),  # who has such a name, and Eve of such an ID
    ],
)
def test_whose_calls_a_text_means_by_their_ids(text: str, ids: str) -> None:
    people = People()
    people.agents([*AGENTS[:3], Agent("7", "Eve", "·6"), Agent("6", "Eve", "")])
    assert people.ids(text) == set(ids)
