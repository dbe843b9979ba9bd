"""How late calls may appear, in words. The law: the longer ago a call is dated, the later it is asked for again."""

from __future__ import annotations

from math import ceil

from dialer_tui.floor.link import Status
from dialer_tui.ui import times


def briefly(status: Status, interval: int) -> str:
    """Which calls appear later than a poll later, and how late, for the status line; "" where none does."""
    if status.age is None or status.lateness <= interval:
        return ""
    which = "calls" if status.newest > interval else f"calls of {_ago(status)} ago"
    return f"{which} up to {times.age(status.lateness)} late"


def sentence(status: Status, interval: int) -> str:
    """The same for the help, and of the newest calls too."""
    newest = max(status.newest, interval)
    said = f"While the link is LIVE, a call is asked for at most {times.age(newest)} after the API lists it"
    if status.lateness > newest:
        said += f", one dated {_ago(status)} ago at most {times.age(status.lateness)}"
    return f"{said}."


def _ago(status: Status) -> str:
    """How long ago the oldest calls that are asked for are dated: in whole hours, or in minutes."""
    return f"{ceil(status.far / 3600)} h" if status.far > 3600 else f"{ceil(status.far / 60)} m"
