"""Answers that no API should give, made of good ones: the head and body of a reply → the bytes that are sent."""

from __future__ import annotations

import gzip
import re
import zlib
from collections.abc import Callable
from email.utils import formatdate
from functools import cache

Spoil = Callable[[bytes], bytes]
"""The body of a good answer → all bytes of a bad one, head included."""

_WARNING = b"<br />\n<b>Warning</b>:  mysqli_connect(): (HY000/2002) in <b>/srv/api.php</b> on line <b>17</b><br />\n"
_DURATION = re.compile(rb'"(callTalkTime|callHoldTime)":"[^"]*"')
_TEXT = re.compile(rb'"(callContact|agentNameFirst|campaignName)":"')


def http(body: bytes, *headers: bytes, length: int | None = None) -> bytes:
    """An answer in good form, with more headers; `length`: what Content-Length claims."""
    claimed = len(body) if length is None else length
    date = formatdate(usegmt=True).encode()
    head = (b"HTTP/1.1 200 OK", b"Date: " + date, b"Content-Type: application/json", b"Content-Length: %d" % claimed)
    return b"\r\n".join((*head, *headers)) + b"\r\nConnection: close\r\n\r\n" + body


@cache
def _bomb(size: int) -> bytes:
    """Gzip of so many bytes of blanks, a thousandth of their size."""
    packer = zlib.compressobj(9, zlib.DEFLATED, 31)
    part = b" " * 2**20
    return b"".join(packer.compress(part) for _ in range(size // len(part))) + packer.flush()


def _broken(body: bytes) -> bytes:
    packed = gzip.compress(body)
    middle = len(packed) // 2
    return packed[:middle] + bytes(byte ^ 0x5A for byte in packed[middle:])


GZIP = b"Content-Encoding: gzip"

SPOILS: dict[str, Spoil] = {
    "bom": lambda body: http(b"\xef\xbb\xbf" + body),
    "warning": lambda body: http(_WARNING + body),
    "longer": lambda body: http(body, length=len(body) + 500),
    "shorter": lambda body: http(body, length=max(1, len(body) - 500)),
    "gzip": lambda body: http(_broken(body), GZIP),
    "bomb": lambda _: http(_bomb(256 * 2**20), GZIP),
    "numbers": lambda body: http(_DURATION.sub(rb'"\1":1' + b"0" * 5_000, body)),
    "utf8": lambda body: http(_TEXT.sub(lambda found: found[0] + b"\xff\xfe\xc3(\xed\xa0\x80", body)),
    "utf16": lambda body: http(body.decode().encode("utf-16")),
    "chatter": lambda _: b"SSH-2.0-OpenSSH_9.2p1\r\n",
}
"""By the name that a row of the table gives them."""
