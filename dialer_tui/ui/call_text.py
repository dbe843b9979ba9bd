"""A call as words: the cells of its row, cleaned once."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from zoneinfo import ZoneInfo

from dialer_tui.floor.names import NOBODY
from dialer_tui.floor.people import People
from dialer_tui.floor.window import Entry
from dialer_tui.model import Call
from dialer_tui.text import clean, duration, mask_name, mask_number
from dialer_tui.ui import times
from dialer_tui.ui.columns import Column
from dialer_tui.ui.theme import Glyphs

# The order of leaving: numbers, list, handle, hold, total, listed, campaign, after-call work.
COLUMNS: tuple[Column, ...] = (
    Column("mark", "", 1, role="accent"),
    Column("listed", "Listed", 8, goes=6, role="dim"),
    Column("began", "Began", 8),
    Column("type", "", 3),
    Column("agent", "Agent", 13, 24),
    Column("contact", "Contact", 12, 24),
    Column("campaign", "Campaign", 11, 24, goes=7, role="dim"),
    Column("list", "List", 11, 20, goes=2, role="dim"),
    Column("number_in", "Number in", 13, 16, goes=1, role="dim"),
    Column("number_out", "Number out", 13, 16, goes=1, role="dim"),
    Column("queue", "Queue", 7, right=True),
    Column("talk", "Talk", 7, right=True),
    Column("hold", "Hold", 7, right=True, goes=4, role="dim"),
    Column("handle", "Handle", 7, right=True, goes=3, role="dim"),
    Column("acw", "ACW", 7, right=True, goes=8, role="dim"),
    Column("total", "Total", 7, right=True, goes=5, role="dim"),
)
_LONGEST_ID = 24
TYPES = {"inbound": "in", "outbound": "out"}


def told(agent_id: str | None, glyphs: Glyphs) -> str:
    """What stands behind a namesake's name: an ID, (?) for NOBODY, "" where nothing is known (None)."""
    if agent_id is None:
        return ""
    return " (?)" if agent_id == NOBODY else f" {glyphs.dot}{clean(agent_id, _LONGEST_ID)}"


class CallText:
    """Turns calls into cells, for one zone, one set of glyphs and one idea of who is a person.

    `mask`: people's names are shown by their initials, phone numbers by their last four digits.
    """

    def __init__(self, zone: ZoneInfo, glyphs: Glyphs, people: People, mask: bool = False) -> None:
        self.zone = zone
        self.glyphs = glyphs
        self.mask = mask
        self.name: Callable[[str], str] = mask_name if mask else clean
        self.number: Callable[[str], str] = mask_number if mask else clean
        self._people = people
        cells: dict[str, Callable[[Call], str]] = {
            "type": lambda call: TYPES.get(call.type.casefold()) or clean(call.type, 3) or glyphs.unknown,
            "agent": self.agent,
            "contact": lambda call: self.name(call.contact),
            "campaign": lambda call: clean(call.campaign or call.campaign_id),
            "list": lambda call: clean(call.list or call.list_id),
            "number_in": lambda call: self.number(call.number_in),
            "number_out": lambda call: self.number(call.number_out),
        }
        for name in ("queue", "talk", "hold", "handle", "acw", "total"):
            cells[name] = self._seconds(name)
        self._cells = cells

    def cells(self, entry: Entry, today: date) -> dict[str, str]:
        """The text of every column but the mark. Times that are not of `today` show their day."""
        call = entry.call
        return {
            "listed": times.stamp(int(entry.listed), self.zone, today),
            "began": times.stamp(call.began_at, self.zone, today),
            **{name: cell(call) for name, cell in self._cells.items()},
        }

    def agent(self, call: Call, name: Callable[[str], str] | None = None) -> str:
        """Who took the call; — and a word where no person did. The document's terms say no more than that.

        `name`: how a name is written where not as in rows.
        """
        if self._people.human(call):
            return (name or self.name)(call.agent) + self.told(call)
        nobody = not call.talk and not call.handle
        inbound = TYPES.get(call.type.casefold()) == "in"
        return f"{self.glyphs.unknown} {'unanswered' if nobody and inbound else 'no agent'}"

    def told(self, call: Call) -> str:
        """What stands behind the name of a call's agent where others bear it too; "" while that is not known."""
        return told(self._people.claimed(call), self.glyphs)

    def _seconds(self, field: str) -> Callable[[Call], str]:
        return lambda call: self.duration(getattr(call, field))

    def duration(self, seconds: int | None) -> str:
        """Seconds as m:ss or h:mm:ss, from ten hours on as hours and minutes; unknown as —."""
        if seconds is None:
            return self.glyphs.unknown
        return duration(seconds) if seconds < 36_000 else f"{seconds // 3600}h{seconds // 60 % 60:02}"
