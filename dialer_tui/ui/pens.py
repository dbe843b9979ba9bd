"""How a terminal gets from one style to the next in the fewest bytes. Styles are SGR parameters as Rich writes them."""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

_SEEN_ON_BLANK = frozenset({"4", "7", "9", "21", "51", "52", "53"})  # underlines, reverse, lines through and around


class Pen(NamedTuple):
    """What SGR parameters say: attributes, the colour of letters and of the ground; "" is the terminal's own."""

    attributes: frozenset[str]
    ink: str
    ground: str


@lru_cache(4096)
def read(sgr: str) -> Pen:
    """SGR parameters apart."""
    attributes, ink, ground = set[str](), "", ""
    words = iter(sgr.split(";") if sgr else ())
    for word in words:
        if word in ("38", "48"):
            kind = next(words, "")
            colour = ";".join((word, kind, *(next(words, "") for _ in range(3 if kind == "2" else 1))))
        else:
            colour = word
        number = int(word) if word.isdigit() else 0
        if 30 <= number < 40 or 90 <= number < 98:
            ink = "" if word == "39" else colour
        elif 40 <= number < 50 or 100 <= number < 108:
            ground = "" if word == "49" else colour
        else:
            attributes.add(word)
    return Pen(frozenset(attributes), ink, ground)


@lru_cache(4096)
def bare(sgr: str) -> str:
    """As much of a style as can be seen on a blank."""
    pen = read(sgr)
    return ";".join(filter(None, (*sorted(pen.attributes & _SEEN_ON_BLANK), *_ink(pen), pen.ground)))


def _ink(pen: Pen) -> tuple[str, ...]:
    """The ink where a blank shows it: as its ground, or as lines."""
    return (pen.ink,) if pen.attributes & _SEEN_ON_BLANK else ()


@lru_cache(1 << 14)
def turn(had: str, wanted: str, blank: bool = False) -> str:
    """The sequence after which a terminal that writes in one style writes in another; "" for none.

    For a `blank` whatever cannot be seen on it may stay as it is.
    """
    before, after = read(had), read(wanted)
    if before == after or (blank and bare(had) == bare(wanted)):
        return ""
    anew = f"\x1b[0;{wanted}m" if wanted else "\x1b[0m"
    if before.attributes - after.attributes:
        return anew
    changes = sorted(after.attributes - before.attributes)
    if after.ink != before.ink:
        changes.append(after.ink or "39")
    if after.ground != before.ground:
        changes.append(after.ground or "49")
    return min(f"\x1b[{';'.join(changes)}m", anew, key=len)
