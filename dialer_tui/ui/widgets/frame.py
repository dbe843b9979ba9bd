"""Frames drawn as parts of lines: a title then costs its own line, never the whole widget."""

from __future__ import annotations

from dialer_tui.text import fit, width
from dialer_tui.ui.theme import Glyphs, Role
from dialer_tui.ui.widgets.painted import Part


def side(glyphs: Glyphs) -> tuple[Part, ...]:
    """The side of a frame."""
    return ((glyphs.frame[5], "frame"),)


def title_line(glyphs: Glyphs, left: str, right: str, cells: int, role: Role) -> list[Part]:
    """╭ left ──── right ╮ in `cells` cells."""
    return _edge(glyphs, glyphs.frame[0], glyphs.frame[1], left, right, cells, role, "dim")


def foot_line(glyphs: Glyphs, left: str, right: str, cells: int) -> list[Part]:
    """╰ left ──── right ╯ in `cells` cells; what stands at the right is for the eye."""
    return _edge(glyphs, glyphs.frame[2], glyphs.frame[3], left, right, cells, "dim", "accent")


def _edge(
    glyphs: Glyphs, first: str, last: str, left: str, right: str, cells: int, left_role: Role, right_role: Role
) -> list[Part]:
    bar = glyphs.frame[4]
    room = cells - 4  # two corners, and a bar beside each
    if right and width(left) + width(right) + 4 > room:
        right = ""
    if width(left) + 2 > room:
        left = fit(left, max(room - 2, 0), ellipsis=glyphs.ellipsis)
    left = f" {left} " if left else ""
    right = f" {right} " if right else ""
    fill = bar * max(room - width(left) - width(right), 0)
    return [
        (first + bar, "frame"),
        (left, left_role),
        (fill, "frame"),
        (right, right_role),
        (bar + last, "frame"),
    ]
