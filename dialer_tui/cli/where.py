"""`--where FILTER`: the calls that a filter keeps, and a mistake in it shown at its place."""

from __future__ import annotations

import time
from collections.abc import Iterable
from typing import TYPE_CHECKING

import click

from dialer_tui.cli import completing
from dialer_tui.floor.people import People
from dialer_tui.text import clean, width

if TYPE_CHECKING:
    from dialer_tui.config import Settings
    from dialer_tui.floor.changes import Entry
    from dialer_tui.floor.query import Ground, Query, QueryError

option = click.option(
    "--where",
    "where",
    metavar="FILTER",
    shell_complete=completing.terms,
    default="",
    help="Only calls with these words in them, or that meet agent:TEXT, queue>1:30, is:answered and so on.",
)


class WrongFilter(click.UsageError):
    """A filter that means nothing: a sentence, and beneath it the filter with its place marked, and what is allowed."""

    def __init__(self, text: str, error: QueryError) -> None:
        super().__init__(f"--where: {error} (character {error.at + 1})")
        marks = "^" * max(width(clean(text[error.at : error.end], None)), 1)
        self.beneath = [f"  {clean(text, None)}", f"  {' ' * width(clean(text[: error.at], None))}{marks}"]
        if error.allowed:
            self.beneath.append(f"  allowed: {error.allowed}")


class Where:
    """A filter of a command. It is read before anything is asked for, so that a mistake costs no request.

    What the filter says of ages and of today is of the server's time, and fields that the document does not know are
    those the calls have: so it is read once more when they are there.
    """

    def __init__(self, text: str, settings: Settings) -> None:
        self._text = text
        self._settings = settings
        from dialer_tui.floor.query import QueryError

        self._query: Query | None = None
        try:
            self._query = self._read(self._ground(time.time(), People(settings.figures.not_agents)))
        except QueryError as error:
            if not error.field or (error.near and error.field.islower()):
                raise WrongFilter(text, error) from None
            # A name such as callResult may be a field of the calls.

    @property
    def about_agents(self) -> bool:
        """Whether it asks whose calls are, which takes the agent list."""
        from dialer_tui.floor.query.query import about_agents

        return self._query is not None and about_agents(self._query.tree)

    def of(self, entries: list[Entry], now: float, people: People) -> list[Entry]:
        """Those that the filter keeps; it is `now` on the server. A usage error where it names a field of no call."""
        from dialer_tui.floor.query import QueryError

        extras = {name for entry in entries for name, _ in entry.call.extra or ()}
        try:
            self._query = query = self._read(self._ground(now, people, extras))
        except QueryError as error:
            if error.field and not entries:
                return []
            raise WrongFilter(self._text, error) from None
        return entries if query is None else [*filter(query.keep, entries)]

    @property
    def shown(self) -> str:
        """The filter as a title may say it, "" where there is none; masked where names and numbers are."""
        from dialer_tui.floor.query import masked

        if not self._settings.mask:
            return self._text.strip()
        return masked(self._query.tree) if self._query is not None else ""

    def _read(self, ground: Ground) -> Query | None:
        from dialer_tui.floor import query

        return query.parse(self._text, ground)

    def _ground(self, now: float, people: People, extras: Iterable[str] = ()) -> Ground:
        from dialer_tui.floor.query import Ground

        settle = self._settings.figures.settle
        return Ground(self._settings.timezone, lambda: now, people, settle=settle, extras=frozenset(extras))
