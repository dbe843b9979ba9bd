"""Filter text ↔ predicate: text → tokens → terms → what keeps a call. Terms side by side must all hold.

`word` and `"two words"` are looked for in every text; `field:text` in one, `field=text` is all of one. A backslash
before a quote or a backslash inside quotes stands for it.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from difflib import get_close_matches
from functools import lru_cache

from dialer_tui.floor.people import People
from dialer_tui.model import Call
from dialer_tui.text import clean

Keep = Callable[[Call], bool]

_TOKEN = re.compile(
    r'\s*(?P<text>(?:(?P<field>[A-Za-z]\w*)(?P<sign>[:=]))?(?:"(?P<quoted>(?:[^"\\]|\\.)*)(?P<end>"?)|(?P<word>\S+))?)'
)
_ESCAPED = re.compile(r"\\(.)")
_NOT_DIGITS = re.compile(r"\D")
_BARE = re.compile(r"[0-9A-Za-z_.\-]+")
_SECONDS = re.compile(r"(?:(\d+):)??(\d+):([0-5]\d)|(?:(\d+)h)?(?:(\d+)m)?(?:(\d+)s?)?")

_LETTERS = 3  # from which on a word may be the beginning of a field's name

_TYPES = {"in": "inbound", "out": "outbound"}
_RESERVED = {"none", "unknown", *_TYPES}


class QueryError(ValueError):
    """A filter that means nothing. `at`: the character, from 0, at which; `str()` is a sentence fit for a person."""

    def __init__(self, message: str, at: int) -> None:
        super().__init__(message)
        self.at = at


@dataclass(frozen=True, slots=True)
class Token:
    """One term as written: a value, with the field and the sign (":" or "=") before it where there are any.

    `text`: how it is written, from the character `at` on. `open`: its value is in quotes that are not closed.
    """

    at: int
    text: str
    value: str
    quoted: bool = False
    open: bool = False
    field: str = ""
    sign: str = ""


@dataclass(frozen=True, slots=True)
class Query:
    """A filter in force: its text as typed, and whether it keeps a call."""

    text: str
    keep: Keep


@dataclass(frozen=True, slots=True)
class Draft:
    """What of a text that is still being typed is in force: its terms that are right, None while there are none.

    `wrong`: what the first of the others lacks. `field`: the name that the last word may become, "" for none; until
    it is told from the field, the word is not looked for.
    """

    query: Query | None = None
    wrong: QueryError | None = None
    field: str = ""


def fold(text: str) -> str:
    """Text without case and accents: what all matching compares."""
    if text.isascii():
        return text.lower()
    plain = unicodedata.normalize("NFKD", text.casefold())
    return unicodedata.normalize("NFKC", "".join(char for char in plain if not unicodedata.combining(char)))


def parse(text: str, people: People | None = None) -> Query | None:
    """The filter a text stands for; None when it is blank. QueryError where it stands for none.

    `people` knows who is an agent and under which spellings of a name; its knowledge may grow after this.
    """
    known = people or People()
    return _query(text.strip(), [_term(token, known) for token in tokens(text) if token.field or token.value])


def draft(text: str, people: People | None = None) -> Draft:
    """What is in force of a text while it is typed: half a term takes away neither the calls nor the other terms."""
    known = people or People()
    said: list[str] = []
    terms: list[Keep] = []
    wrong, field = None, ""
    for token in tokens(text):
        if token.at + len(token.text) == len(text) and (field := _becoming(token)):
            break
        if token.open and token.field:
            token = _opened(token)
        try:
            if token.field or token.value:
                terms.append(_term(token, known))
                said.append(token.text)
        except QueryError as error:
            wrong = wrong or error
    return Draft(_query(" ".join(said), terms), wrong, field)


def odd_type(text: str) -> bool:
    """Whether a text asks for a type of call that is neither `in` nor `out`."""
    return any(token.field.lower() == "type" and token.value.lower() not in _TYPES for token in tokens(text))


def term(field: str, value: str, sign: str = "=") -> str:
    """One term as text, its value quoted where it must be: `agent="Ann Lee"`."""
    if _BARE.fullmatch(value) and value not in _RESERVED:
        return f"{field}{sign}{value}"
    escaped = value.replace("\\", "\\\\").replace('"', '\\"')
    return f'{field}{sign}"{escaped}"'


def tokens(text: str) -> Iterator[Token]:
    """The terms of a text as written. A quote that is not closed ends with the text."""
    at = 0
    while at < len(text):
        match = _TOKEN.match(text, at)
        assert match is not None  # every part of it may be missing
        if match.end() == at:
            return
        quoted = match["quoted"]
        value = _ESCAPED.sub(r"\1", quoted) if quoted is not None else match["word"] or ""
        yield Token(
            match.start("text"),
            match["text"],
            value,
            quoted is not None,
            match["end"] == "",
            match["field"] or "",
            match["sign"] or "",
        )
        at = match.end()


# --- terms ----------------------------------------------------------------------------------------------------


def _query(text: str, terms: list[Keep]) -> Query | None:
    if not terms:
        return None
    return Query(text, terms[0] if len(terms) == 1 else lambda call: all(term(call) for term in terms))


def _becoming(token: Token) -> str:
    """The field that a word may become while it is typed, "" for none."""
    word = token.text.lower()
    if word in _FIELDS:
        return word
    return next((field for field in _FIELDS if len(word) >= _LETTERS and field.startswith(word)), "")


def _term(token: Token, people: People) -> Keep:
    if not token.field:
        return _word(_plain(token.value))
    name = token.field.lower()
    make = _FIELDS.get(name)
    if make is None:
        near = get_close_matches(name, _FIELDS, 1)
        raise QueryError(f"{token.field} is no field" + (f"; {near[0]}?" if near else ""), token.at)
    if not token.value and not token.quoted:
        raise QueryError(f"nothing stands after {token.field}{token.sign}", token.at)
    return make(name, token, people)


def _opened(token: Token) -> Token:
    """A term whose quotes are not closed yet: only some of its value is known, and none of it while there is none."""
    if not token.value.strip():
        return replace(token, value="", quoted=False)
    return replace(token, sign=":", text=f"{token.field}:{token.text[len(token.field) + 1 :]}")


def _plain(text: str) -> str:
    """Text as it is seen, blanks alike, folded."""
    if text.isascii() and text.isprintable():
        return (" ".join(text.split()) if "  " in text else text.strip()).lower()
    return _plain_at_length(text)


@lru_cache(1 << 14)
def _plain_at_length(text: str) -> str:
    return fold(" ".join(clean(text, None).split()))


def _digits(text: str) -> str:
    return _NOT_DIGITS.sub("", text)


def _word(word: str) -> Keep:
    def keep(call: Call) -> bool:
        if any(word in _plain(text) for text in texts(call)):
            return True
        return word.isdecimal() and any(word in _digits(number) for number in (call.number_in, call.number_out))

    return keep


def texts(call: Call) -> tuple[str, ...]:
    """The text fields of a call that a plain word is looked for in."""
    return (*(text for get in _TEXTS.values() for text in get(call)), call.number_in, call.number_out)


def _text(name: str, token: Token, people: People) -> Keep:
    get, wanted = _TEXTS[name], _plain(token.value)
    if not wanted:
        return lambda call: not any(map(_plain, get(call)))
    if token.sign == "=":
        return lambda call: any(wanted == _plain(text) for text in get(call))
    return lambda call: any(wanted in _plain(text) for text in get(call))


def _agent(name: str, token: Token, people: People) -> Keep:
    if token.value == "none" and not token.quoted:
        return lambda call: not people.human(call)
    keep = _text(name, token, people)
    if token.sign == ":":
        return keep
    return lambda call: keep(call) or people.called(call, token.value)


def _type(name: str, token: Token, people: People) -> Keep:
    kind = None if token.quoted else _TYPES.get(token.value.lower())
    return _text(name, token, people) if kind is None else lambda call: _plain(call.type) == kind


def _number(name: str, token: Token, people: People) -> Keep:
    get, wanted = _NUMBERS[name], _plain(token.value)
    digits = wanted if wanted.isdecimal() else ""
    if not wanted:
        return lambda call: not any(map(_plain, get(call)))
    if token.sign == "=":
        return lambda call: any(wanted == _plain(text) or (digits and digits == _digits(text)) for text in get(call))
    return lambda call: any(wanted in _plain(text) or (digits and digits in _digits(text)) for text in get(call))


def _duration(name: str, token: Token, people: People) -> Keep:
    get = _DURATIONS[name]
    if token.value == "unknown":
        return lambda call: get(call) is None
    seconds = seconds_of(token.value)
    if seconds is None:
        raise QueryError(f"{token.field} wants a time: 90, 1:30, 1m30s or unknown", token.at)
    return lambda call: get(call) == seconds


def seconds_of(text: str) -> int | None:
    """Seconds that a duration says: 90, 1:30, 1:00:00, 1m30s, 2h. None where it says none."""
    match = _SECONDS.fullmatch(text)
    if match is None or not text:
        return None
    hours, minutes, seconds = (int(match[n] or match[n + 3] or 0) for n in (1, 2, 3))
    return hours * 3600 + minutes * 60 + seconds


_TEXTS: Mapping[str, Callable[[Call], tuple[str, ...]]] = {
    "id": lambda call: (call.id,),
    "campaign": lambda call: (call.campaign, call.campaign_id),
    "list": lambda call: (call.list, call.list_id),
    "agent": lambda call: (call.agent,),
    "contact": lambda call: (call.contact,),
    "type": lambda call: (call.type,),
}
_NUMBERS: Mapping[str, Callable[[Call], tuple[str, ...]]] = {
    "number": lambda call: (call.number_in, call.number_out),
    "numberin": lambda call: (call.number_in,),
    "numberout": lambda call: (call.number_out,),
}
_DURATIONS: Mapping[str, Callable[[Call], int | None]] = {
    "queue": lambda call: call.queue,
    "talk": lambda call: call.talk,
    "hold": lambda call: call.hold,
    "handle": lambda call: call.handle,
    "acw": lambda call: call.acw,
    "total": lambda call: call.total,
}
_FIELDS: Mapping[str, Callable[[str, Token, People], Keep]] = {
    **dict.fromkeys(_TEXTS, _text),
    **dict.fromkeys(_NUMBERS, _number),
    **dict.fromkeys(_DURATIONS, _duration),
    "agent": _agent,
    "type": _type,
}
