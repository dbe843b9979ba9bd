"""A piece of a filter → a leaf of its tree; QueryError where it is none."""

from __future__ import annotations

import re
from collections.abc import Callable

from dialer_tui.floor.query.errors import QueryError, nearest
from dialer_tui.floor.query.fields import ALSO, FIELDS, RULES, SHORT, STATES, WATCHED, Field, Rule
from dialer_tui.floor.query.ground import Ground
from dialer_tui.floor.query.moments import NoMoment, ago_of, begins, laid, moment_of, seconds_of
from dialer_tui.floor.query.tokens import Token
from dialer_tui.floor.query.tree import Leaf, Special, Term, Value, Word

_UNEQUAL = re.compile(r"[A-Za-z]\w*!=")


def leaf(token: Token, ground: Ground) -> Leaf:
    """What a piece with a value stands for."""
    if not token.field:
        return _word(token)
    field = field_of(token, ground)
    rule = RULES[field.kind]
    if token.sign not in rule.signs:
        raise _wrong(token, f"{token.field} takes {' or '.join(rule.signs)}, not {token.sign}")
    if not token.value and not token.quoted:
        raise _wrong(token, f"nothing stands after {token.said}", lacks=True)
    if field.name == "listed" and ground.mark is None:
        raise _wrong(token, "when a call was listed only the console and watch know, for they watch the floor")
    return Term(field.name, token.sign, _value(token, field, rule, ground), token.text, token.at)


def field_of(token: Token, ground: Ground) -> Field:
    """The field that a piece names."""
    name = token.field.lower()
    known = FIELDS.get(name)
    if known is not None:
        return known
    for extra in ground.extras:
        if extra.lower() == name:
            return Field(extra, "extra")
    near = ALSO.get(name) or nearest(name, (*(field.name for field in FIELDS.values()), *ground.extras))
    message = f"{token.field} is no field" + (f"; {near}?" if near else "")
    allowed = f"{', '.join(SHORT)}, and the API's own names"
    end = token.at + len(token.field)
    raise QueryError(message, token.at, end, allowed=allowed, field=token.field, near=near)


def _word(token: Token) -> Word:
    if not token.quoted:
        if token.value[0] in "<>=":
            raise _wrong(token, f"a field stands before {token.value[0]}, without a blank: queue>60")
        if _UNEQUAL.match(token.value):
            name, _, value = token.value.partition("!=")
            raise _wrong(token, f"there is no !=; it is said so: not {name}={value}")
    return Word(token.value, token.text, token.at)


def _value(token: Token, field: Field, rule: Rule, ground: Ground) -> Value:
    word = token.value.lower()
    if not token.quoted and word in rule.specials:
        return _special(Special(word), token, field, rule, ground)
    if field.kind == "duration":
        seconds = seconds_of(token.value)
        if seconds is None:
            raise _wrong(token, f"{token.field} wants {rule.allowed}", lacks=_lacks(token, rule, seconds_of))
        return seconds
    if field.kind == "moment":
        ago = ago_of(token.value)
        if token.sign == ":" and ago is not None:
            return ago
        moment = moment_of(token.value)
        if moment is None and ago is not None:
            raise _wrong(token, f"in the last {token.value} is said so: {token.field}:{token.value}")
        if moment is None:
            reads = ago_of if token.sign == ":" else moment_of
            raise _wrong(token, f"{token.field} wants {rule.allowed}", lacks=_lacks(token, rule, reads))
        if token.sign in (":", "="):
            raise _wrong(token, f"{token.field} takes > >= < or <=, as in {token.field}>{token.value}")
        try:
            laid(moment, ground.zone, ground.now)
        except NoMoment as error:
            raise _wrong(token, f"{token.value}: {error}") from None
        return moment
    if field.kind == "state":
        near = nearest(word, STATES)
        message = f"{token.field} wants {rule.allowed}" + (f"; {near}?" if near else "")
        raise _wrong(token, message, lacks=_lacks(token, rule))
    return token.value


def _special(value: Special, token: Token, field: Field, rule: Rule, ground: Ground) -> Special:
    if value.word == "unknown" and token.sign not in (":", "="):
        raise _wrong(token, f"it is said so: {token.field}:unknown")
    if field.kind == "state" and value.word in WATCHED and ground.past:
        raise _wrong(token, f"in a past range no call is {value.word}")
    if field.kind == "state" and value.word in WATCHED and ground.mark is None:
        raise _wrong(token, f"what is {value.word} only the console and watch know, for they watch the floor")
    return value


def _lacks(token: Token, rule: Rule, reads: Callable[[str], object] | None = None) -> bool:
    """Whether a value that is none may be the beginning of one: of a word, or of what `reads` reads."""
    word = token.value.lower()
    return any(name.startswith(word) for name in rule.specials) or (reads is not None and begins(token.value, reads))


def _wrong(token: Token, message: str, *, lacks: bool = False) -> QueryError:
    return QueryError(message, token.at, token.end, lacks=lacks)
