"""How every command ends: an exit code, and for an error one line on stderr. Never a traceback, never the key."""

from __future__ import annotations

import sys
import threading
from collections.abc import Callable, Coroutine
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, TypeVar

from dialer_tui.cli import out

if TYPE_CHECKING:
    from asyncio import AbstractEventLoop

Result = TypeVar("Result")

INTERRUPTED = 130
FAILED = 1


def guard(body: Callable[[], int]) -> int:
    """The exit code of a command: its own, or that of the error it ended with."""
    sys.excepthook = crashed
    threading.excepthook = lambda of: crashed(of.exc_type, of.exc_value or of.exc_type(), of.exc_traceback)
    sys.unraisablehook = lambda of: crashed(of.exc_type, of.exc_value or of.exc_type(), of.exc_traceback)
    try:
        code = body()
        if sys.stdout is not None:
            sys.stdout.flush()
        return code
    except BrokenPipeError:  # the reader has had enough: `| head -1`
        out.hush()
        return 0
    except KeyboardInterrupt:
        out.hush()
        return INTERRUPTED
    except _told() as error:
        out.say(f"{error}{_advice(error)}")
        code = getattr(error, "exit_code", FAILED)
        if isinstance(error, out.OutputError):
            out.hush()
        return code
    except OSError as error:
        out.say(f"{error.filename}: {error.strerror}" if error.filename else str(error.strerror or error))
        out.hush()
        return FAILED


def run(work: Coroutine[Any, Any, Result]) -> Result:
    """Run a coroutine on a loop of its own, on which an error that nobody waits for is one line too."""
    import asyncio

    async def heeded() -> Result:
        asyncio.get_running_loop().set_exception_handler(_stray)
        return await work

    return asyncio.run(heeded())


def _stray(_: AbstractEventLoop, context: dict[str, Any]) -> None:
    """asyncio's own way prints the error's words, and those may be anything."""
    error = context.get("exception")
    if isinstance(error, Exception):
        crashed(type(error), error, error.__traceback__)


def _told() -> tuple[type[Exception], ...]:
    """The errors that are one plain sentence and know their exit code. Imported only when something has gone wrong."""
    from dialer_tui.api.protocol import Fault
    from dialer_tui.config.errors import ConfigError
    from dialer_tui.oneshot import Incomplete

    return (out.OutputError, ConfigError, Fault, Incomplete)


def _advice(error: Exception) -> str:
    """What to do after the API's own words, which do not say it."""
    from dialer_tui.api.protocol import Fault, Kind

    if not isinstance(error, Fault) or error.code is None:
        return ""
    variables = "DIALER_TUI_AFFILIATE_ID and DIALER_TUI_AFFILIATE_KEY"
    advice = {
        Kind.REFUSED: f"Check affiliate_id and affiliate_key of the profile, or {variables}.",
        Kind.REQUEST: "This may be a mistake of dialer-tui: please report it.",
        Kind.BUSY: "Try again in a minute.",
    }
    return f" {advice[error.kind]}" if error.kind in advice else ""


def crashed(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    """A mistake of ours, in one line: where, and no value of anything, for those may be personal data or the key.

    `python -X dev -m dialer_tui` shows the whole traceback.
    """
    if sys.flags.dev_mode:
        sys.__excepthook__(kind, error, trace)
        return
    while isinstance(error, BaseExceptionGroup):  # the first of several that ended a task group
        error = error.exceptions[0]
        kind, trace = type(error), error.__traceback__
    place = ""
    while trace is not None:
        code = trace.tb_frame.f_code
        if "dialer_tui" in code.co_filename:
            place = f" at {Path(code.co_filename).name}, line {trace.tb_lineno}"
        trace = trace.tb_next
    out.say(f"this is a mistake of dialer-tui itself: {kind.__name__}{place}; please report this line")
