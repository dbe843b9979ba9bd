"""An account being set up: what may be typed, what the file says so far, the try. The screen and `init` share it."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from dialer_tui import config, zones
from dialer_tui.api.headers import check_url
from dialer_tui.api.protocol import Fault, Kind, check_credentials
from dialer_tui.cli import connect
from dialer_tui.clock import Clock
from dialer_tui.config.file import ConfigFile
from dialer_tui.config.table import DEFAULT_URL
from dialer_tui.model import Ask

FIRST = "default"  # what the first profile is called where nobody said
SKEWED = 5.0  # seconds of skew from which it is said
_ANY_ID, _ANY_KEY = "0" * 12, "0" * 32


def file(given: Mapping[str, Any], environ: Mapping[str, str] = os.environ) -> Path:
    """The settings file that options and environment name, which need not exist."""
    named = given.get("config") or environ.get("DIALER_TUI_CONFIG")
    return (Path(named) if named else config.default_file()).expanduser()


# What may be typed: name → value, or ValueError with a sentence without a full stop


def url(text: str) -> str:
    """The API's URL."""
    check_url(text)
    return text


def affiliate_id(text: str) -> str:
    """12 letters and digits."""
    check_credentials(text, _ANY_KEY)
    return text


def affiliate_key(text: str) -> str:
    """32 letters and digits; the error does not repeat them."""
    check_credentials(_ANY_ID, text)
    return text


def timezone(text: str) -> str:
    """An IANA name."""
    zones.zone(text)
    return text


def target(text: str) -> float:
    """A share of calls: "80", "80 %" and "0.8" are all 0.8."""
    try:
        number = float(text.strip().removesuffix("%").strip().replace(",", "."))
    except ValueError:
        number = -1.0
    share = number if number <= 1 else round(number / 100, 6)
    if not 0 < share <= 1:
        raise ValueError("the service-level target is a percentage, such as 80")
    return share


READ: dict[str, Callable[[str], Any]] = {
    "url": url,
    "affiliate_id": affiliate_id,
    "affiliate_key": affiliate_key,
    "timezone": timezone,
    "target": target,
}


def percent(share: float) -> str:
    """A share as it is typed: 0.8 is "80"."""
    return f"{share * 100:g}"


@dataclass(frozen=True)
class Present:
    """What a settings file says so far of what is asked for; where it says nothing, what is proposed."""

    profiles: tuple[str, ...]
    profile: str  # the one that would be used, FIRST where there is none
    url: str
    affiliate_id: str
    timezone: str
    timezone_set: bool
    target: float
    answer_within: int


def present(path: Path, name: str | None = None, environ: Mapping[str, str] = os.environ) -> Present:
    """Read a settings file, which need not exist. ConfigError."""
    found = ConfigFile(path)
    profiles, view, figures = found.profiles(), found.values("view"), found.values("figures")
    name = name or found.values("")["profile"] or (next(iter(profiles)) if len(profiles) == 1 else FIRST)
    mine = profiles.get(name, {})
    zone: ZoneInfo | None = view["timezone"]
    return Present(
        profiles=tuple(profiles),
        profile=name,
        url=mine.get("url") or DEFAULT_URL,
        affiliate_id=mine.get("affiliate_id") or "",
        timezone=zone.key if zone else _machine_zone(environ),
        timezone_set=zone is not None,
        target=figures["service_level_target"],
        answer_within=figures["answer_within"],
    )


def _machine_zone(environ: Mapping[str, str]) -> str:
    """This machine's zone where it has a name that a settings file can hold, else UTC."""
    name = zones.local(environ).key
    try:
        return zones.zone(name or "").key
    except ValueError:
        return "UTC"


# The try


@dataclass(frozen=True)
class Found:
    """What a try came to: how many agents the API lists, and what is to be said besides."""

    agents: int
    remarks: tuple[str, ...]


async def attempt(url: str, affiliate_id: str, affiliate_key: str, path: Path) -> Found:
    """Ask the API for its agents, once, as a settings file says besides. Fault; ConfigError for its ca_file."""
    found = ConfigFile(path)
    clock = Clock()
    authorities = found.certificates(found.values("api")["ca_file"])
    client = connect.trial(url, affiliate_id, affiliate_key, authorities, clock)
    try:
        answer = await client.fetch(Ask("getAgents"))
    finally:
        await client.close()
    return Found(len(answer.records), _remarks(clock))


def _remarks(clock: Clock) -> tuple[str, ...]:
    if not clock.known:
        return (connect.NO_DATE,)
    if abs(clock.skew) <= SKEWED:
        return ()
    import humanize

    way = "behind" if clock.skew > 0 else "ahead of"
    span = humanize.naturaldelta(timedelta(seconds=round(abs(clock.skew))))
    return (f"this machine's clock is {span} {way} the server's; dialer-tui goes by the server's",)


def said(fault: Fault) -> tuple[str, str]:
    """A try's fault in words that say what to do, and the field to look at, "" for none of them."""
    if fault.kind is Kind.REFUSED:
        return f"{fault} Check both, or paste them once more.", "affiliate_key"
    if fault.kind is Kind.REQUEST:
        return f"{fault} This may be a mistake of dialer-tui: please report it.", ""
    if fault.code is not None or (fault.status or 0) >= 500 or fault.status == 429:
        return f"{fault} Try again in a minute.", ""
    return (str(fault) if "check" in str(fault) else f"{fault} Check the URL."), "url"
