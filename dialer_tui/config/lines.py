"""On which line of a TOML text a setting stands: tomllib reads values, but not where it found them."""

from __future__ import annotations

import re
import tomllib

Path = tuple[str | int, ...]

_PART = r"""(?:"[^"\n]*"|'[^'\n]*'|[A-Za-z0-9_-]+)"""
_KEY = re.compile(rf"\s*(?P<key>{_PART}(?:\s*\.\s*{_PART})*)\s*=")
_SYNTAX = re.compile(r"\(at line (\d+), column \d+\)|\(at end of document\)")


def locate(text: str) -> dict[Path, int]:
    """Path of every table and key → its line, counted from 1.

    Tables of an array count from 0: ("alerts", 0, "name").

    A line ends at a line feed alone, as TOML has it; other separators may stand in a comment or a string.

    It reads line by line, so a line inside a multi-line string may look like a key; the first of a path wins.
    """
    found: dict[Path, int] = {}
    table: Path = ()
    arrays: dict[Path, int] = {}
    for number, line in enumerate(text.split("\n"), 1):
        head = line.strip()
        if head.startswith("[") and (path := nested(head)):
            if head.startswith("[["):
                arrays[path] = arrays.get(path, -1) + 1
                found.setdefault(path, number)
                path = (*path, arrays[path])
            table = path
            found.setdefault(table, number)
        elif (match := _KEY.match(line)) and (path := nested(f"{match['key']} = 0")):
            for length in range(1, len(path) + 1):
                found.setdefault((*table, *path[:length]), number)
    return found


def line_of(lines: dict[Path, int], path: Path) -> int | None:
    """The line of a path, or of the nearest table above it that has one."""
    for length in range(len(path), 0, -1):
        if path[:length] in lines:
            return lines[path[:length]]
    return None


def syntax_line(error: tomllib.TOMLDecodeError, text: str) -> int | None:
    """The line a syntax error of tomllib speaks of, which it tells in its message only."""
    match = _SYNTAX.search(str(error))
    if match is None:
        return None
    return int(match[1]) if match[1] else text.rstrip("\n").count("\n") + 1


def nested(fragment: str) -> Path:
    """The path of the one table or key in a fragment of a TOML text, () where it is none."""
    try:
        value: object = tomllib.loads(fragment)
    except tomllib.TOMLDecodeError:
        return ()
    path: list[str | int] = []
    while isinstance(value, (dict, list)) and value:
        if isinstance(value, dict):
            name, value = next(iter(value.items()))
            path.append(name)
        else:
            value = value[0]
    return tuple(path)
