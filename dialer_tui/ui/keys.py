"""The keys, as one table: bindings, footer, help, palette and `[keys]` are made from it (`keymap.py`)."""

from __future__ import annotations

from typing import Literal

import msgspec

Place = Literal[
    "calls",
    "agents",
    "campaigns",
    "details",
    "help",
    "diagnostics",
    "alerts",
    "filter",
    "range",
    "name",
    "moment",
    "palette",
    "menu",
    "columns",
    "path",
    "board",
]
PANES: tuple[Place, ...] = ("calls", "agents", "campaigns")
PROMPTED: tuple[Place, ...] = ("range", "name", "moment")  # where one thing is typed in the footer's place
LINES: tuple[Place, ...] = ("filter", *PROMPTED)  # where a text stands there
TYPED: tuple[Place, ...] = (*LINES, "palette", "path")  # where a character is one of a text
SHEETS: tuple[Place, ...] = ("help", "diagnostics")  # what is only read, and scrolled
READ: tuple[Place, ...] = (*PANES, "details", "alerts", *SHEETS)  # where no character is part of a text
WALKED: tuple[Place, ...] = (*READ, "palette", "menu", "columns")  # where ↑ and ↓ go from row to row
EVERYWHERE: tuple[Place, ...] = (*READ, *TYPED, "menu", "columns")
ALWAYS: tuple[Place, ...] = (*EVERYWHERE, "board")  # a board takes no key but those that leave it, or draw it afresh


class Key(msgspec.Struct, frozen=True):
    """A key: the name `[keys]` knows it by, Textual's names for it, how it is shown, what it does in words.

    `keys` "": only the palette does it, until `[keys]` gives it one.
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
    Key(
        "open",
        "enter",
        "enter",
        "open",
        "a call in full; the calls of an agent, campaign or list; where no call meets a filter: search back 24 h",
        "open",
        PANES,
        2,
    ),
    Key("sort", "s", "s", "sort", "order by a column; of calls, the one before orders its equals", "sort", PANES, 3),
    Key("pause", "space", "space", "pause", "the calls stay as they are; again: go on", "pause", PANES, 4),
    Key(
        "cell",
        "f",
        "f",
        "focus",
        "this agent's calls, or what the column cursor is on",
        "cell",
        ("calls", "details"),
        6,
        foot=("calls",),
    ),
    Key("column_left", "left", "←", "column", "column cursor left", "column(-1)", ("calls",)),
    Key(
        "column_right",
        "right",
        "→",
        "column",
        "column cursor right, to columns out of sight too",
        "column(1)",
        ("calls",),
    ),
    Key(
        "columns",
        "c",
        "c",
        "columns",
        "which columns there are, in what order, how wide",
        "columns",
        ("calls",),
        17,
        foot=("calls",),
    ),
    *(
        Key(name, keys, shown, word, words, action, ("columns",), rank, foot=("columns",))
        for rank, (name, keys, shown, word, words, action) in enumerate(
            (
                ("column_show", "space", "space", "show", "show the column, or no longer", "column_show"),
                ("column_up", "K,shift+up", "K", "up", "move it up: to the left in the table", "column_move(-1)"),
                ("column_down", "J,shift+down", "J", "down", "move it down: to the right", "column_move(1)"),
                ("column_wider", "plus,greater_than_sign", "+", "wider", "a cell wider", "column_width(1)"),
                ("column_narrower", "minus,less_than_sign", "-", "narrower", "a cell narrower", "column_width(-1)"),
                ("columns_keep", "enter", "enter", "keep", "keep the columns as they are now", "columns_keep"),
                ("columns_anew", "0,backspace,ctrl+h", "0", "as shipped", "all as they were at first", "columns_anew"),
            ),
            1,
        )
    ),
    Key("view", "", "", "view", "the calls as a view has them that was saved", "view", PANES),
    Key("save_view", "", "", "save view", "keep columns, order, type, filter under a name", "save_view", PANES),
    Key("drop_view", "", "", "delete view", "one that was saved", "drop_view", PANES),
    Key("type", "t", "t", "in/out", "all calls, inbound ones, outbound ones", "type", PANES, 9),
    Key(
        "copy",
        "y",
        "y",
        "copy",
        "a number, the contact, the ID or the row of a call",
        "copy",
        ("calls", "details"),
        10,
        foot=("calls", "details"),
    ),
    Key("export", "e", "e", "export", "what is shown, in a file: CSV, JSON, NDJSON, a report", "export", PANES, 16),
    Key("report", "", "", "report", "how the shift went: a page of plain text, in a file", "report", PANES),
    Key(
        "window",
        "w",
        "w",
        "window",
        "which calls are shown: the last 1 h, today, the shift, or a past range: yesterday 14-15",
        "window",
        PANES,
        11,
    ),
    Key(
        "own",
        "o",
        "o",
        "own/all",
        "list only your own agents and campaigns, or all",
        "own",
        PANES,
    ),
    Key(
        "mask",
        "m",
        "m",
        "mask",
        "names by initials, numbers by their last four digits; or both whole",
        "mask",
        (*PANES, "details", "alerts"),
    ),
    Key(
        "pin",
        "p",
        "p",
        "pin",
        "poll for the calls of the filtered campaign alone; once more: for all",
        "pin",
        PANES,
        17,
    ),
    Key("choose", "enter", "enter", "choose", "take the choice under the cursor", "choose", ("menu",)),
    Key("branch_open", "right", "→", "open", "open the branch under the cursor", "branch(True)", ("campaigns",)),
    Key("branch_close", "left", "←", "close", "close it; again: go to its parent", "branch(False)", ("campaigns",)),
    Key("next_new", "n", "n", "next new", "go to the next call marked new", "next_new", ("calls",), 11),
    Key(
        "home",
        "home",
        "home",
        "newest",
        "first row, and follow what comes in",
        "home",
        (*PANES, "alerts", *SHEETS, "columns"),
        12,
        foot=("calls",),
    ),
    Key("end", "end", "end", "last", "last row", "end", (*PANES, "alerts", *SHEETS, "columns")),
    Key(
        "up",
        "up",
        "↑",
        "up",
        "one row up; in a call's details: the call above",
        "step(-1)",
        WALKED,
    ),
    Key(
        "down",
        "down",
        "↓",
        "down",
        "one row down; in a call's details: the next",
        "step(1)",
        WALKED,
    ),
    Key("page_up", "pageup", "pgup", "page up", "one page up", "page(-1)", EVERYWHERE),
    Key("page_down", "pagedown", "pgdn", "page down", "one page down", "page(1)", EVERYWHERE),
    Key("earlier", "up", "↑", "earlier", "the filter typed before", "earlier(1)", ("filter",)),
    Key("later", "down", "↓", "later", "the one after it, at last what was being typed", "earlier(-1)", ("filter",)),
    Key("keep", "enter", "enter", "keep", "keep the filter", "keep", ("filter",)),
    Key(
        "complete", "tab", "tab", "complete", "put in what the word may be; again: the next", "complete(1)", ("filter",)
    ),
    Key("complete_back", "shift+tab", "shift+tab", "complete", "the one before it", "complete(-1)", ("filter",)),
    Key("language", "f1", "f1", "help", "what a filter may say", "language", ("filter",)),
    Key("write", "enter", "enter", "write", "write the file", "write", ("path",)),
    Key("ask_range", "enter", "enter", "ask", "ask for the past range that is typed", "ask_range", ("range",)),
    Key("name_view", "enter", "enter", "save", "save the view under the name that is typed", "name_view", ("name",)),
    Key("text_left", "left", "←", "left", "one character left", "text_step(-1)", TYPED),
    Key("text_right", "right", "→", "right", "one character right", "text_step(1)", TYPED),
    Key("text_home", "home", "home", "begin", "begin of the text", "text_go(0)", TYPED),
    Key("text_end", "end", "end", "end", "end of the text", "text_go(1000)", TYPED),
    Key("erase", "backspace,ctrl+h", "bksp", "erase", "the character before", "erase('back')", TYPED),
    Key("erase_ahead", "delete", "del", "erase", "the character under the cursor", "erase('ahead')", TYPED),
    Key("erase_word", "ctrl+w", "ctrl+w", "erase", "the word before", "erase('word')", TYPED),
    Key("erase_all", "ctrl+u", "ctrl+u", "erase", "all before the cursor", "erase('all')", TYPED),
    Key("run", "enter", "enter", "run", "do what the cursor is on", "run", ("palette",)),
    Key("calls", "1", "1", "calls", "the calls", "show('calls')", PANES),
    Key("agents", "2", "2", "agents", "the agents", "show('agents')", PANES),
    Key("campaigns", "3", "3", "campaigns", "the campaigns, their lists and dialers", "show('campaigns')", PANES),
    Key("next_pane", "tab", "tab", "pane", "next pane", "next_pane", PANES, 7),
    Key("zoom", "z", "z", "zoom", "this pane alone, or all three again", "zoom", PANES, 13),
    Key("refresh", "r", "r", "refresh", "ask the API again now", "refresh", PANES, 14),
    Key(
        "board", "b", "b", "board", "the wall board, to be read from afar; again: back", "board", (*PANES, "board"), 16
    ),
    Key("diagnostics", "d", "d", "diagnostics", "how true and how late what is shown is", "diagnostics", PANES),
    Key("alerts", "a", "a", "alerts", "what is raised, and what is watched", "alerts", PANES, 8),
    Key(
        "ack",
        "k",
        "k",
        "ack",
        "you know of it: no more bell until it is raised anew",
        "ack",
        ("alerts",),
        1,
        foot=("alerts",),
    ),
    Key(
        "snooze",
        "x",
        "x",
        "snooze 10 m",
        "be quiet about it for ten minutes; again: no longer",
        "snooze",
        ("alerts",),
        2,
        foot=("alerts",),
    ),
    Key(
        "about",
        "enter",
        "enter",
        "open",
        "the calls it is about, or the diagnostics",
        "about",
        ("alerts",),
        3,
        foot=("alerts",),
    ),
    Key("account", "u", "u", "account", "URL, ID, key, time zone and target, to be changed", "account", PANES),
    Key(
        "back",
        "escape",
        "esc",
        "back",
        "back; in the list: take off what /, f or enter put on, one by one; then leave a past range",
        "back",
        EVERYWHERE,
        1,
    ),
    Key(
        "repaint",
        "ctrl+l",
        "ctrl+l",
        "repaint",
        "draw the screen afresh",
        "repaint",
        ALWAYS,
        first=True,
    ),
    Key(
        "help",
        "question_mark",
        "?",
        "help",
        "what the keys, columns and words mean",
        "help",
        (*PANES, "details", "diagnostics", "alerts", "columns"),
        5,
        foot=(*PANES, "details", "diagnostics", "alerts"),
    ),
    Key(
        "palette",
        "ctrl+p",
        "ctrl+p",
        "all keys",
        "every action, to be found by its words",
        "palette",
        READ,
        15,
    ),
    Key("quit", "q", "q", "quit", "leave", "quit", (*READ, "board"), 8, foot=READ),
    Key(
        "interrupt",
        "ctrl+c",
        "ctrl+c",
        "quit",
        "leave, whatever is being typed",
        "interrupt",
        ALWAYS,
        first=True,
    ),
    Key(
        "suspend",
        "ctrl+z",
        "ctrl+z",
        "suspend",
        "back to the shell; fg there returns",
        "suspend",
        ALWAYS,
        first=True,
    ),
    Key("theme_dark", "", "", "dark", "dark colours (theme)", "theme('dark')", READ),
    Key("theme_light", "", "", "light", "light colours (theme)", "theme('light')", READ),
    Key("theme_terminal", "", "", "terminal's", "the terminal's own colours (theme)", "theme('terminal')", READ),
)
