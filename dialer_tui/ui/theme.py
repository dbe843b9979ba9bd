"""Colours and glyphs, as tables.

Every colour is one of the xterm 256 cube, so that a terminal of 256 colours shows exactly it. Colour never carries
meaning alone: each role has a glyph or a word beside it wherever it is used.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, get_args

from rich.style import Style
from textual.theme import Theme

Role = Literal["plain", "dim", "strong", "accent", "title", "alert", "frame", "caret"]
ROLES: tuple[Role, ...] = get_args(Role)
_KEPT = ("alert", "frame", "title", "caret")  # what old data leaves as it is


@dataclass(frozen=True)
class Palette:
    """Rich styles by role: as they are, on the line under the cursor, and on a pane whose data is old."""

    theme: str
    styles: Mapping[Role, Style]
    cursor: Style
    old: Mapping[Role, Style]

    def style(self, role: Role, cursor: bool = False, old: bool = False) -> Style:
        """The style of a role. The line under the cursor has one style throughout: it costs the fewest bytes."""
        if cursor:
            return self.cursor
        return (self.old if old else self.styles)[role]


def _coloured(theme: str, ground: str, under: str, colours: Mapping[Role, str]) -> Palette:
    bold = {"title"}
    styles = {role: Style(color=colours[role], bgcolor=ground, bold=role in bold or None) for role in colours}
    styles["caret"] = Style(color=ground, bgcolor=colours["strong"])
    old = {role: styles[role if role in _KEPT else "dim"] for role in ROLES}
    return Palette(theme, styles, Style(color=colours["strong"], bgcolor=under), old)


def _attributes(theme: str, styles: Mapping[Role, Style]) -> Palette:
    styles = {**styles, "caret": Style(reverse=True)}
    old = {role: styles[role if role in _KEPT else "dim"] for role in ROLES}
    return Palette(theme, styles, Style(reverse=True), old)


DARK_THEME = Theme(
    name="floor-dark",
    primary="#5fafd7",
    accent="#5fafd7",
    warning="#ffaf5f",
    error="#ffaf5f",
    success="#5fafd7",
    foreground="#bcbcbc",
    background="#121212",
    surface="#121212",
    panel="#1c1c1c",
    dark=True,
)

DARK = _coloured(
    "floor-dark",
    "#121212",
    "#303030",
    {
        "plain": "#bcbcbc",
        "dim": "#808080",
        "strong": "#eeeeee",
        "accent": "#5fafd7",
        "title": "#5fafd7",
        "alert": "#ffaf5f",
        "frame": "#4e4e4e",
    },
)
# Sixteen colours: the terminal's own ground, since nobody knows what its sixteen look like.
SIXTEEN = _attributes(
    "ansi-dark",
    {
        "plain": Style(),
        "dim": Style(dim=True),
        "strong": Style(bold=True),
        "accent": Style(color="cyan", bold=True),
        "title": Style(color="cyan", bold=True),
        "alert": Style(color="yellow", bold=True),
        "frame": Style(dim=True),
    },
)
NONE = _attributes(
    "ansi-dark",
    {
        "plain": Style(),
        "dim": Style(dim=True),
        "strong": Style(bold=True),
        "accent": Style(bold=True),
        "title": Style(bold=True, reverse=True),
        "alert": Style(bold=True, underline=True),
        "frame": Style(dim=True),
    },
)


def palette(color_system: str | None, no_color: bool) -> Palette:
    """The palette for what the terminal can do; `color_system` is Rich's word for it."""
    if no_color:
        return NONE
    return SIXTEEN if color_system == "standard" else DARK


@dataclass(frozen=True)
class Glyphs:
    """Every character beyond ASCII that the console itself draws."""

    new: str = "✦"
    changed: str = "~"
    gone: str = "×"
    future: str = "»"
    live: str = "●"
    working: str = "○"
    trouble: str = "▲"
    unknown: str = "—"
    ellipsis: str = "…"
    opened: str = "▾"
    closed: str = "▸"
    up: str = "↑"
    down: str = "↓"
    dot: str = "·"
    dash: str = "–"
    most: str = "≤"
    bar: str = "█"
    bars: str = "▏▎▍▌▋▊▉"
    frame: str = "╭╮╰╯─│"
    keys: tuple[tuple[str, str], ...] = ()

    def key(self, shown: str) -> str:
        """A key's name in these glyphs."""
        return dict(self.keys).get(shown, shown)


UNICODE = Glyphs()
ASCII = Glyphs(
    new="*",
    gone="x",
    future=">",
    live="o",
    working=".",
    trouble="!",
    unknown="-",
    ellipsis="..",
    opened="v",
    closed=">",
    up="^",
    down="v",
    dot="|",
    dash="-",
    most="<=",
    bar="#",
    bars="",
    frame="++++-|",
    keys=(("↑↓", "up/down"), ("↑", "up"), ("↓", "down"), ("→", "right"), ("←", "left")),
)


def glyphs(setting: str, environ: Mapping[str, str] = os.environ) -> Glyphs:
    """The glyphs for `[view] glyphs`; ASCII by itself where the locale is C, POSIX or not UTF-8.

    Python itself sets LC_CTYPE to a UTF-8 locale when it starts under LANG=C, so that value proves nothing there.
    """
    if setting == "ascii":
        return ASCII
    lang = environ.get("LANG", "")
    ctype = environ.get("LC_CTYPE", "")
    if lang in ("C", "POSIX") and ctype in ("C.UTF-8", "C.utf8", "UTF-8"):
        ctype = ""
    name = environ.get("LC_ALL", "") or ctype or lang
    plain = name.lower().replace("-", "")
    charset = plain.partition(".")[2].partition("@")[0]
    return ASCII if plain in ("c", "posix") or charset not in ("", "utf8") else UNICODE
