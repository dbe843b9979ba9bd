"""What the console says, as tables: state words, marks, columns, the honest sentence."""

from __future__ import annotations

import msgspec


class LinkWord(msgspec.Struct, frozen=True):
    """A state of the link: what it means, what a person can do, and whether what is on the screen is old by it.

    `aged`: how old that is stands beside the word.

    In `do`, {retry} stands for the key that asks again, {account} for what a person can do about the account. `wall`:
    what to say before the detail on a board, where the API's own words do not stand; None: what it means.
    """

    means: str
    do: str = ""
    trouble: bool = True
    old: bool = False
    aged: bool = True
    wall: str | None = None


LINK: dict[str, LinkWord] = {
    "LIVE": LinkWord("the whole window has been answered for, and lately", trouble=False),
    "FILLING": LinkWord(
        "the window is being fetched, newest calls first", trouble=False, wall="the window is being fetched"
    ),
    "CONNECTING": LinkWord("no answer has come yet", trouble=False),
    "PARTIAL": LinkWord("a part of the window could not be had whole, or is in doubt", wall=""),
    "STALE": LinkWord(
        "the last good answer is older than it should be",
        "{retry} asks now",
        old=True,
        wall="no good answer has come lately",
    ),
    "OFFLINE": LinkWord(
        "two requests in a row failed; it tries again by itself",
        "{retry} tries now",
        old=True,
        wall="two requests in a row failed",
    ),
    "ERROR": LinkWord(
        "the API answered with an error; its message stands beside it",
        "{retry} tries now",
        old=True,
        wall="the API answered with an error",
    ),
    "REFUSED": LinkWord("the API refused the ID and key", "{account}", old=True, wall=""),
    "PAST": LinkWord(
        "a past range, had whole; nothing is asked for until you are back at the live calls",
        trouble=False,
        aged=False,
    ),
}

# Why alerts are not judged, as `floor.alerts.Withheld` has it.
WITHHELD: dict[str, str] = {
    "past": "Nothing is judged while a past range is shown.",
    "filling": "Figures and calls are not judged yet: the window is being fetched.",
    "doubted": "Figures and calls are not judged: too many calls are missing from an answer.",
    "old": "Figures and calls are not judged: no good answer has come lately.",
    "behind": "Figures and calls are not judged yet: the calls are being counted.",
}

MARKS: tuple[tuple[str, str], ...] = (
    ("new", "listed since this console started; for 30 s once it can be seen"),
    ("changed", "its record changed; for 15 s"),
    ("gone", "the API no longer lists it; the row goes after 10 s"),
    ("future", "dated ahead of the server's clock"),
)

RECORDS = "The API lists call records. It does not say who waits or talks at this moment, so nothing here claims it"
HONEST = f"{RECORDS}: “Last” is when an agent's last listed call ended, never how long somebody has been idle."

IN_PART = (
    "a quarter hour of which a part is known, which is neither good nor bad: it began before the window, or its long "
    "calls may not be listed yet"
)

SINCE = (
    "beside a campaign that misses its target: when the quarter hours in a row began that missed it, those left aside "
    "that have fewer than ten calls or are known in part yet; ≤, or earlier: nobody knows how it was before; until: "
    "those after it have met it"
)

# The figures that a pane shows, itself or in the line above it, for its help.
FIGURES: dict[str, tuple[str, ...]] = {
    "calls": ("service_level", "asa", "longest_wait", "unanswered_rate"),
    "agents": (
        *("aht", "average_talk", "average_acw", "average_hold", "held_rate", "asa", "calls_in", "calls_out"),
        *("agents_with_calls",),
    ),
    "campaigns": ("service_level", "asa", "longest_wait", "unanswered_rate", "aht", "outbound_connect_rate"),
}

# What the columns and panes mean, for the help page of each pane.
MEANINGS: dict[str, tuple[tuple[str, str], ...]] = {
    "calls": (
        (
            "Listed",
            "when the call was first listed; for calls there at first sight, their end as it was then",
        ),
        ("Ended", "with ≥ before it: then, or later; a call may be listed while it goes on"),
        ("Began", "when it began"),
        ("24 23:58", "a time that is not of today: the day of the month, hour and minute; “24 Oct” four weeks away"),
        (
            "02A14, 02B14",
            "an hour that comes twice as clocks go back: A is the first time, B the second; on such a day the clock "
            "and the details say the offset from GMT",
        ),
        ("in, out", "inbound, outbound"),
        (
            "columns",
            "where there is no room for all, those with a width of your own stay; the others go in a fixed order, the "
            "numbers first, but one that a filter asks for stays: /4821, /listed:5m, /hold>60",
        ),
        ("PAUSED +37", "the calls stay as they were, 37 new ones have come since; counts, agents and campaigns go on"),
        ("rows of 1 h", "beside PAUSED: the calls are those of that window still, though another has been chosen"),
        (
            "Queue, Talk, Hold, Handle, ACW, Total",
            "as the API gives them; ACW is after-call work; they need not add up",
        ),
        (
            "·4711, (?)",
            "of several agents of the name, the ID of the one who has the call; (?): none, or more than one",
        ),
        (
            "PAST",
            "calls dated from a time on and before another, asked for once; no call is new, changed or gone there",
        ),
        ("found in", "of a past range only the calls that met the filter; all that is counted is of these"),
        ("unanswered", "inbound, no person named, no talk or handle time"),
        ("in", "in the top line: its figures are of inbound calls, of the whole window, whatever is filtered"),
        ("worst", "the campaign with the lowest service level, of those with ten calls or more"),
        ("since, until", SINCE),
        ("✓, ▲", "a figure meets its target, or misses it; neither with fewer than ten calls behind it"),
        ("░", IN_PART),
        ("(80–86 %)", "between what the figure lies, where calls whose record does not say enough matter"),
        ("no agent", "no person named"),
    ),
    "agents": (
        (
            "Name",
            "· 2 agents, or · 2: so many of the list bear it, and it is not known yet whose these calls are; dimmed, "
            "below those of whom it is known",
        ),
        ("31+ with calls", "so many of the list at least: some calls may be of more than one of a name"),
        ("·4711", "behind a name that others bear too: the ID of the one who has these calls"),
        ("(?)", "calls of such a name that none of those agents has, or more than one"),
        ("Calls", "calls in the window that name the agent"),
        ("Last", "how long ago the last listed call ended"),
        ("enter", "their calls; above these their figures beside the floor's medians, and calls by quarter hour"),
        (
            "busy at least",
            "the share of the window in which they were on a listed call or at work after it; calls that are not "
            "listed yet, and unknown times, are not in it",
        ),
        ("░", IN_PART),
        ("not in the agent list", "names on calls that fit no agent"),
    ),
    "campaigns": (
        ("Calls", "calls in the window, of the campaign or the list"),
        ("SL", "the service level; ▲ where it misses its target"),
        ("enter", "its calls; above these its figures, and the service level by quarter hour: since when it is so"),
        ("since, until", SINCE),
        ("░", IN_PART),
        ("dialers", "have no count: calls do not say which dialer"),
        ("not in the list", "calls of campaigns that getCampaigns does not name"),
    ),
    "alerts": (
        ("▲ at the left", "raised; the others are quiet, and say what would raise them"),
        (
            "▲ target",
            "the figure misses its target, as in the top line; an alert is raised at a bound of its own, farther off",
        ),
        ("acked", "somebody knows: no bell until it is over and raised anew"),
        ("at least", "not all calls of the window were had"),
        ("n", "the calls behind the figure; with too few of them nothing is raised"),
    ),
    "diagnostics": (
        ("coverage", "how much of the window has been answered for completely"),
        ("lateness", "how long a call, once listed, may take to appear here; the older its date, the longer"),
        ("listed after", "how long after its end a call is listed: what the API takes, as far as it can be seen"),
        ("callDate", "a call seen sooner after its callDate than it is long cannot have begun then, and be over"),
        ("edges", "whether calls dated at the very ends of an asked range come with it; either is provided for"),
        ("live calls", "whether calls are listed while they last; either is provided for"),
        ("cut-off", "whether answers hold only so many calls, without saying so"),
        ("namesakes", "calls carry a name only: whose they are is asked for by ID where several agents bear it"),
        ("budget", "what [poll] records_per_minute is in bytes"),
    ),
}
