"""What a shell completes: profiles, fields of a filter, faults. From files and tables alone, never from the API."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import click

_SIGNS = ("agent:", "campaign:", "contact:", "list:", "number:", "queue>", "talk>", "type:in", "type:out")
_STATES = ("is:answered", "is:unanswered", "is:unclear", "is:settled", "agent:none", "queue:unknown")


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
    """How the first term of a filter may begin."""
    return _beginning((*_SIGNS, *_STATES), typed)


def faults(_: click.Context, __: click.Parameter, typed: str) -> list[str]:
    """The faults of the simulated floor."""
    from dialer_tui.cli.simulate import fault_names

    return _beginning(fault_names(), typed)
