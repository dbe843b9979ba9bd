"""What the feed says, as messages: it never touches a widget. And what a person wants of the feed."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from textual.message import Message

from dialer_tui.floor.directories import Directory
from dialer_tui.floor.link import Status
from dialer_tui.floor.names import Claims
from dialer_tui.floor.window import Changes
from dialer_tui.model import Window


@dataclass
class FloorChanged(Message):
    """Something happened to the window's calls."""

    changes: Changes


@dataclass
class CallsClaimed(Message):
    """It has become known whose some calls of namesakes are."""

    claims: Claims


@dataclass
class DirectoryRead(Message):
    """The lists of agents and campaigns came, or changed."""

    directory: Directory


@dataclass
class LinkChanged(Message):
    """The word for the link changed."""

    status: Status


@dataclass
class ThemeWanted(Message):
    """Somebody wants other colours: a name that `[view] theme` may have."""

    name: str


@dataclass
class WindowWanted(Message):
    """Somebody wants another window."""

    window: Window


@dataclass
class OwnWanted(Message):
    """Somebody wants only the account's own agents and campaigns, or all."""

    own: bool


@dataclass
class CopyWanted(Message):
    """Somebody wants a cleaned text in the clipboard. `what`: what the text is, in words."""

    text: str
    what: str


@dataclass
class ExportWanted(Message):
    """Somebody wants what is shown in a file: a form, or "report"."""

    form: str
    path: Path


class RefreshWanted(Message):
    """Somebody wants the API asked again now."""


class DiagnosticsWanted(Message):
    """Somebody looks at how true what is shown is."""


class AccountWanted(Message):
    """Somebody wants to see and change the account."""


class RepaintWanted(Message):
    """Somebody wants the terminal drawn afresh."""
