"""What a setting may hold: each kind says it in words and reads it from a TOML value."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import time
from math import isfinite
from typing import Any

from dialer_tui import zones
from dialer_tui.config.errors import did_you_mean

_UNITS = {"d": 86_400, "h": 3_600, "m": 60, "s": 1}
_SPAN = re.compile(r"(?:([0-9]{1,9})d)?(?:([0-9]{1,9})h)?(?:([0-9]{1,9})m)?(?:([0-9]{1,9})s?)?")


class WrongValue(ValueError):
    """A value that a setting may not hold. Its text, if any, follows the value in the error."""


@dataclass(frozen=True)
class Kind:
    """What a setting may hold, in words, and how a TOML value is read.

    `read` raises WrongValue where a value is something else.
    """

    allowed: str
    read: Callable[[object], Any]


def seconds(value: object) -> int:
    """Whole seconds of "90", "5s", "1h30m", "2d" or a number. WrongValue for anything else."""
    if isinstance(value, int) and not isinstance(value, bool):
        return value
    match = _SPAN.fullmatch(re.sub(r"\s", "", value)) if isinstance(value, str) else None
    if match is None or not any(match.groups()):
        raise WrongValue
    return sum(int(part) * unit for part, unit in zip(match.groups(), _UNITS.values(), strict=True) if part)


def in_words(count: int) -> str:
    """Seconds as `seconds` reads them: 5400 is "1h30m"."""
    words = ""
    for letter, unit in _UNITS.items():
        part, count = divmod(count, unit)
        words += f"{part}{letter}" if part else ""
    return words or "0s"


def span(low: int, high: int) -> Kind:
    """A length of time in seconds, bounds included."""

    def read(value: object) -> int:
        count = seconds(value)
        if not low <= count <= high:
            raise WrongValue
        return count

    return Kind(f'a length of time from {in_words(low)} to {in_words(high)}, such as "90s" or "1h30m"', read)


def or_word(kind: Kind, *words: str) -> Kind:
    """What another kind allows, or one of a few words."""
    word = choice(*words)

    def read(value: object) -> Any:
        try:
            return kind.read(value)
        except WrongValue:
            return word.read(value)

    return Kind(f"{kind.allowed}; or {word.allowed}", read)


def whole(low: int, high: int) -> Kind:
    """A whole number, bounds included."""

    def read(value: object) -> int:
        if not isinstance(value, int) or isinstance(value, bool) or not low <= value <= high:
            raise WrongValue
        return value

    return Kind(f"a whole number from {low} to {high}", read)


def choice(*words: str) -> Kind:
    """One of a few words."""

    def read(value: object) -> str:
        if value not in words:
            raise WrongValue(did_you_mean(value, words))
        return str(value)

    return Kind(" or ".join(f'"{word}"' for word in words), read)


def _number(value: object) -> float:
    if isinstance(value, bool) or not isinstance(value, (int, float)) or not isfinite(value):
        raise WrongValue
    return float(value)


def _ratio(value: object) -> float:
    if not 0 <= (number := _number(value)) <= 1:
        raise WrongValue
    return number


def _flag(value: object) -> bool:
    if not isinstance(value, bool):
        raise WrongValue
    return value


def _text(value: object) -> str:
    if not isinstance(value, str) or not value.strip():
        raise WrongValue
    return value.strip()


def _texts(value: object) -> tuple[str, ...]:
    if not isinstance(value, list) or any(isinstance(one, bool) or not isinstance(one, (str, int)) for one in value):
        raise WrongValue
    return tuple(str(one) for one in value)


def _time_of_day(value: object) -> time:
    if isinstance(value, time):
        return value.replace(microsecond=0)
    if not isinstance(value, str) or not re.fullmatch(r"[0-9]{2}:[0-9]{2}", value):
        raise WrongValue
    try:
        return time.fromisoformat(value)
    except ValueError:
        raise WrongValue from None


def _zone(value: object) -> Any:
    try:
        return zones.zone(_text(value))
    except ValueError as error:
        raise WrongValue(f": {error}") from None


TEXT = Kind("a text in quotes", _text)
TEXTS = Kind('a list of texts, such as ["1111", "1112"]', _texts)
FLAG = Kind("true or false", _flag)
NUMBER = Kind("a number", _number)
RATIO = Kind("a number from 0 to 1", _ratio)
TIME_OF_DAY = Kind('a time of day from "00:00" to "23:59"', _time_of_day)
ZONE = Kind('the name of a time zone, such as "Europe/Berlin"', _zone)
