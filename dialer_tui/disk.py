"""Files that are written whole or not at all, for their owner's eyes alone."""

from __future__ import annotations

import errno
import os
import re
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from types import TracebackType

# What a file system says that has no hard links.
_NO_LINKS = frozenset({errno.EPERM, errno.EACCES, errno.ENOTSUP, errno.EOPNOTSUPP, errno.ENOSYS, errno.EMLINK})
_PART = 40  # characters


def put(path: Path, data: bytes) -> None:
    """Put a file of mode 0600 in the place of another; its folder is made, for the owner alone, where there is none.

    OSError, which names that file whatever it was that failed: what was there before is there still.
    """
    with Draft(path) as draft:
        draft.write(data)
        draft.settle(replace=True)


def parts(path: Path) -> list[Path]:
    """Drafts of a file, of which nobody may be writing any more."""
    drawn = re.compile(re.escape(_prefix(path)) + r"[a-z0-9_]{8}")  # as mkstemp draws it: an editor's own file is none
    return [one for one in path.parent.iterdir() if drawn.fullmatch(one.name)]


def _prefix(path: Path) -> str:
    """How the names of its drafts begin: the name it is to have may be as long as names can be."""
    return f".{path.name[:_PART]}."


class Draft:
    """A file of mode 0600 in the making, beside where it is to be: nothing is there before `settle`.

    A context manager: left before that, nothing stays. OSError of each step names the file that it is to be.
    """

    def __init__(self, path: Path) -> None:
        """Its folder is made, for the owner alone, where there is none."""
        self._path = path
        with self._named():
            path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            descriptor, self._name = tempfile.mkstemp(prefix=_prefix(path), dir=path.parent)  # of mode 0600
            self._file = os.fdopen(descriptor, "wb")

    def write(self, data: bytes) -> None:
        """Write more of it."""
        with self._named():
            self._file.write(data)

    def settle(self, *, replace: bool) -> None:
        """Let it be there, all of it. FileExistsError where something is there that is not to be replaced."""
        with self._named():
            self._file.flush()
            os.fsync(self._file.fileno())
            self._file.close()
            if replace or not self._linked():
                os.replace(self._name, self._path)

    def _linked(self) -> bool:
        """Put it there, unless something has come to be there, however late; False: the place is only kept."""
        try:
            os.link(self._name, self._path)
        except OSError as error:
            if error.errno not in _NO_LINKS:
                raise
            os.close(os.open(self._path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
            return False
        return True

    def __enter__(self) -> Draft:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        with suppress(OSError):
            self._file.close()
        with suppress(OSError):
            os.unlink(self._name)

    @contextmanager
    def _named(self) -> Iterator[None]:
        try:
            yield
        except OSError as error:
            raise OSError(error.errno, error.strerror, str(self._path)) from None
