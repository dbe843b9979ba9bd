"""Frames drawn as parts of lines: a title then costs its own line, never the whole widget."""

from __future__ import annotations

from dialer_tui.text import fit, width
from dialer_tui.ui.theme import Glyphs, Role
from dialer_tui.ui.widgets.painted import Part

_LEAST = 12  # cells of a title that give way to nothing


def side(glyphs: Glyphs) -> tuple[Part, ...]:
    """The side of a frame."""
    return ((glyphs.frame[5], "frame"),)


def title_line(glyphs: Glyphs, left: str, right: str, cells: int, role: Role) -> list[Part]:
    """╭ left ──── right ╮ in `cells` cells; the left is shortened so that the right, a number, stays."""
    return _edge(glyphs, glyphs.frame[:2], left, right, cells, (role, "dim"), _LEAST)


def foot_line(glyphs: Glyphs, left: str, right: str, cells: int) -> list[Part]:
    """╰ left ──── right ╯ in `cells` cells; what stands at the right is for the eye, and gives way."""
    return _edge(glyphs, glyphs.frame[2:4], left, right, cells, ("dim", "accent"), width(left))


def _edge(
    glyphs: Glyphs, corners: str, left: str, right: str, cells: int, roles: tuple[Role, Role], least: int
) -> list[Part]:
    """`least`: cells of the left text for which the right one goes."""
    bar = glyphs.frame[4]
    room = cells - 4  # two corners, and a bar beside each
    if right and room - width(right) - 4 < min(width(left), least):
        right = ""
    right = f" {right} " if right else ""
    most = max(room - width(right) - 2, 0)
    left = fit(left, min(width(left), most), ellipsis=glyphs.ellipsis)
    left = f" {left} " if left else ""
    fill = bar * max(room - width(left) - width(right), 0)
    return [
        (corners[0] + bar, "frame"),
        (left, roles[0]),
        (fill, "frame"),
        (right, roles[1]),
        (bar + corners[1], "frame"),
    ]
