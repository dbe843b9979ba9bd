"""Bodies as they come off the wire, decompressed piece by piece and never past a limit."""

from __future__ import annotations

import secrets
import zlib
from collections.abc import Iterator

from xxhash import xxh3_128

_PLAIN = frozenset({"", "identity"})
_GZIP = frozenset({"gzip", "x-gzip"})
_GZIP_ONLY = 16 + zlib.MAX_WBITS
_PIECE = 2**18
# The digest only has to tell an answer from the one before it, within one run. Ten times as fast as any that defends
# against forgers; the seed is one no caller who chooses a name can know.
_SEED = secrets.randbits(64)


class Undecodable(ValueError):
    """A body that is not what its Content-Encoding says, is cut short, or is in an encoding not asked for."""


class TooLarge(ValueError):
    """A body past the limit. A few kilobytes can be made to swell to any size, so it is not read to its end."""


class Inflater:
    """Collects one body: `feed` each part as it came, then take its `parts()` and its `digest`."""

    def __init__(self, encoding: str, limit: int) -> None:
        encoding = encoding.strip().lower()
        if encoding not in _PLAIN | _GZIP:
            raise Undecodable("an encoding that was not asked for")
        self._gzip = zlib.decompressobj(_GZIP_ONLY) if encoding in _GZIP else None
        self._begun = False
        self._limit = limit
        self._parts: list[bytes] = []
        self._size = 0
        self._hash = xxh3_128(seed=_SEED)

    def feed(self, part: bytes) -> Iterator[None]:
        """Take a part in; each step of the iteration decompresses a bounded piece, so that the loop can breathe."""
        if self._gzip is None:
            self._add(part)
            return
        while part:  # what the decompressor holds back comes with the rest: a checksum always follows
            if self._gzip.eof:  # one stream may follow another (RFC 1952, 2.2)
                self._gzip = zlib.decompressobj(_GZIP_ONLY)
            try:
                piece = self._gzip.decompress(part, _PIECE)
            except zlib.error as error:
                raise Undecodable(str(error)) from None
            self._begun = True
            self._add(piece)
            part = self._gzip.unconsumed_tail or self._gzip.unused_data
            yield

    def _add(self, part: bytes) -> None:
        self._size += len(part)
        if self._size > self._limit:
            raise TooLarge
        self._parts.append(part)
        self._hash.update(part)

    def parts(self) -> list[bytes]:
        """The whole body, in pieces: who knows it already need not put it together.

        Raises Undecodable where a compressed one lacks its end.
        """
        if self._gzip is not None and self._begun and not self._gzip.eof:
            raise Undecodable("cut short")
        return self._parts

    @property
    def digest(self) -> bytes:
        """Equal for equal bodies. Taken part by part: at once it would hold the loop up."""
        return self._hash.digest()
