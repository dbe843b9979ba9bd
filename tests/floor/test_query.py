"""Filter text: words, fields, what is wrong with one, and terms written by the program."""

from __future__ import annotations

from zoneinfo import ZoneInfo

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from dialer_tui.floor import query as language
from dialer_tui.floor.changes import Entry
from dialer_tui.floor.people import People
from dialer_tui.floor.query import Draft, Ground, Query, QueryError, fold, measures, odd_type, term
from dialer_tui.model import Agent, Call
from dialer_tui.text import clean
from tests.floor.world import BASE, call


def parse(text: str, people: People | None = None) -> Query | None:
    return language.parse(text, Ground(ZoneInfo("UTC"), lambda: float(BASE), people or People()))


def draft(text: str) -> Draft:
    return language.draft(text, Ground(ZoneInfo("UTC"), lambda: float(BASE)))


def keeps(query: Query, call: Call) -> bool:
    return query.keep(Entry(call, BASE, BASE, False))


CALL = call(
    "C-204417", BASE, agent="Zoë Ångström", contact="Dee Brown", campaign="Renewals", number_in="+1 (888) 555-1212"
)


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("zoe", True),
        ("ANGSTROM", True),
        ("dee renew", True),
        ("dee sales", False),
        ('"dee brown"', True),
        ('"brown dee"', False),
        ("5551212", True),
        ("888555", True),
        ("204417", True),
        ("999", False),
    ],
)
def test_words(text: str, kept: bool) -> None:
    query = parse(text)
    assert query is not None
    assert keeps(query, CALL) is kept


def test_digits_of_a_number_do_not_find_the_ids_they_are_in_by_chance() -> None:
    query = parse("4821")
    assert query is not None
    assert not keeps(query, Call("1795048213376543219", BASE, campaign_id="48210", list_id="14821"))
    assert keeps(query, Call("1", BASE, number_in="+1 888 555-48 21"))
    assert keeps(query, Call("1", BASE, campaign_id="4821"))


def test_blank_is_no_filter() -> None:
    assert parse("  ") is None
    assert parse('""') is None


def test_fold_takes_case_and_accents_off_in_any_script() -> None:
    assert fold("ΣΊΣΥΦΟΣ") == fold("σίσυφος")
    assert fold("한국") == fold("한국")


ZOE = {"agent": "Zoë Ångström", "campaign": "Renewals", "campaign_id": "1112", "list": 'The "A" list', "list_id": "7"}
FIELDED = call("C-7", BASE, **ZOE, contact="", type="Inbound", number_in="+1 (888) 555-1212", queue=72, talk=None)


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("agent:zoe", True),
        ("AGENT:Ångst", True),
        ("contact:zoe", False),
        ('agent="zoe angstrom"', True),
        ("agent=zoe", False),
        ('agent="  Zoë   Ångström "', True),
        ("campaign=renewals", True),
        ("campaign=1112", True),
        ("campaign=111", False),
        ("campaign:newal list=7", True),
        ("campaign:newal list=8", False),
        (r'list="the \"a\" list"', True),
        ('contact=""', True),
        ('agent=""', False),
        ("type:in", True),
        ("type=out", False),
        ("type:bound", True),
        ('type="in"', False),
        ("number:8885551212", True),
        ("number:5551212", True),
        ("numberin=18885551212", True),
        ('numberin="+1 (888) 555-1212"', True),
        ("numberout:555", False),
        ("queue=72", True),
        ("queue=1:12", True),
        ("queue:1m12s", True),
        ("queue=1:13", False),
        ("queue:unknown", False),
        ("talk:unknown", True),
        ("talk=unknown", True),
        ("queue=unknown", False),
        ("talk=0", False),
        ("agent:none", False),
        ("zoe 12:30", False),
    ],
)
def test_fields(text: str, kept: bool) -> None:
    query = parse(text)
    assert query is not None
    assert keeps(query, FIELDED) is kept


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("callResult:sal", "a"),
        ("callResult:SALE", "a"),
        ("callResult=sale", "a"),
        ("callResult=sal", ""),
        ('callResult=""', "bc"),
        ("not callResult:sale", "bc"),
        ("other=x", "ab"),
    ],
)
def test_a_field_of_which_only_the_api_knows_is_its_text_or_blank(text: str, kept: str) -> None:
    ground = Ground(ZoneInfo("UTC"), lambda: float(BASE), extras=("callResult", "other"))
    calls = {"a": (("other", "x"), ("callResult", "Sale")), "b": (("other", "x"),), "c": None}
    query = language.parse(text, ground)
    assert query is not None
    assert "".join(name for name, extra in calls.items() if keeps(query, call(name, BASE, extra=extra))) == kept


def test_a_call_has_settled_so_many_seconds_after_its_end() -> None:
    ground = Ground(ZoneInfo("UTC"), lambda: float(BASE), settle=30)
    query = language.parse("is:settled", ground)
    assert query is not None
    assert [keeps(query, call("C", BASE - at, total=0)) for at in (29, 30, 31)] == [False, True, True]


@pytest.mark.parametrize(
    ("text", "at", "said"),
    [
        ("agnt:zoe", 0, "agnt is no field; agent?"),
        ("zoe  blurb=1", 5, "blurb is no field"),
        ("agent:", 0, "nothing stands after agent:"),
        ("zoe queue=soon", 4, "queue wants a time"),
        ("queue=1:75", 0, "queue wants a time"),
    ],
)
def test_a_filter_that_means_nothing_says_where_and_why(text: str, at: int, said: str) -> None:
    with pytest.raises(QueryError) as raised:
        parse(text)
    assert raised.value.at == at
    assert str(raised.value).startswith(said)


@pytest.mark.parametrize(
    ("text", "in_force", "wrong", "field"),
    [
        ("", None, "", ""),
        ("q", "q", "", ""),
        ("qu", "qu", "", ""),
        ("que", None, "", "queue"),
        ("QUEUE", None, "", "queue"),
        ("queues", "queues", "", ""),
        ("id", None, "", "id"),
        ("zoe num", "zoe", "", "number"),
        ("zoe numbero", "zoe", "", "numberout"),
        ("queue ", "queue", "", ""),
        ('"queue', '"queue"', "", ""),
        ("queue zoe", "queue zoe", "", ""),
        ("zoe queue=", "zoe", "nothing stands after queue=", ""),
        ("queue= zoe", "zoe", "nothing stands after queue=", ""),
        ("queue=1:3", None, "queue wants a time", ""),
        ("queue=1:30", "queue=1:30", "", ""),
        ("quue=5 zoe  agent:ann", "zoe agent:ann", "quue is no field; queue?", ""),
        ("quue=5 queue=x", None, "quue is no field; queue?", ""),
        ('zoe agent="', "zoe", "nothing stands after agent=", ""),
        ('zoe agent="Ann L', 'zoe agent:"Ann L"', "", ""),
        ('agent="Ann Lee"', 'agent="Ann Lee"', "", ""),
        ('zoe agent="Zoë Ångs', 'zoe agent:"Zoë Ångs"', "", ""),
        ("AGENT=zo", "AGENT:zo", "", ""),
        ('zoe queue="72', 'zoe queue="72"', "", ""),
        ('zoe queue="1:3', "zoe", "queue wants a time", ""),
        ("zoe is=unans", "zoe", "is wants new", ""),
    ],
)
def test_while_it_is_typed_what_is_right_is_in_force_and_the_rest_left_out(
    text: str, in_force: str | None, wrong: str, field: str
) -> None:
    found = draft(text)
    assert (found.query and found.query.text) == in_force
    assert str(found.wrong or "")[: len(wrong) or None] == wrong
    assert found.field == field
    if in_force is not None:
        kept, parsed = found.query, parse(in_force)
        assert kept is not None
        assert parsed is not None
        assert keeps(kept, FIELDED) is keeps(parsed, FIELDED)


@pytest.mark.parametrize(
    ("text", "goes_on"),
    [
        ("agent=Zo", True),
        ('agent="Zo', True),
        ("callContact=Zo", True),
        ("agent=", False),
        ("agent:Zo", False),
        ('agent="Zo"', False),
        ("agent=Zo ", False),
        ("QUEUE=72", False),
        ("callTime=72", False),
        ("zoe", False),
    ],
)
def test_a_value_may_go_on_until_something_closes_it(text: str, goes_on: bool) -> None:
    assert draft(text).open is goes_on


@pytest.mark.parametrize(
    ("text", "odd"), [("type:xyz", True), ("ann TYPE=o", True), ("type=in Type:OUT", False), ("type", False)]
)
def test_a_type_that_is_neither_in_nor_out(text: str, odd: bool) -> None:
    assert odd_type(text) is odd


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("4821", {"number_in", "number_out"}),
        ('ann or "(212) 555"', {"number_in", "number_out"}),
        ("numberin:48 queue>60", {"number_in", "queue"}),
        ("total>1:00 or hold=unknown", {"total", "hold"}),
        ("began>14:00 agent:lee", set()),
        ("callNumberOutbound=4821", {"number_out"}),
        ("482", {"number_in", "number_out"}),
        ("48", set()),
        ("ann 4b8-21", set()),
        ("not 4821", set()),
        ("agent:4821", set()),
    ],
)
def test_a_filter_says_which_numbers_and_times_it_asks_for(text: str, asked: set[str]) -> None:
    query = parse(text)
    assert query is not None
    assert measures(query.tree) == asked


@settings(max_examples=300, deadline=None)
@given(st.sampled_from(["agent", "contact", "list", "campaign", "id"]), st.text(max_size=40))
def test_a_written_term_means_exactly_the_value_it_was_made_of(field: str, value: str) -> None:
    assume(fold(clean(value, None)) != "other")
    held = {"id": "x", "agent": "nobody", "contact": "nobody", "list": "x", "campaign": "x"} | {field: value}
    call_id = held.pop("id")
    query = parse(term(field, clean(value)))
    assert query is not None
    assert keeps(query, call(call_id, BASE, **held))
    assert not keeps(query, call("other", BASE, agent="other", contact="other", list="other", campaign="other"))


def test_an_agent_is_meant_under_every_spelling_that_means_nobody_else() -> None:
    people = People()
    people.agents([Agent("1", "Ann", "Lee"), Agent("2", "Bob", "Ray")])
    query = parse('agent="Ann Lee"', people)
    assert query is not None
    assert [keeps(query, call("C", BASE, agent=name)) for name in ("Ann Lee", "LEE, ann", "Lee Ann", "Bob Ray")] == [
        True,
        True,
        True,
        False,
    ]
    nobody = parse("agent:none", people)
    assert nobody is not None
    assert [keeps(nobody, call("C", BASE, agent=name)) for name in ("VDAD", "", "Ann Lee")] == [True, True, False]
