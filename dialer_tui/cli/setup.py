"""The set-up screen's other side: what it asks, how that is tried, where it is written."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

from dialer_tui import zones
from dialer_tui.api.protocol import Fault
from dialer_tui.cli import account
from dialer_tui.cli.account import Present
from dialer_tui.config import ConfigError, Settings, profile
from dialer_tui.config.file import ConfigFile
from dialer_tui.config.profile import Draft
from dialer_tui.config.table import ACCOUNT
from dialer_tui.ui import times
from dialer_tui.ui.form import Field, Form, Values, Verdict, told
from dialer_tui.ui.words import RECORDS

_TRYING = "Trying it: the API is asked for its agents. That may take half a minute."
_ID = Field("affiliate_id", "Affiliate ID", "12 letters and digits, from INFOCU5", 64)
_KEY = Field(
    "affiliate_key", "Affiliate key", "32 letters and digits, from INFOCU5; pasting replaces it", 200, secret=True
)
_NAMED = {"affiliate_id": "the affiliate ID is ", "affiliate_key": "the affiliate key is "}
_URL = "where the API is; most leave it as it is"


def wanted(given: Mapping[str, Any], environ: Mapping[str, str] = os.environ) -> bool:
    """Whether there is nothing yet that says anything of an account."""
    if any(environ.get(variable, "").strip() for variable in ACCOUNT.values()):
        return False
    return not ConfigFile(account.file(given, environ)).profiles()


def first_run(given: Mapping[str, Any]) -> tuple[str, int]:
    """Ask for an account until there is one ("done"), or a demo is wanted ("demo"), or nothing; and the exit code."""
    from dialer_tui.ui import setup

    path = account.file(given)
    view = ConfigFile(path).values("view")
    now = account.present(path, given.get("profile"))
    return setup.run(new(path, now, given.get("url")), view["theme"], view["glyphs"])


# The two forms


def new(path: Path, now: Present, url: str | None = None) -> Form:
    """The form for a first account."""
    desk = _Desk(path, now)
    return Form(
        title="Set up an account",
        intro=(f"{RECORDS}.",),
        fields=(
            Field("url", "URL", _URL, 500, url or now.url),
            _ID,
            _KEY,
            *_shared(now),
        ),
        choices=(
            ("try", "Try this account and open the console"),
            ("demo", "Look at a simulated floor first; that needs no account"),
        ),
        promise=f"What the API accepts is written to {_short(path)} as the profile {now.profile}, "
        "for you alone to read.",
        trying=_TRYING,
        check=desk.check,
        about=desk.about,
        attempt=desk.attempt,
        write=desk.write,
    )


def change(settings: Settings) -> Form:
    """The form for the account a console is on; without fields where ID or key come from elsewhere than a file."""
    outside = settings.elsewhere("affiliate_id", "affiliate_key")
    if outside or settings.file is None:
        return told("Account", f"This account comes from {' and '.join(outside)}. Change it there, and start again.")
    now = account.present(settings.file, settings.profile)
    intro = [f"What is changed here is changed in {_short(settings.file)}, once the API has accepted it."]
    if len(now.profiles) > 1:
        intro.append("Time zone and service level are those of every profile in it.")
    url = settings.elsewhere("url")
    if url:
        intro.append(f"The URL comes from {url[0]} and is changed there.")
    command = settings.sources["affiliate_key"] == ConfigFile(settings.file).place(
        "profiles", settings.profile, "affiliate_key_command"
    )
    kept = "what affiliate_key_command prints" if command else "the present one, not shown"
    key = "32 letters and digits; left empty, it stays"
    fields = (
        *([] if url else [Field("url", "URL", "where the API is", 500, settings.url)]),
        replace(_ID, value=settings.affiliate_id),
        replace(_KEY, hint=key, kept=kept),
        *_shared(now),
    )
    desk = _Desk(settings.file, now, settings, fields)
    return Form(
        title=f"Account {settings.profile}",
        intro=tuple(intro),
        fields=fields,
        choices=(("try", "Try this account and go on with it"), ("left", "Back, and leave everything as it is")),
        promise="",
        trying=_TRYING,
        check=desk.check,
        about=desk.about,
        attempt=desk.attempt,
        write=desk.write,
    )


def _shared(now: Present) -> tuple[Field, Field]:
    """What every profile of a file shares."""
    return (
        Field("timezone", "Time zone", "of the floor, such as Europe/Berlin", 60, now.timezone, blanks=True),
        Field("target", "Service level", "the target in %", 12, account.percent(now.target), blanks=True),
    )


class _Desk:
    """Does what a form asks for.

    `settings`: the present ones, where there is an account; `kept`: fields that stay as they are in the file where they
    are left as they were shown.
    """

    def __init__(self, path: Path, now: Present, settings: Settings | None = None, kept: Iterable[Field] = ()) -> None:
        self._path = path
        self._now = now
        self._present = {name: str(getattr(settings, name)) for name in ACCOUNT} if settings else {}
        self._kept = {field.name: field.value for field in kept}
        self._within = times.span(now.answer_within)

    def check(self, name: str, text: str) -> str:
        """Why a field's text cannot be right, "" when it can."""
        if not text:
            return "this is still missing"
        try:
            account.READ[name](text)
        except ValueError as error:
            said = str(error).removeprefix(_NAMED.get(name, ""))
            return said.replace(f"no time zone is called “{text}”", "no such time zone")
        return ""

    def about(self, name: str, text: str) -> str:
        """What a field's text means, where that is worth a word."""
        try:
            if name == "timezone":
                return f"it is {datetime.now(zones.zone(text)):%H:%M} there now"
            if name == "target":
                share = account.percent(account.target(text))
                return f"target: {share} % of the inbound calls answered within {self._within}"
        except ValueError:
            return ""
        return ""

    async def attempt(self, values: Values) -> Verdict:
        """Ask the API once."""
        url, affiliate_id, key = (values.get(name) or self._present[name] for name in ACCOUNT)
        try:
            found = await account.attempt(url, affiliate_id, key, self._path)
        except Fault as fault:
            words, field = account.said(fault)
            return Verdict(False, (words,), field)
        except (ValueError, ConfigError) as error:
            return Verdict(False, (str(error),))
        return Verdict(True, tuple(f"{remark[0].upper()}{remark[1:]}." for remark in found.remarks))

    def write(self, values: Values) -> Verdict:
        """Write it into the settings file."""
        said = {name: text for name, text in values.items() if text and text != self._kept.get(name)}
        share = account.target(said.pop("target")) if "target" in said else None
        draft = Draft(self._now.profile, target=None if share == self._now.target else share, **said)
        try:
            profile.save(self._path, draft)
        except ConfigError as error:
            return Verdict(False, (f"The API accepts the account, but it cannot be written: {error}.",))
        except OSError as error:
            why = f"{error.filename}: {error.strerror}"
            return Verdict(False, (f"The API accepts the account, but it cannot be written: {why}.",))
        return Verdict(True)


def _short(path: Path) -> str:
    """A path as people write it, their home as ~."""
    try:
        return f"~/{path.relative_to(Path.home())}"
    except ValueError:
        return str(path)
