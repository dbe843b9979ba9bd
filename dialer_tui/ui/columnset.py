"""Which columns the calls have, in what order and how wide: as somebody has arranged them. No widget, no file.

Whatever is done to a set, it keeps every column it has, and at least one of them is shown.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import msgspec
from msgspec.structs import replace

from dialer_tui.ui.call_text import COLUMNS, EXTRA, OFFERED, extra
from dialer_tui.ui.columns import Column

_NARROWEST, _WIDEST = 3, 60  # cells that somebody may give a text
_MOST_FIELDS, _LONGEST_FIELD = 50, 100  # fields that the document does not know, and characters of one's name
_MARK, _SHOWN = COLUMNS[0], COLUMNS[1:]
_AFTER = {"began": "ended", "campaign": "campaign_id", "list": "list_id", "total": "id"}
_KNOWN: Mapping[str, Column] = {column.name: column for column in (*_SHOWN, *OFFERED)}


def known(name: str) -> bool:
    """Whether there is, or may be, a column of a name."""
    return name in _KNOWN or (name.startswith(EXTRA) and 0 < len(name) - len(EXTRA) <= _LONGEST_FIELD)


def column(name: str) -> Column:
    """The column of a name, as it is shipped."""
    return _KNOWN.get(name) or extra(name.removeprefix(EXTRA))


def bounds(name: str) -> tuple[int, int]:
    """The fewest and the most cells that a column may be given: times are whole or not there."""
    shipped = column(name)
    return (_NARROWEST if shipped.most else shipped.least), _WIDEST


class Slot(msgspec.Struct, frozen=True):
    """A column in its place. `cells`: the width that somebody gave it, None as it is shipped."""

    name: str
    shown: bool = True
    cells: int | None = None

    @property
    def column(self) -> Column:
        """The column. One with a width of its own stays where others have to go, for somebody cares for it."""
        shipped = column(self.name)
        return shipped if self.cells is None else replace(shipped, least=self.cells, most=0, goes=None, tight=0)


class ColumnSet(msgspec.Struct, frozen=True):
    """Every column once, in order."""

    slots: tuple[Slot, ...]

    def columns(self) -> tuple[Column, ...]:
        """What the table shows: the mark, then the columns that are shown."""
        return (_MARK, *(slot.column for slot in self.slots if slot.shown))

    def names(self) -> tuple[str, ...]:
        """The names of those that are shown."""
        return tuple(slot.name for slot in self.slots if slot.shown)

    @property
    def own(self) -> bool:
        """Whether other columns are shown than as shipped, or in another order; widths aside."""
        return self.names() != SHIPPED.names()

    def at(self, name: str) -> int:
        """The place of a column. ValueError where there is none of the name."""
        return [slot.name for slot in self.slots].index(name)

    def with_fields(self, fields: Iterable[str]) -> ColumnSet:
        """With a column, at the end and not shown, for each field that the API's document does not know."""
        had = {slot.name for slot in self.slots}
        names = [name for field in sorted(set(fields)) if known(name := f"{EXTRA}{field}") and name not in had]
        return ColumnSet((*self.slots, *(Slot(name, False) for name in names[:_MOST_FIELDS])))

    def kept(self) -> ColumnSet:
        """Without the fields that the API's document does not know and that are not shown: they may never come back."""
        return ColumnSet(tuple(slot for slot in self.slots if slot.shown or slot.name in _KNOWN))

    def toggled(self, name: str) -> ColumnSet:
        """A column shown or not shown; the same where it is the only one that is."""
        slot = self.slots[self.at(name)]
        if slot.shown and len(self.names()) == 1:
            return self
        return self._with(replace(slot, shown=not slot.shown))

    def moved(self, name: str, by: int) -> ColumnSet:
        """A column moved by so many places, as far as there are any."""
        at, rest = self.at(name), [slot for slot in self.slots if slot.name != name]
        rest.insert(max(0, min(at + by, len(rest))), self.slots[at])
        return ColumnSet(tuple(rest))

    def sized(self, name: str, cells: int) -> ColumnSet:
        """A column of so many cells, within its bounds."""
        least, most = bounds(name)
        return self._with(replace(self.slots[self.at(name)], cells=max(least, min(cells, most))))

    def _with(self, new: Slot) -> ColumnSet:
        return ColumnSet(tuple(new if slot.name == new.name else slot for slot in self.slots))


def _shipped() -> Iterable[Slot]:
    for one in _SHOWN:
        yield Slot(one.name)
        if (offered := _AFTER.get(one.name)) is not None:
            yield Slot(offered, False)


SHIPPED = ColumnSet(tuple(_shipped()))


# --- as JSON -------------------------------------------------------------------------------------------------------


def written(columns: ColumnSet) -> list[list[object]]:
    """A set as state.json has it: of each column its name, whether it is shown, and its own width or null."""
    return [[slot.name, slot.shown, slot.cells] for slot in columns.slots]


def read(found: object) -> ColumnSet | None:
    """A set that was written, perhaps by another version: columns that are not known are left out, new ones hidden.

    None where it is no set, or none of its columns is shown.
    """
    if not isinstance(found, list):
        return None
    slots: dict[str, Slot] = {}
    for one in found[: len(_KNOWN) + _MOST_FIELDS]:
        match one:
            case [str(name), bool(shown), None] if known(name):
                slots[name] = Slot(name, shown)
            case [str(name), bool(shown), int(cells)] if known(name) and not isinstance(cells, bool):
                least, most = bounds(name)
                slots[name] = Slot(name, shown, max(least, min(cells, most)))
    for slot in SHIPPED.slots:
        slots.setdefault(slot.name, replace(slot, shown=False))
    columns = ColumnSet(tuple(slots.values()))
    return columns if columns.names() else None
