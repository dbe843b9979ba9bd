"""What a filter may go on with at the cursor: fields, signs, keywords, values. No call is looked at for it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import chain

import msgspec

from dialer_tui.floor.query.errors import QueryError, nearest
from dialer_tui.floor.query.fields import ALSO, FIELDS, RULES, SHORT, STATES, WATCHED, Field
from dialer_tui.floor.query.ground import Ground
from dialer_tui.floor.query.moments import ago_of
from dialer_tui.floor.query.parser import is_whole, keyword
from dialer_tui.floor.query.read import field_of
from dialer_tui.floor.query.texts import plain
from dialer_tui.floor.query.tokens import Token, tokens

MOST = 100  # candidates: nobody goes through more
_LETTERS = 2  # from which on a word without a field finds values
_NAMED = ("agent", "campaign", "list")  # the fields whose values it finds
_FIELD = re.compile(r"[A-Za-z]\w*")
_KEYWORDS = ("or", "not")  # a blank is and
_ORDER = (">", ">=", "<", "<=")
_AGES = ("-5m", "-15m", "-30m", "-1h", "-2h")
_BEGUN = {"duration": ("0:30", "1:00", "2:00", "5:00", "10:00"), "moment": _AGES}
_FIRST = ("agent", "number", "listed", "queue", "is", "campaign")  # the fields that most questions are about


class Seen(msgspec.Struct, frozen=True):
    """A value that calls of the window have: the term that asks for it, how it is shown, and on how many calls it is.

    `also`: what it is found by besides.
    """

    term: str
    shown: str
    calls: int
    also: str = ""


class Candidate(msgspec.Struct, frozen=True):
    """What may stand at the cursor: its text, how it is shown (cleaned), and calls that have it where that is known."""

    text: str
    shown: str
    calls: int | None = None


class Completion(msgspec.Struct, frozen=True):
    """What may stand in a text from the character `at` to `end`; `allowed` says it where it is no list."""

    at: int = 0
    end: int = 0
    candidates: tuple[Candidate, ...] = ()
    allowed: str = ""


Values = Callable[[str], Sequence[Seen]]  # by a field's name, most calls first


def complete(text: str, at: int, ground: Ground, values: Values = lambda _: ()) -> Completion:
    """What may stand at the cursor, which is before the character `at`; nothing where it stands within a word.

    `values`: what calls of the window have.
    """
    every = [*tokens(text)]
    pieces = [piece for piece in every if piece.at < at]
    here = pieces.pop() if pieces and pieces[-1].end >= at and pieces[-1].kind == "value" else None
    if here is not None and (wrong := _renamed(here, ground)) is not None:
        return wrong
    if (here is not None and here.end > at) or not _free(text, at):
        return Completion(at, at)
    if here is None:
        return Completion(at, at, tuple(_fields("", ground)) if not pieces or _goes_on(pieces[-1], at) else ())
    if here.quoted and not here.open:
        return Completion(at, at)
    if here.field:
        found, allowed = _values(here, ground, values)
    elif here.quoted:
        return Completion(at, at)
    else:
        keywords = _keywords(pieces[-1:], [piece for piece in every if piece.at >= at])
        found, allowed = _words(here.text, ground, values, keywords), ""
    return Completion(here.at, here.end, tuple(_each(found)), allowed)


def _keywords(before: Sequence[Token], behind: Sequence[Token]) -> tuple[str, ...]:
    """The keywords that may stand between pieces: something must follow them, or may still."""
    if behind and (behind[0].kind == ")" or keyword(behind[0]) in ("or", "and")):
        return ()
    return _KEYWORDS if before and is_whole(before[0]) else ("not",)


def _free(text: str, at: int) -> bool:
    """Whether nothing stands right behind the cursor that a word there would run into."""
    return at >= len(text) or text[at].isspace() or text[at] == ")"


def _goes_on(piece: Token, at: int) -> bool:
    """Whether a word may begin at a place behind a piece: a ) wants a blank there, a minus sign none."""
    return piece.kind not in (")", "-") or (piece.end == at) == (piece.kind == "-")


def _each(found: Iterable[Candidate]) -> list[Candidate]:
    """Candidates, each text once, not too many."""
    kept: dict[str, Candidate] = {}
    for one in found:
        kept.setdefault(one.text, one)
        if len(kept) == MOST:
            break
    return [*kept.values()]


def _renamed(piece: Token, ground: Ground) -> Completion | None:
    """The nearest field in the place of one that is none; None where it is one, or has no name."""
    if not piece.field:
        return None
    try:
        field_of(piece, ground)
    except QueryError as error:
        near = FIELDS.get(error.near.lower())
        if not error.near:
            return Completion(error.at, error.end, (), f"allowed: {error.allowed}")
        signs = RULES[near.kind if near else "extra"].signs
        sign = piece.sign if piece.sign in signs else signs[0]
        end = error.end + len(piece.sign)
        return Completion(error.at, end, (Candidate(f"{error.near}{sign}", f"{error.near}{sign}"),))
    return None


# --- a word without a field ----------------------------------------------------------------------------------------


def _words(word: str, ground: Ground, values: Values, keywords: tuple[str, ...]) -> Iterator[Candidate]:
    """What a word may become: a field, one of some keywords, a term for a value that it begins; what is meant by it."""
    if word.lower() in FIELDS:
        field = FIELDS[word.lower()]
        yield from _starts(field, *_signs(field))
    yield from _fields(word.lower(), ground)
    for name in keywords:
        if name.startswith(word.lower()):
            yield Candidate(f"{name} ", name)
    if len(word) >= _LETTERS and not keyword(Token(0, word, value=word)):
        yield from _found(word, chain.from_iterable(map(values, _NAMED)))
    yield from _meant(word.lower(), ground)


def _fields(beginning: str, ground: Ground) -> Iterator[Candidate]:
    """The fields of a beginning, with the sign they usually have; the API's own names only of one that is theirs."""
    for name in dict.fromkeys((*_FIRST, *FIELDS) if not beginning else FIELDS):
        field = FIELDS[name]
        if name.startswith(beginning) and (field.name in SHORT or beginning) and _known(field, ground):
            yield from _starts(field, _signs(field)[0])
    for extra in sorted(ground.extras):
        if beginning and extra.lower().startswith(beginning) and _FIELD.fullmatch(extra):
            yield Candidate(f"{extra}:", f"{extra}:")


def _starts(field: Field, *signs: str) -> Iterator[Candidate]:
    """A field with a sign, for each; how an age is said is shown by one."""
    for sign in signs:
        start = f"{field.name}{sign}"
        if field.kind == "moment" and sign == ":":
            start += _AGES[0].removeprefix("-")
        yield Candidate(start, start)


def _meant(beginning: str, ground: Ground) -> Iterator[Candidate]:
    """The fields that are called something else by a beginning, the states that it begins, the moments so long ago."""
    if len(beginning) >= _LETTERS:
        for called, name in ALSO.items():
            if called.startswith(beginning) and _known(FIELDS[name], ground):
                yield from _starts(FIELDS[name], _signs(FIELDS[name])[0])
        for state in _states(ground):
            if state.startswith(beginning):
                yield Candidate(f"is:{state}", f"is:{state}")
    if ago_of(beginning) is not None:
        for field in FIELDS.values():
            if field.kind == "moment" and field.name in SHORT and _known(field, ground):
                start = f"{field.name}:{beginning.removeprefix('-')}"
                yield Candidate(start, start)


def _known(field: Field, ground: Ground) -> bool:
    """Whether it can be said of a call here."""
    return field.name != "listed" or ground.mark is not None


def _signs(field: Field) -> tuple[str, ...]:
    """The signs worth offering: of moments only an order means something."""
    return (":", *_ORDER) if field.kind == "moment" else RULES[field.kind].signs


# --- a field's value -----------------------------------------------------------------------------------------------


def _values(piece: Token, ground: Ground, values: Values) -> tuple[Iterable[Candidate], str]:
    """What may be the value of a term, and in words what is allowed."""
    field = field_of(piece, ground)
    rule = RULES[field.kind]
    if piece.sign not in rule.signs or not _known(field, ground):
        return (), f"{piece.field} takes {' or '.join(_signs(field))}"
    found = [] if piece.quoted else [*_special(piece, field, ground)]
    if field.kind == "state" and not found and (near := nearest(piece.value, _states(ground))):
        found = [Candidate(f"{piece.field}{piece.sign}{near}", near)]
    return chain(found, _found(piece.value, values(field.name))), rule.allowed


def _states(ground: Ground) -> list[str]:
    """The states that can be said of a call here."""
    return [state for state in STATES if ground.mark is not None or state not in WATCHED]


def _special(piece: Token, field: Field, ground: Ground) -> Iterator[Candidate]:
    """Values in words, and times to begin with."""
    equal = piece.sign in (":", "=")
    words = RULES[field.kind].specials if equal and field.kind != "moment" else ()
    begun: Iterable[str] = _BEGUN.get(field.kind, ())
    if equal and field.kind == "moment":
        begun = [age.removeprefix("-") for age in begun] if piece.sign == ":" else ()
    for word in (*words, *begun):
        if word.startswith(piece.value.lower()) and (field.kind != "state" or word in _states(ground)):
            yield Candidate(f"{piece.field}{piece.sign}{word}", word)


def _found(beginning: str, values: Iterable[Seen]) -> Iterator[Candidate]:
    """The values that a text begins; then those in which it begins a later word."""
    wanted = plain(beginning)
    later: list[Seen] = []
    for value in values:
        texts = plain(value.shown), plain(value.also)
        if any(text.startswith(wanted) for text in texts):
            yield Candidate(value.term, value.shown, value.calls)
        elif f" {wanted}" in texts[0]:
            later.append(value)
    yield from (Candidate(value.term, value.shown, value.calls) for value in later)
