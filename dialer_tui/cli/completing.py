"""What a shell completes: profiles, fields of a filter, faults. From files and tables alone, never from the API."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import click


def _beginning(words: Iterable[str], typed: str) -> list[str]:
    return [word for word in words if word.startswith(typed)]


def profiles(ctx: click.Context, _: click.Parameter, typed: str) -> list[str]:
    """The profiles of the settings file; none where it cannot be read, for then the command itself says why."""
    from dialer_tui.cli.account import file
    from dialer_tui.config.errors import ConfigError
    from dialer_tui.config.file import ConfigFile

    given: dict[str, Any] = ctx.find_root().ensure_object(dict)
    try:
        return _beginning(ConfigFile(file(given)).profiles(), typed)
    except (ConfigError, OSError, ValueError):
        return []


def terms(_: click.Context, __: click.Parameter, typed: str) -> list[str]:
    """What the last word of a filter may become, as the console's line offers it; no names, for it asks nobody.

    A field and its values at once: bash takes a colon for the end of a word, behind which it would offer nothing.
    """
    fields = _terms(typed)
    values = (value for field in fields if field.endswith(":") for value in _terms(field))
    return _beginning(dict.fromkeys((*fields, *values)), typed)


def _terms(typed: str) -> list[str]:
    from zoneinfo import ZoneInfo

    from dialer_tui.floor.query import Ground, complete

    found = complete(typed, len(typed), Ground(ZoneInfo("UTC"), lambda: 0.0))
    return [typed[: found.at] + candidate.text.rstrip() for candidate in found.candidates]


def faults(_: click.Context, __: click.Parameter, typed: str) -> list[str]:
    """The faults of the simulated floor."""
    from dialer_tui.cli.simulate import fault_names

    return _beginning(fault_names(), typed)
