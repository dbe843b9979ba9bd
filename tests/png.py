"""A word inside a PNG: which SVG it was drawn from, so that a test can say when one of the two is old."""

from __future__ import annotations

import hashlib
import struct
import zlib
from collections.abc import Iterator
from pathlib import Path

SIGNATURE = b"\x89PNG\r\n\x1a\n"
KEYWORD = b"SVG SHA-256"


def chunks(png: bytes) -> Iterator[tuple[bytes, bytes]]:
    """(type, data) of each chunk. ValueError for what is no PNG, or is damaged."""
    if not png.startswith(SIGNATURE):
        raise ValueError("no PNG")
    at = len(SIGNATURE)
    while at < len(png):
        length, kind = struct.unpack_from(">I4s", png, at)
        data = png[at + 8 : at + 8 + length]
        if png[at + 8 + length : at + 12 + length] != _sum(kind, data):
            raise ValueError("a damaged PNG")
        yield kind, data
        at += 12 + length


def digest(svg: bytes) -> bytes:
    """What stands for an SVG."""
    return hashlib.sha256(svg).hexdigest().encode()


def sign(png: Path, svg: Path) -> None:
    """Write into a PNG which SVG it was drawn from, as a tEXt chunk before its end."""
    *kept, end = ((kind, data) for kind, data in chunks(png.read_bytes()) if not _signature(kind, data))
    said = b"tEXt", KEYWORD + b"\0" + digest(svg.read_bytes())
    png.write_bytes(SIGNATURE + b"".join(_chunk(*chunk) for chunk in (*kept, said, end)))


def signed(png: bytes) -> bytes:
    """The digest of the SVG that a PNG was drawn from, b"" where none is written in it."""
    return next((data[len(KEYWORD) + 1 :] for kind, data in chunks(png) if _signature(kind, data)), b"")


def _signature(kind: bytes, data: bytes) -> bool:
    return kind == b"tEXt" and data.startswith(KEYWORD + b"\0")


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + _sum(kind, data)


def _sum(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", zlib.crc32(kind + data))
