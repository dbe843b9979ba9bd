"""The bell and notifications of the terminal (OSC 9, OSC 777) for alerts, which pass SSH, and tmux where it may."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from dialer_tui.floor.alertrules import Rule
from dialer_tui.floor.alerts import Event
from dialer_tui.text import clean
from dialer_tui.ui.clipboard import wrapped

BELL = "\x07"
_TITLE = "dialer-tui"
_NAME, _MOST = 60, 200  # characters
_WITH_A_TITLE = ("rxvt", "foot")  # terminals, by the begin of TERM, that know OSC 777


def ring(events: Iterable[Event], environ: Mapping[str, str]) -> str:
    """What to send the terminal for what was raised: a bell and a notification a rule, where it asks for them."""
    said = []
    for event in events:
        if event.state == "raised" and event.rings:
            said.append(BELL if event.rule.bell else "")
            said.append(_notification(event, environ) if event.rule.notify else "")
    return "".join(said)


def words(rule: Rule, value: float | str | None, at_least: bool = False) -> str:
    """A rule and a value in one line: its name and what it measures, once where they are the same."""
    name, said = clean(rule.name, _NAME), rule.said(value, at_least)
    return said if said.startswith(f"{name} ") else f"{name}: {said}"


def _notification(event: Event, environ: Mapping[str, str]) -> str:
    """The rule's name and its value, nothing of any call. It begins with no number: OSC 9 has other uses for those."""
    body = words(event.rule, event.found.value, event.found.at_least)[:_MOST]
    if environ.get("TERM", "").startswith(_WITH_A_TITLE) or environ.get("VTE_VERSION"):
        return wrapped(f"\x1b]777;notify;{_TITLE};{body}\x07", environ)
    return wrapped(f"\x1b]9;{_TITLE}: {body}\x07", environ)
