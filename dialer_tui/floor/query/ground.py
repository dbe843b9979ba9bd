"""What a filter is read against. All that is not in its text comes from here: there is no clock and no screen in it."""

from __future__ import annotations

from collections.abc import Callable, Collection
from zoneinfo import ZoneInfo

import msgspec

from dialer_tui.floor.people import People


class Ground(msgspec.Struct, frozen=True):
    """The zone of civil times and the server's time, in seconds since 1970 UTC, as it is whenever it is asked.

    `people`: who is an agent, under which spellings; its knowledge may grow. `mark`: the mark ("new", "changed",
    "gone") that a call of an ID carries; None where nobody watches the floor, as in a one-shot command: nothing is new
    there, and when a call was listed is not known. `settle`: seconds after its end from which a call counts in the
    figures. `extras`: fields that the API's document does not know and calls have. `past`: a past range is looked at.
    `perhaps`: a namesake's call that has not been told apart may be that of each who bears the name.
    """

    zone: ZoneInfo
    now: Callable[[], float]
    people: People = msgspec.field(default_factory=People)
    mark: Callable[[str], str | None] | None = None
    settle: int = 30
    extras: Collection[str] = ()
    past: bool = False
    perhaps: bool = False
