"""The filters in force, one upon the other: what `/`, `f` and `enter` put on, and `esc` takes off one by one."""

from __future__ import annotations

from typing import Literal

import msgspec
from msgspec.structs import replace

from dialer_tui.floor import query
from dialer_tui.floor.people import AgentRow, People
from dialer_tui.floor.query import Draft, Query
from dialer_tui.floor.query.tokens import tokens
from dialer_tui.floor.workbench import Subject
from dialer_tui.model import Call
from dialer_tui.text import clean, duration, fit, width
from dialer_tui.ui.call_text import EXTRA, CallText, told
from dialer_tui.ui.keys import Place
from dialer_tui.ui.widgets.table import Spot

Kind = Literal["typed", "cell", "opened"]


class Term(msgspec.Struct, frozen=True):
    """A term of a filter: its text, and the same as it may be shown where names are masked.

    `subject`: the agent, campaign or list that it asks for, as rows name it.
    """

    text: str
    shown: str
    subject: Subject | None = None


class Filter(msgspec.Struct, frozen=True):
    """A filter in force, who put it on, and where `esc` returns to: a pane, and a spot among the calls."""

    query: Query
    terms: tuple[Term, ...]
    kind: Kind
    pane: Place
    spot: Spot


class Filters:
    """The stack of them. A call is shown when all keep it. At most one is typed; it keeps its place in the stack.

    `draft`: what is in force of the text that is being typed; a blank one while none is.
    """

    def __init__(self) -> None:
        self._stack: list[Filter] = []
        self.draft = Draft()

    def __bool__(self) -> bool:
        return bool(self._stack)

    @property
    def typed(self) -> Filter | None:
        """The one that is typed."""
        return next((one for one in self._stack if one.kind == "typed"), None)

    @property
    def whole(self) -> bool:
        """Whether all of what is typed is in force: nothing of it is wrong, or may still become something else."""
        return self.draft.wrong is None and not self.draft.field

    @property
    def shown(self) -> str:
        """All of them in words, the first put on first."""
        return " ".join(self._words())

    def within(self, cells: int, ellipsis: str) -> str:
        """As many of them in words as `cells` hold, the last put on before the first; cleaned."""
        words = [clean(word) for word in self._words()]
        said = " ".join(words)
        for start in range(1, len(words)):
            if width(said) <= cells:
                break
            said = " ".join([ellipsis, *words[start:]])
        return said if width(said) <= cells else fit(said, max(cells, 0), ellipsis=ellipsis)

    @property
    def newest(self) -> str:
        """The last term of them in words, cleaned; "" where there is none."""
        return clean(self._words()[-1]) if self._stack else ""

    def _words(self) -> list[str]:
        """Their terms, each once: a campaign and then one of its lists is not the campaign twice."""
        return [term.shown for term in dict.fromkeys(term for one in self._stack for term in one.terms)]

    def queries(self) -> list[Query]:
        """What each asks of a call."""
        return [one.query for one in self._stack]

    @property
    def subject(self) -> Subject | None:
        """The agent, campaign or list that was asked for last."""
        return next(
            (term.subject for one in reversed(self._stack) for term in reversed(one.terms) if term.subject), None
        )

    def has(self, text: str) -> bool:
        """Whether one with this text is in force."""
        return any(one.query.text == text for one in self._stack)

    def put(self, new: Filter) -> None:
        """Put one on top; a typed one in the place of the typed one there is, with its way back.

        None is on twice: one that was on already comes to the top, and the one above it leads back to where it did.
        """
        had = self.typed if new.kind == "typed" else None
        if had is not None:
            self._stack[self._stack.index(had)] = replace(new, pane=had.pane, spot=had.spot)
            return
        self._stack.append(new)
        at = next(at for at, one in enumerate(self._stack) if one.query.text == new.query.text)
        if new.kind != "typed" and at < len(self._stack) - 1:
            spot = self._stack.pop(at).spot
            self._stack[at] = replace(self._stack[at], spot=spot)

    @property
    def last(self) -> Filter | None:
        """The one put on last."""
        return self._stack[-1] if self._stack else None

    def pop(self) -> Filter | None:
        """Take off the last one; None when there is none."""
        return self._stack.pop() if self._stack else None

    def drop_typed(self) -> Filter | None:
        """Take off the typed one; None when there is none."""
        had = self.typed
        if had is not None:
            self._stack.remove(had)
        return had


# --- terms made of what stands on the screen --------------------------------------------------------------------


def _named(field: Literal["campaign", "list"], identity: str, name: str) -> Term:
    """By ID where there is one: two campaigns may bear one name. Shown by name."""
    subject = Subject(field, identity, name or identity) if identity else None
    return Term(query.term(field, identity or name), query.term(field, name or identity), subject)


def of_cell(call: Call, column: str, text: CallText, people: People) -> Term | None:
    """The exact term for a cell of a call's row; None for a column of times, which no two calls share, and for a field
    that the API's document does not know where no filter can name it or a mask hides it.
    """
    if column.startswith(EXTRA):
        return _unknown(call, column.removeprefix(EXTRA), text)
    if column in ("campaign", "campaign_id"):
        return _named("campaign", call.campaign_id, call.campaign)
    if column in ("list", "list_id"):
        return _named("list", call.list_id, call.list)
    if column == "id":
        return _same(query.term("id", clean(call.id)))
    if column == "type":
        short = {"inbound": "in", "outbound": "out"}.get(call.type.casefold())
        return _same(f"type={short}" if short else query.term("type", clean(call.type)))
    if column == "agent":
        if not people.human(call):
            return _same("agent:none")
        return _whose(call.agent, people.claimed(call), people.row(people.key(call)), text)
    if column == "contact":
        return Term(query.term("contact", clean(call.contact)), query.term("contact", text.name(call.contact)))
    if column in ("number_in", "number_out"):
        number: str = getattr(call, column)
        field = column.replace("_", "")
        return Term(query.term(field, clean(number)), query.term(field, text.number(number)))
    if column in ("queue", "talk", "hold", "handle", "acw", "total"):
        seconds: int | None = getattr(call, column)
        return _same(f"{column}:unknown" if seconds is None else f"{column}={duration(seconds)}")
    return None


def _unknown(call: Call, field: str, text: CallText) -> Term | None:
    named = next(tokens(f"{field}:x"), None)
    if text.mask or named is None or named.field != field:
        return None
    return _same(query.term(field, text.extra(call, field)))


def of_agent(row: AgentRow, text: CallText) -> Term:
    """The calls of the agent of a row, under any spelling of the name."""
    if row.rest and row.claimed is None:
        many = f" {text.glyphs.dot} {row.agents} agents"
        subject = Subject("agent", row.key, text.name(row.name) + many)
        return Term(query.term("agent", row.name + many), query.term("agent", subject.name), subject)
    return _whose(row.name, row.claimed, row.key, text)


def _whose(name: str, agent_id: str | None, row: str, text: CallText) -> Term:
    """The calls of a name; of a namesake whose calls are told apart, by ID, and shown as rows say it."""
    behind = told(agent_id, text.glyphs)
    subject = Subject("agent", row, text.name(name) + behind)
    shown = query.term("agent", subject.name)
    if agent_id:
        return Term(query.term("agent", agent_id), shown, subject)
    return Term(query.term("agent", name + behind if behind else clean(name)), shown, subject)


def of_campaign(identity: str, name: str, part: tuple[str, str] | None = None) -> tuple[Term, ...]:
    """The calls of a campaign, or of one of its lists: ID and name of each."""
    whole = _named("campaign", identity, name)
    return (whole,) if part is None else (whole, _named("list", *part))


def _same(text: str) -> Term:
    return Term(text, text)
