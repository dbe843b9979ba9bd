"""A recording being written: a file for its owner alone, readable to its last whole line whenever it is cut off."""

from __future__ import annotations

import os
import zlib
from pathlib import Path

import msgspec

from dialer_tui.text import json_safe

_GZIP = 16 + zlib.MAX_WBITS
_ENCODE = msgspec.json.Encoder().encode


class Tape:
    """A new file of mode 0600. FileExistsError where there is one, unless it is to be replaced; OSError."""

    def __init__(self, path: Path, *, replace: bool = False) -> None:
        self._path = path
        flags = os.O_WRONLY | os.O_CREAT | os.O_NOFOLLOW | os.O_CLOEXEC | (os.O_TRUNC if replace else os.O_EXCL)
        self._file = os.open(path, flags, 0o600)
        if replace:
            os.fchmod(self._file, 0o600)
        self._gzip = zlib.compressobj(6, wbits=_GZIP)
        self.size = 0

    def write(self, line: msgspec.Struct) -> None:
        """Put a line down, to the last byte. OSError, which names the file."""
        try:
            text = _ENCODE(line)
        except UnicodeEncodeError:  # a lone surrogate
            return
        text = json_safe(text.decode()).encode()
        self._put(self._gzip.compress(text + b"\n") + self._gzip.flush(zlib.Z_SYNC_FLUSH))

    def close(self) -> None:
        """End the file. OSError."""
        try:
            self._put(self._gzip.flush(zlib.Z_FINISH))
        finally:
            os.close(self._file)

    def _put(self, data: bytes) -> None:
        try:
            while data:
                written = os.write(self._file, data)
                self.size += written
                data = data[written:]
        except OSError as error:
            raise OSError(error.errno, error.strerror, str(self._path)) from None
