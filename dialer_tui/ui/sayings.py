"""What an empty pane says, and a board."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from urllib.parse import urlsplit

from msgspec.structs import replace

from dialer_tui.config import Settings
from dialer_tui.floor.link import Status
from dialer_tui.model import Scope
from dialer_tui.text import clean
from dialer_tui.ui import times
from dialer_tui.ui.keymap import Keymap

Said = tuple[str, ...]
_NAME = 20  # cells of a campaign's name beside other things


def host(settings: Settings) -> str:
    """The API's host and port, without anything else the URL may hold."""
    parts = urlsplit(settings.url)
    name = clean(parts.hostname or "the API")  # a recording does not say
    return f"{name}:{parts.port}" if parts.port else name


def scope(scope: Scope, campaigns: Callable[[], Mapping[str, str]]) -> str:
    """What alone is asked for, in words; "" where all is. `campaigns`: names by ID, as far as they are known."""
    said = []
    if only := scope.campaigns:
        name = clean(campaigns().get(only[0]) or only[0], _NAME)
        said.append(f"only {name}" if len(only) == 1 else f"only {len(only)} campaigns")
    if scope.agents:
        said.append(f"only {len(scope.agents)} agent{'s' if len(scope.agents) > 1 else ''}")
    if scope.own:
        said.append("own lists")  # showAll is of the lists: the calls and their figures are the same
    return ", ".join(said)


def located(status: Status, settings: Settings, now: float) -> Status:
    """A status whose detail names the second that holds more calls than the API lists, where there is one.

    `now`: the server's time.
    """
    if not status.capped or not status.word.startswith("PARTIAL"):
        return status
    second, least = status.capped[0]
    more = f" and {len(status.capped) - 1} more" if len(status.capped) > 1 else ""
    at = times.when(second, settings.timezone, times.day(now, settings.timezone))
    return replace(status, detail=f"at least {least:,} calls at {at}{more}")


def account(settings: Settings, keymap: Keymap, *, brief: bool = False) -> str:
    """What a person can do about an ID and key that are refused, without a full stop."""
    outside = settings.elsewhere("affiliate_id", "affiliate_key")
    if not outside:
        what = "account" if brief else f"profile {clean(settings.profile, 40)}"
        return f"{keymap.shown('account')} changes the {what}"
    if not brief:
        return f"Change {' and '.join(outside)}, then start again"
    return f"change {' and '.join(outside)}".replace(" and DIALER_TUI_AFFILIATE_", " and _")


def empty(
    status: Status, settings: Settings, keymap: Keymap, past: str = "", *, recorded: bool = False
) -> tuple[Said, Said, Said]:
    """For the calls, the agents and the campaigns pane, when they have no row. `past`: the range shown.

    `recorded`: it is a recording, in which nobody can be asked and nothing mended.
    """

    def remedy(words: str) -> Said:
        return () if recorded else (words,)

    word = status.word.partition(" ")[0]
    window = settings.poll.window
    message = (f"It says: {clean(status.message, 200)}",) if status.message else ()
    retry = keymap.shown("refresh")
    calls: dict[str, Said] = {
        "PAST": (f"No calls dated {past}.",),
        "CONNECTING": (f"Connecting to {host(settings)}.", *message),
        "FILLING": (f"Fetching the calls {times.within(window, 'of')}, the newest first: {status.detail}.",),
        "OFFLINE": (
            f"No answer from {host(settings)}: {status.detail or 'trying again'}.",
            *message,
            *remedy(f"{retry} tries now."),
        ),
        "STALE": (" ".join([f"No answer from {host(settings)} lately.", *remedy(f"{retry} asks now.")]),),
        "ERROR": (f"{host(settings)} answers with an error.", *message, *remedy(f"{retry} tries now.")),
        "REFUSED": (
            "The API refused the ID and key.",
            *message,
            *remedy(f"{account(settings, keymap)}."),
        ),
    }
    waiting = word in ("CONNECTING", "FILLING")
    quiet: Said = (
        ("Waiting for the list.",)
        if waiting
        else ("No list was had.",)
        if word not in ("LIVE", "PAST")
        else ("The list is empty.",)
    )
    return calls.get(word, (f"No calls {times.within(window, 'in')}.",)), quiet, quiet


def board(keymap: Keymap, *, alone: bool = False) -> str:
    """The keys of a board, `alone` or over a console, for whoever pressed another one."""
    back = "" if alone else f"{keymap.shown('board')} goes back, "
    return f"{back}{keymap.shown('quit')} leaves"
