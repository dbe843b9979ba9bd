"""The campaign tree: campaign → list → dialer → fields, branches filled when opened, as one flat list of rows."""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Iterator, Sequence
from operator import itemgetter
from typing import Any

import msgspec

from dialer_tui.floor.figures import BY_NAME
from dialer_tui.floor.tree import Stray
from dialer_tui.floor.view import Order
from dialer_tui.model import Campaign, CampaignList, Dialer
from dialer_tui.text import clean, fit, width
from dialer_tui.ui.headline import marked
from dialer_tui.ui.state import FloorState
from dialer_tui.ui.theme import Glyphs, Palette, Role
from dialer_tui.ui.widgets.painted import Part
from dialer_tui.ui.widgets.table import Table

Path = tuple[str, ...]
_SERVICE = BY_NAME["service_level"]
STRAYS: Path = ("not in the list",)
_NOT_OWN = "not your own"
_COUNT, _LEVEL = 7, 8  # "79.6 %▲" and a blank
_ROOM = 34  # cells from which the service level has room beside name, ID and calls
ORDERS = {"listed": "As the API lists them", "calls": "Calls", "level": "Worst service level"}
AS_LISTED: Order = ("listed", False)


class Node(msgspec.Struct, frozen=True):
    """A row of the tree. `calls` None: calls do not say (a dialer, a field), or are not asked for."""

    path: Path
    name: str
    id: str = ""
    calls: int | None = None
    branch: bool = False
    opened: bool = False
    campaign: tuple[str, str] | None = None  # whose calls it stands for: ID and name
    list: tuple[str, str] | None = None
    shared: bool = False  # whether another campaign has the same name


class CampaignsPane(Table):
    """`FloorState.campaigns` with the counts of `FloorState.tree`; what is open is remembered by its path."""

    orders = ORDERS

    def __init__(self, state: FloorState, palette: Palette, glyphs: Glyphs) -> None:
        super().__init__(palette, glyphs, id="campaigns")
        self.state = state
        self.order: Order = AS_LISTED
        self._opened: set[Path] = set()
        self._read: Hashable = None
        self._rows: list[Node] = []
        self._index: dict[Hashable, int] = {}
        self._shared: frozenset[str] = frozenset()  # names that several campaigns have

    def read(self) -> None:
        """Lay the rows out again where anything was folded, opened or closed."""
        version = self.state.version, self.state.figures.version, self.order
        if self._read != version:
            self._read = version
            self._rows = list(self._walk())
            self._index = {node.path: at for at, node in enumerate(self._rows)}

    def count(self) -> int:
        self.read()
        return len(self._rows)

    def total(self) -> int:
        return len(self.state.campaigns or ())

    def identity(self, row: int) -> Path:
        return self._rows[row].path

    def find(self, identity: Hashable) -> int | None:
        self.read()
        return self._index.get(identity)

    def look(self, row: int) -> Hashable:
        return self._rows[row], self._level(self._rows[row])

    def sort(self, column: str) -> None:
        """Order the campaigns by one of ORDERS; by the present one the other way round."""
        now, descending = self.order
        self.order = column, not descending if column == now and column != "listed" else column == "calls"
        self.sync()

    def _level(self, node: Node) -> tuple[str, Role]:
        """The service level of a campaign's or a list's calls, with the mark of its target; "" where none can be."""
        if node.campaign is None or (node.list is not None and not node.list[0]):
            return "", "dim"
        figures = self.state.figures
        tally = figures.tally("list", node.list[0]) if node.list else figures.tally("campaign", node.campaign[0])
        value = _SERVICE.read(tally)
        said, sign, role = marked(_SERVICE, value, figures.rules, self.glyphs)
        return f"{said}{sign}", role if sign == self.glyphs.trouble else "plain" if value.n else "dim"

    @property
    def node(self) -> Node | None:
        """The row under the cursor."""
        return self._rows[self.cursor] if self.count() else None

    def branch(self, opening: bool) -> None:
        """Open or close the branch under the cursor; closing a leaf goes to its parent."""
        if not self.count():
            return
        node = self._rows[self.cursor]
        if node.branch and node.opened != opening:
            self.toggle()
        elif not opening and len(node.path) > 1:
            parent = self.find(node.path[:-1])
            if parent is not None:
                self.go(parent)

    def toggle(self) -> None:
        """Open the branch under the cursor, or close it."""
        if self.count() and self._rows[self.cursor].branch:
            self._opened ^= {self._rows[self.cursor].path}
            self._read = None
            self.go(self.cursor)

    def parts(self, row: int, cells: int) -> list[Part]:
        node = self._rows[row]
        sign = (self.glyphs.opened if node.opened else self.glyphs.closed) if node.branch else " "
        label = "  " * (len(node.path) - 1) + f"{sign} {clean(node.name)}"
        unknown = self.glyphs.unknown if node.campaign else ""
        columns: list[tuple[int, str, Role]] = [
            (_COUNT, unknown if node.calls is None else f"{node.calls:,}", "plain" if node.calls else "dim")
        ]
        tag = clean(node.id, 14)
        level, judged = self._level(node)
        if cells >= _ROOM:
            columns.append((_LEVEL, level, judged))
        room = cells - sum(wide for wide, _, _ in columns)
        if node.calls is None and width(label) + width(tag) + 2 > room:  # what has no figures may take their place
            columns, room = [], cells
        if node.campaign and not node.shared and width(label) < room < width(label) + width(tag) + 2:
            tag = ""  # a queue is known by its name, unless another has the same
        if tag and width(label) + width(tag) + 2 > room:
            tag = fit(tag, max(min(room // 3, width(tag)), 0), ellipsis=self.glyphs.ellipsis)
        role: Role = "plain" if node.calls or node.branch else "dim"
        return [
            (fit(label, room - width(tag) - 1, ellipsis=self.glyphs.ellipsis) + " ", role),
            (tag, "dim"),
            *((fit(text, wide, right=True), how) for wide, text, how in columns),
        ]

    fields = ("level", "name", "id", "campaignID", "listID", "calls", "service_level", "service_level_n")

    def records(self) -> list[dict[str, Any]]:
        """The rows in their order, for a file: only what is open. `level` 0 is a campaign, 1 a list, and so on."""
        self.read()
        return [self._record(node) for node in self._rows]

    def _record(self, node: Node) -> dict[str, Any]:
        figures, listed = self.state.figures, node.list[0] if node.list else None
        known = None
        if node.campaign is not None and listed != "":
            known = figures.tally("list", listed) if listed else figures.tally("campaign", node.campaign[0])
        level = _SERVICE.read(known) if known is not None else None
        values = (
            *(len(node.path) - 1, node.name, node.id or None, node.campaign and node.campaign[0], listed or None),
            *(node.calls, level and level.value, level and level.n),
        )
        return dict(zip(self.fields, values, strict=True))

    def heads(self, cells: int) -> str:
        arrow = self.glyphs.down if self.order[1] else self.glyphs.up
        heads = {"calls": "Calls", "level": "SL"}
        calls, level = (word + (arrow if column == self.order[0] else "") for column, word in heads.items())
        level = fit(level, _LEVEL, right=True) if cells >= _ROOM else ""
        return f"{fit('  Name', cells - _COUNT - len(level) - 2)}ID{fit(calls, _COUNT, right=True)}{level}"

    def titles(self) -> tuple[str, str]:
        known = self.state.campaigns
        whose = "Own campaigns" if self.state.campaigns_own else "Campaigns"
        return whose, f"{len(known):,}" if known else ""

    def units(self) -> str:
        return "" if self.count() == self.total() else "rows "

    def _walk(self) -> Iterator[Node]:
        tree = self.state.tree
        names = Counter(one.name for one in self.state.campaigns or ())
        self._shared = frozenset(name for name, count in names.items() if count > 1)
        strays = tree.strays()
        for campaign in self._ordered(self.state.campaigns or ()):
            yield from self._campaign(campaign, [stray for stray in strays if stray.campaign_id == campaign.id])
        whole = [stray for stray in strays if stray.list_id is None]
        if whole and self.state.campaigns is not None:
            opened = STRAYS in self._opened
            yield Node(STRAYS, self._others, "", sum(stray.calls for stray in whole), True, opened)
            for stray in whole if opened else ():
                whose = stray.campaign_id, stray.name
                yield Node((*STRAYS, stray.campaign_id), stray.name, stray.campaign_id, stray.calls, campaign=whose)

    def _ordered(self, campaigns: Sequence[Campaign]) -> Sequence[Campaign]:
        """In the order that is wanted; those without a service level last."""
        column, descending = self.order
        if column == "listed":
            return campaigns
        if column == "calls":
            return sorted(campaigns, key=lambda one: self.state.tree.count(one.id), reverse=descending)
        levels = [(_SERVICE.read(self.state.figures.tally("campaign", one.id)).value, one) for one in campaigns]
        known = sorted((pair for pair in levels if pair[0] is not None), key=itemgetter(0), reverse=descending)
        return [one for _, one in (*known, *(pair for pair in levels if pair[0] is None))]

    @property
    def _others(self) -> str:
        """What those are that getCampaigns does not name: with showAll "n" perhaps only not one's own."""
        return _NOT_OWN if self.state.campaigns_own else STRAYS[0]

    def _campaign(self, campaign: Campaign, strays: Sequence[Stray]) -> Iterator[Node]:
        path = (f"c {campaign.id}",)
        opened = path in self._opened
        calls = self._known(campaign, self.state.tree.count(campaign.id))
        whose = campaign.id, campaign.name
        branch = bool(campaign.lists or strays)
        shared = campaign.name in self._shared
        yield Node(path, campaign.name or campaign.id, campaign.id, calls, branch, opened, whose, shared=shared)
        if opened:
            for part in campaign.lists:
                yield from self._list(path, campaign, part)
            for stray in strays:
                name, part_id = f"{stray.name} ({self._others})", stray.list_id or ""
                odd = part_id, stray.name
                yield Node((*path, f"s {part_id}"), name, part_id, stray.calls, campaign=whose, list=odd)

    def _known(self, campaign: Campaign, calls: int) -> int | None:
        """How many calls there are, as far as they are asked for."""
        return calls if calls or self.state.scope.asks_for(campaign.id) else None

    def _list(self, above: Path, campaign: Campaign, part: CampaignList) -> Iterator[Node]:
        path = (*above, f"l {part.id}")
        opened = path in self._opened
        calls = self._known(campaign, self.state.tree.count_list(campaign.id, part.id))
        name = part.name or part.id or "(no list)"
        whose = None if part.id is None else (part.id, part.name)
        of = campaign.id, campaign.name
        yield Node(path, name, part.id or "", calls, bool(part.dialers), opened, of, whose)
        if opened:
            for at, dialer in enumerate(part.dialers):
                yield from self._dialer((*path, f"d {dialer.id} {at}"), dialer)

    def _dialer(self, path: Path, dialer: Dialer) -> Iterator[Node]:
        opened = path in self._opened
        yield Node(path, dialer.name or dialer.id, dialer.id, None, bool(dialer.fields), opened)
        if opened:
            for at, name in enumerate(dialer.fields):
                yield Node((*path, f"f {name} {at}"), name)
