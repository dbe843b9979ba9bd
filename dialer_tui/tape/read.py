"""A recording being read, line by line: no more of it in memory than one line, whatever it swells to."""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from itertools import chain
from operator import attrgetter
from pathlib import Path

import msgspec

from dialer_tui.tape.form import VERSION, End, Header, Line
from dialer_tui.tape.index import Index

_GZIP = 16 + zlib.MAX_WBITS
_PIECE = 2**18
LONGEST = 128 * 2**20
"""Bytes of a line, at most: twice what an answer may have."""
_DECODE = msgspec.json.Decoder(Header | Line | End).decode
_LATEST = 250_000_000_000  # seconds since 1970: in the year 9892, so that sums are still dates
_LONGEST_TIME = 10 * 366 * 86_400  # seconds, as for what the API says
_LENGTHS = attrgetter("total", "queue", "talk", "hold", "handle", "acw")
_DATE = attrgetter("date")
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
    lengths = {line.sent, line.received, *chain.from_iterable(map(_LENGTHS, line.calls))} - {None}
    moments = {line.now, line.wall, line.start, line.end, *map(_DATE, line.calls)}
    return (
        all(0 <= moment <= _LATEST for moment in moments)
        and all(0 <= length <= _LONGEST_TIME for length in lengths)
        and line.sent <= line.received
        and line.start <= line.end
        and line.count >= 0
        and (line.trouble is None or 0 <= (line.trouble.retry_after or 0) <= _LONGEST_TIME)
    )


class _Times(msgspec.Struct):
    """Of a line, when the answer came or the recording ended, and the server's time then: all that an index needs."""

    received: float = -1.0
    now: float = 0.0
    at: float = -1.0


_TIMES = msgspec.json.Decoder(_Times).decode


def index(path: Path) -> Index:
    """When the answers of a recording came, up to where it was cut off or cannot be read. Unreadable, OSError."""
    found = _lines(path)
    _header(next(found, b""))
    index = Index()
    try:
        for text in found:
            times = _TIMES(text)
            if not (0 <= max(times.received, times.at) <= _LONGEST_TIME and 0 <= times.now <= _LATEST):
                break
            index.add(times.received, times.now) if times.received >= 0 else index.close(times.at)
    except (*_UNREADABLE, Unreadable):
        pass  # who plays it says so, once it has come there
    return index


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
