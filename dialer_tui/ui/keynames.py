"""Keys by name: as a person writes them under `[keys]`, as Textual calls them, as the footer shows them.

Only keys that every terminal can send, tmux between: a key that never arrives is refused rather than taken in silence.
"""

from __future__ import annotations

import unicodedata
from typing import NamedTuple

from dialer_tui.config.errors import did_you_mean


class KeyName(NamedTuple):
    """One key: Textual's name, and how it is shown."""

    textual: str
    shown: str


class NoKey(ValueError):
    """Not a key, or one that terminals cannot send: why, in words that follow the key."""


_ARROWS = {"up": "↑", "down": "↓", "left": "←", "right": "→"}
_NAMED: dict[str, KeyName] = {
    **{word: KeyName(name, arrow) for name, arrow in _ARROWS.items() for word in (name, arrow)},
    **{
        f"{held}+{name}": KeyName(f"{held}+{name}", f"{held}+{_ARROWS[name]}")
        for held in ("ctrl", "shift")
        for name in _ARROWS
    },
    **{name: KeyName(name, name) for name in ("enter", "tab", "space", "home", "end", "shift+tab")},
    **{name: KeyName("escape", "esc") for name in ("esc", "escape")},
    **{name: KeyName("pageup", "pgup") for name in ("pgup", "pageup")},
    **{name: KeyName("pagedown", "pgdn") for name in ("pgdn", "pagedown")},
    **{name: KeyName("backspace", "bksp") for name in ("bksp", "backspace")},
    **{name: KeyName("delete", "del") for name in ("del", "delete")},
    **{name: KeyName("insert", "ins") for name in ("ins", "insert")},
    **{f"f{number}": KeyName(f"f{number}", f"f{number}") for number in range(1, 13)},
}
# Control characters that are keys of their own.
_SAME = {"ctrl+m": "enter", "ctrl+i": "tab", "ctrl+h": "bksp", "ctrl+[": "esc"}
_LETTERS = "abcdefghijklmnopqrstuvwxyz"
_NICKNAMES = {
    "solidus": "slash",
    "reverse_solidus": "backslash",
    "commercial_at": "at",
    "hyphen_minus": "minus",
    "plus_sign": "plus",
    "low_line": "underscore",
}


def read(word: str) -> KeyName:
    """The key a person means: a character, "pgup", "f5", "ctrl+k", "alt+x", "shift+up". NoKey for anything else."""
    if len(word) == 1 and word not in _NAMED:
        return _character(word)
    name = word.casefold()
    if name in _NAMED:
        return _NAMED[name]
    if name in _SAME:
        raise NoKey(f": terminals send the same for it as for {_SAME[name]}")
    held, plus, key = name.rpartition("+")
    if plus and key:
        if (held == "ctrl" and key in _LETTERS) or (held == "alt" and key in _LETTERS + "0123456789"):
            return KeyName(name, name)
        if held == "shift" and len(key) == 1 and key.isalpha():
            raise NoKey(f": that is {key.upper()}")
        if set(held.split("+")) <= {"ctrl", "alt", "shift", "meta", "super", "hyper"}:
            raise NoKey(": terminals cannot send it")
    raise NoKey(f": there is no such key{did_you_mean(name, _NAMED)}")


def types(textual: str) -> bool:
    """Whether a key, by Textual's name, is a character where text is typed."""
    return "+" not in textual and (textual == "space" or textual not in {name.textual for name in _NAMED.values()})


def _character(char: str) -> KeyName:
    if char == " ":
        return _NAMED["space"]
    if not char.isprintable():
        raise NoKey(": there is no such key")
    if char.isalnum():
        return KeyName(char, char)
    name = unicodedata.name(char, "").lower().replace("-", "_").replace(" ", "_")
    return KeyName(_NICKNAMES.get(name, name), char)
