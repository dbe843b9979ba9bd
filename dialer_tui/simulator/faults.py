"""Misbehaviour by name and time: `NAME[=ARGUMENT][@START[+DURATION]]`, for example `900@30s+10s` or `slow=20s@1m`."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import NamedTuple

from dialer_tui.simulator import damage
from dialer_tui.simulator.answers import said
from dialer_tui.simulator.burning import Burn
from dialer_tui.simulator.requests import MESSAGES

Records = list[tuple[str, bytes]]


@dataclass(frozen=True)
class Reply:
    """An HTTP answer in the making."""

    body: bytes
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    type: str = "application/json"


class Kind(NamedTuple):
    """What a fault does: `reply` answers in the API's place, `records` alters found calls, neither: the server acts.

    `default` is the argument where none is given, and `unit` says in the help what it counts. `names`: it is the ID of
    a campaign, 0 for the busiest queue.
    """

    does: str
    reply: Callable[[Fault], Reply] | None = None
    records: Callable[[Records], Records] | None = None
    default: float = 0.0
    unit: str = ""
    names: bool = False


@dataclass(frozen=True)
class Fault:
    """One fault with its argument, from `start` seconds after the server's start, for `duration` seconds."""

    name: str
    kind: Kind
    argument: float
    start: float = 0.0
    duration: float = math.inf

    def active(self, elapsed: float) -> bool:
        """Whether it holds so many real seconds after the server's start."""
        return self.start <= elapsed < self.start + self.duration


def _status(status: int) -> Callable[[Fault], Reply]:
    def reply(fault: Fault) -> Reply:
        if status == 304:  # has no body by the rules of HTTP
            return Reply(b"", status)
        headers = {"Retry-After": f"{fault.argument:.0f}"} if fault.argument else {}
        if 300 <= status < 400:
            headers["Location"] = "/moved/"
        return Reply(f"<html><h1>{status}</h1></html>".encode(), status, headers, "text/html")

    return reply


def _code(code: int, status: int = 200) -> Callable[[Fault], Reply]:
    return lambda _: Reply(said(code), status)


def _fixed(body: bytes, kind: str = "application/json") -> Callable[[Fault], Reply]:
    return lambda _: Reply(body, type=kind)


KINDS: dict[str, Kind] = {
    **{str(code): Kind(f"response code {code}: {MESSAGES[code]}", _code(code)) for code in (80, 100, 341, 800, 900)},
    "340": Kind("no calls are found: an empty answer", records=lambda _: []),
    "429": Kind("HTTP 429 with Retry-After", _status(429), default=20, unit="seconds to wait"),
    "slow": Kind("answers come late", default=10, unit="seconds"),
    "drip": Kind("bodies come a byte at a time", default=0.05, unit="seconds between bytes"),
    "cut": Kind("the connection is closed in mid-body"),
    "refused": Kind("nobody listens: connections are refused, open ones are reset"),
    "garbage": Kind("a body that is not JSON", _fixed(b'{"responseCode": 1, "responseDetails": {"17\x00\xff\xfe ?!')),
    "html": Kind(
        "a web page with status 200", _fixed(b"<!doctype html><title>Down</title><h1>Maintenance</h1>", "text/html")
    ),
    "empty": Kind("a body of no bytes", _fixed(b"")),
    "null": Kind(
        "code 1 with null for details", _fixed(b'{"responseCode":1,"responseMessage":"Success","responseDetails":null}')
    ),
    "hollow": Kind("code 1 without details", _fixed(b'{"responseCode":1,"responseMessage":"Success"}')),
    "deep": Kind(
        "arrays nested 100,000 deep",
        _fixed(b'{"responseCode":1,"responseDetails":' + b"[" * 100_000 + b"]" * 100_000 + b"}"),
    ),
    "huge": Kind("bodies begin with many blanks", default=80, unit="MB"),
    "bad": Kind("some records are broken", records=damage.broken),
    "double": Kind("some call IDs come twice in an answer", records=damage.doubled),
}
"""The API's faults by name; also any HTTP status 300 to 599 (`http340` where a code has that number), and `code555`."""

FIRES: dict[str, Kind] = {
    "burn": Kind("a queue burns: callers who have waited for a quarter of an hour give up", names=True),
}
"""What goes wrong on the floor while its API is well."""

_CALLED = " (=ID of its campaign; the busiest)"
_FORM = re.compile(r"(?P<name>[a-z]*\d*)(?:=(?P<argument>[^@]+))?(?:@(?P<start>[^+]+)(?:\+(?P<duration>.+))?)?")
_SECONDS = re.compile(r"(\d+(?:\.\d+)?)(ms|s|m|h)?")
_UNITS = {"ms": 0.001, "s": 1.0, "m": 60.0, "h": 3600.0, None: 1.0}


def parse(text: str) -> Fault:
    """Read a fault as given on the command line. Without a start it holds from the beginning, for ever.

    Raises ValueError with a sentence that says what is wrong.
    """
    found = _FORM.fullmatch(text.strip().lower())
    if found is None:
        raise ValueError(f"{text!r} is not NAME, NAME@START or NAME@START+DURATION, for example 900@30s+10s")
    kind = _kind(found["name"])
    if kind is None:
        raise ValueError(
            f"no fault is called {found['name']!r}; there are {', '.join((*KINDS, *FIRES))}, any HTTP status, and codeN"
        )
    return Fault(
        found["name"],
        kind,
        (_campaign if kind.names else seconds)(found["argument"]) if found["argument"] else kind.default,
        seconds(found["start"]) if found["start"] else 0.0,
        seconds(found["duration"]) if found["duration"] else math.inf,
    )


def seconds(text: str) -> float:
    """Seconds of "30s", "1.5m", "250ms", "1h" or "30". Raises ValueError with a sentence."""
    found = _SECONDS.fullmatch(text)
    if found is None:
        raise ValueError(f"{text!r} is not a time such as 30s, 1.5m or 250ms")
    return float(found[1]) * _UNITS[found[2]]


def burning(faults: Iterable[Fault]) -> list[Burn]:
    """The queues that these faults set on fire: the floor's own doing, before anybody asks."""
    burns = (fault for fault in faults if fault.kind.names)
    return [
        Burn(f"{fault.argument:.0f}" if fault.argument else "", fault.start, fault.start + fault.duration)
        for fault in burns
    ]


def _campaign(text: str) -> float:
    if not text.isdecimal() or not text.isascii():
        raise ValueError(f"{text!r} is not the ID of a campaign, such as 1111")
    return float(text)


def described() -> list[tuple[str, str]]:
    """The faults for the help: name, and what happens, with the default of its argument."""
    lines = [
        (name, f"{kind.does} (={kind.default:g} {kind.unit})" if kind.unit else kind.does + _CALLED * kind.names)
        for name, kind in (KINDS | FIRES).items()
    ]
    lines.append(("300…599", "that HTTP status (=N: with Retry-After); also http340, http341"))
    lines.append(("codeN", "that response code"))
    return lines


def active(faults: Iterable[Fault], elapsed: float) -> list[Fault]:
    """The faults that hold so many seconds after the server's start, in the order given."""
    return [fault for fault in faults if fault.active(elapsed)]


def _kind(name: str) -> Kind | None:
    if known := KINDS.get(name) or FIRES.get(name):
        return known
    found = re.fullmatch(r"(code|http|)(\d+)", name)
    if found is None:
        return None
    word, number = found[1], int(found[2])
    if word == "code":
        return Kind(f"response code {number}", _code(number))
    if 300 <= number <= 599:
        return Kind(f"HTTP {number}", _status(number), unit="seconds of Retry-After")
    return None
