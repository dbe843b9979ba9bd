"""The only road from outside text to a terminal or a CSV file: clean, measure, fit, mask. JSON is escaped instead.

What a terminal has no letters for is the last turn of that road: `within`, and `modest`.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from rich.cells import cell_len, chop_cells

_MARKS = frozenset({"Mn", "Me"})
_MOST_MARKS = 2
# Variation selectors and skin tones: terminals disagree on their width, and a disagreement shifts the rest of a row.
_WIDTH_DISPUTED = re.compile("[\ufe00-\ufe0f\U0001f3fb-\U0001f3ff\U000e0100-\U000e01ef]")
# C0, DEL, C1, and the marks, embeddings, overrides and isolates that turn the reading direction.
_JSON_UNSAFE = re.compile("[\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
# Latin, Greek, Cyrillic, dashes and quotes, arrows, lines, blocks and shapes, the marks of this program.
_SURE = re.compile("[ -~\u00a1-\u02ff\u0370-\u052f\u1e00-\u1eff\u2010-\u2027\u2190-\u21ff\u2500-\u25ff\u2726]*")
# ASCII look-alikes of one cell: of the marks and punctuation of our own words, and of letters that have no parts.
_MARKS_OF_OURS = str.maketrans("·“”‘’—–…×≤≥↑↓←→✓▲", "|\"\"''--~x<>^v<>+!")
_LETTERS = str.maketrans("øØłŁđĐıþÞßæÆœŒ", "oOlLdDipPsaAoO")
_PHONE = re.compile(r"[\d ()+\-]+")
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
UNKNOWN = "—"


def clean(text: str, limit: int | None = 256) -> str:
    """Text as a terminal may show it, at most `limit` characters (None: whole).

    No control characters, bidirectional overrides or zero-width characters; white space becomes spaces; at most two
    combining marks a character. What is left is as wide as terminals draw it.
    """
    if text.isascii() and text.isprintable():
        return text[:limit]
    out: list[str] = []
    marks = 0
    for char in unicodedata.normalize("NFC", text[: limit and 4 * limit]):
        if not char.isprintable():
            if char.isspace():
                out.append(" ")
                marks = 0
            continue
        if _WIDTH_DISPUTED.match(char):
            continue
        marks = marks + 1 if unicodedata.category(char) in _MARKS else 0
        if marks <= _MOST_MARKS and (out or not marks):
            out.append(char)
    return unicodedata.normalize("NFC", "".join(out))[:limit]


def width(text: str) -> int:
    """Cells that cleaned text takes on a terminal."""
    return len(text) if text.isascii() else cell_len(text)


def sure(text: str) -> bool:
    """Whether every terminal draws a text as wide as `width` says; for other scripts they disagree."""
    return text.isascii() or _SURE.fullmatch(text) is not None


def fit(text: str, cells: int, *, right: bool = False, ellipsis: str = "…") -> str:
    """Cleaned text in exactly `cells` cells: padded, or cut with an ellipsis."""
    over = width(text) - cells
    if over > 0:
        room = cells - width(ellipsis)
        kept = (chop_cells(text, room) or [""])[0] if room > 0 else ""
        text = kept + ellipsis if room >= 0 else ""
        over = width(text) - cells
    pad = " " * -over
    return pad + text if right else text + pad


def fit_before(text: str, tail: str, cells: int, *, ellipsis: str = "…") -> tuple[str, str]:
    """Cleaned text and a tail in exactly `cells` cells: where not both have room, the text is cut and not the tail.

    They stay two: where a terminal draws the text wider than reckoned, the tail is to have its own place all the same.
    """
    room = cells - width(tail)
    if not tail or room < 1:
        return fit(text + tail, cells, ellipsis=ellipsis), ""
    said = fit(text, room, ellipsis=ellipsis)
    said = said.rstrip()
    if not sure(said):  # it may be drawn wider than reckoned, but hardly by more than a cell a character
        said = fit(said, min(room, max(width(said), len(said))))
    return said, fit(tail, cells - width(said))


def modest(text: str) -> str:
    """Cleaned text without marks that some terminals draw two cells wide, as wide as before; letters stay."""
    return text.translate(_MARKS_OF_OURS)


def within(text: str, encoding: str = "ascii") -> str:
    """Cleaned text in the characters of an encoding, as wide as before: letters without their accents, else "?"."""
    try:
        text.encode(encoding)
    except UnicodeEncodeError:
        return "".join(char if char.isascii() else _stand_in(char, encoding) for char in text)
    return text


@lru_cache(4096)
def _stand_in(char: str, encoding: str) -> str:
    """A character in an encoding, in as many cells."""
    try:
        char.encode(encoding)
    except UnicodeEncodeError:
        cells = cell_len(char)
        parts = unicodedata.normalize("NFKD", char.translate(_MARKS_OF_OURS).translate(_LETTERS))
        base = "".join(part for part in parts if unicodedata.category(part) not in _MARKS)
        fits = base.isascii() and base.isprintable() and 0 < len(base) <= cells
        return base.ljust(cells) if fits else "?" * cells
    return char


def duration(seconds: int | None) -> str:
    """Seconds as m:ss, h:mm:ss from an hour; — when unknown."""
    if seconds is None:
        return UNKNOWN
    minutes, second = divmod(seconds, 60)
    hours, minute = divmod(minutes, 60)
    return f"{hours}:{minute:02}:{second:02}" if hours else f"{minute}:{second:02}"


def csv_cell(text: str) -> str:
    """Text as a CSV cell: cleaned, never shortened, and never a formula to a spreadsheet (phone numbers stay whole)."""
    if text.isascii() and text.isprintable() and not text.startswith(_FORMULA):
        return text
    formula = text.startswith(_FORMULA) and not _PHONE.fullmatch(text)
    safe = clean(text, None)
    return f"'{safe}" if formula or (safe.startswith(_FORMULA) and not _PHONE.fullmatch(safe)) else safe


def is_json_safe(text: str) -> bool:
    """Whether JSON may hold a text as it is, once C0 is escaped by JSON's own rule."""
    return "\x7f" not in text if text.isascii() else _JSON_UNSAFE.search(text) is None


def json_safe(document: str) -> str:
    """A JSON document with DEL, C1, bidirectional controls and lone surrogates escaped (C0 is by JSON's own rule)."""
    if document.isascii() and "\x7f" not in document:
        return document
    return _JSON_UNSAFE.sub(lambda match: f"\\u{ord(match[0]):04x}", document)


def mask_number(number: str) -> str:
    """A phone number by its last four digits; a shorter one not at all."""
    digits = re.sub(r"\D", "", number)
    return f"…{digits[-4:]}" if len(digits) > 4 else ("…" if number.strip() else "")


@lru_cache(4096)  # agents recur all day
def mask_name(name: str) -> str:
    """A name by its initials."""
    return " ".join(f"{part[0]}." for part in clean(name).split())
