"""A request as the document has it, or the response code that refuses it. Strict: what the document lacks is wrong."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime
from typing import Any, NamedTuple

import msgspec

SUCCESS, IMPROPER, REFUSED, NO_CALLS, NO_AGENTS, NO_FUNCTION, BROKEN = 1, 80, 100, 340, 341, 800, 900
NO_CAMPAIGNS = NO_CALLS

MESSAGES: dict[int, str] = {
    SUCCESS: "Success",
    IMPROPER: "Improperly formatted request (JSON format required)",
    REFUSED: "Invalid ID and Transaction Key combination",
    NO_CALLS: "No Calls found",
    NO_AGENTS: "No Agents available",
    NO_FUNCTION: "Invalid function",
    BROKEN: "The interface encountered an error",
}
"""The document's response codes. 340 reads "No Campaigns available" for getCampaigns."""

# "ISO format with UTC offset (e.g. 2022-01-01T00:13:13+00:00)"
_DATE = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d[+-]\d\d:\d\d", re.ASCII)


class Refusal(Exception):
    """A request that is answered with a code alone. `why` is for people who write clients; the API never says it."""

    def __init__(self, code: int, why: str) -> None:
        super().__init__(why)
        self.code = code
        self.why = why


class Request(NamedTuple):
    """A request in good form. Dates are seconds since 1970 UTC; filters are None when not given."""

    function: str
    everything: bool = True
    start: int = 0
    end: int = 0
    campaigns: frozenset[str] | None = None
    agents: frozenset[str] | None = None


def parse(body: bytes, affiliate_id: str, affiliate_key: str) -> Request:
    """Read a POSTed body. First its form (80), then the credentials (100), the function (800), and its variables (80).

    Raises Refusal.
    """
    try:
        given = msgspec.json.decode(body)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise Refusal(IMPROPER, f"not JSON: {error}") from error
    if not isinstance(given, dict):
        raise Refusal(IMPROPER, "not a JSON object")
    claimed, key, function = (_text(given, name) for name in ("affiliateID", "affiliateKey", "dialerFunction"))
    if (claimed, key) != (affiliate_id, affiliate_key):
        raise Refusal(REFUSED, "no such pair of ID and key")
    variables = _VARIABLES.get(function)
    if variables is None:
        raise Refusal(NO_FUNCTION, f"no function {function!r}")
    strange = given.keys() - variables - {"affiliateID", "affiliateKey", "dialerFunction"}
    if strange:
        raise Refusal(IMPROPER, f"{function} has no variable {min(strange)!r}")
    return _READERS[function](given)


def _text(given: dict[str, Any], name: str) -> str:
    value = given.get(name)
    if not isinstance(value, str):
        raise Refusal(IMPROPER, f"{name} must be given, as a string")
    return value


def _shown(given: dict[str, Any]) -> Request:
    value = _text(given, "showAll")
    if value not in ("y", "n"):
        raise Refusal(IMPROPER, 'showAll must be "y" or "n"')
    return Request(given["dialerFunction"], everything=value == "y")


def _ranged(given: dict[str, Any]) -> Request:
    return Request(
        "getCalls",
        start=_date(given, "dateStart"),
        end=_date(given, "dateEnd"),
        campaigns=_ids(given, "filterCampaigns"),
        agents=_ids(given, "filterAgents"),
    )


def _date(given: dict[str, Any], name: str) -> int:
    value = _text(given, name)
    if not _DATE.fullmatch(value):
        raise Refusal(IMPROPER, f"{name} must be an ISO date and time with a UTC offset")
    try:
        return int(datetime.fromisoformat(value).timestamp())
    except (ValueError, OverflowError) as error:
        raise Refusal(IMPROPER, f"{name} is no date: {error}") from error


def _ids(given: dict[str, Any], name: str) -> frozenset[str] | None:
    """An optional filter. An empty array is refused: the document does not say whether it means all or none."""
    if name not in given:
        return None
    value = given[name]
    if not isinstance(value, list) or not value or not all(isinstance(item, str) for item in value):
        raise Refusal(IMPROPER, f"{name} must be an array of IDs, each a string")
    return frozenset(value)


_VARIABLES: dict[str, frozenset[str]] = {
    "getAgents": frozenset({"showAll"}),
    "getCalls": frozenset({"dateStart", "dateEnd", "filterCampaigns", "filterAgents"}),
    "getCampaigns": frozenset({"showAll"}),
}
_READERS: dict[str, Callable[[dict[str, Any]], Request]] = {
    "getAgents": _shown,
    "getCalls": _ranged,
    "getCampaigns": _shown,
}
