"""The two headers that carry time, and what the configured URL may be."""

from __future__ import annotations

import re
from datetime import UTC
from email.utils import parsedate_to_datetime
from ipaddress import ip_address
from urllib.parse import urlsplit

_LONGEST_WAIT = 86_400.0
_PRINTABLE = re.compile(r"[^\s\x00-\x20\x7f-\x9f\\]+")


def http_date(value: str | None) -> float | None:
    """An HTTP date as seconds since 1970 UTC; None when missing or unreadable."""
    try:
        when = parsedate_to_datetime(value or "")
        return (when if when.tzinfo else when.replace(tzinfo=UTC)).timestamp()
    except (ValueError, TypeError, IndexError, OverflowError):
        return None


def retry_after(value: str | None, now: float) -> float | None:
    """Retry-After in seconds from now, whole seconds or an HTTP date on the wire; at most a day."""
    value = (value or "").strip()
    if value.isascii() and value.isdigit():
        return min(float(value[:9]), _LONGEST_WAIT)
    until = http_date(value)
    return None if until is None else min(max(until - now, 0.0), _LONGEST_WAIT)


def check_url(url: str) -> bool:
    """Whether a URL is of this machine itself (loopback). ValueError saying why it may not be used at all.

    The key goes to that URL: only over https, or without leaving the machine. The message never repeats the URL, which
    may hold a password.
    """
    if not _PRINTABLE.fullmatch(url):
        raise ValueError("the url is empty or holds blanks or control characters")
    try:
        parts = urlsplit(url)
        host, _ = parts.hostname or "", parts.port
    except ValueError:
        raise ValueError("the url's host or port is not readable") from None
    if parts.scheme not in ("https", "http") or not host:
        raise ValueError("the url must look like https://HOST/PATH")
    if "@" in parts.netloc:
        raise ValueError("the url holds a user name or password: leave them out, the API takes an ID and a key")
    if parts.fragment:
        raise ValueError("the url must not hold a #")
    loopback = _is_loopback(host)
    if parts.scheme == "http" and not loopback:
        raise ValueError("the url must begin with https://, or the key would travel in the clear")
    return loopback


def _is_loopback(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host.rstrip(".") == "localhost"
