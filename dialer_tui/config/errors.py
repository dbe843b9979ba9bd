"""What is told about a wrong configuration, in one line."""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from pathlib import Path


class ConfigError(Exception):
    """A wrong or missing setting, told in one line: where, what, and what is allowed. Exit code 2."""

    exit_code = 2

    def __init__(self, message: str, file: Path | None = None, line: int | None = None, hint: str = "") -> None:
        self.message, self.file, self.line, self.hint = message, file, line, hint
        place = f"{file}, line {line}: " if file and line else (f"{file}: " if file else "")
        super().__init__(f"{place}{message}{'; ' if hint else ''}{hint}")


class NoAccount(ConfigError):
    """Nothing is set up that could be asked: of URL, ID and key at least one is missing."""


def did_you_mean(word: object, known: Iterable[str]) -> str:
    """ ", did you mean …?" with the nearest of the known names, or nothing."""
    names = {name.casefold(): name for name in known}
    near = difflib.get_close_matches(str(word).casefold(), names, 1, 0.6)
    return f", did you mean {names[near[0]]}?" if near else ""
