"""What the console does with a feed's updates, without a console."""

from __future__ import annotations

from dialer_tui.feed import Update
from dialer_tui.floor.changes import Changes
from dialer_tui.floor.directories import Directory
from dialer_tui.floor.names import Claims
from dialer_tui.ui.state import FloorState


def fold(state: FloorState, update: Update) -> None:
    """Fold an update into the state behind the panes."""
    if isinstance(update, Changes):
        state.changed(update)
    elif isinstance(update, Directory):
        state.directory(update)
    elif isinstance(update, Claims):
        state.claimed(update)
