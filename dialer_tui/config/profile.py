"""An account written into config.toml: whole or not at all, for its owner's eyes alone."""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from pathlib import Path

from dialer_tui import disk
from dialer_tui.config import edit
from dialer_tui.config.errors import ConfigError
from dialer_tui.config.file import ConfigFile


@dataclass(frozen=True)
class Draft:
    """What is to be written into a profile; None leaves what is there.

    `timezone` and `target` (the service level's, 0 to 1) are those of every profile in the file.
    """

    profile: str
    url: str | None = None
    affiliate_id: str | None = None
    affiliate_key: str | None = field(default=None, repr=False)
    timezone: str | None = None
    target: float | None = None


def save(path: Path, draft: Draft) -> Path:
    """Write a profile into the settings file, which need not exist. Where it was written: a link is followed.

    Only the lines change that say something else than they should. The first profile of a file becomes its default;
    where a second one comes beside one that needed no naming so far, that one does. ConfigError where the file is not
    such that it can be edited, OSError where it cannot be written.
    """
    target = Path(os.path.realpath(path.expanduser()))
    known = list(ConfigFile(target).profiles())
    try:
        text = edit.Text(target.read_bytes() if target.exists() else b"")
        _change(text, draft, known)
        data = text.data()
    except ConfigError as error:
        raise ConfigError(error.message, target, hint=error.hint) from None
    disk.put(target, data)
    return target


def _change(text: edit.Text, draft: Draft, known: list[str]) -> None:
    if not known:
        text.put((), {"profile": draft.profile})
    elif len(known) == 1 and draft.profile not in known and not text.has(("profile",)):
        text.put((), {"profile": known[0]})
    profile = ("profiles", draft.profile)
    for table, name, value in (
        (profile, "url", draft.url),
        (profile, "affiliate_id", draft.affiliate_id),
        (profile, "affiliate_key", draft.affiliate_key),
        (("view",), "timezone", draft.timezone),
        (("figures",), "service_level_target", draft.target),
    ):
        if value is not None:
            text.put(table, {name: value})
    if draft.affiliate_key is not None:
        text.put(profile, {"affiliate_key_command": None})
