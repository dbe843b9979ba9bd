"""`dialer-tui init`: an account tried and written into config.toml, by answering questions or by a script."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from dialer_tui.cli import ending
from dialer_tui.cli.options import given, shared

if TYPE_CHECKING:
    from dialer_tui.cli.account import Present
    from dialer_tui.config.profile import Draft

_NOT_HERE = "is not for init, which writes an account only"
_LONGEST = 10_000  # bytes of standard input's first line


@click.command("init")
@click.option("--affiliate-id", metavar="ID", help="12 letters and digits.")
@click.option(
    "--timezone", metavar="ZONE", help="The time zone of every time shown, such as Europe/Berlin, for all profiles."
)
@click.option(
    "--service-level-target",
    "target",
    metavar="PERCENT",
    help="Of the inbound calls, to be answered in time, for all profiles.",
)
@click.option(
    "--force",
    is_flag=True,
    help="Replace URL, ID and key of a profile that is there; its campaigns, agents and own stay.",
)
@click.option("--no-try", is_flag=True, help="Write it without asking the API first.")
@shared
def command(force: bool, no_try: bool, **typed: str | None) -> int:
    """Write an account into config.toml, once the API has accepted it.

    On a terminal it asks for what no option says. Otherwise the key is the first line of standard input. It is never
    an option, for others on this machine can read those.

    All profiles of a file share time zone and service-level target: once there is a profile, only the options change
    them.
    """
    from dialer_tui.cli import account, out
    from dialer_tui.config import profile

    options = given(window=_NOT_HERE, interval=_NOT_HERE, campaigns=_NOT_HERE, agents=_NOT_HERE, own=_NOT_HERE)
    path = account.file(options)
    now = account.present(path, options.get("profile"))
    if now.profile in now.profiles and not force:
        raise click.UsageError(
            f"{path} has a profile {now.profile} already: --force replaces its account, --profile NAME writes another"
        )
    draft = _draft({**typed, "url": options.get("url")}, now)
    tried = "" if no_try else _try(draft, path)
    written = profile.save(path, draft)
    out.say(f"{tried}profile {draft.profile} is written to {written}")
    for sentence in (*_kept(path, draft), *_shared(draft, now)):
        out.say(sentence)
    return 0


def _kept(path: Path, draft: Draft) -> Iterator[str]:
    """What a profile says besides its account: it was there before, and still limits what is asked for."""
    from dialer_tui.config.file import ConfigFile

    mine = ConfigFile(path).profiles()[draft.profile]
    kept = [f"{name} {', '.join(mine[name])}" for name in ("campaigns", "agents") if mine[name]]
    kept += ["own"] if mine["own"] else []
    if kept:
        yield f"profile {draft.profile} keeps what it had besides: {'; '.join(kept)}"


def _shared(draft: Draft, now: Present) -> Iterator[str]:
    """What changed for other profiles too."""
    from dialer_tui.cli import account

    if set(now.profiles) <= {draft.profile}:
        return
    if draft.timezone is not None:
        yield f"the time zone is now {draft.timezone} for all profiles"
    if draft.target is not None:
        yield f"the service-level target is now {account.percent(draft.target)} % for all profiles"


def _draft(typed: dict[str, str | None], now: Present) -> Draft:
    """What options say, and a person or standard input for the rest."""
    from dialer_tui.cli import account
    from dialer_tui.config.profile import Draft

    terminal = sys.stdin is not None and sys.stdin.isatty()
    asked = {"url", "affiliate_id"} if now.profiles else {"url", "affiliate_id", "timezone", "target"}
    questions = (
        ("url", "--url", "URL of the API", now.url),
        ("affiliate_id", "--affiliate-id", "Affiliate ID", now.affiliate_id or None),
        ("timezone", "--timezone", "Time zone", now.timezone),
        ("target", "--service-level-target", "Service-level target in %", account.percent(now.target)),
    )
    values: dict[str, Any] = {}
    for name, option, question, proposal in questions:
        said = typed[name]
        if said is not None:
            try:
                values[name] = account.READ[name](said.strip())
            except ValueError as error:
                raise click.UsageError(f"{option}: {error}") from None
        elif terminal and name in asked:
            values[name] = _ask(name, question, proposal)
        elif name in ("url", "affiliate_id"):
            if not proposal:
                raise click.UsageError(f"{option} is missing")
            values[name] = proposal
        else:
            values[name] = None
    values["affiliate_key"] = _ask("affiliate_key", "Affiliate key (not shown)") if terminal else _first_line()
    if values["timezone"] == now.timezone and now.timezone_set:
        values["timezone"] = None
    if values["target"] == now.target:
        values["target"] = None
    return Draft(profile=now.profile, **values)


def _ask(name: str, question: str, proposal: str | None = None) -> Any:
    """Ask until the answer can be right."""
    from dialer_tui.cli import account, out

    while True:
        hidden = name == "affiliate_key"
        answer = click.prompt(question, default=proposal, hide_input=hidden, err=True)
        try:
            return account.READ[name](answer.strip())
        except ValueError as error:
            out.say(str(error))


def _first_line() -> str:
    """The key from standard input."""
    from dialer_tui.cli import account

    line = b"" if sys.stdin is None else sys.stdin.buffer.readline(_LONGEST)
    key = line.decode("utf-8", "replace").strip()
    if not key:
        raise click.UsageError("the key is expected on the first line of standard input, which holds none")
    try:
        return str(account.affiliate_key(key))
    except ValueError as error:
        raise click.UsageError(f"standard input: {error}") from None


def _try(draft: Draft, path: Path) -> str:
    """Ask the API once; what came of it as the beginning of a sentence. Fault, with what to do about it."""
    from dialer_tui.api.protocol import Fault
    from dialer_tui.cli import account, out

    if sys.stdin is not None and sys.stdin.isatty():
        out.say("Asking the API for its agents.")
    try:
        found = ending.run(account.attempt(draft.url or "", draft.affiliate_id or "", draft.affiliate_key or "", path))
    except Fault as fault:
        out.say(f"{account.said(fault)[0]} Nothing was written.")
        raise click.exceptions.Exit(fault.exit_code) from None
    for remark in found.remarks:
        out.say(remark)
    return f"the API accepts it and lists {found.agents:,} agent{'' if found.agents == 1 else 's'}; "
