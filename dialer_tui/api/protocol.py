"""The API document as tables: codes, request bodies, faults, and what the document leaves open."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from enum import Enum, auto
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
