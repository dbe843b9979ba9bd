"""Calls as CSV: what `sheet.as_csv` makes of `records.call`, byte for byte, in a quarter of the time.

Nearly every text is printable ASCII that no spreadsheet takes for a formula, which is seen of a whole row at once.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Any

from dialer_tui.export import records
from dialer_tui.export.sheet import clock, csv_head
from dialer_tui.floor.people import People
from dialer_tui.model import CALL, Call
from dialer_tui.text import csv_cell

_CHUNK = 100  # calls, a ms
_TEXTS = sum(field.kind != "duration" for field in CALL)  # they come first
_APART = "|"
_MASK = "…"  # stands for digits that are not told
_cell = lru_cache(4096)(csv_cell)  # names recur
_FORMULA = re.compile(r"\|[=+\-@]")


def as_csv(calls: Sequence[Call], mask: People | None) -> Iterator[bytes]:
    """A header and a line a call, in pieces of UTF-8. `mask`: who is a person, to be masked."""
    yield csv_head(records.CALL).encode()
    for at in range(0, len(calls), _CHUNK):
        out = io.StringIO()
        writer = csv.writer(out, lineterminator="\n")
        writer.writerows(_row(records.values(one, mask)) for one in calls[at : at + _CHUNK])
        yield out.getvalue().encode(errors="replace")


def _row(values: list[Any]) -> list[str]:
    texts: list[str] = values[:_TEXTS]
    row = _APART + _APART.join(texts).replace(_MASK, "")
    if not (row.isascii() and row.isprintable()) or _FORMULA.search(row):
        texts = list(map(_cell, texts))
    return texts + list(map(clock, values[_TEXTS:]))
