"""What a filter may go on with at the cursor, and that taking any of it makes nothing wrong that was right."""

from __future__ import annotations

import re
from zoneinfo import ZoneInfo

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from dialer_tui.floor.changes import Entry
from dialer_tui.floor.query import Completion, Ground, Seen, complete, draft, exact, parse
from dialer_tui.floor.query.complete import MOST
from dialer_tui.floor.query.examples import EXAMPLES, fields
from dialer_tui.floor.query.fields import RULES, SHORT
from dialer_tui.model import Call
from dialer_tui.text import clean
from tests.floor import naive

NAMES = (
    "Ann Lee",
    "Bob Ray",
    "Zoë Ångström",
    "none",
    "in",
    'The "A" list',
    "a\\b",
    "x\x1b[31m\u202ey",
    "or",
    "C(1)",
    "-x",
)
VALUES = {
    field: [Seen(exact(field, clean(name)), clean(name), 9 - n, f"47{n}") for n, name in enumerate(NAMES)]
    for field in ("agent", "campaign", "list")
}


def ground(watched: bool = True) -> Ground:
    mark = (lambda _: None) if watched else None
    return Ground(ZoneInfo("UTC"), lambda: naive.NOW, mark=mark, extras=("callResult", "x y"))


def completed(text: str, watched: bool = True) -> Completion:
    """What may stand at "|" in a text."""
    at = text.index("|")
    return complete(text.replace("|", ""), at, ground(watched), lambda field: VALUES.get(field, ()))


def offered(text: str, watched: bool = True) -> list[str]:
    return [one.text for one in completed(text, watched).candidates]


def taken(text: str, number: int = 0) -> str:
    """The text once a candidate is taken."""
    found, plain = completed(text), text.replace("|", "")
    return plain[: found.at] + found.candidates[number].text + plain[found.end :]


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("|", ["agent:", "number:", "listed:5m", "queue>", "is:", "campaign:", "list:", "contact:"]),
        ("ann |", ["agent:", "number:"]),
        ("not |", ["agent:", "number:"]),
        ("-|", ["agent:", "number:"]),
        ("(|", ["agent:", "number:"]),
        ("-que|", ["queue>"]),
        ("not (cam|) x", ["campaign:"]),
        ("AG|", ["agent:"]),
        ("num|", ["number:", "numberin:", "numberout:"]),
        ("number|", ["number:", "number=", "numberin:", "numberout:"]),
        ("queue|", ["queue>", "queue>=", "queue<", "queue<=", "queue:", "queue="]),
        ("began|", ["began:5m", "began>", "began>=", "began<", "began<="]),
        ("callcont|", ["callContact:"]),
        ("callres|", ["callResult:"]),
        ("is:|", ["is:new", "is:changed", "is:gone", "is:answered", "is:unanswered", "is:unclear", "is:settled"]),
        ("is:UN|", ["is:unanswered", "is:unclear"]),
        ("type=|", ["type=in", "type=out"]),
        ("queue:|", ["queue:unknown", "queue:0:30"]),
        ("queue>1|", ["queue>1:00", "queue>10:00"]),
        ("list|", ["list:", "list=", "listed:5m"]),
        ("listed|", ["listed:5m", "listed>", "listed>="]),
        ("listed>|", ["listed>-5m", "listed>-15m"]),
        ("listed:|", ["listed:5m", "listed:15m"]),
        ("listed:1|", ["listed:15m", "listed:1h"]),
        ("last|", ["listed:5m"]),
        ("5m|", ["began:5m", "ended:5m", "listed:5m"]),
        ("wait|", ["queue>"]),
        ("wait|>60", ["queue>"]),
        ("unans|", ["is:unanswered"]),
        ("agent:|", ["agent:none", 'agent="Ann Lee"', 'agent="Bob Ray"']),
        ("agent:n|", ["agent:none", 'agent="none"']),
        ("agent:zoe|", ['agent="Zoë Ångström"']),
        ('agent="n|', ['agent="none"']),
        ("callResul|:x", ["callResult:"]),
        ("callResul|>x", ["callResult:"]),
        ("agent=ray|", ['agent="Bob Ray"']),
        ("agent:471|", ['agent="Bob Ray"']),
        ('-campaign="Ann L|', ['campaign="Ann Lee"']),
        (r'list:"the \"|', [r'list="The \"A\" list"']),
        ("ann o|", ["or "]),
        ("ann n|", ["number:", "numberin:", "numberout:", "not "]),
        ("n|", ["number:", "numberin:", "numberout:", "not "]),
        ("(n|", ["number:", "numberin:", "numberout:", "not "]),
        ("la|", ["listed:5m"]),
        ("-30m|", ["began:30m", "ended:30m", "listed:30m"]),
        ("le|", ['agent="Ann Lee"', 'campaign="Ann Lee"', 'list="Ann Lee"']),
        ("quue|=5", ["queue="]),
        ("agnt>5| x", ["agent:"]),
        ("is:onanswered|", ["is:unanswered"]),
    ],
)
def test_offered(text: str, first: list[str]) -> None:
    assert offered(text)[: len(first)] == first


@pytest.mark.parametrize(
    ("text", "allowed"),
    [
        ("ag|ent", ""),  # within a word
        ("|agent:lee", ""),
        ('agent="Ann Lee"|', ""),
        ('"ann|', ""),
        ("(ann)|", ""),
        ("o|", ""),  # nothing stands before it
        ("ann or o|", ""),
        ("ann o| or bob", ""),
        ("ann o| and bob", ""),
        ("(ann o|)", ""),
        ("x|", ""),
        ("contact:le|", "a text"),
        ("queue>7|", "a time: 90, 1:30, 1m30s or unknown"),
        ("agent>|", "agent takes : or ="),
        ("listed=|", RULES["moment"].allowed),
        ("blurb:5|", f"allowed: {', '.join(SHORT)}, and the API's own names"),
    ],
)
def test_nothing_is_offered_but_perhaps_words_on_what_is_allowed(text: str, allowed: str) -> None:
    found = completed(text)
    assert (found.candidates, found.allowed) == ((), allowed)
    assert 0 <= found.at <= found.end < len(text)


def test_what_only_a_watcher_knows_is_not_offered_to_others() -> None:
    assert offered("is:|", watched=False) == ["is:answered", "is:unanswered", "is:unclear", "is:settled"]
    assert not [one for one in (*offered("|", watched=False), *offered("last|", watched=False)) if "listed" in one]
    assert offered("listed>|", watched=False) == []
    assert "listed:5m" in offered("|")


def test_what_is_shown_is_what_is_written_but_for_the_blank_that_ends_a_word() -> None:
    for text in ("|", "la|", "que|", "callres|", "15m|", "st|"):
        assert [one.shown for one in completed(text).candidates] == offered(text)
    assert [one.shown for one in completed("ann o|").candidates][:1] == ["or"]
    assert [one.shown for one in completed("is:n|").candidates] == ["new"]
    assert [one.calls for one in completed("que|").candidates] == [None]
    assert [one.shown for one in completed("quue|=5").candidates] == ["queue="]
    assert [one.shown for one in completed("unans|").candidates] == ["is:unanswered"]
    assert [one.shown for one in completed("is:onanswered|").candidates] == ["unanswered"]


def test_nothing_more_is_offered_than_anybody_goes_through() -> None:
    values = [Seen(exact("agent", f"Ann {n}"), f"Ann {n}", 1) for n in range(2 * MOST)]
    found = complete("agent:ann", 9, ground(), lambda _: values).candidates
    assert [one.shown for one in found] == [f"Ann {n}" for n in range(MOST)]


def test_values_of_most_calls_come_first_and_those_in_which_a_later_word_begins_last() -> None:
    values = [
        Seen(exact("agent", name), name, calls) for name, calls in (("Ray Lee", 9), ("Lee Ann", 5), ("Lee Cy", 4))
    ]
    found = complete("agent:lee", 9, ground(), lambda _: values).candidates
    assert [(one.shown, one.calls) for one in found] == [("Lee Ann", 5), ("Lee Cy", 4), ("Ray Lee", 9)]


@settings(max_examples=300, deadline=None)
@given(
    st.text(min_size=1, max_size=20) | st.text('"\\ ()-:=<>aé\u202e\u200b\n', min_size=1, max_size=12),
    st.sampled_from(["agent", "campaign", "list"]),
)
def test_a_value_of_any_characters_is_offered_and_finds_its_calls(name: str, field: str) -> None:
    seen = Seen(exact(field, clean(name)), clean(name), 1)
    assume(seen.shown.strip())
    assert seen.term in [
        one.text for one in complete(f"{field}:", len(field) + 1, ground(), lambda _: [seen]).candidates
    ]
    query = parse(seen.term, ground())
    assert query is not None
    assert query.keep(Entry(Call("C1", 0, **{field: name}), 0.0, 0.0, False))
    assert draft(seen.term, ground()).query == query


def test_a_candidate_takes_the_place_of_its_word_alone() -> None:
    assert taken("ann -agent:bob| or x") == 'ann -agent="Bob Ray" or x'
    assert taken("ann que| x") == "ann queue> x"
    assert taken("(ann quue|=5) x") == "(ann queue=5) x"


WORDS = st.sampled_from(
    [
        *(
            "a",
            "le",
            "que",
            "queue",
            "queue>",
            "queue>1",
            "queue>1:",
            "agent:",
            "agent:b",
            'agent="',
            'agent="Ann',
            "n",
        ),
        *(
            "not",
            "or",
            "and",
            "-",
            "(",
            ")",
            "is:",
            "is:an",
            "type:",
            "began>",
            "began>-5",
            "listed",
            "call",
            "callCon",
        ),
        *("campaign=1", "list:x", '"two words"', "number:", "handle<=", "o", "no", "callResult:", "x", " "),
    ]
)
GLUE = st.sampled_from(["", " ", " "])


@settings(max_examples=600, deadline=None)
@given(st.lists(st.tuples(WORDS, GLUE), max_size=5), st.data())
def test_taking_a_candidate_makes_nothing_wrong(parts: list[tuple[str, str]], data: st.DataObject) -> None:
    text = "".join(word + glue for word, glue in parts)
    at = data.draw(st.integers(0, len(text)))
    found = complete(text, at, ground(), lambda field: VALUES.get(field, ()))
    before = draft(text, ground())
    if not found.candidates or (before.wrong is not None and not before.wrong.lacks):
        return
    one = data.draw(st.sampled_from(found.candidates))
    after = text[: found.at] + one.text + text[found.end :]
    assert one.text == clean(one.text)
    wrong = draft(f"{after} ", ground()).wrong
    assert wrong is None or wrong.lacks, (text, after, str(wrong))


def test_an_error_that_lacks_only_what_may_still_be_typed_says_so() -> None:
    for text in (
        "agent:",
        "ann or",
        "not",
        "(ann",
        "queue>1:",
        "queue>1:3",
        "began>2026-1",
        "began>14:",
        "is:un",
        "began>-",
    ):
        wrong = draft(text, ground()).wrong
        assert wrong is not None, text
        assert wrong.lacks, text
    for text in ("quue=5", "ann)", "or ann", "queue>soon", "is:onanswered", "agent>x", "began>soon", "()", "or or x"):
        wrong = draft(text, ground()).wrong
        assert wrong is not None, text
        assert not wrong.lacks, text


# --- the examples that help and README show ---------------------------------------------------------------------


def test_every_example_is_a_filter_and_so_is_every_term_in_its_words() -> None:
    for text, words in EXAMPLES:
        assert parse(text, ground()) is not None, text
        for term in re.findall(r"\b(?:not )?[a-z]+(?:[:=]|[<>]=?)[^\s,;]+", words):
            assert parse(term, ground()) is not None, term


def test_the_fields_of_the_help_are_all_there_are() -> None:
    assert sorted(name for names, _ in fields() for name in names.split(", ")) == sorted(SHORT)


def test_every_field_has_its_place_in_an_example_or_among_the_fields_with_its_like() -> None:
    told = " ".join(text for text, _ in EXAMPLES)
    for names, _ in fields():
        assert names == "number, numberin, numberout" or any(name in told for name in names.split(", ")), names
