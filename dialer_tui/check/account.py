"""Facts of what is set: the file, the profile, ID and key. Nothing is asked, and the key is in none of them."""

from __future__ import annotations

import stat

from dialer_tui.api.protocol import check_credentials
from dialer_tui.check.advice import OPERATOR
from dialer_tui.config import ConfigError, Settings
from dialer_tui.floor.facts import Fact, Grade

CONFIGURATION, CREDENTIALS, SERVER = "configuration", "credentials", "server"


def misconfigured(error: ConfigError, name: str = CONFIGURATION) -> Fact:
    """A configuration that cannot be used."""
    value = str(error).removesuffix(f"; {error.hint}") if error.hint else str(error)
    return Fact(name, Grade.FAULT, value, error.hint or "put that right, and check again", code=error.exit_code)


def configuration(found: Settings) -> Fact:
    """Where the settings came from, and whether others can read a key there."""
    if found.file is None:
        return Fact(CONFIGURATION, Grade.WELL, f"no file; the account is from {_from(found)}")
    profile = f"profile {found.profile}" if found.profile else "no profile"
    mode = stat.S_IMODE(found.file.stat().st_mode)
    value = f"{found.file}, {profile}, mode {mode:04o}"
    if not found.warnings:
        return Fact(CONFIGURATION, Grade.WELL, value)
    return Fact(CONFIGURATION, Grade.REMARK, value, "; ".join(found.warnings))


def credentials(found: Settings) -> Fact:
    """Whether ID and key have the form the API gives out."""
    try:
        check_credentials(found.affiliate_id, found.affiliate_key)
    except ValueError as error:
        do = f"copy both again as {OPERATOR} gave them, without blanks or quotes"
        return Fact(CREDENTIALS, Grade.FAULT, f"{error} (from {_from(found)})", do, code=ConfigError.exit_code)
    value = f"ID {found.affiliate_id} and a key, both of the right form, from {_from(found)}"
    return Fact(CREDENTIALS, Grade.WELL, value)


def _from(found: Settings) -> str:
    return " and ".join(dict.fromkeys(found.sources[key] for key in ("affiliate_id", "affiliate_key")))
