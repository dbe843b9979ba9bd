"""A call as words: the cells of its row, cleaned once."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from math import inf
from zoneinfo import ZoneInfo

from dialer_tui.floor.changes import Entry
from dialer_tui.floor.names import NOBODY
from dialer_tui.floor.people import People
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
    Column("type", "", 3, label="Type"),
    Column("agent", "Agent", 13, 24),
    Column("contact", "Contact", 12, 24),
    Column("campaign", "Campaign", 11, 24, goes=7, role="dim"),
    Column("list", "List", 11, 20, goes=2, role="dim"),
    Column("number_in", "Number in", 13, 16, goes=1, role="dim"),
    Column("number_out", "Number out", 13, 16, goes=1, role="dim"),
    Column("queue", "Queue", 7, right=True, tight=6),
    Column("talk", "Talk", 7, right=True, tight=5),
    Column("hold", "Hold", 7, right=True, goes=4, role="dim", tight=5),
    Column("handle", "Handle", 7, right=True, goes=3, role="dim"),
    Column("acw", "ACW", 7, right=True, goes=8, role="dim", tight=5),
    Column("total", "Total", 7, right=True, goes=5, role="dim", tight=6),
)
# What else there is of a call, for whoever wants it as a column.
OFFERED: tuple[Column, ...] = (
    Column("ended", "Ended", 9, role="dim"),
    Column("campaign_id", "Campaign ID", 11, 20, role="dim"),
    Column("list_id", "List ID", 8, 20, role="dim"),
    Column("id", "Call ID", 12, 24, role="dim"),
)
EXTRA = "extra:"  # before a field that the API's document does not know, in the name of its column
_LONGEST_HEAD = 20
_LONGEST_ID = 24
TYPES = {"inbound": "in", "outbound": "out"}
MOMENTS: Mapping[str, Callable[[Entry], int | None]] = {
    "listed": lambda entry: int(entry.listed),
    "began": lambda entry: entry.call.began_at,
    "ended": lambda entry: None if entry.call.total is None else entry.call.ended_at,
}


def extra(field: str) -> Column:
    """A column of a field that the API's document does not know."""
    return Column(f"{EXTRA}{field}", clean(field, _LONGEST_HEAD), 12, 24, role="dim")


def told(agent_id: str | None, glyphs: Glyphs) -> str:
    """What stands behind a namesake's name: an ID, (?) for NOBODY, "" where nothing is known (None)."""
    if agent_id is None:
        return ""
    return " (?)" if agent_id == NOBODY else f" {glyphs.dot}{clean(agent_id, _LONGEST_ID)}"


class CallText:
    """Turns calls into cells, for one zone, one set of glyphs and one idea of who is a person.

    `mask`: people's names are shown by their initials, phone numbers by their last four digits. It may be turned at
    any time; who keeps what was written keeps it by `mask` too. `settle`: see `Entry.may_go_on`. `had`:
    when calls were asked for last, in server seconds; one dated so long before it, up to `late` seconds earlier.
    """

    def __init__(
        self, zone: ZoneInfo, glyphs: Glyphs, people: People, mask: bool = False, settle: float = 30.0
    ) -> None:
        self.zone = zone
        self.glyphs = glyphs
        self.mask = mask
        self.settle = settle
        self.had = inf
        self.late: Callable[[float], float] = lambda age: 0.0
        self._people = people
        cells: dict[str, Callable[[Call], str]] = {
            "type": lambda call: TYPES.get(call.type.casefold()) or clean(call.type, 3) or glyphs.unknown,
            "agent": self.agent,
            "contact": lambda call: self.name(call.contact),
            "campaign": lambda call: clean(call.campaign or call.campaign_id),
            "list": lambda call: clean(call.list or call.list_id),
            "number_in": lambda call: self.number(call.number_in),
            "number_out": lambda call: self.number(call.number_out),
            "campaign_id": lambda call: clean(call.campaign_id),
            "list_id": lambda call: clean(call.list_id),
            "id": lambda call: clean(call.id),
        }
        for name in ("queue", "talk", "hold", "handle", "acw", "total"):
            cells[name] = self._seconds(name)
        self._cells = cells

    def cells(self, entry: Entry, now: float, names: Iterable[str]) -> dict[str, str]:
        """The text of the columns of these names. Times that are not of today show their day; it is `now`."""
        today = times.day(now, self.zone)
        cells = {name: self._cell(name, entry, today) for name in names}
        if "ended" in cells and self.goes_on(entry):
            cells["ended"] = self.glyphs.least + cells["ended"]
        return cells

    def goes_on(self, entry: Entry) -> bool:
        """Whether a call of a known length may not be over, for all that has been asked since."""
        had = self.had - self.late(self.had - entry.call.date)
        return entry.call.total is not None and entry.may_go_on(had, self.settle)

    def _cell(self, name: str, entry: Entry, today: date) -> str:
        if (moment := MOMENTS.get(name)) is not None:
            second = moment(entry)
            return self.glyphs.unknown if second is None else times.stamp(second, self.zone, today)
        if (cell := self._cells.get(name)) is not None:
            return cell(entry.call)
        return self.extra(entry.call, name.removeprefix(EXTRA))

    def extra(self, call: Call, field: str, limit: int | None = 256) -> str:
        """A field that the API's document does not know, of so many characters; None: whole.

        A mask hides it, for nobody knows what it is.
        """
        text = next((text for known, text in call.extra or () if known == field), "")
        return self.glyphs.ellipsis if text and self.mask else clean(text, limit)

    def name(self, name: str) -> str:
        """A person's name as it may be seen."""
        return mask_name(name) if self.mask else clean(name)

    def number(self, number: str) -> str:
        """A phone number as it may be seen."""
        return mask_number(number) if self.mask else clean(number)

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
