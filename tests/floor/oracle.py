"""The figures by brute force, from the API's own JSON and `figures.md` alone: nothing of ours is imported here."""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from typing import Any

Record = dict[str, Any]
NOT_AGENTS = ("VDAD", "VDCL", "[None]", "System")


def seconds(text: Any) -> int | None:
    """Seconds of HH:MM:SS, or of a number; None where it says none."""
    if isinstance(text, int):
        return text
    match = re.fullmatch(r"(\d+):(\d\d):(\d\d)", text or "")
    return None if match is None else 3_600 * int(match[1]) + 60 * int(match[2]) + int(match[3])


def dated(record: Record) -> int:
    """callDate, seconds since 1970 UTC."""
    moment = datetime.fromisoformat(record["callDate"])
    return int((moment if moment.tzinfo else moment.replace(tzinfo=UTC)).timestamp())


def ended(record: Record) -> int:
    return dated(record) + (seconds(record["callTime"]) or 0)


def named(record: Record) -> str:
    """The name on a call as names are compared, "" for nobody."""
    name = " ".join(unicodedata.normalize("NFC", record["callAgentName"] or "").casefold().split())
    return "" if name in {one.casefold() for one in NOT_AGENTS} else name


def became(record: Record) -> str:
    talk, handle = seconds(record["callTalkTime"]), seconds(record["callHandleTime"])
    touched = (talk or 0) > 0 or (handle or 0) > 0
    if named(record):
        return "answered" if touched or (talk is None and handle is None) else "unclear"
    return "unclear" if touched else "unanswered"


def way(record: Record) -> str:
    return {"inbound": "in", "outbound": "out"}.get((record["callType"] or "").casefold(), "other")


def _mean(records: Iterable[Record], field: str) -> dict[str, Any]:
    known = [value for record in records if (value := seconds(record[field])) is not None]
    return {"value": sum(known) / len(known) if known else None, "n": len(known)}


def _longest(records: Iterable[Record]) -> dict[str, Any]:
    known = [value for record in records if (value := seconds(record["callQueueTime"])) is not None]
    return {"value": max(known, default=None), "n": len(known)}


def _ratio(part: int, whole: int) -> dict[str, Any]:
    return {"value": part / whole if whole else None, "n": whole}


def figures(settled: list[Record], within: int = 20, short: int = 0) -> dict[str, dict[str, Any]]:
    """Every figure of settled calls."""
    inbound = [one for one in settled if way(one) == "in"]
    outbound = [one for one in settled if way(one) == "out"]
    answered = [one for one in settled if became(one) == "answered"]
    in_answered = [one for one in inbound if became(one) == "answered"]
    lost = [one for one in inbound if became(one) == "unanswered"]
    won = [one for one in outbound if became(one) == "answered"]
    tried = [one for one in outbound if became(one) != "unclear"]

    def wait(one: Record) -> int | None:
        return seconds(one["callQueueTime"])

    level = [one for one in in_answered if wait(one) is not None]
    level += [one for one in lost if (wait(one) if wait(one) is not None else -1) >= short]
    hits = sum(wait(one) <= within for one in in_answered if wait(one) is not None)  # type: ignore[operator]
    unsure = sum(wait(one) is None or became(one) == "unclear" for one in inbound)
    service = _ratio(hits, len(level))
    if level:
        low, high = hits / (len(level) + unsure), (hits + unsure) / (len(level) + unsure)
        if max(service["value"] - low, high - service["value"]) >= 0.01:
            service |= {"low": low, "high": high}
    held = [one for one in answered if seconds(one["callHoldTime"]) is not None]
    return {
        "service_level": service,
        "asa": _mean(in_answered, "callQueueTime"),
        "longest_wait": _longest(inbound),
        "unanswered_wait_mean": _mean(lost, "callQueueTime"),
        "unanswered_wait_max": _longest(lost),
        "unanswered_rate": _ratio(len(lost), len(lost) + len(in_answered)),
        "aht": _mean(answered, "callHandleTime"),
        "average_talk": _mean(answered, "callTalkTime"),
        "average_hold": _mean(answered, "callHoldTime"),
        "average_acw": _mean(answered, "callAfterCallWorkTime"),
        "held_rate": _ratio(sum(seconds(one["callHoldTime"]) > 0 for one in held), len(held)),  # type: ignore[operator]
        "average_length": _mean(settled, "callTime"),
        "calls": {"value": len(settled), "n": len(settled)},
        "calls_in": {"value": len(inbound), "n": len(settled)},
        "calls_out": {"value": len(outbound), "n": len(settled)},
        "outbound_connect_rate": _ratio(len(won), len(tried)),
        "outbound_talk": _mean(won, "callTalkTime"),
        "agents_with_calls": {"value": len({named(one) for one in settled} - {""}), "n": len(settled)},
        "listed_after_p50": {"value": None, "n": 0},
        "listed_after_p95": {"value": None, "n": 0},
    }


KEYS: dict[str, Callable[[Record], Any]] = {
    "campaign": lambda one: one["callCampaignID"],
    "list": lambda one: one["callListID"],
    "agent": named,
    "type": way,
    "quarter": lambda one: dated(one) // 900 * 900,
}


def groups(records: list[Record], now: float, by: str | None, settle: int = 30) -> dict[Any, dict[str, Any]]:
    """By key: calls, in_motion, unclear and figures; of records that may have ended or not."""
    found: dict[Any, dict[str, Any]] = {}
    of = KEYS[by] if by else lambda _: None
    for key in {of(one) for one in records}:
        mine = [one for one in records if of(one) == key]
        settled = [one for one in mine if ended(one) <= math.floor(now) - settle or ended(one) <= now - settle]
        found[key] = {
            "calls": len(settled),
            "in_motion": len(mine) - len(settled),
            "unclear": sum(became(one) == "unclear" for one in settled),
            "figures": figures(settled),
        }
    return found
