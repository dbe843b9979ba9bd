"""Text as filters compare it: as it is seen, blanks alike, without case and accents; numbers by their digits."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from dialer_tui.text import clean

_NOT_DIGITS = re.compile(r"\D")
_DIALLED = re.compile(r"[\d+()./ \-]+")


def fold(text: str) -> str:
    """Text without case and accents: what all matching compares."""
    if text.isascii():
        return text.lower()
    plain = unicodedata.normalize("NFKD", text.casefold())
    return unicodedata.normalize("NFKC", "".join(char for char in plain if not unicodedata.combining(char)))


def plain(text: str) -> str:
    """Text as it is seen, blanks alike, folded."""
    if text.isascii() and text.isprintable():
        return (" ".join(text.split()) if "  " in text else text.strip()).lower()
    return _plain_at_length(text)


@lru_cache(1 << 14)
def _plain_at_length(text: str) -> str:
    return fold(" ".join(clean(text, None).split()))


def digits(text: str) -> str:
    """The digits of a number, whatever stands between them."""
    return text if text.isdecimal() else _NOT_DIGITS.sub("", text)


def dialled(text: str) -> str:
    """The digits of a text that is nothing but a number, as people write them; "" for any other."""
    return digits(text) if _DIALLED.fullmatch(text) else ""
