"""What a filter is about, as its tree says: campaigns, agents. What of it can be asked of the API, or must be known."""

from __future__ import annotations

from zoneinfo import ZoneInfo

import pytest

from dialer_tui.floor.query import Ground, Query, parse
from dialer_tui.floor.query.campaigns import about_campaigns, campaigns_left
from dialer_tui.floor.query.query import about_agents
from tests.floor.world import BASE

KNOWN = {"1": "Sales", "2": "Sales North", "3": "Support", "": "Of no ID: sales"}
GROUND = Ground(ZoneInfo("UTC"), lambda: float(BASE), extras=("callResult",))


def read(text: str) -> Query:
    query = parse(text, GROUND)
    assert query is not None
    return query


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("campaign:sales", "12"),
        ("CAMPAIGN=Sales", "1"),
        ("campaign=2", "2"),
        ("campaign:sales or callCampaignID=3", "123"),
        ("callCampaignName:north", "2"),
        ("campaign:sales not campaign:north", "1"),
        ("not (campaign:north or campaign=3)", "1"),
        ("campaign:sales (campaign:north campaign=2)", "2"),
        ("campaign:nobody", ""),
    ],
)
def test_a_filter_about_campaigns_alone_leaves_those_that_it_holds_for(text: str, left: str) -> None:
    assert campaigns_left([read(text)], KNOWN.items(), GROUND) == tuple(left)
    assert about_campaigns(read(text))


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("campaign:sales queue>60", "12"),
        ("ann (campaign:north queue>60)", "2"),
        ("queue>60", None),
        ("is:settled", None),  # a field that is nothing of a call by itself
        ("callResult:x", None),
        ("sales", None),
        ("not sales", None),
        ("campaign:sales or queue>60", None),
        ("list:sales", None),
    ],
)
def test_what_a_filter_says_besides_of_calls_is_left_aside(text: str, left: str | None) -> None:
    assert campaigns_left([read(text)], KNOWN.items(), GROUND) == (None if left is None else tuple(left))
    assert not about_campaigns(read(text))


def test_several_filters_leave_what_all_of_them_do() -> None:
    queries = [read("campaign:sales"), read("queue>60"), read("not campaign:north ann")]
    assert campaigns_left(queries, KNOWN.items(), GROUND) == ("1",)
    assert campaigns_left([], KNOWN.items(), GROUND) is None


@pytest.mark.parametrize(
    ("text", "about"),
    [
        ("agent:ann", True),
        ("AGENT=4711", True),
        ("callAgentName:lee", False),  # the text as the API has it
        ("queue>60 or not (x agent:none)", True),
        ("ann", False),
        ("not campaign:ann", False),
        ("queue>60 number:555", False),
        ("callResult:agent", False),
    ],
)
def test_whose_calls_are_is_asked_by_the_agents_field_alone(text: str, about: bool) -> None:
    assert about_agents(read(text).tree) is about
