"""The options that every command shares, before or after its name, and what of them a command cannot heed."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import click

from dialer_tui.cli import completing
from dialer_tui.config.kinds import Kind, WrongValue
from dialer_tui.config.table import INTERVAL, WINDOW

Command = TypeVar("Command", bound=Callable[..., Any])
Given = dict[str, Any]


def kinded(kind: Kind) -> Callable[[str], Any]:
    """The type of an option that is read as the setting of the same name is."""

    def read(value: str) -> Any:
        try:
            return kind.read(value)
        except WrongValue as error:
            raise click.BadParameter(f"“{value}” is not allowed{error}; allowed: {kind.allowed}") from None

    return read


def _keep(key: str) -> Callable[[click.Context, click.Parameter, Any], None]:
    """Put an option's value with the others, whether it stood before the command's name or after."""

    def keep(ctx: click.Context, _: click.Parameter, value: Any) -> None:
        given = ctx.find_root().ensure_object(dict)
        if isinstance(value, tuple):
            value = (*given.get(key, ()), *value)
        if value:
            given[key] = value

    return keep


def _option(flag: str, key: str, text: str, **rest: Any) -> Callable[[Command], Command]:
    return click.option(flag, key, help=text, expose_value=False, callback=_keep(key), **rest)


_SHARED = (
    _option("--config", "config", "The settings file.", type=click.Path(path_type=Path), metavar="PATH"),
    _option(
        "--profile",
        "profile",
        "The profile of the settings file to use.",
        metavar="NAME",
        shell_complete=completing.profiles,
    ),
    _option("--url", "url", "Where the API is.", metavar="URL"),
    _option("--window", "window", "What is shown: the last 1h, today, or shift.", type=kinded(WINDOW), metavar="TIME"),
    _option("--interval", "interval", "How often to ask (5s).", type=kinded(INTERVAL), metavar="TIME"),
    _option("--campaign", "campaigns", "Only this campaign; may be repeated.", multiple=True, metavar="ID"),
    _option("--agent", "agents", "Only this agent; may be repeated.", multiple=True, metavar="ID"),
    _option("--own", "own", "Only agents and campaigns of the own affiliate.", is_flag=True),
)


def shared(command: Command) -> Command:
    """Give a command the shared options. What was given is in the root context's `obj`: see `given`."""
    for option in reversed(_SHARED):
        command = option(command)
    return command


def given(**cannot: str) -> Given:
    """What the shared options said. `cannot`: option → why this command has no use for it, a usage error if given."""
    ctx = click.get_current_context()
    found: Given = ctx.find_root().ensure_object(dict)
    for key, why in cannot.items():
        if found.get(key):
            raise click.UsageError(f"--{key.removesuffix('s')} {why}", ctx)
    return found
