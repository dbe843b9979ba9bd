"""Filter text to predicate. So far plain words: each must be in some text of the call, or in a number's digits."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass

from dialer_tui.model import Call

_WORDS = re.compile(r'"([^"]*)"?|(\S+)')
_NOT_DIGITS = re.compile(r"\D")


def fold(text: str) -> str:
    """Text without case and accents: what all matching compares."""
    if text.isascii():
        return text.lower()
    plain = unicodedata.normalize("NFKD", text.casefold())
    return unicodedata.normalize("NFKC", "".join(char for char in plain if not unicodedata.combining(char)))


def texts(call: Call) -> tuple[str, ...]:
    """The text fields of a call that a plain word is looked for in."""
    return (
        call.agent,
        call.contact,
        call.campaign,
        call.list,
        call.type,
        call.number_in,
        call.number_out,
        call.id,
        call.campaign_id,
        call.list_id,
    )


@dataclass(frozen=True, slots=True)
class Query:
    """A filter in force: its text as typed, and whether it keeps a call."""

    text: str
    keep: Callable[[Call], bool]


def parse(text: str) -> Query | None:
    """The filter a text stands for; None when it is blank. Words are joined by and; quotes keep blanks together."""
    words = [fold(quoted or word) for quoted, word in _WORDS.findall(text)]
    words = [word for word in words if word]
    if not words:
        return None
    return Query(text.strip(), lambda call: all(_meets(call, word) for word in words))


def _meets(call: Call, word: str) -> bool:
    if any(word in fold(text) for text in texts(call)):
        return True
    return word.isdecimal() and any(word in _NOT_DIGITS.sub("", number) for number in (call.number_in, call.number_out))
