"""What a form asks for, and what is done with it: plain values, no widget. Whoever opens one brings the doing along."""

from __future__ import annotations

from collections.abc import Callable, Coroutine, Mapping
from dataclasses import dataclass
from typing import Any, Literal

Values = Mapping[str, str]
Ending = Literal["done", "demo", "left", "interrupted"]


@dataclass(frozen=True)
class Field:
    """One line to fill in. `hint` says what belongs there. A `secret` is never drawn.

    `kept`: what an empty line means, "" where it may not be empty. `blanks`: a blank may be part of what is typed.
    """

    name: str
    label: str
    hint: str
    most: int
    value: str = ""
    secret: bool = False
    kept: str = ""
    blanks: bool = False


@dataclass(frozen=True)
class Verdict:
    """How a try or a writing went: sentences for a person, and the field to look at, "" for none of them."""

    well: bool
    words: tuple[str, ...] = ()
    field: str = ""


@dataclass(frozen=True)
class Form:
    """A form: its words, its fields, and what is done with what they hold.

    `choices`: what can be chosen below the fields, by the name of what it does: "try", "demo", "left".
    `check`: field and text → why it cannot be right, "" when it can. `about`: field and right text → what it means,
    "" for nothing to add. `attempt` tries the values, `write` keeps them: only what was tried well is written.
    `promise`: what will have happened when all went well.
    """

    title: str
    intro: tuple[str, ...]
    fields: tuple[Field, ...]
    choices: tuple[tuple[Literal["try", "demo", "left"], str], ...]
    promise: str
    trying: str
    check: Callable[[str, str], str]
    about: Callable[[str, str], str]
    attempt: Callable[[Values], Coroutine[Any, Any, Verdict]]
    write: Callable[[Values], Verdict]


def told(title: str, words: str) -> Form:
    """A form that only says something."""

    async def attempt(_: Values) -> Verdict:
        return Verdict(True)

    def nothing(_: str, __: str) -> str:
        return ""

    return Form(title, (words,), (), (("left", "Back"),), "", "", nothing, nothing, attempt, lambda _: Verdict(True))
