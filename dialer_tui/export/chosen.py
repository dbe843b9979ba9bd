"""Calls with the columns that somebody has chosen, in their order: under the API's names where they are its own."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence

from dialer_tui.api.protocol import iso
from dialer_tui.export import records
from dialer_tui.export.files import Form
from dialer_tui.export.records import Record
from dialer_tui.export.sheet import as_lines, csv_head, csv_rows, json_line
from dialer_tui.floor.changes import Entry
from dialer_tui.floor.people import People

_CHUNK = 100  # records, a few ms
_NAMES: Mapping[str, str] = {
    "began": "callDate",
    "type": "callType",
    "agent": "callAgentName",
    "contact": "callContact",
    "campaign": "callCampaignName",
    "campaign_id": "callCampaignID",
    "list": "callListName",
    "list_id": "callListID",
    "number_in": "callNumberInbound",
    "number_out": "callNumberOutbound",
    "queue": "callQueueTime",
    "talk": "callTalkTime",
    "hold": "callHoldTime",
    "handle": "callHandleTime",
    "acw": "callAfterCallWorkTime",
    "total": "callTime",
    "id": "callID",
}
# What the API does not say itself, under the names that filters have for it.
_OWN: Mapping[str, Callable[[Entry], str | None]] = {
    "listed": lambda entry: iso(int(entry.listed)),
    "ended": lambda entry: None if entry.call.total is None else iso(entry.call.ended_at),
}


def names(columns: Sequence[str]) -> list[str]:
    """The names of columns in a file; that of a field that the document does not know is the field's own."""
    return list(dict.fromkeys(_NAMES.get(column, column.partition(":")[2] or column) for column in columns))


def record(entry: Entry, columns: Sequence[str], mask: People | None) -> Record:
    """A call's columns. `mask`: who is a person, to be masked; fields that nobody knows are then None."""
    found = records.call(entry.call, mask) | {name: of(entry) for name, of in _OWN.items() if name in columns}
    return {name: found.get(name) for name in names(columns)}


def of_chosen(entries: Sequence[Entry], columns: Sequence[str], form: Form, mask: People | None) -> Iterator[bytes]:
    """Calls as a file, in small pieces."""
    head = names(columns)
    opening, between, closing = ("[\n", ",\n", "\n]\n") if form == "json" and entries else ("", "", "")
    if form == "csv":
        opening = csv_head(head)
    elif form == "json" and not entries:
        opening = "[]\n"
    yield opening.encode()
    for at in range(0, len(entries), _CHUNK):
        chunk = [record(entry, columns, mask) for entry in entries[at : at + _CHUNK]]
        if form == "json":
            said = (between if at else "") + between.join(map(json_line, chunk))
        else:
            said = csv_rows(chunk, head) if form == "csv" else as_lines(chunk)
        yield said.encode(errors="replace")
    yield closing.encode()
