"""The key, and the search for it in whatever a program leaves behind, in any of the ways in which it may be written."""

from __future__ import annotations

import base64
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote


class Secret:
    """An account's key. Whatever is searched may hold the account's ID, but never this."""

    def __init__(self, key: str) -> None:
        self._ways = {way.lower() for way in _ways(key.encode())}

    def within(self, data: bytes) -> bool:
        """Whether bytes hold it, in either case: plain, backwards, as hex, base64, UTF-16, or broken into two lines."""
        plain = data.lower()
        joined = plain.translate(None, b"\r\n\0 ")
        return any(way in plain or way in joined for way in self._ways)

    def left(self, *folders: Path) -> list[str]:
        """The files under folders that hold it, in what is in them or in their names."""
        files = [path for folder in folders for path in folder.rglob("*")]
        return [
            str(path)
            for path in files
            if self.within(str(path).encode()) or (path.is_file() and self.within(path.read_bytes()))
        ]


def _ways(key: bytes) -> Iterator[bytes]:
    yield key
    yield key[::-1]
    yield key.hex().encode()
    yield quote(key).encode()
    for before in (b"", b"x", b"xx"):  # of base64 of a longer text, the middle depends on where it begins
        packed = base64.b64encode(before + key + b"xx")
        yield packed[4:-4]
