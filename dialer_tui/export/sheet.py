"""Records as text: JSON, CSV, or a table that is fitted to a terminal and cuts nothing for a pipe. Pure."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import Any

import msgspec

from dialer_tui.export.records import DURATIONS, Record
from dialer_tui.text import UNKNOWN, clean, csv_cell, duration, fit, json_safe, width

_ENCODE = msgspec.json.Encoder().encode
_GAP = 2
_NARROWEST = 8


class Column(msgspec.Struct, frozen=True):
    """One column of a table. `drop`: the order in which columns leave a narrow terminal, 1 first; 0 stays.

    `figure`: it is aligned to the right, as durations are anyway.
    """

    name: str
    title: str
    drop: int = 0
    figure: bool = False

    @property
    def right(self) -> bool:
        """Whether it is aligned to the right."""
        return self.figure or self.name in DURATIONS


def as_json(records: Sequence[Record], *, indent: int | None = None) -> str:
    """A JSON array, a record a line (or indented): control and bidirectional characters escaped, the rest as sent."""
    if not records:
        return "[]\n"
    if indent is not None:
        return json_safe(json.dumps(records, ensure_ascii=False, indent=indent)) + "\n"
    return "[\n" + ",\n".join(_texts(records)) + "\n]\n"


def _texts(records: Iterable[Record]) -> list[str]:
    """Each as JSON on a line of its own."""
    known = list(records)
    try:
        return [json_safe(_ENCODE(record).decode()) for record in known]
    except UnicodeEncodeError:  # a lone surrogate
        return [json_line(record) for record in known]


def json_line(record: Record) -> str:
    """One JSON value on one line, without its line break."""
    return json_safe(json.dumps(record, ensure_ascii=False))


def as_csv(records: Iterable[Record], names: Sequence[str]) -> str:
    """CSV with the API's names as its header, durations HH:MM:SS, unknown an empty cell; nothing is a formula."""
    return csv_head(names) + csv_rows(records, names)


def csv_head(names: Sequence[str]) -> str:
    """The first line of CSV."""
    return ",".join(names) + "\n"


def csv_rows(records: Iterable[Record], names: Sequence[str]) -> str:
    """The lines of CSV beneath its header."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerows([_csv_cell(name, record[name]) for name in names] for record in records)
    return out.getvalue()


def as_lines(records: Iterable[Record]) -> str:
    """NDJSON: a record a line, as `as_json` writes each."""
    return "".join(f"{text}\n" for text in _texts(records))


def _csv_cell(name: str, value: Any) -> str:
    if name in DURATIONS:
        return clock(value)
    return "" if value is None else csv_cell(str(value))


@lru_cache(8_192)
def clock(seconds: int | None) -> str:
    """A duration as the document writes it, HH:MM:SS; unknown is empty."""
    if seconds is None:
        return ""
    minutes, second = divmod(seconds, 60)
    return f"{minutes // 60:02}:{minutes % 60:02}:{second:02}"


def as_table(title: str, columns: Sequence[Column], records: Iterable[Record], cells: int | None) -> str:
    """A title line, a header and a line a record. `cells`: the terminal's width; None: a pipe, nothing is cut."""
    whole = cells is None
    rows = [[_cell(column, record[column.name], whole) for column in columns] for record in records]
    heads = [column.title for column in columns]
    widths = [max(map(width, texts)) for texts in zip(heads, *rows, strict=True)]
    kept = list(range(len(columns))) if cells is None else _kept(columns, widths, cells)
    if cells is not None:
        _squeeze(columns, kept, widths, cells)
    lines = [clean(title, None if whole else cells)]
    for row in (heads, *rows):
        parts = [fit(row[index], widths[index], right=columns[index].right) for index in kept]
        line = (" " * _GAP).join(parts).rstrip()
        lines.append(line if cells is None or width(line) <= cells else fit(line, cells))
    return "\n".join(lines) + "\n"


def _cell(column: Column, value: Any, whole: bool) -> str:
    if value is None:
        return UNKNOWN
    if column.name in DURATIONS:
        return duration(value)
    return clean(str(value), None) if whole else clean(str(value))


def _least(column: Column, wide: int) -> int:
    """The cells below which a column is not squeezed: times and IDs are whole or not there."""
    return wide if column.right or column.name in ("callDate", "callID") else min(wide, _NARROWEST)


def _kept(columns: Sequence[Column], widths: Sequence[int], cells: int) -> list[int]:
    """The columns for which there is room, once texts are squeezed as far as they may be."""
    kept = list(range(len(columns)))
    for _, index in sorted((column.drop, index) for index, column in enumerate(columns) if column.drop):
        if sum(_least(columns[i], widths[i]) + _GAP for i in kept) - _GAP <= cells:
            break
        kept.remove(index)
    return kept


def _squeeze(columns: Sequence[Column], kept: Sequence[int], widths: list[int], cells: int) -> None:
    """Take cells from the widest texts until the line fits."""
    while sum(widths[i] + _GAP for i in kept) - _GAP > cells:
        loose = [i for i in kept if widths[i] > _least(columns[i], widths[i])]
        if not loose:
            return
        widths[max(loose, key=lambda i: widths[i])] -= 1
