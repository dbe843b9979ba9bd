"""Looking for calls in a past range: what the API is asked for is enough, and no more where the filter says so."""

from __future__ import annotations

from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dialer_tui.floor.changes import Entry
from dialer_tui.floor.names import Claim
from dialer_tui.floor.people import People
from dialer_tui.floor.query import Ground, QueryError
from dialer_tui.floor.search import search
from dialer_tui.model import EVERYTHING, Agent, Call, Campaign, Scope
from tests.floor.world import BASE, call

AGENTS = (
    Agent("1", "Ann", "Lee"),
    Agent("2", "Ann", "Lee"),
    Agent("3", "Bob", "Ray"),
    Agent("4", "José", "Díaz"),
    Agent("5", "Sam", "Lee"),
)
CAMPAIGNS = (Campaign("11", "Sale"), Campaign("12", "Renewals"), Campaign("Sale", "13"), Campaign("13", "Support"))


def ground(people: People | None = None) -> Ground:
    if people is None:
        people = People()
        people.agents(AGENTS)
    return Ground(ZoneInfo("UTC"), lambda: float(BASE), people, lambda _: None)


def entry(made: Call) -> Entry:
    return Entry(made, BASE, BASE, new=False)


@pytest.mark.parametrize(
    ("texts", "agents", "campaigns"),
    [
        (["agent=3"], {"3"}, set()),
        (['agent="Bob Ray"'], {"3"}, set()),
        (['agent="ray, bob"'], {"3"}, set()),
        (['agent="Ann Lee"'], {"1", "2"}, set()),
        (['agent="Ann Lee ·2"'], {"2"}, set()),
        (['agent="Ann Lee · 2 agents"'], {"1", "2"}, set()),
        (['agent="jose diaz"'], {"4"}, set()),
        (['agent="Bob Ray" or agent=5'], {"3", "5"}, set()),
        (['agent="Bob Ray" talk>10m', "type:in"], {"3"}, set()),
        (['agent="Ann Lee"', "agent=2"], {"2"}, set()),
        (["campaign=12"], set(), {"12"}),
        (["callCampaignID=12 agent=3"], {"3"}, {"12"}),
        # What may keep calls of others too is asked for of all.
        (["agent:bob"], set(), set()),
        (["not agent=3"], set(), set()),
        (["agent=3 or talk>10m"], set(), set()),
        (['agent="Ann Lee (?)"'], set(), set()),
        (["agent=none"], set(), set()),
        (['agent="Nobody Known"'], set(), set()),
        (["campaign=Renewals"], set(), set()),
        (["campaign=13"], set(), set()),  # an ID, and another one's name
        (["bob"], set(), set()),
    ],
)
def test_the_api_is_asked_for_by_id_where_nothing_else_can_be_kept(
    texts: list[str], agents: set[str], campaigns: set[str]
) -> None:
    wanted = search(texts, ground(), EVERYTHING, CAMPAIGNS)
    assert (set(wanted.scope.agents), set(wanted.scope.campaigns)) == (agents, campaigns)
    assert wanted.by_list == bool(agents)


def test_what_is_asked_for_anyway_is_not_widened() -> None:
    scope = Scope(campaigns=("12",), agents=("1", "3"), own=True)
    wanted = search(['agent="Bob Ray"', "campaign=13 campaign=11"], ground(), scope, CAMPAIGNS)
    assert wanted.scope == Scope(("12",), ("3",), own=True)


def test_what_only_live_calls_are_is_not_looked_for() -> None:
    for text in ("is:new", "not is:gone", "is:changed or bob"):
        with pytest.raises(QueryError, match="in a past range"):
            search([text], ground(), EVERYTHING)


def test_a_namesakes_call_may_be_the_one_until_it_is_told_apart() -> None:
    people = People()
    people.agents(AGENTS)
    wanted = search(["agent=2 talk>1"], ground(people), EVERYTHING)
    anns, bobs = call("a", BASE, agent="Ann Lee", talk=5), call("b", BASE, agent="Bob Ray", talk=5)
    short = call("c", BASE, agent="Ann Lee", talk=1)
    assert [wanted.keep(entry(one)) for one in (anns, bobs, short)] == [True, False, False]
    assert not wanted.surely(entry(anns))
    people.learn([Claim(anns, "1")])
    assert not wanted.keep(entry(anns))
    people.learn([Claim(anns, "2")])
    assert wanted.keep(entry(anns))
    assert wanted.surely(entry(anns))
    without = search(["not agent=2"], ground(people), EVERYTHING)
    assert without.keep(entry(short)), "nor is it left out before"
    assert not without.keep(entry(anns))


@pytest.mark.parametrize("text", ['agent:"2"', "agent:·2", "·2", "callAgentName:ann agent:2"])
def test_what_tells_namesakes_apart_may_be_found_before_it_is_known(text: str) -> None:
    people = People()
    people.agents(AGENTS)
    wanted = search([text], ground(people), EVERYTHING)
    anns, bobs = call("a", BASE, agent="Ann Lee"), call("b", BASE, agent="Bob Ray")
    assert [wanted.keep(entry(one)) for one in (anns, bobs)] == [True, False]
    assert not wanted.surely(entry(anns))
    people.learn([Claim(anns, "2")])
    assert wanted.surely(entry(anns))


_NAMES = ("Ann Lee", "Lee, Ann", "Bob Ray", "JOSÉ DÍAZ", "Jose Diaz", "Sam Lee", "Gone Away", "", "VDAD")
_VALUES = (*_NAMES[:-2], "1", "2", "3", "Ann Lee ·1", "Ann Lee (?)", "none")
_TERMS = st.builds(
    lambda field, sign, value: f'{field}{sign}"{value}"',
    st.sampled_from(["agent", "callAgentName"]),
    st.sampled_from([":", "="]),
    st.sampled_from(_VALUES),
) | st.sampled_from(["campaign=11", "campaign=12", "campaign=Sale", "campaign=13", "talk>5", "type:in", "ann"])
_FILTERS = st.recursive(
    _TERMS,
    lambda part: st.one_of(
        st.builds("({} {})".format, part, part),
        st.builds("({} or {})".format, part, part),
        st.builds("not {}".format, part),
    ),
    max_leaves=5,
)


@given(
    st.lists(_FILTERS, min_size=1, max_size=2),
    st.sampled_from(_NAMES),
    st.sampled_from(["11", "12", "13", "Sale", "99"]),
    st.integers(0, 9),
    st.sampled_from(["1", "2"]),
)
def test_no_call_of_a_listed_agent_that_filters_keep_is_left_unasked(
    texts: list[str], name: str, campaign: str, talk: int, namesake: str
) -> None:
    """An API that is asked by filterAgents and filterCampaigns answers with all calls of those IDs."""
    people = People()
    people.agents(AGENTS)
    one = call("C", BASE, agent=name, campaign_id=campaign, campaign="Some", talk=talk, type="Inbound")
    wanted = search(texts, ground(people), EVERYTHING, CAMPAIGNS)
    apart = name in ("Ann Lee", "Lee, Ann")
    may = wanted.keep(entry(one))
    if apart:
        people.learn([Claim(one, namesake)])
    if not wanted.surely(entry(one)):
        return
    assert may or not apart or "not" in " ".join(texts), "found before it is told apart, to be told apart then"
    whose = {
        "Bob Ray": "3",
        "JOSÉ DÍAZ": "4",
        "Jose Diaz": "",
        "Sam Lee": "5",
        "Ann Lee": namesake,
        "Lee, Ann": namesake,
    }.get(name, "")
    if whose:
        assert not wanted.scope.agents or whose in wanted.scope.agents
    assert not wanted.scope.campaigns or campaign in wanted.scope.campaigns
