"""What is shown as a file: CSV, JSON or NDJSON in small pieces, so that whoever writes it may rest between them."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Literal

from dialer_tui.export import callcsv, calljson
from dialer_tui.export.records import Record
from dialer_tui.export.sheet import as_json, as_lines, csv_head, csv_rows
from dialer_tui.floor.people import People
from dialer_tui.model import Call
from dialer_tui.text import clean

Form = Literal["csv", "json", "ndjson"]
_OF_CALLS = {"csv": callcsv.as_csv, "json": calljson.as_json, "ndjson": calljson.as_lines}
_LONGEST = 100  # characters of a proposed name


def of_calls(calls: Sequence[Call], form: Form, mask: People | None) -> Iterator[bytes]:
    """Calls under the API's own names, in their order. `mask`: who is a person, to be masked."""
    return _OF_CALLS[form](calls, mask)


def of_records(rows: Sequence[Record], names: Sequence[str], form: Form) -> Iterator[bytes]:
    """Records of one shape, in their order."""
    if form == "csv":
        yield (csv_head(names) + csv_rows(rows, names)).encode(errors="replace")
    else:
        yield (as_json(rows) if form == "json" else as_lines(rows)).encode(errors="replace")


def name(words: Iterable[str], ending: str) -> str:
    """A file's name of words: letters, digits, dots and dashes, which no shell and no file system minds."""
    said = (re.sub(r"[^A-Za-z0-9.]+", "-", clean(word)).strip("-.") for word in words)
    return f"{'-'.join(filter(None, said))[:_LONGEST].strip('-.') or 'export'}.{ending}"


def trouble(path: Path) -> str:
    """Why a file cannot be put there, in words; "" where nothing is known to be in the way."""
    if path.is_dir():
        return f"{path} is a folder"
    if path.exists() and not path.is_file():
        return f"{path} is no ordinary file"
    if not path.parent.is_dir():
        return f"there is no folder {path.parent}"
    return "" if os.access(path.parent, os.W_OK | os.X_OK) else f"nothing may be written into {path.parent}"
