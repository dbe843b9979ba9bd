"""--format: the same records as a table, as JSON or as CSV, on stdout."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import click

from dialer_tui.cli import out
from dialer_tui.export.records import Record
from dialer_tui.export.sheet import Column, as_csv, as_json, as_table

option = click.option(
    "--format",
    "form",
    type=click.Choice(["table", "json", "csv"]),
    default="table",
    show_default=True,
    help="How to print: for people, or for programs.",
)


@dataclass(frozen=True)
class Listing:
    """What a command prints: `records` for JSON, `rows` for a table and CSV where those are flatter.

    `readable`: the rows of a table where people read them otherwise than programs.
    """

    title: str
    columns: Sequence[Column]
    names: Sequence[str]
    records: Sequence[Record]
    rows: Sequence[Record] | None = None
    indent: int | None = None
    readable: Iterable[Record] | None = None


def show(listing: Listing, form: str) -> None:
    """Print a listing."""
    rows = listing.records if listing.rows is None else listing.rows
    if form == "json":
        out.write(as_json(listing.records, indent=listing.indent))
    elif form == "csv":
        out.write(as_csv(rows, listing.names))
    else:
        readable = rows if listing.readable is None else listing.readable
        out.write(as_table(listing.title, listing.columns, readable, out.cells()))


def counted(count: int, noun: str) -> str:
    """ "1 call", "2 calls"."""
    return f"{count:,} {noun}{'' if count == 1 else 's'}"
