"""Where a program of ours is called from outside: handlers, drawing, timers, tasks, threads; and failing there.

Found by watching it run, so that a new one is found by itself: a function of ours that is called by none of ours.
"""

from __future__ import annotations

import os
import sys
import threading
from collections.abc import Callable
from functools import cache
from pathlib import Path
from types import CodeType, FrameType
from typing import NamedTuple

import dialer_tui

_OURS = f"{Path(dialer_tui.__file__).parent}{os.sep}"
KEY = "TRUST_KEY"  # the variable that tells the key to what fails, whoever else is told
_STARTS = ("main", "<module>")  # by which somebody starts a program, or imports it: no error of theirs is a handler's


class Entry(NamedTuple):
    """A function of ours, and who called it. Each by its file and name."""

    function: str
    caller: str


class Telling(Exception):
    """An exception whose words, and whose own way to draw itself, tell the key."""

    def __rich__(self) -> str:
        return str(self)


def watch(found: Callable[[Entry], None]) -> None:
    """From now on, tell of each function at which the program is entered, the first time that it is."""
    known: set[CodeType] = set()

    def look(frame: FrameType, event: str, _: object) -> None:
        code = frame.f_code
        if event == "call" and code not in known and (entry := _entry(frame)) is not None:
            known.add(code)
            found(entry)

    _profile(look)


def fail_at(function: str, failing: Callable[[], object]) -> None:
    """From now on, fail when the program is entered at a function, with the key in the exception and in a variable."""
    name = function.rpartition(" ")[2].rpartition(".")[2]

    def look(frame: FrameType, event: str, _: object) -> None:
        if event != "call" or frame.f_code.co_name != name:
            return
        entry = _entry(frame)
        if entry is not None and entry.function == function:
            failing()
            key = os.environ[KEY]
            raise Telling(f"the key is {key}")

    _profile(look)


def _profile(look: Callable[[FrameType, str, object], None]) -> None:
    threading.setprofile(look)
    sys.setprofile(look)


def _entry(frame: FrameType) -> Entry | None:
    """A call as an entry, None where it is none."""
    code, back = frame.f_code, frame.f_back
    while back is not None and back.f_code.co_filename == "<string>":  # what a dataclass writes itself
        back = back.f_back
    if not _ours(code) or back is None or _ours(back.f_code) or code.co_name in _STARTS:
        return None
    return Entry(_named(code), _named(back.f_code))


@cache
def _ours(code: CodeType) -> bool:
    return code.co_filename.startswith(_OURS)


def _named(code: CodeType) -> str:
    path = Path(code.co_filename)
    return f"{path.parent.name}/{path.name} {code.co_qualname}"
