"""All that a program of ours may ever send to a terminal: its own sequences, and text that is no more than text."""

from __future__ import annotations

import base64
import re
import unicodedata
from collections.abc import Iterator
from typing import NamedTuple

_MODES = "7|25|1000|1002|1003|1004|1006|1049|2004|2026|2048"
_LINE = r"[^\x00-\x1f\x7f-\x9f\u200b-\u202e\u2066-\u2069]"
OWN = {
    "a move of rows": r"\x1b\[\d{1,4};\d{1,4}r\x1b\[\d{1,4};1H(?:(?:\x1bD)+|(?:\x1bM)+)\x1b\[r",
    "a colour": r"\x1b\[[0-9;]*m",
    "a place": r"\x1b\[\d{1,4};\d{1,4}H",
    "a column": r"\x1b\[\d{1,4}G",
    "lines that move": r"\x1b\[\d{1,4};\d{1,4}r\x1b\[\d{1,4};1H(?:(?:\x1bD)+|(?:\x1bM)+)\x1b\[r",
    "a mode": rf"\x1b\[\?(?:{_MODES})[hl]",
    "a question": r"\x1b\[\?(?:2026|2048)\$p",
    "the keyboard": r"\x1b\[(?:>\d{1,2}|<)u",
    "the pointer": r"\x1b\]22;(?:default|pointer|text)\x07",
    "the clipboard": r"\x1b\]52;c;(?P<copied>[A-Za-z0-9+/]*={0,2})\x07",
    "a notification": rf"\x1b\](?:9;dialer-tui: |777;notify;dialer-tui;){_LINE}{{1,200}}\x07",
    "the bell": r"\x07",
}
"""Each sequence that it may send, by what it is."""
_TOKEN = re.compile("|".join(f"(?:{form})" for form in OWN.values()))
_NO_TEXT = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})
_MARKS = frozenset({"Mn", "Me"})
_MOST_MARKS = 2
_AROUND = 30  # characters


class Foreign(NamedTuple):
    """Something that is none of them: what it is in words, and what stands around it."""

    what: str
    around: str


def own(raw: bytes) -> Iterator[tuple[str, str]]:
    """The console's own sequences in what it sent, each with what it is."""
    for found in _TOKEN.finditer(raw.decode()):
        yield next(what for what, form in OWN.items() if re.fullmatch(form, found[0])), found[0]


def foreign(raw: bytes, *, lines: bool = False) -> Iterator[Foreign]:
    """What of a program's output is neither its own nor text. `lines`: it may begin lines, as what is printed does."""
    breaks = "\r\n" if lines else ""
    try:
        text = raw.decode()
    except UnicodeDecodeError as error:
        yield Foreign("no UTF-8", repr(raw[max(error.start - _AROUND, 0) : error.end + _AROUND]))
        text = raw.decode(errors="replace")
    at = 0
    for sequence in _TOKEN.finditer(text):
        yield from _text(text, at, sequence.start(), breaks)
        at = sequence.end()
        copied = _copied(sequence["copied"])
        yield from _text(copied, 0, len(copied), "\t")  # between the cells of a row
    yield from _text(text, at, len(text), breaks)


def _copied(encoded: str | None) -> str:
    """What is put into the clipboard: a shell, into which it may be pasted, reads it as typed."""
    return base64.b64decode(encoded or "").decode()


def _text(text: str, start: int, end: int, allowed: str) -> Iterator[Foreign]:
    """What is no text between two sequences, but for some characters that are allowed there."""
    piece = text[start:end]
    if piece.isascii() and piece.isprintable():
        return
    marks = 0
    for at, char in enumerate(piece, start):
        kind = unicodedata.category(char)
        marks = marks + 1 if kind in _MARKS else 0
        around = repr(text[max(at - _AROUND, 0) : at + _AROUND])
        if kind in _NO_TEXT and char not in allowed:
            yield Foreign(f"U+{ord(char):04X}", around)
        elif marks > _MOST_MARKS:
            yield Foreign("a flood of marks", around)
