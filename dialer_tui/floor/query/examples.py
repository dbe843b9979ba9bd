"""The filter language by examples: what help and README show of it, and tests read."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from dialer_tui.floor.query.fields import FIELDS, RULES, SHORT, Kind

EXAMPLES: tuple[tuple[str, str], ...] = (
    ("smith 5551212", "both words, each in any text of a call; digits find numbers however written, and whole IDs"),
    ('"dee brown"', "the two words side by side; case and accents do not matter, here and everywhere"),
    ("listed:5m", "listed in the last five minutes; began:1h began in the last hour, ended<-1h ended before that"),
    ("agent:lee", "lee is in the agent's name"),
    ('agent="Ann Lee"', "all of the name, under any spelling the agent list knows; agent=4711 is an agent's ID"),
    ("campaign=1111 list:leads", "a campaign or a list goes by its name or its ID; a blank is and"),
    ("agent:none", "no person is named"),
    ("type:in", "inbound; type:out is outbound"),
    ("queue>1:30", "it waited longer; > >= < <= = with 90, 1:30, 1m30s or 1:00:00"),
    ("talk:unknown", "the API does not say; talk>0 and not talk>0 keep no such call"),
    ("began>=14:00", "from 14:00 today on; also 2026-11-24, and 2026-11-24T13:00 with an offset or without"),
    ("is:unanswered", "is takes new, changed, gone, answered, unanswered, unclear and settled"),
    ("-type:out not agent:lee", "a minus sign, or not, takes calls away"),
    ("is:unanswered or queue>2:00", "one of them holds; a blank binds faster than or"),
    ("(agent:lee or agent:ray) talk>5:00", "parentheses hold together"),
    ('contact=""', "the contact is blank"),
)

_WORDS: Mapping[Kind, str] = {"number": "a number, whatever stands between its digits"}


def fields() -> Iterator[tuple[str, str]]:
    """The short names of fields, those that hold the same side by side, and what may stand behind them."""
    kinds = dict.fromkeys(FIELDS[name].kind for name in SHORT)
    for kind in kinds:
        names = [name for name in SHORT if FIELDS[name].kind == kind]
        yield ", ".join(names), _WORDS.get(kind, RULES[kind].allowed)
