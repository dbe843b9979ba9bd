"""One known call, what happens to the calls that are shown, and how something is kept up to date by it."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from dialer_tui.model import Call

CHUNK = 500  # calls merged or folded between two breaths of the loop


class Entry(msgspec.Struct, frozen=True, gc=False):
    """One known call as it is for now: what changes is another entry. Times are server seconds.

    `version` grows with each change, so that a drawn row can be kept. `listed`: when it was first seen, for an existing
    call its end as it was then, but no later than that: a clock that is ahead keeps no row above those that come. It
    stays: a row does not climb because its call still grows. `grew`: the call was longer when it was last seen than
    before.
    """

    call: Call
    first_seen: float
    listed: float
    new: bool
    version: int = 0
    gone: bool = False
    grew: bool = False

    def changed(self, call: Call, gone: bool = False) -> Entry:
        """The entry that comes after this one."""
        grew = call.total is not None and self.call.total is not None and call.total > self.call.total
        return Entry(call, self.first_seen, self.listed, self.new, self.version + 1, gone, grew)

    def may_go_on(self, had: float, settle: float) -> bool:
        """Whether the call may not be over: the API does not say. `had`: when it was asked for last, at the earliest.

        `settle`: seconds after its end when it surely is.
        """
        return self.call.ended_at > had - settle


class Update(msgspec.Struct, frozen=True):
    """A call whose record changed. `before` is what it was, None where that was not shown.

    `returned`: it had been held to be gone.
    """

    entry: Entry
    before: Call | None
    returned: bool = False


class Changes(msgspec.Struct):
    """What happened to the shown calls, each at most once. Folding them from nothing gives `RollingWindow.shown()`.

    What has gone or aged is told as it was last shown.
    """

    new: list[Entry] = []
    existing: list[Entry] = []
    updated: list[Update] = []
    gone: list[Entry] = []
    aged: list[Entry] = []

    def __bool__(self) -> bool:
        return bool(self.new or self.existing or self.updated or self.gone or self.aged)

    def pieces(self, size: int = CHUNK) -> Iterator[Changes]:
        """The same in pieces of at most so many calls, each kind after the other."""
        for kind in self.__struct_fields__:
            every = getattr(self, kind)
            for at in range(0, len(every), size):
                yield Changes(**{kind: every[at : at + size]})


class Fold:
    """Something kept up to date by what happens to the shown calls, one call on or off at a time."""

    def apply(self, changes: Changes) -> None:
        """Fold what happened in the window."""
        for entry in (*changes.new, *changes.existing):
            self.put_on(entry.call)
        for update in changes.updated:
            self.put_on(update.entry.call)  # before the old one goes: the last of its kind is not looked for anew
            if update.before is not None:
                self.take_off(update.before)
        for entry in (*changes.gone, *changes.aged):
            self.take_off(entry.call)

    def put_on(self, call: Call) -> None:
        """Count a call."""
        raise NotImplementedError

    def take_off(self, call: Call) -> None:
        """Take a call out of the count again, as it was when it was put on."""
        raise NotImplementedError
