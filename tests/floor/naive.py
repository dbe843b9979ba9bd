"""A filter told in plain words, its text, and what it means: from figures.md, and nothing of the program's own reading.

A filter is a tuple: ("and", …), ("or", …), ("not", it), ("word", text), or (kind, field, sign, value as text, value).
"""

from __future__ import annotations

import operator
import re
import unicodedata
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from hypothesis import strategies as st

ZONE = ZoneInfo("Europe/Berlin")
NOW = datetime(2026, 11, 24, 14, 0, 30, tzinfo=ZONE).timestamp()
SETTLE = 30
NOBODY = {"", "vdad", "vdcl", "[none]", "system"}
ORDERS: Mapping[str, Callable[[Any, Any], bool]] = {
    ">": operator.gt,
    ">=": operator.ge,
    "<": operator.lt,
    "<=": operator.le,
    "=": operator.eq,
    ":": operator.eq,
}
TEXTS: Mapping[str, tuple[str, ...]] = {
    "id": ("id",),
    "campaign": ("campaign", "campaign_id"),
    "list": ("list", "list_id"),
    "contact": ("contact",),
    "agent": ("agent",),
    "callContact": ("contact",),
    "callCampaignID": ("campaign_id",),
    "callListName": ("list",),
    "callAgentName": ("agent",),
    "callType": ("type",),
    "callResult": ("callResult",),
}
NUMBERS = {
    "number": ("number_in", "number_out"),
    "numberin": ("number_in",),
    "numberout": ("number_out",),
    "callNumberOutbound": ("number_out",),
}
DURATIONS = {
    **{name: name for name in ("queue", "talk", "hold", "handle", "acw", "total")},
    "callTime": "total",
    "callAfterCallWorkTime": "acw",
}
MOMENTS = ("began", "ended", "listed", "callDate")
STATES = ("new", "changed", "gone", "answered", "unanswered", "unclear", "settled")

Filter = tuple[Any, ...]
Call = Mapping[str, Any]  # by the names of the program's records, `listed`, `mark` and `gone` among them


# --- what is meant ----------------------------------------------------------------------------------------------


def verdict(it: Filter, call: Call) -> bool | None:
    """True, False, or None where it cannot be known."""
    kind = it[0]
    if kind == "not":
        found = verdict(it[1], call)
        return None if found is None else not found
    if kind in ("and", "or"):
        found_all = [verdict(part, call) for part in it[1:]]
        decisive = kind == "or"
        if decisive in found_all:
            return decisive
        return None if None in found_all else not decisive
    if kind == "word":
        return has_word(it[1], call)
    _, field, sign, _, value = it
    if kind == "text":
        held = [seen(call[name]) for name in TEXTS[field]]
        if not seen(value):
            return not any(held)
        return any(seen(value) == text if sign == "=" else seen(value) in text for text in held)
    if kind == "number":
        return has_number([call[name] for name in NUMBERS[field]], sign, value)
    if kind == "nobody":
        return seen(call["agent"]) in NOBODY
    if kind == "type":
        return bool(seen(call["type"]) == {"in": "inbound", "out": "outbound"}[value])
    if kind == "state":
        return has_state(value, call)
    held = {"began": call["date"], "callDate": call["date"], "listed": call["listed"]}.get(field)
    if field == "ended":
        held = call["date"] + (call["total"] or 0)
    if field in DURATIONS:
        held = call[DURATIONS[field]]
    if kind == "unknown":
        return held is None
    if kind == "lately":
        return bool(held > value)
    return None if held is None else ORDERS[sign](held, value)


def seen(text: str) -> str:
    """Without case, accents and doubled blanks."""
    bare = "".join(c for c in unicodedata.normalize("NFKD", text.casefold()) if not unicodedata.combining(c))
    return " ".join(unicodedata.normalize("NFKC", bare).split())


def digits(text: str) -> str:
    return re.sub("[^0-9]", "", text)


def has_word(word: str, call: Call) -> bool:
    names = ("agent", "contact", "campaign", "list", "type", "number_in", "number_out")
    ids = [call[name] for name in ("id", "campaign_id", "list_id")]
    if any(seen(word) in seen(call[name]) for name in names):
        return True
    if seen(word) in map(digits, ids) if seen(word).isdecimal() else any(seen(word) in seen(one) for one in ids):
        return True
    return word.isdecimal() and any(word in digits(call[name]) for name in ("number_in", "number_out"))


def has_number(held: list[str], sign: str, value: str) -> bool:
    if not seen(value):
        return not any(map(seen, held))
    wanted = digits(value)
    if sign == "=":
        return any(seen(value) == seen(text) or (wanted and wanted == digits(text)) for text in held)
    return any(seen(value) in seen(text) or (wanted and wanted in digits(text)) for text in held)


def has_state(state: str, call: Call) -> bool:
    if state in ("new", "changed"):
        return bool(call["mark"] == state)
    if state == "gone":
        return bool(call["gone"])
    if state == "settled":
        return bool(call["date"] + (call["total"] or 0) <= NOW - SETTLE)
    human = seen(call["agent"]) not in NOBODY
    talk, handle = call["talk"], call["handle"]
    some = (talk or 0) > 0 or (handle or 0) > 0
    answered = human and (some or (talk is None and handle is None))
    unanswered = not human and not some
    return {"answered": answered, "unanswered": unanswered, "unclear": not answered and not unanswered}[state]


# --- how it is written ------------------------------------------------------------------------------------------


def text(it: Filter, brackets: bool = False) -> str:
    """A filter as somebody may type it; with all brackets there can be, or with those there must be."""
    kind = it[0]
    if kind == "not":
        inner = text(it[1], brackets)
        return f"not ({inner})" if it[1][0] in ("and", "or") else f"-{inner}" if inner[0] != "-" else f"not {inner}"
    if kind in ("and", "or"):
        parts = []
        for part in it[1:]:
            loose = part[0] == "or" or (part[0] == "and" and kind == "and") or brackets
            parts.append(f"({text(part, brackets)})" if loose else text(part, brackets))
        return (" or " if kind == "or" else "  ").join(parts)
    if kind == "word":
        return quoted(it[1], ("or", "and", "not"))
    _, field, sign, said, _ = it
    return f"{field}{sign}{said}"


def quoted(value: str, reserved: tuple[str, ...]) -> str:
    """A value, in quotes where it would be read as something else."""
    if re.fullmatch(r"[0-9A-Za-zÀ-ÿ_.]+", value) and value.lower() not in reserved:
        return value
    escaped = value.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


# --- any filter, any call ---------------------------------------------------------------------------------------

NAMES = ["Ann Lee", "ÁNN  lee", "Zoë Ångström", "", "  ", "VDAD", "[None]", "a|b", 'x "q" \\', "Or", "none", "In"]
NUMBERED = ["", "8885551212", "+1 (888) 555-1212", "555-12", "anonymous"]
LENGTHS = [None, 0, 1, 59, 60, 90, 3600, 3661]


def _duration() -> st.SearchStrategy[tuple[str, int]]:
    def written(seconds: int) -> list[str]:
        hours, rest = divmod(seconds, 3600)
        ways = [str(seconds), f"{seconds}s", f"{seconds // 60}:{seconds % 60:02}", f"{hours}h{rest // 60}m{rest % 60}s"]
        return [*ways, f"{hours}:{rest // 60:02}:{rest % 60:02}"]

    return st.sampled_from([0, 1, 60, 90, 3600]).flatmap(
        lambda seconds: st.tuples(st.sampled_from(written(seconds)), st.just(seconds))
    )


def _moment() -> st.SearchStrategy[tuple[str, float]]:
    def written(ago: int) -> list[tuple[str, float]]:
        then = datetime.fromtimestamp(NOW - ago, ZONE).replace(microsecond=0)
        ways = [(f"-{ago}", NOW - ago), (f"-{ago // 60}m", NOW - ago // 60 * 60)]
        ways += [(f"{then:%H:%M}", then.replace(second=0).timestamp()), (f"{then:%H:%M:%S}", then.timestamp())]
        ways += [(then.isoformat(), then.timestamp()), (f"{then:%Y-%m-%dT%H:%M:%S}", then.timestamp())]
        day = (then - timedelta(days=1)).replace(hour=0, minute=0, second=0)
        return [*ways, (f"{day:%Y-%m-%d}", day.timestamp())]

    return st.sampled_from([0, 1, 30, 300, 3600]).flatmap(lambda ago: st.sampled_from(written(ago)))


def _lately() -> st.SearchStrategy[tuple[str, float]]:
    ways = [("30s", 30), ("5m", 300), ("-5m", 300), ("4m60s", 300), ("1h", 3_600), ("0h1m", 60)]
    return st.sampled_from([(said, NOW - ago) for said, ago in ways])


def _leaves() -> st.SearchStrategy[Filter]:
    equal, order = st.sampled_from([":", "="]), st.sampled_from([">", ">=", "<", "<="])
    values = st.sampled_from([*NAMES, "ann", "E", "111", "queue"])
    reserved = ("none", "unknown", "in", "out")
    just = st.just
    return st.one_of(
        st.tuples(
            just("word"), st.sampled_from([name for name in [*NAMES, "ann", "88", "51", "c1", "-x"] if name.strip()])
        ),
        st.tuples(just("text"), st.sampled_from(sorted(TEXTS)), equal, values).map(
            lambda it: (*it[:3], quoted(it[3], reserved), it[3])
        ),
        st.tuples(just("number"), st.sampled_from(sorted(NUMBERS)), equal, st.sampled_from(NUMBERED)).map(
            lambda it: (*it[:3], quoted(it[3], reserved), it[3])
        ),
        equal.map(lambda sign: ("nobody", "agent", sign, "NONE", None)),
        st.tuples(equal, st.sampled_from(["in", "out"])).map(lambda it: ("type", "type", it[0], it[1], it[1])),
        st.tuples(equal, st.sampled_from(STATES)).map(lambda it: ("state", "is", it[0], it[1], it[1])),
        st.tuples(just("order"), st.sampled_from(sorted(DURATIONS)), st.sampled_from(sorted(ORDERS)), _duration()).map(
            lambda it: (*it[:3], *it[3])
        ),
        st.tuples(just("order"), st.sampled_from(MOMENTS), order, _moment()).map(lambda it: (*it[:3], *it[3])),
        st.tuples(just("lately"), st.sampled_from(MOMENTS), just(":"), _lately()).map(lambda it: (*it[:3], *it[3])),
        st.sampled_from([*sorted(DURATIONS), *MOMENTS]).map(lambda field: ("unknown", field, ":", "unknown", None)),
    )


def comparisons() -> st.SearchStrategy[Filter]:
    """One comparison of a length or a moment."""
    return _leaves().filter(lambda it: it[0] in ("order", "lately"))


def filters() -> st.SearchStrategy[Filter]:
    """Any filter."""
    return st.recursive(
        _leaves(),
        lambda inner: st.one_of(
            st.tuples(st.just("not"), inner),
            st.tuples(st.sampled_from(["and", "or"]), st.lists(inner, min_size=2, max_size=3)).map(
                lambda it: (it[0], *it[1])
            ),
        ),
        max_leaves=6,
    )


def calls() -> st.SearchStrategy[dict[str, Any]]:
    """Any call, as somebody sees it who watches the floor."""
    name, number, length = st.sampled_from(NAMES), st.sampled_from(NUMBERED), st.sampled_from(LENGTHS)
    ago = st.sampled_from([-60, 0, 1, 30, 31, 299, 300, 301, 3600, 90_000])
    lengths = dict.fromkeys(("queue", "talk", "hold", "handle", "acw", "total"), length)
    identity = st.sampled_from(["C1", "c-é2", "x"])
    return st.fixed_dictionaries(
        {
            "id": identity,
            "date": ago.map(lambda seconds: int(NOW) - seconds),
            "listed": ago.map(lambda seconds: NOW - seconds),
            "mark": st.sampled_from([None, "new", "changed"]),
            "gone": st.booleans(),
            "type": st.sampled_from(["Inbound", "OUTBOUND", "Transfer", ""]),
            **dict.fromkeys(("agent", "contact", "campaign", "list", "callResult"), name),
            **dict.fromkeys(("campaign_id", "list_id"), st.sampled_from(["", "1111", "111000"])),
            **dict.fromkeys(("number_in", "number_out"), number),
            **lengths,
        }
    )
