"""One config.toml: read, checked against the table, every complaint with its line."""

from __future__ import annotations

import os
import stat
import tomllib
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from dialer_tui.config import lines
from dialer_tui.config.errors import ConfigError, did_you_mean
from dialer_tui.config.kinds import WrongValue
from dialer_tui.config.table import NAMED, SECRET, SETTINGS

Table = Mapping[str, Any]


def default_file() -> Path:
    """config.toml in the user's config folder."""
    import platformdirs

    return Path(platformdirs.user_config_dir("dialer-tui", appauthor=False)) / "config.toml"


class ConfigFile:
    """A config.toml, or the lack of one: then every setting has its default."""

    def __init__(self, path: Path) -> None:
        """ConfigError where it is unreadable or not TOML, or holds an unknown table."""
        self.path = path
        self.exists = True
        self._lines: dict[lines.Path, int] = {}
        self._content: dict[str, Any] = {}
        try:
            text = path.read_bytes().decode("utf-8-sig")
        except FileNotFoundError:
            self.exists = False
            return
        except OSError as error:
            raise ConfigError(f"cannot be read: {error.strerror}", path) from None
        except UnicodeDecodeError as error:
            line = error.object[: error.start].count(b"\n") + 1
            raise ConfigError("this is not UTF-8 text", path, line) from None
        try:
            self._content = tomllib.loads(text.replace("\r\n", "\n"))
        except tomllib.TOMLDecodeError as error:
            place = lines.syntax_line(error, text)
            what = str(error).partition(" (at ")[0]
            raise ConfigError(f"this is not TOML: {what}", path, place, 'write name = "value"') from None
        except RecursionError:
            raise ConfigError("lists or tables are nested too deeply", path) from None
        self._lines = lines.locate(text)
        tables = [name for name in SETTINGS if name] + ["keys"]
        top = [setting.name for setting in SETTINGS[""]]
        self._refuse_unknown((), self._content, [*top, *tables], f"allowed at the top: {', '.join(top)} and the tables")

    def line(self, *path: str | int) -> int | None:
        """The line of a setting, or of the nearest table above it that has one."""
        return lines.line_of(self._lines, path)

    def place(self, *path: str | int) -> str:
        """ "config.toml, line 3", for an error found later."""
        line = self.line(*path)
        return f"{self.path}, line {line}" if line else str(self.path)

    def error(self, message: str, *path: str | int, hint: str = "") -> ConfigError:
        """An error at the line of a setting."""
        return ConfigError(message, self.path, self.line(*path), hint)

    def values(self, table: str) -> dict[str, Any]:
        """The settings of one table: the file's over the defaults; None where there is neither."""
        if not table:
            return self._read("", (), {key: value for key, value in self._content.items() if key == "profile"})
        return self._read(table, (table,), self._table((table,), self._content.get(table, {})))

    def profiles(self) -> dict[str, dict[str, Any]]:
        """Every profile by name, all of them checked: a mistake in one that is not used is a mistake too."""
        named = self._table(("profiles",), self._content.get("profiles", {}))
        found = {}
        for name, content in named.items():
            path = ("profiles", name)
            found[name] = self._read("profiles", path, self._table(path, content))
            if found[name]["affiliate_key"] and found[name]["affiliate_key_command"]:
                message = f"[profiles.{name}] has both affiliate_key and affiliate_key_command"
                raise self.error(message, *path, "affiliate_key_command", hint="keep one of them")
        return found

    def no_profile(self) -> dict[str, Any]:
        """The settings of a profile where none is used: the defaults."""
        return self._read("profiles", ("profiles",), {})

    def alerts(self) -> tuple[dict[str, Any], ...]:
        """The rules of [[alerts]], each with its defaults, None where it has no such setting."""
        rules = self._content.get("alerts", [])
        if not isinstance(rules, list) or not all(isinstance(rule, dict) for rule in rules):
            raise self.error("alerts is a list of tables", "alerts", hint="write [[alerts]] above each rule")
        return tuple(self._alert(index, rule) for index, rule in enumerate(rules))

    def keys(self) -> dict[str, tuple[str, ...]]:
        """[keys]: the name of an action → the keys that do it."""
        found = {}
        for action, value in self._table(("keys",), self._content.get("keys", {})).items():
            keys = [value] if isinstance(value, str) else value
            if not isinstance(keys, list) or not all(isinstance(key, str) and key.strip() for key in keys):
                hint = 'allowed: a key, such as "s", or a list of keys'
                raise self.error(f"[keys] {action} = {_shown(value)} is not allowed", "keys", action, hint=hint)
            found[action] = tuple(part.strip() for key in keys for part in _parts(key))
        return found

    def key_lines(self) -> dict[str, int | None]:
        """The line of each action in [keys], for whoever knows which actions there are."""
        return {action: self.line("keys", action) for action in self._content.get("keys", {})}

    def certificates(self, name: str | None) -> str | None:
        """The path of [api] ca_file: ~ is the home, a relative one starts at this file's folder."""
        if name is None:
            return None
        path = self.path.parent / name
        try:
            path = self.path.parent / Path(name).expanduser()
            path.open("rb").close()
        except (OSError, ValueError, RuntimeError) as error:  # no file, no file's name, nobody's home
            message = f"[api] ca_file: {path} cannot be read: {getattr(error, 'strerror', error)}"
            raise self.error(message, "api", "ca_file") from None
        return str(path)

    def warnings(self) -> tuple[str, ...]:
        """A sentence where others can read a key in this file, and how to mend it."""
        profiles = self._content.get("profiles", {})
        if os.name != "posix" or not any("affiliate_key" in profile for profile in profiles.values()):
            return ()
        mode = stat.S_IMODE(self.path.stat().st_mode)
        if not mode & 0o077:
            return ()
        may = f"holds a key and others may read it (mode {mode:04o})"
        return (f"{self.path} {may}; to mend that: chmod 600 {self.path}",)

    def _alert(self, index: int, rule: Table) -> dict[str, Any]:
        values = self._read("alerts", ("alerts", index), rule)
        kinds = [kind for kind in ("figure", "calls", "state") if values[kind] is not None]
        bounds = [bound for bound in ("above", "below") if values[bound] is not None]
        complaint = ""
        if values["name"] is None:
            complaint = "has no name"
        elif len(kinds) != 1:
            complaint = "needs exactly one of figure, calls and state"
        elif kinds == ["figure"] and len(bounds) != 1:
            complaint = "needs exactly one of above and below beside its figure"
        elif kinds != ["figure"] and bounds:
            complaint = f"has {bounds[0]}, which goes with a figure only"
        if complaint:
            raise self.error(f"[[alerts]] number {index + 1} {complaint}", "alerts", index)
        return values

    def refuse_alert(self, index: int, setting: str, value: object, why: str, hint: str) -> ConfigError:
        """An error about a setting of a rule of [[alerts]], that its shape alone does not show."""
        return self.error(f"[[alerts]] {setting} = {_shown(value)} {why}", "alerts", index, setting, hint=hint)

    def _read(self, table: str, path: tuple[str | int, ...], content: Table) -> dict[str, Any]:
        settings = SETTINGS[table]
        names = [setting.name for setting in settings]
        self._refuse_unknown(path, content, names, f"allowed here: {', '.join(names)}")
        values: dict[str, Any] = {}
        for setting in settings:
            value = content.get(setting.name, setting.default)
            try:
                values[setting.name] = None if value is None else setting.kind.read(value)
            except WrongValue as error:
                what = setting.name if setting.name in SECRET else f"{setting.name} = {_shown(value)}"
                message = f"{_label(path)}{what} is not allowed{error}"
                raise self.error(message, *path, setting.name, hint=f"allowed: {setting.kind.allowed}") from None
        return values

    def _refuse_unknown(self, path: tuple[str | int, ...], content: Table, known: Iterable[str], allowed: str) -> None:
        for name in content:
            if name not in known:
                kind = "table" if isinstance(content[name], dict) else "setting"
                near = did_you_mean(name, known)
                if not near and path and not isinstance(content[name], dict):
                    near = _elsewhere(name)
                hint = allowed if path else f"{allowed} {_headers()}"
                raise self.error(f"{_label(path)}there is no {kind} {name}{near}", *path, name, hint=hint)

    def _table(self, path: tuple[str, ...], content: Any) -> Table:
        if not isinstance(content, dict):
            raise self.error(f"{'.'.join(path)} is a table", *path, hint=f"write [{'.'.join(path)}] above its settings")
        return content


def _parts(key: str) -> list[str]:
    """ "a,b" is two keys, a comma alone is that key."""
    return [part for part in key.split(",") if part.strip()] or [","]


def _elsewhere(name: str) -> str:
    """Where a setting that stands in the wrong table belongs."""
    for table, settings in SETTINGS.items():
        if table not in NAMED and any(setting.name == name for setting in settings):
            return f" here; it belongs {f'to [{table}]' if table else 'to the top, above every table'}"
    return ""


def _headers() -> str:
    shown = {"profiles": "[profiles.NAME]", "alerts": "[[alerts]]"}
    return ", ".join(shown.get(table, f"[{table}]") for table in [*(name for name in SETTINGS if name), "keys"])


def _label(path: tuple[str | int, ...]) -> str:
    if not path:
        return ""
    return "[[alerts]] " if path[0] == "alerts" else f"[{'.'.join(map(str, path))}] "


def _shown(value: object) -> str:
    """A TOML value as a user wrote it, more or less, and not at length."""
    words = {True: "true", False: "false"}
    text = words[value] if isinstance(value, bool) else (f'"{value}"' if isinstance(value, str) else str(value))
    return text if len(text) <= 60 else f"{text[:59]}…"
