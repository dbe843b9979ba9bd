"""The report of a crash: what is needed to mend it, and nothing that could be private.

Types, files, lines and functions. No message of an exception, no local variable, no line of an answer: any of them may
hold a name, a number or the key.
"""

from __future__ import annotations

import os
import platform
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from types import TracebackType

from dialer_tui import disk


def write(error: BaseException, folder: Path | None = None) -> Path | None:
    """Write the report into a folder (default: the user's state folder), mode 0600. None where that cannot be done."""
    try:
        name = f"crash-{time.strftime('%Y%m%dT%H%M%SZ', time.gmtime())}-{os.getpid()}.txt"
        path = (folder or _state_folder()) / name
        disk.put(path, "".join(f"{line}\n" for line in lines(error)).encode())
    except OSError:
        return None
    return path


def lines(error: BaseException) -> Iterator[str]:
    """The report's lines."""
    from importlib.metadata import version

    yield f"dialer-tui {version('dialer-tui')}, textual {version('textual')}"
    yield f"Python {platform.python_version()} on {sys.platform}, TERM={os.environ.get('TERM', '')}"
    seen: set[int] = set()
    yield from _chain(error, "", seen)


def cause(error: BaseException) -> str:
    """The name of the type of what went wrong at the bottom; of several the first."""
    while isinstance(error, BaseExceptionGroup):
        error = error.exceptions[0]
    return type(error).__name__


def _chain(error: BaseException, indent: str, seen: set[int]) -> Iterator[str]:
    if id(error) in seen:
        return
    seen.add(id(error))
    yield f"{indent}{type(error).__module__}.{type(error).__qualname__}"
    for frame in _frames(error.__traceback__):
        yield f"{indent}  {frame}"
    if isinstance(error, BaseExceptionGroup):
        for inner in error.exceptions:
            yield from _chain(inner, indent + "    ", seen)
    for word, linked in (("caused by", error.__cause__), ("while handling", error.__context__)):
        if linked is not None and id(linked) not in seen:
            yield f"{indent}{word}"
            yield from _chain(linked, indent, seen)


def _frames(traceback: TracebackType | None) -> Iterator[str]:
    while traceback is not None:
        code = traceback.tb_frame.f_code
        yield f"{_short(code.co_filename)}:{traceback.tb_lineno} {code.co_qualname}"
        traceback = traceback.tb_next


def _short(path: str) -> str:
    """A file's path from where Python looks for modules: the rest may hold a person's name."""
    for root in sorted(filter(None, sys.path), key=len, reverse=True):
        if path.startswith(root.rstrip("/") + "/"):
            return path[len(root.rstrip("/")) + 1 :]
    return Path(path).name


def _state_folder() -> Path:
    import platformdirs

    return Path(platformdirs.user_state_dir("dialer-tui", appauthor=False))
