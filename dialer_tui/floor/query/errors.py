"""What is wrong with a filter: where, what is allowed there, the nearest name."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches


class QueryError(ValueError):
    """A filter that means nothing. `str()` is a sentence fit for a person.

    `at`, `end`: the characters, from 0, that it is about. `field`: the unknown name where that is what is wrong, and
    `near`: the known one that it may be meant for, "" where there is none. `allowed`: what may stand there, "" where
    the sentence says it. `lacks`: it may be right once more is typed.
    """

    def __init__(
        self,
        message: str,
        at: int,
        end: int,
        *,
        allowed: str = "",
        field: str = "",
        near: str = "",
        lacks: bool = False,
    ) -> None:
        super().__init__(message)
        self.at = at
        self.end = max(end, at + 1)
        self.allowed = allowed
        self.field = field
        self.near = near
        self.lacks = lacks


def nearest(word: str, known: Iterable[str]) -> str:
    """The known word that is nearest to one, whatever its case; "" where none is near."""
    by_fold = {name.lower(): name for name in known}
    near = get_close_matches(word.lower(), by_fold, 1)
    return by_fold[near[0]] if near else ""
