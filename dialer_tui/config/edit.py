"""Changes to a config.toml as text: the lines of one setting are replaced or added, everything else stays as it was.

Whatever an edit did is read back: it counts only when the file then says what it said before, and what was wanted.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from typing import Any

import tomli_w

from dialer_tui.config import lines
from dialer_tui.config.errors import ConfigError

Table = tuple[str, ...]

_BOM = "\ufeff"
_HEADER = re.compile(r"\s*\[")
_REST = re.compile(r"\s*(#.*)?")


class Text:
    """The text of a config.toml while it is edited. Line ends and a byte order mark stay as they are."""

    def __init__(self, data: bytes) -> None:
        """ValueError where it is not TOML."""
        text = data.decode("utf-8-sig")
        self._bom = _BOM if data.startswith(_BOM.encode()) else ""
        self._lines = re.findall(r"[^\n]*\n|[^\n]+", text)
        self._end = "\r\n" if self._lines and self._lines[0].endswith("\r\n") else "\n"
        self._wanted = _parsed(text)

    def data(self) -> bytes:
        """The text as bytes. ConfigError where it could not be edited without changing something else."""
        text = "".join(self._lines)
        try:
            right = _parsed(text) == self._wanted
        except tomllib.TOMLDecodeError:
            right = False
        if not right:
            hint = "write [profiles.NAME], [view] and [figures] as tables, each setting on a line of its own below"
            raise ConfigError("this file is written in a way that cannot be changed from here", hint=hint)
        return (self._bom + text).encode()

    def has(self, table: Table) -> bool:
        """Whether there is such a table, or a setting of that path."""
        return _at(self._wanted, table) is not None

    def put(self, table: Table, values: Mapping[str, Any]) -> None:
        """Give settings of a table their values; a value of None takes the setting out.

        A setting that is there keeps its place and the comment behind it, and its very letters where it has the value
        already. A new one follows the table's other settings; a new table stands at the end. `()` is the top of the
        file.
        """
        values = {name: value for name, value in values.items() if not self._says((*table, name), value)}
        self._want(table, values)
        for name, value in values.items():
            found = self._find((*table, name))
            if found is not None:
                self._replace(found, name, value)
            elif value is not None:
                self._add(table, f"{_dumped(name, value)}{self._end}")

    def _says(self, path: Table, value: Any) -> bool:
        """Whether a setting has a value already."""
        had = _at(self._wanted, path)
        return had is not None and type(had) is type(value) and had == value

    def _want(self, table: Table, values: Mapping[str, Any]) -> None:
        place = self._wanted
        for name in table:
            place = place.setdefault(name, {})
        for name, value in values.items():
            place.pop(name, None)
            if value is not None:
                place |= _parsed(_dumped(name, value))

    def _replace(self, found: slice, name: str, value: Any) -> None:
        if value is None:
            self._lines[found] = []
            return
        last = self._lines[found.stop - 1]
        end = last[len(last.rstrip("\r\n")) :]
        old = "".join(self._lines[found]).rstrip("\r\n")
        key, comment = _split(old)
        said = _dumped(name, value)
        self._lines[found] = [f"{key}{said[said.index('=') + 1 :]}{comment}{end}"]

    def _add(self, table: Table, line: str) -> None:
        sections = dict(self._sections())
        if table in sections:
            at = self._behind(sections[table])
        elif not table:
            at = 0
        else:
            self._break_line()
            if self._lines and self._lines[-1].strip():
                self._lines.append(self._end)
            self._lines.append(f"[{'.'.join(map(_key, table))}]{self._end}")
            at = len(self._lines)
        if at == len(self._lines):
            self._break_line()
        self._lines.insert(at, line)

    def _behind(self, section: slice) -> int:
        """The line behind a table's last setting: what follows it there may belong to the next table."""
        at: int = section.start + 1
        for statement in self._statements(section):
            at = statement.stop
        return at

    def _break_line(self) -> None:
        if self._lines and not self._lines[-1].endswith("\n"):
            self._lines[-1] += self._end

    def _find(self, path: Table) -> slice | None:
        """The lines of a setting."""
        for table, section in self._sections():
            if table == path[: len(table)]:
                for statement in self._statements(section):
                    key, _, _ = "".join(self._lines[statement]).partition("=")
                    if (*table, *lines.nested(f"{key}= 0")) == path:
                        return statement
        return None

    def _sections(self) -> Iterator[tuple[Table, slice]]:
        """Each table's path and lines, its header among them; the top of the file first, where it has settings."""
        path: Table | None = ()
        start = -1
        for at, line in enumerate(self._lines):
            if _HEADER.match(line) and self._boundary(at):
                if path is not None and (path or any(True for _ in self._statements(slice(start, at)))):
                    yield path, slice(start, at)
                found = lines.nested(line)
                start, path = at, None if line.lstrip().startswith("[[") else tuple(map(str, found))
        if path is not None and (path or any(True for _ in self._statements(slice(start, len(self._lines))))):
            yield path, slice(start, len(self._lines))

    def _statements(self, section: slice) -> Iterator[slice]:
        """The lines of each setting of a table, or of the top of the file (whose header would be line -1)."""
        at = section.start + 1
        while at < section.stop:
            line = self._lines[at].strip()
            if not line or line.startswith("#"):
                at += 1
                continue
            end = at + 1
            while end < section.stop and not self._whole(at, end):
                end += 1
            yield slice(at, end)
            at = end

    def _whole(self, start: int, end: int) -> bool:
        """Whether these lines are settings from the first to the last character."""
        try:
            tomllib.loads("".join(self._lines[start:end]))
        except tomllib.TOMLDecodeError:
            return False
        return True

    def _boundary(self, at: int) -> bool:
        """Whether a line starts something of its own, rather than lying inside a value of many lines."""
        return self._whole(0, at)


def _parsed(text: str) -> dict[str, Any]:
    """The content, with floating point numbers as they are written: nan is not equal to itself."""
    return tomllib.loads(text, parse_float=str)


def _at(content: Any, path: Table) -> Any:
    for name in path:
        content = content.get(name) if isinstance(content, dict) else None
    return content


def _dumped(name: str, value: Any) -> str:
    """`name = value`, as TOML, on one line."""
    return tomli_w.dumps({name: value}).rstrip("\n")


def _key(name: str) -> str:
    """A name as it stands in a header."""
    return _dumped(name, 0).rpartition(" = ")[0]


def _split(statement: str) -> tuple[str, str]:
    """A setting's `name =` and what stands behind its value: blanks and a comment, if any."""
    head, _, value = statement.partition("=")
    for at in range(len(value) + 1):
        if _REST.fullmatch(value, at):
            try:
                tomllib.loads(f"x = {value[:at]}")
            except tomllib.TOMLDecodeError:
                continue
            return f"{head}=", value[at:]
    return f"{head}=", ""
