"""The shortest way from style to style ends in the same style, on any terminal that reads SGR."""

from __future__ import annotations

import pyte
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dialer_tui.ui import pens

INKS = ["", "31", "97", "38;5;74", "38;2;95;175;215", "39"]
GROUNDS = ["", "44", "100", "48;5;17", "48;2;0;0;95", "49"]
SGR = st.builds(
    lambda attributes, ink, ground: ";".join(filter(None, (*sorted(attributes), ink, ground))),
    st.sets(st.sampled_from(["1", "3", "4", "7", "9"])),
    st.sampled_from(INKS),
    st.sampled_from(GROUNDS),
)
CELLS = st.lists(st.tuples(SGR, st.sampled_from("a b  c")), min_size=1, max_size=40)


def shown(sequence: str, count: int) -> list[tuple[object, ...]]:
    """Every cell as it is seen: of a blank the ground, and lines with their colour."""
    screen = pyte.Screen(80, 2)
    pyte.Stream(screen).feed(sequence)
    cells = [screen.buffer[0][x] for x in range(count)]
    return [
        (c.data, c.bg, c.reverse, c.underscore, c.strikethrough)
        + ((c.fg,) if c.reverse or c.underscore or c.strikethrough else ())
        + ((c.fg, c.bold, c.italics) if c.data != " " else ())
        for c in cells
    ]


@given(CELLS)
def test_it_looks_as_if_each_style_had_been_set_from_scratch(cells: list[tuple[str, str]]) -> None:
    plain = "".join(f"\x1b[0;{sgr}m{text}" if sgr else f"\x1b[0m{text}" for sgr, text in cells)
    pen, spare = "", ""
    for sgr, text in cells:
        turn = pens.turn(pen, sgr, text == " ")
        pen = sgr if turn else pen
        spare += turn + text
    assert shown(spare, len(cells)) == shown(plain, len(cells))
    assert len(spare) <= len(plain)
    bare = "".join(f"\x1b[0;{pens.bare(sgr) if text == ' ' else sgr}m{text}" for sgr, text in cells)
    assert shown(bare, len(cells)) == shown(plain, len(cells))


@pytest.mark.parametrize(
    ("had", "wanted", "blank", "sequence"),
    [
        ("38;5;74;48;5;17", "38;5;180;48;5;17", False, "\x1b[38;5;180m"),
        ("38;5;74;48;5;17", "38;5;180;48;5;17", True, ""),
        ("1;38;5;74", "38;5;74", False, "\x1b[0;38;5;74m"),
        ("1;31", "", False, "\x1b[0m"),
        ("31", "1;31", False, "\x1b[1m"),
        ("31;44", "31", False, "\x1b[49m"),
        ("", "4", True, "\x1b[4m"),
    ],
)
def test_only_what_differs_is_sent(had: str, wanted: str, blank: bool, sequence: str) -> None:
    assert pens.turn(had, wanted, blank) == sequence
