"""The fact of `[keys]`: whether the console would take them."""

from __future__ import annotations

from dialer_tui.check.account import misconfigured
from dialer_tui.config import ConfigError, Settings
from dialer_tui.floor.facts import Fact, Grade

NAME = "keys"


def fact(found: Settings) -> Fact:
    """How many actions have other keys than the shipped ones, or what is wrong with one of them."""
    from dialer_tui.ui.keymap import keymap

    try:
        keymap(found)
    except ConfigError as error:
        return misconfigured(error, NAME)
    count = len(found.keys)
    value = f"[keys] changes those of {count} action{'' if count == 1 else 's'}" if count else "as shipped"
    return Fact(NAME, Grade.WELL, value)
