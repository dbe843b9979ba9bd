"""The URL, ID and key to use, and where each came from."""

from __future__ import annotations

import shlex
import subprocess
import sys
from collections.abc import Mapping
from typing import Any

from dialer_tui.config.errors import ConfigError, NoAccount
from dialer_tui.config.file import ConfigFile, default_file
from dialer_tui.config.table import ACCOUNT

_BY_HAND = "; run it by hand to see why"
COMMAND_LIMIT = 30.0  # seconds a key command may take


def outside(overrides: Mapping[str, Any], environ: Mapping[str, str]) -> dict[str, tuple[str, str]]:
    """What options and the environment say: setting → (value, its source). Empty is not said."""
    found = {}
    for key, variable in ACCOUNT.items():
        if overrides.get(key):
            found[key] = (str(overrides[key]), f"--{key}")
        elif environ.get(variable, "").strip():
            found[key] = (environ[variable].strip(), variable)
    return found


def way_in(file: ConfigFile, profile: str = "") -> str:
    """The command that sets up an account in a file, in quotes; of a profile's name, where one is given."""
    words = ["dialer-tui", "init"]
    words += ["--config", str(file.path)] if file.path != default_file() else []
    words += ["--profile", profile] if profile else []
    return f"“{shlex.join(words)}”"


def account(
    name: str, given: Mapping[str, tuple[str, str]], profile: Mapping[str, Any], file: ConfigFile
) -> dict[str, tuple[str, str]]:
    """url, affiliate_id and affiliate_key, each with its source. NoAccount where one is missing.

    `given` comes from outside and wins; `name` is the profile's, "" where there is none.
    """
    found = dict(given)
    for key in ACCOUNT:
        if key not in found and profile[key]:
            found[key] = (profile[key], file.place("profiles", name, key))
    missing = [key for key in ACCOUNT if key not in found]
    if "affiliate_key" in missing and profile["affiliate_key_command"]:
        missing.remove("affiliate_key")
        if not missing:
            place = file.place("profiles", name, "affiliate_key_command")
            found["affiliate_key"] = (run(profile["affiliate_key_command"], place), place)
    if missing:
        where = f"under [profiles.{name}]" if name else "under [profiles.NAME]"
        are, them = ("is", "it") if len(missing) == 1 else ("are", "them")
        raise NoAccount(
            f"no account is set up: {' and '.join(missing)} {are} missing",
            hint=f"run {way_in(file, name)}, or write {them} {where} in {file.path}, or set "
            f"{' and '.join(ACCOUNT[key] for key in missing)}; “dialer-tui demo” needs no account",
        )
    return found


def run(command: str, place: str) -> str:
    """The first line a key command prints. ConfigError where it fails, without what it prints.

    What it says on stderr is not shown, for that may hold the key too. It may ask on a terminal; where there is none it
    reads nothing, least of all what dialer-tui itself is to read.
    """
    name = "affiliate_key_command"
    try:
        words = shlex.split(command)
    except ValueError as error:
        raise ConfigError(f"{place}: {name} cannot be split into words: {error}") from None
    asks = None if sys.stdin is not None and sys.stdin.isatty() else subprocess.DEVNULL
    try:
        done = subprocess.run(
            words,
            stdin=asks,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            timeout=COMMAND_LIMIT,
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise ConfigError(f"{place}: {name} ({words[0]}) did not end within {COMMAND_LIMIT:.0f} s") from None
    except OSError as error:
        raise ConfigError(f"{place}: {name}: {words[0]} cannot be run: {error.strerror}") from None
    if done.returncode:
        how = f"exit code {done.returncode}" if done.returncode > 0 else f"signal {-done.returncode}"
        raise ConfigError(f"{place}: {name} ({words[0]}) failed with {how}{_BY_HAND}")
    lines = done.stdout.decode(errors="replace").splitlines()
    if not lines or not lines[0].strip():
        raise ConfigError(f"{place}: {name} ({words[0]}) printed no key on its first line{_BY_HAND}")
    return lines[0].strip()
