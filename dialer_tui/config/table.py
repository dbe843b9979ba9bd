"""Every setting of config.toml with its default and what it may hold: the one place that knows them."""

from __future__ import annotations

from dataclasses import dataclass

from dialer_tui.config.kinds import (
    FLAG,
    NUMBER,
    RATIO,
    TEXT,
    TEXTS,
    TIME_OF_DAY,
    ZONE,
    Kind,
    choice,
    or_word,
    span,
    whole,
)

DEFAULT_URL = "https://api.infocu5.com/dialer/"
INTERVAL = span(1, 3_600)
WINDOW = or_word(span(60, 31 * 86_400), "today", "shift")

# What comes from outside the file, and by which variable. None of it needs a profile.
ACCOUNT = {
    "url": "DIALER_TUI_URL",
    "affiliate_id": "DIALER_TUI_AFFILIATE_ID",
    "affiliate_key": "DIALER_TUI_AFFILIATE_KEY",
}
# Settings whose value is never repeated in an error.
SECRET = frozenset({"affiliate_key", "affiliate_key_command"})


@dataclass(frozen=True)
class Setting:
    """One setting. `default` is written as in TOML; None: it has none."""

    name: str
    default: object
    kind: Kind


SETTINGS: dict[str, tuple[Setting, ...]] = {
    "": (Setting("profile", None, TEXT),),
    "profiles": (
        Setting("url", DEFAULT_URL, TEXT),
        Setting("affiliate_id", None, TEXT),
        Setting("affiliate_key", None, TEXT),
        Setting("affiliate_key_command", None, TEXT),
        Setting("campaigns", [], TEXTS),
        Setting("agents", [], TEXTS),
        Setting("own", False, FLAG),
    ),
    "api": (
        Setting("call_date", "start", choice("start", "end")),
        Setting("ca_file", None, Kind("the path of a file with certificates", TEXT.read)),
    ),
    "poll": (
        Setting("interval", "5s", INTERVAL),
        Setting("window", "1h", WINDOW),
        Setting("look_back", "2h", span(0, 7 * 86_400)),
        Setting("records_per_minute", 24_000, whole(100, 10_000_000)),
    ),
    "view": (
        Setting("timezone", None, ZONE),
        Setting("mask", False, FLAG),
        Setting("low_bandwidth", False, FLAG),
        Setting("shift", "06:00", TIME_OF_DAY),
        Setting("clock", "seconds", choice("seconds", "minutes")),
        Setting("glyphs", "unicode", choice("unicode", "ascii")),
        Setting("theme", "dark", choice("dark", "light", "terminal")),
    ),
    "figures": (
        Setting("settle", "30s", span(0, 3_600)),
        Setting("not_agents", ["VDAD", "VDCL", "[None]", "System"], TEXTS),
        Setting("answer_within", "20s", span(0, 3_600)),
        Setting("short_abandon", "0s", span(0, 3_600)),
        Setting("service_level_target", 0.80, RATIO),
        Setting("longest_wait_target", "2m", span(0, 86_400)),
        Setting("unanswered_target", 0.05, RATIO),
    ),
    "alerts": (
        Setting("name", None, TEXT),
        Setting("figure", None, TEXT),
        Setting("above", None, NUMBER),
        Setting("below", None, NUMBER),
        Setting("campaign", None, TEXT),
        Setting("list", None, TEXT),
        Setting("agent", None, TEXT),
        Setting("minimum", 20, whole(0, 1_000_000)),
        Setting("calls", None, TEXT),
        Setting("at_least", 1, whole(1, 1_000_000)),
        Setting("state", None, choice("STALE", "OFFLINE", "REFUSED", "PARTIAL")),
        Setting("for", "2m", span(0, 86_400)),
        Setting("clear", None, NUMBER),
        Setting("bell", False, FLAG),
        Setting("notify", False, FLAG),
    ),
}
# Tables whose entries have names of the user's own: [profiles.NAME], [[alerts]], and [keys] action = "key".
NAMED = ("profiles", "alerts", "keys")
