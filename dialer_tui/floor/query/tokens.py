"""A filter as it is written, piece by piece: parentheses, minus signs, words, and values with field and sign."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, Literal

import msgspec

Kind = Literal["(", ")", "-", "value"]

_TOKEN = re.compile(
    r"\s*(?P<text>(?P<mark>[()]|-)|"
    r"(?:(?P<field>[A-Za-z]\w*)(?P<sign>>=|<=|[:=<>]))?"
    r'(?:"(?P<quoted>(?:[^"\\]|\\.?)*)(?P<end>"?)|(?P<word>[^\s()]+))?)',
    re.DOTALL,
)
_ESCAPED = re.compile(r"\\(.)", re.DOTALL)


class Token(msgspec.Struct, frozen=True):
    """A piece of a filter as written: a mark, or a value with the field and the sign before it where there are any.

    `text`: how it is written, from the character `at` on. `open`: its value is in quotes that are not closed.
    """

    at: int
    text: str
    kind: Kind = "value"
    value: str = ""
    quoted: bool = False
    open: bool = False
    field: str = ""
    sign: str = ""

    @property
    def end(self) -> int:
        """The character behind it."""
        return self.at + len(self.text)

    @property
    def said(self) -> str:
        """What stands for it in a sentence."""
        return f"{self.field}{self.sign}" if self.field else self.text


def tokens(text: str) -> Iterator[Token]:
    """The pieces of a text. A quote that is not closed ends with the text."""
    at = 0
    while at < len(text):
        match = _TOKEN.match(text, at)
        assert match is not None  # every part of it may be missing
        if match.end() == at or not match["text"]:
            return
        at = match.end()
        if match["mark"]:
            mark: Any = match["mark"]
            yield Token(match.start("text"), mark, mark)
            continue
        quoted = match["quoted"]
        value = _ESCAPED.sub(r"\1", quoted) if quoted is not None else match["word"] or ""
        yield Token(
            match.start("text"),
            match["text"],
            "value",
            value,
            quoted is not None,
            match["end"] == "",
            match["field"] or "",
            match["sign"] or "",
        )
