"""What the feed says, as messages: it never touches a widget. And what a person wants of the feed."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from textual.message import Message

from dialer_tui.floor.changes import Changes
from dialer_tui.floor.directories import Directory
from dialer_tui.floor.link import Status
from dialer_tui.floor.names import Claims
from dialer_tui.model import Scope, Window
from dialer_tui.ui.said import Said
from dialer_tui.ui.views import SavedView

if TYPE_CHECKING:
    from dialer_tui.floor.past import Past
    from dialer_tui.lookback import Had
    from dialer_tui.replay import Replay
    from dialer_tui.ui.becoming import Then
    from dialer_tui.ui.keys import Place


class FloorChanged(Said):
    """Something happened to the window's calls."""

    changes: Changes


class CallsClaimed(Said):
    """It has become known whose some calls of namesakes are."""

    claims: Claims


class DirectoryRead(Said):
    """The lists of agents and campaigns came, or changed."""

    directory: Directory


class LinkChanged(Said):
    """The word for the link changed."""

    status: Status


class ThemeWanted(Said):
    """Somebody wants other colours: a name that `[view] theme` may have."""

    name: str


class WindowWanted(Said):
    """Somebody wants another window."""

    window: Window


class ScopeWanted(Said):
    """Somebody wants other campaigns, or whose agents, asked for. `said`: which, in words."""

    scope: Scope
    said: str


class ScopeChanged(Said):
    """The calls that are asked for are others from now on; those of before have left."""

    scope: Scope


class CopyWanted(Said):
    """Somebody wants a cleaned text in the clipboard. `what`: what the text is, in words."""

    text: str
    what: str


class ExportWanted(Said):
    """Somebody wants what a pane shows in a file: a form, or "report". `replace`: in the place of what is there."""

    form: str
    pane: Place
    path: Path
    replace: bool = False


class PastWanted(Said):
    """Somebody wants to see a past range."""

    past: Past


class LiveWanted(Said):
    """Somebody wants back to the live calls; `only`: merely that a range is asked for no more."""

    only: bool = False


class PastProgressed(Said):
    """A share of a past range, 0 to 1, has been had. `found`: of a search, how many calls so far."""

    share: float
    found: int | None = None


class PastHad(Said):
    """A past range has been had whole."""

    had: Had


class PastClaimed(Said):
    """It has become known whose some calls of namesakes are, of a past range that has been had."""

    had: Had
    claims: Claims


class PastFailed(Said):
    """A past range could not be had; why, in words."""

    words: str


class SearchWanted(Message):
    """Somebody wants to look further back for what no shown call meets."""


class ViewKept(Said):
    """Somebody saves how the calls are looked at."""

    view: SavedView


class ViewDropped(Said):
    """Somebody deletes a view."""

    name: str


class TapeWanted(Said):
    """Somebody wants the recording to "pause" (or to go on), to "step", to be played "slower" or "faster"."""

    what: str


class JumpWanted(Said):
    """Somebody wants to be so many seconds on in the recording; back where it is negative."""

    seconds: float


class MomentWanted(Said):
    """Somebody wants to be at a time of the recording, seconds since 1970 UTC."""

    moment: float


class Arrived(Said):
    """The recording is at another time at once: the feed that plays it from there, and how the floor is then."""

    feed: Replay
    then: Then


class RefreshWanted(Message):
    """Somebody wants the API asked again now."""


class DiagnosticsWanted(Message):
    """Somebody looks at how true what is shown is."""


class AccountWanted(Message):
    """Somebody wants to see and change the account."""


class RepaintWanted(Message):
    """Somebody wants the terminal drawn afresh."""
