"""Colours and glyphs, as tables.

Every colour is one of the xterm 256 cube, so that a terminal of 256 colours shows exactly it. Colour never carries
meaning alone: each role has a glyph or a word beside it wherever it is used.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from typing import Literal, get_args

import msgspec
from msgspec.structs import replace
from rich.style import Style
from textual.theme import Theme

from dialer_tui.charset import ascii_only
from dialer_tui.text import modest, within

Role = Literal["plain", "dim", "strong", "accent", "title", "alert", "wrong", "frame", "caret", "cell"]
ROLES: tuple[Role, ...] = get_args(Role)
_KEPT = ("alert", "wrong", "frame", "title", "caret", "cell")  # what old data leaves as it is


class Palette(msgspec.Struct, frozen=True):
    """Rich styles by role: as they are, on the line under the cursor, and on a pane whose data is old."""

    theme: str
    styles: Mapping[Role, Style]
    cursor: Style
    old: Mapping[Role, Style]

    def style(self, role: Role, cursor: bool = False, old: bool = False) -> Style:
        """The style of a role. The line under the cursor has one style: it costs the fewest bytes.

        Only the cell under the column cursor too has its own.
        """
        if cursor and role != "cell":
            return self.cursor
        return (self.old if old else self.styles)[role]


def _coloured(theme: str, colours: Mapping[str, str]) -> Palette:
    ground, bold = colours["ground"], {"title"}
    styles: dict[Role, Style] = {
        role: Style(color=colours[role], bgcolor=ground, bold=role in bold or None) for role in ROLES if role in colours
    }
    styles["caret"] = styles["cell"] = Style(color=ground, bgcolor=colours["strong"])
    styles["wrong"] = styles["alert"] + Style(underline=True)
    old = {role: styles[role if role in _KEPT else "dim"] for role in ROLES}
    return Palette(theme, styles, Style(color=colours["strong"], bgcolor=colours["under"]), old)


def _attributes(theme: str, styles: Mapping[Role, Style]) -> Palette:
    wrong = styles["alert"] + Style(underline=True)
    styles = {**styles, "caret": Style(reverse=True), "cell": Style(bold=True), "wrong": wrong}
    old = {role: styles[role if role in _KEPT else "dim"] for role in ROLES}
    return Palette(theme, styles, Style(reverse=True), old)


def _theme(name: str, colours: Mapping[str, str], dark: bool) -> Theme:
    """What Textual itself draws with: the ground, and what shows through before a widget is there."""
    accent, alert, ground = colours["accent"], colours["alert"], colours["ground"]
    return Theme(
        name,
        primary=accent,
        accent=accent,
        success=accent,
        warning=alert,
        error=alert,
        foreground=colours["plain"],
        background=ground,
        surface=ground,
        panel=colours["under"],
        dark=dark,
    )


# By role, and the ground and what is under the cursor's line.
_DARK = {
    "ground": "#121212",
    "under": "#303030",
    "plain": "#bcbcbc",
    "dim": "#808080",
    "strong": "#eeeeee",
    "accent": "#5fafd7",
    "title": "#5fafd7",
    "alert": "#ffaf5f",
    "frame": "#4e4e4e",
}
_LIGHT = {
    "ground": "#eeeeee",
    "under": "#d0d0d0",
    "plain": "#303030",
    "dim": "#626262",
    "strong": "#080808",
    "accent": "#005f87",
    "title": "#005f87",
    "alert": "#af0000",
    "frame": "#a8a8a8",
}
THEMES = (_theme("floor-dark", _DARK, dark=True), _theme("floor-light", _LIGHT, dark=False))
DARK = _coloured("floor-dark", _DARK)
LIGHT = _coloured("floor-light", _LIGHT)
# The terminal's own ground and its sixteen colours, whatever they look like.
TERMINAL = _attributes(
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


def palette(color_system: str | None, no_color: bool, theme: str = "dark") -> Palette:
    """The palette for a `[view] theme` and what the terminal can do; `color_system` is Rich's word for it.

    With sixteen colours it is always the terminal's own: nobody else knows what they look like.
    """
    if no_color:
        return NONE
    return TERMINAL if color_system == "standard" else {"dark": DARK, "light": LIGHT}.get(theme, TERMINAL)


class Glyphs(msgspec.Struct, frozen=True):
    """Every character beyond ASCII that the console itself draws, and what becomes of those in texts."""

    new: str = "✦"
    changed: str = "~"
    gone: str = "×"
    future: str = "»"
    live: str = "●"
    working: str = "○"
    trouble: str = "▲"
    good: str = "✓"
    unknown: str = "—"
    ellipsis: str = "…"
    opened: str = "▾"
    closed: str = "▸"
    up: str = "↑"
    down: str = "↓"
    dot: str = "·"
    dash: str = "–"
    most: str = "≤"
    least: str = "≥"
    bar: str = "█"
    bars: str = "▏▎▍▌▋▊▉"
    columns: str = "▁▂▃▄▅▆▇█"
    hollow: str = "░"
    halves: str = "▀▄"  # the upper and the lower half of a cell
    frame: str = "╭╮╰╯─│"
    keys: tuple[tuple[str, str], ...] = ()
    beyond: Literal["all", "letters", "nothing"] = "all"  # what the terminal shows beyond ASCII

    def drawn(self, text: str) -> str:
        """Cleaned text in the characters that the terminal shows, as wide as before."""
        if self.beyond == "all" or text.isascii():
            return text
        return within(text) if self.beyond == "nothing" else modest(text)

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
    good="+",
    unknown="-",
    ellipsis="..",
    opened="v",
    closed=">",
    up="^",
    down="v",
    dot="|",
    dash="-",
    most="<=",
    least=">",
    bar="#",
    bars="",
    columns="",
    hollow="~",
    halves="",
    frame="++++-|",
    keys=(("↑↓", "up/down"), ("↑", "up"), ("↓", "down"), ("→", "right"), ("←", "left")),
    beyond="letters",
)
BARE = replace(ASCII, beyond="nothing")


def glyphs(setting: str, environ: Mapping[str, str] = os.environ) -> Glyphs:
    """The glyphs for `[view] glyphs`; where the locale is C, POSIX or not UTF-8, ASCII alone, in names too.

    The font of a Linux console (TERM=linux) has few glyphs beyond letters and lines.
    """
    if ascii_only(environ):
        return BARE
    return ASCII if setting == "ascii" or environ.get("TERM") == "linux" else UNICODE
