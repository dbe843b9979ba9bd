"""A tree → what it keeps. A comparison with an unknown is unknown, and so is its contrary.

There are two questions to a part of a filter: does it certainly hold, does it certainly not? `not` changes one for the
other, and of what is unknown both are answered no. So no third value is passed about (Kleene's logic all the same).
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Mapping
from operator import attrgetter

from dialer_tui.floor.changes import Entry
from dialer_tui.floor.query.fields import FIELDS, TYPES, Field
from dialer_tui.floor.query.ground import Ground
from dialer_tui.floor.query.moments import laid
from dialer_tui.floor.query.texts import dialled, digits, plain
from dialer_tui.floor.query.tree import Age, And, Node, Not, Or, Special, Term, Word
from dialer_tui.floor.tally import outcome
from dialer_tui.model import Call

Keep = Callable[[Entry], bool]

_BETWEEN = "|"
_NAMES = ("agent", "contact", "campaign", "list", "type", "number_in", "number_out")
_names: Callable[[Call], tuple[str, ...]] = attrgetter(*_NAMES)
_texts: Callable[[Call], tuple[str, ...]] = attrgetter(*_NAMES, "id", "campaign_id", "list_id")


def kept(node: Node, ground: Ground, sure: bool = True) -> Keep:
    """What says of an entry that the tree certainly holds for it; with `sure` false, that it certainly does not."""
    if isinstance(node, Not):
        return kept(node.of, ground, not sure)
    if isinstance(node, And | Or):
        parts = [kept(part, ground, sure) for part in node.parts]
        return _all(parts) if isinstance(node, And) == sure else _any(parts)
    if isinstance(node, Word):
        return _either(_word(plain(node.value), ground), sure)
    return _term(node, ground, sure)


def timed(node: Node) -> bool:
    """Whether what a tree keeps changes with time alone, though no call changes."""
    if isinstance(node, And | Or):
        return any(map(timed, node.parts))
    if isinstance(node, Not):
        return timed(node.of)
    if isinstance(node, Word):
        return False
    marked = node.name == "is" and isinstance(node.value, Special) and node.value.word in _BY_TIME
    return marked or isinstance(node.value, Age)


def _all(parts: list[Keep]) -> Keep:
    if len(parts) == 2:
        first, second = parts
        return lambda entry: first(entry) and second(entry)
    return lambda entry: all(part(entry) for part in parts)


def _any(parts: list[Keep]) -> Keep:
    if len(parts) == 2:
        first, second = parts
        return lambda entry: first(entry) or second(entry)
    return lambda entry: any(part(entry) for part in parts)


def _either(keep: Keep, sure: bool) -> Keep:
    """A predicate of which nothing is ever unknown, or its contrary."""
    return keep if sure else lambda entry: not keep(entry)


# --- words ------------------------------------------------------------------------------------------------------


def _word(word: str, ground: Ground) -> Keep:
    """Any text has it in it, what tells namesakes apart too; a run of digits also any number, whatever stands between
    its digits, and an ID whose digits it is all of: four digits of a number are in many an ID by chance.

    The texts of most calls are looked through in one go: they are ASCII, without blanks that need a second look.
    """
    wanted, alone, apart = dialled(word), _BETWEEN not in word, _said(ground)
    whole_ids = word.isdecimal()

    def keep(entry: Entry) -> bool:
        c = entry.call
        if whole_ids:
            if word in (digits(c.id), digits(c.campaign_id), digits(c.list_id)):
                return True
            whole = f"{c.agent}|{c.contact}|{c.campaign}|{c.list}|{c.type}|{c.number_in}|{c.number_out}"
        else:
            whole = (
                f"{c.agent}|{c.contact}|{c.campaign}|{c.list}|{c.type}|{c.number_in}|{c.number_out}"
                f"|{c.id}|{c.campaign_id}|{c.list_id}"
            )
        if alone and whole.isascii() and whole.isprintable() and "  " not in whole:
            if word in whole.lower():
                return True
        else:
            for text in _names(c) if whole_ids else _texts(c):
                if word in plain(text):
                    return True
        if wanted and (wanted in digits(c.number_in) or wanted in digits(c.number_out)):
            return True
        return any(said != "" and word in plain(said) for said in apart(c))

    return keep


# --- fields -----------------------------------------------------------------------------------------------------


def _term(term: Term, ground: Ground, sure: bool) -> Keep:
    field = FIELDS.get(term.name.lower()) or Field(term.name, "extra")
    if field.kind == "duration":
        return _duration(field, term, sure)
    if field.kind == "moment":
        return _moment(field, term, ground, sure)
    return _either(_MAKES[field.kind](field, term, ground), sure)


def _text(field: Field, term: Term, ground: Ground) -> Keep:
    """One of its texts is it, or has it in it; blank are only all of them."""
    return _among(field, term.sign, plain(str(term.value)), plain)


def _among(field: Field, sign: str, wanted: str, seen: Callable[[str], str]) -> Keep:
    if len(field.of) == 1:
        get = attrgetter(field.of[0])
        if sign == "=" or not wanted:
            return lambda entry: wanted == seen(get(entry.call))
        return lambda entry: wanted in seen(get(entry.call))
    one, other = (attrgetter(name) for name in field.of)
    if not wanted:
        return lambda entry: not (seen(one(entry.call)) or seen(other(entry.call)))
    if sign == "=":
        return lambda entry: wanted == seen(one(entry.call)) or wanted == seen(other(entry.call))
    return lambda entry: wanted in seen(one(entry.call)) or wanted in seen(other(entry.call))


def _agent(field: Field, term: Term, ground: Ground) -> Keep:
    people = ground.people
    if isinstance(term.value, Special):
        return lambda entry: not people.human(entry.call)
    keep, name = _text(field, term, ground), str(term.value)
    if term.sign == "=":
        called = people.perhaps if ground.perhaps else people.called
        return lambda entry: keep(entry) or called(entry.call, name)
    wanted, said = plain(name), _said(ground)
    return lambda entry: keep(entry) or (wanted != "" and any(wanted in plain(one) for one in said(entry.call)))


def _said(ground: Ground) -> Callable[[Call], tuple[str, ...]]:
    """What tells a namesake's call apart, as rows say it or may say it."""
    people = ground.people
    return people.perhaps_said if ground.perhaps else lambda call: (people.said(call),)


def _type(field: Field, term: Term, ground: Ground) -> Keep:
    if not isinstance(term.value, Special):
        return _text(field, term, ground)
    wanted = TYPES[term.value.word]
    return lambda entry: plain(entry.call.type) == wanted


def _number(field: Field, term: Term, ground: Ground) -> Keep:
    keep, only = _text(field, term, ground), dialled(plain(str(term.value)))
    if not only:
        return keep
    same = _among(field, term.sign, only, digits)
    return lambda entry: same(entry) or keep(entry)


def _extra(field: Field, term: Term, ground: Ground) -> Keep:
    name = field.name

    def get(entry: Entry) -> str:
        return next((text for known, text in entry.call.extra or () if known == name), "")

    wanted = plain(str(term.value))
    if term.sign == "=" or not wanted:
        return lambda entry: wanted == plain(get(entry))
    return lambda entry: wanted in plain(get(entry))


def _state(field: Field, term: Term, ground: Ground) -> Keep:
    assert isinstance(term.value, Special)
    return _STATES[term.value.word](term.value.word, ground)


_MAKES: Mapping[str, Callable[[Field, Term, Ground], Keep]] = {
    "text": _text,
    "agent": _agent,
    "type": _type,
    "number": _number,
    "extra": _extra,
    "state": _state,
}


# --- states -----------------------------------------------------------------------------------------------------


def _marked(word: str, ground: Ground) -> Keep:
    mark = ground.mark
    assert mark is not None  # reading has refused it
    return lambda entry: mark(entry.call.id) == word


def _gone(word: str, ground: Ground) -> Keep:
    return lambda entry: entry.gone


def _outcome(word: str, ground: Ground) -> Keep:
    human = ground.people.human
    return lambda entry: outcome(entry.call, human(entry.call)) == word


def _settled(word: str, ground: Ground) -> Keep:
    now, settle = ground.now, ground.settle
    return lambda entry: entry.call.ended_at <= now() - settle


_STATES: Mapping[str, Callable[[str, Ground], Keep]] = {
    "new": _marked,
    "changed": _marked,
    "gone": _gone,
    "answered": _outcome,
    "unanswered": _outcome,
    "unclear": _outcome,
    "settled": _settled,
}
_BY_TIME = frozenset({"new", "changed", "settled"})


# --- comparisons ------------------------------------------------------------------------------------------------


def _duration(field: Field, term: Term, sure: bool) -> Keep:
    get = attrgetter(field.of[0])
    if isinstance(term.value, Special):
        return _either(lambda entry: get(entry.call) is None, sure)
    assert isinstance(term.value, int)
    return _ORDERS[_sign(term.sign, sure)](get, term.value)


def _moment(field: Field, term: Term, ground: Ground, sure: bool) -> Keep:
    if isinstance(term.value, Special):
        return _either(lambda entry: False, sure)  # every call has its moments
    assert not isinstance(term.value, str | int)
    get, compare = attrgetter(field.of[0]), _COMPARE[_sign(term.sign, sure)]
    when = laid(term.value, ground.zone, ground.now)
    if isinstance(term.value, Age):
        return lambda entry: compare(get(entry), when())
    second = when()
    return lambda entry: compare(get(entry), second)


def _sign(sign: str, sure: bool) -> str:
    """A sign, or its contrary."""
    return sign if sure else _CONTRARY[sign]


_CONTRARY: Mapping[str, str] = {">": "<=", ">=": "<", "<": ">=", "<=": ">", "=": "!=", ":": "!="}
_COMPARE: Mapping[str, Callable[[float, float], bool]] = {
    ">": operator.gt,
    ">=": operator.ge,
    "<": operator.lt,
    "<=": operator.le,
    ":": operator.gt,  # of an age: since then, as in listed:5m
    "!=": operator.le,
}
_Get = Callable[[Call], int | None]
# One that is unknown holds for none of these.
_ORDERS: Mapping[str, Callable[[_Get, int], Keep]] = {
    ">": lambda get, wanted: lambda entry: (known := get(entry.call)) is not None and known > wanted,
    ">=": lambda get, wanted: lambda entry: (known := get(entry.call)) is not None and known >= wanted,
    "<": lambda get, wanted: lambda entry: (known := get(entry.call)) is not None and known < wanted,
    "<=": lambda get, wanted: lambda entry: (known := get(entry.call)) is not None and known <= wanted,
    "!=": lambda get, wanted: lambda entry: (known := get(entry.call)) is not None and known != wanted,
    "=": lambda get, wanted: lambda entry: get(entry.call) == wanted,
    ":": lambda get, wanted: lambda entry: get(entry.call) == wanted,
}
