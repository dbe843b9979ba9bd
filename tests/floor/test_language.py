"""The whole filter language: against a naive reading of it, back and forth between text and tree, and its errors."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta, timezone
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dialer_tui.floor.changes import Entry
from dialer_tui.floor.query import Draft, Ground, Query, QueryError, draft, masked, parse, person, written
from dialer_tui.floor.query.fields import FIELDS, STATES
from dialer_tui.floor.query.tree import Age, And, Node, Not, Or, Special, Term, Word
from dialer_tui.model import Call
from tests.floor import naive
from tests.floor.naive import NOW, ZONE

EXTRA = "callResult"


def ground(mark: str | None = None, zone: ZoneInfo = ZONE, now: float = NOW) -> Ground:
    return Ground(zone, lambda: now, mark=lambda _: mark, settle=naive.SETTLE, extras=(EXTRA,))


def entry(call: dict[str, Any]) -> Entry:
    fields = {name: value for name, value in call.items() if name not in ("listed", "mark", "gone", EXTRA)}
    extra = ((EXTRA, call[EXTRA]),) if call[EXTRA] else None
    return Entry(Call(**fields, extra=extra), call["listed"], call["listed"], call["mark"] == "new", 0, call["gone"])


def read(text: str, on: Ground) -> Query:
    query = parse(text, on)
    assert query is not None
    return query


def verdict(text: str, call: dict[str, Any]) -> bool | None:
    """What the program says of a call: yes, no, or neither."""
    on, one = ground(call["mark"]), entry(call)
    yes, no = read(text, on).keep(one), read(f"not ({text})", on).keep(one)
    assert not (yes and no)
    return yes if yes or no else None


# --- what is kept -----------------------------------------------------------------------------------------------


@settings(max_examples=600, deadline=None)
@given(naive.filters(), naive.calls(), st.booleans())
def test_a_filter_means_what_its_words_say(it: naive.Filter, call: dict[str, Any], brackets: bool) -> None:
    assert verdict(naive.text(it, brackets), call) is naive.verdict(it, call)


@settings(max_examples=300, deadline=None)
@given(naive.comparisons(), naive.calls())
def test_a_comparison_its_contrary_and_unknown_part_the_calls(it: naive.Filter, call: dict[str, Any]) -> None:
    on, one = ground(), entry(call)
    text = naive.text(it)
    parts = [read(part, on).keep(one) for part in (text, f"not {text}", f"{it[1]}:unknown")]
    assert sum(parts) == 1


def test_words_of_several_digits_find_numbers_however_they_are_written() -> None:
    call = Call("C1", int(NOW), number_in="(888) 555-1212", contact="Lee")
    one = Entry(call, NOW, NOW, False)
    for text in ("8885551212", "555-1212", "number:5551212", 'numberin="888 555 1212"', "(888) 555-1212", "lee 1212"):
        assert read(text, ground()).keep(one), text
    for text in ("5551213", "number=5551212", "numberout:555", "lee 1213"):
        assert not read(text, ground()).keep(one), text


def test_a_fold_over_several_fields_keeps_them_apart() -> None:
    one = Entry(Call("C1", int(NOW), agent="Ann", contact="Lee", campaign="a|b"), NOW, NOW, False)
    assert [read(text, ground()).keep(one) for text in ('"ann|lee"', "annlee", '"a|b"', "nn|le")] == [
        False,
        False,
        True,
        False,
    ]


def test_control_characters_and_doubled_blanks_are_not_looked_at() -> None:
    one = Entry(Call("C1", int(NOW), agent="An\x07n  \tLee"), NOW, NOW, False)
    assert read('"ann lee"', ground()).keep(one)
    assert read('agent="ann lee"', ground()).keep(one)


# --- times ------------------------------------------------------------------------------------------------------


def begun(second: float) -> Entry:
    return Entry(Call("C1", int(second)), second, second, False)


def test_a_time_of_today_stays_on_its_day_and_an_age_goes_with_time() -> None:
    now = [NOW]
    on = Ground(ZONE, lambda: now[0], mark=lambda _: None)
    since, lately = read("began>14:00", on), read("listed>-5m", on)
    one = begun(NOW - 10)
    assert (since.keep(one), lately.keep(one)) == (True, True)
    now[0] += 86_400
    assert (since.keep(one), lately.keep(one)) == (True, False)
    assert (since.timed, lately.timed) == (False, True)


@pytest.mark.parametrize("now", [0, 23 * 3600 + 1800])  # just after midnight, and just before
def test_a_time_without_a_day_is_of_the_day_that_it_is_in_the_views_zone(now: int) -> None:
    midnight = datetime(2026, 11, 24, tzinfo=ZONE).timestamp()
    since = read("began>=00:00", Ground(ZONE, lambda: midnight + now))
    assert [since.keep(begun(midnight + at)) for at in (-1, 0)] == [False, True]


def test_states_that_are_marked_are_those_of_the_call_itself() -> None:
    marks = {"C1": "new", "C2": "changed"}
    on = Ground(ZONE, lambda: NOW, mark=marks.get)
    every = [Entry(Call(name, int(NOW)), NOW, NOW, False, gone=name == "C3") for name in ("C1", "C2", "C3")]
    for word, kept in (("new", "C1"), ("changed", "C2"), ("gone", "C3")):
        assert [one.call.id for one in every if read(f"is:{word}", on).keep(one)] == [kept]


@pytest.mark.parametrize(
    "text",
    [
        "listed:5m",
        "listed:1h30m",
        "listed>-1m30s",
        "began<-0s",
        "began>14:00",
        "began>14:00:30",
        "ended<2026-11-24",
        "ended>=2026-11-24T13:00",
        "ended>=2026-11-24T13:00:05",
    ],
)
def test_a_moment_is_written_as_it_is_typed(text: str) -> None:
    assert written(read(text, ground()).tree) == text


@pytest.mark.parametrize(
    ("text", "timed"),
    [
        ("ann queue>60 or began>14:00", False),
        ("is:answered", False),
        ("is:gone", False),
        ("not is:settled", True),
        ("ann (bob or is:new)", True),
        ("is:changed", True),
        ("ended<=-1h30m", True),
        ("listed:5m", True),
    ],
)
def test_what_changes_with_time_is_known(text: str, timed: bool) -> None:
    assert read(text, ground()).timed is timed


def test_a_date_is_its_first_moment_in_the_views_zone() -> None:
    midnight = datetime(2026, 11, 24, tzinfo=ZONE).timestamp()
    for text, kept in (("began>=2026-11-24", [False, True]), ("began<2026-11-24", [True, False])):
        assert [read(text, ground()).keep(begun(midnight + at)) for at in (-1, 0)] == kept


BACK = datetime(2026, 10, 25, 12, tzinfo=ZONE).timestamp()  # clocks go back that day, at 3
FORTH = datetime(2026, 3, 29, 12, tzinfo=ZONE).timestamp()  # and forward at 2


@pytest.mark.parametrize(
    ("text", "now", "said"),
    [
        ("ann began>02:30", BACK, "02:30: comes twice in Europe/Berlin"),
        ("ann began>2026-10-25T02:30", NOW, "2026-10-25T02:30: comes twice in Europe/Berlin"),
        ("ann began>02:30", FORTH, "02:30: is skipped in Europe/Berlin"),
    ],
)
def test_a_civil_time_that_there_is_twice_or_not_at_all_is_no_moment(text: str, now: float, said: str) -> None:
    with pytest.raises(QueryError) as raised:
        parse(text, ground(now=now))
    assert str(raised.value).startswith(said)
    assert (raised.value.at, raised.value.end) == (4, len(text))


@pytest.mark.parametrize(("offset", "hour"), [("+02:00", 0), ("+01:00", 1)])
def test_an_offset_says_which_of_two_is_meant(offset: str, hour: int) -> None:
    then = datetime(2026, 10, 25, hour, 30, tzinfo=UTC).timestamp()
    for text in (f"began>=02:30{offset}", f"began>=2026-10-25T02:30{offset}"):
        assert [read(text, ground(now=BACK)).keep(begun(then + at)) for at in (-1, 0)] == [False, True]


# --- text and tree ----------------------------------------------------------------------------------------------

OFFSETS = st.sampled_from([None, UTC, timezone(timedelta(hours=5, minutes=30)), timezone(-timedelta(hours=7))])
DAYS = st.dates(date(2001, 1, 1), date(2098, 1, 1))
CLOCK = st.times().map(lambda one: one.replace(microsecond=0))
WHEN = st.one_of(
    st.integers(0, 10**6).map(Age),
    st.builds(lambda one, zone: one.replace(tzinfo=zone), CLOCK, OFFSETS),
    DAYS,
    st.builds(datetime.combine, DAYS, st.times(), OFFSETS),
)
TEXT = st.one_of(st.text(max_size=12), st.sampled_from(["none", "Unknown", "in", "or", "NOT", "and", "-x", "a:b", ")"]))


def terms() -> st.SearchStrategy[Node]:
    texts = [field.name for field in FIELDS.values() if field.kind in ("text", "agent", "type", "number")]
    lengths = [field.name for field in FIELDS.values() if field.kind == "duration"]
    equal, order = st.sampled_from([":", "="]), st.sampled_from([">", ">=", "<", "<="])
    return st.one_of(
        TEXT.filter(str.strip).map(Word),
        st.builds(Term, st.sampled_from([*texts, EXTRA]), equal, TEXT),
        st.builds(Term, st.sampled_from(lengths), st.one_of(equal, order), st.integers(0, 10**6)),
        st.builds(Term, st.sampled_from(["began", "ended", "listed", "callDate"]), order, WHEN),
        st.builds(Term, st.sampled_from(["began", "listed"]), st.just(":"), st.integers(0, 10**6).map(Age)),
        st.builds(Term, st.sampled_from([*lengths, "began"]), st.just(":"), st.just(Special("unknown"))),
        st.builds(Term, st.just("is"), equal, st.sampled_from(STATES).map(Special)),
        st.builds(Term, st.just("agent"), equal, st.just(Special("none"))),
        st.builds(Term, st.just("type"), equal, st.sampled_from(["in", "out"]).map(Special)),
    )


def trees() -> st.SearchStrategy[Node]:
    def more(inner: st.SearchStrategy[Node]) -> st.SearchStrategy[Node]:
        some = st.lists(inner, min_size=2, max_size=4).map(tuple)
        return st.one_of(st.builds(Not, inner), st.builds(And, some), st.builds(Or, some))

    return st.recursive(terms(), more, max_leaves=10)


# In this zone no clock ever changes, so that every civil time there is is one.
STEADY = ground(zone=ZoneInfo("UTC"))


@settings(max_examples=600, deadline=None)
@given(trees())
def test_what_is_written_is_read_again(tree: Node) -> None:
    text = written(tree)
    query = read(text, STEADY)
    assert query.tree == tree
    assert parse(written(query.tree), STEADY) == query
    assert draft(f"{text} ", STEADY) == Draft(query)


@settings(max_examples=600, deadline=None)
@given(st.text(alphabet=' ()-":=<>\\orntabgequis5m', max_size=30))
def test_any_text_is_read_or_said_to_be_wrong_at_a_place_in_it(text: str) -> None:
    typed, whole = draft(text, STEADY), wrong(text)
    assert whole is None or 0 <= whole.at < min(whole.end, len(text))
    half = typed.field or typed.open or text.count('"') % 2 or str(whole) == "this quote is not closed"
    if not half:
        assert (typed.wrong is None) is (whole is None)
        assert whole is not None or typed.query == parse(text, STEADY)
    elif whole is None:
        assert typed.wrong is None or typed.wrong.at >= text.rindex('"')


def wrong(text: str) -> QueryError | None:
    try:
        parse(text, STEADY)
    except QueryError as error:
        return error
    return None


@pytest.mark.parametrize(
    ("text", "tree"),
    [
        ("a b or c", Or((And((Word("a"), Word("b"))), Word("c")))),
        ("a (b or c)", And((Word("a"), Or((Word("b"), Word("c")))))),
        ("not a b", And((Not(Word("a")), Word("b")))),
        ("not (a b)", Not(And((Word("a"), Word("b"))))),
        ("-a or NOT b", Or((Not(Word("a")), Not(Word("b"))))),
        ("a AND b", And((Word("a"), Word("b")))),
        ("--a", Not(Not(Word("a")))),
        ('"or" "-a"', And((Word("or"), Word("-a")))),
        ("-queue>60", Not(Term("queue", ">", 60))),
        ("-(a)", Not(Word("a"))),
        ("QUEUE>=1:30", Term("queue", ">=", 90)),
        ("CALLCONTACT:x", Term("callContact", ":", "x")),
        ("callresult=x", Term("callResult", "=", "x")),
        ("ended<=2026-11-24T13:00+01:00", Term("ended", "<=", datetime.fromisoformat("2026-11-24T13:00+01:00"))),
        ("began>9:05", Term("began", ">", time(9, 5))),
        ("listed>-1h5m", Term("listed", ">", Age(3900))),
        ("listed:5m", Term("listed", ":", Age(300))),
        ("began:-1h5m", Term("began", ":", Age(3900))),
        ('agent:"none"', Term("agent", ":", "none")),
        ("agent:NONE", Term("agent", ":", Special("none"))),
        ("a-b", Word("a-b")),
    ],
)
def test_trees(text: str, tree: Node) -> None:
    assert read(text, ground()).tree == tree


@pytest.mark.parametrize("before", ["", "(a) ", "(a) " * 120, "((a) b) -c "])
def test_parentheses_are_too_deep_from_fifty_in_each_other_on_whatever_stands_before(before: str) -> None:
    assert read(f"{before}{'(' * 50}a{')' * 50}", ground())
    for text in (f"{'(' * 51}a{')' * 51}", f"{'-' * 51}a"):
        with pytest.raises(QueryError, match="this is too deep"):
            parse(before + text, ground())


# --- what is wrong ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "place", "said"),
    [
        ("ann agnt:x", "agnt", "agnt is no field; agent?"),
        ("callContct:x", "callContct", "callContct is no field; callContact?"),
        ("ann blurb>1", "blurb", "blurb is no field"),
        ("ann agent>x", "agent>x", "agent takes : or =, not >"),
        ("queue>soon", "queue>soon", "queue wants a time: 90, 1:30, 1m30s or unknown"),
        ("queue>unknown", "queue>unknown", "it is said so: queue:unknown"),
        ("began>soon", "began>soon", "began wants a moment: 14:00, 2026-11-24T13:00, -5m"),
        ("began=14:00", "began=14:00", "began takes > >= < or <=, as in began>14:00"),
        ("began:14:00", "began:14:00", "began takes > >= < or <=, as in began>14:00"),
        ("began>25:00", "began>25:00", "began wants a moment"),
        ("began>1026-11-24", "began>1026-11-24", "1026-11-24: the year is one from 2000 to 2099"),
        ("is:answred", "is:answred", "is wants new, changed, gone, answered, unanswered, unclear, settled; answered?"),
        ("queue > 60", ">", "a field stands before >, without a blank: queue>60"),
        ("queue!=60", "queue!=60", "there is no !=; it is said so: not queue=60"),
        ("a (b", "(", "this ( is not closed"),
        ("a b)", ")", "this ) closes nothing"),
        ("a ()", "(", "nothing stands in ( )"),
        ("a or", "or", "nothing stands after or"),
        ("or a", "or", "nothing stands before or"),
        ("a or or b", "or", "nothing stands after or"),
        ("(a or) b", "or", "nothing stands after or"),
        ("not", "not", "nothing stands after not"),
        ("a -", "-", "nothing stands after -"),
        ("ann - lee", "-", '- stands right before what must not be; as a word it is "-"'),
        ("(" * 60, "(", "this is too deep"),
        ("-" * 60 + "a", "a", "this is too deep"),
        ("a queue>", "queue>", "nothing stands after queue>"),
        ("listed>5m", "listed>5m", "in the last 5m is said so: listed:5m"),
        ("began=1h30m", "began=1h30m", "in the last 1h30m is said so: began:1h30m"),
        ("listed:5", "listed:5", "listed wants a moment"),
        ("wait>60", "wait", "wait is no field; queue?"),
    ],
)
def test_what_is_wrong_is_said_with_its_place(text: str, place: str, said: str) -> None:
    with pytest.raises(QueryError) as raised:
        parse(text, ground())
    error = raised.value
    assert str(error) == said or str(error).startswith(said)
    assert text[error.at : error.end] == place
    typed = draft(f"{text} ", ground())
    assert str(typed.wrong) == str(error)


@pytest.mark.parametrize(
    ("text", "said"),
    [("ann blurb:x", "blurb is no field"), ("queue>xyz", "queue wants a time: 90, 1:30, 1m30s or unknown")],
)
def test_where_no_name_is_near_none_is_said(text: str, said: str) -> None:
    with pytest.raises(QueryError, match=f"^{said}$"):
        parse(text, ground())


def test_of_an_unknown_field_all_fields_are_said_to_be_allowed() -> None:
    with pytest.raises(QueryError) as raised:
        parse("blurb:1", ground())
    assert raised.value.allowed.startswith("agent, campaign, list, contact, number")
    assert (raised.value.field, raised.value.near) == ("blurb", "")


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ('agent="', '"'),
        ('"dee brown', '"dee brown'),
        ('ann agent:"Ann L', '"Ann L'),
        (r'"a\"', r'"a\"'),
        ('ann "', '"'),
    ],
)
def test_a_quote_that_is_not_closed_is_wrong_but_not_while_it_is_typed(text: str, place: str) -> None:
    with pytest.raises(QueryError, match="this quote is not closed") as raised:
        parse(text, ground())
    assert (text[raised.value.at : raised.value.end], raised.value.lacks) == (place, True)
    typed = draft(text, ground())
    assert typed.wrong is None or str(typed.wrong) == "nothing stands after agent="


@pytest.mark.parametrize("text", ["is:new", "is:changed", "not is:gone", "ann listed>-5m", "listed:unknown"])
def test_what_only_a_watcher_knows_is_refused_to_others(text: str) -> None:
    with pytest.raises(QueryError, match="only the console and watch know"):
        parse(text, Ground(ZONE, lambda: NOW))


# --- while it is typed ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "in_force", "wrong", "becoming"),
    [
        ("ann o", "ann", "", "or"),
        ("ann no", "ann", "", "not"),
        ("o", "o", "", ""),
        ("ann or", "ann", "nothing stands after or", ""),
        ("ann or ", "ann", "nothing stands after or", ""),
        ("ann or b", "ann or b", "", ""),
        ("ann or queue>", "ann", "nothing stands after queue>", ""),
        ("ann or queue>1:3", "ann", "queue wants a time", ""),
        ("ann not ", "ann", "nothing stands after not", ""),
        ("ann -", "ann", "nothing stands after -", ""),
        ("ann -que", "ann", "", "queue"),
        ("ann not agent:", "ann", "nothing stands after agent:", ""),
        ("ann (bob or ", "ann bob", "nothing stands after or", ""),
        ("ann (bob or cy", "ann (bob or cy)", "this ( is not closed", ""),
        ("ann (", "ann", "this ( is not closed", ""),
        ("ann ) bob", "ann bob", "this ) closes nothing", ""),
        ("-agent:ann  x", "-agent:ann  x", "", ""),
        ("beg", None, "", "began"),
        ("callContact", None, "", "callContact"),
        ("call", "call", "", ""),
        ('ann queue>"1', 'ann queue>"1"', "", ""),
        ('ann "a\\', 'ann "a\\\\"', "", ""),
    ],
)
def test_half_a_term_takes_nothing_away(text: str, in_force: str | None, wrong: str, becoming: str) -> None:
    found = draft(text, ground())
    assert (found.query and found.query.text) == in_force
    assert str(found.wrong or "")[: len(wrong) or None] == wrong
    assert found.field == becoming


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("lee", "l."),
        ('"Jo Smith"', '"J. S."'),
        ("8885551212 (888)", '"…1212" "…"'),
        ("agent:lee agent=4711 agent:none", "agent:l. agent=4711 agent:none"),
        ('callAgentName="Ann Lee" or -contact:jo', 'callAgentName="A. L." or not contact:j.'),
        ("contact:8885551212 number:88855512 numberin=12", 'contact:"…1212" number:"…5512" numberin="…"'),
        ("callResult=private", 'callResult="…"'),
        ('campaign:"Spring Sale" id:C1 type:in queue>1:30 is:answered', None),
        ("began>-5m (talk:unknown or listed>=14:00)", None),
        ("listed:5m", None),
    ],
)
def test_masked_a_filter_names_nobody_and_has_no_number(text: str, shown: str | None) -> None:
    assert masked(read(text, ground()).tree) == (shown or text)


def test_an_agent_by_id_is_not_masked() -> None:
    assert [person(text) for text in ("4711", "Ann Lee", "lee")] == ["4711", "A. L.", "l."]
