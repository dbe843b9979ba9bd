"""A recording being read, line by line: no more of it in memory than one line, whatever it swells to."""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from pathlib import Path

import msgspec

from dialer_tui.model import Call
from dialer_tui.tape.form import VERSION, End, Header, Line

_GZIP = 16 + zlib.MAX_WBITS
_PIECE = 2**18
LONGEST = 128 * 2**20
"""Bytes of a line, at most: twice what an answer may have."""
_DECODE = msgspec.json.Decoder(Header | Line | End).decode
_LATEST = 250_000_000_000  # seconds since 1970: in the year 9892, so that sums are still dates
_LONGEST_TIME = 10 * 366 * 86_400  # seconds, as for what the API says
_UNREADABLE = (msgspec.DecodeError, UnicodeDecodeError, RecursionError)


class Unreadable(ValueError):
    """Why a file is no recording that can be read, as a sentence without a full stop. Nothing of it is repeated."""


def lines(path: Path) -> Iterator[Line | End]:
    """The lines after the header, up to where the file was cut off. Unreadable, OSError."""
    found = _lines(path)
    _header(next(found, b""))
    for number, text in enumerate(found, 2):
        try:
            line = _DECODE(text)
        except _UNREADABLE:
            raise Unreadable(f"line {number} is not one of a recording") from None
        if isinstance(line, Header) or not (_sane(line) if isinstance(line, Line) else 0 <= line.at <= _LONGEST_TIME):
            raise Unreadable(f"line {number} is not one of a recording")
        yield line


def _sane(line: Line) -> bool:
    """Whether all its times can be."""
    lengths = (line.sent, line.received, *(length for call in line.calls for length in _lengths(call)))
    moments = (line.now, line.wall, line.start, line.end, *(call.date for call in line.calls))
    return (
        all(0 <= moment <= _LATEST for moment in moments)
        and all(0 <= length <= _LONGEST_TIME for length in lengths)
        and line.sent <= line.received
        and line.start <= line.end
        and line.count >= 0
        and (line.trouble is None or 0 <= (line.trouble.retry_after or 0) <= _LONGEST_TIME)
    )


def _lengths(call: Call) -> Iterator[int]:
    known = (call.total, call.queue, call.talk, call.hold, call.handle, call.acw)
    return (length for length in known if length is not None)


def header(path: Path) -> Header:
    """The first line. Unreadable, OSError."""
    return _header(next(_lines(path), b""))


def _header(text: bytes) -> Header:
    try:
        found = _DECODE(text)
    except _UNREADABLE:
        found = None
    if not isinstance(found, Header):
        raise Unreadable("this is no recording of dialer-tui")
    if found.version != VERSION:
        raise Unreadable(f"this is a recording of version {found.version}, and this program reads version {VERSION}")
    if not 0 <= found.wall <= _LATEST:
        raise Unreadable("this is no recording of dialer-tui")
    return found


def _lines(path: Path) -> Iterator[bytes]:
    """The whole lines of a file in gzip."""
    parts: list[bytes] = []
    size = 0
    for piece in _pieces(path):
        while piece:
            text, ending, piece = piece.partition(b"\n")
            parts.append(text)
            size += len(text)
            if size > LONGEST:
                raise Unreadable(f"a line of it is longer than {LONGEST >> 20} MB")
            if ending:
                yield b"".join(parts)
                parts, size = [], 0


def _pieces(path: Path) -> Iterator[bytes]:
    gzip = zlib.decompressobj(_GZIP)
    with path.open("rb") as file:
        while data := file.read(_PIECE):
            while data and not gzip.eof:
                try:
                    yield gzip.decompress(data, _PIECE)
                except zlib.error:
                    raise Unreadable("it is no gzip file, or a damaged one") from None
                data = gzip.unconsumed_tail
