"""The keys, as one table: bindings, footer and help are made from it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from textual.binding import Binding, BindingType

Place = Literal["calls", "agents", "campaigns", "details", "help", "filter"]
PANES: tuple[Place, ...] = ("calls", "agents", "campaigns")
LISTS: tuple[Place, ...] = (*PANES, "filter")  # the calls can be walked while a filter is typed


@dataclass(frozen=True)
class Key:
    """A key: the name `[keys]` will know it by, Textual's names for it, how it is shown, what it does in words.

    `where`: the places in which it works. `rank` orders the footer of the places in `foot` (1 first, 0: not there).
    `first`: it works whatever has the keyboard, a text being typed too.
    """

    id: str
    keys: str
    shown: str
    word: str
    help: str
    action: str
    where: tuple[Place, ...]
    rank: int = 0
    first: bool = False
    foot: tuple[Place, ...] = PANES


KEYS: tuple[Key, ...] = (
    Key("filter", "slash", "/", "filter", "show only the calls with these words in them", "filter", PANES, 1),
    Key("open", "enter", "enter", "open", "all there is of the call under the cursor", "open", ("calls",), 2),
    Key("branch_open", "right", "→", "open", "open the branch under the cursor", "branch(True)", ("campaigns",)),
    Key("branch_close", "left", "←", "close", "close it; again: go to its parent", "branch(False)", ("campaigns",)),
    Key("next_new", "n", "n", "next new", "go to the next call marked new", "next_new", ("calls",), 4),
    Key(
        "home",
        "home",
        "home",
        "newest",
        "first row, and follow what comes in",
        "home",
        (*PANES, "help"),
        7,
        foot=("calls",),
    ),
    Key("end", "end", "end", "last", "last row", "end", (*PANES, "help")),
    Key(
        "up",
        "up",
        "↑",
        "up",
        "one row up; in a call's details: the call above",
        "step(-1)",
        (*LISTS, "details", "help"),
    ),
    Key(
        "down",
        "down",
        "↓",
        "down",
        "one row down; in a call's details: the next",
        "step(1)",
        (*LISTS, "details", "help"),
    ),
    Key("page_up", "pageup", "pgup", "page up", "one page up", "page(-1)", (*LISTS, "details", "help")),
    Key("page_down", "pagedown", "pgdn", "page down", "one page down", "page(1)", (*LISTS, "details", "help")),
    Key("keep", "enter", "enter", "keep", "keep the filter", "keep", ("filter",)),
    Key("text_left", "left", "←", "left", "one character left", "text_step(-1)", ("filter",)),
    Key("text_right", "right", "→", "right", "one character right", "text_step(1)", ("filter",)),
    Key("text_home", "home", "home", "begin", "begin of the text", "text_go(0)", ("filter",)),
    Key("text_end", "end", "end", "end", "end of the text", "text_go(1000)", ("filter",)),
    Key("erase", "backspace,ctrl+h", "bksp", "erase", "the character before", "erase('back')", ("filter",)),
    Key("erase_ahead", "delete", "del", "erase", "the character under the cursor", "erase('ahead')", ("filter",)),
    Key("erase_word", "ctrl+w", "ctrl+w", "erase", "the word before", "erase('word')", ("filter",)),
    Key("erase_all", "ctrl+u", "ctrl+u", "erase", "all before the cursor", "erase('all')", ("filter",)),
    Key("calls", "1", "1", "calls", "the calls", "show('calls')", PANES),
    Key("agents", "2", "2", "agents", "the agents", "show('agents')", PANES),
    Key("campaigns", "3", "3", "campaigns", "the campaigns, their lists and dialers", "show('campaigns')", PANES),
    Key("next_pane", "tab", "tab", "pane", "next pane", "next_pane", PANES, 3),
    Key("zoom", "z", "z", "zoom", "this pane alone, or all three again", "zoom", PANES, 8),
    Key("refresh", "r", "r", "refresh", "ask the API again now", "refresh", PANES, 9),
    Key(
        "back",
        "escape",
        "esc",
        "back",
        "back to the list; in the list: take the filter off",
        "back",
        ("details", "help", "filter", *PANES),
    ),
    Key(
        "repaint",
        "ctrl+l",
        "ctrl+l",
        "repaint",
        "draw the screen afresh",
        "repaint",
        (*LISTS, "details", "help"),
        first=True,
    ),
    Key("help", "question_mark", "?", "help", "this page", "help", (*PANES, "details"), 5, foot=(*PANES, "details")),
    Key("quit", "q", "q", "quit", "leave", "quit", (*PANES, "details", "help"), 6, foot=(*PANES, "details", "help")),
    Key(
        "interrupt",
        "ctrl+c",
        "ctrl+c",
        "quit",
        "leave, whatever is being typed",
        "interrupt",
        (*LISTS, "details", "help"),
        first=True,
    ),
)


def bindings() -> list[BindingType]:
    """The table as Textual's bindings, for the one screen there is."""
    return [Binding(key.keys, key.action, key.word, show=False, priority=key.first, id=key.id) for key in KEYS]


def works(action: str, place: Place) -> bool:
    """Whether an action (without its arguments) has a key in a place."""
    return any(key.action.partition("(")[0] == action and place in key.where for key in KEYS)


def footer(place: Place) -> Iterator[Key]:
    """The keys the footer shows in a place, the most wanted first."""
    yield from sorted(
        (key for key in KEYS if key.rank and place in key.foot and place in key.where), key=lambda key: key.rank
    )


def helped(place: Place) -> Iterator[Key]:
    """The keys that work in a place, for its help page."""
    yield from (key for key in KEYS if place in key.where)
