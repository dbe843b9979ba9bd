"""Settings and profiles: config.toml, the environment and options in one value.

Precedence: option, environment, profile, default. Nothing here writes.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import time
from pathlib import Path
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from dialer_tui import zones
from dialer_tui.config import account
from dialer_tui.config.errors import ConfigError, NoAccount, did_you_mean
from dialer_tui.config.file import ConfigFile, default_file
from dialer_tui.config.table import ACCOUNT

if TYPE_CHECKING:
    from dialer_tui.floor.tally import Rules
    from dialer_tui.model import Daily, Poll, Scope

__all__ = ["ConfigError", "Figures", "NoAccount", "Settings", "default_file", "load"]


@dataclass(frozen=True)
class Figures:
    """`[figures]`: times in seconds, targets as ratios 0…1."""

    settle: int
    not_agents: tuple[str, ...]
    answer_within: int
    short_abandon: int
    service_level_target: float
    longest_wait_target: int
    unanswered_target: float

    def rules(self) -> Rules:
        """What of it decides how the figures are counted and judged."""
        from dialer_tui.floor.tally import Rules

        targets = {
            "service_level": self.service_level_target,
            "longest_wait": float(self.longest_wait_target),
            "unanswered_rate": self.unanswered_target,
        }
        return Rules(self.settle, self.answer_within, self.short_abandon, targets)


@dataclass(frozen=True)
class Settings:
    """Everything that can be set, checked and in its final form. The key is never part of its repr.

    `profile` is "" where none is used. `sources` says where url, affiliate_id and affiliate_key came from.
    `alerts` are as the file has them, checked (`alerts.rules` makes rules of them), and `keys`, their shape checked;
    `key_lines` says where `keys` stand in it. `warnings` are sentences for stderr.
    """

    profile: str
    url: str
    affiliate_id: str
    affiliate_key: str = field(repr=False)
    poll: Poll
    scope: Scope
    call_date: str
    ca_file: str | None
    timezone: ZoneInfo
    mask: bool
    low_bandwidth: bool
    shift: time
    clock: str
    glyphs: str
    theme: str
    figures: Figures
    alerts: tuple[Mapping[str, Any], ...] = ()
    keys: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    key_lines: Mapping[str, int | None] = field(default_factory=dict)
    file: Path | None = None
    sources: Mapping[str, str] = field(default_factory=dict)
    warnings: tuple[str, ...] = ()

    def elsewhere(self, *names: str) -> tuple[str, ...]:
        """The variables and options that url, affiliate_id, affiliate_key come from, each once; () for a file's."""
        sources = dict.fromkeys(self.sources[name] for name in names)
        return tuple(source for source in sources if source in ACCOUNT.values() or source.startswith("--"))

    @property
    def dailies(self) -> dict[str, Daily]:
        """The windows that begin anew each day, by the words that `[poll] window` has for them."""
        return _dailies(self.shift, self.timezone)

    @property
    def dated_at_end(self) -> bool:
        """Whether callDate is read as a call's end."""
        return self.call_date == "end"


def load(
    path: Path | None = None,
    profile: str | None = None,
    environ: Mapping[str, str] = os.environ,
    overrides: Mapping[str, Any] | None = None,
) -> Settings:
    """Settings from a file (default: the user's, which may be missing), the environment, and options.

    `overrides` holds what options said, already read: url, affiliate_id, affiliate_key, interval (seconds), window
    (seconds or a word), campaigns, agents (tuples), own. Where the account comes whole from outside and no profile is
    named, none is used; where it comes whole from `overrides`, as the demo's does, the file may be missing.
    ConfigError for whatever is wrong; NoAccount where no account is given, be it that the file or the profile that was
    named is still to be written.
    """
    from dialer_tui.model import Poll, Scope  # here, for the help needs neither

    options = overrides or {}
    if path is None and environ.get("DIALER_TUI_CONFIG"):
        path = Path(environ["DIALER_TUI_CONFIG"])
    file = ConfigFile((path or default_file()).expanduser())
    if path is not None and not file.exists and not all(options.get(key) for key in ACCOUNT):
        hint = f"to set one up there: {account.way_in(file, profile or '')}"
        raise NoAccount("there is no such file", file.path, hint=hint)
    top, api, poll, view, figures = (file.values(table) for table in ("", "api", "poll", "view", "figures"))
    profiles, alerts, keys = file.profiles(), file.alerts(), file.keys()
    given = account.outside(options, environ)
    name = "" if len(given) == len(ACCOUNT) and not profile else _choose(profile, top["profile"], profiles, file)
    chosen = profiles[name] if name else file.no_profile()
    found = account.account(name, given, chosen, file)
    zone = view["timezone"] or zones.local(environ)
    if alerts:
        from dialer_tui.config.alerts import check  # only here: figures and filters are much to import

        check(file, alerts, zone)
    poll |= {key: options[key] for key in ("interval", "window") if options.get(key)}
    poll["window"] = _dailies(view["shift"], zone).get(poll["window"], poll["window"])
    return Settings(
        profile=name,
        url=found["url"][0],
        affiliate_id=found["affiliate_id"][0],
        affiliate_key=found["affiliate_key"][0],
        poll=Poll(**poll),
        scope=Scope(
            campaigns=tuple(options.get("campaigns") or chosen["campaigns"]),
            agents=tuple(options.get("agents") or chosen["agents"]),
            own=bool(options.get("own") or chosen["own"]),
        ),
        call_date=api["call_date"],
        ca_file=file.certificates(api["ca_file"]),
        **view | {"timezone": zone},
        figures=Figures(**figures),
        alerts=alerts,
        keys=keys,
        key_lines=file.key_lines(),
        file=file.path if file.exists else None,
        sources={key: source for key, (_, source) in found.items()},
        warnings=file.warnings(),
    )


def _dailies(shift: time, zone: ZoneInfo) -> dict[Any, Daily]:
    from dialer_tui.model import Daily

    return {"today": Daily(time(), zone), "shift": Daily(shift, zone)}


def _choose(option: str | None, default: str | None, profiles: Iterable[str], file: ConfigFile) -> str:
    """The profile to use: the one named, else the file's default, else the only one, else none ("")."""
    names = list(profiles)
    known = ", ".join(names)
    wanted = option or default
    if wanted is None:
        if len(names) > 1:
            hint = 'name one with --profile, or write profile = "NAME" at the top of the file'
            raise ConfigError(f"it has several profiles ({known})", file.path, hint=hint)
        return names[0] if names else ""
    if wanted not in names:
        message = f"there is no profile {wanted}{did_you_mean(wanted, names)}"
        hint = f"to set it up: {account.way_in(file, wanted)}"
        line = None if option else file.line("profile")
        if not names:
            raise NoAccount(message, file.path, line, hint)
        raise ConfigError(message, file.path, line, f"profiles in this file: {known}; {hint}")
    return wanted
