"""From settings to a feed or a one-shot: the one place that builds clock, client and what asks."""

from __future__ import annotations

import gc
import os
from collections.abc import Awaitable, Callable, Mapping
from typing import TYPE_CHECKING, Any, TypeVar
from urllib.parse import urlsplit

from dialer_tui import config
from dialer_tui.api.client import Client
from dialer_tui.api.protocol import check_credentials
from dialer_tui.cli import ending, out
from dialer_tui.clock import Clock
from dialer_tui.config import ConfigError, Settings
from dialer_tui.intake import LeftOut

if TYPE_CHECKING:
    from dialer_tui.feed import Feed
    from dialer_tui.oneshot import OneShot

Result = TypeVar("Result")

NO_DATE = "the server's answers carry no usable Date: times are told by this machine's clock"
_OPTIONS = ("url", "affiliate_id", "affiliate_key", "interval", "window", "campaigns", "agents", "own")


def settings(given: Mapping[str, Any]) -> Settings:
    """The settings that options, environment and file make; what is to be warned of goes to stderr."""
    found = load(given)
    for sentence in found.warnings:
        out.say(sentence)
    return found


def load(given: Mapping[str, Any]) -> Settings:
    """The settings that options, environment and file make. Nothing is said."""
    options = {key: given[key] for key in _OPTIONS if key in given}
    return config.load(given.get("config"), given.get("profile"), os.environ, options)


def client(found: Settings, clock: Clock) -> Client:
    """A client for an account. ConfigError where the URL, ID or key cannot be right."""
    account = found.affiliate_id, found.affiliate_key
    try:
        check_credentials(*account)
    except ValueError as error:
        sources = dict.fromkeys(found.sources[key] for key in ("affiliate_id", "affiliate_key"))
        raise ConfigError(f"{' and '.join(sources)}: {error}") from None
    try:
        return Client(found.url, *account, clock, ca_file=found.ca_file, dated_at_end=found.dated_at_end)
    except ValueError as error:
        named = str(error).startswith("ca_file")  # that one says for itself which setting it is about
        raise ConfigError(str(error) if named else f"{found.sources['url']}: {error}") from None


def trial(url: str, affiliate_id: str, affiliate_key: str, ca_file: str | None, clock: Clock) -> Client:
    """A client for an account that is not written down yet. ValueError where it cannot be right."""
    return Client(url, affiliate_id, affiliate_key, clock, ca_file=ca_file)


def hidden(found: Settings) -> tuple[str, ...]:
    """What of an account must not be told to others: the URL's host, the ID, the key."""
    parts = urlsplit(found.url)
    return (found.url, parts.netloc, parts.hostname or "", found.affiliate_id, found.affiliate_key)


def feed(found: Settings, *, apart: bool = True, unattended: bool = False) -> Feed:
    """A feed that has asked nothing yet. `apart`: it tells namesakes apart. `unattended`: it never stops asking."""
    from dialer_tui.feed import Feed

    clock = Clock()
    return Feed(client(found, clock), clock, found.poll, found.scope, apart=apart, unattended=unattended)


def once(found: Settings, body: Callable[[OneShot], Awaitable[Result]]) -> Result:
    """Ask something once and let go; what had to be left out of the answers is said on stderr.

    A command ends before a cycle of objects matters, and the collector would walk its long lists again and again.
    """
    gc.disable()
    from dialer_tui.oneshot import OneShot

    clock = Clock()
    one = OneShot(client(found, clock), clock, found.poll, found.scope)

    async def ask() -> Result:
        try:
            return await body(one)
        finally:
            await one.client.close()

    result = ending.run(ask())
    for line in left_out(one.left_out):
        out.say(line)
    if not clock.known:
        out.say(NO_DATE)
    return result


def left_out(what: LeftOut) -> list[str]:
    """What was strange in the answers, in words."""
    lines = []
    if what.bad:
        reasons = "; ".join(what.reasons)
        lines.append(f"{what.bad} {'record was' if what.bad == 1 else 'records were'} left out: {reasons}")
    if what.doubled:
        lines.append(f"{what.doubled} IDs came twice in one answer; one record of each was kept")
    if what.repaired:
        lines.append(f"{what.repaired} answers were not quite JSON and have been mended")
    return lines
