"""The API document as tables: codes, request bodies, faults, and what the document leaves open."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from enum import Enum, auto
from functools import lru_cache
from http import HTTPStatus
from typing import NamedTuple

import msgspec

from dialer_tui import text
from dialer_tui.model import Ask

# "Response Codes" of each function. 340 is "No Calls found" and "No Campaigns available", 341 "No Agents available".
SUCCESS = 1
EMPTY = frozenset({340, 341})


class Kind(Enum):
    """What a fault means for whoever asked: stop, offer to edit, wait and try again, or show and wait."""

    REQUEST = auto()
    REFUSED = auto()
    BUSY = auto()
    STATUS = auto()
    CODE = auto()


class _Meaning(NamedTuple):
    exit_code: int
    retriable: bool
    says: str


_MEANING = {
    Kind.REQUEST: _Meaning(4, False, "The API did not understand the request"),
    Kind.REFUSED: _Meaning(3, False, "The API refused the affiliate ID and key"),
    Kind.BUSY: _Meaning(5, True, "The API met an error of its own"),
    Kind.STATUS: _Meaning(4, False, "The server did not give the API's answer"),
    Kind.CODE: _Meaning(4, False, "The API answered with an error"),
}
_KIND_OF_CODE = {80: Kind.REQUEST, 800: Kind.REQUEST, 100: Kind.REFUSED, 900: Kind.BUSY}


class Fault(Exception):
    """Why a question has no answer: the only error that leaves `api`.

    `code` is the API's responseCode where it gave one, `status` the HTTP status where one came. `message` is the API's
    own words where it gave a code, else one plain sentence of ours; the key is in neither. `retry_after` is the
    server's wish in seconds. `str()` is one plain sentence for a person.
    """

    def __init__(
        self,
        kind: Kind,
        message: str,
        *,
        code: int | None = None,
        status: int | None = None,
        retry_after: float | None = None,
    ) -> None:
        super().__init__(message)
        self.kind = kind
        self.code = code
        self.status = status
        self.message = message
        self.retry_after = retry_after

    @property
    def exit_code(self) -> int:
        """What a one-shot command exits with."""
        return _MEANING[self.kind].exit_code

    @property
    def retriable(self) -> bool:
        """Whether a one-shot command may ask again."""
        return _MEANING[self.kind].retriable

    def __str__(self) -> str:
        said = text.clean(self.message).strip().rstrip(".")
        if self.code is None:
            return f"{said}."
        return f"{_MEANING[self.kind].says} (code {self.code}): {said or 'no message'}."


def fault_of_code(code: int, message: str, status: int, retry_after: float | None = None) -> Fault:
    """The fault that a responseCode stands for. Not for SUCCESS and EMPTY."""
    kind = _KIND_OF_CODE.get(code, Kind.CODE)
    return Fault(kind, message, code=code, status=status, retry_after=retry_after)


def fault_of_status(status: int, location: str = "", retry_after: float | None = None) -> Fault:
    """The fault that an HTTP status stands for when no responseCode came with it. Not for 2xx."""
    phrase = HTTPStatus(status).phrase if status in HTTPStatus._value2member_map_ else ""
    said = f"The server answered HTTP {status}{phrase and f' ({phrase})'}"
    if status >= 500 or status == HTTPStatus.TOO_MANY_REQUESTS:
        return Fault(Kind.BUSY, said, status=status, retry_after=retry_after)
    if 300 <= status < 400:
        to = text.clean(location, 120)
        said += f" and points elsewhere{to and f', to {to}'}; no redirect is followed: check the url"
    return Fault(Kind.STATUS, said, status=status, retry_after=retry_after)


class Credentials(NamedTuple):
    """Affiliate ID and key ("Variables" of each function). The repr hides the key."""

    affiliate_id: str
    affiliate_key: str

    def __repr__(self) -> str:
        return f"Credentials({self.affiliate_id!r}, …)"


class _Rule(NamedTuple):
    name: str
    length: int


_CREDENTIALS = (_Rule("affiliate ID", 12), _Rule("affiliate key", 32))
_ALPHANUMERIC = re.compile("[A-Za-z0-9]*")


def check_credentials(affiliate_id: str, affiliate_key: str) -> None:
    """Refuse what cannot be an ID (12 alphanumerics) and key (32) with a ValueError that echoes neither."""
    for rule, value in zip(_CREDENTIALS, (affiliate_id, affiliate_key), strict=True):
        if len(value) != rule.length:
            wrong = f"this one has {len(value)} characters"
        elif not _ALPHANUMERIC.fullmatch(value):
            wrong = "this one holds other characters"
        else:
            continue
        raise ValueError(f"the {rule.name} is {rule.length} letters and digits; {wrong}")


_LAST_SECOND = 253_402_300_799  # of the year 9999


@lru_cache(4096)
def iso(seconds: int) -> str:
    """Seconds since 1970 UTC as the document writes times: 2022-01-01T00:13:13+00:00."""
    return datetime.fromtimestamp(min(max(seconds, 0), _LAST_SECOND), UTC).isoformat(timespec="seconds")


def body(ask: Ask, affiliate_id: str, affiliate_key: str) -> bytes:
    """The JSON to POST for one question ("Variables" and "Example JSON format" of each function).

    Filters are left out when empty. The document's example of getCalls has a trailing comma; this has none.
    """
    fields: dict[str, object] = {
        "affiliateID": affiliate_id,
        "affiliateKey": affiliate_key,
        "dialerFunction": ask.function,
    }
    if ask.function == "getCalls":
        start, end = ask.asked
        fields |= {"dateStart": iso(start), "dateEnd": iso(end)}
        filters = {"filterCampaigns": ask.scope.campaigns, "filterAgents": ask.scope.agents}
        fields |= {name: ids for name, ids in filters.items() if ids}
    else:
        fields["showAll"] = "n" if ask.scope.own else "y"
    return msgspec.json.encode(fields)


class Assumption(NamedTuple):
    """One thing the document does not say: what we take it to be, the test that watches it, what follows if wrong."""

    unknown: str
    assumed: str
    watched_by: str
    if_wrong: str


_TRUTH = "tests/floor/test_truth.py"
_DECODE = "tests/api/test_decode.py"
_SIMULATOR = "tests/api/test_simulator.py"

ASSUMPTIONS: tuple[Assumption, ...] = (
    Assumption(
        "is callDate the start or the end",
        'the start; `[api] call_date = "end"` says otherwise',
        f"{_DECODE}::test_call_date_is_the_start_unless_the_setting_says_the_end",
        "one setting; only Call.began_at and Call.ended_at read it",
    ),
    Assumption(
        "when a record is listed",
        "when the call ends, or any time later",
        _TRUTH,
        "the lateness of the schedule grows, and is shown",
    ),
    Assumption(
        "are calls listed while they last",
        "perhaps, with a callTime that grows",
        _TRUTH,
        "figures count settled calls only, so nothing changes",
    ),
    Assumption(
        "do dateStart and dateEnd belong to the range",
        "either way: both are asked with a margin, and records outside the slice prove nothing",
        f"{_SIMULATOR}::test_no_kind_of_edge_loses_a_call_of_the_slice",
        "nothing changes",
    ),
    Assumption(
        "how many records an answer may hold",
        "any number, until halves of a slice hold more than the whole",
        _TRUTH,
        "smaller slices, and coverage below 100 % where those do not help",
    ),
    Assumption(
        "how often one may ask",
        "as often as the schedule does; 429, 900 and Retry-After say otherwise",
        "tests/api/test_client.py::test_retry_after",
        "back-off, which is shown",
    ),
    Assumption(
        "is a callID unique",
        "yes, as text",
        f"{_DECODE}::test_two_records_of_one_id_are_one_by_a_rule_that_knows_no_order",
        "counted as an oddity; one record is kept, always the same",
    ),
    Assumption(
        "are calls an object by ID (the example) or an array with callID (the table)",
        "either",
        f"{_DECODE}::test_both_shapes_of_calls",
        "nothing changes",
    ),
    Assumption(
        "do campaigns hold lists (the example) or dialers alone (the table)",
        "either; dialers alone stand under a list without a name",
        f"{_DECODE}::test_campaign_trees",
        "nothing changes",
    ),
    Assumption(
        "is an empty answer [], {} or a code",
        "any of them; null or nothing beside code 1 is a broken answer",
        "tests/api/test_client.py::test_success_without_details_is_no_empty_floor",
        "an empty floor would be shown as OFFLINE",
    ),
    Assumption(
        "are numbers written as numbers or as text",
        "either: responseCode, IDs, phone numbers, durations in seconds",
        f"{_DECODE}::test_ids_and_names_may_be_numbers",
        "nothing changes",
    ),
    Assumption(
        "which calls filterAgents keeps",
        "those whose callAgentName means one of these agents",
        "tests/floor/test_namesakes.py::test_a_call_that_nobody_has_or_that_two_have_is_nobodys",
        "calls of agents who share a name say (?) instead of an ID",
    ),
    Assumption(
        "which zone is a callDate in that names none",
        'GMT, as the table says ("in GMT"), though the example has an offset',
        "tests/api/test_values.py::test_moment",
        "calls would stand whole hours off, flagged as future ones or out of the window",
    ),
)
"""What the document leaves open. The tests named are checked to exist."""
